from odoo import models


class PropertyServiceCallback(models.Model):
    """What follows from the customer's words: nothing found is left alone (SLA-09)."""

    _inherit = "property.service.callback"

    def _property_follow_up(self):
        """Not satisfied: the case is taken up again, or a new request made (SLA-09).

        A case that the manager closed with a reason is not reopened over his head; one
        of the director's sample is long past.
        """
        ticket = self.ticket_id
        reopens = (
            self.kind == "regular"
            and self.policy_id.sudo().reopens  # a setting
            and ticket.property_step in ("closed", "called_back")
        )
        # Reopening counts the callback, so it is marked before.
        self._property_set(
            is_unsatisfied=True,
            has_reopened=reopens,
            told_id=self.estate_id._property_level_user("manager").id,
            followup_id=ticket.id,
        )
        if reopens:
            ticket._property_reopen(
                self.env._("Callback: %(opinion)s", opinion=self.opinion)
            )
        elif ticket.closed:
            self._property_set(followup_id=self._property_make_request().id)

    def _property_make_request(self, kind=None):
        """A new request with the customer's words, about the same unit."""
        ticket = self.ticket_id
        values = {
            "property_kind": kind or ticket.property_kind,
            "property_estate_id": ticket.property_estate_id.id,
            "property_unit_id": ticket.property_unit_id.id,
            "property_building_id": ticket.property_building_id.id,
            "property_place": ticket.property_place,
            "partner_id": ticket.partner_id.id,
            "partner_name": ticket.partner_name,
            "property_caller_phone": ticket.property_caller_phone,
            "channel_id": self.env.ref(
                "helpdesk_mgmt.helpdesk_ticket_channel_phone"
            ).id,
            "name": self.opinion.split("\n")[0][:80],
            "description": self.opinion,
        }
        if not kind:
            values["category_id"] = ticket.category_id.id
            values["property_repeat_of_id"] = ticket.id
        return self.env["helpdesk.ticket"].create(values)

    def _property_suggest(self):
        """The opinion becomes a suggestion that somebody answers (SLA-10)."""
        return self._property_make_request("suggestion")

    def _property_end_request(self):
        """The request goes the last step, where the policy asks for it (CMP-35)."""
        if self.kind == "regular" and self.policy_id.sudo().ends_request:  # a setting
            self.ticket_id._property_called_back()

    def _property_judge_sample(self):
        """What the director heard is the verdict on the record drawn (SLA-08)."""
        # The line is written as the person who called.
        line = self.sample_line_id.sudo()
        if not line:
            return
        verdict = "fail" if self.is_unsatisfied else "pass"
        if not self.level:
            verdict = "na"
        line.write({"verdict": verdict, "note": self._property_sum_up()})

    def _property_questions(self):
        """What to ask: the policy's questions; the director asks all (SLA-08)."""
        self.ensure_one()
        questions = self.policy_id.sudo().question_ids  # a setting
        return questions.sudo(False) or self.env["property.service.question"].search([])
