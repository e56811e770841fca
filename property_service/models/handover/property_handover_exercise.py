from odoo import api, fields, models


class PropertyHandoverExercise(models.Model):
    """The supervisor tests staff by question and answer or simulation (MVI-20)."""

    _name = "property.handover.exercise"
    _description = "Check of Mastery of the Script"
    _inherit = ["property.evidence.mixin"]
    _order = "date desc, id desc"
    _rec_name = "staff_id"
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
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    method = fields.Selection(
        selection=[
            ("question", "Question and answer"),
            ("simulation", "Simulation on site"),
        ],
        required=True,
        default="question",
    )
    result = fields.Selection(
        selection=[("passed", "Mastered"), ("failed", "Not mastered")], required=True
    )
    note = fields.Char()

    @api.model
    def _property_evidence_fields(self):
        """The supervisor's checks count for G2, about the person who was asked."""
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "staff_id",
        }
