from odoo import fields, models


class PropertyHandoverAcknowledgement(models.Model):
    """A member of staff has read and understood the script (MVI-06)."""

    _name = "property.handover.acknowledgement"
    _description = "Acknowledgement of the Answer Script"
    _order = "id desc"
    _rec_name = "user_id"
    _check_company_auto = True

    script_id = fields.Many2one(
        comodel_name="property.handover.script",
        required=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="script_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="script_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users", required=True, index=True, ondelete="restrict"
    )
    acknowledged_on = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now()
    )

    _user_once = models.Constraint(
        "UNIQUE(script_id, user_id)", "You have acknowledged this script already."
    )
