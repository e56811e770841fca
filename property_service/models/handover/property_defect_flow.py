from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from .property_defect import SUPERVISOR


class PropertyDefect(models.Model):
    """From the ledger to the owner's signature, one step after the other."""

    _inherit = "property.defect"

    transfer_due = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="End of the day on which the responsible party must be told (MVI-18).",
    )
    transferred_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    transferred_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Transferred by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    deadline = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Last day of the repair.",
    )
    is_overdue = fields.Boolean(
        string="Repair overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
    )
    started_on = fields.Datetime(string="Repair began", readonly=True, copy=False)
    repaired_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    check_ids = fields.One2many(
        comodel_name="property.defect.check",
        inverse_name="defect_id",
        string="Re-inspections",
        readonly=True,
    )
    notice_line_ids = fields.One2many(
        comodel_name="property.defect.notice.line",
        inverse_name="defect_id",
        string="Notices",
        readonly=True,
    )
    signature = fields.Binary(
        string="Owner's signature", readonly=True, copy=False, attachment=True
    )
    signed_by = fields.Char(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Closed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _compute_is_overdue(self):
        for defect in self:
            defect.is_overdue = bool(
                defect.state == "transferred"
                and defect.deadline
                and defect.deadline < defect._property_today()
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = fields.Domain("state", "=", "transferred")
        domain &= fields.Domain("deadline", "<", fields.Date.context_today(self))
        return domain if True in value else ~domain

    # === Actions ===

    @api.model
    def _property_evidence_fields(self):
        """That the responsible party is told the same day is what counts (MVI-18)."""
        return {
            **super()._property_evidence_fields(),
            "person": "transferred_by_id",
            "time": "transferred_on",
            "subject": "unit_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("transferred_on", "!=", False)

    def action_transfer(self):
        """Tell the responsible parties; the developer in writing (MVI-18).

        :return: the notices to be handed over, or nothing to open
        """
        self._property_step("registered")
        missing = self.filtered(lambda row: not row.responsible)
        if missing:
            raise UserError(
                self.env._(
                    "%(defect)s has no responsible party yet: %(reason)s",
                    defect=missing[0].display_name,
                    reason=missing[0].responsible_reason,
                )
            )
        to_developer = self.filtered(lambda row: row.responsible == "developer")
        notices = self.env["property.defect.notice"]._property_write_notices(
            to_developer
        )
        self._property_mark_transferred()
        return notices._property_open() if notices else True

    def action_transfer_all(self):
        """One click at the end of the day: all that developers must be told.

        Works whose responsible party is open stay behind; the list names them.
        """
        waiting = self.search(
            [("state", "=", "registered"), ("responsible", "=", "developer")]
        )
        # What a colleague transfers at this moment is the colleague's.
        defects = waiting.try_lock_for_update(allow_referencing=True)
        if not defects:
            raise UserError(
                self.env._("Every outstanding work has been transferred already.")
            )
        return defects.action_transfer()

    def action_start_repair(self):
        """The responsible party has begun: it is not idle any more."""
        self._property_step("transferred")
        self._property_move({"started_on": fields.Datetime.now()})

    def action_repaired(self):
        """The responsible party says that it is repaired."""
        self._property_step("transferred")
        self._property_move({"state": "repaired", "repaired_on": fields.Datetime.now()})

    def action_pass(self):
        """Looked at again and found good: the owner may sign."""
        self._property_check_repair("pass", "")

    # === Steps ===

    def _property_check_repair(self, result, note, photos=None):
        """Enter a re-inspection; a failed one sends the work back and counts."""
        self._property_step("repaired")
        if result not in ("pass", "fail"):
            raise UserError(self.env._("Choose whether the repair is good."))
        if result == "fail" and not (note or "").strip():
            raise UserError(self.env._("Write down what is still wrong."))
        # Users enter re-inspections here only; the step checked their right.
        checks = (
            self.env["property.defect.check"]
            .sudo()
            .create(
                [
                    {
                        "defect_id": defect.id,
                        "user_id": self.env.uid,
                        "result": result,
                        "note": (note or "").strip(),
                    }
                    for defect in self
                ]
            )
        )
        if photos:
            self._property_take_over(photos, checks[0])
            checks.photo_ids = photos
            photos.sudo()._property_lock()  # only superuser code locks
        if result == "pass":
            self._property_move({"state": "passed"})
            return
        for defect in self:
            defect._property_move(
                {"fail_count": defect.fail_count + 1, **defect._property_back_values()}
            )
        self.sudo()._property_set_transfer_due()  # as above

    def _property_sign_off(self, signature, signed_by):
        """The owner accepts the repair; the work is closed for good."""
        self._property_step("passed")
        if not signature or not (signed_by or "").strip():
            raise UserError(
                self.env._("Have the owner sign, and enter the name of who signed.")
            )
        self._property_move(
            {
                "state": "closed",
                "signature": signature,
                "signed_by": signed_by.strip(),
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )

    def _property_cancel(self, reason):
        """A supervisor strikes out what was entered by mistake."""
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Only supervisors cancel outstanding works."))
        if is_html_empty(reason) or not reason.strip():
            raise UserError(self.env._("Give the reason for the cancellation."))
        self._property_step("registered", "transferred")
        self._property_move({"state": "cancelled"})
        for defect in self:
            defect._message_log(
                body=self.env._("Cancelled: %(reason)s", reason=reason.strip())
            )

    def _property_step(self, *states):
        """Lock the works and see that they stand where this step starts."""
        self.check_access("write")
        if not self:
            raise UserError(self.env._("Choose outstanding works first."))
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(
                self.env._("Somebody else works on these outstanding works; try again.")
            )
        self.invalidate_recordset(["state"])
        for defect in self:
            if defect.state not in states:
                raise UserError(
                    self.env._(
                        "%(defect)s has moved on; reload the page.",
                        defect=defect.display_name,
                    )
                )

    def _property_move(self, values):
        # write() refuses these fields to every user: only the steps set them.
        self.sudo().write(values)

    def _property_mark_transferred(self):
        now = fields.Datetime.now()
        self.sudo().photo_ids._property_lock()  # only superuser code locks
        # The supervisor's reminder is answered by the transfer, whoever does it.
        self.sudo().activity_feedback(["property_service.mail_activity_defect"])
        for defect in self:
            today = defect._property_today()
            defect._property_move(
                {
                    "state": "transferred",
                    "transferred_on": now,
                    "transferred_by_id": self.env.uid,
                    "deadline": defect._property_repair_deadline(today),
                }
            )

    def _property_back_values(self):
        """Back in the ledger: whoever must repair is told anew."""
        return {
            "state": "registered",
            "transferred_on": False,
            "transferred_by_id": False,
            "deadline": False,
            "started_on": False,
            "repaired_on": False,
        }

    def _property_today(self):
        return self.estate_id._property_today()

    def _property_repair_deadline(self, day):
        """Last day of the repair; never a day of rest (民法典 §203)."""
        estate = self.estate_id
        amount = estate._property_parameter("handover.defect_repair_amount")
        if estate._property_parameter("handover.defect_repair_unit") == "working_days":
            return estate._property_add_working_days(day, amount)
        return estate._property_add_working_days(day + timedelta(days=amount), 0)

    def _property_set_transfer_due(self):
        """Told by the end of the day, by the developer's desk, holidays or not."""
        for defect in self.filtered(lambda row: row.state == "registered"):
            zone = defect.estate_id._property_tz()
            midnight = datetime.combine(
                defect._property_today() + timedelta(days=1), time.min
            )
            defect.write(
                {
                    "transfer_due": defect.estate_id._property_naive(
                        zone.localize(midnight)
                    )
                }
            )
