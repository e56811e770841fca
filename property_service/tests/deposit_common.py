"""Base of the tests of deposits: books, a cashier, people who ask and approve."""

import base64

from odoo.fields import Command

from .collect_common import PropertyCollectCommon

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAA"
        "BJRU5ErkJggg=="
    )
)


class PropertyDepositCommon(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.renovation_kind = cls.env.ref(
            "property_service.property_deposit_kind_renovation"
        )
        cls.account = cls.renovation_kind._property_account(cls.company)
        cls.user_other_accountant = cls._make_user(
            "property_other_accountant", "account.group_account_user"
        )

    @classmethod
    def _make_deposit(cls, unit=None, amount=2000, kind="renovation", **values):
        unit = unit or cls.unit_101
        return cls.env["property.deposit"].create(
            {
                "unit_id": unit.id,
                "kind_id": cls.env["property.deposit.kind"]._property_of_code(kind).id,
                "amount": amount,
                "journal_id": cls.till.id,
                **values,
            }
        )

    def _receive(self, unit=None, amount=2000, user=None, **values):
        deposit = self._make_deposit(unit, amount, **values)
        deposit.with_user(user or self.user_till).action_receive()
        return deposit

    def _evidence(self, name="photo.png", user=None):
        files = self.env["ir.attachment"].with_user(user or self.user_supervisor)
        return files.create({"name": name, "datas": PIXEL})

    def _deduct(self, deposit, amount, book=True, forfeiture=False, **values):
        """Asked by the supervisor, approved by the manager, booked by accounts."""
        values.setdefault("refusal_note", "Refused; witness: the guard on duty")
        deduction = deposit.with_user(self.user_supervisor)._property_deduct(
            amount,
            "Lift panel scratched",
            self._evidence(),
            forfeiture=forfeiture,
            **values,
        )
        deduction.approval_id.with_user(self.user_manager).action_approve()
        if book:
            deduction.with_user(self.user_accountant).action_post()
        return deduction.with_env(self.env)

    def _refund(self, deposit, amount=None, pay=True, **values):
        values.setdefault("note", "Receipt lost, written statement taken")
        refund = deposit.with_user(self.user_supervisor)._property_refund(
            amount, **values
        )
        refund.approval_id.with_user(self.user_manager).action_approve()
        if pay:
            refund.with_user(self.user_accountant).action_pay()
        return refund.with_env(self.env)

    def _balance(self, account=None):
        [(balance,)] = self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", (account or self.account).id),
                ("parent_state", "=", "posted"),
            ],
            aggregates=["balance:sum"],
        )
        return balance or 0

    def assertLedger(self, deposit, received, held, deducted=0, refunded=0, state=None):
        """Our amounts are what the ledger's entries say, and they add up."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            (
                deposit.amount_received,
                deposit.amount_held,
                deposit.amount_deducted,
                deposit.amount_refunded,
            ),
            (received, held, deducted, refunded),
        )
        if state:
            self.assertEqual(deposit.state, state)
        lines = deposit.line_ids.filtered("property_deposit_step")
        self.assertEqual(lines.account_id, deposit.account_id)
        self.assertAlmostEqual(-sum(lines.mapped("balance")), held, 2)
        self.assertAlmostEqual(
            deposit.amount_received,
            deposit.amount_held + deposit.amount_deducted + deposit.amount_refunded,
            2,
        )

    def _stray_entry(self, amount, account=None):
        """An entry that an accountant wrote on the deposits' account by hand."""
        account = account or self.account
        move = self.env["account.move"].create(
            {
                "journal_id": self.company.property_deposit_journal_id.id,
                "date": self.today,
                "line_ids": [
                    Command.create({"account_id": target.id, "balance": balance})
                    for target, balance in (
                        (account, amount),
                        (self.account_income, -amount),
                    )
                ],
            }
        )
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == account)
