from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .collect_common import PropertyCollectCommon

MONTHS = ("2026-08-01", "2026-09-01", "2026-10-01")


@tagged("post_install", "-at_install")
class TestFeeLedger(PropertyCollectCommon):
    """Three months billed and partly paid: charges, invoices and ledger agree."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        liability = cls.company.property_collected_account_id
        cls.parking_fee = cls._make_item("PK", cls.tax_9_in, basis="unit")
        cls.small = cls._make_item("SC", cls.tax_3_in, basis="unit", kind="other")
        cls.water = cls._make_item(
            "W", basis="unit", kind="utility", account_id=liability.id
        )
        for item, price in (
            (cls.parking_fee, 300),
            (cls.small, 17.77),
            (cls.water, 41.3),
        ):
            cls._make_rate(item, price)
        cls.units = cls.unit_101 | cls.unit_102 | cls.unit_103
        cls._assign(cls.units)
        cls._assign(cls.unit_101 | cls.unit_102, item=cls.water)
        cls._assign(cls.unit_102 | cls.unit_103, item=cls.small)
        cls._assign(cls.parking, item=cls.parking_fee)
        cls.units |= cls.parking
        # A price change and a sale in the middle of the months, and fees paid ahead.
        cls._make_rate(cls.item, 2.88, start="2026-09-11")
        cls.unit_102.occupancy_ids.date_end = "2026-10-16"
        cls._make_occupancy(
            cls.unit_102, cls.owner_a, share=100, date_start="2026-10-17"
        )

    def _bill_and_pay(self):
        runs = self.env["property.fee.run"]
        for month in MONTHS:
            runs |= self._bill(month, invoice_date=month)
        self._collect(self.unit_101, amount=700)
        self._collect(self.unit_102, amount=250.5)
        # More than the three months: the next month's run uses it up.
        self._collect(self.parking, amount=1320)
        runs |= self._bill("2026-11-01", invoice_date="2026-11-01")
        charge = runs.charge_ids.filtered(
            lambda c: c.unit_id == self.unit_103 and c.item_id == self.small
        ).sorted("date_start")[0]
        charge._property_reverse("Not rendered", from_date=date(2026, 8, 20))
        return runs

    def _lines(self, domain):
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                *domain,
            ]
        )

    def test_charges_invoices_and_receivable_agree_per_unit(self):
        """FEE-14: live charges = invoices less credit notes = open + received."""
        runs = self._bill_and_pay()
        self.assertEqual(set(runs.mapped("state")), {"posted"})
        for unit in self.units:
            charges = self.env["property.fee.charge"].search(
                [("unit_id", "=", unit.id), ("state", "=", "posted")]
            )
            charged = sum(charges.mapped("amount"))
            moves = self.env["account.move"].search(
                [
                    ("property_unit_id", "=", unit.id),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                ]
            )
            invoiced = sum(moves.mapped("amount_total_signed"))
            receivable = self._lines(
                [
                    ("property_unit_id", "=", unit.id),
                    ("account_type", "=", "asset_receivable"),
                ]
            )
            received = -sum(
                receivable.filtered(lambda line: not line.move_id.is_invoice()).mapped(
                    "balance"
                )
            )
            owed = sum(receivable.mapped("amount_residual"))
            self.assertAlmostEqual(charged, invoiced, 2, unit.code)
            self.assertAlmostEqual(charged, owed + received, 2, unit.code)
        paid = sum(self.env["property.receipt"].search([]).mapped("amount_total"))
        self.assertAlmostEqual(paid, 2270.5, 2)

    def test_ledger_as_a_whole(self):
        self._bill_and_pay()
        lines = self._lines([("property_unit_id", "in", self.units.ids)])
        charges = self.env["property.fee.charge"].search(
            [("unit_id", "in", self.units.ids), ("state", "=", "posted")]
        )
        charged = sum(charges.mapped("amount"))
        receivable = lines.filtered(lambda x: x.account_type == "asset_receivable")
        invoiced = receivable.filtered(lambda x: x.move_id.is_invoice())
        self.assertAlmostEqual(sum(invoiced.mapped("balance")), charged, 2)
        everything = self._lines([])
        self.assertAlmostEqual(sum(everything.mapped("balance")), 0, 2)
        water = charges.filtered(lambda c: c.item_id == self.water)
        liability = lines.filtered(
            lambda x: x.account_id == self.company.property_collected_account_id
        )
        self.assertAlmostEqual(
            -sum(liability.mapped("balance")), sum(water.mapped("amount")), 2
        )

    def test_tax_per_rate(self):
        """VAT of each rate is that of the live charges, cent by cent per line."""
        self._bill_and_pay()
        for item in self.item | self.parking_fee | self.small:
            tax = item.tax_ids
            charges = self.env["property.fee.charge"].search(
                [("item_id", "=", item.id), ("move_id", "!=", False)]
            )
            lines = charges.move_line_id | self._lines(
                [
                    ("move_id.move_type", "=", "out_refund"),
                    ("product_id", "=", item.product_id.id),
                ]
            )
            expected = sum(
                -line.move_id.direction_sign
                * (
                    line.price_total
                    - self.company.currency_id.round(
                        line.price_total / (1 + tax.amount / 100)
                    )
                )
                for line in lines
            )
            booked = -sum(self._lines([("tax_line_id", "=", tax.id)]).mapped("balance"))
            self.assertAlmostEqual(booked, expected, 2, item.code)

    def test_prepayment_is_used_up_by_the_next_run(self):
        self._bill_and_pay()
        november = self.env["account.move"].search(
            [
                ("property_unit_id", "=", self.parking.id),
                ("invoice_date", "=", "2026-11-01"),
            ]
        )
        self.assertEqual(november.payment_state, "paid")

    def test_bulk_assignment_leaves_alone_who_has_it(self):
        wizard = (
            self.env["property.fee.assign.wizard"]
            .with_user(self.biller)
            .create(
                {
                    "item_id": self.water.id,
                    "estate_id": self.estate.id,
                    "building_ids": [Command.set(self.building.ids)],
                    "unit_kind": "home",
                    "date_start": "2026-12-01",
                }
            )
        )
        self.assertEqual(
            (wizard.unit_count, wizard.assigned_count, wizard.new_count), (3, 2, 1)
        )
        action = wizard.action_assign()
        made = self.env["property.fee.assignment"].search(action["domain"])
        self.assertEqual(made.unit_id, self.unit_103)
