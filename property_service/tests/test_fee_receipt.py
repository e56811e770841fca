from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestFeeReceipt(PropertyCollectCommon):
    def test_counter_pays_all_open_bills(self):
        """FEE-10: several units at once, ledger rows checked."""
        first = self._make_bill(self.unit_101, 300, "2025-01-01")
        second = self._make_bill(self.unit_101, 310, "2025-02-01")
        third = self._make_bill(self.parking, 90, "2025-02-01")
        receipt = self._collect(self.unit_101 | self.parking, amount=700)
        self.assertEqual(receipt.state, "posted")
        self.assertEqual(receipt.amount_total, 700)
        bills = first | second | third
        self.assertEqual(bills.mapped("amount_residual"), [0, 0, 0])
        self.assertEqual(set(bills.move_id.mapped("payment_state")), {"paid"})
        entry = receipt.sudo().payment_ids.move_id
        self.assertEqual(entry.state, "posted")
        self.assertRecordValues(
            entry.line_ids.sorted("id"),
            [
                {
                    "account_id": self.till.default_account_id.id,
                    "balance": 700,
                    "property_unit_id": False,
                },
                {
                    "account_id": self.account_receivable.id,
                    "balance": -300,
                    "property_unit_id": self.unit_101.id,
                },
                {
                    "account_id": self.account_receivable.id,
                    "balance": -310,
                    "property_unit_id": self.unit_101.id,
                },
                {
                    "account_id": self.account_receivable.id,
                    "balance": -90,
                    "property_unit_id": self.parking.id,
                },
            ],
        )
        payment = receipt.sudo().payment_ids.payment_id
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.property_receipt_id, receipt)

    def test_oldest_debt_first(self):
        """A smaller sum goes to the oldest due date, whatever the amounts."""
        young = self._make_bill(self.unit_101, 50, "2025-03-01")
        old = self._make_bill(self.unit_101, 100, "2025-01-01")
        same = self._make_bill(self.unit_101, 20, "2025-01-01")
        self._collect(self.unit_101, amount=110)
        self.assertEqual(old.amount_residual, 0)
        self.assertEqual(same.amount_residual, 10)
        self.assertEqual(young.amount_residual, 50)

    def test_cashier_chooses(self):
        """FEE-10: the money hits what was ticked, not what is oldest or smallest."""
        self._make_bill(self.unit_101, 100, "2025-01-01")
        chosen = self._make_bill(self.unit_101, 200, "2025-02-01")
        receipt = self._draft(self.unit_101)
        wrong = receipt.line_ids.filtered(lambda x: x.move_line_id != chosen)
        wrong.is_selected = False
        receipt.payment_ids.amount = 200
        receipt.action_post()
        self.assertEqual(chosen.amount_residual, 0)
        self.assertEqual(wrong.exists(), wrong.browse())
        self.assertEqual(self.unit_101._property_open_items().amount_residual, 100)

    def test_amounts_as_entered(self):
        first = self._make_bill(self.unit_101, 100, "2025-01-01")
        second = self._make_bill(self.unit_101, 200, "2025-02-01")
        receipt = self._draft(self.unit_101, amount=150)
        receipt.oldest_first = False
        for line, amount in zip(receipt.line_ids, (60, 90), strict=True):
            line.amount = amount
        receipt.action_post()
        self.assertEqual(first.amount_residual, 40)
        self.assertEqual(second.amount_residual, 110)

    def test_entered_amounts_beyond_the_money_are_refused(self):
        self._make_bill(self.unit_101, 100)
        receipt = self._draft(self.unit_101, amount=50)
        receipt.oldest_first = False
        receipt.line_ids.amount = 100
        with self.assertRaisesRegex(UserError, "add up to"):
            receipt.action_post()
        self.assertFalse(receipt.name)

    def test_amount_of_the_client_is_bounded_by_the_ledger(self):
        bill = self._make_bill(self.unit_101, 100)
        receipt = self._draft(self.unit_101, amount=500)
        receipt.oldest_first = False
        receipt.line_ids.write({"residual": 500, "amount": 500})
        with self.assertRaisesRegex(UserError, "is open now"):
            receipt.action_post()
        self.assertEqual(bill.amount_residual, 100)

    def test_item_of_another_unit_is_refused(self):
        foreign = self._make_bill(self.unit_102, 100)
        receipt = self._draft(self.unit_101, amount=100)
        receipt.line_ids = [
            Command.create(
                {
                    "kind": "bill",
                    "unit_id": self.unit_101.id,
                    "move_line_id": foreign.id,
                    "residual": 100,
                    "amount": 100,
                }
            )
        ]
        with self.assertRaisesRegex(UserError, "not a bill of this unit"):
            receipt.action_post()
        self.assertEqual(foreign.amount_residual, 100)

    def test_overpayment_is_a_credit_that_the_next_bill_uses(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        receipt = self._collect(self.unit_101, amount=130)
        self.assertEqual(receipt.line_ids.mapped("kind"), ["bill", "credit"])
        credit = self.unit_101._property_open_credits()
        self.assertEqual(credit.amount_residual, -30)
        self.assertEqual(credit.account_id, self.account_receivable)
        self.assertEqual(credit.partner_id, self.owner_a)
        bill = self._make_bill(self.unit_101, 100, "2025-02-01")
        bill.move_id._property_apply_credits()
        self.assertEqual(bill.amount_residual, 70)
        self.assertTrue(credit.reconciled)

    def test_credits_stay_with_their_unit(self):
        self._collect(self.parking, amount=40)
        bill = self._make_bill(self.unit_101, 100)
        bill.move_id._property_apply_credits()
        self.assertEqual(bill.amount_residual, 100)
        self.assertEqual(
            self.parking._property_credit_balances(), {self.parking.id: 40}
        )

    def test_credits_settle_the_oldest_bill_first(self):
        self._collect(self.unit_101, amount=120)
        young = self._make_bill(self.unit_101, 50, "2025-03-01")
        old = self._make_bill(self.unit_101, 100, "2025-02-01")
        (young | old).move_id._property_apply_credits()
        self.assertEqual(old.amount_residual, 0)
        self.assertEqual(young.amount_residual, 30)

    def test_months_ahead(self):
        """Paid ahead by months of the unit's fees, capped."""
        self._assign(self.unit_101)
        self.assertEqual(
            self.unit_101._property_monthly_fees(), {self.unit_101.id: 265.0}
        )
        receipt = self._draft(self.unit_101, amount=795)
        receipt.line_ids = [Command.create({"unit_id": self.unit_101.id, "months": 3})]
        self.assertEqual(receipt.line_ids.amount, 795)
        receipt.action_post()
        self.assertEqual(
            self.unit_101._property_credit_balances(), {self.unit_101.id: 795}
        )
        again = self._draft(self.unit_101, amount=2650)
        again.line_ids = [Command.create({"unit_id": self.unit_101.id, "months": 10})]
        with self.assertRaisesRegex(UserError, "at most"):
            again.action_post()

    def test_paid_ahead_is_used_up_by_the_run(self):
        """FEE-10: the next billing run settles its bill from the prepayment."""
        self._assign(self.unit_101)
        receipt = self._draft(self.unit_101, amount=300)
        receipt.line_ids = [
            Command.create({"unit_id": self.unit_101.id, "amount": 300})
        ]
        receipt.action_post()
        run = self._bill("2026-10-01")
        move = self.env["account.move"].search(
            [
                ("property_run_id", "=", run.id),
                ("property_unit_id", "=", self.unit_101.id),
            ]
        )
        self.assertEqual(move.amount_total, 265)
        self.assertEqual(move.payment_state, "paid")
        self.assertEqual(
            self.unit_101._property_credit_balances(), {self.unit_101.id: 35}
        )

    def test_item_names_its_fee_and_days(self):
        self._assign(self.unit_101)
        self._bill("2026-10-01")
        receipt = self._draft(self.unit_101)
        self.assertEqual(receipt.line_ids.description, "Fee SF 2026-10")

    def test_split_payment(self):
        """One receipt, two ways of paying; both entries settle the bills."""
        bills = self._make_bill(self.unit_101, 100) | self._make_bill(
            self.unit_101, 200, "2025-02-01"
        )
        receipt = self._draft(self.unit_101, amount=120)
        receipt.payment_ids = [
            Command.create(
                {
                    "journal_id": self.wechat.id,
                    "amount": 180,
                    "order_number": "4200001234",
                }
            )
        ]
        receipt.action_post()
        self.assertEqual(bills.mapped("amount_residual"), [0, 0])
        payments = receipt.sudo().payment_ids.payment_id
        self.assertEqual(sorted(payments.mapped("amount")), [120, 180])
        moves = receipt.sudo().payment_ids.move_id
        self.assertEqual(sum(moves.line_ids.mapped("balance")), 0)

    def test_change(self):
        """FEE-24: what was handed over and what goes back."""
        self._make_bill(self.unit_101, 95)
        receipt = self._collect(self.unit_101, amount=95, amount_tendered=100)
        self.assertEqual(receipt.amount_change, 5)
        self.assertEqual(receipt.amount_total, 95)
        with self.assertRaises(ValidationError):
            self._draft(self.parking, amount=95, amount_tendered=90)

    def test_order_number_is_needed_and_taken_once(self):
        self._make_bill(self.unit_101, 100)
        receipt = self._draft(self.unit_101, journal_id=self.wechat.id, amount=60)
        with self.assertRaisesRegex(UserError, "order number"):
            receipt.action_post()
        receipt.payment_ids.order_number = " 42001 "
        receipt.action_post()
        self.assertEqual(receipt.payment_ids.order_number, "42001")
        again = self._draft(
            self.unit_101,
            journal_id=self.wechat.id,
            amount=40,
            order_number="42001",
        )
        with self.assertRaisesRegex(UserError, "on receipt"):
            again.action_post()

    def test_posted_twice_is_taken_once(self):
        bill = self._make_bill(self.unit_101, 100)
        receipt = self._collect(self.unit_101, amount=100)
        receipt.action_post()
        receipt.action_post_and_print()
        self.assertEqual(len(receipt.sudo().payment_ids.payment_id), 1)
        self.assertEqual(bill.amount_residual, 0)

    def test_sent_twice_is_taken_once(self):
        """The client's token makes a repeated request one receipt (FEE-10)."""
        self._make_bill(self.unit_101, 100)
        values = {
            "token": "b3f1",
            "estate_id": self.estate.id,
            "unit_ids": [Command.set(self.unit_101.ids)],
            "payment_ids": [
                Command.create({"journal_id": self.till.id, "amount": 100})
            ],
        }
        model = self.env["property.receipt"].with_user(self.user_till)
        first = model.property_collect(values)
        second = model.property_collect(values)
        self.assertEqual(first, second)
        self.assertEqual(
            self.env["account.payment"].search_count(
                [("property_receipt_id", "=", first["id"])]
            ),
            1,
        )

    def test_bill_taken_meanwhile(self):
        """A draft that a colleague overtook says so and names the receipt."""
        self._make_bill(self.unit_101, 100)
        late = self._draft(self.unit_101, user=self.user_other_till)
        first = self._collect(self.unit_101)
        with self.assertRaisesRegex(UserError, first.name):
            late.action_post()
        late.action_reload()
        self.assertFalse(late.line_ids)

    def test_numbers_by_company_and_year_without_gaps(self):
        for _number in range(2):
            self._make_bill(self.unit_101, 10)
        first = self._collect(self.unit_101, amount=10)
        broken = self._draft(self.unit_101, amount=5)
        broken.oldest_first = False
        broken.line_ids.amount = 9
        with self.assertRaises(UserError), self.env.cr.savepoint():
            broken.action_post()
        second = self._collect(self.unit_101, amount=10)
        year = date.today().year
        self.assertEqual(first.name, f"SJ{year}-000001")
        self.assertEqual(second.name, f"SJ{year}-000002")

    def test_posted_receipt_is_frozen(self):
        self._make_bill(self.unit_101, 100)
        receipt = self._collect(self.unit_101)
        for values in (
            {"date": "2025-01-01"},
            {"state": "draft"},
            {"name": "X"},
            {"unit_ids": [Command.clear()]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                receipt.write(values)
        with self.assertRaises(UserError):
            receipt.line_ids.write({"amount": 1})
        with self.assertRaises(UserError):
            receipt.payment_ids.write({"amount": 1})
        with self.assertRaises(UserError):
            receipt.unlink()
        with self.assertRaises(UserError):
            receipt.line_ids.unlink()

    def test_client_decides_neither_state_nor_cashier(self):
        receipt = self.env["property.receipt"].with_user(self.user_till)
        receipt = receipt.create(
            {
                "estate_id": self.estate.id,
                "state": "posted",
                "name": "SJ1",
                "cashier_id": self.user_manager.id,
            }
        )
        self.assertEqual(receipt.state, "draft")
        self.assertFalse(receipt.name)
        self.assertEqual(receipt.cashier_id, self.user_till)

    def test_journal_of_another_estate_is_refused(self):
        self._make_bill(self.unit_101, 100)
        mall_till = self.mall._property_collection_journal("cash")
        receipt = self._draft(self.unit_101, journal_id=mall_till.id)
        with self.assertRaisesRegex(UserError, "does not collect"):
            receipt.action_post()

    def test_journal_that_would_lose_the_entry_is_refused(self):
        self._make_bill(self.unit_101, 100)
        self.till.inbound_payment_method_line_ids.payment_account_id = False
        receipt = self._draft(self.unit_101)
        with self.assertRaisesRegex(UserError, "would be lost"):
            receipt.action_post()

    def test_payer_of_the_bill_differs_from_who_pays(self):
        """A tenant's bill paid by a friend settles the tenant's debt."""
        bill = self._make_bill(self.unit_101, 100, partner=self.tenant)
        receipt = self._draft(self.unit_101)
        receipt.partner_id = self.owner_b
        receipt.action_post()
        self.assertEqual(bill.amount_residual, 0)
        entry = receipt.sudo().payment_ids.move_id
        self.assertEqual(entry.partner_id, self.owner_b)
        self.assertEqual(self._receivable(entry).partner_id, self.tenant)

    def test_form_of_the_counter(self):
        """Unit in, bills and amount come up, collect (FEE-11)."""
        self._make_bill(self.unit_101, 100, "2025-01-01")
        self._make_bill(self.unit_101, 60, "2025-02-01")
        with Form(self.env["property.receipt"].with_user(self.user_till)) as form:
            form.unit_ids.add(self.unit_101)
            self.assertEqual(form.estate_id, self.estate)
            self.assertEqual(form.partner_id, self.owner_a)
            self.assertEqual(form.amount_selected, 160)
            self.assertEqual(form.amount_total, 160)
            with form.line_ids.edit(1) as line:
                line.is_selected = False
            self.assertEqual(form.amount_total, 100)
        receipt = form.save()
        receipt.action_post()
        self.assertEqual(receipt.line_ids.mapped("amount"), [100])

    def test_assistants_read_only(self):
        self._make_bill(self.unit_101, 100)
        receipt = self._collect(self.unit_101)
        self.assertEqual(receipt.with_user(self.user_assistant).amount_total, 100)
        with self.assertRaises(AccessError):
            self._draft(self.unit_101, user=self.user_assistant)

    def test_cashier_stays_in_the_own_estates(self):
        other = self._make_user(
            "property_mall_till",
            "property_service.property_service_group_cashier",
            estates=self.mall,
        )
        self._make_bill(self.unit_101, 100)
        receipt = self._draft(self.unit_101)
        with self.assertRaises(AccessError):
            receipt.with_user(other).action_post()
        with self.assertRaises(AccessError):
            self._draft(self.unit_101, user=other)

    def test_receipt_paper(self):
        """FEE-11: number, capitals, unit and cashier on the printout."""
        self._make_bill(self.unit_101, 1005.3)
        receipt = self._collect(self.unit_101)
        receipt.action_print()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_receipt_report", receipt.ids
        )
        text = html.decode()
        for words in (receipt.name, "壹仟零伍元叁角整", "1-1-101", self.owner_a.name):
            self.assertIn(words, text)
        self.assertEqual(receipt.print_count, 1)
