from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .property_quality_nonconformity import ADMINISTRATOR

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyQualityNonconformity(models.Model):
    """Confirmed, corrected, re-checked by somebody else, published (QA-05, QA-12)."""

    _inherit = "property.quality.nonconformity"

    # === Actions ===

    def action_confirm(self):
        """It is so: it counts in the appraisal from now on (QA-05, QA-11)."""
        self._property_check_group(SUPERVISOR)
        for row in self:
            row._property_step("draft")
            row._property_check_confirm()
            row._property_set(
                state="open",
                confirmed_on=fields.Datetime.now(),
                confirmed_by_id=self.env.uid,
            )
            row._property_lock_files("photo_ids")
            row._property_add_entry()
        return True

    def action_corrected(self):
        """Put right, with its cause and measures written down; now it is re-checked."""
        for row in self:
            row._property_step("open")
            if not (row.cause or "").strip() or not (row.correction or "").strip():
                raise UserError(
                    self.env._(
                        "%(row)s: write down the cause and the measures of correction"
                        " first.",
                        row=row.display_name,
                    )
                )
            row._property_set(
                state="corrected",
                corrected_on=fields.Datetime.now(),
                corrected_by_id=self.env.uid,
                recheck_note=False,
            )
            row._property_lock_files("photo_ids")
        return True

    def action_recheck_pass(self):
        """Looked at again by another than who corrected it: in order."""
        for row in self:
            row._property_check_rechecker()
            row._property_set(
                state="done",
                rechecked_on=fields.Datetime.now(),
                rechecked_by_id=self.env.uid,
            )
        return True

    def action_recheck_fail(self):
        """Not in order yet: it stands open again, with a new deadline."""
        for row in self:
            row._property_check_rechecker()
            note = (row.recheck_note or "").strip()
            if not note:
                raise UserError(
                    self.env._(
                        "%(row)s: write down what the re-check found.",
                        row=row.display_name,
                    )
                )
            row._property_set(
                state="open",
                reopen_count=row.reopen_count + 1,
                rechecked_on=fields.Datetime.now(),
                rechecked_by_id=self.env.uid,
                deadline=row._property_usual_deadline(),
                alerted_on=False,
            )
            row._message_log(
                body=self.env._("The re-check failed: %(note)s", note=note)
            )
        return True

    def action_drop(self):
        """No non-conformity after all, with the reason on record."""
        self._property_check_group(SUPERVISOR)
        for row in self:
            row._property_step("draft")
            row._property_drop()
        return True

    def action_withdraw(self):
        """Confirmed by mistake: another takes it back, and with it what it cost.

        The finding, who confirmed it and the appraisal's entry stay on record; an
        opposite entry takes the points back (QA-05, QA-26).
        """
        self._property_check_group(SUPERVISOR)
        for row in self:
            row._property_step("open", "corrected", "done")
            row._property_check_withdraw()
            row._property_drop()
            row._property_reverse_entry()
            row.activity_unlink(["mail.mail_activity_data_todo"])
            if row.published_on:
                row._property_publish_withdrawal()
        return True

    def action_publish(self):
        """处理结果向全员公示: one notice an estate of what was handled (QA-12)."""
        self._property_check_group(SUPERVISOR)
        self.check_access("write")
        rows = self.filtered(lambda row: row.state == "done" and not row.published_on)
        if not rows:
            raise UserError(
                self.env._(
                    "Published are results: choose what is re-checked and closed."
                )
            )
        for estate, found in rows.grouped("estate_id").items():
            found._property_publish(estate)
        return True

    def action_improve(self):
        """What is to become better, beyond this one case (QA-17, QA-25)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Improvement"),
            "res_model": "property.quality.improvement",
            "view_mode": "form",
            "context": {
                "default_nonconformity_id": self.id,
                "default_estate_id": self.estate_id.id,
                "default_source": "check",
                "default_owner_id": self.owner_id.id,
            },
        }

    def action_print(self):
        """不合格项处理记录表 (VIS-02)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_quality_nonconformity_report", self
        )

    # === Checks ===

    def _property_check_group(self, group):
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("A supervisor confirms, drops and publishes results.")
            )

    def _property_check_confirm(self):
        """Somebody is responsible, and it is not he who confirms (QA-26)."""
        self.ensure_one()
        if not self.staff_id or not self.deadline:
            raise UserError(
                self.env._(
                    "%(row)s: name the responsible staff and the deadline first.",
                    row=self.display_name,
                )
            )
        # Whose login it is does not depend on who asks.
        if self.staff_id.sudo().user_id == self.env.user:
            raise UserError(
                self.env._(
                    "%(row)s is your own; let somebody else confirm it.",
                    row=self.display_name,
                )
            )

    def _property_check_withdraw(self):
        """Not who confirmed it, nor whom it is held against (QA-26)."""
        # Whose login it is does not depend on who asks.
        people = self.confirmed_by_id | self.staff_id.sudo().user_id
        if self.env.user in people:
            raise UserError(
                self.env._(
                    "%(row)s is withdrawn by another than who confirmed it or is"
                    " responsible for it.",
                    row=self.display_name,
                )
            )

    def _property_check_rechecker(self):
        """Another than who corrected it, and than who is responsible for it (QA-26)."""
        self._property_step("corrected")
        if not self.env.su and not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._("An administrator or supervisor makes the re-check.")
            )
        # As above.
        people = self.corrected_by_id | (self.staff_id | self.owner_id).sudo().user_id
        if self.env.user in people:
            raise UserError(
                self.env._(
                    "%(row)s: the re-check is for another than who corrected it.",
                    row=self.display_name,
                )
            )

    # === Business methods ===

    def _property_drop(self):
        self.ensure_one()
        if not (self.dropped_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(row)s: write down why it is dropped.", row=self.display_name
                )
            )
        self._property_set(
            state="dropped",
            dropped_on=fields.Datetime.now(),
            dropped_by_id=self.env.uid,
        )

    @api.model
    def _property_of_lines(self, check, lines):
        """Non-conformities of what failed, with the photos; once a line (QA-05)."""
        # Which lines have theirs does not depend on who sees it.
        known = self.sudo().search([("line_id", "in", lines.ids)]).line_id
        staff = check.staff_ids if len(check.staff_ids) == 1 else check.staff_ids[:0]
        rows = self.browse()
        for line in lines - known:
            note = (line.note or "").strip()
            row = self.create(
                {
                    "finding": f"{line.name}：{note}" if note else line.name,
                    "estate_id": check.estate_id.id,
                    "check_id": check.id,
                    "found_on": check.date,
                    "staff_id": staff.id,
                    "place": check.place,
                    "violation_id": self._property_violation(line).id,
                }
            )
            row._property_set(line_id=line.id, found_by_id=check.user_id.id)
            for photo in line.photo_ids:
                # Copies, since the item's own photos are locked with the checklist.
                file = photo.sudo().copy({"res_model": self._name, "res_id": row.id})
                row._property_set(photo_ids=[fields.Command.link(file.id)])
            rows |= row
        return rows

    @api.model
    def _property_violation(self, line):
        """The violation code that the item names by its tag."""
        return self.env["property.quality.violation"].search(
            [("code", "=", line.tag or "-")], limit=1
        )

    def _property_add_entry(self):
        """Points in the appraisal of who is responsible; once, whoever asks again.

        Who confirms the non-conformity has judged it; the person can object to the
        entry all the same.
        """
        self.ensure_one()
        entry = self.env["property.appraisal.entry"]._property_add(
            self.staff_id,
            self.estate_id._property_local_date(self.found_on),
            f"nonconformity_{self.severity}",
            self,
            reason=self.display_name,
        )
        entry.filtered(lambda row: row.state == "proposed").action_confirm()

    def _property_reverse_entry(self):
        """Points that still count are taken back; an objection may have done so."""
        entries = self.env["property.appraisal.entry"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("reverses_id", "=", False),
            ]
        )
        for entry in entries:
            if entry.state == "proposed":
                entry.action_drop()
            elif entry.state == "confirmed":
                entry._property_reverse(self.dropped_reason)

    def _property_publish_withdrawal(self):
        """What all staff read against somebody, all staff read taken back (QA-12)."""
        self.env["property.staff.notice"]._property_publish(
            self.estate_id,
            self.env._("Non-conformity %(number)s withdrawn", number=self.name),
            f"{self.name} · {self.dropped_reason}",
            kind="quality",
        )

    def _property_publish(self, estate):
        """A notice to all staff, without names where the estate wants it so."""
        with_names = estate._property_parameter("quality.publish_names")
        self.env["property.staff.notice"]._property_publish(
            estate,
            self.env._("Results of non-conformities"),
            "\n".join(row._property_published_text(with_names) for row in self),
            source=self[:1],
        )
        self._property_set(published_on=fields.Datetime.now())

    def _property_published_text(self, with_names):
        self.ensure_one()
        words = [self.name, self.finding, self.correction]
        if with_names:
            words.append(self.staff_id.name)
        return " · ".join(word.strip() for word in words if word)
