from odoo import api, fields, models
from odoo.exceptions import ValidationError

COLLECTION_METHODS = [
    ("cash", "Cash"),
    ("transfer", "Bank transfer"),
    ("wechat", "WeChat Pay"),
    ("alipay", "Alipay"),
    ("card", "Bank card"),
]


class AccountJournal(models.Model):
    _inherit = "account.journal"

    property_collection_method = fields.Selection(
        selection=COLLECTION_METHODS,
        string="Collection method",
        help="How owners pay into this journal (FEE-10). WeChat Pay, Alipay and card"
        " payments keep the merchant's order number.",
    )

    @api.constrains("property_collection_method", "type")
    def _check_property_collection_method(self):
        for journal in self.filtered("property_collection_method"):
            if journal.type not in ("cash", "bank", "credit"):
                raise ValidationError(
                    self.env._(
                        "Journal %(journal)s: only cash and bank journals collect"
                        " money; clear the collection method.",
                        journal=journal.display_name,
                    )
                )

    def _property_lines_without_account(self):
        """Payment method lines on which a payment would lose its journal entry.

        Odoo marks a payment as done without any entry when the line of its method
        has no account (FEE-10).
        """
        lines = self.inbound_payment_method_line_ids
        lines |= self.outbound_payment_method_line_ids
        return lines.filtered(lambda line: not line.payment_account_id)
