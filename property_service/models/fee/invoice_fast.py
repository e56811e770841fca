"""The same invoices, many times faster.

Odoo creates and posts the first invoice of every shape (same fee items, taxes,
accounts and kind of payer). The others of that shape differ from it in a known set of
columns only: payer, unit, number, words and amounts. Their rows are written at once,
under the lock on the journal's numbers that the first posting holds.

Nothing is taken for granted: the rows of the first invoice are computed in the same way
and compared with what Odoo wrote, column by column, and any difference, unknown column,
unproven add-on, tax or setting leads back to Odoo's own way. Random bills made in both
ways are compared in ``tests/test_fee_builder.py``.
"""

from collections import Counter
from fractions import Fraction

from .invoice_amounts import PercentTax
from .invoice_builder import InvoiceBuilder
from .invoice_rows import InvoiceRows
from .invoice_shape import LINE_RELATIONS, Shape
from .proration import exact

# Add-ons that extend invoices and were part of the comparison; with any other that
# does, all invoices are made by Odoo alone, so that none of its hooks is left out.
PROVEN_ADDONS = {
    "account",
    "account_edi_ubl_cii",
    "account_payment",
    "account_reconcile_model_oca",
    "account_reconcile_oca",
    "account_statement_base",
    "account_statement_import_base",
    "analytic",
    "base",
    "base_import",
    "base_sparse_field",
    "hr",
    "html_editor",
    "l10n_cn",
    "mail",
    "phone_validation",
    "portal",
    "product",
    "property_service",
    "queue_job",
    "rating",
    "sms",
    "snailmail",
    "snailmail_account",
    "web",
    "web_hierarchy",
}


class FastInvoiceBuilder(InvoiceRows, InvoiceBuilder):
    """Builds one invoice of each shape with Odoo, and the others from its rows."""

    computed_columns = {
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "amount_residual_signed",
        "amount_tax",
        "amount_tax_signed",
        "amount_total",
        "amount_total_in_currency_signed",
        "amount_total_signed",
        "amount_untaxed",
        "amount_untaxed_in_currency_signed",
        "amount_untaxed_signed",
        "balance",
        "commercial_partner_id",
        "credit",
        "debit",
        "id",
        "made_sequence_gap",
        "invoice_partner_display_name",
        "move_id",
        "move_name",
        "name",
        "partner_id",
        "partner_shipping_id",
        "payment_reference",
        "price_subtotal",
        "price_total",
        "price_unit",
        "property_unit_id",
        "sequence_number",
        "tax_base_amount",
    }

    def __init__(self, run):
        super().__init__(run)
        self.currency = run.company_id.currency_id
        self.digits = self.currency.decimal_places
        self.tax_cache = {}
        self.label_cache = {}
        self.copied = 0

    def build(self, bills):
        if not self.is_proven_here():
            return super().build(bills)
        shapes = {}
        for bill in bills:
            shapes.setdefault(self.shape_key(bill), []).append(bill)
        by_odoo = shapes.pop(None, [])
        by_odoo += [group[0] for group in shapes.values()]
        moves = dict(zip(by_odoo, super().build(by_odoo), strict=True))
        self.env.flush_all()
        rest, copies = [], []
        for first, *others in shapes.values():
            shape = Shape(self, first, moves[first]) if others else None
            if shape and shape.is_proven():
                copies += [(shape, bill) for bill in others]
            else:
                rest += others
        if copies:
            moves.update(self.copy(copies))
            self.copied = len(copies)
        if rest:
            moves.update(zip(rest, super().build(rest), strict=True))
        return self.env["account.move"].union(*(moves[bill] for bill in bills))

    # === What is proven ===

    def is_proven_here(self):
        """Whether company, journal and add-ons are as in the comparison."""
        company, env = self.run.company_id, self.env
        return (
            company.tax_calculation_rounding_method == "round_per_line"
            and exact(self.currency.rounding) == Fraction(1, 10**self.digits)
            and self.journal.currency_id <= self.currency
            and not self.journal.restrict_mode_hash_table
            and self.journal.invoice_reference_type == "invoice"
            and not env["account.fiscal.position"].search_count(
                [
                    *env["account.fiscal.position"]._check_company_domain(company),
                    ("auto_apply", "=", True),
                ],
                limit=1,
            )
            and not env["account.analytic.distribution.model"]
            .sudo()  # whether any exists must not depend on who bills
            .search_count([], limit=1)
            and not self._has_automation()
            and self._addons() <= PROVEN_ADDONS
        )

    def _has_automation(self):
        """Rules that a manager put on invoices run on what Odoo creates only."""
        models = ("account.move", "account.move.line", "property.fee.charge")
        # Accountants may not read the rules.
        rules_sudo = self.env["base.automation"].sudo()
        return bool(rules_sudo.search_count([("model_name", "in", models)], limit=1))

    def _addons(self):
        """Add-ons with code on invoices."""
        return {
            cls.__module__.split(".")[2]
            for model in ("account.move", "account.move.line")
            for cls in type(self.env[model]).__mro__
            if cls.__module__.startswith("odoo.addons.")
        }

    def shape_key(self, bill):
        """What invoices must have in common to follow from one another, or None."""
        partner = bill.partner.with_company(self.run.company_id)
        if partner.parent_id or partner.child_ids or partner.ref_company_ids:
            return None
        if any(
            charge.amount <= 0 or not self.is_proven_tax(charge)
            for charge in bill.charges
        ):
            return None
        return (
            partner.property_account_receivable_id.id,
            partner.property_account_position_id.id,
            partner.property_inbound_payment_method_line_id.id,
            partner.property_payment_term_id.id,
            partner.user_id.id,
            partner.company_id.id,
            partner.lang,
            partner.active,
            tuple(charge.item_id.id for charge in bill.charges),
        )

    def is_proven_tax(self, charge):
        tax = self.tax(charge.item_id)
        # A tax that rounds to nothing has no line of its own.
        return tax is not False and (
            tax is None or tax.of(self.in_cents(charge.amount))
        )

    def tax(self, item):
        """Arithmetic of the item's tax; None without tax, False if unproven."""
        if item not in self.tax_cache:
            self.tax_cache[item] = self._tax(item.tax_ids)
        return self.tax_cache[item]

    def _tax(self, taxes):
        if not taxes:
            return None
        repartition = taxes.invoice_repartition_line_ids
        if (
            len(taxes) > 1
            or taxes.amount_type != "percent"
            or taxes.amount <= 0
            or taxes.tax_exigibility != "on_invoice"
            or taxes.analytic
            or taxes.has_negative_factor
            or sorted(repartition.mapped("repartition_type")) != ["base", "tax"]
            or set(repartition.mapped("factor_percent")) != {100.0}
        ):
            return False
        return PercentTax(taxes)

    # === Rows ===

    def copy(self, copies):  # pylint: disable=method-required-super
        """Insert the invoices of the bills and link their charges.

        :param copies: list of (shape, bill)
        :return: dict of bill to account.move
        """
        names = self.take_names(copies[0][0], len(copies))
        move_ids = self.take_ids("account_move", len(copies))
        sizes = [len(shape.lines) for shape, _bill in copies]
        line_ids = iter(self.take_ids("account_move_line", sum(sizes)))
        move_rows, line_rows, links = [], [], []
        relations = {table: [] for table, *_columns in LINE_RELATIONS}
        for (shape, bill), (number, name), move_id in zip(
            copies, names, move_ids, strict=True
        ):
            ids = [next(line_ids) for _line in shape.lines]
            move, lines = shape.rows(bill, number, name, move_id, ids)
            move_rows.append(move)
            line_rows += lines
            for charge, line_id in zip(bill.charges, ids, strict=False):
                links.append((charge.id, move_id, line_id))
            for table, _line, _other, pairs in shape.relations:
                relations[table] += [(ids[index], other) for index, other in pairs]
        self.insert("account_move", move_rows)
        self.insert("account_move_line", line_rows)
        for table, *columns in LINE_RELATIONS:
            self.insert_values(table, columns, relations[table])
        self.check_balanced(move_ids)
        self.link(links)
        self.after_post([bill.partner.id for _shape, bill in copies])
        self.env.invalidate_all()
        moves = self.env["account.move"].browse(move_ids)
        return {bill: move for (_s, bill), move in zip(copies, moves, strict=True)}

    def after_post(self, partner_ids):
        """What posting does beside the ledger: payers become customers."""
        bills = Counter(partner_ids)
        first_time = {}
        for partner in self.env["res.partner"].browse(list(bills)):
            if partner.customer_rank:
                partner._increase_rank("customer_rank", bills[partner.id])
            else:
                first_time.setdefault(bills[partner.id], []).append(partner.id)
        for count, ids in first_time.items():
            # Accountants may not write every payer; posting may count him.
            self.env["res.partner"].browse(ids).sudo().customer_rank = count

    # === Numbers and words ===

    def in_cents(self, amount):
        return round(amount * 10**self.digits)

    def cents(self, bill):
        return [self.in_cents(charge.amount) for charge in bill.charges]

    def money(self, cents):
        """Cents as the database returns amounts of the currency."""
        return cents / 10**self.digits

    def label(self, charge):
        key = charge.item_id, charge.date_start, charge.date_end
        if key not in self.label_cache:
            self.label_cache[key] = charge._property_label()
        return self.label_cache[key]
