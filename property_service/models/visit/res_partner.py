from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    property_is_key_customer = fields.Boolean(
        string="Key customer",
        groups="property_service.property_service_group_assistant,"
        "property_service.property_service_group_auditor",
        help="Visited by the supervisor in person (VIS-06).",
    )
