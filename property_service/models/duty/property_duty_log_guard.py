from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .property_duty_log import ADMINISTRATOR, ENDED

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyDutyLog(models.Model):
    """Who writes what into a log, and when."""

    _inherit = "property.duty.log"

    # === Business methods ===

    def _property_check_opened_by_hand(self):
        """Without a roster people open the log of their own shift."""
        own = self.env["property.staff"]._property_of_user()
        leads = self.env.user.has_group(ADMINISTRATOR)
        for log in self:
            if not leads and log.staff_ids != own:
                raise AccessError(
                    self.env._(
                        "%(log)s: open the log of your own shift, with you on duty; an"
                        " administrator opens those of others.",
                        log=log.display_name,
                    )
                )
        self._property_set(is_by_hand=True)

    def _property_check_change(self, names):
        """The frame stands once duty has begun; people change by an administrator."""
        frame = {"post_id", "shift_type_id", "date", "staff_ids"} & set(names)
        if "entry_ids" in names or "carried_entry_ids" in names:
            self._property_check_writer()
        if "read_note" in names:
            self._property_check_supervisor()
        for log in self if frame else self.browse():
            if log.state in ENDED or (
                log.state == "on_duty" and frame != {"staff_ids"}
            ):
                raise UserError(
                    self.env._(
                        "%(log)s has begun; post, shift and day stay as they are.",
                        log=log.display_name,
                    )
                )
            if not self.env.user.has_group(ADMINISTRATOR) and not log.is_by_hand:
                raise AccessError(
                    self.env._(
                        "%(log)s follows the roster; ask for a swap, or let an"
                        " administrator change who is on duty.",
                        log=log.display_name,
                    )
                )

    def _property_check_writer(self):
        """Who is on duty writes the log, while the duty lasts (DUT-05).

        :raise UserError: the shift has not begun or has ended
        :raise AccessError: not this user's shift
        """
        for log in self:
            if log.state != "on_duty":
                raise UserError(
                    self.env._(
                        "%(log)s is “%(state)s”: entries are made while on duty. What"
                        " is to be corrected later goes into the present shift's log"
                        " as an entry of its own.",
                        log=log.display_name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[log.state],
                    )
                )
            if not self.env.su and not log.may_write:
                raise AccessError(
                    self.env._(
                        "%(log)s is written by those on duty: %(people)s.",
                        log=log.display_name,
                        people=", ".join(log.staff_ids.mapped("name")),
                    )
                )

    def _property_hold(self):
        """An entry and the signing of the handover wait for one another.

        So the handover takes an entry along, or the entry is refused; two people write
        entries side by side.
        """
        if self.ids:
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM property_duty_log WHERE id IN %s ORDER BY id"
                    " FOR SHARE",
                    tuple(self.ids),
                )
            )
            self.invalidate_recordset(["state"])

    def _property_check_supervisor(self):
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Duty logs are read off by a supervisor."))
