from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        kinds = self.env["property.approval.kind"].search([])
        kinds._property_create_default_policies(companies)
        return companies

    def _property_source_url(self):
        """Where the source code of the running version is offered, or nothing.

        Residents and visitors follow it: an address of the web, no script.
        """
        self.ensure_one()
        url = self.env["property.parameter"]._property_value(
            "base.source_url", company=self
        )
        return url if url.lower().startswith(("https://", "http://")) else False
