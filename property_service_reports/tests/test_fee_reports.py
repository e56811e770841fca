from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.property_service.tests.collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestFeeReports(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrears = cls.env["property.arrears.report"]
        cls.collection = cls.env["property.collection.report"]

    def _ledger(self):
        """Receivable of units in the general ledger."""
        lines = self.env["account.move.line"].search(
            [
                ("account_type", "=", "asset_receivable"),
                ("property_unit_id", "!=", False),
                ("parent_state", "=", "posted"),
                ("company_id", "=", self.company.id),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def _rows(self, model, **domain):
        model.env.flush_all()
        own = [("company_id", "=", self.company.id)]
        return model.search(own + [(k, "=", v) for k, v in domain.items()])

    def test_ages(self):
        """FEE-14: by age of the debt, credits apart."""
        for days, age in (
            (-5, "0_not_due"),
            (0, "0_not_due"),
            (1, "1_30"),
            (30, "1_30"),
            (31, "2_90"),
            (180, "3_180"),
            (365, "4_365"),
            (366, "5_1095"),
            (1096, "6_more"),
        ):
            with self.subTest(days=days):
                due = self.today - timedelta(days=days)
                item = self._make_bill(
                    self.unit_101, 10, due - timedelta(days=9), due=due
                )
                self.env.flush_all()
                row = self.arrears.browse(item.id)
                self.assertEqual(row.age, age)
                self.assertEqual(row.days_overdue, max(days, 0))
                self.assertEqual(row.amount_overdue, 10 if days > 0 else 0)

    def test_total_is_the_ledger(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        self._make_bill(self.parking, 60.4, self.today - timedelta(days=60))
        self._collect(self.unit_101, amount=130)
        self._collect(self.parking, amount=20.15)
        rows = self._rows(self.arrears)
        self.assertEqual(round(sum(rows.mapped("amount_open")), 2), self._ledger())
        self.assertEqual(self._ledger(), 10.25)
        self.assertEqual(
            sorted((r.unit_id.code, r.age, r.amount_open) for r in rows),
            [("1-1-101", "9_credit", -30), ("P-001", "2_90", 40.25)],
        )

    def test_billed_less_received_is_open(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        self._make_bill(self.unit_102, 50, "2025-01-01")
        receipt = self._collect(self.unit_101)
        self._collect(self.unit_102, amount=70)
        receipt.action_request_approval("Wrong")
        receipt.with_user(self.user_manager).action_approval_approve()
        rows = self._rows(self.collection)
        for unit, expected in (
            (self.unit_101, (100, 0, 0, 100)),
            (self.unit_102, (50, 50, 70, -20)),
        ):
            own = rows.filtered(lambda row, u=unit: row.unit_id == u)
            sums = tuple(
                sum(own.mapped(f"amount_{name}"))
                for name in ("billed", "settled", "received", "open")
            )
            self.assertEqual(sums, expected)
        billed, received = (
            sum(rows.mapped("amount_billed")),
            sum(rows.mapped("amount_received")),
        )
        self.assertEqual(billed - received, sum(rows.mapped("amount_open")))
        flows = rows.grouped("flow")
        self.assertEqual(sum(flows["billed"].mapped("amount")), billed)
        self.assertEqual(sum(flows["received"].mapped("amount")), received)
        self.assertEqual(billed - received, self._ledger())

    def test_bank_lines_count_as_received(self):
        self._make_bill(self.unit_101, 100)
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": self.today,
                "payment_ref": "1-1-101",
                "amount": 100,
            }
        )
        line._property_match()
        rows = self._rows(self.collection, unit_id=self.unit_101.id)
        self.assertEqual(sum(rows.mapped("amount_received")), 100)

    def test_estates_and_roles(self):
        self._make_bill(self.unit_101, 100)
        self._make_bill(self.shop, 60)
        mall_only = self._make_user(
            "property_mall_supervisor",
            "property_service.property_service_group_supervisor",
            estates=self.mall,
        )
        for model in (self.arrears, self.collection):
            rows = self._rows(model.with_user(mall_only))
            self.assertEqual(rows.unit_id, self.shop)
            with self.assertRaises(AccessError):
                rows.browse(self.unit_101._property_open_items().ids).read(["unit_id"])
            self.assertEqual(
                len(self._rows(model.with_user(self.user_auditor)).unit_id), 2
            )
        with self.assertRaises(AccessError):
            self._rows(self.collection.with_user(self.user_assistant))
        with self.assertRaises(AccessError):
            self._rows(self.arrears.with_user(self.user_technician))

    def test_groups_of_the_pivot(self):
        self._make_bill(self.unit_101, 100)
        self.env.flush_all()
        groups = self.arrears._read_group(
            [("company_id", "=", self.company.id)],
            ["estate_id", "age"],
            ["amount_open:sum", "days_overdue:max"],
        )
        self.assertEqual(groups[0][0], self.estate)
        self.assertEqual(groups[0][2], 100)
