from itertools import islice

from odoo import models

from ...workbook import cells, files, layout


class PropertyImport(models.Model):
    """The sheets and columns of a workbook that are ours, and what is strange in it."""

    _inherit = "property.import"

    def _property_recognise(self, book):
        """Find the sheets and columns of ours, and say which were left out."""
        sheets = self.env["property.import.sheet"].search([("kind", "=", self.kind)])
        specs = [sheet._property_spec() for sheet in sheets]
        found, problems, total = [], [], 0
        for sequence, sheet in enumerate(book.worksheets):
            place = {"sheet": sheet.title, "sequence": sequence}
            if sheet.sheet_state != "visible":
                problems.append({**place, "code": "hidden_sheet", "level": "warning"})
                continue
            head = list(islice(files.sheet_rows(sheet), layout.HEADER_SEARCH_ROWS))
            if not any(not cells.is_empty(cell) for row in head for cell in row):
                continue
            known = layout.recognise(sheet.title, head, specs)
            if known is None:
                problems.append({**place, "code": "unknown_sheet", "level": "warning"})
                continue
            problems += self._property_layout_problems(known, place)
            rows, too_wide = self._property_measure(sheet)
            if rows > files.MAX_ROWS:
                details = {"limit": files.MAX_ROWS}
                problems.append({**place, "code": "too_many_rows", "details": details})
            if too_wide:
                details = {"limit": files.MAX_COLUMNS}
                problems.append(
                    {**place, "code": "too_many_columns", "details": details}
                )
            total += max(rows - known.first_row + 1, 0)
            found.append(
                {
                    "sheet": sheet.title,
                    "sequence": sequence,
                    "kind": known.kind,
                    "first_row": known.first_row,
                    "rows": rows,
                    "columns": {str(i): code for i, code in known.columns.items()},
                    "headers": self._property_headers(head, known),
                }
            )
        if not found:
            problems.append({"code": "no_sheet"})
        self._property_add_issues(problems)
        self.write({"layout": found, "row_total": total})

    def _property_headers(self, head, known):
        """Headings as they stand in the file, for messages and for the way back."""
        headers = {}
        for index, code in known.columns.items():
            for row in reversed(head[: known.first_row - 1]):
                if index < len(row) and not cells.is_empty(row[index]):
                    headers[code] = cells.show(row[index]).strip().split("\n")[0]
                    break
        return headers

    def _property_measure(self, sheet):
        """(last row, whether cells lie beyond the widest sheet we read)."""
        last, widest = 0, 0
        rows = files.sheet_rows(sheet, columns=None)
        for number, row in enumerate(rows, start=1):
            if number > files.MAX_ROWS:
                last = number
                break
            if any(not cells.is_empty(cell) for cell in row):
                last = number
                if len(row) > files.MAX_COLUMNS:
                    extra = row[files.MAX_COLUMNS :]
                    widest = widest or any(cell is not None for cell in extra)
        return last, bool(widest)

    def _property_layout_problems(self, known, place):
        """Missing and doubled columns are errors, strange ones are warnings."""
        columns = self._property_column_names()
        problems = [
            {
                **place,
                "code": "missing_column",
                "details": {"column": columns[known.kind, code]},
            }
            for code in known.missing
        ]
        for text in dict(known.doubled).values():
            problems.append(
                {
                    **place,
                    "code": "doubled_column",
                    "column": text,
                    "details": {"column": text},
                }
            )
        last = max(known.columns, default=0)
        for index, text in known.unknown:
            # Explanations stand to the right of the data.
            if index < last:
                problems.append(
                    {
                        **place,
                        "code": "unknown_column",
                        "level": "warning",
                        "column": text,
                        "details": {"column": text},
                    }
                )
        return problems

    def _property_column_names(self):
        columns = self.env["property.import.column"].search([])
        return {(c.sheet_id.code, c.code): c.name for c in columns}
