from collections import defaultdict

from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # What units owe: arrears, counter and matching read only what is open.
    _property_open_idx = models.Index(
        "(property_unit_id, date_maturity)"
        " WHERE property_unit_id IS NOT NULL AND amount_residual <> 0"
    )

    def _property_item_descriptions(self):
        """What each receivable entry is about: its fees with their days.

        :return: dict of entry id to text
        """
        charges = self.env["property.fee.charge"].search(
            [("move_id", "in", self.move_id.ids), ("state", "!=", "cancelled")],
            order="date_start, id",
        )
        by_move = charges.grouped("move_id")
        # An opening entry has a receivable line for each of its charges.
        by_line = charges.grouped("move_line_id")
        texts = {}
        for line in self:
            own = by_line.get(line) or by_move.get(line.move_id)
            text = own and own._property_short_text()
            texts[line.id] = text or line.name or line.move_id.ref or line.move_id.name
        return texts

    def _property_item_formulas(self):
        """How the fees of each bill came about: rate, quantity, months.

        :return: dict of entry id to text; entries without charges are missing
        """
        charges = self.env["property.fee.charge"].search(
            [("move_id", "in", self.move_id.ids), ("state", "!=", "cancelled")],
            order="date_start, id",
        )
        by_move = charges.grouped("move_id")
        return {
            line.id: "; ".join(
                f"{charge.item_id.name}: {charge.formula}"
                for charge in by_move[line.move_id]
                if charge.formula
            )
            for line in self
            if line.move_id in by_move
        }

    def _property_is_payment(self):
        """Money in or out, or its reversal; not bills, credit notes and openings."""
        move = self.move_id.reversed_entry_id or self.move_id
        return bool(move.origin_payment_id or move.statement_line_id)

    def _property_document_number(self):
        """The receipt's number for payments, the entry's for all others."""
        move = self.move_id.reversed_entry_id or self.move_id
        receipt = (
            move.origin_payment_id.property_receipt_id
            or move.statement_line_id.property_receipt_id
        )
        return receipt.name or self.move_id.name

    def _property_pairs_with(self, items):
        """Pair these credits with debts of the same unit, payer and account.

        Pairs, not groups: Odoo would settle a group by amount, we settle in the order
        given.

        :param items: debts, first to settle first
        :return: list of (credit, debt)
        """
        rest = {line.id: abs(line.amount_residual) for line in self | items}
        queues = defaultdict(list)
        for credit in self:
            queues[credit._property_pairing_key()].append(credit)
        pairs = []
        for item in items:
            queue = queues[item._property_pairing_key()]
            while queue and not item.company_currency_id.is_zero(rest[item.id]):
                credit = queue[0]
                part = min(rest[credit.id], rest[item.id])
                pairs.append((credit, item))
                rest[credit.id] -= part
                rest[item.id] -= part
                if item.company_currency_id.is_zero(rest[credit.id]):
                    queue.pop(0)
        return pairs

    def _property_pairing_key(self):
        return (
            self.property_unit_id.id,
            self.partner_id.commercial_partner_id.id,
            self.account_id.id,
        )
