"""Base of the tests of collection: books set up, bills made, a cashier at the till."""

from odoo.fields import Command

from .common_fee import FeeCommon


class PropertyCollectCommon(FeeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls.estate._property_collection_journal("cash")
        cls.bank = cls.estate._property_collection_journal("transfer")
        cls.wechat = cls.estate._property_collection_journal("wechat")
        cls.user_till = cls._make_user(
            "property_till", "property_service.property_service_group_cashier"
        )
        cls.user_other_till = cls._make_user(
            "property_other_till", "property_service.property_service_group_cashier"
        )

    @classmethod
    def _make_bill(cls, unit, amount, date="2025-01-01", due=None, partner=None):
        """A posted bill of a unit, tax included; its receivable entry is returned."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or unit.payer_id).id,
                "journal_id": unit.estate_id.sale_journal_id.id,
                "property_unit_id": unit.id,
                "invoice_date": date,
                "invoice_date_due": due or date,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Property fee",
                            "price_unit": amount,
                            "account_id": cls.account_income.id,
                            "tax_ids": [
                                Command.set(
                                    cls.env["property.setup"]
                                    ._property_tax(cls.company, 6)
                                    .ids
                                )
                            ],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return cls._receivable(move)

    @classmethod
    def _receivable(cls, move):
        return move.line_ids.filtered(lambda x: x.account_type == "asset_receivable")

    def _draft(self, units, user=None, **payment):
        """A receipt as the counter makes it: units, and one way of paying."""
        receipt = self.env["property.receipt"].with_user(user or self.user_till)
        receipt = receipt.create(
            {
                "estate_id": units[0].estate_id.id,
                "unit_ids": [Command.set(units.ids)],
            }
        )
        payment.setdefault("journal_id", self.till.id)
        payment.setdefault("amount", receipt.amount_selected)
        receipt.payment_ids = [Command.create(payment)]
        return receipt

    def _collect(self, units, user=None, **payment):
        receipt = self._draft(units, user, **payment)
        receipt.action_post()
        return receipt
