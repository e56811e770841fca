from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class PropertyFeeCharge(models.Model):
    """What other areas call: bill some days, use up credits, take over arrears."""

    _inherit = "property.fee.charge"

    @api.model
    def _property_bill(self, units, date_from, date_to, **options):
        """Bill exactly these days of some units of one estate, at once.

        Days that are charged already stay as they are; the run that is returned
        names what was skipped and why.

        :param units: units of one estate
        :param options: ``items`` (all by default), ``invoice_date``, ``date_due``
        :return: the billing run with its charges, posted
        """
        estate = units.estate_id.ensure_one()
        values = {
            "estate_id": estate.id,
            "date_start": date_from,
            "date_end": date_to,
            "is_exact": True,
            "unit_ids": [Command.set(units.ids)],
        }
        if options.get("items"):
            values["item_ids"] = [Command.set(options["items"].ids)]
        for name in ("invoice_date", "date_due"):
            if options.get(name):
                values[name] = options[name]
        run = self.env["property.fee.run"].create(values)
        run._property_compute()
        run._property_post_now()
        refused = run.skip_ids.filtered(lambda skip: skip.reason == "error")
        if refused:
            raise UserError("\n".join(refused.mapped("detail")))
        return run

    @api.model
    def _property_apply_credits(self, moves):
        """Use up open credits of payer and unit for new invoices, oldest debt first.

        A prepayment is a credit line on the receivable account that carries the unit
        (``account.move.line.property_unit_id``).

        :param moves: posted invoices
        """
        debts = moves.line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        if not debts:
            return
        credit_lines = self._property_open_credits(debts)
        groups = credit_lines.grouped(self._property_credit_key)
        plan = []
        for key, lines in groups.items():
            plan.append(
                lines | debts.filtered(lambda d, k=key: self._property_credit_key(d) == k)
            )
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)

    @api.model
    def _property_open_credits(self, debts):
        """Open credit lines of the payers and units of some receivable lines."""
        keys = {self._property_credit_key(line) for line in debts}
        lines = self.env["account.move.line"].search(
            Domain("account_id", "in", debts.account_id.ids)
            & Domain("partner_id", "in", debts.partner_id.ids)
            & Domain("property_unit_id", "in", debts.property_unit_id.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual", "<", 0)
        )
        return lines.filtered(lambda line: self._property_credit_key(line) in keys)

    @api.model
    def _property_credit_key(self, line):
        return (
            line.partner_id.id,
            line.property_unit_id.id,
            line.account_id.id,
            line.currency_id.id,
        )
