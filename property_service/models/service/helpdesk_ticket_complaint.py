from odoo import api, fields, models
from odoo.exceptions import UserError

from .helpdesk_ticket_stage import ENDED
from .property_unit import DESK


class HelpdeskTicket(models.Model):
    """A request of the kind complaint has its complaint record, shown in its form."""

    _inherit = "helpdesk.ticket"

    property_complaint_ids = fields.One2many(
        comodel_name="property.complaint",
        inverse_name="ticket_id",
        string="Complaint record",
        groups=DESK,
    )
    property_complaint_id = fields.Many2one(
        comodel_name="property.complaint",
        string="Complaint",
        compute="_compute_property_complaint_id",
        groups=DESK,
    )
    # What the desk fills in without leaving the request.
    property_persons = fields.Char(
        related="property_complaint_ids.persons", readonly=False, groups=DESK
    )
    property_respondent_id = fields.Many2one(
        related="property_complaint_ids.respondent_id", readonly=False, groups=DESK
    )
    property_demand = fields.Text(
        related="property_complaint_ids.demand", readonly=False, groups=DESK
    )
    property_accepted_part = fields.Text(
        related="property_complaint_ids.accepted_part", readonly=False, groups=DESK
    )
    property_agreed_solution = fields.Text(
        related="property_complaint_ids.agreed_solution", readonly=False, groups=DESK
    )
    property_is_apology_given = fields.Boolean(
        related="property_complaint_ids.is_apology_given", readonly=False, groups=DESK
    )
    property_explanation = fields.Text(
        related="property_complaint_ids.explanation", readonly=False, groups=DESK
    )
    property_is_difficult = fields.Boolean(
        related="property_complaint_ids.is_difficult", readonly=False, groups=DESK
    )
    property_cause_kind = fields.Selection(
        related="property_complaint_ids.cause_kind",
        readonly=False,
        groups=DESK,
    )
    property_cause = fields.Text(
        related="property_complaint_ids.cause", readonly=False, groups=DESK
    )
    property_responsible_team_id = fields.Many2one(
        related="property_complaint_ids.responsible_team_id",
        readonly=False,
        groups=DESK,
    )
    property_responsible_staff_id = fields.Many2one(
        related="property_complaint_ids.responsible_staff_id",
        readonly=False,
        groups=DESK,
    )
    property_team_deadline = fields.Datetime(
        related="property_complaint_ids.team_deadline", readonly=False, groups=DESK
    )
    property_team_answer = fields.Text(
        related="property_complaint_ids.team_answer", readonly=False, groups=DESK
    )
    property_urged_count = fields.Integer(
        related="property_complaint_ids.urged_count", groups=DESK
    )
    property_immediate_action = fields.Text(
        related="property_complaint_ids.immediate_action", readonly=False, groups=DESK
    )
    property_preventive_action = fields.Text(
        related="property_complaint_ids.preventive_action", readonly=False, groups=DESK
    )
    property_disputed_charge_ids = fields.Many2many(
        related="property_complaint_ids.charge_ids", readonly=False, groups=DESK
    )
    property_visit_ids = fields.One2many(
        related="property_complaint_ids.visit_ids", groups=DESK
    )
    property_compensation_ids = fields.One2many(
        related="property_complaint_ids.compensation_ids", groups=DESK
    )
    property_needs_review = fields.Boolean(
        related="property_complaint_ids.needs_review", groups=DESK
    )
    property_is_reviewed = fields.Boolean(
        related="property_complaint_ids.is_reviewed", groups=DESK
    )
    property_review_note = fields.Text(
        related="property_complaint_ids.review_note", groups=DESK
    )
    property_complaint_reviewed_by_id = fields.Many2one(
        related="property_complaint_ids.reviewed_by_id", groups=DESK
    )
    property_is_incomplete = fields.Boolean(
        related="property_complaint_ids.is_incomplete", groups=DESK
    )

    @api.depends("property_complaint_ids")
    def _compute_property_complaint_id(self):
        for ticket in self:
            ticket.property_complaint_id = ticket.property_complaint_ids[:1]

    # === CRUD ===

    def write(self, vals):
        if vals.get("stage_id"):
            self._property_check_review(vals["stage_id"])
        if "property_kind" in vals:
            self._property_check_kind(vals["property_kind"])
        result = super().write(vals)
        if vals.get("property_kind") == "complaint":
            self._property_make_complaints()
        return result

    # === Actions ===

    def action_property_open_visit(self):
        """Somebody was on site: one dialog (CMP-53)."""
        return self._property_open_complaint_wizard(
            "property.complaint.visit.wizard", self.env._("On-site visit")
        )

    def action_property_open_postpone(self):
        """It cannot be solved for now: explain, promise, report (CMP-16)."""
        return self._property_open_complaint_wizard(
            "property.complaint.postpone.wizard", self.env._("Cannot be solved for now")
        )

    def action_property_open_review(self):
        self.ensure_one()
        return self.property_complaint_id.action_open_review()

    def action_property_urge(self):
        self.ensure_one()
        return self.property_complaint_id.action_urge()

    def action_property_new_compensation(self):
        """A compensation with all that is known filled in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compensation"),
            "res_model": "property.complaint.compensation",
            "view_mode": "form",
            "context": {"default_complaint_id": self.property_complaint_id.id},
        }

    # === Business methods ===

    def _property_open_complaint_wizard(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.property_complaint_id.id},
        }

    def _property_make_complaints(self):
        """The complaint records of these requests, in one go."""
        # Residents file complaints, too; the record is the service centre's.
        tickets = self.sudo().filtered(
            lambda ticket: (
                ticket.property_kind == "complaint"
                and ticket.property_estate_id
                and not ticket.property_complaint_ids
            )
        )
        if tickets:
            tickets.property_complaint_ids.create(
                [
                    {"ticket_id": ticket.id, "persons": ticket.partner_name}
                    for ticket in tickets
                ]
            )
            tickets.invalidate_recordset(["property_complaint_ids"])

    def _property_check_kind(self, kind):
        """A complaint does not turn into something nicer (CMP-31)."""
        if kind == "complaint":
            return
        # What hangs on it counts, whoever may see it.
        for complaint in self.sudo().property_complaint_ids:
            ticket = complaint.ticket_id
            if ticket.property_kind == "complaint" and (
                complaint.respondent_id
                or complaint.compensation_ids
                or complaint.visit_ids
            ):
                raise UserError(
                    self.env._(
                        "Request %(ticket)s stays a complaint: a person complained"
                        " about, a visit or a compensation is on its record.",
                        ticket=ticket.number,
                    )
                )

    def _property_check_review(self, stage_id):
        """No caller closes what a supervisor has yet to review (CMP-31)."""
        stage = self.env["helpdesk.ticket.stage"].sudo().browse(stage_id)  # its step
        if stage.property_step not in ENDED:
            return
        # Whether a review is due must not depend on who closes.
        due = self.sudo().property_complaint_ids._property_review_due()
        if due:
            raise UserError(
                self.env._(
                    "Complaint %(number)s: the person complained about took it; a"
                    " supervisor reviews it before it is closed.",
                    number=due[0].number,
                )
            )

    # === Hooks ===

    def _property_on_step(self, step):
        if step == "new":
            self._property_make_complaints()
        result = super()._property_on_step(step)
        if step in ENDED and not self._property_is_history():
            # Papers follow from closing; nobody files them by hand.
            self.sudo().property_complaint_ids._property_on_closed()
        return result

    def _property_gates(self, step):
        gates = super()._property_gates(step)
        # What is on record does not depend on who looks.
        complaint = self.sudo().property_complaint_ids[:1].with_env(self.env).sudo()
        if complaint and step == "done":
            missing = complaint._property_missing_points()
            text = self.env._(
                "Write down %(points)s.", points=", ".join(map(str, missing))
            )
            gates = [*gates, ("complaint", not missing, text, True)]
        if complaint and step in ENDED:
            gates = [*gates, *complaint._property_closing_gates()]
        return gates
