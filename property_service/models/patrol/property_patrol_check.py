from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyPatrolCheck(models.Model):
    """One point of one round: arrived by its label, its items answered (PAT-02..05)."""

    _name = "property.patrol.check"
    _description = "Point of a Patrol Round"
    _inherit = ["property.step.mixin", "property.checklist.single.mixin"]
    _order = "round_id, sequence, id"
    _rec_name = "point_id"

    round_id = fields.Many2one(
        comodel_name="property.patrol.round",
        string="Patrol round",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="round_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="round_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(readonly=True)
    point_id = fields.Many2one(
        comodel_name="property.patrol.point",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    place = fields.Char(related="point_id.place")
    equipment_id = fields.Many2one(
        related="point_id.equipment_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(
        selection=[
            ("open", "To do"),
            ("arrived", "On the spot"),
            ("done", "Checked"),
            ("skipped", "Skipped"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
        copy=False,
    )
    arrival = fields.Selection(
        selection=[("scan", "Label scanned"), ("hand", "Without scan")],
        readonly=True,
        copy=False,
    )
    arrived_on = fields.Datetime(readonly=True, copy=False)
    checked_on = fields.Datetime(string="Checked at", readonly=True, copy=False)
    reason = fields.Text(
        readonly=True,
        copy=False,
        help="Why the point was skipped, or its label not scanned.",
    )
    needs_scan = fields.Boolean(related="round_id.route_id.needs_scan")
    finding_ids = fields.One2many(
        comodel_name="property.patrol.finding",
        inverse_name="check_id",
        string="Patrol findings",
    )

    _point_uniq = models.Constraint(
        "UNIQUE(round_id, point_id)", "The round passes this point already."
    )

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Points of a round stay on record."))

    def _property_step_fields(self):
        return {
            *("state", "round_id", "point_id", "sequence", "arrival", "arrived_on"),
            *("checked_on", "reason", "checklist_id", "finding_ids"),
        }

    # === Actions ===

    def action_open(self):
        """The point itself, large, for a thumb."""
        self.ensure_one()
        return self._property_open()

    def action_arrive(self):
        """Arrived without a scan, where the route allows it, else with a reason."""
        self.ensure_one()
        if self.needs_scan:
            return self._property_ask("hand")
        self._property_arrive("hand")
        return True

    def action_skip(self):
        """Ask why this point cannot be looked at."""
        return self._property_ask("skip")

    def action_all_ok(self):
        """One tap for what nobody has found wrong, and the point is done."""
        self.ensure_one()
        self._property_check_now("arrived")
        self.checklist_id.line_ids.action_answer_ok()
        return self.action_done()

    def action_done(self):
        """The point is checked; what is not in order becomes a finding."""
        self.ensure_one()
        self._property_check_now("arrived")
        self.checklist_id._property_close()
        return self._property_back()

    def action_open_round(self):
        self.ensure_one()
        return {**self.round_id.get_formview_action(), "target": "main"}

    def action_report_finding(self):
        """A finding here, beside the items."""
        self.ensure_one()
        action = self.round_id.action_report_finding()
        return {
            **action,
            "context": {**action["context"], "default_check_id": self.id},
        }

    # === Checklist ===

    def _property_checklist_may_edit(self, checklist):
        """On the spot, and by who walks the round: nobody fills it in at the desk."""
        return (
            self.state == "arrived"
            and self.round_id.state == "running"
            and self.round_id.user_id == self.env.user
            and super()._property_checklist_may_edit(checklist)
        )

    def _property_on_checklist_closed(self, checklist):
        self._property_set(state="done", checked_on=fields.Datetime.now())
        failed = checklist.line_ids.filtered(lambda line: line.result == "fail")
        self.env["property.patrol.finding"]._property_of_lines(self, failed)

    # === Business methods ===

    def _property_back(self):
        """To the round: under the dialog, or the page after a label was scanned."""
        if self.env.context.get("property_in_dialog"):
            return {"type": "ir.actions.act_window_close"}
        return self.action_open_round()

    def _property_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.point_id.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"property_in_dialog": True},
        }

    def _property_ask(self, purpose):
        self.ensure_one()
        return self.env["property.patrol.reason.wizard"]._property_open(
            purpose, round_id=self.round_id.id, check_id=self.id
        )

    def _property_check_now(self, *states):
        """The step is due now, in a round under way, by who walks it."""
        self._property_step(*states)
        self.round_id._property_check_walker()
        if self.round_id.state != "running":
            raise UserError(
                self.env._(
                    "%(patrol)s is not under way.", patrol=self.round_id.display_name
                )
            )

    def _property_arrive(self, arrival, reason=False):
        """At the point: from now on its items can be answered.

        :raise UserError: not the next point, or no reason for a label not scanned
        """
        self.ensure_one()
        self._property_check_now("open")
        if arrival == "hand" and self.needs_scan and not reason:
            raise UserError(
                self.env._(
                    "%(point)s: scan the label, or say why it cannot be scanned.",
                    point=self.point_id.name,
                )
            )
        before = self.round_id.check_ids.filtered(lambda c: c.state == "open")[:1]
        if self.round_id.route_id.is_ordered and before != self:
            raise UserError(
                self.env._(
                    "The route has an order: the next point is %(point)s.",
                    point=before.point_id.name,
                )
            )
        self._property_set(
            state="arrived",
            arrival=arrival,
            arrived_on=fields.Datetime.now(),
            reason=reason,
        )

    def _property_skip(self, reason):
        """The point cannot be looked at, for a reason that stays on record."""
        self.ensure_one()
        self._property_check_now("open", "arrived")
        self._property_set(state="skipped", reason=reason)
