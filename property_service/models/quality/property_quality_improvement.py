from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

ADMINISTRATOR = "property_service.property_service_group_administrator"
SOURCES = [
    ("check", "Quality check"),
    ("callback", "Callback of a customer"),
    ("feedback", "Feedback of customers"),
    ("staff", "Suggestion of staff"),
    ("audit", "Audit of head office"),
    ("meeting", "Meeting"),
]


class PropertyQualityImprovement(models.Model):
    """持续改进台账: what is to become better, by whom, until when (QA-17, QA-25)."""

    _name = "property.quality.improvement"
    _description = "Improvement"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Improvement", required=True)
    date = fields.Date(
        string="Proposed on",
        required=True,
        default=lambda self: self.env.user._property_today(),
        index=True,
    )
    proposer_id = fields.Many2one(
        comodel_name="res.users",
        string="Entered by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    source = fields.Selection(
        selection=SOURCES, string="Comes from", required=True, default="staff"
    )
    nonconformity_id = fields.Many2one(
        comodel_name="property.quality.nonconformity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    callback_id = fields.Many2one(
        comodel_name="property.service.callback",
        string="Callback",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', estate_id)]",
    )
    description = fields.Text(string="What is to become better")
    owner_id = fields.Many2one(
        comodel_name="property.staff",
        string="Responsible staff",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    deadline = fields.Date(index=True)
    result = fields.Text(string="Result of the improvement")
    state = fields.Selection(
        selection=[
            ("new", "Proposed"),
            ("running", "Under way"),
            ("done", "Carried out"),
            ("declined", "Declined"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="new",
        index=True,
        copy=False,
        tracking=True,
    )
    done_on = fields.Date(string="Closed on", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        string="Past the deadline",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
    )

    # === Computes ===

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        today = self.env.user._property_today()
        for row in self:
            is_open = row.state in ("new", "running")
            row.is_overdue = is_open and bool(row.deadline and row.deadline < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "in", ("new", "running")) & Domain(
            "deadline", "<", self.env.user._property_today()
        )
        return overdue if True in value else ~overdue

    # === Constraints ===

    @api.constrains("estate_id", "nonconformity_id", "callback_id", "ticket_id")
    def _check_estate(self):
        for row in self:
            estates = row.nonconformity_id.estate_id | row.callback_id.estate_id
            estates |= row.ticket_id.property_estate_id
            row.estate_id._property_patrol_same(estates, row)

    # === CRUD ===

    def write(self, vals):
        if not self.env.su and any(row.state in ("done", "declined") for row in self):
            raise UserError(self.env._("A closed improvement stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Improvements stay on record; decline them with a reason.")
        )

    def _property_step_fields(self):
        return {"state", "proposer_id", "done_on"}

    # === Actions ===

    def action_accept(self):
        """Somebody carries it out, until a day."""
        self._property_check_decider()
        for row in self:
            row._property_step("new")
            if not row.owner_id or not row.deadline:
                raise UserError(
                    self.env._(
                        "%(row)s: name the responsible staff and the deadline first.",
                        row=row.display_name,
                    )
                )
            row._property_set(state="running")
        return True

    def action_done(self):
        """Carried out, with its result (QA-25)."""
        self._property_close("done", "running")
        return True

    def action_decline(self):
        """Not carried out, and why."""
        self._property_check_decider()
        self._property_close("declined", "new", "running")
        return True

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "proposer_id",
            "time": "date",
        }

    # === Business methods ===

    def _property_check_decider(self):
        if not self.env.su and not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._("An administrator or supervisor decides on improvements.")
            )

    def _property_close(self, state, *steps):
        for row in self:
            row._property_step(*steps)
            if not (row.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(row)s: write down the result, or the reason.",
                        row=row.display_name,
                    )
                )
            row._property_set(state=state, done_on=self.env.user._property_today())
