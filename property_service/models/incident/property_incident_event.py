from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyIncidentEvent(models.Model):
    """A line in the course of events; it is added and never changed."""

    _name = "property.incident.event"
    _description = "Course of an Incident"
    _order = "date, id"
    _rec_name = "text"

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
    date = fields.Datetime(
        string="Time of the event",
        required=True,
        default=fields.Datetime.now,
        copy=False,
    )
    kind = fields.Selection(
        selection=[
            ("note", "Event"),
            ("step", "Step taken"),
            ("told", "Notification"),
        ],
        string="Kind of line",
        required=True,
        default="note",
        readonly=True,
    )
    text = fields.Text(string="What happened then", required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Written by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    is_late = fields.Boolean(
        string="Added later",
        readonly=True,
        help="Written after the report of the incident was released.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Who writes is the user, and steps write their lines themselves.
            vals_list = [
                {**vals, "user_id": self.env.uid, "kind": "note"} for vals in vals_list
            ]
        events = super().create(vals_list)
        for event in events:
            event.incident_id.sudo(False).check_access("read")
            if event.date > fields.Datetime.add(fields.Datetime.now(), minutes=5):
                raise UserError(self.env._("Write down what has happened already."))
            if event.incident_id.state == "analysed":
                event.sudo().is_late = True  # set by the server alone
        return events

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("The course of events is not changed; add a line.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The course of events stays on record."))
