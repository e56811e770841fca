from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from .helpdesk_ticket_stage import ENDED

SUPERVISOR = "property_service.property_service_group_supervisor"
CAUSES = [
    ("design", "Design or construction"),
    ("equipment", "Equipment or material"),
    ("staff", "Conduct or skill of staff"),
    ("process", "Rules or procedure"),
    ("contractor", "Contractor or supplier"),
    ("charge", "Prices or charges"),
    ("third_party", "Third party or force of nature"),
    ("misunderstanding", "Misunderstanding"),
]
REVIEW = {
    "is_about_acceptor",
    "review_note",
    "reviewed_by_id",
    "reviewed_on",
    "review_round",
    "urged_count",
    "urged_on",
    "is_urging_due",
}


class PropertyComplaint(models.Model):
    """What a complaint has beyond a request: demand, cause, blame, remedy (CMP).

    One for each request of the kind complaint, made by the server; the desk fills it
    in on the request's own form. It stays as it is once the request is closed.
    """

    _name = "property.complaint"
    _description = "Complaint"
    _inherit = ["property.step.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Char(
        related="ticket_id.number",
        string="Complaint no.",
        store=True,
        precompute=True,
    )
    estate_id = fields.Many2one(
        related="ticket_id.property_estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(
        related="ticket_id.property_unit_id",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    category_id = fields.Many2one(
        related="ticket_id.category_id",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    class_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Class of complaint",
        compute="_compute_class_id",
        store=True,
        index="btree_not_null",
        precompute=True,
        ondelete="restrict",
        help="One of the four classes of CMP-01; the category says which part of it.",
    )
    received_on = fields.Datetime(
        related="ticket_id.property_received_on",
        store=True,
        index=True,
        precompute=True,
    )
    step = fields.Selection(related="ticket_id.property_step")
    is_repeat = fields.Boolean(
        string="Second complaint",
        compute="_compute_is_repeat",
        store=True,
        precompute=True,
        help="An earlier request about the same matter is known (CMP-25).",
    )
    persons = fields.Char(string="Persons involved", help="CMP-34.")
    respondent_id = fields.Many2one(
        comodel_name="property.staff",
        string="Person complained about",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    is_about_acceptor = fields.Boolean(
        string="About who took it",
        readonly=True,
        help="Whoever took the complaint said that it is about him or her (CMP-31).",
    )
    demand = fields.Text(string="Customer's demand", help="What is asked of us.")
    accepted_part = fields.Text(
        string="What is met of it", help="The reasonable part of the demand (CMP-22)."
    )
    proposal = fields.Text(related="ticket_id.property_plan", readonly=False)
    agreed_solution = fields.Text(
        string="Agreed solution", help="What was agreed with the customer (CMP-39)."
    )
    is_apology_given = fields.Boolean(string="Apology given", help="CMP-21, CMP-36.")
    explanation = fields.Text(
        string="Explanation to the customer",
        help="Why it cannot be solved for now (CMP-16, CMP-54).",
    )
    is_difficult = fields.Boolean(
        string="Difficult customer",
        help="Apologise fully, ask again for the opinion, follow up (CMP-50).",
    )
    cause_kind = fields.Selection(selection=CAUSES, string="Kind of cause", index=True)
    cause = fields.Text(string="Cause found", help="CMP-24, CMP-37.")
    responsible_team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="Responsible department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The department that answers for it and handles it in time (CMP-37).",
    )
    responsible_staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Responsible person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    team_deadline = fields.Datetime(
        string="Department answers by",
        help="Until then the department handles the matter; later it is urged"
        " (CMP-24).",
    )
    team_answer = fields.Text(string="Answer of the department")
    urged_count = fields.Integer(string="Times urged", readonly=True)
    urged_on = fields.Datetime(string="Last urged on", readonly=True)
    immediate_action = fields.Text(string="Emergency solution", help="CMP-47.")
    preventive_action = fields.Text(
        string="Preventive plan", help="What keeps it from happening again (CMP-47)."
    )
    charge_ids = fields.Many2many(
        comodel_name="property.fee.charge",
        relation="property_complaint_charge_rel",
        column1="complaint_id",
        column2="charge_id",
        string="Charges complained about",
        domain="[('unit_id', '=', unit_id)]",
        help="CMP-12.",
    )
    visit_ids = fields.One2many(
        comodel_name="property.complaint.visit",
        inverse_name="complaint_id",
        string="On-site visits",
    )
    compensation_ids = fields.One2many(
        comodel_name="property.complaint.compensation",
        inverse_name="complaint_id",
        string="Compensations",
    )
    needs_review = fields.Boolean(
        string="Supervisor's review needed",
        compute="_compute_needs_review",
        store=True,
        index=True,
        help="The person complained about took the complaint (CMP-31).",
    )
    is_reviewed = fields.Boolean(compute="_compute_is_reviewed", string="Review done")
    review_note = fields.Text(string="Supervisor's review", readonly=True)
    reviewed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Reviewed by supervisor",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reviewed_on = fields.Datetime(string="Day of the review", readonly=True)
    review_round = fields.Integer(
        string="Round of the review",
        readonly=True,
        help="Reopenings of the request when it was reviewed.",
    )
    is_incomplete = fields.Boolean(
        string="Information missing",
        compute="_compute_is_incomplete",
        store=True,
        index=True,
        help="Place, persons, demand, cause or responsibility are not on record"
        " (CMP-34, CMP-37); checked once a month (CMP-44).",
    )

    _ticket_uniq = models.UniqueIndex(
        "(ticket_id)", "This request has its complaint record already."
    )

    # === Computes ===

    @api.depends("ticket_id.category_id.parent_id.parent_id")
    def _compute_class_id(self):
        for complaint in self:
            category = complaint.ticket_id.category_id
            while category.parent_id:
                category = category.parent_id
            complaint.class_id = category

    @api.depends("ticket_id.property_repeat_of_id")
    def _compute_is_repeat(self):
        for complaint in self:
            complaint.is_repeat = bool(complaint.ticket_id.property_repeat_of_id)

    @api.depends(
        "is_about_acceptor",
        "respondent_id.user_id",
        "ticket_id.property_first_contact_id",
        "ticket_id.property_received_by_id",
        "ticket_id.property_recorded_by_id",
        "ticket_id.user_id",
    )
    def _compute_needs_review(self):
        for complaint in self:
            user = complaint.respondent_id.sudo().user_id  # logins are no secret here
            complaint.needs_review = complaint.is_about_acceptor or (
                bool(user) and user in complaint._property_acceptors()
            )

    @api.depends("reviewed_by_id", "review_round", "ticket_id.property_reopen_count")
    def _compute_is_reviewed(self):
        for complaint in self:
            complaint.is_reviewed = (
                bool(complaint.reviewed_by_id)
                and complaint.review_round == complaint.ticket_id.property_reopen_count
            )

    @api.depends(
        "persons",
        "demand",
        "cause_kind",
        "responsible_team_id",
        "responsible_staff_id",
        "ticket_id.property_unit_id",
        "ticket_id.property_building_id",
        "ticket_id.property_place",
        "ticket_id.description",
        "ticket_id.name",
    )
    def _compute_is_incomplete(self):
        for complaint in self:
            complaint.is_incomplete = bool(
                complaint._property_missing_points()
                or not (complaint.demand or "").strip()
                or not complaint.cause_kind
                or not (complaint.responsible_team_id or complaint.responsible_staff_id)
            )

    # === CRUD ===

    def write(self, vals):
        if not self.env.su:
            self._property_check_open()
            if "respondent_id" in vals:
                self._property_check_respondent(vals["respondent_id"])
        changed = self.filtered(
            lambda complaint: (
                "respondent_id" in vals
                and complaint.respondent_id.id != vals["respondent_id"]
            )
        )
        before = {complaint: complaint.respondent_id for complaint in changed}
        result = super().write(vals)
        for complaint, respondent in before.items():
            complaint._property_on_respondent(respondent)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A complaint stays on record."))

    # === Hooks ===

    def _property_step_fields(self):
        return REVIEW

    # === Business methods ===

    def _property_acceptors(self):
        """Who heard, wrote down or handles the complaint."""
        ticket = self.ticket_id
        return (
            ticket.property_first_contact_id
            | ticket.property_received_by_id
            | ticket.property_recorded_by_id
            | ticket.user_id
        )

    def _property_missing_points(self):
        """Names of the key points that are not on record (CMP-34)."""
        self.ensure_one()
        ticket = self.ticket_id
        missing = []
        if not (
            ticket.property_unit_id
            or ticket.property_building_id
            or (ticket.property_place or "").strip()
        ):
            missing.append(self.env._("the place"))
        if not (self.persons or "").strip() and not self.respondent_id:
            missing.append(self.env._("the persons involved"))
        words = html2plaintext(ticket.description or "") + (ticket.name or "")
        if not words.strip():
            missing.append(self.env._("what the complaint is about"))
        return missing

    def _property_check_open(self):
        for complaint in self:
            if complaint.ticket_id.property_step in ENDED:
                raise UserError(
                    self.env._(
                        "Complaint %(number)s is closed and filed; reopen it to change"
                        " its record.",
                        number=complaint.number,
                    )
                )

    def _property_check_respondent(self, staff_id):
        """Who is complained about cannot take the name off the record (CMP-31)."""
        if self.env.user.has_group(SUPERVISOR):
            return
        for complaint in self:
            if complaint.needs_review and complaint.respondent_id.id != staff_id:
                raise AccessError(
                    self.env._(
                        "Complaint %(number)s: who is complained about took it; only a"
                        " supervisor changes the person complained about.",
                        number=complaint.number,
                    )
                )

    def _property_on_respondent(self, before):
        """Another person complained about: on record, and reviewed anew."""
        # Guarded against direct writes; it follows from the change alone.
        complaint = self.sudo()
        complaint.write({"reviewed_by_id": False, "reviewed_on": False})
        complaint.ticket_id._message_log(
            body=self.env._(
                "Person complained about: %(before)s → %(after)s",
                before=before.sudo().name or "–",  # as above
                after=complaint.respondent_id.name or "–",
            )
        )
        complaint._property_call_reviewer()
