from odoo import api, fields, models


class PropertyIncidentContact(models.Model):
    """应急联系人: posts, emergency numbers outside, persons (EMG-03)."""

    _name = "property.incident.contact"
    _description = "Emergency Contact"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"

    name = fields.Char(string="Contact to call", required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("post", "Post of the estate"),
            ("outside", "Outside the company"),
            ("person", "Person to call"),
        ],
        string="Kind of contact",
        required=True,
        default="outside",
    )
    type_id = fields.Many2one(
        comodel_name="property.incident.type",
        string="For incidents of type",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for every type.",
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Member of staff",
        index="btree_not_null",
        ondelete="restrict",
    )
    phone = fields.Char(
        string="Emergency phone",
        compute="_compute_phone",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Char(translate=True, help="What for, or when.")
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_incident_contact_estate_rel",
        column1="contact_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )

    @api.depends("staff_id")
    def _compute_phone(self):
        for contact in self:
            contact.phone = contact.staff_id.phone or contact.phone
