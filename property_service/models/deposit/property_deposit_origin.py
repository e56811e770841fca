from odoo import api, fields, models
from odoo.fields import Domain

from .property_deposit import OPEN_STATES


class PropertyDepositOrigin(models.AbstractModel):
    """A record that deposits secure: a renovation, a pass, a key loan.

    It opens them with ``property.deposit._property_open(..., origin=record)`` and says
    by its gate when they may be returned.
    """

    _name = "property.deposit.origin.mixin"
    _description = "Record Secured by Deposits"

    deposit_ids = fields.One2many(
        comodel_name="property.deposit",
        string="Deposits",
        compute="_compute_deposits",
    )
    deposit_count = fields.Integer(string="Deposit count", compute="_compute_deposits")
    deposit_held = fields.Monetary(
        string="Deposit held",
        compute="_compute_deposits",
        currency_field="currency_id",
    )
    deposit_state = fields.Selection(
        selection=[
            ("none", "No deposit"),
            ("due", "To be received"),
            ("held", "Held"),
            ("partly_used", "Partly used"),
            ("settled", "Settled"),
        ],
        string="Deposit status",
        compute="_compute_deposits",
        search="_search_deposit_state",
    )
    # The origin's own definition counts; here so that the amount has its currency.
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _compute_deposits(self):
        by_record = {}
        deposits = self._property_deposits()
        for deposit in deposits:
            by_record.setdefault(deposit.res_id, deposits.browse())
            by_record[deposit.res_id] |= deposit
        for record in self:
            own = by_record.get(record._origin.id, deposits.browse())
            record.deposit_ids = own
            record.deposit_count = len(own)
            record.deposit_held = sum(own.mapped("amount_held"))
            record.deposit_state = own._property_common_state()

    def _search_deposit_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The status of a record is the same for all who may read it.
        deposits = self.env["property.deposit"].sudo()
        found = deposits.search(
            [("res_model", "=", self._name), ("state", "!=", "cancelled")]
        )
        ids = set()
        for res_id, own in found.grouped("res_id").items():
            if own._property_common_state() in value:
                ids.add(res_id)
        domain = Domain("id", "in", list(ids))
        if "none" in value:
            domain |= Domain("id", "not in", found.mapped("res_id"))
        return domain

    @api.model
    def _property_deposit_domain(self):
        return Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)

    def _property_deposits(self):
        """Deposits of these records, also for who may not open the register."""
        deposits = self.env["property.deposit"].sudo()  # amounts on the own record
        return deposits.search(self._property_deposit_domain()).sudo(False)

    def action_open_deposits(self):
        """The record's deposits in the register."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_deposit_action"
        )
        deposits = self._property_deposits()
        if len(deposits) == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = deposits.id
        return {
            **action,
            "domain": [("id", "in", deposits.ids)],
            "context": {"create": False},
        }

    # === Hooks ===

    def _property_deposit_refund_gate(self, deposit):
        """Refuse the refund while the matter is not done.

        :raise UserError: with what is missing
        """

    def _property_deposit_payers(self):
        """Further people who may pay, such as the applicant and the contractor.

        :return: ``res.partner``
        """
        return self.env["res.partner"]

    def _property_on_deposit_changed(self, deposit):
        """Called with superuser rights after each step of one of its deposits."""


class PropertyDeposit(models.Model):
    _inherit = "property.deposit"

    def _property_common_state(self):
        """One word for several deposits of one record."""
        # Read for whoever may read the record that they secure.
        live = self.sudo().filtered(lambda d: d.state not in ("cancelled", "reversed"))
        if not live:
            return "none"
        states = set(live.mapped("state"))
        if "draft" in states:
            return "due"
        open_states = states & set(OPEN_STATES)
        if not open_states:
            return "settled"
        return "held" if states == {"held"} else "partly_used"
