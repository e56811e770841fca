from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class PropertyDutyHandover(models.Model):
    """Prepare, sign, refuse, take over, check: who may do what, and when."""

    _inherit = "property.duty.handover"

    # === Actions ===

    def action_prepare(self):
        """The outgoing shift begins to tidy up; the lists are brought up to date."""
        self._property_step("prepare")
        self._property_check_side("outgoing")
        if not self.prepared_from:
            now = fields.Datetime.now()
            minutes = self.estate_id._property_parameter("duty.handover_prep_minutes")
            latest = self.log_out_id.date_end - timedelta(minutes=minutes)
            self._property_set(prepared_from=now, is_prepared_late=now > latest)
        # Matters of every book are listed, whatever the desk may read.
        self.sudo()._property_fill()
        return True

    def action_count_rest(self):
        """Everything not touched yet is as it should be."""
        self._property_check_fields({"count_ids"})
        self.count_ids.filtered(lambda c: not c.is_counted).action_as_expected()
        return True

    def action_give_to_relief(self):
        """Everything open goes to the first of the incoming shift (EMG-04)."""
        self._property_check_fields({"matter_ids"})
        owner = self.log_in_id.staff_ids[:1]
        if not owner:
            raise UserError(
                self.env._(
                    "%(log)s: enter who is on duty first.",
                    log=self.log_in_id.display_name,
                )
            )
        self.matter_ids._property_unowned().write({"owner_id": owner.id})
        return True

    def action_sign_out(self):
        """交班人签名: record complete, place tidy, items counted (DUT-16, 19, 20)."""
        self._property_step("prepare")
        self._property_check_side("outgoing")
        if not self.prepared_from:
            self.action_prepare()
        self._property_check_gates("sign")
        # The checks are before it; nobody writes checklists directly.
        self.sudo().prepare_checklist_id._property_close()
        self._property_set(
            state="signed", out_user_id=self.env.uid, out_on=fields.Datetime.now()
        )

    def action_take_back(self):
        """The outgoing shift takes its signature back, to count or enter more."""
        self._property_step("signed")
        self._property_check_side("outgoing")
        if self.log_out_id.state != "on_duty":
            raise UserError(
                self.env._(
                    "%(log)s has ended; its signature stands.",
                    log=self.log_out_id.display_name,
                )
            )
        self._property_open_again()

    def action_arrive(self):
        """The relief is here: how early or late is kept (DUT-09, 11, 21)."""
        self._property_step("prepare", "signed")
        self._property_check_side("incoming")
        self.log_in_id._property_check_early()
        if not self.arrived_on:
            self._property_arrive(fields.Datetime.now())
        return True

    def action_read_notices(self):
        """The latest notices, to read before the takeover (DUT-45)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Notices to read"),
            "res_model": "property.staff.notice",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self._property_unread_notices().ids)],
        }

    def action_refuse(self):
        """Ask for the reason of the refusal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the takeover"),
            "res_model": "property.duty.refusal.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_handover_id": self.id},
        }

    def action_take_over(self):
        """接班人签名: with both signatures the new shift is on duty (DUT-16, 23)."""
        self._property_step("signed")
        self._property_check_side("incoming")
        self._property_check_other_person()
        self.log_in_id._property_check_early()
        self._property_check_gates("take_over")
        now = fields.Datetime.now()
        if not self.arrived_on:
            self._property_arrive(now)
        # As above.
        self.sudo().takeover_checklist_id._property_close()
        self._property_set(state="done", in_user_id=self.env.uid, in_on=now)
        self._property_change_shifts(now)

    def action_check(self):
        """The administrator's check of this handover (QA-04)."""
        self.ensure_one()
        self._property_check_checker()
        self._property_step("done")
        if not self.checked_on:
            self._property_set(
                checked_by_id=self.env.uid, checked_on=fields.Datetime.now()
            )
        return True

    # === Business methods ===

    def _property_check_side(self, side):
        """:raise UserError: not this user's shift"""
        if self.env.su or self[f"is_{side}"]:
            return
        log = self.log_out_id if side == "outgoing" else self.log_in_id
        raise UserError(
            self.env._(
                "%(handover)s: this is done by %(people)s of %(log)s.",
                handover=self.display_name,
                people=", ".join(log.staff_ids.mapped("name")) or "–",
                log=log.display_name,
            )
        )

    def _property_check_other_person(self):
        if self.env.user == self.out_user_id:
            raise UserError(
                self.env._(
                    "%(user)s signed for the outgoing shift; another person takes"
                    " over.",
                    user=self.env.user.name,
                )
            )

    def _property_check_checker(self):
        group = "property_service.property_service_group_administrator"
        if not self.env.user.has_group(group):
            raise UserError(
                self.env._("A handover is checked by an administrator or above.")
            )
        if self.env.user in self.out_user_id | self.in_user_id:
            raise UserError(
                self.env._("Who signed a handover does not check it; a colleague does.")
            )

    def _property_relief_is_near(self):
        """Whether the next shift begins where this one ends."""
        minutes = self.estate_id._property_parameter("duty.back_to_back_minutes")
        end = self.log_out_id.date_end + timedelta(minutes=minutes)
        return self.log_in_id.date_start < end

    def _property_arrive(self, now):
        begin = self.log_in_id.date_start
        early = self.estate_id._property_parameter("duty.handover_incoming_minutes")
        late = max(0, int((now - begin).total_seconds() // 60))
        self._property_set(
            arrived_on=now,
            arrived_by_id=self.env.uid,
            is_short=now > begin - timedelta(minutes=early),
            late_minutes=late,
        )
        if late:
            self._property_report_late(late)

    def _property_report_late(self, late):
        """逾时接班 (DUT-09): an occasion for the appraisal of who came late."""
        log = self.log_in_id
        # Who somebody is must not depend on who may open the staff list.
        own = self.env["property.staff"]._property_of_user() & log.staff_ids
        for staff in own or log.staff_ids:
            log._property_appraise(
                staff,
                "late_handover",
                self.env._(
                    "%(log)s: the relief came %(late)s minutes late.",
                    log=log.display_name,
                    late=late,
                ),
                source=self,
            )

    def _property_open_again(self):
        # As above: the outgoing list is answered anew.
        checklist = self.sudo().prepare_checklist_id
        self._property_set(state="prepare", out_user_id=False, out_on=False)
        if checklist.state == "closed":
            checklist._property_reopen(self.env._("The handover is prepared again."))

    def _property_refuse(self, reason):
        """四不接: nothing changes hands until it is put right (DUT-24).

        :raise UserError: nothing on the list failed, so there is nothing to refuse
        """
        self._property_step("signed")
        self._property_check_side("incoming")
        reason = str(reason or "").strip()
        # As above.
        lines = self.sudo().takeover_checklist_id.line_ids
        failed = lines.filtered(lambda line: line.result == "fail")
        if not failed or not reason:
            raise UserError(
                self.env._(
                    "%(handover)s: mark on the takeover list what is not in order, and"
                    " give the reason.",
                    handover=self.display_name,
                )
            )
        if not self.arrived_on:
            self._property_arrive(fields.Datetime.now())
        # Refusals are written by this step alone.
        self.env["property.duty.handover.refusal"].sudo().create(
            {
                "handover_id": self.id,
                "user_id": self.env.uid,
                "out_user_id": self.out_user_id.id,
                "date": fields.Datetime.now(),
                "failed": "\n".join(failed.mapped("name")),
                "reason": reason,
            }
        )
        self._property_tell_refused(reason)
        if self.log_out_id.state == "on_duty":
            self._property_open_again()

    def _property_tell_refused(self, reason):
        supervisors = self.estate_id._property_supervisors()
        self.message_post(
            body=self.env._(
                "Takeover refused by %(user)s: %(reason)s",
                user=self.env.user.name,
                reason=reason,
            ),
            partner_ids=(supervisors | self.out_user_id).partner_id.ids,
        )

    def _property_change_shifts(self, now):
        """Duty and open matters go over together, once (DUT-10, 13, 17, 23)."""
        # Logs move by the handover alone, whoever of the two shifts signs last.
        out, into = self.sudo().log_out_id, self.sudo().log_in_id
        out._property_step("on_duty", "closed")
        into._property_step("planned")
        if out.state == "on_duty":
            out._property_set(state="handed_over", ended_on=now)
        into._property_go_on_duty(now)
        pending = out.carried_entry_ids.filtered(lambda e: e.state == "pending")
        owners = {row.entry_id: row.owner_id for row in self.matter_ids if row.entry_id}
        for entry in pending:
            owner = owners.get(entry, entry.owner_id)
            entry.write({"carried_log_id": into.id, "owner_id": owner.id})
        self._property_tell_owners(into)

    def _property_tell_owners(self, log):
        """Who by day has to see to what the night left (EMG-04)."""
        if not self.log_out_id.is_late:
            return
        # Logins of colleagues are not for every role to read.
        owned = self.sudo().matter_ids.filtered("owner_id")
        for owner, rows in owned.grouped("owner_id").items():
            if owner.user_id:
                rows._property_give_incidents()
                log.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Matters of the night"),
                    note="\n".join(rows.mapped("name")),
                    user_id=owner.user_id.id,
                )
