from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyIncidentMeasure(models.Model):
    """纠正预防措施: what is done so that it does not happen again (EMG-08)."""

    _name = "property.incident.measure"
    _description = "Corrective or Preventive Action"
    _inherit = ["property.agreed.action.mixin"]

    incident_id = fields.Many2one(
        comodel_name="property.incident",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="incident_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="incident_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        selection=[("corrective", "Corrective"), ("preventive", "Preventive")],
        string="Kind of action",
        required=True,
        default="corrective",
    )
    name = fields.Text(string="Measure to take", required=True)
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends("deadline", "state", "done_on")
    def _compute_is_late(self):
        today = self.env.user._property_today()
        for measure in self:
            until = today
            if measure.done_on:
                estate = measure.estate_id
                until = estate._property_local_date(measure.done_on)
            measure.is_late = bool(measure.deadline and measure.deadline < until)

    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = self.env.user._property_today()
        return [("state", "=", "open"), ("deadline", "<", today)]

    # === Actions ===

    def action_done(self):
        result = super().action_done()
        for measure in self:
            measure.incident_id._property_log(
                "step", self.env._("Done: %(text)s", text=measure.name)
            )
        return result

    # === Business methods ===

    def _property_document(self):
        return self.incident_id

    def _property_check_open(self):
        """The released report stays as it is; doing it is a step of its own."""
        released = self.incident_id.filtered(
            lambda incident: incident.state == "analysed"
        )
        if released and not self.env.su:
            raise UserError(
                self.env._(
                    "%(incident)s: the report is released and stays as it is.",
                    incident=released[0].display_name,
                )
            )

    def _property_kind_text(self):
        """The kind in words, for paper."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
