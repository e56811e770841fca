from odoo import models


class PropertyEstate(models.Model):
    _inherit = "property.estate"

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
