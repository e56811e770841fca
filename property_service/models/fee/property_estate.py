from odoo import fields, models


class PropertyEstate(models.Model):
    _inherit = "property.estate"

    sale_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Billing journal",
        domain="[('type', '=', 'sale')]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Sale journal of the estate's bills. One journal per estate, so that the"
        " postings of one do not wait for the numbers of another.",
    )

    def _property_sale_journal(self):
        """Journal in which the estate is billed; the company's first as a fallback."""
        self.ensure_one()
        return self.sale_journal_id or self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "=", "sale"),
            ],
            limit=1,
        )
