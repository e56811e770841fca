"""Ownership transfer (过户): ledger rows of both sides, rights, steps."""

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_fee import FeeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-20 04:00:00")
class TestTransfer(FeeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-10-20 04:00:00"):
            cls.env["property.parameter.value"].create(
                {
                    "parameter_id": cls.env["property.parameter"]
                    .search([("code", "=", "fee.catch_up_months")])
                    .id,
                    "company_id": cls.company.id,
                    "value": "0",
                }
            )
            cls.unit = cls.unit_101
            cls.assignment = cls._assign(cls.unit)
            cls.buyer = cls._make_partner("Buyer", phone="13800000077")

    def _transfer(self, **values):
        return (
            self.env["property.transfer"]
            .with_user(self.user_assistant)
            .create(
                {
                    "unit_id": self.unit.id,
                    "cutoff_date": "2026-10-11",
                    "line_ids": [
                        Command.create({"partner_id": self.buyer.id, "share": 100})
                    ],
                    "keys_checked": True,
                    **values,
                }
            )
            .with_user(self.user_supervisor)
        )

    def _pay(self, partner, amount):
        """Money of a payer on the unit, as a posted entry."""
        receivable = self.account_receivable.id
        bank = self.journal_bank.default_account_id.id
        common = {"partner_id": partner.id, "property_unit_id": self.unit.id}
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.journal_bank.id,
                "date": "2026-10-06",
                "property_unit_id": self.unit.id,
                "line_ids": [
                    Command.create({**common, "account_id": bank, "debit": amount}),
                    Command.create(
                        {**common, "account_id": receivable, "credit": amount}
                    ),
                ],
            }
        )
        entry.action_post()
        self.unit._property_open_items().move_id._property_apply_credits()

    def _balance(self, partner):
        """What this payer owes on the unit according to the ledger."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("property_unit_id", "=", self.unit.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertAlmostEqual(
            sum(lines.mapped("balance")), sum(lines.mapped("amount_residual"))
        )
        return round(sum(lines.mapped("balance")), 2)

    def _live(self):
        return self.env["property.fee.charge"].search(
            [("unit_id", "=", self.unit.id), ("state", "=", "posted")]
        )

    # === Money ===

    def test_billed_month_is_split(self):
        """A month paid by the seller: his part stays, the rest comes back."""
        self._bill()
        self._pay(self.owner_a, 265.0)
        transfer = self._transfer(prepayment="refund")
        transfer.action_settle()
        self.assertEqual(transfer.state, "settled")
        self.assertEqual(self._balance(self.owner_a), -170.97)
        self.assertEqual((transfer.amount_arrears, transfer.amount_credit), (0, 170.97))
        transfer.action_done()
        self.assertCharges(
            self._live(),
            [("2026-10-01", "2026-10-11", 94.03), ("2026-10-12", "2026-10-31", 170.97)],
        )
        payers = [c.partner_id for c in self._live().sorted("date_start")]
        self.assertEqual(payers, [self.owner_a, self.buyer])
        self.assertEqual(self._balance(self.owner_a), -170.97, "left for refund")
        self.assertEqual(self._balance(self.buyer), 170.97)
        income = self.env["account.move.line"].search(
            [
                ("move_id", "in", self.env["account.move"].search([]).ids),
                ("property_unit_id", "=", self.unit.id),
                ("account_type", "=", "income"),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertAlmostEqual(
            sum(income.mapped("balance")), -250.0, msg="265 less VAT"
        )

    def test_prepayment_passes_to_the_buyer(self):
        """The seller's credit settles the buyer's bill; nobody owes anything."""
        self._bill()
        self._pay(self.owner_a, 300.0)
        transfer = self._transfer(prepayment="move")
        transfer.action_settle()
        transfer.action_done()
        self.assertEqual(self._balance(self.owner_a), 0)
        self.assertEqual(self._balance(self.buyer), -35.0)
        bill = self._live().filtered(lambda c: c.partner_id == self.buyer).move_id
        self.assertEqual(bill.payment_state, "paid")
        total = sum(
            self.env["account.move.line"]
            .search(
                [
                    ("property_unit_id", "=", self.unit.id),
                    ("account_type", "=", "asset_receivable"),
                    ("parent_state", "=", "posted"),
                ]
            )
            .mapped("balance")
        )
        self.assertAlmostEqual(total, -35.0)

    def test_month_not_billed_yet(self):
        """The seller gets his days at once, the next run bills the buyer's."""
        transfer = self._transfer()
        transfer.action_settle()
        self.assertCharges(self._live(), [("2026-10-01", "2026-10-11", 94.03)])
        self._pay(self.owner_a, 94.03)
        transfer.action_done()
        run = self._bill()
        self.assertCharges(run.charge_ids, [("2026-10-12", "2026-10-31", 170.97)])
        self.assertEqual(run.charge_ids.partner_id, self.buyer)
        self.assertEqual(self._balance(self.owner_a), 0)

    def test_run_between_the_steps(self):
        """A run after the settlement bills the seller again; the end puts it right."""
        transfer = self._transfer()
        transfer.action_settle()
        self._bill()
        self._pay(self.owner_a, 94.03)
        transfer.action_done()
        self.assertEqual(self._balance(self.owner_a), 0)
        self.assertEqual(self._balance(self.buyer), 170.97)

    def test_arrears_block(self):
        """FEE: arrears stop the transfer until a supervisor gives a reason."""
        self._bill()
        transfer = self._transfer()
        transfer.action_settle()
        self.assertEqual(transfer.amount_arrears, 94.03)
        with self.assertRaisesRegex(UserError, "94.03"):
            transfer.action_done()
        with self.assertRaises(UserError):
            transfer.action_override()
        transfer.with_user(self.user_assistant).override_reason = "Court order"
        with self.assertRaises(AccessError):
            transfer.with_user(self.user_assistant).action_override()
        transfer.action_override()
        transfer.action_done()
        self.assertEqual(transfer.override_by_id, self.user_supervisor)
        self.assertEqual(self._balance(self.owner_a), 94.03)

    def test_cancel_restores_the_seller(self):
        self._bill()
        transfer = self._transfer()
        transfer.action_settle()
        transfer.action_cancel()
        self.assertEqual(self._balance(self.owner_a), 265.0)
        self.assertEqual({c.partner_id for c in self._live()}, {self.owner_a})
        self.assertEqual(sum(self._live().mapped("amount")), 265.0)
        self.assertEqual(self.unit.owner_ids, self.owner_a)

    def test_payer_of_one_fee(self):
        """A seller who was entered as payer of a fee does not go on paying it."""
        self.assignment.write({"payer_id": self.owner_a.id})
        self._bill()
        self._pay(self.owner_a, 265.0)
        transfer = self._transfer()
        transfer.action_settle()
        transfer.action_done()
        self.assertFalse(self.assignment.payer_id)
        self.assertEqual(self._balance(self.buyer), 170.97)

    # === People ===

    def test_holders_change(self):
        """ARC-02: rows are closed and opened; the tenancy goes on."""
        tenant_row = self._make_occupancy(self.unit, self.tenant, role="tenant")
        child = self._make_partner("Child")
        self._make_occupancy(self.unit, child, role="household", relation="child")
        instruction = self.env["property.instruction"].create(
            {"unit_id": self.unit.id, "kind": "away", "date_start": "2026-10-01"}
        )
        resident = self.env["property.unit"].with_user(self.user_resident)
        self.assertIn(self.unit, resident.search([]))
        transfer = self._transfer()
        transfer.action_settle()
        self._pay(self.owner_a, 94.03)
        transfer.action_done()
        self.assertEqual(self.unit.owner_ids, self.buyer)
        self.assertFalse(tenant_row.date_end)
        current = self.unit.current_occupancy_ids
        self.assertEqual(set(current.mapped("role")), {"owner", "tenant"})
        self.assertFalse(instruction.is_current)
        self.assertNotIn(self.unit, resident.search([]), "portal access is withdrawn")
        self.assertIn(self.parking, resident.search([]))

    def test_one_of_two_owners_sells(self):
        row = self.unit.occupancy_ids
        row.share = 40
        self._make_occupancy(self.unit, self.owner_b, share=60)
        transfer = self._transfer(seller_ids=[Command.set(self.owner_a.ids)])
        with self.assertRaisesRegex(ValidationError, "make them equal"):
            transfer.action_settle()
        transfer.line_ids.share = 40
        transfer.action_settle()
        transfer.action_done()
        self.assertEqual(self.unit.owner_ids, self.owner_b | self.buyer)
        self.assertEqual(
            {r.partner_id: r.share for r in self.unit.current_occupancy_ids},
            {self.owner_b: 60, self.buyer: 40},
        )

    def test_wrong_seller_or_day(self):
        transfer = self._transfer(cutoff_date="2023-05-01")
        with self.assertRaisesRegex(ValidationError, "does not own"):
            transfer.action_settle()

    # === Steps and rights ===

    def test_steps_in_order(self):
        transfer = self._transfer(keys_checked=False)
        with self.assertRaises(UserError):
            transfer.action_done()
        for values in ({"state": "done"}, {"override_by_id": self.user_manager.id}):
            with self.assertRaises(AccessError):
                transfer.write(values)
        transfer.action_settle()
        with self.assertRaises(UserError):
            transfer.action_settle()
        with self.assertRaises(UserError):
            transfer.cutoff_date = date(2026, 10, 12)
        self._pay(self.owner_a, 94.03)
        with self.assertRaisesRegex(UserError, "keys"):
            transfer.action_done()
        transfer.keys_checked = True
        transfer.action_done()
        with self.assertRaises(UserError):
            transfer.action_cancel()
        with self.assertRaises(UserError):
            transfer.unlink()
        with self.assertRaises(UserError):
            transfer.line_ids.share = 10

    def test_roles(self):
        transfer = self._transfer()
        for user in (self.user_assistant, self.user_auditor, self.user_technician):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                transfer.with_user(user).action_settle()
        transfer.with_user(self.user_accountant).action_settle()
        with self.assertRaises(AccessError):
            transfer.with_user(self.user_accountant).action_done()

    def test_one_at_a_time(self):
        self._transfer()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._transfer()

    def test_other_estate(self):
        transfer = self._transfer()
        stranger = self._make_user(
            "property_transfer_stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        with self.assertRaises(AccessError):
            transfer.with_user(stranger).action_settle()
        self.assertFalse(self.env["property.transfer"].with_user(stranger).search([]))
