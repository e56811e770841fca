from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .helpdesk_ticket_stage import ENDED

# From a step to those to which people may move a request themselves.
MOVES = {
    "new": {"accepted", "in_progress", "waiting"},
    "accepted": {"in_progress", "waiting"},
    "dispatched": {"in_progress", "waiting"},
    "in_progress": {"accepted", "waiting"},
    "waiting": {"accepted", "in_progress"},
}
CONTACT_MEDIA = [
    ("phone", "Phone"),
    ("visit", "In person"),
    ("letter", "By letter"),
    ("message", "Online message"),
]


class HelpdeskTicket(models.Model):
    """Steps of a request: no step is skipped, and none ends silently (CMP-30).

    Other areas hang on with ``_property_gates`` (what must be met before a step) and
    ``_property_on_step`` (what follows from one).
    """

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "property.gate.mixin"]

    property_result = fields.Text(
        string="Result",
        readonly=True,
        copy=False,
        help="What was done and what came of it (SRV-05).",
    )
    property_done_on = fields.Datetime(string="Done on", readonly=True, copy=False)
    property_plan = fields.Text(
        string="Solution and plan", help="Solution proposed to the customer (SRV-23)."
    )
    property_plan_accepted = fields.Boolean(string="Accepted by the customer")
    property_promised_date = fields.Date(
        string="Promised by",
        help="The approximate deadline given to the customer (CMP-16).",
    )
    property_feedback_on = fields.Datetime(
        string="Fed back on", readonly=True, copy=False
    )
    property_feedback_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Fed back by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    property_feedback_method = fields.Selection(
        selection=CONTACT_MEDIA,
        string="Fed back by means of",
        readonly=True,
        copy=False,
    )
    property_close_code_id = fields.Many2one(
        comodel_name="property.service.close.code",
        string="Closing code",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    property_close_reason = fields.Text(
        string="Reason for closing", readonly=True, copy=False
    )
    property_reopen_count = fields.Integer(
        string="Times reopened", readonly=True, copy=False
    )
    property_handled_directly = fields.Boolean(
        string="Solved at first contact",
        readonly=True,
        copy=False,
        help="Closed by the first-contact person without a transfer (SLA-16).",
    )

    # === Actions ===

    def action_property_accept(self):
        """Take a registered request into work (CMP-35)."""
        self._property_move("accepted")

    def action_property_start(self):
        """Work has begun, or goes on after waiting."""
        self._property_move("in_progress")

    def action_property_wait(self):
        """Ask inside the company first; the customer is told (SRV-16, SRV-17)."""
        self._property_move("waiting")

    def action_property_open_close(self):
        """One dialog for result, feedback and closing: the owner stands at the desk."""
        return self._property_open_wizard(
            "property.service.close.wizard", self.env._("Finish and close")
        )

    def action_property_open_reopen(self):
        return self._property_open_wizard(
            "property.service.reopen.wizard", self.env._("Reopen")
        )

    # === Business methods ===

    def _property_move(self, step):
        """Move open requests to a step of work.

        :raise UserError: the step does not follow, or a gate of it is not met
        """
        self.check_access("write")
        self._property_lock_steps()
        for ticket in self:
            if step not in MOVES.get(ticket.property_step, ()):
                ticket._property_refuse_move(step)
            ticket._property_check_gates(step)
        self._property_set_step(step)

    def _property_finish(self, result):
        """The matter is dealt with; the customer is yet to be told (SRV-05, SRV-24).

        :param str result: what was done and what came of it
        :raise UserError: no result, or a gate is not met
        """
        result = str(result or "").strip()
        self.check_access("write")
        self._property_lock_steps()
        for ticket in self:
            ticket._property_check_open()
            if not result:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s: write down what was done and what came of"
                        " it.",
                        ticket=ticket.number,
                    )
                )
            ticket._property_check_gates("done")
            ticket._property_add_handling(result)
        self._property_set_step(
            "done", property_result=result, property_done_on=fields.Datetime.now()
        )

    def _property_give_feedback(self, method, content=""):
        """The customer was told the result (SRV-24).

        :param str method: one of ``CONTACT_MEDIA``
        :param str content: what was said, for the contact log
        """
        self.check_access("write")
        if method not in dict(CONTACT_MEDIA):
            raise UserError(self.env._("Say how the customer was told."))
        for ticket in self:
            if ticket.property_step != "done":
                raise UserError(
                    self.env._(
                        "Request %(ticket)s: feedback is given on a result; finish it"
                        " first.",
                        ticket=ticket.number,
                    )
                )
            # Follows from the step alone; the right is checked above.
            ticket.sudo().write(
                {
                    "property_feedback_on": fields.Datetime.now(),
                    "property_feedback_by_id": self.env.user.id,
                    "property_feedback_method": method,
                }
            )
            ticket._property_add_contact(method, content or ticket.property_result)

    def _property_close(self, code, reason=""):
        """Close requests whose customer has been told the result (C5, SLA-03).

        :param code: ``property.service.close.code``
        :param str reason: needed where the code says so
        :raise UserError: result or feedback is missing, or a gate is not met
        :raise AccessError: the code is for others
        """
        self.check_access("write")
        reason = str(reason or "").strip()
        code = code.with_env(self.env)  # it is for the present user to use
        code._property_check_use(reason)
        self._property_lock_steps()
        step = "cannot_handle" if code.is_unsolved else "closed"
        for ticket in self:
            if code.is_unsolved:
                ticket._property_check_open(with_done=True)
                ticket._property_add_handling(reason)
            elif ticket.property_step != "done" or not ticket.property_feedback_on:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s cannot be closed: enter the result and tell"
                        " the customer first.",
                        ticket=ticket.number,
                    )
                )
            ticket._property_check_gates(step)
            # Follows from the step alone; the right is checked above.
            ticket.sudo().property_handled_directly = (
                step == "closed"
                and not ticket.property_transfer_count
                and not ticket.property_reopen_count
                and ticket.property_first_contact_id == self.env.user
            )
        self._property_set_step(
            step, property_close_code_id=code.id, property_close_reason=reason
        )

    def _property_reopen(self, reason):
        """Take a closed request up again (CMP-38); nothing of it is lost.

        :raise UserError: no reason, or the request is not closed
        """
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason for reopening."))
        self.check_access("write")
        self._property_lock_steps()
        for ticket in self:
            if ticket.property_step not in (*ENDED, "done"):
                raise UserError(
                    self.env._("Request %(ticket)s is open.", ticket=ticket.number)
                )
            ticket._property_add_handling(
                self.env._("Reopened: %(reason)s", reason=reason)
            )
            # Follows from the step alone; the right is checked above.
            ticket.sudo().write(
                {
                    "closed_date": False,
                    "property_close_code_id": False,
                    "property_close_reason": False,
                    "property_feedback_on": False,
                    "property_feedback_by_id": False,
                    "property_feedback_method": False,
                    "property_done_on": False,
                    "property_handled_directly": False,
                    "property_reopen_count": ticket.property_reopen_count + 1,
                }
            )
        self._property_set_step("in_progress")

    def _property_set_step(self, step, **values):
        """Write the step, and let the other areas follow."""
        stage = self.env["helpdesk.ticket.stage"]._property_of_step(step)
        # People move requests through the methods above alone.
        self.sudo().write({"stage_id": stage.id, **values})
        self._property_on_step(step)

    # === Hooks ===

    def _property_on_step(self, step):
        """Called after requests have come to a step, a new one included."""

    def _property_gate_estate(self):
        return self.property_estate_id

    def _property_gate_step(self):
        return None if self.property_step in ENDED else "done"

    # === Checks ===

    def _property_check_drag(self, stage):
        """Dragging on the board obeys the same rules as the buttons."""
        for ticket in self:
            step = stage.property_step
            if step not in MOVES.get(ticket.property_step, ()):
                ticket._property_refuse_move(step)
            ticket._property_check_gates(step)

    def _property_check_open(self, with_done=False):
        for ticket in self:
            if not ticket.property_estate_id:
                raise UserError(
                    self.env._(
                        "Ticket %(ticket)s is no request of an estate.",
                        ticket=ticket.number,
                    )
                )
            if ticket.property_step in ENDED or (
                ticket.property_step == "done" and not with_done
            ):
                raise UserError(
                    self.env._(
                        "Request %(ticket)s is finished; reopen it first.",
                        ticket=ticket.number,
                    )
                )

    def _property_refuse_move(self, step):
        labels = dict(self._fields["property_step"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "Request %(ticket)s cannot go from “%(old)s” to “%(new)s” this way; use"
                " the buttons of the request.",
                ticket=self.number,
                old=labels.get(self.property_step, ""),
                new=labels.get(step, ""),
            )
        )

    def _property_lock_steps(self):
        """Two people at once: the second sees what the first has done."""
        if not self.ids:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM helpdesk_ticket WHERE id IN %s ORDER BY id"
                " FOR NO KEY UPDATE",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["stage_id", "property_step", "property_feedback_on"])

    def _property_open_wizard(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_ids": [fields.Command.set(self.ids)]},
        }
