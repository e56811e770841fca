from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PropertyKeyLoan(models.Model):
    """Lending, returning, losing: the steps of a loan."""

    _inherit = "property.key.loan"

    # === Actions ===

    def action_lend(self):
        """Hand the key over: every gate is met, the copies leave the cabinet."""
        self.check_access("write")
        for loan in self:
            loan._property_lock_state("draft")
            loan._property_check_gates("lend")
            loan._property_move("lend", loan.copies)
            # The steps write what users may not.
            loan.sudo().write(
                {
                    "state": "out",
                    "lent_on": fields.Datetime.now(),
                    "lent_by_id": self.env.uid,
                    "next_alert_on": loan.due_on,
                }
            )
        return {"type": "ir.actions.act_window_close"}

    def action_return(self):
        """Open the return: copies, condition, who brings them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return of %(keys)s", keys=self.set_id.display_name),
            "res_model": "property.key.return.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_loan_id": self.id},
        }

    def action_cancel(self):
        """The key is not needed after all."""
        self.check_access("write")
        for loan in self:
            loan._property_lock_state("draft")
            if loan.approval_state == "pending":
                loan.action_cancel_approval()
            # As above.
            loan.sudo().state = "cancelled"
        return True

    def action_report_loss(self):
        """Open the report of a loss for the copies that are still out."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Loss of %(keys)s", keys=self.set_id.display_name),
            "res_model": "property.key.loss",
            "view_mode": "form",
            "context": {
                "default_loan_id": self.id,
                "default_set_id": self.set_id.id,
                "default_source": "borrower",
                "default_copies": self.copies_open,
                "default_reported_by": self.holder_name,
            },
        }

    # === Gates ===

    def _property_gates(self, step):
        """What lending asks for (KEY-03).

        :return: list of (code, whether it is met, message, whether a supervisor may
            override it)
        """
        self.ensure_one()
        if step != "lend":
            return []
        return [
            *self._property_gates_borrower(),
            *self._property_gates_owner(),
            (
                "key_deposit",
                self._property_deposit_received(),
                self.env._(
                    "The deposit is not received yet; send the borrower to pay."
                ),
                True,
            ),
            (
                "key_approval",
                self._property_loan_approved(),
                self.env._("The loan is not approved; request approval first."),
                False,
            ),
        ]

    def _property_gate_step(self):
        return "lend" if self.state == "draft" else None

    def _property_gates_borrower(self):
        rules = self.set_id.custody_class_id
        return [
            (
                "key_outsider",
                not (self.is_outsider and rules.outsiders == "refused"),
                self.env._(
                    "Keys of the class “%(name)s” are not lent to outsiders.",
                    name=rules.name,
                ),
                False,
            ),
            (
                "key_identity",
                self.holder_kind == "staff" or self.id_seen,
                self.env._(
                    "Look at the borrower's identity document and tick that it was"
                    " seen."
                ),
                False,
            ),
        ]

    def _property_gates_owner(self):
        """What the unit's owner has signed, said and ordered."""
        keys = self.set_id
        unit = keys.unit_id
        # Whether the unit's orders refuse must not depend on who lends the key.
        instructions = self.env["property.instruction"].sudo()
        refusals = instructions.search(
            Domain("unit_id", "=", unit.id)
            & Domain("kind", "=", "refuse")
            & instructions._property_current_domain(),
        )
        return [
            (
                "key_undertaking",
                not keys.needs_undertaking
                or self.is_own_key
                or keys.undertaking_id._property_holds(),
                self.env._(
                    "Unit %(unit)s: the owner's signed undertaking (单元钥匙托管承诺书)"
                    " is missing, has ended, or was signed by a former owner.",
                    unit=unit.code,
                ),
                True,
            ),
            (
                "key_owner_contact",
                not self.needs_owner_contact or bool(self.owner_contact_on),
                self.env._(
                    "Unit %(unit)s: contact the owner and enter with whom, how and what"
                    " was said.",
                    unit=unit.code,
                ),
                True,
            ),
            (
                "key_instruction",
                self.is_own_key or not refusals,
                self.env._(
                    "Unit %(unit)s has the standing instruction: %(text)s.",
                    unit=unit.code,
                    text="; ".join(row._property_line() for row in refusals),
                ),
                True,
            ),
        ]

    def _property_loan_approved(self):
        approval = self._property_approval()
        return not self.needs_approval or (
            approval.state in ("approved", "approved_with_conditions")
            and not approval.open_condition_count
        )

    # === Business methods ===

    def _property_lock_state(self, state):
        """Hold the loan, and see that nobody has taken the step meanwhile."""
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "A colleague is working on %(loan)s at this moment; try again.",
                    loan=self.display_name,
                )
            )
        self.invalidate_recordset(["state", "copies_returned", "copies_lost"])
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(loan)s is “%(state)s”, so this step is not open.",
                    loan=self.display_name,
                    state=labels[self.state],
                )
            )

    def _property_move(self, kind, copies, **values):
        """Move copies of the loan's set, and see what is still out."""
        self.ensure_one()
        values.setdefault("person", self.holder_name)
        movement = self.set_id._property_move(kind, copies, loan_id=self.id, **values)
        self._property_recount()
        return movement

    def _property_recount(self):
        """Returned and lost copies are the sums of the loan's movements."""
        # All movements of the loan count.
        movements = self.env["property.key.movement"].sudo()
        groups = movements._read_group(
            [("loan_id", "in", self.ids), ("source", "=", "borrower")],
            ["loan_id", "kind"],
            ["copies:sum"],
        )
        sums = {(loan.id, kind): copies for loan, kind, copies in groups}
        for loan in self:
            # Written by the movements only.
            loan.sudo().write(
                {
                    "copies_returned": sums.get((loan.id, "return"), 0),
                    "copies_lost": sums.get((loan.id, "lose"), 0),
                }
            )

    def _property_return(self, copies=None, condition="good", note="", brought_by=""):
        """Take copies back; the loan ends with the last one (KEY-02).

        :param int copies: how many; all that are out by default
        :param str brought_by: who brought them, when it was not the borrower
        """
        self.ensure_one()
        self.check_access("write")
        self._property_lock_state("out")
        copies = self.copies_open if copies is None else copies
        if not 0 < copies <= self.copies_open:
            raise UserError(
                self.env._(
                    "%(loan)s: %(open)s copies are out; enter how many of them came"
                    " back.",
                    loan=self.display_name,
                    open=self.copies_open,
                )
            )
        self._property_move(
            "return",
            copies,
            condition=condition,
            note=note,
            person=brought_by or self.holder_name,
        )
        self._property_close_if_done()

    def _property_close_if_done(self):
        """The borrower answers for the key until the last copy is accounted for."""
        self.ensure_one()
        if self.copies_open:
            return
        now = fields.Datetime.now()
        # The steps write what users may not.
        self.sudo().write(
            {
                "state": "lost" if self.copies_lost else "returned",
                "returned_on": now,
                "is_late": now > self.due_on,
                "next_alert_on": False,
            }
        )
        # To-dos of others end with their cause.
        self.sudo().activity_unlink(["property_service.mail_activity_type_key_overdue"])

    # === Overdue ===

    @api.model
    def _cron_alert_overdue(self, limit=200):
        """A to-do for the supervisors of each loan whose time is up (KEY-02).

        Touches only loans whose next alert is due; the next one is stored.
        """
        now = fields.Datetime.now()
        domain = Domain("state", "=", "out") & Domain("next_alert_on", "<=", now)
        loans = self.search(domain, order="next_alert_on, id", limit=limit)
        for loan in loans.try_lock_for_update():
            loan._property_alert(now)
        self.env["ir.cron"]._commit_progress(
            len(loans), remaining=self.search_count(domain)
        )

    def _property_alert(self, now):
        self.ensure_one()
        for user in self.estate_id._property_supervisors():
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "property_service.mail_activity_type_key_overdue",
                user_id=user.id,
                date_deadline=self.env.user._property_today(),
                summary=self.env._(
                    "%(keys)s is overdue: %(holder)s",
                    keys=self.set_id.display_name,
                    holder=self.holder_name,
                ),
            )
        hours = self.estate_id._property_parameter("key.alert_hours")
        self.next_alert_on = now + timedelta(hours=hours) if hours else False
