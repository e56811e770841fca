from odoo import fields, models
from odoo.tools import format_list


class PropertyEstate(models.Model):
    _inherit = "property.estate"

    sale_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Billing journal",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        help="Sale journal of the estate's bills. One journal per estate, so that the"
        " postings of one do not wait for the numbers of another.",
    )
    collection_journal_ids = fields.Many2many(
        comodel_name="account.journal",
        relation="property_estate_collection_journal_rel",
        column1="estate_id",
        column2="journal_id",
        string="Collection journals",
        check_company=True,
        domain="[('property_collection_method', '!=', False)]",
        help="Cash box, bank account and payment channels into which the cashiers of"
        " this estate take money.",
    )

    collection_hours = fields.Char(
        string="Collection hours",
        help="When the counter takes money, printed on notices (FEE-06).",
    )
    payment_note = fields.Text(
        string="How to pay",
        help="Printed on notices (FEE-06). Empty: the collection journals' bank account"
        " and ways of paying are named.",
    )

    def action_open_fee_parameters(self):
        """Start rule, days to pay and the other fee settings of this estate."""
        return {**self.action_open_parameters(), "domain": [("area", "=", "fee")]}

    def _property_how_to_pay(self):
        """Where, when and how to pay, as lines of text for a notice (FEE-06)."""
        self.ensure_one()
        if self.payment_note:
            return self.payment_note.splitlines()
        # The bank account is meant for everybody who gets a notice.
        journals = self.sudo().collection_journal_ids
        labels = dict(
            journals._fields["property_collection_method"]._description_selection(
                self.env
            )
        )
        lines = [
            self.env._(
                "At the service centre by %(methods)s",
                methods=format_list(
                    self.env,
                    dict.fromkeys(
                        labels[journal.property_collection_method]
                        for journal in journals
                        if journal.property_collection_method
                    ),
                ),
            )
        ]
        for account in journals.bank_account_id:
            lines.append(
                self.env._(
                    "By transfer to %(holder)s, %(bank)s, account %(number)s; write the"
                    " unit code into the remark",
                    holder=account.acc_holder_name or account.partner_id.name,
                    bank=account.bank_id.name or "",
                    number=account.acc_number,
                )
            )
        return lines

    def _property_first_journal(self):
        """Where the counter takes money unless told otherwise: the cash box."""
        journals = self.sudo().collection_journal_ids  # not every role may read them
        cash = journals.filtered(lambda j: j.property_collection_method == "cash")
        return (cash or journals)[:1].sudo(False)

    def _property_collection_journal(self, method):
        """The estate's journal for a way of paying, or an empty recordset."""
        self.ensure_one()
        return self.collection_journal_ids.filtered(
            lambda journal: journal.property_collection_method == method
        )[:1]
