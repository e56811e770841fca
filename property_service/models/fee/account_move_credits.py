from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _property_apply_credits(self):
        """Use up the units' credits on these posted bills, oldest bill first.

        A credit is an open receivable entry of the same unit and payer: fees paid
        ahead, an overpayment, a credit note. Billing calls it with all invoices of a
        chunk after posting them (FEE-10); one search and one plan for all of them.

        :return: the bills' receivable entries that were settled at least in part
        """
        items = self.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
            and line.parent_state == "posted"
            and line.property_unit_id
            and line.amount_residual > 0
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))
        unused = items.property_unit_id._property_open_credits()
        if not unused:
            return unused
        pairs = unused._property_pairs_with(items)
        self.env["account.move.line"]._reconcile_plan([a | b for a, b in pairs])
        return items.browse(list(dict.fromkeys(item.id for _credit, item in pairs)))
