from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .property_duty_log import ENDED

MANAGER = "property_service.property_service_group_manager"


class PropertyDutyLog(models.Model):
    """How a shift begins, ends and is read off; each step checks the one before."""

    _inherit = "property.duty.log"

    # === Actions ===

    def action_begin(self):
        """Begin where nobody is to be relieved: the first log of a post."""
        self._property_step("planned")
        self._property_check_party()
        self._property_check_early()
        before = self._property_before()
        if before:
            raise UserError(
                self.env._(
                    "%(log)s: take over from %(before)s; duty begins when both have"
                    " signed.",
                    log=self.display_name,
                    before=before.display_name,
                )
            )
        self._property_check_preshift()
        self._property_go_on_duty(fields.Datetime.now())

    def action_handover(self):
        """One press from the log to the handover, for both shifts."""
        self.ensure_one()
        handover = (
            self.handover_in_id if self.state == "planned" else self.handover_out_id
        )
        if not handover and self.state == "planned":
            before = self._property_before()
            if not before:
                raise UserError(
                    self.env._(
                        "%(log)s: nobody is on duty before it; begin the duty.",
                        log=self.display_name,
                    )
                )
            handover = before._property_start_handover(self)
        elif not handover:
            handover = self._property_start_handover()
        return handover.get_formview_action()

    def action_close(self):
        """End the duty where no relief is planned, such as at night.

        What is unfinished has somebody by day (EMG-04); the next shift signs later.

        :raise UserError: relief is on its way, so nobody leaves (DUT-10, DUT-43)
        """
        self._property_step("on_duty")
        self._property_check_party()
        self._property_check_no_relief()
        handover = self.handover_out_id
        if handover.state != "signed":
            raise UserError(
                self.env._(
                    "%(log)s: prepare and sign the handover first; the next shift signs"
                    " when it comes.",
                    log=self.display_name,
                )
            )
        self._property_set(state="closed", ended_on=fields.Datetime.now())

    def action_read(self):
        """The supervisor has read these logs (DUT-07)."""
        self._property_check_supervisor()
        for log in self:
            if log.state not in ENDED:
                raise UserError(
                    self.env._(
                        "%(log)s has not ended yet; read it when it is complete.",
                        log=log.display_name,
                    )
                )
            if log.read_on:
                continue
            log._property_step(*ENDED)
            if not log.read_on:
                log._property_set(
                    read_by_id=self.env.uid, read_on=fields.Datetime.now()
                )
        return True

    def action_preshift(self):
        """班前准备: what has to lie ready before the shift (DUT-18, DUT-52)."""
        self.ensure_one()
        self.check_access("write")
        self._property_make_preshift()
        return self.preshift_checklist_id._property_fill_action()

    def action_print(self):
        """《客户服务中心值班记录表》 of the logs chosen, with their handovers."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_duty_log_report", self
        )

    def action_open_handover_in(self):
        self.ensure_one()
        return self.handover_in_id.get_formview_action()

    def action_open_handover_out(self):
        self.ensure_one()
        return self.handover_out_id.get_formview_action()

    def action_ask_leave(self):
        """离岗: ask to leave the post for a while (DUT-28)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leave of the post"),
            "res_model": "property.duty.leave",
            "views": [(False, "form")],
            "context": {"default_log_id": self.id},
        }

    # === Business methods ===

    def _property_check_party(self):
        """Those on duty act for their shift; a supervisor for those without a login."""
        if not self.is_mine:
            self._property_check_supervisor_for(self)

    def _property_check_supervisor_for(self, log):
        if not self.env.su and not self.env.user.has_group(
            "property_service.property_service_group_supervisor"
        ):
            raise UserError(
                self.env._(
                    "%(log)s: this is done by those on duty: %(people)s.",
                    log=log.display_name,
                    people=", ".join(log.staff_ids.mapped("name")) or "–",
                )
            )

    def _property_check_early(self):
        """A shift is taken over shortly before it begins, not the day before."""
        early = self.estate_id._property_parameter("duty.takeover_early_minutes")
        if fields.Datetime.now() < self.date_start - timedelta(minutes=early):
            raise UserError(
                self.env._(
                    "%(log)s: it can be taken over %(early)s minutes before it begins.",
                    log=self.display_name,
                    early=early,
                )
            )

    def _property_check_preshift(self):
        """:raise UserError: the pre-shift list is not complete (DUT-18)"""
        self._property_make_preshift()
        # Whether it is complete must not depend on who asks.
        checklist = self.sudo().preshift_checklist_id
        if checklist.missing_count or checklist.failed_count:
            raise UserError(
                self.env._(
                    "%(log)s: fill in the pre-shift list first.", log=self.display_name
                )
            )

    def _property_make_preshift(self):
        for log in self.filtered(lambda log: log.state == "planned"):
            log.lock_for_update(allow_referencing=True)
            log.invalidate_recordset(["preshift_checklist_id"])
            if not log.preshift_checklist_id:
                templates = self.env["property.checklist.template"]
                template = templates._property_for("duty_preshift", log.estate_id)
                log._property_set(
                    preshift_checklist_id=template._property_start(log).id
                )

    def _property_close_preshift(self):
        # The takeover freezes what was answered; the checks are before it.
        checklist = self.sudo().preshift_checklist_id
        if checklist.state == "open":
            checklist.action_close()

    def _property_go_on_duty(self, moment):
        self._property_close_preshift()
        self._property_set(state="on_duty", begun_on=moment)

    def _property_before(self):
        """The log that this one relieves: on duty, or closed and not yet taken over."""
        self.ensure_one()
        if not self.post_id or not self.date_start:
            return self.browse()
        logs = self.search(
            Domain("post_id", "=", self.post_id.id)
            & Domain("id", "!=", self._origin.id)
            & Domain("date_start", "<=", self.date_start)
            & Domain("state", "in", ("on_duty", "closed")),
            order="date_start desc, id desc",
            limit=1,
        )
        if logs.state == "closed" and logs.handover_out_id.state == "done":
            return self.browse()
        return logs

    def _property_next(self):
        """The log that relieves this one: opened by hand or by the roster."""
        self.ensure_one()
        # The roster opens logs for whoever is on duty.
        self.sudo()._property_open_planned(
            self.post_id, self.date_start, self.date_end + timedelta(days=1)
        )
        return self.search(
            Domain("post_id", "=", self.post_id.id)
            & Domain("id", "!=", self.id)
            & Domain("date_start", ">", self.date_start)
            & Domain("date_end", ">", fields.Datetime.now())
            & Domain("state", "=", "planned"),
            order="date_start, id",
            limit=1,
        )

    def _property_check_no_relief(self):
        """接班人未到岗，值班人不得离岗 (DUT-10, DUT-43)."""
        relief = self._property_next()
        minutes = self.estate_id._property_parameter("duty.back_to_back_minutes")
        if relief and relief.date_start < self.date_end + timedelta(minutes=minutes):
            raise UserError(
                self.env._(
                    "%(log)s is relieved by %(relief)s: nobody leaves before the relief"
                    " has come and signed.",
                    log=self.display_name,
                    relief=relief.display_name,
                )
            )
        if fields.Datetime.now() < self.date_end:
            raise UserError(
                self.env._("%(log)s: the shift is not over yet.", log=self.display_name)
            )

    def _property_start_handover(self, relief=None):
        """The handover of this log, made once whoever presses first."""
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state", "handover_out_id"])
        if self.handover_out_id:
            return self.handover_out_id
        if self.state != "on_duty":
            raise UserError(
                self.env._("%(log)s is not on duty.", log=self.display_name)
            )
        relief = relief or self._property_next()
        if not relief:
            raise UserError(
                self.env._(
                    "%(log)s: no next shift is known. Open its log by hand: post, shift"
                    " and who is on duty.",
                    log=self.display_name,
                )
            )
        return self.env["property.duty.handover"]._property_make(self, relief)

    def _property_managers(self):
        """Managers of the estate, who hear of what is major."""
        # Who leads the centre must not depend on who may read all users.
        return self.estate_id.sudo().user_ids.filtered(
            lambda user: user.has_group(MANAGER)
        )
