"""Warranty classes (建设工程质量管理条例 §40): last day in, next out."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .defect_common import DefectCase

day = fields.Date.to_date


@tagged("post_install", "-at_install")
class TestWarranty(DefectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classes = {
            row.code: row for row in cls.env["property.warranty.class"].search([])
        }

    def _last(self, code, start):
        return self.classes[code]._property_last_day(day(start), self.estate)

    def test_numbers_of_the_law(self):
        expected = {
            "structure": "2073-06-30",
            "roof": "2028-06-30",
            "wet_room": "2028-06-30",
            "outer_wall": "2028-06-30",
            "electrical": "2025-06-30",
            "plumbing": "2025-06-30",
            "equipment": "2025-06-30",
            "fit_out": "2025-06-30",
        }
        for code, last in expected.items():
            with self.subTest(code=code):
                self.assertEqual(self._last(code, "2023-06-30"), day(last))
                self.assertIn("§40", self.classes[code].source)
        self.assertIsNone(self._last("other", "2023-06-30"))

    def test_seasons(self):
        """Two full seasons; one that runs on the start day does not count."""
        for start, last in (
            ("2023-06-30", "2025-03-15"),
            ("2023-11-15", "2025-03-15"),
            ("2023-11-16", "2026-03-15"),
            ("2024-01-10", "2026-03-15"),
        ):
            with self.subTest(start=start):
                self.assertEqual(self._last("heating", start), day(last))
        self.assertEqual(self._last("cooling", "2023-06-01"), day("2024-09-30"))
        self.assertEqual(self._last("cooling", "2023-06-02"), day("2025-09-30"))

    def test_bad_season(self):
        parameter = self.env["property.parameter"].search(
            [("code", "=", "handover.heating_season")]
        )
        for text in ("winter", "11-31/03-15", "11-15"):
            parameter.with_context(
                property_estate_id=self.estate.id
            ).effective_value = text
            with self.subTest(text=text), self.assertRaisesRegex(UserError, "11-15"):
                self._last("heating", "2023-06-30")

    def test_leap_day(self):
        self.assertEqual(self._last("fit_out", "2024-02-29"), day("2026-02-28"))

    def test_boundaries(self):
        """Last day in, next day out, from completion, delivery and the later."""
        self.unit_101.handover_date = "2024-01-01"
        for rule, last in (
            ("completion", "2025-06-30"),
            ("delivery", "2026-01-01"),
            ("later", "2026-01-01"),
        ):
            self._set_rule(rule)
            for shift, party in ((0, "developer"), (1, "owner")):
                found = day(last) + timedelta(days=shift)
                with self.subTest(rule=rule, found=found):
                    defect = self._defect(self.unit_101, found_on=found)
                    self.assertEqual(defect.responsible, party)
                    self.assertEqual(defect.warranty_completion_end, day("2025-06-30"))
                    self.assertEqual(defect.warranty_delivery_end, day("2026-01-01"))
                    self.assertIn(str(found), defect.responsible_reason)

    def _set_rule(self, rule):
        parameter = self.env["property.parameter"].search(
            [("code", "=", "handover.warranty_start")]
        )
        parameter.with_context(property_estate_id=self.estate.id).effective_value = rule

    def test_longer_contract(self):
        """An estate whose sale contract promises more holds its own number."""
        parameter = self.env["property.parameter"].search(
            [("code", "=", "handover.warranty_installation")]
        )
        parameter.with_context(property_estate_id=self.estate.id).effective_value = "3"
        self.assertEqual(self._last("fit_out", "2023-06-30"), day("2026-06-30"))
        self.assertEqual(
            self.fit_out._property_last_day(day("2023-06-30"), self.mall),
            day("2025-06-30"),
        )

    def test_common_part_is_the_companys(self):
        defect = self._defect(self.unit_101, found_on="2035-01-01", is_common=True)
        self.assertEqual(defect.responsible, "company")

    def test_at_delivery_the_developer_answers(self):
        """Whatever the class: the unit is delivered without defects."""
        other = self.classes["other"]
        for unit in (self.unit_103, self.unit_101):
            defect = self._defect(
                unit, found_on="2024-01-01", warranty_class_id=other.id
            )
            self.assertEqual(defect.responsible, "developer")
        late = self._defect(
            self.unit_101, found_on="2024-01-02", warranty_class_id=other.id
        )
        self.assertEqual(late.responsible, "owner")

    def test_dates_missing(self):
        self.building.completion_date = False
        self._set_rule("completion")
        defect = self._defect(self.unit_101, found_on="2024-02-01")
        self.assertFalse(defect.responsible)
        self.assertIn("completion date", defect.responsible_reason)

    def test_changed_class_is_assessed_again(self):
        defect = self._defect(self.unit_101, found_on="2027-01-01")
        self.assertEqual(defect.responsible, "owner")
        defect.warranty_class_id = self.roof
        self.assertEqual(defect.responsible, "developer")
