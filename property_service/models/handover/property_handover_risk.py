from odoo import fields, models

RISK_KINDS = [
    ("cooperation", "Cooperation with other departments"),
    ("group", "Collective complaint"),
    ("quality", "Quality of the building"),
    ("other", "Other"),
]


class PropertyHandoverRisk(models.Model):
    """What was seen at the delivery site that may lead to complaints (MVI-19)."""

    _name = "property.handover.risk"
    _description = "Risk Note of a Delivery Day"
    _order = "date desc, id desc"
    _check_company_auto = True

    batch_id = fields.Many2one(
        comodel_name="property.handover.batch",
        required=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="batch_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="batch_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(selection=RISK_KINDS, required=True, default="group")
    date = fields.Datetime(
        string="Seen on", required=True, default=lambda self: fields.Datetime.now()
    )
    description = fields.Text(required=True)
    measure = fields.Text(string="What was done")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Reported by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        selection=[("open", "Open"), ("closed", "Closed")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        copy=False,
    )
