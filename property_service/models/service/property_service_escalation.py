from odoo import api, fields, models
from odoo.exceptions import UserError

from .property_service_escalation_level import TO_LEVELS


class PropertyServiceEscalation(models.Model):
    """A case went up one level, and what the level made of it (SLA-01 to SLA-04)."""

    _name = "property.service.escalation"
    _description = "Escalation of a Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="ticket_id.property_estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    property_kind = fields.Selection(related="ticket_id.property_kind")
    property_severity = fields.Selection(related="ticket_id.property_severity")
    property_step = fields.Selection(related="ticket_id.property_step")
    unit_id = fields.Many2one(related="ticket_id.property_unit_id")
    level_id = fields.Many2one(
        comodel_name="property.service.escalation.level",
        string="By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    to_level = fields.Selection(
        selection=TO_LEVELS, string="Escalated to", required=True, readonly=True
    )
    takes_over = fields.Boolean(readonly=True)
    is_manual = fields.Boolean(string="Reported by staff", readonly=True)
    round = fields.Integer(readonly=True)
    reason = fields.Text(string="Why it went up", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Escalated by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    from_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Now with",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[("open", "To be handled"), ("handled", "Handled")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    handling = fields.Text(string="Handling and result", readonly=True)
    handled_on = fields.Datetime(readonly=True)
    handled_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    # However often the cron is killed and run again, a level is reached once.
    _once_uniq = models.UniqueIndex(
        "(ticket_id, level_id, round) WHERE level_id IS NOT NULL AND NOT is_manual",
        "This request has reached that level already.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An escalation stays on record."))

    # === Actions ===

    def action_open_handle(self):
        """Ask the level how it handled the case (SLA-04)."""
        return self.ticket_id._property_open_wizard(
            "property.service.handling.wizard", self.env._("Handling and result")
        )

    def action_open_ticket(self):
        self.ensure_one()
        action = self.ticket_id.get_formview_action()
        view = self.env.ref("property_service.property_request_view_form")
        return {**action, "views": [(view.id, "form")]}

    # === Business methods ===

    def _property_set_handled(self, text):
        """The level has written down what it did."""
        self.write(
            {
                "state": "handled",
                "handling": text,
                "handled_on": fields.Datetime.now(),
                "handled_by_id": self.env.user.id,
            }
        )
        if self.activity_ids:
            self.activity_ids.action_feedback(feedback=text)
