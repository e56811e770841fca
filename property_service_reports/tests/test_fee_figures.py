"""Fees in figures and prepayments, against the ledger and charge by charge."""

from collections import defaultdict
from datetime import date

from odoo.tests import tagged

from odoo.addons.property_service.tests.collect_common import PropertyCollectCommon

from .figures_common import FiguresCase


@tagged("post_install", "-at_install")
class TestFeeFigures(PropertyCollectCommon, FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.today.year
        cls.plus_tax = cls._make_item(
            "PT",
            taxes=cls.tax_6_in.copy(
                {"name": "6 % on top", "price_include_override": "tax_excluded"}
            ),
            kind="parking",
        )
        cls._make_rate(cls.plus_tax, 1.11)
        cls._assign(cls.unit_101 | cls.unit_102)
        cls._assign(cls.unit_101, cls.plus_tax)
        cls.charges = cls.env["property.fee.charge"]
        for month in (date(cls.year - 1, 11, 1), date(cls.year, 1, 1)):
            run = cls._make_run(month, invoice_date=month, date_due=month)
            run.action_compute()
            run._property_post_now()
        cls._opening()
        cls("test_figures")._live()
        cls.charges = cls.charges.search([("company_id", "=", cls.company.id)])

    @classmethod
    def _opening(cls):
        values = {
            "item_id": cls.item.id,
            "unit_id": cls.unit_102.id,
            "partner_id": cls.unit_102.payer_id.id,
        }
        cls.charges._property_create_opening(
            [
                {
                    **values,
                    "date_start": f"{cls.year - 2}-{month:02}-01",
                    "date_end": f"{cls.year - 2}-{month:02}-28",
                    "amount": 70.0 + month,
                }
                for month in (3, 4)
            ],
            date(cls.year - 1, 1, 1),
        )

    def _live(self):
        """Paid in part, paid ahead, taken back before and after paying."""
        own = [("company_id", "=", self.company.id)]
        first, second = self.charges.search(
            [*own, ("unit_id", "=", self.unit_101.id), ("item_id", "=", self.item.id)],
            order="date_start",
        )
        self._collect(self.unit_101, amount=first.amount)
        second._property_reverse("Wrong", second.date_start)
        self._collect(self.unit_102, amount=75.5)
        first._property_reverse("Wrong as well", first.date_start)
        self._collect(self.unit_101, amount=1000)

    # === By hand ===

    def _bill_line(self, charge):
        if charge.is_opening:
            return charge.move_line_id
        return self._receivable(charge.move_id)

    def _gross(self, charge):
        return charge.amount if charge.is_opening else charge.move_line_id.price_total

    def _twin(self, charge, flow, booked, billed, settled):
        new_year = date(self.year, 1, 1)
        former = charge.date_end < new_year
        return {
            "item_id": charge.item_id,
            "unit_id": charge.unit_id,
            "flow": flow,
            "is_opening": charge.is_opening or None,
            "amount_billed": billed,
            "amount_settled": settled,
            "amount_open": billed - settled,
            "amount_settled_current": settled if booked <= charge.date_end else 0,
            "amount_former": billed - settled if former and booked < new_year else 0,
            "amount_former_settled": settled if former and booked >= new_year else 0,
        }

    def _settlements(self, charge):
        """Settlements of a charge: its share of what settled the bill."""
        line = self._bill_line(charge)
        own = self.charges.filtered(lambda c: c.move_id == charge.move_id)
        parts = line.matched_credit_ids
        taken_back = parts.filtered(
            lambda p: p.credit_move_id.move_id in own.reversal_move_id
        )
        total = line.balance - sum(taken_back.mapped("amount"))
        for part in parts - taken_back:
            yield part.max_date, part.amount * self._gross(charge) / total

    def _twins(self):
        for charge in self.charges.filtered(lambda c: c.state == "posted"):
            gross = self._gross(charge)
            yield self._twin(charge, "billed", charge.move_id.date, gross, 0)
            for booked, amount in self._settlements(charge):
                yield self._twin(charge, "settled", booked, 0, amount)

    # === Tests ===

    def test_figures(self):
        """FEE-14, FEE-22: every measure, whole and by group."""
        self.assertEqual(
            set(self.charges.mapped("state")), {"posted", "reversed"}, "a poor world"
        )
        self.assertFigures(
            "property.billing.report",
            list(self._twins()),
            ("item_id", "unit_id", "flow", "is_opening"),
        )

    def test_open_is_the_ledger(self):
        """Open fees, bill by bill, are the debts of the receivable account."""
        self.env.flush_all()
        found = defaultdict(float)
        for move, amount in self.env["property.billing.report"]._read_group(
            [("company_id", "=", self.company.id)], ["move_id"], ["amount_open:sum"]
        ):
            found[move] = amount
        for move in self.charges.move_id:
            live = self.charges.filtered(
                lambda c, m=move: c.move_id == m and c.state == "posted"
            )
            lines = self._receivable(move)
            if move.move_type == "entry":
                lines &= live.move_line_id
            open_sum = sum(lines.mapped("amount_residual")) if live else 0
            with self.subTest(move.name):
                self.assertAlmostEqual(found[move], open_sum, 2)

    def test_prepayments(self):
        """FEE-10: the credits of the receivable account, by origin."""
        self._make_bill(self.shop, 20)
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("account_type", "=", "asset_receivable"),
                ("property_unit_id", "!=", False),
                ("amount_residual", "<", 0),
            ]
        )
        self.assertGreater(len(lines), 0)

        def origin(move):
            if move.origin_payment_id or move.statement_line_id:
                return "payment"
            return "credit_note" if move.move_type == "out_refund" else "entry"

        self.assertFigures(
            "property.prepayment.report",
            [
                {
                    "unit_id": line.property_unit_id,
                    "partner_id": line.partner_id,
                    "origin": origin(line.move_id),
                    "days": max((self.today - line.date).days, 0),
                    "amount_credited": -line.balance,
                    "amount_used": line.amount_residual - line.balance,
                    "amount_unused": -line.amount_residual,
                }
                for line in lines
            ],
            ("unit_id", "partner_id", "origin"),
        )
