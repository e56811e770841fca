from collections import Counter

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .collect_common import PropertyCollectCommon

AMOUNTS = ("opening", "billed", "received", "other", "closing")


@tagged("post_install", "-at_install")
class TestFeeReconciliation(PropertyCollectCommon):
    """FEE-14: January 2025 of two buildings, with a bit of everything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.building_2 = cls._make_building(cls.estate, "2")
        cls.unit_201 = cls._make_unit(
            "2-1-201", building=cls.building_2, handover_date="2024-01-01"
        )
        cls._make_occupancy(cls.unit_201, cls.owner_b, share=100.0)
        cls._make_bill(cls.unit_101, 200, "2024-12-05")
        cls._make_bill(cls.unit_101, 300, "2025-01-05")
        bill = cls._make_bill(cls.unit_201, 150, "2025-01-06")
        cls._make_bill(cls.unit_201, 90, "2025-02-05")
        cls._make_bill(cls.shop, 1000, "2025-01-05")
        # By Odoo's own button; the credit note is about the unit of the bill.
        bill.move_id._reverse_moves(
            [{"date": "2025-01-20", "invoice_date": "2025-01-20"}], cancel=True
        )
        cls._post_entry(cls.unit_101, -12, "2025-01-21")
        cls._pay(cls.unit_101, 250, "2025-01-15")

    @classmethod
    def _pay(cls, unit, amount, date):
        receipt = cls.env["property.receipt"].create(
            {
                "estate_id": unit.estate_id.id,
                "date": date,
                "unit_ids": [Command.set(unit.ids)],
            }
        )
        receipt.payment_ids = [
            Command.create({"journal_id": cls.till.id, "amount": amount})
        ]
        receipt.action_post()

    @classmethod
    def _post_entry(cls, unit, amount, date, counterpart=None):
        move = cls.env["account.move"].create(
            {
                "journal_id": cls.journal_general.id,
                "date": date,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": cls.account_receivable.id,
                            "partner_id": unit.payer_id.id,
                            "property_unit_id": unit.id,
                            "balance": amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": (counterpart or cls.account_income).id,
                            "partner_id": unit.payer_id.id,
                            "balance": -amount,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        return move.line_ids

    def _january(self, **values):
        return (
            self.env["property.fee.reconciliation"]
            .with_user(self.user_accountant)
            .create({"estate_id": self.estate.id, "month": "2025-01-17", **values})
        )

    def _close_day(self, date):
        close = self.env["property.cash.close"].create(
            {
                "estate_id": self.estate.id,
                "journal_id": self.till.id,
                "date": date,
                "cashier_id": self.user_till.id,
                "amount_counted": 250,
                "explanation": "Counted as a sum",
            }
        )
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()

    def _signed(self):
        record = self._january()
        self._close_day("2025-01-15")
        record.action_compute()
        record.action_submit()
        record.with_user(self.user_manager).action_sign_off()
        return record

    def _brute(self, building):
        """The month of a building, entry by entry."""
        total = Counter(dict.fromkeys(AMOUNTS, 0))
        units = self.env["property.unit"].search([("building_id", "=", building.id)])
        for line in self.env["account.move.line"].search(
            [("property_unit_id", "in", units.ids), ("parent_state", "=", "posted")]
        ):
            if line.account_type != "asset_receivable" or str(line.date) > "2025-01-31":
                continue
            total["closing"] += line.balance
            if str(line.date) < "2025-01-01":
                total["opening"] += line.balance
            elif line._property_is_payment():
                total["received"] -= line.balance
            elif line.move_id.move_type == "out_invoice":
                total["billed"] += line.balance
            else:
                total["other"] += line.balance
        return total

    def assertPoints(self, record, **differing):
        found = {
            check.kind: check.amount or check.number
            for check in record.check_ids
            if not check.is_ok
        }
        self.assertEqual(found, differing)

    def test_figures(self):
        """Figures equal the entries added up by hand, building by building."""
        record = self._january()
        record.action_compute()
        self.assertEqual(record.line_ids.building_id, self.building | self.building_2)
        for line in record.line_ids:
            brute = self._brute(line.building_id)
            for name in AMOUNTS:
                with self.subTest(building=line.building_id.code, figure=name):
                    self.assertAlmostEqual(line[f"amount_{name}"], brute[name])
        self.assertEqual(
            [record[f"amount_{name}"] for name in AMOUNTS], [200, 450, 250, -162, 238]
        )
        self.assertPoints(record, days=1)

    def test_points(self):
        """What does not agree is found; each kind of difference for itself."""
        # Matched with an entry of no unit: the items no longer tell the balance.
        other = self._post_entry(
            self.unit_102, 30, "2025-01-10", counterpart=self.account_receivable
        )
        other.reconcile()
        self._close_day("2025-01-15")
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2025-01-12",
                "payment_ref": "From nobody",
                "amount": 77.0,
            }
        )
        self._assign(self.unit_101)
        self._make_run("2025-01-01", invoice_date="2025-01-31").action_compute()
        before = self._january(month="2024-12-01")
        before.action_compute()
        before.action_submit()
        before.with_user(self.user_chief_accountant).action_sign_off()
        before.sudo().line_ids[0].amount_closing -= 11  # not what was signed
        record = self._january()
        record.action_compute()
        self.assertPoints(record, items=-30, bank=1, bills=1, carry=11)
        self.assertIn("77", record.check_ids.filtered("number")[-1].note)
        bills = record.check_ids.filtered(lambda c: c.kind == "bills")
        action = bills.action_open_cases()
        charges = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(charges.unit_id, self.unit_101)
        self.assertTrue(before.is_changed)

    def test_explanation_needed(self):
        """A difference is explained before anybody signs; it stays on computing."""
        record = self._january()
        record.action_compute()
        with self.assertRaisesRegex(UserError, "explanation"):
            record.action_submit()
        days = record.check_ids.filtered(lambda c: c.kind == "days")
        days.explanation = "The till was counted with the day after"
        record.action_compute()
        self.assertEqual(days.explanation, "The till was counted with the day after")
        record.action_submit()
        with self.assertRaisesRegex(UserError, "submitted"):
            days.explanation = "Another one"
        for values in ({"is_ok": True}, {"number": 0}):
            with self.subTest(values=values), self.assertRaises(UserError):
                days.write(values)

    def test_four_eyes(self):
        """Who submitted does not sign; who signs has the post for it."""
        record = self._january()
        self._close_day("2025-01-15")
        with self.assertRaisesRegex(UserError, "stands at"):
            record.with_user(self.user_manager).action_sign_off()
        record.with_user(self.user_chief_accountant).action_submit()
        with self.assertRaisesRegex(UserError, "colleague"):
            record.with_user(self.user_chief_accountant).action_sign_off()
        for user in (self.user_accountant, self.user_supervisor, self.user_auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).action_sign_off()
        with self.assertRaises(AccessError):
            record.write({"state": "signed"})
        self._make_bill(self.unit_101, 5, "2025-01-30")
        with self.assertRaisesRegex(UserError, "books changed"):
            record.with_user(self.user_manager).action_sign_off()
        record.action_back()
        record.action_submit()
        record.with_user(self.user_manager).action_sign_off()
        self.assertEqual(record.signed_by_id, self.user_manager)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            record.sudo().signed_by_id = record.prepared_by_id
            self.env.flush_all()

    def test_frozen_and_changed(self):
        """What was signed stays; later postings show beside it until it is reopened."""
        record = self._signed()
        self.assertFalse(record.is_changed)
        with (
            self.assertRaisesRegex(UserError, "up to 2025-01"),
            self.env.cr.savepoint(),
        ):
            self._make_bill(self.unit_201, 40, "2025-01-31")
        self._make_bill(self.unit_201, 1000, "2025-02-01")
        record.invalidate_recordset()
        self.assertFalse(record.is_changed)
        # Nothing in the product does this; a hand in the database may.
        line = self._make_bill(self.unit_201, 40, "2025-02-02")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET date = '2025-01-31' WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        self.assertEqual((record.amount_billed, record.amount_closing), (450, 238))
        self.assertTrue(record.is_changed)
        self.assertEqual(record.amount_changed, 40)
        self.assertIn(self.building_2.name, record.change_note)
        self.assertNotIn(self.building.name + ",", record.change_note)
        for action in ("action_compute", "action_submit", "action_back", "unlink"):
            with self.subTest(action=action), self.assertRaises(UserError):
                getattr(record, action)()
        with self.assertRaises(AccessError):
            record.line_ids[0].amount_billed = 1
        manager = record.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why"):
            manager.action_reopen()
        manager.reopen_reason = "A bill came late"
        with self.assertRaises(AccessError):
            record.action_reopen()
        manager.action_reopen()
        self.assertIn("A bill came late", record.message_ids[0].body)
        self.assertIn("238", record.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "stays on record"):
            record.unlink()
        record.action_submit()
        manager.action_sign_off()
        self.assertEqual(record.amount_closing, 278)
        self.assertFalse(record.is_changed)

    def test_one_per_month(self):
        """One per estate and month, once the month is over; drafts may go."""
        record = self._january()
        self.assertEqual(str(record.month), "2025-01-01")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._january()
        record.action_compute()
        with self.assertRaisesRegex(UserError, "another month"):
            record.month = "2025-02-01"
        record.unlink()
        current = self._january(month=self.env.user._property_today())
        with self.assertRaisesRegex(UserError, "not over"):
            current.action_submit()
        with self.assertRaises(AccessError):
            current.with_user(self.user_manager).action_submit()
        with self.assertRaises(AccessError):
            self._january().with_user(self.user_cashier).read(["month"])
