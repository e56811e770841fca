"""A resident reads the bills that he pays, and no others (FEE-26, TRD-08, SEC-01)."""

from odoo.tests import HttpCase, tagged

from .collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestPortalBills(PropertyCollectCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._assign(cls.unit_101 | cls.unit_102)
        bills = cls._bill().move_ids
        cls.own = bills.filtered(lambda move: move.property_unit_id == cls.unit_101)
        cls.other = bills - cls.own

    def setUp(self):
        super().setUp()
        self.authenticate("property_resident", "property_resident")

    def _page(self, address):
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 200)
        return answer

    def test_list(self):
        """Own bills and what is left to pay; the neighbours' bills are not there."""
        self.assertEqual(self.own.partner_id, self.owner_a)
        self.assertNotEqual(self.other.partner_id, self.owner_a)
        for address in ("/my/bills", "/my/bills?unpaid=1"):
            page = self._page(address).text
            with self.subTest(address=address):
                self.assertIn(self.own.name, page)
                self.assertIn(f"{self.own.amount_residual:,.2f}", page)
                self.assertNotIn(self.other.name, page)
        self.assertIn("/my/bills", self._page("/my/home").text)

    def test_first_page(self):
        """A card shows when its number comes; the ledger's cards repeat our own."""
        wanted = ["unit_count", "property_bill_count", "request_count"]
        found = self.make_jsonrpc_request("/my/counters", {"counters": wanted})
        self.assertTrue(found["unit_count"])
        self.assertEqual(found["property_bill_count"], 1)
        page = self._page("/my/home").text
        self.assertIn("/my/bills", page)
        self.assertNotIn("/my/invoices?filterby=invoices", page)

    def test_bill(self):
        """What it is for, how it was computed, and the paper."""
        page = self._page(f"/my/bills/{self.own.id}").text
        charge = self.own.property_charge_ids
        self.assertIn(self.unit_101.code, page)
        self.assertIn(charge.formula, page)
        self.assertIn(f"{self.own.amount_total:,.2f}", page)
        paper = self._page(f"/my/invoices/{self.own.id}?report_type=pdf&download=true")
        # In tests Odoo answers with the page that would be printed.
        self.assertIn(self.own.name, paper.text)

    def test_paid(self):
        self._collect(self.unit_101)
        page = self._page("/my/bills").text
        self.assertIn(self.own.name, page)
        self.assertIn("All your bills are paid.", page)
        self.assertNotIn(self.own.name, self._page("/my/bills?unpaid=1").text)

    def test_bills_of_others(self):
        """Neither page nor paper of a bill that somebody else pays."""
        answer = self._page(f"/my/bills/{self.other.id}")
        self.assertTrue(answer.url.endswith("/my/bills"))
        self.assertNotIn(self.other.name, answer.text)
        paper = self.url_open(
            f"/my/invoices/{self.other.id}?report_type=pdf&download=true"
        )
        self.assertNotIn(self.other.name, paper.text)
