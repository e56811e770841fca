"""Where the parts of a dashboard stand, what they look like, what they read."""

import uuid
from typing import Any

from .parts import Source

ROW_HEIGHT = 23
HEADING_HEIGHT = 34
WIDTH = 1000
GAP = 10
CARD_HEIGHT = 104
CHART_HEIGHT = 300
#: Label, now, before, change, yardstick.
COLUMNS = (300, 130, 130, 120, 320)

STYLES = {
    "1": {"textColor": "#01666B", "bold": True, "fontSize": 16},
    "2": {"textColor": "#434343", "bold": True, "fillColor": "#F8F9FA"},
    "3": {"textColor": "#434343", "verticalAlign": "middle"},
    "4": {"textColor": "#6C757D", "verticalAlign": "middle"},
    "5": {
        "textColor": "#434343",
        "bold": True,
        "fillColor": "#F8F9FA",
        "align": "right",
    },
}
HEADING, HEADER, BODY, MUTED, HEADER_RIGHT = 1, 2, 3, 4, 5
FORMATS = {"1": "#,##0", "2": "#,##0.00", "3": "0.0%", "4": "#,##0.0", "5": '0.0"%"'}
BORDERS = {"1": {"bottom": {"style": "thin", "color": "#CCCCCC"}}}
CARD_COLORS = {"plain": "#EFF6FF", "good": "#ECFDF5", "watch": "#FEF2F2"}


class Layout:
    """The sheet that grows from top to bottom, with its sources and filters."""

    def __init__(self, board, sample: bool):
        self.board = board
        self.sample = sample
        self.cells: dict[str, str] = {}
        self.data_cells: dict[str, str] = {}
        self.data_formats: dict[str, int] = {}
        self.data_row = 0
        self.styles: dict[str, int] = {}
        self.formats: dict[str, int] = {}
        self.borders: dict[str, int] = {}
        self.figures: list = []
        self.pivots: dict[str, dict] = {}
        self.pivot_ids: dict[Any, str] = {}
        self.lists: dict[str, dict] = {}
        self.menus: dict[str, str] = {}
        self.headings: list[int] = []
        self.row = 1

    # --- identifiers and filters ---

    def _uid(self, name):
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.board.name}/{name}"))

    def _matching(self, source: Source, offset=0):
        matching = {}
        if self.board.period and source.date:
            matching[self._uid("period")] = {
                "chain": source.date,
                "type": source.date_type,
                "offset": offset,
            }
        if source.estate:
            matching[self._uid("estate")] = {"chain": source.estate, "type": "many2one"}
        return matching

    def _filters(self):
        if self.sample:
            return []
        filters = []
        if self.board.period:
            filters.append(
                {
                    "id": self._uid("period"),
                    "type": "date",
                    "label": "Period",
                    "defaultValue": self.board.period,
                }
            )
        filters.append(
            {
                "id": self._uid("estate"),
                "type": "relation",
                "label": "Estate",
                "modelName": "property.estate",
                "defaultValueDisplayNames": [],
            }
        )
        return filters

    # --- sources ---

    def _pivot(self, source: Source, measure: str, offset=0):
        """The pivot without rows over the source; one for all its measures."""
        key = (source.model, repr(source.domain), source.date, source.estate, offset)
        if key not in self.pivot_ids:
            number = str(len(self.pivots) + 1)
            self.pivot_ids[key] = number
            self.pivots[number] = {
                "type": "ODOO",
                "id": number,
                "formulaId": number,
                "name": source.model if not offset else f"{source.model} before",
                "model": source.model,
                "domain": source.domain,
                "context": {},
                "measures": [],
                "rows": [],
                "columns": [],
                "sortedColumn": None,
                "fieldMatching": self._matching(source, offset),
            }
        number = self.pivot_ids[key]
        measures = self.pivots[number]["measures"]
        if measure not in [known["id"] for known in measures]:
            measures.append({"id": measure, "fieldName": measure})
        return number

    def _value(self, source, measure, offset=0):
        return f'PIVOT.VALUE({self._pivot(source, measure, offset)},"{measure}")'

    # --- places ---

    def _heading(self, title, menu=None):
        cell = f"A{self.row}"
        link = menu and not self.sample
        self.cells[cell] = (
            f"[{title}](odoo://ir_menu_xml_id/{menu})" if link else f'=_t("{title}")'
        )
        self.styles[cell] = HEADING
        self.headings.append(self.row)
        self.row += 1

    def _place(self, index, count, height, name, data, menu):
        width = (WIDTH - GAP * (count - 1)) // count
        identifier = self._uid(name)
        data["chartId"] = identifier
        self.figures.append(
            {
                "id": identifier,
                "tag": "chart",
                "width": width,
                "height": height,
                "col": 0,
                "row": 0,
                "offset": {
                    "x": index * (width + GAP),
                    "y": self._top(),
                },
                "data": data,
            }
        )
        if menu and not self.sample:
            self.menus[identifier] = menu

    def _top(self):
        """Where the current row begins, in pixels."""
        taller = len(self.headings) * (HEADING_HEIGHT - ROW_HEIGHT)
        return (self.row - 1) * ROW_HEIGHT + taller

    def _skip(self, height):
        self.row += -(-(height + GAP) // ROW_HEIGHT)
