from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyMeetingReport(models.Model):
    """What one agent reports of the week: targets, problems, improvements (MTG-04)."""

    _name = "property.meeting.report"
    _description = "Report in a Meeting"
    _order = "meeting_id, id"
    _rec_name = "staff_id"

    meeting_id = fields.Many2one(
        comodel_name="property.meeting",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="meeting_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True, precompute=True
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Who reports",
        required=True,
        index=True,
        ondelete="restrict",
    )
    targets = fields.Text(string="Targets reached last week")
    problems = fields.Text(string="Problems met at work")
    improvements = fields.Text(string="To be improved")

    _staff_uniq = models.Constraint(
        "UNIQUE(meeting_id, staff_id)", "This person reports in the meeting already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._property_check_open()
        return reports

    def write(self, vals):
        self._property_check_open()
        result = super().write(vals)
        self._property_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._property_check_open()

    def _property_check_open(self):
        if not self.env.su and self.meeting_id.filtered(lambda m: m.state == "held"):
            raise UserError(
                self.env._("The minutes are closed: what was reported stays as it is.")
            )
