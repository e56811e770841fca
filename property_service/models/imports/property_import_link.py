from odoo import models

from ...workbook.book import Book, Row
from .estate_index import EstateIndex
from .link_fees import link_fees
from .link_people import link_people
from .link_requests import link_requests
from .link_units import link_units

BATCH = 10000


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_check(self):
        """Hold the rows against one another and against the estate."""
        self.ensure_one()
        book, _index = self._property_link()
        self._property_write_problems(book)
        if not self.error_count and not book.kinds:
            self._property_add_issues([{"code": "no_rows"}])
        self.state = "faulty" if self.error_count else "ready"

    def _property_link(self):
        """(book, index) with every entity tied to its record, if it has one."""
        book = Book(str(self.date_default)).load(self._property_rows())
        index = EstateIndex(self.env, self.estate_id)
        link_units(book, index)
        link_people(book, index)
        link_fees(book, index)
        self._property_link_opening(book, index)
        link_requests(book, index)
        return book, index

    def _property_rows(self):
        """Staging rows in the order of the workbook."""
        self.env["property.import.row"].flush_model()
        self.env.cr.execute(
            "SELECT sequence, sheet, kind, number, parsed FROM property_import_row"
            " WHERE import_id = %s ORDER BY sequence, number",
            [self.id],
        )
        while batch := self.env.cr.fetchmany(BATCH):
            for values in batch:
                *place, parsed = values
                yield Row(*place, parsed or {})

    def _property_write_problems(self, book):
        headers = {
            (sheet["sequence"], code): text
            for sheet in self.layout
            for code, text in sheet["headers"].items()
        }
        self._property_add_issues(
            [
                {
                    "code": problem.code,
                    "level": problem.level,
                    "details": {
                        "column": headers.get(
                            (problem.row.sequence, problem.column), problem.column
                        ),
                        **problem.details,
                    },
                    "sequence": problem.row.sequence,
                    "sheet": problem.row.sheet,
                    "number": problem.row.number,
                    "kind": problem.row.kind,
                    "field": problem.column,
                    "column": headers.get((problem.row.sequence, problem.column)),
                    "value": problem.value,
                }
                for problem in book.problems
            ]
        )
        self._property_mark_faulty(book)

    def _property_mark_faulty(self, book):
        places = {
            (problem.row.sequence, problem.row.number)
            for problem in book.problems
            if problem.level == "error"
        }
        if not places:
            return
        # Staging rows are written by the import alone.
        rows = self.env["property.import.row"].sudo()
        faulty = rows.search(
            [
                ("import_id", "=", self.id),
                ("number", "in", list({number for _sheet, number in places})),
            ]
        )
        faulty.filtered(lambda row: (row.sequence, row.number) in places).faulty = True
