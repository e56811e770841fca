from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyServiceWarning(models.Model):
    """Early warning to the project manager, and exceptions of the time limits.

    Common problems, matters beyond authority and the risk of a collective complaint
    are warned of at once (SRV-48, CMP-43); repairs that are not done in three days
    without a word to the customer are exceptions (SLA-05).
    """

    _name = "property.service.warning"
    _description = "Early Warning"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "property.estate.mixin",
        "property.step.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        selection=[
            ("similar", "Similar requests"),
            ("no_contact", "No news to the customer"),
            ("beyond", "Beyond authority, or for the company"),
            ("collective", "Risk of a collective complaint"),
        ],
        required=True,
        default="collective",
    )
    state = fields.Selection(
        selection=[("open", "Not handled"), ("handled", "Handled")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, copy=False
    )
    building_id = fields.Many2one(
        comodel_name="property.building",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Category",
        index="btree_not_null",
        ondelete="restrict",
    )
    ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        relation="property_service_warning_ticket_rel",
        column1="warning_id",
        column2="ticket_id",
        string="Requests",
    )
    ticket_count = fields.Integer(
        string="Number of requests", compute="_compute_ticket_count"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Warned",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="The project manager of the estate.",
    )
    note = fields.Text(string="What is the matter")
    measures = fields.Text(string="What is done about it", readonly=True, copy=False)
    handled_on = fields.Datetime(readonly=True, copy=False)
    handled_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # One open warning a cause: the next request joins it.
    _similar_uniq = models.UniqueIndex(
        "(building_id, category_id) WHERE kind = 'similar' AND state = 'open'",
        "There is an open warning for this building and category.",
    )

    def _compute_ticket_count(self):
        for warning in self:
            warning.ticket_count = len(warning.ticket_ids)

    @api.depends("estate_id")
    def _compute_user_id(self):
        for warning in self:
            estate = warning.estate_id
            warning.user_id = (
                estate._property_level_user("director") if estate else False
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A warning stays on record; say what was done."))

    def _property_step_fields(self):
        return {"state", "measures", "handled_on", "handled_by_id"}

    # === Actions ===

    def action_open_handle(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What is done about it"),
            "res_model": "property.service.warning.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_warning_ids": [fields.Command.set(self.ids)]},
        }

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_request_action"
        )
        return {
            **action,
            "path": False,
            "domain": [("id", "in", self.ticket_ids.ids)],
            "context": {"property_desk": True},
        }

    # === Business methods ===

    def _property_handle(self, measures):
        """Say what is done about it, once (SRV-48).

        :param str measures: stays on record
        :raise UserError: nothing said, or handled already
        """
        measures = str(measures or "").strip()
        if not measures:
            raise UserError(self.env._("Write down what is done about it."))
        for warning in self:
            warning._property_step("open")
            warning._property_set(
                state="handled",
                measures=measures,
                handled_on=fields.Datetime.now(),
                handled_by_id=self.env.user.id,
            )
            warning.sudo().activity_ids.action_feedback(feedback=measures)  # its own
