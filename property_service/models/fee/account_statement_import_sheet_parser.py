import csv
import hashlib
import io
from collections import Counter
from datetime import date, datetime
from itertools import islice

from odoo import api, models
from odoo.exceptions import UserError

from ...workbook import files, issues

EXCEL = b"PK\x03\x04"
# Notations of days in banks' files; within one bank they differ from export to export.
DAY_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
)


class AccountStatementImportSheetParser(models.TransientModel):
    """Files of Chinese banks, brought into the shape that the parser reads."""

    _inherit = "account.statement.import.sheet.parser"

    @api.model
    def parse(self, data_file, mapping, filename):
        if mapping.property_find_header:
            data_file = self._property_as_csv(data_file, mapping)
        return super().parse(data_file, mapping, filename)

    @api.model
    def _property_as_csv(self, data_file, mapping):
        """The rows from the header on, as UTF-8 with a mark that says so."""
        if data_file.startswith((EXCEL, files.OLE)):
            rows = self._property_excel_rows(data_file, mapping)
        else:
            rows = self._property_csv_rows(data_file, mapping)
        rows = self._property_rows_from_header(rows, mapping)
        self._property_day_rows(rows, mapping)
        self._property_number_rows(rows, mapping)
        output = io.StringIO()
        writer = csv.writer(
            output,
            delimiter=mapping._get_column_delimiter_character() or ",",
            quotechar=mapping.quotechar or '"',
            lineterminator="\n",
        )
        writer.writerows(rows)
        return output.getvalue().encode("utf-8-sig")

    @api.model
    def _property_csv_rows(self, data_file, mapping):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = data_file.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        else:
            raise UserError(
                self.env._(
                    "The file is neither UTF-8 nor GB18030; export it from the bank"
                    " again as CSV or Excel."
                )
            )
        rows = csv.reader(
            io.StringIO(text),
            delimiter=mapping._get_column_delimiter_character() or ",",
            quotechar=mapping.quotechar or '"',
        )
        return [[self._property_cell(cell, mapping) for cell in row] for row in rows]

    @api.model
    def _property_excel_rows(self, data_file, mapping):
        try:
            book = files.open_workbook(data_file)
            rows = islice(files.sheet_rows(book.worksheets[0]), files.MAX_ROWS)
            return [
                [self._property_cell(cell, mapping) for cell in row] for row in rows
            ]
        except files.FileError as error:
            words = issues.describe(self.env, error.code, error.details)
            raise UserError(" ".join(words)) from error

    @api.model
    def _property_cell(self, value, mapping):
        """Text of a cell, without what keeps Excel from reading numbers as numbers."""
        if value is None:
            return ""
        if isinstance(value, datetime | date):
            return value.strftime(mapping.timestamp_format)
        text = str(value).strip()
        if text.startswith('="') and text.endswith('"'):
            text = text[2:-1]
        return text.strip("\t \u3000'")

    @api.model
    def _property_rows_from_header(self, rows, mapping):
        names = {
            name.strip()
            for column in self._get_column_names()
            for name in (mapping[column] or "").split(",")
            if name.strip()
        }
        start = next((i for i, row in enumerate(rows) if names <= set(row)), None)
        if start is None:
            raise UserError(
                self.env._(
                    "No line of the file has all the columns %(names)s. Choose another"
                    " sheet mapping, or correct the column names in it.",
                    names=", ".join(sorted(names)),
                )
            )
        header, rows = rows[start], rows[start + 1 :]
        day = header.index(mapping.timestamp_column)
        # Totals and remarks at the end have no day in the column of days.
        while rows and not any(c.isdigit() for c in "".join(rows[-1][day : day + 1])):
            rows.pop()
        return [header, *(row for row in rows if any(row))]

    @api.model
    def _property_day_rows(self, rows, mapping):
        """Days in the one notation that the mapping names.

        :raise UserError: naming the line and the value that is no day
        """
        header, *lines = rows
        column = header.index(mapping.timestamp_column)
        for number, row in enumerate(lines, start=1):
            text = row[column] if column < len(row) else ""
            day = self._property_day(text, mapping)
            if not day:
                raise UserError(
                    self.env._(
                        "Line %(number)s below the column names: “%(value)s” in column"
                        " %(column)s is not a day; correct it in the file, for example"
                        " 2026-01-31.",
                        number=number,
                        value=text,
                        column=mapping.timestamp_column,
                    )
                )
            row[column] = day.strftime(mapping.timestamp_format)

    @api.model
    def _property_day(self, text, mapping):
        for notation in (mapping.timestamp_format, *DAY_FORMATS):
            try:
                return datetime.strptime(text, notation)
            except ValueError:
                continue
        return None

    @api.model
    def _property_number_rows(self, rows, mapping):
        """A number for rows without one, the same whenever the file is read."""
        if not mapping.transaction_id_column:
            return
        header, *lines = rows
        column = header.index(mapping.transaction_id_column)
        seen = Counter()
        for row in lines:
            row += [""] * (len(header) - len(row))
            if not row[column]:
                content = "|".join(row)
                seen[content] += 1
                text = f"{content}|{seen[content]}"
                row[column] = hashlib.sha256(text.encode()).hexdigest()[:20]
