from odoo import api, fields, models


class ResPartner(models.Model):
    """Data of renovation contractors (110号令 §9, §14)."""

    _inherit = "res.partner"

    property_is_contractor = fields.Boolean(string="Renovation contractor")
    property_qualification_number = fields.Char(string="Qualification number")
    property_qualification_grade = fields.Char(string="Qualification grade")
    property_qualification_end = fields.Date(
        string="Qualification valid to", help="Last day on which it is valid."
    )
    property_qualification_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_partner_qualification_rel",
        column1="partner_id",
        column2="attachment_id",
        string="Qualification scans",
        bypass_search_access=True,
    )
    property_is_qualified = fields.Boolean(
        string="Qualified today", compute="_compute_property_is_qualified"
    )

    @api.depends("property_qualification_number", "property_qualification_end")
    def _compute_property_is_qualified(self):
        today = fields.Date.context_today(self)
        for partner in self:
            partner.property_is_qualified = partner._property_qualified_on(today)

    def _property_qualified_on(self, day):
        """Whether the firm's qualification is on file and valid on a day."""
        self.ensure_one()
        return bool(
            self.property_qualification_number
            and self.property_qualification_end
            and self.property_qualification_end >= day
        )
