from datetime import datetime

from odoo import models

from ...tools import identity
from ...workbook import cells, files, issues, layout

# Rows with data in a job: so many that opening the file again is a small part of it.
CHUNK = 4000
# A list of mistakes longer than this helps nobody; the rest shows at the next check.
MAX_ISSUES = 5000


class PropertyImport(models.Model):
    _inherit = "property.import"

    def _property_open(self):
        """Look at the file and its sheets; then the rows can be read."""
        self.ensure_one()
        self._property_drop_rows()
        # Written by the import alone, so no role has the right to.
        self.issue_ids.sudo().unlink()
        self.result_ids.sudo().unlink()  # as above
        self.write(
            {
                "layout": [],
                "cursor": {"sheet": 0, "row": None, "done": 0},
                "step": self.step + 1,
                "row_total": 0,
                "row_count": 0,
                "error_count": 0,
                "warning_count": 0,
                "failure": False,
            }
        )
        self.state = "reading"
        try:
            book = files.open_workbook(self._property_content())
            self._property_recognise(book)
        except files.FileError as error:
            self._property_add_issues([{"code": error.code, "details": error.details}])
            self.state = "faulty"
            return
        book.close()
        if not self.layout or self.error_count:
            self.state = "faulty"

    def _property_read_chunk(self):
        """Read the next chunk of rows into the staging table, parsed cell by cell."""
        self.ensure_one()
        position = self.cursor["sheet"]
        sheet = dict(self.layout[position])
        # JSON has texts for keys; made numbers once, not for each row.
        sheet["columns"] = {int(i): code for i, code in sheet["columns"].items()}
        first = self.cursor["row"] or sheet["first_row"]
        last = max(sheet["rows"], first - 1)
        rows, problems = [], []
        if first <= last:
            book = files.open_workbook(self._property_content())
            required = self._property_required(sheet)
            source = files.sheet_rows(book[sheet["sheet"]], first, last)
            for number, row in enumerate(source, start=first):
                parsed = self._property_parse_row(
                    sheet, row, number, book.epoch, required
                )
                if parsed:
                    rows.append(parsed[0])
                    problems += parsed[1]
                # Blank rows are not counted: a sheet strewn with them is one chunk.
                if len(rows) == CHUNK:
                    last = number
                    break
            book.close()
        # Staging rows have no rights of their own: they belong to the import.
        self.env["property.import.row"].sudo().create(rows)
        self._property_add_issues(problems)
        self.row_count += len(rows)
        done = self.cursor["done"] + max(last - first + 1, 0)
        if last < sheet["rows"]:
            self.cursor = {"sheet": position, "row": last + 1, "done": done}
        elif position + 1 < len(self.layout):
            self.cursor = {"sheet": position + 1, "row": None, "done": done}
        else:
            self.state = "checking"

    def _property_parse_row(self, sheet, row, number, epoch, required):
        """(values of the staging row, problems) or None for a row without data."""
        filled = {
            code: row[i]
            for i, code in sheet["columns"].items()
            if i < len(row) and not cells.is_empty(row[i])
        }
        if not filled or (
            number - sheet["first_row"] < 3
            and layout.is_note(filled.values())
            and not _holds_message(sheet, filled, epoch)
        ):
            return None
        parsed, problems = {}, []
        parsers = self.env["property.import.sheet"]._property_parsers()
        for code, value in filled.items():
            cell_type, choices, multiple = parsers[sheet["kind"], code]
            try:
                parsed[code] = cells.parse(value, cell_type, choices, epoch, multiple)
            except cells.CellError as error:
                problems.append(
                    self._property_cell_problem(sheet, number, code, value, error)
                )
        for code in required:
            if code not in filled:
                error = cells.CellError("required")
                problems.append(
                    self._property_cell_problem(sheet, number, code, None, error)
                )
        values = {
            "import_id": self.id,
            "estate_id": self.estate_id.id,
            "company_id": self.company_id.id,
            "sequence": sheet["sequence"],
            "sheet": sheet["sheet"],
            "kind": sheet["kind"],
            "number": number,
            "raw": {code: _json(value) for code, value in filled.items()},
            "parsed": parsed,
            "faulty": bool(problems),
        }
        return values, problems

    def _property_required(self, sheet):
        """Codes of the sheet's columns that may not be empty."""
        columns = self.env["property.import.column"].search(
            [("sheet_id.code", "=", sheet["kind"]), ("required", "=", True)]
        )
        present = set(sheet["columns"].values())
        return [code for code in columns.mapped("code") if code in present]

    def _property_cell_problem(self, sheet, number, code, value, error):
        return {
            "code": error.code,
            "details": error.details,
            "sequence": sheet["sequence"],
            "sheet": sheet["sheet"],
            "kind": sheet["kind"],
            "number": number,
            "field": code,
            "column": sheet["headers"].get(code, code),
            "value": cells.show(value),
        }

    def _property_add_issues(self, problems):
        """Write down mistakes, described in the user's words."""
        levels = {"error": 0, "warning": 0}
        values = []
        for problem in problems:
            level = problem.get("level") or "error"
            levels[level] += 1
            details = {
                "column": problem.get("column"),
                **(problem.get("details") or {}),
            }
            if problem["code"] == "unknown_choice":
                details["choices"] = self._property_choice_words(problem)
            message, remedy = issues.describe(self.env, problem["code"], details)
            values.append(
                {
                    "import_id": self.id,
                    "level": level,
                    "code": problem["code"],
                    "sequence": problem.get("sequence", 0),
                    "sheet": problem.get("sheet"),
                    "number": problem.get("number", 0),
                    "column": problem.get("column"),
                    "value": self._property_shown(problem),
                    "message": message,
                    "remedy": remedy,
                }
            )
        room = MAX_ISSUES - self.error_count - self.warning_count
        # Written by the import alone, so no role has the right to.
        self.env["property.import.issue"].sudo().create(values[: max(room, 0)])
        self.error_count += levels["error"]
        self.warning_count += levels["warning"]

    def _property_shown(self, problem):
        """The value for the list of mistakes; ID numbers are masked there too."""
        value = problem.get("value") or ""
        if "identity" in problem.get("field", ""):
            value = "#".join(
                identity.mask(identity.normalise(part)) for part in value.split("#")
            )
        return value[:100]

    def _property_choice_words(self, problem):
        column = self.env["property.import.column"].search(
            [
                ("sheet_id.code", "=", problem["kind"]),
                ("code", "=", problem["field"]),
            ]
        )
        return column._property_choice_words()


def _holds_message(sheet, filled, epoch):
    """A message may begin with 说明 as well; only data has a date and a text."""
    if sheet["kind"] != "request" or not {"received", "text"} <= filled.keys():
        return False
    try:
        cells.parse_moment(filled["received"], epoch)
    except cells.CellError:
        return False
    return True


def _json(value):
    """A cell's value as JSON can hold it."""
    if isinstance(value, datetime):
        return cells.show(value)
    return value if isinstance(value, int | float | str | bool) else cells.show(value)
