from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .helpdesk_ticket_stage import ENDED
from .property_complaint import SUPERVISOR


class PropertyComplaint(models.Model):
    """A supervisor looks at complaints that came to the person meant (CMP-31)."""

    _inherit = "property.complaint"

    def action_open_review(self):
        """Ask the supervisor what the review found."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Supervisor's review"),
            "res_model": "property.complaint.review.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _property_review(self, note):
        """Write down what the review found; it holds until a reopening.

        :param str note: whether the complaint is recorded truthfully, and handled
        :raise AccessError: not a supervisor, or the person complained about
        :raise UserError: nothing written, nothing to review, or closed
        """
        note = str(note or "").strip()
        if not note:
            raise UserError(self.env._("Write down what the review found."))
        self.check_access("write")
        self.ticket_id._property_lock_steps()
        for complaint in self:
            complaint._property_check_reviewer()
            complaint._property_check_open()
            if not complaint.needs_review:
                raise UserError(
                    self.env._(
                        "Complaint %(number)s came to somebody else than the person"
                        " complained about; it needs no review.",
                        number=complaint.number,
                    )
                )
            complaint._property_set(
                review_note=note,
                reviewed_by_id=self.env.user.id,
                reviewed_on=fields.Datetime.now(),
                review_round=complaint.ticket_id.property_reopen_count,
            )
            ticket = complaint.ticket_id.sudo()  # the right is checked above
            ticket._message_log(
                body=self.env._("Supervisor's review: %(note)s", note=note)
            )
            ticket.activity_unlink(["property_service.mail_activity_type_review"])

    def _property_check_reviewer(self):
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("A supervisor reviews complaints."))
        if self.env.user in self._property_concerned():
            raise AccessError(
                self.env._(
                    "Complaint %(number)s is about you; another supervisor or the"
                    " manager reviews it.",
                    number=self.number,
                )
            )

    def _property_concerned(self):
        """Users whom the complaint is about."""
        users = self.respondent_id.sudo().user_id  # logins are no secret here
        if self.is_about_acceptor:
            users |= self.ticket_id.property_first_contact_id
        return users

    def _property_set_about(self, user):
        """Whoever took the complaint says that it is about him or her."""
        self.ensure_one()
        staff = self.env["property.staff"]._property_of_user(user)
        self._property_set(is_about_acceptor=True, respondent_id=staff.id)
        self._property_call_reviewer()

    def _property_review_due(self):
        """The complaints that must not be closed before their review."""
        return self.filtered(lambda row: row.needs_review and not row.is_reviewed)

    def _property_call_reviewer(self):
        """A to-do for somebody above the person complained about."""
        todo = "property_service.mail_activity_type_review"
        for complaint in self._property_review_due():
            # The server calls, whoever registered the complaint.
            ticket = complaint.ticket_id.sudo()
            if ticket.property_step in ENDED or ticket.activity_search([todo]):
                continue
            reviewer = complaint._property_reviewer()
            if reviewer:
                ticket.with_context(mail_activity_quick_update=True).activity_schedule(
                    todo,
                    user_id=reviewer.id,
                    note=self.env._(
                        "Who is complained about took this complaint: review it before"
                        " it is closed."
                    ),
                )

    def _property_reviewer(self):
        """The supervisor of the estate; the manager where the supervisor is meant."""
        concerned = self._property_concerned()
        users = [
            self.estate_id._property_level_user(level)
            for level in ("supervisor", "manager", "director")
        ]
        return next(
            (
                user
                for user in users
                if user and user not in concerned and user.has_group(SUPERVISOR)
            ),
            self.env["res.users"],
        )
