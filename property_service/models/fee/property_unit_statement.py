from odoo import models
from odoo.fields import Domain


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    def _property_statement_lines(self, date_from, date_to, partner=None):
        """The unit's account as its ledger entries tell it (FEE-16).

        :return: list of values of ``property.statement.line``: balance at the start,
            each bill and payment with the balance after it
        """
        self.ensure_one()
        self.check_access("read")
        # Desk staff explain bills to owners without rights on the ledger.
        entries = self.env["account.move.line"].sudo()
        domain = (
            Domain("property_unit_id", "=", self.id)
            & Domain("parent_state", "=", "posted")
            & Domain("account_type", "=", "asset_receivable")
        )
        if partner:
            domain &= Domain("partner_id", "=", partner.id)
        before = domain & Domain("date", "<", date_from)
        [(balance,)] = entries._read_group(before, aggregates=["balance:sum"])
        balance = balance or 0
        lines = [
            {
                "unit_id": self.id,
                "date": date_from,
                "description": self.env._("Balance at the start"),
                "balance": balance,
            }
        ]
        found = entries.search(
            domain & Domain("date", ">=", date_from) & Domain("date", "<=", date_to),
            order="date, id",
        )
        texts = found._property_item_descriptions()
        formulas = found._property_item_formulas()
        for entry in found:
            balance = self.company_id.currency_id.round(balance + entry.balance)
            lines.append(
                {
                    "unit_id": self.id,
                    "date": entry.date,
                    "document": entry._property_document_number(),
                    "description": texts[entry.id],
                    "formula": formulas.get(entry.id),
                    # A credit note or a reversal takes back on its own side.
                    "billed": 0 if entry._property_is_payment() else entry.balance,
                    "paid": -entry.balance if entry._property_is_payment() else 0,
                    "balance": balance,
                }
            )
        lines.append(
            {
                "unit_id": self.id,
                "date": date_to,
                "description": self.env._("Balance at the end"),
                "balance": balance,
            }
        )
        return lines
