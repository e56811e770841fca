from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .property_defect import SUPERVISOR


class PropertyDefect(models.Model):
    """物业保修金: claimed when the developer stays idle after the written notice.

    Local rules name the days (丽水 §45 and 绍兴 §50 five, 湖州 §46
    fifteen); they are the setting ``handover.claim_days``.
    """

    _inherit = "property.defect"

    notified_on = fields.Date(
        string="First notice",
        readonly=True,
        copy=False,
        help="Day of the first written notice to the developer.",
    )
    idle_days = fields.Integer(
        string="Days idle",
        compute="_compute_idle_days",
        help="Days since the first notice in which the developer did not begin.",
    )
    claim_due = fields.Date(
        string="Claim possible after",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Last day on which the developer may begin by itself.",
    )
    claim_state = fields.Selection(
        selection=[
            ("possible", "May be claimed"),
            ("claimed", "Claimed"),
            ("paid", "Claim was paid"),
            ("refused", "Claim was refused"),
        ],
        string="Warranty deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    claim_amount = fields.Monetary(readonly=True, copy=False, tracking=True)
    claimed_on = fields.Date(readonly=True, copy=False)

    @api.depends("notified_on", "started_on", "repaired_on", "state")
    def _compute_idle_days(self):
        for defect in self:
            idle = defect._property_is_idle() and defect.notified_on
            defect.idle_days = (
                (defect._property_today() - defect.notified_on).days if idle else 0
            )

    def _property_is_idle(self):
        self.ensure_one()
        return (
            self.state in ("registered", "transferred")
            and self.responsible == "developer"
            and not self.started_on
        )

    def _property_on_notice(self, day):
        """The developer was told in writing: the first notice starts the days."""
        for defect in self.filtered(lambda row: not row.notified_on):
            days = defect.estate_id._property_parameter("handover.claim_days")
            defect._property_move(
                {"notified_on": day, "claim_due": day + timedelta(days=days)}
            )

    def _property_claim(self, amount):
        """A supervisor claims the cost from the warranty deposit."""
        self.ensure_one()
        self._property_require_supervisor()
        self._property_step("registered", "transferred", "repaired", "passed")
        if self.claim_state != "possible":
            raise UserError(
                self.env._(
                    "%(defect)s cannot be claimed: the developer still has time until"
                    " %(day)s.",
                    defect=self.display_name,
                    day=self.claim_due or "—",
                )
            )
        if amount <= 0:
            raise UserError(self.env._("Enter the cost of the repair."))
        self._property_move(
            {
                "claim_state": "claimed",
                "claim_amount": amount,
                "claimed_on": self._property_today(),
            }
        )

    def action_claim_paid(self):
        self._property_answer_claim("paid")

    def action_claim_refused(self):
        self._property_answer_claim("refused")

    def _property_answer_claim(self, answer):
        """What the keeper of the warranty deposit decided."""
        self._property_require_supervisor()
        for defect in self:
            if defect.claim_state != "claimed":
                raise UserError(
                    self.env._("%(defect)s is not claimed.", defect=defect.display_name)
                )
        self._property_move({"claim_state": answer})

    def _property_require_supervisor(self):
        self.check_access("write")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Claims on the warranty deposit are a supervisor's.")
            )
