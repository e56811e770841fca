from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class PropertyAppraisalSheet(models.Model):
    """Appraised by the supervisor in person, acknowledged, settled (QA-15)."""

    _inherit = "property.appraisal.sheet"

    # === Actions ===

    def action_count(self):
        """Count anew while it is being prepared."""
        for sheet in self:
            sheet._property_step("draft")
        self._property_count()
        return True

    def action_review(self):
        """The supervisor has appraised the person: figures and points stand.

        :raise UserError: the month is not over, or entries wait to be decided
        """
        for sheet in self:
            sheet._property_step("draft")
            sheet._property_check_judge()
            sheet._property_check_over()
        self._property_count()
        for sheet in self:
            sheet._property_check_decided()
            sheet._property_set(
                state="reviewed",
                reviewed_by_id=self.env.uid,
                reviewed_on=fields.Datetime.now(),
                objection=False,
            )
            sheet._property_ask_acknowledgement()
        return True

    def action_acknowledge(self):
        """The person has read the sheet; it is settled and stays as it is."""
        for sheet in self:
            sheet.check_access("read")
            if not sheet.is_mine:
                raise AccessError(
                    self.env._(
                        "%(sheet)s: only the person acknowledges it; a supervisor"
                        " notes a signature on paper.",
                        sheet=sheet.display_name,
                    )
                )
            # The person reads the sheet only; the right is checked above.
            sheet.sudo()._property_step("reviewed")
            sheet._property_settle("self")
        return True

    def action_acknowledge_paper(self):
        """The supervisor holds the signed sheet, or the time to object is over."""
        for sheet in self:
            sheet._property_step("reviewed")
            sheet._property_check_judge()
            # Logins of colleagues are not for every role to read.
            has_login = sheet.staff_id.sudo().user_id
            days = sheet.estate_id._property_parameter("appraisal.acknowledge_days")
            over = sheet.reviewed_on + timedelta(days=days) <= fields.Datetime.now()
            if has_login and not over:
                raise UserError(
                    self.env._(
                        "%(sheet)s: the person has %(days)s days to acknowledge it.",
                        sheet=sheet.display_name,
                        days=days,
                    )
                )
            sheet._property_settle("silence" if has_login else "paper")
        return True

    def action_return(self):
        """Back to be prepared: something has to be put right."""
        for sheet in self:
            sheet._property_step("reviewed")
            sheet._property_check_judge()
            sheet._property_return()
        return True

    def action_open_objection(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("I do not agree"),
            "res_model": "property.appraisal.word.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sheet_id": self.id, "default_purpose": "object"},
        }

    def action_open_entries(self):
        """The entries of the person and month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_appraisal_entry_action"
        )
        return {
            **action,
            "name": self.display_name,
            "path": False,
            "context": {"default_staff_id": self.staff_id.id},
            "domain": [
                ("staff_id", "=", self.staff_id.id),
                "|",
                ("month", "=", self.month),
                "&",
                ("date", ">=", self.month),
                ("date", "<", self.month + relativedelta(months=1)),
            ],
        }

    def action_print(self):
        """绩效考核表 as PDF."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_appraisal_sheet_report", self
        )

    # === Business methods ===

    def _property_object(self, words):
        """The person does not agree: the sheet goes back with the words."""
        words = str(words or "").strip()
        if not words:
            raise UserError(self.env._("Write down why."))
        self.check_access("read")
        if not self.is_mine:
            raise AccessError(
                self.env._(
                    "%(sheet)s: objections are the person's own.",
                    sheet=self.display_name,
                )
            )
        # The person reads the sheet only; the right is checked above.
        sheet = self.sudo()
        sheet._property_step("reviewed")
        reviewer = sheet.reviewed_by_id
        sheet._property_return()
        sheet._property_set(objection=words)
        sheet.message_notify(
            partner_ids=reviewer.partner_id.ids,
            subject=sheet.display_name,
            body=words,
        )

    def _property_return(self):
        # Reminders of whoever was to acknowledge it.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self._property_set(state="draft", reviewed_by_id=False, reviewed_on=False)

    def _property_settle(self, how):
        # Reminders of whoever was to acknowledge it.
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])
        self._property_set(
            state="confirmed",
            acknowledged_by_id=self.env.uid,
            acknowledged_on=fields.Datetime.now(),
            acknowledged_how=how,
        )

    def _property_ask_acknowledgement(self):
        # Logins of colleagues are not for every role to read.
        user = self.staff_id.sudo().user_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Read your appraisal sheet"),
                user_id=user.id,
            )

    def _property_counted(self):
        """The entries that the sheet counts, for its printout."""
        return self.env["property.appraisal.entry"].search(
            self._property_counted_domain(self.staff_id, self.month), order="date, id"
        )

    def _property_check_over(self):
        today = self.estate_id._property_today()
        if today < self.month + relativedelta(months=1):
            raise UserError(
                self.env._("%(sheet)s: the month is not over.", sheet=self.display_name)
            )

    def _property_check_decided(self):
        # Every entry of the person counts, in whatever estate.
        entries = self.sudo()._property_undecided()
        if entries:
            raise UserError(
                self.env._(
                    "%(sheet)s: decide %(count)s entries first, such as “%(entry)s”.",
                    sheet=self.display_name,
                    count=len(entries),
                    entry=entries[0].display_name,
                )
            )
