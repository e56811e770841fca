from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class IrSequence(models.Model):
    """Numbers of documents: the year in them is the year in which they are counted.

    Odoo counts by the day in Greenwich and writes the year of the user's time zone. In
    the first hours of a Chinese year it would write the new year before the old year's
    count, and the same numbers again when the new count reaches them.
    """

    _inherit = "ir.sequence"

    def _next(self, sequence_date=None):
        if sequence_date or not self._property_is_ours():
            return super()._next(sequence_date=sequence_date)
        local, day = self._property_here()
        return super(IrSequence, local)._next(sequence_date=day)

    def _property_is_ours(self):
        return (self.code or "").startswith("property.")

    def _property_here(self):
        """Where the company works, whatever time zone the user has.

        :return: the sequence with the local time in its context, and the local day
        """
        company = self.company_id or self.env.company
        # Working hours are not for everybody to read.
        zone = company.sudo().resource_calendar_id._property_tz()
        now = fields.Datetime.context_timestamp(
            self.with_context(tz=zone.zone), fields.Datetime.now()
        )
        text = fields.Datetime.to_string(now.replace(tzinfo=None))
        return self.with_context(ir_sequence_date=text), now.date()

    @api.model
    def _property_numbered(self, records, code):
        """New documents with their numbers, each counted in its company.

        :return: pairs (record, number)
        """
        companies = [record.company_id for record in records]
        return zip(records, self._property_draw(companies, code), strict=True)

    @api.model
    def _property_draw(self, companies, code):
        """The next number of a kind of document for each company of a list.

        :raise UserError: nothing counts these documents
        """
        drawn = {}
        for company, count in Counter(companies).items():
            # Who makes a document need not be able to read sequences.
            book = self.sudo().search(
                [("code", "=", code), ("company_id", "in", (company.id, False))],
                order="company_id",
                limit=1,
            )
            if not book:
                raise UserError(
                    self.env._(
                        "There is no sequence with the code %(code)s; create one under"
                        " Settings › Technical › Sequences.",
                        code=code,
                    )
                )
            drawn[company] = iter(book.with_company(company)._property_next_many(count))
        return [next(drawn[company]) for company in companies]

    def _property_next_many(self, count):
        """Numbers of many new records in one query instead of two for each.

        :return: list of texts
        """
        self.ensure_one()
        if self.implementation != "standard":  # one by one, without gaps
            return [self.next_by_id() for _number in range(count)]
        self.browse().check_access("read")
        sequence, day = self._property_here()
        name = f"ir_sequence_{self.id:03d}"
        if self.use_date_range:
            span = sequence._property_range(day)
            name += f"_{span.id:03d}"
            sequence = sequence.with_context(ir_sequence_date_range=span.date_from)
        prefix, suffix = sequence._get_prefix_suffix()
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        return [f"{prefix}{row[0]:0{self.padding}d}{suffix}" for row in rows]

    def _property_range(self, day):
        return self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id", "=", self.id),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ],
            limit=1,
        ) or self._create_date_range_seq(day)
