from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"
# Waits for its money, or holds it.
LIVE = ("draft", "held", "partly_used")


class PropertyAccessPass(models.Model):
    """A deposit for passes: asked at the desk, kept until all of them are back.

    The crew of a renovation pays one for its passes together (ACC-01, REN-22). Its
    origin is the first of them; each pass names the deposit that covers it.
    """

    _inherit = "property.access.pass"

    deposit_asked = fields.Monetary(
        string="Deposit asked for",
        compute="_compute_deposit_asked",
        store=True,
        precompute=True,
        help="As the kind of pass says; the cashier takes it before the pass is"
        " issued. 0: none.",
    )
    deposit_id = fields.Many2one(
        comodel_name="property.deposit",
        string="Covered by the deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    deduction_id = fields.Many2one(
        comodel_name="property.deposit.deduction",
        string="Deduction from the deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    loss_waived = fields.Boolean(
        string="Nothing is charged for the loss", readonly=True, copy=False
    )
    needs_deposit = fields.Boolean(
        string="Deposit still to be asked for", compute="_compute_deposit_open"
    )
    is_loss_open = fields.Boolean(
        string="Loss to be settled",
        compute="_compute_deposit_open",
        help="A lost pass that a deposit covers: deduct what it costs, or note that"
        " nothing is charged.",
    )

    # === Computes ===

    @api.depends("kind_id")
    def _compute_deposit_asked(self):
        for record in self:
            record.deposit_asked = record.kind_id.deposit_amount

    @api.depends(
        "state",
        "deposit_asked",
        "deposit_id.state",
        "deduction_id.state",
        "loss_waived",
    )
    def _compute_deposit_open(self):
        # Whether it is paid and settled does not depend on who looks.
        for record, known in zip(self, self.sudo(), strict=True):
            covered = known.deposit_id.state in LIVE
            record.needs_deposit = (
                record.state == "draft" and record.deposit_asked > 0 and not covered
            )
            record.is_loss_open = (
                record.state == "lost"
                and covered
                and not record.loss_waived
                and known.deduction_id.state != "posted"
            )

    # === CRUD ===

    def _property_step_fields(self):
        return super()._property_step_fields() | {
            "deposit_asked",
            "deposit_id",
            "deduction_id",
            "loss_waived",
        }

    # === Actions ===

    def action_ask_deposit(self):
        """One deposit for the chosen passes, which then waits at the cashier."""
        for record in self:
            record._property_step("draft")
        waiting = self.filtered("needs_deposit")
        crews = waiting.grouped(lambda p: (p.unit_id, p._property_deposit_payer()))
        for (unit, payer), crew in crews.items():
            if not unit or not payer:
                raise UserError(
                    self.env._(
                        "%(holders)s: a deposit names the unit and who pays it; enter"
                        " unit and construction unit.",
                        holders=", ".join(crew.mapped("holder")),
                    )
                )
            crew._property_set(
                deposit_id=self.env["property.deposit"]
                ._property_open(
                    "pass",
                    unit,
                    payer,
                    sum(crew.mapped("deposit_asked")),
                    origin=crew[0],
                )
                .id
            )
        deposits = self._property_deposits()
        if not deposits:
            raise UserError(self.env._("No deposit is asked for these passes."))
        return self[:1]._property_show_deposits(deposits)

    def action_open_deposits(self):
        self.ensure_one()
        self.check_access("read")
        return self._property_show_deposits(self._property_deposits())

    def action_deduct_loss(self):
        """A draft of the deduction for a lost pass; signature and approval follow."""
        self.ensure_one()
        self._property_step("lost")
        self._property_check_supervisor()
        if self.deduction_id.state != "draft":
            self._property_check_loss_open()
            deduction = self.deposit_id._property_deduct(
                self.deposit_asked,
                self.env._("Lost pass %(pass)s", **{"pass": self.display_name}),
                self.env["ir.attachment"],
                request=False,
            )
            self._property_set(deduction_id=deduction.id)
        return self.deduction_id.get_formview_action()

    def action_waive_loss(self):
        """Nothing is charged for the lost pass; the rest may be refunded."""
        for record in self:
            record._property_step("lost")
            record._property_check_supervisor()
            record._property_check_loss_open()
            record._property_set(loss_waived=True)
            record._message_log(body=self.env._("Nothing is charged for the loss."))
            record._property_follow_deposit()
        return True

    # === Hooks of the deposit ===

    def _compute_deposits(self):
        for record in self:
            own = record._property_deposits()
            record.deposit_ids = own
            record.deposit_count = len(own)
            record.deposit_held = sum(own.mapped("amount_held"))
            record.deposit_state = own._property_common_state()

    def _search_deposit_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The status of a pass is the same for all who may read it.
        deposits = self.env["property.deposit"].sudo()
        found = deposits.search([("kind_id.code", "=", "pass")]).filtered(
            lambda deposit: deposit._property_common_state() in value
        )
        domain = Domain("deposit_id", "in", found.ids)
        if "none" in value:
            domain |= Domain("deposit_id", "=", False)
        return domain

    def _property_deposits(self):
        """The deposits that cover these passes, also for who sees no register."""
        # Amounts on the own record.
        return self.sudo().deposit_id.sudo(False)

    def _property_deposit_payers(self):
        return self._property_deposit_payer()

    def _property_deposit_refund_gate(self, deposit):
        """Only when every pass that it covers is back, or its loss is settled."""
        passes = deposit._property_passes()
        out = passes.filtered(lambda p: p.state == "issued")
        if out:
            raise UserError(
                self.env._(
                    "The deposit is returned when all passes are back; still out:"
                    " %(passes)s.",
                    passes=", ".join(out.mapped("display_name")),
                )
            )
        lost = passes.filtered("is_loss_open")
        if lost:
            raise UserError(
                self.env._(
                    "Lost and not settled: %(passes)s. Deduct what it costs, or note"
                    " that nothing is charged.",
                    passes=", ".join(lost.mapped("display_name")),
                )
            )

    def _property_on_deposit_changed(self, deposit):
        result = super()._property_on_deposit_changed(deposit)
        deposit._property_passes()[:1]._property_follow_deposit()
        return result

    # === Business methods ===

    def _property_deposit_payer(self):
        """The firm pays, else who renovates, else the unit's payer."""
        return (
            self.contractor_id
            or self.renovation_id.applicant_id
            or self.unit_id.payer_id
        )

    def _property_show_deposits(self, deposits):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_deposit_action"
        )
        if len(deposits) == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = deposits.id
        return {
            **action,
            "domain": [("id", "in", deposits.ids)],
            "context": {"create": False},
        }

    def _property_check_may_issue(self):  # pylint: disable=missing-return
        """Paid first, where the kind asks for a deposit."""
        super()._property_check_may_issue()
        # What was received is a fact for whoever issues the pass.
        held = self.sudo().deposit_id.amount_held
        if self.currency_id.compare_amounts(held, self.deposit_asked) < 0:
            raise UserError(
                self.env._(
                    "%(holder)s: the deposit of %(amount).2f is not received yet; ask"
                    " for it and send the payer to the cashier.",
                    holder=self.holder,
                    amount=self.deposit_asked,
                )
            )

    def _property_close(self, state, **values):
        result = super()._property_close(state, **values)
        self._property_follow_deposit()
        return result

    def _property_follow_deposit(self):
        """All cards are accounted for: from this day on the payer may have it back."""
        # The desk takes cards back; the day is noted on the deposit for it.
        deposit = self.sudo().deposit_id
        waits = deposit._property_passes().filtered(
            lambda p: p.state in ("draft", "issued") or p.is_loss_open
        )
        if deposit.state in ("held", "partly_used") and not waits:
            deposit._property_release()

    def _property_check_supervisor(self):
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("A supervisor settles the loss of a pass."))

    def _property_check_loss_open(self):
        if not self.is_loss_open:
            raise UserError(
                self.env._(
                    "%(pass)s: no deposit is held for it, or its loss is settled.",
                    **{"pass": self.display_name},
                )
            )


class PropertyDeposit(models.Model):
    _inherit = "property.deposit"

    def _property_passes(self):
        """The passes that these deposits cover."""
        # What blocks must not depend on who looks.
        passes = self.env["property.access.pass"].sudo()
        return passes.search([("deposit_id", "in", self.ids)], order="id")
