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

from odoo.tools import SQL

from .invoice_builder import InvoiceBuilder
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
# Columns that are the same for all invoices of a shape.
MOVE_SAME = {
    "always_tax_exigible",
    "auto_post",
    "checked",
    "company_id",
    "create_date",
    "create_uid",
    "currency_id",
    "date",
    "fiscal_position_id",
    "invoice_currency_rate",
    "invoice_date",
    "invoice_date_due",
    "invoice_user_id",
    "is_manually_modified",
    "journal_id",
    "move_type",
    "partner_bank_id",
    "payment_state",
    "posted_before",
    "preferred_payment_method_line_id",
    "property_estate_id",
    "property_run_id",
    "sequence_prefix",
    "state",
    "write_date",
    "write_uid",
}
LINE_SAME = {
    "account_id",
    "company_currency_id",
    "company_id",
    "create_date",
    "create_uid",
    "currency_id",
    "date",
    "date_maturity",
    "deductible_amount",
    "discount",
    "discount_amount_currency",
    "discount_balance",
    "display_type",
    "invoice_date",
    "is_storno",
    "journal_id",
    "no_followup",
    "parent_state",
    "product_id",
    "product_uom_id",
    "quantity",
    "reconciled",
    "sequence",
    "tax_group_id",
    "tax_line_id",
    "tax_repartition_line_id",
    "write_date",
    "write_uid",
}
LINE_RELATIONS = (
    ("account_move_line_account_tax_rel", "account_move_line_id", "account_tax_id"),
    (
        "account_account_tag_account_move_line_rel",
        "account_move_line_id",
        "account_account_tag_id",
    ),
)


def half_up(number):
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


class Amounts:
    """Base and tax of a bill's charges, in whole cents, tax rounded per line."""

    def __init__(self, cents, taxes):
        self.prices = cents
        self.taxes = [
            tax.of(amount) if tax else 0
            for amount, tax in zip(cents, taxes, strict=True)
        ]
        self.bases = [
            amount - (part if tax and tax.included else 0)
            for amount, part, tax in zip(cents, self.taxes, taxes, strict=True)
        ]
        self.base = sum(self.bases)
        self.tax = sum(self.taxes)
        self.total = self.base + self.tax


class PercentTax:
    """A sale tax of one percentage, within the price or on top of it."""

    def __init__(self, tax):
        percent = exact(tax.amount)
        self.included = tax.price_include
        self.share = percent / (100 + percent if self.included else 100)

    def of(self, cents):
        return half_up(Fraction(cents) * self.share)


class Shape:
    """The first invoice of a shape, as rows, and how the others follow from it."""

    def __init__(self, builder, bill, move):
        self.builder = builder
        self.bill = bill
        env = builder.env
        [self.move] = builder.select("account_move", "id", move.ids)
        self.lines = builder.select("account_move_line", "move_id", move.ids)
        self.tax_ids = [c.item_id.tax_ids.id for c in bill.charges]
        self.taxes = [builder.tax(c.item_id) for c in bill.charges]
        self.relations = [
            (
                table,
                line_column,
                column,
                self._relation(env, table, line_column, column),
            )
            for table, line_column, column in LINE_RELATIONS
        ]
        self.members = [self._members(line) for line in self.lines]

    def _relation(self, env, table, line_column, column):
        """Ids on the other side by the position of the line."""
        position = {line["id"]: index for index, line in enumerate(self.lines)}
        rows = env.execute_query(
            SQL(
                "SELECT %(line)s, %(other)s FROM %(table)s"
                " WHERE %(line)s = ANY(%(ids)s)",
                line=SQL.identifier(line_column),
                other=SQL.identifier(column),
                table=SQL.identifier(table),
                ids=list(position),
            )
        )
        return [(position[line_id], other_id) for line_id, other_id in rows]

    def _members(self, line):
        """Positions of the charges that a tax line sums up."""
        if not line.get("tax_line_id"):
            return ()
        env = self.builder.env
        account = (
            env["account.tax.repartition.line"]
            .browse(line["tax_repartition_line_id"])
            .account_id
        )
        return [
            index
            for index, tax_id in enumerate(self.tax_ids)
            if tax_id == line["tax_line_id"]
            and (account or self.lines[index]["account_id"] == line["account_id"])
        ]

    # === Rows ===

    def rows(self, bill, number, name, move_id, line_ids):
        """The rows of a bill: its invoice, and its lines in order."""
        amounts = Amounts(self.builder.cents(bill), self.taxes)
        move = {**self.move, **self._move_values(bill, number, name, amounts)}
        move["id"] = move_id
        lines = []
        for index, line in enumerate(self.lines):
            values = self._line_values(index, line, bill, name, amounts)
            lines.append(
                {
                    **line,
                    **values,
                    "id": line_ids[index],
                    "move_id": move_id,
                    "move_name": name,
                    "partner_id": bill.partner.id,
                    "property_unit_id": bill.unit.id,
                }
            )
        return move, lines

    def _move_values(self, bill, number, name, amounts):
        money = self.builder.money
        values = {
            "partner_id": bill.partner.id,
            "commercial_partner_id": bill.partner.id,
            "partner_shipping_id": bill.partner.id,
            "invoice_partner_display_name": bill.partner.display_name,
            "property_unit_id": bill.unit.id,
            "made_sequence_gap": False,
            "sequence_number": number,
            "name": name,
            "payment_reference": name,
        }
        for field, cents in (
            ("amount_untaxed", amounts.base),
            ("amount_tax", amounts.tax),
            ("amount_total", amounts.total),
            ("amount_residual", amounts.total),
        ):
            values[field] = values[f"{field}_signed"] = money(cents)
        values["amount_untaxed_in_currency_signed"] = money(amounts.base)
        values["amount_total_in_currency_signed"] = money(amounts.total)
        return values

    def _line_values(self, index, line, bill, name, amounts):
        money = self.builder.money
        if line["display_type"] == "product":
            charge = bill.charges[index]
            base = amounts.bases[index]
            return {
                **self._balance_values(line, -base),
                "name": self.builder.label(charge),
                "price_unit": money(amounts.prices[index]),
                "price_subtotal": money(base),
                "price_total": money(base + amounts.taxes[index]),
            }
        if line["display_type"] == "tax":
            base = sum(amounts.bases[member] for member in self.members[index])
            tax = sum(amounts.taxes[member] for member in self.members[index])
            return {
                **self._balance_values(line, -tax),
                "tax_base_amount": money(-base),
            }
        return {**self._balance_values(line, amounts.total), "name": name}

    def _balance_values(self, line, cents):
        balance = self.builder.money(cents)
        is_open = bool(line["amount_residual"])
        return {
            "balance": balance,
            "amount_currency": balance,
            "debit": balance if cents > 0 else self.builder.money(0),
            "credit": -balance if cents < 0 else self.builder.money(0),
            "amount_residual": balance if is_open else self.builder.money(0),
            "amount_residual_currency": balance if is_open else self.builder.money(0),
        }

    # === Proof ===

    def is_proven(self):
        """Whether the first invoice follows from its own rows, column by column."""
        if not self._is_well_formed():
            return False
        ids = [line["id"] for line in self.lines]
        name, number = self.move["name"], self.move["sequence_number"]
        move, lines = self.rows(self.bill, number, name, self.move["id"], ids)
        return (
            same(move, self.move)
            and self._only_known(self.move, MOVE_SAME)
            and all(
                same(found, line) and self._only_known(line, LINE_SAME)
                for found, line in zip(lines, self.lines, strict=True)
            )
        )

    def _is_well_formed(self):
        """Products first, in the order of the charges, then taxes, then one debt."""
        kinds = [line["display_type"] for line in self.lines]
        count = len(self.bill.charges)
        products, rest = kinds[:count], kinds[count:]
        return (
            products == ["product"] * count
            and rest[-1:] == ["payment_term"]
            and set(rest[:-1]) <= {"tax"}
            and all(self.members[count:-1])
            and not self.lines[-1].get("discount_balance")
        )

    def _only_known(self, row, known):
        """No column with a value that is neither computed here nor known as equal."""
        return set(row) <= known | self.builder.computed_columns


def same(found, original):
    # A first number after a gap says so; the ones after it do not.
    return {**found, "made_sequence_gap": False} == {
        **original,
        "made_sequence_gap": False,
    }


class FastInvoiceBuilder(InvoiceBuilder):
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

    def take_names(self, shape, count):
        """The next numbers of the journal, gap-free, under Odoo's own lock.

        Posting the first invoice has locked the numbers of the journal until the end
        of the transaction and noted the last one; the next ones are taken there.
        """
        move = self.env["account.move"].browse(shape.move["id"])
        pattern, values = move._get_sequence_format_param(shape.move["name"])
        values.pop("seq")
        key = (pattern.format(**values, seq=0), move.journal_id)
        cache = move._get_sequence_cache()
        last = cache[key]
        cache[key] = last + count
        return [
            (number, pattern.format(**values, seq=number))
            for number in range(last + 1, last + count + 1)
        ]

    def take_ids(self, table, count):
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"{table}_id_seq",
                count,
            )
        )
        return [row[0] for row in rows]

    def insert(self, table, rows):
        """Insert rows, those with the same columns together."""
        groups = {}
        for row in rows:
            groups.setdefault(tuple(row), []).append(tuple(row.values()))
        for columns, values in groups.items():
            self.insert_values(table, columns, values)

    def insert_values(self, table, columns, values):
        query = SQL(
            "INSERT INTO %s (%s) VALUES ",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
        )
        if values:
            self.env.cr.execute_values(query.code + "%s", values, page_size=500)

    def select(self, table, column, ids):
        """Rows with all columns that have a value, in order of id."""
        self.env.cr.execute(
            SQL(
                "SELECT * FROM %s WHERE %s = ANY(%s) ORDER BY id",
                SQL.identifier(table),
                SQL.identifier(column),
                list(ids),
            )
        )
        return [
            {name: value for name, value in row.items() if value is not None}
            for row in self.env.cr.dictfetchall()
        ]

    def check_balanced(self, move_ids):
        """The last gate, in the database: every invoice balances to the cent."""
        rows = self.env.execute_query(
            SQL(
                """SELECT move_id FROM account_move_line WHERE move_id = ANY(%s)
                    GROUP BY move_id HAVING SUM(balance) <> 0""",
                move_ids,
            )
        )
        if rows:
            raise AssertionError(f"unbalanced invoices {rows[:3]}")

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
