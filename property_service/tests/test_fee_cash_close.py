from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestFeeCashClose(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_bill(cls.unit_101, 265)

    def _close(self, journal=None, user=None, **values):
        return (
            self.env["property.cash.close"]
            .with_user(user or self.user_till)
            .create(
                {
                    "estate_id": self.estate.id,
                    "journal_id": (journal or self.till).id,
                    **values,
                }
            )
        )

    def _count(self, close, **pieces):
        for denomination, number in pieces.items():
            value = float(denomination.strip("n").replace("_", "."))
            close.count_ids.filtered(
                lambda c, v=value: c.denomination == v
            ).pieces = number

    def test_day_that_agrees(self):
        """FEE-10: counted against booked, signed by a second person."""
        self._collect(self.unit_101)
        close = self._close()
        self.assertEqual(close.amount_booked, 265)
        self.assertEqual(close.receipt_count, 1)
        self._count(close, n100=2, n50=1, n10=1, n5=1)
        self.assertEqual(close.amount_counted, 265)
        self.assertEqual(close.difference, 0)
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        self.assertEqual(close.state, "closed")
        self.assertEqual(close.closed_by_id, self.user_supervisor)
        self.assertFalse(close.sudo().move_id)

    def test_difference_is_explained_and_booked(self):
        self._collect(self.unit_101)
        close = self._close()
        self._count(close, n100=2, n50=1, n10=1)
        with self.assertRaisesRegex(UserError, "differ"):
            close.action_hand_in()
        close.explanation = "5 yuan given out too much"
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        lines = close.sudo().move_id.line_ids
        self.assertEqual(close.sudo().move_id.state, "posted")
        loss = lines.filtered(lambda x: x.account_id == self.till.loss_account_id)
        self.assertEqual(loss.balance, 5)
        cash = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.till.default_account_id.id),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertEqual(sum(cash.mapped("balance")), 260)

    def test_cashier_does_not_sign_off(self):
        close = self._close()
        close.action_hand_in()
        with self.assertRaisesRegex(UserError, "colleague"):
            close.action_sign_off()

    def test_nothing_is_signed_before_it_is_handed_in(self):
        close = self._close()
        with self.assertRaisesRegex(UserError, "not handed in"):
            close.with_user(self.user_supervisor).action_sign_off()

    def test_money_after_the_count(self):
        close = self._close()
        close.action_hand_in()
        self._collect(self.unit_101)
        with self.assertRaisesRegex(UserError, "after the count"):
            close.with_user(self.user_supervisor).action_sign_off()
        close.action_count_again()
        self._count(close, n100=2, n50=1, n10=1, n5=1)
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        self.assertEqual(close.state, "closed")

    def test_closed_day_takes_no_receipt(self):
        close = self._close()
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        with self.assertRaisesRegex(UserError, "closed up to"):
            self._collect(self.unit_101)

    def test_closed_day_takes_no_entry_of_accountants(self):
        close = self._close()
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.owner_a.id,
                "journal_id": self.till.id,
                "amount": 10,
                "date": self.today,
            }
        )
        with self.assertRaisesRegex(UserError, "closed up to"):
            payment.action_post()

    def test_balance_carried_over(self):
        """The till starts with what was in it the evening before."""
        receipt = self._draft(self.unit_101)
        receipt.date = self.today - timedelta(days=1)
        receipt.action_post()
        close = self._close()
        self.assertEqual((close.amount_opening, close.amount_in), (265, 0))
        self.assertEqual(close.amount_booked, 265)

    def test_channel_compares_the_takings_of_the_day(self):
        self._collect(self.unit_101, journal_id=self.wechat.id, order_number="1")
        close = self._close(self.wechat)
        self.assertEqual(close.amount_booked, 265)
        close.amount_counted = 265
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        self.assertEqual(close.state, "closed")

    def test_one_close_a_day(self):
        self._close()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._close()

    def test_future_and_hand_written_states_are_refused(self):
        with self.assertRaises(ValidationError):
            self._close(date=self.today + timedelta(days=1))
        close = self._close()
        with self.assertRaises(UserError):
            close.state = "closed"
        close.action_hand_in()
        with self.assertRaises(UserError):
            close.count_ids[0].pieces = 9

    def test_supervisors_do_not_count(self):
        with self.assertRaises(AccessError):
            self._close(user=self.user_supervisor)
