from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common_renovation import RenovationCommon


@tagged("post_install", "-at_install")
class TestRenovationPortal(RenovationCommon, HttpCase):
    """A resident sees the own case and permit; anybody checks a permit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._advance(cls._make_case(), "permitted")
        cls.other = cls._make_case(unit=cls.unit_102, applicant=cls.owner_b)

    def _open(self, url, **kwargs):
        return self.url_open(url, **kwargs)

    def test_own_case_only(self):
        self.authenticate("property_resident", "property_resident")
        page = self._open("/my/renovations").text
        self.assertIn(self.case.name, page)
        self.assertNotIn(self.other.name, page)
        page = self._open(f"/my/renovations/{self.case.id}").text
        self.assertIn(self.case.permit_number, page)
        page = self._open(f"/my/renovations/{self.other.id}")
        self.assertTrue(page.url.endswith("/my/renovations"))
        permit = self._open(f"/my/renovations/{self.other.id}/permit")
        self.assertTrue(permit.url.endswith("/my/renovations"))

    def test_apply(self):
        """A draft for the own unit, in the own name; nobody else's unit."""
        self.authenticate("property_resident", "property_resident")
        page = self._open("/my/renovations/new").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        values = {
            "csrf_token": token,
            "unit_id": self.unit_101.id,
            "date_start": self.today.isoformat(),
            "date_end": (self.today + timedelta(days=10)).isoformat(),
            "kind_ids": [self._kind("o_paint").id, self._kind("o_floor").id],
            "applicant_id": self.owner_b.id,
            "state": "permitted",
        }
        answer = self._open("/my/renovations/new", data=values)
        case = self.env["property.renovation"].search([], limit=1)
        self.assertIn(case.name, answer.text)
        self.assertEqual((case.state, case.applicant_id), ("draft", self.owner_a))
        self.assertEqual(len(case.work_ids), 2)
        self.assertEqual(case.activity_ids.user_id, self.user_assistant)
        before = self.env["property.renovation"].search_count([])
        for wrong in (
            {"unit_id": self.unit_102.id},
            {"unit_id": "x1"},
            {"date_end": "yesterday"},
            {"kind_ids": []},
        ):
            with self.subTest(wrong=wrong):
                answer = self._open("/my/renovations/new", data={**values, **wrong})
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(
                    self.env["property.renovation"].search_count([]), before
                )

    def test_scanned_permit(self):
        """No login and no name; a guessed token shows nothing."""
        url = f"/renovation-permits/{self.case.id}/{self.case._property_permit_token()}"
        page = self._open(url).text
        self.assertIn(self.case.permit_number, page)
        self.assertIn('role="status"', page)
        for secret in (self.owner_a.name, self.owner_a.phone, "Foreman"):
            self.assertNotIn(secret, page)
        self.assertEqual(self._open(url[:-1] + "x").status_code, 404)
        other = f"/renovation-permits/{self.other.id}/"
        self.assertEqual(
            self._open(other + self.other._property_permit_token()).status_code, 404
        )
