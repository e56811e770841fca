from odoo import fields, models


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

    def _property_collection_journal(self, method):
        """The estate's journal for a way of paying, or an empty recordset."""
        self.ensure_one()
        return self.collection_journal_ids.filtered(
            lambda journal: journal.property_collection_method == method
        )[:1]
