"""Paid work: prices, invoice, tax, double click, taking back (SRV-40, 43, 44, 51)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_fee import FeeCommon
from .test_service_dispatch import DispatchCommon


@tagged("post_install", "-at_install")
class TestServiceDispatchBill(DispatchCommon, FeeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp = cls.env.ref("property_service.property_service_item_lamp")
        cls.fee_item = cls._make_item(
            "FW", taxes=cls.tax_6_in, kind="service", basis="quantity"
        )
        cls.price = (
            cls.env["property.service.price"]
            .with_user(cls.user_manager)
            .create({"item_id": cls.lamp.id, "estate_id": cls.estate.id, "price": 53.0})
        )

    def _paid(self, **values):
        order = self._dispatch(
            property_kind="paid_service",
            category_id=False,
            **values,
        )
        order.line_ids = [
            fields.Command.create({"item_id": self.lamp.id, "quantity": 2}),
            fields.Command.create({"name": "Cable", "quantity": 3, "price": 5.0}),
        ]
        return self._work(order)

    def test_price_names_the_fee_item(self):
        self.assertEqual(self.price.fee_item_id, self.fee_item)
        self.assertTrue(self.price.product_id)

    def test_price_comes_from_the_list(self):
        """SRV-44: no price from the client counts for a service."""
        order = self._dispatch(property_kind="paid_service", category_id=False)
        order.line_ids = [
            fields.Command.create({"item_id": self.lamp.id, "price": 1.0})
        ]
        self.assertEqual(order.line_ids.price, 53.0)
        order.line_ids.price = 2.0
        self.assertEqual(order.line_ids.price, 53.0)
        line = order.with_user(self.user_technician).line_ids.create(
            {"dispatch_id": order.id, "name": "Cable", "quantity": 1, "price": 9.0}
        )
        self.assertEqual(line.price, 0.0)
        with self.assertRaisesRegex(AccessError, "by the desk"):
            line.price = 9.0

    def test_invoice_in_the_ledger(self):
        """SRV-40: receivable, income and VAT of the fee item, on the unit."""
        order = self._paid()
        self.assertEqual(order.amount_total, 121.0)
        order.action_bill()
        self.assertTrue(order.is_billed)
        charges = order.sudo().charge_ids
        move = charges.move_id
        self.assertEqual(len(move), 1)
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.move_type, "out_invoice")
        self.assertEqual(move.partner_id, self.owner_a)
        self.assertEqual(move.property_unit_id, self.unit_101)
        self.assertEqual(move.property_estate_id, self.estate)
        self.assertEqual(move.amount_total, 121.0)
        rows = {
            line.display_type: (line.account_id, round(line.balance, 2))
            for line in move.line_ids.filtered(
                lambda row: row.display_type != "product"
            )
        }
        self.assertEqual(rows["payment_term"][1], 121.0)
        self.assertEqual(rows["payment_term"][0].account_type, "asset_receivable")
        # 6 % within the price: 121 / 1.06 = 114.15 net.
        self.assertEqual(rows["tax"][1], -6.85)
        income = move.invoice_line_ids
        self.assertEqual(round(sum(income.mapped("balance")), 2), -114.15)
        self.assertEqual(income.account_id, self.fee_item._property_account())
        self.assertEqual(income.product_id, self.fee_item.product_id)
        self.assertIn(order.name, income[0].name)

    def test_billed_once(self):
        order = self._paid()
        order.action_bill()
        with self.assertRaisesRegex(UserError, "billed already"):
            order.action_bill()
        with self.assertRaisesRegex(UserError, "billed already"):
            order.with_user(self.user_accountant).action_bill()
        self.assertEqual(len(order.sudo().charge_ids.move_id), 1)
        with self.assertRaisesRegex(UserError, "done or billed"):
            order.line_ids[0].quantity = 5
        with self.assertRaisesRegex(UserError, "take back the charge"):
            order._property_rework("Again")

    def test_taken_back_by_credit_note(self):
        """Reversal, not deletion; then it can be billed anew."""
        order = self._paid()
        order.action_bill()
        charges = order.sudo().charge_ids
        action = order.with_user(self.user_accountant).action_take_back_bill()
        self.assertEqual(action["res_model"], "property.fee.reversal")
        self.assertEqual(set(action["context"]["default_charge_ids"]), set(charges.ids))
        credit = charges._property_reverse("Wrong price")
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.amount_total, 121.0)
        order.invalidate_recordset()
        self.assertFalse(order.is_billed)
        order.action_bill()
        live = order.sudo().charge_ids.filtered(lambda c: c.state == "posted")
        self.assertEqual(sum(live.mapped("amount")), 121.0)

    def test_what_is_not_billed(self):
        """SRV-35: within warranty and public areas cost the customer nothing."""
        order = self._dispatch(property_kind="paid_service", category_id=False)
        with self.assertRaisesRegex(UserError, "when the work is done"):
            order.action_bill()
        self._work(order)
        with self.assertRaisesRegex(UserError, "no line has a price"):
            order.action_bill()
        repair = self._dispatch()
        repair.with_user(self.user_supervisor)._property_correct_case(
            "in_warranty", "The builder has agreed"
        )
        repair.line_ids = [fields.Command.create({"item_id": self.lamp.id})]
        self._work(repair)
        with self.assertRaisesRegex(UserError, "within warranty"):
            repair.action_bill()
        repair.with_user(self.user_supervisor)._property_correct_case(
            "out_of_warranty", "Broken by the owner"
        )
        repair.action_bill()
        self.assertTrue(repair.is_billed)

    def test_catalogue(self):
        """SRV-43, 45, 51, 52: all kinds are there, without a price until one is set."""
        items = self.env["property.service.item"].search([])
        self.assertEqual(
            set(items.mapped("kind")), {"included", "special", "convenience", "errand"}
        )
        viewer = self.env.ref("property_service.property_service_item_viewer")
        self.assertFalse(viewer._property_price_of(self.estate))
        with self.assertRaises(AccessError):
            self.price.with_user(self.user_supervisor).price = 1.0
        self._paid()
        with self.assertRaisesRegex(UserError, "ordered already"):
            self.price.unlink()
