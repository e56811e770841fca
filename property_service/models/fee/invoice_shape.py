"""The first invoice of a shape, and the proof that the others follow from it."""

from odoo.tools import SQL

from .invoice_amounts import Amounts

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
