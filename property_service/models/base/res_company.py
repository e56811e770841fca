from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        kinds = self.env["property.approval.kind"].search([])
        kinds._property_create_default_policies(companies)
        return companies
