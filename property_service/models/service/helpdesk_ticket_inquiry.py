from odoo import api, fields, models
from odoo.exceptions import UserError

from .helpdesk_ticket_stage import ENDED
from .property_service_consult import ANSWER_SOURCES

ANSWER = "property_service.mail_activity_type_answer"


class HelpdeskTicket(models.Model):
    """咨询服务记录: where an answer comes from, questions asked inside (SRV-14..17).

    The topic of an inquiry is its category.
    """

    _inherit = "helpdesk.ticket"

    property_answer_source = fields.Selection(
        selection=ANSWER_SOURCES,
        string="Source of the answer",
        default="desk",
        help="Where the answer to the customer comes from (SRV-14).",
    )
    property_consult_ids = fields.One2many(
        comodel_name="property.service.consult",
        inverse_name="ticket_id",
        string="Internal questions",
    )
    property_awaits_answer = fields.Boolean(
        string="Awaiting an internal answer",
        compute="_compute_property_awaits_answer",
        search="_search_property_awaits_answer",
        help="SRV-16: somebody inside was asked, and has not answered yet.",
    )

    @api.depends("property_consult_ids.state")
    def _compute_property_awaits_answer(self):
        for ticket in self:
            states = ticket.property_consult_ids.mapped("state")
            ticket.property_awaits_answer = "open" in states

    def _search_property_awaits_answer(self, operator, value):
        if operator != "in":
            return NotImplemented
        has_open = fields.Domain("property_consult_ids.state", "=", "open")
        return has_open if True in value else ~has_open

    # === Actions ===

    def action_property_open_consult(self):
        self.ensure_one()
        return self._property_open_wizard(
            "property.service.consult.wizard", self.env._("Ask inside")
        )

    # === Business methods ===

    def _property_consult(self, question, source="department", **asked):
        """Ask somebody inside; the request waits with its clocks running (SRV-16).

        :param str question: what we want to know
        :param str source: one of ``INTERNAL_SOURCES``
        :param asked: ``team_id``, ``asked_user_id`` or ``asked_name``
        :return: the internal question
        :raise UserError: no question, or the request is finished
        """
        self.ensure_one()
        question = str(question or "").strip()
        if not question:
            raise UserError(self.env._("Write down what is asked."))
        self.check_access("write")
        self._property_lock_steps()
        self._property_check_open()
        now = fields.Datetime.now()
        estate = self.property_estate_id
        # Questions are asked by this method alone; the right is checked above.
        consult = self.env["property.service.consult"].sudo()
        consult = consult.create(
            {
                "ticket_id": self.id,
                "question": question,
                "source": source,
                **{
                    name: asked.get(name)
                    for name in ("team_id", "asked_user_id", "asked_name")
                },
                "asked_on": now,
                "asked_by_id": self.env.user.id,
                "due_on": estate._property_deadline(
                    now,
                    estate._property_parameter("service.consult_hours"),
                    "working_hours",
                ),
            }
        )
        consult._property_notify_asked()
        if self.property_step != "waiting":
            self._property_move("waiting")
        return consult.sudo(False)

    def _property_on_answer(self, consult):
        """Go on with the request, and remind who owes the customer the answer."""
        self.ensure_one()
        self.check_access("write")
        self._property_lock_steps()
        if self.property_step in ENDED:
            return
        self.property_answer_source = consult.source
        paused = self.property_pause_ids.filtered(lambda pause: not pause.ended_on)
        if (
            self.property_step == "waiting"
            and not self.property_awaits_answer
            and not paused
        ):
            self._property_move("in_progress")
        user = self.user_id or self.property_first_contact_id or consult.asked_by_id
        self.activity_schedule(
            ANSWER,
            date_deadline=self.property_estate_id._property_local_date(
                fields.Datetime.now()
            ),
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._(
                "Give the customer the answer"
            ),
            note=consult.answer,
        )

    # === Hooks of the steps ===

    def _property_gates(self, step):
        gates = super()._property_gates(step)
        if step in ("done", "closed") and self.property_consult_ids:
            text = self.env._(
                "A question asked inside has no answer yet: see “Internal questions”."
            )
            gates = [*gates, ("consult", not self.property_awaits_answer, text, False)]
        return gates

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        if step in ENDED:
            asked = self.filtered("property_consult_ids")
            if asked:
                # The reminder may be a colleague's.
                asked.sudo().activity_feedback([ANSWER])
        return result
