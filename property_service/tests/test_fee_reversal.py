from datetime import date

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_fee import FeeCommon


@tagged("post_install", "-at_install")
class TestFeeReversal(FeeCommon):
    """Posted charges are taken back by credit note, never deleted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assignment = cls._assign(cls.unit_101)

    def _receivable(self, unit):
        lines = self.env["account.move.line"].search(
            [
                ("property_unit_id", "=", unit.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def test_approved_reversal_frees_the_days(self):
        run = self._bill()
        charge = run.charge_ids
        reversal = (
            self.env["property.fee.reversal"]
            .with_user(self.biller)
            .create(
                {
                    "estate_id": self.estate.id,
                    "charge_ids": charge.ids,
                    "reason": "Billed to the wrong area",
                }
            )
        )
        with self.assertRaises(UserError):
            reversal.action_reverse()
        reversal.action_request_approval()
        with self.assertRaises(UserError):
            reversal.reason = "Another reason"
        reversal.approval_id.with_user(self.user_manager).action_approve()
        self.assertEqual(reversal.state, "approved")
        reversal.action_reverse()
        self.assertEqual((reversal.state, charge.state), ("done", "reversed"))
        credit = charge.reversal_move_id
        self.assertEqual((credit.move_type, credit.amount_total), ("out_refund", 265.0))
        self.assertEqual(credit.amount_tax, 15.0)
        self.assertEqual(charge.move_id.payment_state, "reversed")
        self.assertEqual(self._receivable(self.unit_101), 0)
        self.assertEqual(self._bill().charge_ids.amount, 265.0)
        with self.assertRaises(UserError):
            charge._property_reverse("Again")

    def test_part_from_a_day_adds_up(self):
        """The rest is billed to the new owner; old and new parts make the whole."""
        charge = self._bill().charge_ids
        credit = charge._property_reverse("Sold", from_date=date(2026, 10, 12))
        self.assertEqual(
            (charge.date_end, charge.state), (date(2026, 10, 11), "posted")
        )
        taken = self.env["property.fee.charge"].search(
            [("split_from_id", "=", charge.id)]
        )
        self.assertEqual((taken.state, taken.reversal_move_id), ("reversed", credit))
        self.assertEqual(round(charge.amount + taken.amount, 2), 265.0)
        self.assertEqual(credit.amount_total, taken.amount)
        self.assertEqual(charge.formula, "2.65 × 100 m² × 11/31 = 94.03")
        self.unit_101.occupancy_ids.date_end = "2026-10-11"
        self._make_occupancy(
            self.unit_101, self.owner_b, share=100, date_start="2026-10-12"
        )
        run = self.env["property.fee.charge"]._property_bill(
            self.unit_101, date(2026, 10, 12), date(2026, 10, 31)
        )
        self.assertEqual(run.charge_ids.partner_id, self.owner_b)
        self.assertEqual(round(charge.amount + run.charge_ids.amount, 2), 265.0)
        self.assertEqual(self._receivable(self.unit_101), 265.0)

    def test_core_ways_round_are_closed(self):
        move = self._bill().move_ids
        for step in ("button_draft", "button_cancel", "_reverse_moves"):
            with self.assertRaises(UserError):
                getattr(move, step)()
        with self.assertRaises(UserError):
            move.property_charge_ids.sudo().unlink()

    def test_reason_is_needed(self):
        charge = self._bill().charge_ids
        with self.assertRaises(UserError):
            charge._property_reverse(" ")

    def test_database_refuses_overlapping_charges(self):
        charge = self._bill().charge_ids
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            charge.sudo().copy({"state": "posted", "assignment_id": self.assignment.id})
            self.env.flush_all()

    def test_opening_arrears(self):
        """Arrears of the old books: open, no income, and not billed again."""
        values = {
            "unit_id": self.unit_101.id,
            "item_id": self.item.id,
            "partner_id": self.owner_a.id,
            "date_start": "2026-09-01",
            "date_end": "2026-09-30",
            "amount": 260.0,
        }
        charges = self.env["property.fee.charge"]._property_create_opening(
            [values, {**values, "unit_id": self.unit_102.id, "amount": 88.0}],
            "2026-09-30",
        )
        self.assertEqual(charges.mapped("state"), ["posted", "posted"])
        self.assertEqual(self._receivable(self.unit_101), 260.0)
        line = charges[0].move_line_id
        self.assertEqual(line.date_maturity, date(2026, 9, 30))
        self.assertFalse(
            line.move_id.line_ids.filtered(lambda m: m.account_type == "income")
        )
        run = self._make_run("2026-09-01")
        run.action_compute()
        self.assertEqual(run.skip_ids.mapped("reason"), ["billed"])
        charges[0]._property_reverse("Was paid", date="2026-10-01")
        self.assertEqual(self._receivable(self.unit_101), 0)
        self.assertTrue(line.reconciled)


@tagged("post_install", "-at_install")
class TestFeeRate(FeeCommon):
    def test_rate_needs_approval(self):
        """FEE-03: a rate comes into force by another person's approval."""
        rates = self.env["property.fee.rate"].with_user(self.biller)
        rate = rates.create(
            {
                "item_id": self.item.id,
                "estate_id": self.estate.id,
                "date_start": "2026-12-01",
                "price": 2.9,
                "state": "approved",
            }
        )
        self.assertEqual(rate.state, "draft")
        with self.assertRaises(UserError):
            rate.state = "approved"
        rate.action_request_approval()
        with self.assertRaises(UserError):
            rate.price = 3
        rate.approval_id.with_user(self.user_manager).action_approve()
        self.assertEqual(rate.state, "approved")
        self.assertEqual(self.rate.date_end, date(2026, 11, 30))

    def test_rates_in_force_are_frozen(self):
        for values in ({"price": 3}, {"date_start": "2025-01-01"}, {"date_end": False}):
            if values.get("date_end", 1):
                with self.assertRaises(ValidationError):
                    self.rate.with_user(self.biller).write(values)
        with self.assertRaises(ValidationError):
            self.rate.with_user(self.biller).date_end = "2026-12-31"
        with self.assertRaises(UserError):
            self.rate.unlink()

    def test_government_cap(self):
        """FEE-04: no rate above the government's price, no cap below a rate."""
        cap = {
            "item_id": self.item.id,
            "unit_kind": "home",
            "date_start": "2027-01-01",
            "price": 2.8,
            "document": "发改价格〔2026〕1号",
        }
        self.env["property.fee.cap"].create(cap)
        with self.assertRaises(ValidationError):
            self._make_rate(self.item, 2.9, start="2027-01-01")
        self._make_rate(self.item, 2.9, start="2026-06-01", date_end="2026-12-31")
        with self.assertRaises(ValidationError):
            self.env["property.fee.cap"].create(
                {**cap, "price": 1, "date_start": "2024-01-01"}
            )

    def test_margin_of_special_services(self):
        """FEE-05: break-even with a small profit is seen on the rate."""
        self.rate.cost = 2.12
        self.assertAlmostEqual(self.rate.margin, 20)

    def test_money_for_others_is_not_income(self):
        with self.assertRaises(ValidationError):
            self._make_item("W", kind="utility", account_id=self.account_income.id)
        liability = self.company.property_collected_account_id
        item = self._make_item("W", kind="utility", account_id=liability.id)
        self.assertTrue(item.collected_for_others)
        with self.assertRaises(ValidationError):
            self._make_item("X", account_id=liability.id)

    def test_item_keeps_its_product(self):
        self.assertEqual(self.item.product_id.taxes_id, self.tax_6_in)
        self.item.name = "Service"
        self.assertEqual(self.item.product_id.name, "Service")

    def test_basis_is_fixed_once_charged(self):
        self._assign(self.unit_101)
        self.item.basis = "unit"
        self.item.basis = "area"
        self._bill()
        with self.assertRaises(ValidationError):
            self.item.basis = "unit"
        self.item.basis = "area"

    def test_one_assignment_per_item_unit_and_day(self):
        self._assign(self.unit_101)
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            self._assign(self.unit_101, start="2026-01-01")
            self.env.flush_all()

    def test_assistant_reads_only(self):
        for model in ("item", "rate", "assignment", "charge", "run"):
            records = self.env[f"property.fee.{model}"].with_user(self.user_assistant)
            records.check_access("read")
            with self.assertRaises(AccessError):
                records.check_access("create")
