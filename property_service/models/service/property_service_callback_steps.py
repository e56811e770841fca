from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .helpdesk_ticket_steps import CONTACT_MEDIA
from .property_service_callback_answer import SATISFACTION

MANAGER = "property_service.property_service_group_manager"
SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyServiceCallback(models.Model):
    """One call, one click: the level is recorded and everything else follows."""

    _inherit = "property.service.callback"

    # === Actions ===

    def action_level_5(self):
        return self._property_click("5")

    def action_level_4(self):
        return self._property_click("4")

    def action_level_3(self):
        return self._property_click("3")

    def action_level_2(self):
        return self._property_click("2")

    def action_level_1(self):
        return self._property_click("1")

    def action_no_answer(self):
        """The telephone was not answered; it stays in the list (SLA-06)."""
        for callback in self:
            callback._property_start_call()
            callback._property_log_call("no_answer")
            callback._property_set(attempt_count=callback.attempt_count + 1)

    def action_give_up(self):
        """Called in vain so often that no more is asked for (SLA-06).

        :raise UserError: not yet
        """
        for callback in self:
            callback._property_start_call()
            least = callback.estate_id._property_parameter("service.callback_attempts")
            if callback.attempt_count < least:
                raise UserError(
                    self.env._(
                        "%(callback)s: call at least %(count)s times before giving up.",
                        callback=callback.display_name,
                        count=least,
                    )
                )
            callback._property_end("unreached")
            callback._property_log_call("given_up")
            callback._property_judge_sample()

    def action_refused(self):
        """The customer was reached, and has nothing to say."""
        for callback in self:
            callback._property_start_call()
            callback._property_end("done", covered_percent=100.0)
            callback._property_log_call("refused")
            callback._property_end_request()
            callback._property_judge_sample()

    def action_open_record(self):
        """The questionnaire and the customer's words."""
        return self._property_open_wizard(False)

    def action_open_ticket(self):
        self.ensure_one()
        action = self.ticket_id.get_formview_action()
        view = self.env.ref("property_service.property_request_view_form")
        return {**action, "views": [(view.id, "form")]}

    def action_take_back(self):
        """The wrong button: ask again, as long as nothing has followed.

        :raise UserError: something has followed from it
        :raise AccessError: another person's entry, or one of an earlier day
        """
        for callback in self:
            callback._property_take_back()

    # === Business methods ===

    def _property_record(
        self, level, opinion="", answers=None, suggests=True, medium="phone"
    ):
        """The customer has said how well the case was handled (CMP-42, SLA-06..10).

        :param str level: one of ``SATISFACTION``
        :param str opinion: what the customer said; needed from who is not satisfied
        :param dict answers: level by question, as ids (SAT-05)
        :param bool suggests: make the opinion of a satisfied customer a suggestion
        :param str medium: one of ``CONTACT_MEDIA``
        :raise UserError: called back already, no such level, or the reason is missing
        """
        self.ensure_one()
        self._property_start_call()
        opinion = str(opinion or "").strip()
        unsatisfied = self._property_is_low(level)
        self._property_check_answer(level, opinion, answers or {}, medium)
        self._property_end(
            "done",
            level=level,
            score=int(level),
            satisfied_percent=100.0 if int(level) >= 4 else 0.0,
            covered_percent=100.0,
            medium=medium,
            opinion=opinion,
        )
        self._property_add_answers(answers or {})
        text = self._property_sum_up()
        self._property_log_call("reached", text)
        self.ticket_id._property_add_contact(medium, text)
        if unsatisfied:
            self._property_follow_up()
        elif opinion and suggests:
            self._property_set(suggestion_id=self._property_suggest().id)
        if not unsatisfied:
            self._property_end_request()
        self._property_judge_sample()

    def _property_click(self, level):
        """One click for who is satisfied; who is not is asked why."""
        self.ensure_one()
        if self._property_is_low(level):
            return self._property_open_wizard(level)
        self._property_record(level)
        return False

    def _property_is_low(self, level):
        """Whether a level counts as not satisfied, by the estate's setting."""
        if level not in dict(SATISFACTION):
            raise UserError(self.env._("Choose one of the five levels."))
        limit = self.estate_id._property_parameter("service.callback_unsatisfied_at")
        return int(level) <= limit

    def _property_check_answer(self, level, opinion, answers, medium):
        if medium not in dict(CONTACT_MEDIA):
            raise UserError(self.env._("Say how the customer was reached."))
        lows = [low for low in answers.values() if self._property_is_low(low)]
        if not opinion and (lows or self._property_is_low(level)):
            raise UserError(
                self.env._(
                    "%(callback)s: write down what the customer is not satisfied with.",
                    callback=self.display_name,
                )
            )

    def _property_start_call(self):
        """Lock it; the director's sample is the director's to call (SLA-08)."""
        self._property_step("open")
        if self.kind == "resample" and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("The director's sample is called by the director.")
            )

    def _property_end(self, state, **values):
        now = fields.Datetime.now()
        self._property_set(
            state=state,
            called_on=now,
            called_by_id=self.env.user.id,
            is_late=now > self.due_on,
            verify_from=self.estate_id._property_next_start(now, 1),
            **values,
        )

    def _property_add_answers(self, answers):
        questions = self.env["property.service.question"].browse(answers).exists()
        # What the customer says is recorded by the callback alone.
        self.env["property.service.callback.answer"].sudo().create(
            [
                {
                    "callback_id": self.id,
                    "estate_id": self.estate_id.id,
                    "question_id": question.id,
                    "level": answers[question.id],
                    "date": self.called_on,
                }
                for question in questions
            ]
        )

    def _property_log_call(self, outcome, note=""):
        # Nobody writes the log directly; the callback checks the rights.
        self.env["property.service.callback.call"].sudo().create(
            {
                "callback_id": self.id,
                "ticket_id": self.ticket_id.id,
                "outcome": outcome,
                "note": note,
                "due_on": self.due_on,
                "user_id": self.env.user.id,
                "date": fields.Datetime.now(),
            }
        )

    def _property_sum_up(self):
        """The callback in words, for the logs of callback and request."""
        levels = dict(self._fields["level"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        level = levels.get(self.level) or states[self.state]
        parts = [self.env._("Callback: %(level)s", level=level)]
        parts += [
            f"{answer.question_id.name}: {levels[answer.level]}"
            for answer in self.answer_ids
        ]
        return "; ".join(parts + [self.opinion] * bool(self.opinion))

    def _property_take_back(self):
        self.ensure_one()
        self._property_step("done", "unreached")
        estate, now = self.estate_id, fields.Datetime.now()
        is_today = estate._property_local_date(
            self.called_on
        ) == estate._property_local_date(now)
        own = is_today and self.called_by_id == self.env.user
        if not own and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "Your own entry of today, or else a supervisor takes it back."
                )
            )
        if self.followup_id or self.suggestion_id or self.sample_line_id:
            raise UserError(
                self.env._(
                    "%(callback)s: a request or a sample follows from it already; it"
                    " stays.",
                    callback=self.display_name,
                )
            )
        note = self._property_sum_up() if self.level else ""
        self._property_log_call("taken_back", note)
        self.answer_ids.sudo().unlink()  # they go with the entry, which stays logged
        empty = ("called_on", "called_by_id", "medium", "level", "opinion")
        self._property_set(
            state="open",
            score=0,
            satisfied_percent=0.0,
            covered_percent=0.0,
            is_late=False,
            verify_from=False,
            **dict.fromkeys(empty, False),
        )
        self.ticket_id._property_uncall()

    def _property_open_wizard(self, level):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Callback"),
            "res_model": "property.service.callback.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_callback_id": self.id, "default_level": level},
        }
