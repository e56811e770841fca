"""Deposits of passes: asked, taken, kept while a card is out, deducted when lost."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common_renovation import RenovationCommon
from .common_site import NUMBER, picture


class TestPassDeposit(RenovationCommon):
    """The kind asks 50 for each worker of the renovation's firm."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("property_service.property_access_pass_kind_worker")
        cls.kind.deposit_amount = 50
        cls.firm = cls._make_contractor()
        cls.case = cls._advance(
            cls._make_case(contractor_id=cls.firm.id), "in_progress"
        )
        cls.crew = cls._make_pass() | cls._make_pass()

    @classmethod
    def _make_pass(cls, **values):
        return (
            cls.env["property.access.pass"]
            .with_user(cls.desk)
            .create(
                {
                    "kind_id": cls.kind.id,
                    "renovation_id": cls.case.id,
                    "holder": "Worker",
                    "photo": base64.b64encode(picture()),
                    "id_number": NUMBER,
                    "id_checked": True,
                    **values,
                }
            )
        )

    def _deposit(self, receive=True):
        self.crew.action_ask_deposit()
        deposit = self.crew.sudo().deposit_id.with_env(self.env)
        if receive:
            deposit.with_user(self.user_till)._property_receive(self.till)
        return deposit

    def _assert_refund_waits(self, deposit, words):
        supervisor = deposit.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            supervisor._property_refund(note="Receipt handed back")

    def test_paid_before_issued(self):
        """One deposit for the crew; no card before the cashier has it."""
        self.assertTrue(self.crew[0].needs_deposit)
        with self.assertRaisesRegex(UserError, "not received yet"):
            self.crew.action_issue()
        deposit = self._deposit(receive=False)
        self.assertEqual(
            (deposit.kind_code, deposit.amount, deposit.partner_id, deposit.unit_id),
            ("pass", 100, self.firm, self.unit_101),
        )
        self.assertFalse(self.crew[0].needs_deposit)
        with self.assertRaisesRegex(UserError, "not received yet"):
            self.crew.action_issue()
        deposit.with_user(self.user_till)._property_receive(self.till)
        self.crew.action_issue()
        self.assertEqual(self.crew[1].deposit_state, "held")
        self.assertNotIn(deposit, self.case._property_deposits())

    def test_asked_once(self):
        deposit = self._deposit(receive=False)
        action = self.crew.action_ask_deposit()
        self.assertEqual(action["res_id"], deposit.id)
        self.assertEqual(self.crew.sudo().deposit_id, deposit.sudo())
        # One given up is asked for anew.
        deposit.with_user(self.desk).action_cancel()
        self.crew.invalidate_recordset()
        self.crew.action_ask_deposit()
        self.assertNotEqual(self.crew.sudo().deposit_id, deposit.sudo())

    def test_returned_with_the_last_card(self):
        deposit = self._deposit()
        self.crew.action_issue()
        first, second = self.crew
        first.action_return()
        self.assertFalse(deposit.date_refundable)
        self._assert_refund_waits(deposit, f"still out: {second.name}")
        second.action_return()
        self.assertEqual(deposit.date_refundable, self.today)
        self._refund(deposit)
        self.assertLedger(deposit, 100, 0, refunded=100, state="settled")

    def test_loss_is_deducted(self):
        """Lost: nothing goes back before it is settled, then the rest does."""
        deposit = self._deposit()
        self.crew.action_issue()
        first, second = self.crew
        first._property_lose("Dropped on the way")
        second.action_return()
        self.assertFalse(deposit.date_refundable)
        self._assert_refund_waits(deposit, "Lost and not settled")
        with self.assertRaisesRegex(AccessError, "supervisor settles"):
            first.action_deduct_loss()
        supervisor = first.with_user(self.user_supervisor)
        action = supervisor.action_deduct_loss()
        self.assertEqual(supervisor.action_deduct_loss()["res_id"], action["res_id"])
        deduction = supervisor.deduction_id
        self.assertEqual((deduction.amount, deduction.state), (50, "draft"))
        deduction.write(
            {
                "evidence_ids": [Command.set(self._evidence().ids)],
                "refusal_note": "Not on the site any more; witness: the guard",
            }
        )
        deduction.action_request_approval()
        deduction.approval_id.with_user(self.user_manager).action_approve()
        self._assert_refund_waits(deposit, "Lost and not settled")
        deduction.with_user(self.user_accountant).action_post()
        self.env.invalidate_all()
        self.assertEqual(deposit.date_refundable, self.today)
        self._refund(deposit)
        self.assertLedger(deposit, 100, 0, deducted=50, refunded=50, state="settled")

    def test_loss_that_costs_nothing(self):
        deposit = self._deposit()
        self.crew.action_issue()
        self.crew._property_lose("Burnt with the bag")
        with self.assertRaises(AccessError):
            self.crew.action_waive_loss()
        self.crew.with_user(self.user_supervisor).action_waive_loss()
        self.assertEqual(deposit.date_refundable, self.today)
        with self.assertRaisesRegex(UserError, "its loss is settled"):
            self.crew[0].with_user(self.user_supervisor).action_waive_loss()

    def test_found_again(self):
        """A lost card that turns up is back like any other."""
        deposit = self._deposit()
        self.crew.action_issue()
        self.crew._property_lose("Dropped")
        self.crew.action_return()
        self.assertEqual(deposit.date_refundable, self.today)

    def test_no_card_for_a_deposit_that_went_back(self):
        deposit = self._deposit()
        self.crew[0].action_issue()
        self.crew[0].action_return()
        self._refund(deposit)
        with self.assertRaisesRegex(UserError, "not received yet"):
            self.crew[1].action_issue()

    def test_what_is_asked_follows_the_kind(self):
        worker = self._make_pass(deposit_asked=0, loss_waived=True)
        self.assertEqual((worker.deposit_asked, worker.loss_waived), (50, False))
        with self.assertRaises(AccessError):
            worker.deposit_asked = 0
        free = self.env.ref("property_service.property_access_pass_kind_contractor")
        worker.kind_id = free
        self.assertEqual(worker.deposit_asked, 0)
        with self.assertRaisesRegex(UserError, "No deposit is asked"):
            worker.action_ask_deposit()
        worker.action_issue()
