"""Writes workbooks that people fill in or mend: templates and lists of mistakes."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

HEAD = PatternFill("solid", fgColor="FF7A2E2E")
NOTE = PatternFill("solid", fgColor="FFF5EFE6")
WRONG = PatternFill("solid", fgColor="FFFDE2E2")


def _cell(sheet, value, fill=None, font=None, wrap=False):
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # Never a formula, whatever the text begins with.
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
    if fill:
        cell.fill = fill
    if font:
        cell.font = font
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def write_book(sheets):
    """Bytes of a workbook.

    :param list sheets: dicts with ``title``, ``headers``, and optionally ``notes``
        (a row of explanations), ``rows``, ``widths`` and ``wrong`` (set of
        (row index, column index) to mark)
    """
    book = Workbook(write_only=True)
    for spec in sheets:
        _write_sheet(book, spec)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_sheet(book, spec):
    sheet = book.create_sheet(spec["title"][:31])
    widths = spec.get("widths") or [max(12, 2 * len(h) + 4) for h in spec["headers"]]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    white = Font(bold=True, color="FFFFFFFF")
    sheet.append([_cell(sheet, text, HEAD, white) for text in spec["headers"]])
    if spec.get("notes"):
        sheet.append([_cell(sheet, text, NOTE, wrap=True) for text in spec["notes"]])
    wrong = spec.get("wrong") or set()
    for number, row in enumerate(spec.get("rows") or []):
        sheet.append(
            [
                _cell(sheet, value, WRONG if (number, column) in wrong else None)
                for column, value in enumerate(row)
            ]
        )
