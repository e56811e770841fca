from odoo import fields, models


class PropertyCashClose(models.Model):
    """Deposits pass through the same till: the day's count shows them apart.

    The day's sums are the ledger's, so they hold deposits without further ado.
    """

    _inherit = "property.cash.close"

    deposit_in = fields.Monetary(
        string="Of it deposits received",
        compute="_compute_deposits",
        compute_sudo=True,
        help="Deposits taken on this day less reversed receipts.",
    )
    deposit_out = fields.Monetary(
        string="Of it deposits refunded",
        compute="_compute_deposits",
        compute_sudo=True,
    )
    deposit_count = fields.Integer(
        string="Deposits", compute="_compute_deposits", compute_sudo=True
    )

    def _property_deposit_lines(self):
        """Entries of deposits in this journal on this day."""
        self.ensure_one()
        # The ledger is read for the cashier, as the day's other sums are.
        lines = self.env["account.move.line"].sudo()
        if not self.journal_id or not self.date:
            return lines
        return lines.search(
            [
                ("journal_id", "=", self.journal_id.id),
                ("date", "=", self.date),
                ("parent_state", "=", "posted"),
                ("property_deposit_step", "in", ("receive", "refund")),
            ]
        )

    def _compute_deposits(self):
        for close in self:
            lines = close._property_deposit_lines()
            taken = lines.filtered(lambda x: x.property_deposit_step == "receive")
            close.deposit_in = -sum(taken.mapped("balance"))
            close.deposit_out = sum((lines - taken).mapped("balance"))
            close.deposit_count = len(lines.property_deposit_id)

    def action_open_deposits(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_deposit_action"
        )
        deposits = self._property_deposit_lines().property_deposit_id
        return {**action, "domain": [("id", "in", deposits.ids)], "context": {}}
