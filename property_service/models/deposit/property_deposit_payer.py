from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .property_deposit import OPEN_STATES


class PropertyDeposit(models.Model):
    """Who may pay a deposit, and how much may be held of one unit (REN-22)."""

    _inherit = "property.deposit"

    # === Constraints ===

    @api.constrains("partner_id", "kind_id", "unit_id")
    def _check_payer(self):
        for deposit in self.filtered(lambda d: d.state == "draft"):
            deposit._property_check_payer(deposit.partner_id)

    @api.constrains("amount", "kind_id", "unit_id")
    def _check_cap(self):
        for deposit in self.filtered(lambda d: d.state == "draft"):
            deposit._property_check_cap()

    # === Business methods ===

    def _property_check_payer(self, partner):
        """Who may pay this kind of deposit for this unit (REN-22)."""
        self.ensure_one()
        rule = self.kind_id.payer_rule
        if rule == "anyone":
            return
        allowed = self._property_allowed_payers(rule)
        if partner.commercial_partner_id not in allowed.commercial_partner_id:
            raise ValidationError(
                self.env._(
                    "%(partner)s does not hold unit %(unit)s; a deposit of kind"
                    " %(kind)s is paid by: %(rule)s. Choose the payer, or let a"
                    " manager change the kind.",
                    partner=partner.display_name,
                    unit=self.unit_id.code,
                    kind=self.kind_id.name,
                    rule=dict(
                        self.kind_id._fields["payer_rule"]._description_selection(
                            self.env
                        )
                    )[rule],
                )
            )

    def _property_allowed_payers(self, rule):
        occupancies = self.env["property.occupancy"].sudo()  # checked for any role
        roles = ("owner",) if rule == "owner" else ("owner", "tenant", "agent")
        people = occupancies.search(
            occupancies._property_current_domain()
            & Domain("unit_id", "=", self.unit_id.id)
            & Domain("role", "in", roles)
        ).partner_id
        if not self.unit_id.handover_date:
            people |= self.unit_id.estate_id.developer_id
        origin = self._property_origin()
        if origin is not None:
            # Who may pay must not depend on who opens the origin.
            people |= origin.sudo()._property_deposit_payers()
        return people

    def _property_check_cap(self):
        """No more per unit and kind than the limit of the estate (日照 §69)."""
        self.ensure_one()
        cap = self.kind_id._property_cap(self.unit_id)
        if not cap:
            return
        # The limit counts deposits that the user does not see, too.
        others = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("unit_id", "=", self.unit_id.id),
                ("kind_id", "=", self.kind_id.id),
                ("state", "in", OPEN_STATES),
            ]
        )
        total = self.amount + sum(others.mapped("amount_held"))
        if self.currency_id.compare_amounts(total, cap) > 0:
            raise ValidationError(
                self.env._(
                    "Unit %(unit)s: deposits of kind %(kind)s would reach %(total)s,"
                    " the limit of the estate is %(cap)s; lower the amount, or let a"
                    " manager change the setting.",
                    unit=self.unit_id.code,
                    kind=self.kind_id.name,
                    total=self.currency_id.format(total),
                    cap=self.currency_id.format(cap),
                )
            )
