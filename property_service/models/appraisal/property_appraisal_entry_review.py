from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyAppraisalEntry(models.Model):
    """The person may object, a supervisor answers; what was wrong is taken back."""

    _inherit = "property.appraisal.entry"

    # === Actions ===

    def action_open_objection(self):
        return self._property_ask_words("object", self.env._("Object to the entry"))

    def action_open_answer(self):
        return self._property_ask_words("answer", self.env._("Answer the objection"))

    def action_open_reversal(self):
        return self._property_ask_words("reverse", self.env._("Take the entry back"))

    # === Business methods ===

    def _property_ask_words(self, purpose, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "property.appraisal.word.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_entry_id": self.id, "default_purpose": purpose},
        }

    def _property_object(self, words):
        """The person does not agree, and says why; supervisors are told.

        :raise AccessError: it is about somebody else
        """
        words = self._property_words(words)
        self.check_access("read")
        if not self.is_mine:
            raise AccessError(
                self.env._(
                    "%(entry)s: objections are the person's own.",
                    entry=self.display_name,
                )
            )
        # The person reads the entry only; the right is checked above.
        entry = self.sudo()
        entry._property_step("proposed", "confirmed")
        entry._property_check_not_settled()
        entry._property_set(
            objection=words, objected_on=fields.Datetime.now(), answer=False
        )
        entry._property_tell_supervisors(self.env._("Answer the objection"), words)

    def _property_answer(self, words):
        """A supervisor who is not the person answers the objection."""
        words = self._property_words(words)
        self._property_step("proposed", "confirmed")
        self._property_check_judge()
        if not self.is_objected:
            raise UserError(
                self.env._("%(entry)s: nobody objected.", entry=self.display_name)
            )
        self._property_set(answer=words, answered_by_id=self.env.uid)
        self._property_tell_person(words)

    def _property_reverse(self, words):
        """Take back what was confirmed, by an entry of the opposite points.

        It counts in the month that is open now; a sheet that was confirmed stays.

        :return: the opposite entry
        """
        words = self._property_words(words)
        self._property_step("confirmed")
        self._property_check_judge()
        if self.reverses_id:
            raise UserError(
                self.env._(
                    "%(entry)s takes another one back; add a new entry instead.",
                    entry=self.display_name,
                )
            )
        today = self.estate_id._property_today()
        self._property_set(state="reversed")
        self._property_drop_case()
        # Where it came from is the server's to write.
        return self.sudo().create(
            {
                "estate_id": self.estate_id.id,
                "staff_id": self.staff_id.id,
                "rule_id": self.rule_id.id,
                "date": today,
                "points": -self.points,
                "reason": words,
                "res_model": self.res_model,
                "res_id": self.res_id,
                "source_name": self.source_name,
                "reverses_id": self.id,
                "state": "confirmed",
                "month": self._property_open_month(max(today, self.date)),
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def _property_drop_case(self):
        """A measure that is not in force yet falls with its entry."""
        # The case falls, whoever may see it.
        cases = self.env["property.discipline.case"].sudo()
        for case in cases.search([("entry_id", "=", self.id)]):
            if case.state == "proposed":
                case._property_drop(self.env._("the entry was taken back"))
            elif case.state == "in_force":
                case.message_post(
                    body=self.env._("The entry it rests upon was taken back.")
                )

    def _property_open_month(self, day=None):
        """The first month from the day on whose sheet is still being prepared."""
        month = (day or self.date).replace(day=1)
        # Sheets of another estate count as well.
        sheets = self.env["property.appraisal.sheet"].sudo()
        taken = sheets.search(
            [
                ("staff_id", "=", self.staff_id.id),
                ("month", ">=", month),
                ("state", "!=", "draft"),
            ]
        )
        months = set(taken.mapped("month"))
        while month in months:
            month += relativedelta(months=1)
        return month

    def _property_words(self, words):
        words = str(words or "").strip()
        if not words:
            raise UserError(self.env._("Write down why."))
        return words

    def _property_check_not_settled(self):
        """After the sheet is confirmed the month is settled."""
        # Sheets of another estate count as well.
        sheets = self.env["property.appraisal.sheet"].sudo()
        if self.month and sheets.search_count(
            [
                ("staff_id", "=", self.staff_id.id),
                ("month", "=", self.month),
                ("state", "=", "confirmed"),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "%(entry)s is on a confirmed sheet; speak with your supervisor.",
                    entry=self.display_name,
                )
            )

    def _property_tell_supervisors(self, subject, words):
        users = self.estate_id._property_supervisors()
        # Logins of colleagues are not for every role to read.
        users -= self.staff_id.sudo().user_id
        self.message_notify(
            partner_ids=users.partner_id.ids, subject=subject, body=words
        )

    def _property_tell_person(self, words):
        # As above.
        user = self.staff_id.sudo().user_id
        if user:
            self.message_notify(
                partner_ids=user.partner_id.ids,
                subject=self.display_name,
                body=words,
            )
