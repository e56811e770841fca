from io import BytesIO

import xlsxwriter

from odoo import models

FORMATS = {"integer": "#,##0", "percent": '0.0" %"'}
# What Excel does not take in the name of a sheet.
FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


class PropertyWrittenIssue(models.Model):
    """The same figures for calculating: a sheet a section, with Excel's own chart."""

    _inherit = "property.written.issue"

    def _property_workbook(self):
        """The issue as a workbook.

        :return: bytes of an ``.xlsx`` file
        """
        self.ensure_one()
        file = BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            bold = book.add_format({"bold": True})
            for number, section in enumerate(self.figures, start=1):
                title = f"{number} {section['title']}".translate(FORBIDDEN)[:31]
                self._property_sheet(book, book.add_worksheet(title), section, bold)
        return file.getvalue()

    def _property_sheet(self, book, sheet, section, bold):
        symbol = self.company_id.sudo().currency_id.symbol  # printed for every reader
        known = {**FORMATS, "monetary": f'"{symbol}" #,##0.00'}
        formats = [
            book.add_format({"num_format": known.get(column["kind"], "#,##0.0")})
            for column in section["columns"]
        ]
        sheet.write_row(0, 0, [section["title"], self.display_name], bold)
        titles = [column["label"] for column in section["columns"]]
        sheet.write_row(2, 1, titles, bold)
        rows = section["lines"] + section["totals"]
        for row, line in enumerate(rows, start=3):
            sheet.write_string(row, 0, line["label"])
            for column, value in enumerate(line["values"]):
                if value is not None:  # an average of nothing
                    sheet.write_number(row, column + 1, value, formats[column])
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(titles), 18)
        if section["with_chart"] and section["lines"]:
            self._property_chart(book, sheet, section)

    def _property_chart(self, book, sheet, section):
        last = 2 + len(section["lines"])
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": section["columns"][0]["label"],
                "categories": [sheet.name, 3, 0, last, 0],
                "values": [sheet.name, 3, 1, last, 1],
            }
        )
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        sheet.insert_chart(2, len(section["columns"]) + 2, chart)
