from odoo import api, fields, models
from odoo.fields import Domain

from ..service.helpdesk_ticket import SEVERITIES


class PropertyIncidentType(models.Model):
    """突发事件类型: what can happen, what to do, whom to call (EMG-02, -03, -06)."""

    _name = "property.incident.type"
    _description = "Type of Incident"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"

    name = fields.Char(string="Type of incident", required=True, translate=True)
    sequence = fields.Integer(default=10)
    severity = fields.Selection(
        selection=SEVERITIES,
        string="Usual severity",
        required=True,
        default="major",
        help="Major: the centre manager is told at once (EMG-10).",
    )
    is_fault = fields.Boolean(
        string="Technical fault",
        help="Its report is the fault analysis report (EMG-08).",
    )
    procedure = fields.Html(
        string="What to do",
        translate=True,
        help="Shown in the incident while it is handled, and asked in drills (EMG-03).",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_incident_type_estate_rel",
        column1="type_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )
    step_ids = fields.One2many(
        comodel_name="property.incident.step",
        inverse_name="type_id",
        string="Who is told",
        copy=True,
    )
    contact_ids = fields.One2many(
        comodel_name="property.incident.contact",
        inverse_name="type_id",
        string="Emergency numbers",
        copy=True,
    )

    @api.model
    def _property_estate_domain(self, estate):
        """Settings that hold in an estate."""
        return Domain("company_id", "in", [False, estate.company_id.id]) & (
            Domain("estate_ids", "=", False) | Domain("estate_ids", "in", estate.ids)
        )
