"""Finds out which sheet is what, and which column is which."""

import re
import unicodedata
from dataclasses import dataclass, field

from .cells import is_empty, show

# Titles and explanations may stand above the headings.
HEADER_SEARCH_ROWS = 15
NOTE = re.compile(
    r"^(说明|示例|例如|例:|例：|如:|如：|必填|选填|填写说明|note|example)", re.I
)


@dataclass
class ColumnSpec:
    """One column that a kind of sheet may have."""

    code: str
    synonyms: frozenset
    required: bool = False


@dataclass
class SheetSpec:
    """One kind of sheet."""

    code: str
    synonyms: frozenset
    columns: list


@dataclass
class Layout:
    """A sheet of the file as it was understood."""

    sheet: str
    kind: str
    first_row: int
    columns: dict
    headers: dict
    unknown: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    missing: list = field(default_factory=list)


def normalize_header(value):
    """Heading without explanation, marks and blanks: ``楼栋号*（必填）`` is 楼栋号."""
    text = unicodedata.normalize("NFKC", show(value)).strip().lower()
    text = re.split(r"[(\n:【\[]", text.lstrip("*★ "))[0]
    return re.sub(r"[\s*★_]+", "", text)


def recognise(title, head, specs):
    """How a sheet is laid out, or None when it is no sheet of ours.

    :param str title: name of the sheet
    :param list head: its first rows, tuples of cell values
    :param list specs: the kinds of sheet to choose from
    :return: Layout or None
    """
    name = normalize_header(title)
    named = [spec for spec in specs if name in spec.synonyms]
    best = None
    for spec in named or specs:
        found = _locate(head, spec)
        if found and (best is None or found[0] > best[0]):
            best = (*found, spec)
    if best is None:
        return None
    score, row, headers, depth, spec = best
    layout = _layout(title, spec, row + depth, headers)
    # A stranger's sheet shares a word or two with ours by chance.
    if not named and (layout.missing or score < 2):
        return None
    return layout


def _locate(head, spec):
    """(score, row index, headings by column, rows of heading) of the best row."""
    known = {synonym for column in spec.columns for synonym in column.synonyms}
    best = None
    for index, row in enumerate(head[:HEADER_SEARCH_ROWS]):
        below = head[index + 1] if index + 1 < len(head) else ()
        headers, depth = _merge_headings(row, below, known)
        score = len({text for text in headers.values() if text in known})
        if score and (best is None or score > best[0]):
            best = (score, index, headers, depth)
    return best


def _merge_headings(row, below, known):
    """A merged heading spans columns or rows; its detail stands in the row below."""
    headers = {
        i: normalize_header(cell) for i, cell in enumerate(row) if not is_empty(cell)
    }
    details = {
        i: normalize_header(cell)
        for i, cell in enumerate(below)
        if not is_empty(cell) and normalize_header(cell) in known
    }
    extra = {i: text for i, text in details.items() if headers.get(i) not in known}
    # Below a merged heading the row is empty, but for details of other headings.
    filled = {i for i, cell in enumerate(below) if not is_empty(cell)}
    data = {i for i, text in headers.items() if text in known} & filled - set(details)
    if headers and extra and not data:
        return {**headers, **details}, 2
    return headers, 1


def _layout(title, spec, first_row, headers):
    layout = Layout(title, spec.code, first_row + 1, {}, {})
    by_synonym = {
        synonym: column.code for column in spec.columns for synonym in column.synonyms
    }
    for index, text in sorted(headers.items()):
        code = by_synonym.get(text)
        if code is None:
            layout.unknown.append((index, text))
        elif code in layout.columns.values():
            layout.doubled.append((index, text))
        else:
            layout.columns[index] = code
            layout.headers[code] = text
    present = set(layout.columns.values())
    layout.missing = [
        column.code
        for column in spec.columns
        if column.required and column.code not in present
    ]
    return layout


def is_note(cells):
    """Whether a row below the headings explains them instead of holding data."""
    filled = [show(cell).strip() for cell in cells if not is_empty(cell)]
    return bool(filled) and bool(NOTE.match(filled[0]))
