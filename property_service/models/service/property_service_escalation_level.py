from odoo import fields, models

from .helpdesk_ticket_log import LEVELS

# Whom a case may go to; the director is the project manager of the estate (ORG-06).
TO_LEVELS = [*LEVELS[1:], ("director", "Director")]


class PropertyServiceEscalationLevel(models.Model):
    """When a case goes to whom (C3): after a delay, at once, or by a report.

    SLA-01, SLA-02, SLA-25 to SLA-27, CMP-32 and CMP-45 are lines; they add up.
    """

    _name = "property.service.escalation.level"
    _description = "Escalation Level"
    _inherit = ["property.service.rule"]

    to_level = fields.Selection(
        selection=TO_LEVELS, string="Goes to", required=True, default="supervisor"
    )
    is_manual = fields.Boolean(
        string="By report only",
        help="Not by time: whoever cannot handle a case reports it (SLA-25).",
    )
    takes_over = fields.Boolean(
        string="Takes over",
        default=True,
        help="The level becomes the handler; the first-contact person stays (C4)."
        " Otherwise it is only told.",
    )
    channel_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.channel",
        relation="property_service_level_channel_rel",
        column1="level_id",
        column2="channel_id",
        string="Channels",
        help="Empty: every channel.",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_service_level_estate_rel",
        column1="level_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )

    _unit_known = models.Constraint(
        "CHECK(unit != 'rings')", "An escalation is not counted in rings."
    )

    def _property_rule_measure(self):
        return "manual" if self.is_manual else "delay" if self.amount else "at_once"
