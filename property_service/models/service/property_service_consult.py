from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# Where the answer to a customer comes from (SRV-14, SRV-16, SRV-17).
INTERNAL_SOURCES = [
    ("superior", "Superior"),
    ("department", "Department asked"),
    ("expert", "Expert asked"),
]
ANSWER_SOURCES = [
    ("desk", "Known at the desk"),
    ("document", "Rules and papers"),
    *INTERNAL_SOURCES,
]
ASKED = "property_service.mail_activity_type_consult"


class PropertyServiceConsult(models.Model):
    """A question that the desk cannot answer by itself, asked inside (SRV-16, SRV-17).

    The customer is told that we ask and when to expect the answer; the request waits
    meanwhile with its time limits running, for the customer waits for us.
    """

    _name = "property.service.consult"
    _description = "Internal Question"
    _inherit = ["property.step.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "state desc, due_on, id desc"
    _rec_name = "question"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="ticket_id.property_estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(related="ticket_id.property_unit_id")
    question = fields.Text(required=True, readonly=True)
    source = fields.Selection(
        selection=INTERNAL_SOURCES,
        string="Asked of",
        required=True,
        readonly=True,
        default="department",
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="Department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    asked_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person asked",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    asked_name = fields.Char(
        string="Name of who was asked",
        readonly=True,
        help="Somebody without a login, such as an expert from outside.",
    )
    asked_on = fields.Datetime(string="Question asked on", required=True, readonly=True)
    asked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    due_on = fields.Datetime(string="Answer expected by", required=True, readonly=True)
    state = fields.Selection(
        selection=[("open", "Awaiting the answer"), ("answered", "Answer given")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    answer = fields.Text()
    answered_on = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Answer recorded by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_late = fields.Boolean(
        string="Answer is late", compute="_compute_is_late", search="_search_is_late"
    )

    # === Computes ===

    @api.depends("state", "due_on", "answered_on")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for consult in self:
            moment = consult.answered_on or now
            consult.is_late = bool(consult.due_on and consult.due_on < moment)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        ids = self._search([("state", "=", "open"), ("due_on", "<", now)])
        return [("id", "in" if True in value else "not in", ids)]

    @api.constrains("team_id", "asked_user_id", "asked_name")
    def _check_somebody_asked(self):
        for consult in self:
            if not (consult.team_id or consult.asked_user_id or consult.asked_name):
                raise ValidationError(self.env._("Say who is asked."))

    # === CRUD ===

    def write(self, vals):
        if "answer" in vals and not self.env.su:
            for consult in self:
                if consult.state != "open":
                    raise UserError(
                        self.env._(
                            "Request %(ticket)s: the question is answered; ask again"
                            " if the answer does not hold.",
                            ticket=consult.ticket_id.number,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Internal questions stay on record."))

    def _property_step_fields(self):
        return self._fields.keys() & {
            "ticket_id",
            "question",
            "source",
            "team_id",
            "asked_user_id",
            "asked_name",
            "asked_on",
            "asked_by_id",
            "due_on",
            "state",
            "answered_on",
            "answered_by_id",
        }

    # === Actions ===

    def action_answer(self):
        """The answer is there: the handler gives it to the customer (SRV-17)."""
        for consult in self:
            consult._property_step("open")
            if not (consult.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Request %(ticket)s: write down the answer first.",
                        ticket=consult.ticket_id.number,
                    )
                )
            consult._property_set(
                state="answered",
                answered_on=fields.Datetime.now(),
                answered_by_id=self.env.user.id,
            )
            # The question's own reminder, whoever answers.
            consult.sudo().activity_feedback([ASKED], feedback=consult.answer)
            consult.ticket_id._property_on_answer(consult)
        return True

    def action_open_consult(self):
        self.ensure_one()
        return self.get_formview_action()

    def action_open_ticket(self):
        self.ensure_one()
        action = self.ticket_id.get_formview_action()
        view = self.env.ref("property_service.property_request_view_form")
        return {**action, "views": [(view.id, "form")]}

    # === Business methods ===

    def _property_notify_asked(self):
        """The person who is asked finds the question among the activities."""
        for consult in self.filtered("asked_user_id"):
            user = consult.asked_user_id
            zone = consult.estate_id
            consult.activity_schedule(
                ASKED,
                date_deadline=zone._property_local_date(consult.due_on),
                user_id=user.id,
                summary=consult.question.split("\n")[0][:80],
            )
