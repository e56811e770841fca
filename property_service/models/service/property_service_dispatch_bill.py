from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .property_service_dispatch import DESK

BILLERS = (
    "property_service.property_service_group_assistant",
    "account.group_account_invoice",
)


class PropertyServiceDispatch(models.Model):
    """Billing of paid work through the fee area's books (SRV-40, SRV-44)."""

    _inherit = "property.service.dispatch"

    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amount_total", store=True
    )
    payer_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer",
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK,
    )
    charge_ids = fields.One2many(
        comodel_name="property.fee.charge",
        compute="_compute_charges",
        # Whether it was billed is shown to all who see the order.
        compute_sudo=True,
        string="Charges",
        groups=DESK,
    )
    is_billed = fields.Boolean(compute="_compute_charges", compute_sudo=True)

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for order in self:
            order.amount_total = sum(order.line_ids.mapped("amount"))

    @api.depends("line_ids.charge_ids.state")
    def _compute_charges(self):
        for order in self:
            charges = order.line_ids.charge_ids
            order.charge_ids = charges
            order.is_billed = any(charge.state == "posted" for charge in charges)

    # === Actions ===

    def action_bill(self):
        """Invoice the charged lines, once, however often it is pressed."""
        self.ensure_one()
        if not any(self.env.user.has_group(group) for group in BILLERS):
            raise AccessError(self.env._("Paid work is billed by desk or accounting."))
        self.check_access("read")
        # Accounting bills without the right to change the order; both wait here.
        order = self.sudo()
        if not order.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "%(document)s: somebody else works on it just now; try again.",
                    document=self.display_name,
                )
            )
        order.invalidate_recordset(["state"])
        # What was taken back a moment ago frees its line in the database, too.
        self.env["property.fee.charge"].flush_model(["state"])
        order._property_check_billable()
        lines = order.line_ids.filtered(lambda line: line.amount > 0)
        payer = order._property_payer()
        self.env["property.fee.charge"]._property_bill_once(
            [line._property_charge_values(payer) for line in lines]
        )
        self.invalidate_recordset(["charge_ids", "is_billed"])
        return self.action_open_invoices()

    def action_open_invoices(self):
        self.ensure_one()
        self.check_access("read")
        moves = self.sudo().charge_ids.move_id  # rules of the moves decide on opening
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        action["domain"] = [("id", "in", moves.ids)]
        if len(moves) == 1:
            action.update(res_id=moves.id, views=[(False, "form")])
        return action

    def action_take_back_bill(self):
        """Billed wrongly: a reversal with reason and approval, never a deletion."""
        self.ensure_one()
        return self._property_live_charges().action_take_back()

    # === Business methods ===

    def _property_live_charges(self):
        # Whether it was billed does not depend on who may see charges.
        charges = self.sudo().line_ids.charge_ids
        return charges.filtered(lambda c: c.state == "posted").sudo(self.env.su)

    def _property_payer(self):
        """Who pays: as named, else who ordered, else who pays for the unit."""
        payer = self.payer_id or self.ticket_id.partner_id or self.unit_id.payer_id
        if not payer:
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s: enter the payer.", order=self.name
                )
            )
        return payer

    def _property_check_billable(self):
        if self.state not in ("done", "closed"):
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s: bill it when the work is done.",
                    order=self.name,
                )
            )
        if self._property_live_charges():
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s is billed already.", order=self.name
                )
            )
        if self.repair_case in ("in_warranty", "public"):
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s: work within warranty or in public areas"
                    " is not charged to the customer; a supervisor may correct the"
                    " case.",
                    order=self.name,
                )
            )
        if not self.unit_id:
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s: enter the unit for which it is billed.",
                    order=self.name,
                )
            )
        if not self.amount_total:
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s: no line has a price. A manager sets the"
                    " prices of services, the desk those of materials.",
                    order=self.name,
                )
            )
