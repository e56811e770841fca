"""Lists: the first rows of a report."""

from .layout import BODY, HEADER, Layout
from .parts import Listing


class ListWriter(Layout):
    """Writes the first rows of a source, a cell a value."""

    def _write_list(self, part: Listing):
        self._heading(part.title, part.menu)
        number = str(len(self.lists) + 1)
        if not self.sample:
            self.lists[number] = {
                "id": number,
                "name": part.title,
                "model": part.source.model,
                "columns": [name for name, _label in part.columns],
                "domain": part.source.domain,
                "context": {},
                "orderBy": [{"name": part.order, "asc": part.ascending}],
                "fieldMatching": self._matching(part.source),
            }
        for column, (name, label) in zip("ABCDE", part.columns, strict=False):
            cell = f"{column}{self.row}"
            self.styles[cell] = HEADER
            self.cells[cell] = f'=_t("{label}")'
            for row in range(1, part.rows + 1):
                text = self._list_cell(part, number, row, name, "ABCDE".index(column))
                if text:
                    self.cells[f"{column}{self.row + row}"] = text
        self.styles[f"A{self.row + 1}:E{self.row + part.rows}"] = BODY
        self.row += part.rows + 2

    def _list_cell(self, part, number, row, name, column):
        if not self.sample:
            return f'=ODOO.LIST({number},{row},"{name}")'
        if row > len(part.sample):
            return None
        value = str(part.sample[row - 1][column])
        has_words = any(letter.isalpha() for letter in value)
        return f'=_t("{value}")' if has_words else value
