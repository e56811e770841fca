"""Numbers and rows of many invoices at once, straight from and to the database."""

from odoo.tools import SQL


class InvoiceRows:
    """What a builder with ``env`` reads and writes as rows."""

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
