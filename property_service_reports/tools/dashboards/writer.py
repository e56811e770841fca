"""Lays the parts of a dashboard out and writes them as a spreadsheet."""

import uuid
from typing import Any

from .parts import DECIMAL, MONEY, PERCENT, WHOLE, Charts, Figures, Listing, Source

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


class Writer:
    """One dashboard, or what it shows while the database is empty."""

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

    # --- parts ---

    def document(self):
        for part in self.board.parts:
            if isinstance(part, Figures):
                self._write_figures(part)
            elif isinstance(part, Charts):
                self._write_charts(part)
            else:
                self._write_list(part)
        sheets = [self._sheet("Dashboard", self.cells, self.row + 2, self.figures)]
        if self.data_cells:
            sheets.append(self._data_sheet())
        return {
            "version": "18.5.10",
            "sheets": sheets,
            "styles": STYLES,
            "formats": FORMATS,
            "borders": BORDERS,
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {
                "locale": {
                    "name": "English (US)",
                    "code": "en_US",
                    "thousandsSeparator": ",",
                    "decimalSeparator": ".",
                    "dateFormat": "yyyy-mm-dd",
                    "timeFormat": "hh:mm:ss",
                    "formulaArgSeparator": ",",
                    "weekStart": 1,
                }
            },
            "pivots": self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "globalFilters": self._filters(),
            "lists": self.lists,
            "listNextId": len(self.lists) + 1,
            "chartOdooMenusReferences": self.menus,
        }

    def _sheet(self, name, cells, rows, figures):
        return {
            "id": self._uid(f"sheet {name}"),
            "name": name,
            "colNumber": len(COLUMNS),
            "rowNumber": rows,
            "rows": {str(row - 1): {"size": HEADING_HEIGHT} for row in self.headings},
            "cols": {str(i): {"size": size} for i, size in enumerate(COLUMNS)},
            "merges": [],
            "cells": cells,
            "styles": self.styles,
            "formats": self.formats,
            "borders": self.borders,
            "conditionalFormats": [],
            "dataValidationRules": [],
            "figures": figures,
            "tables": [],
            "areGridLinesVisible": False,
            "isVisible": True,
            "headerGroups": {"ROW": [], "COL": []},
            "comments": {},
        }

    def _data_sheet(self):
        sheet = self._sheet("Data", self.data_cells, self.data_row + 2, [])
        sheet.update(
            rows={},
            styles={},
            formats=self.data_formats,
            borders={},
            isVisible=False,
            colNumber=8,
            cols={},
        )
        return sheet

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

    # --- figures ---

    def _write_figures(self, part: Figures):
        cards = [figure for figure in part.figures if figure.card]
        self._heading(part.title)
        first = self.row
        if cards:
            self._skip(CARD_HEIGHT)
        self._write_table(part.figures)
        below, self.row = self.row, first
        for index, figure in enumerate(cards):
            name = f"card {part.title} {figure.label}"
            self._place(
                index, len(cards), CARD_HEIGHT, name, self._card(figure), figure.menu
            )
        self.row = below + 1

    def _card(self, figure):
        data = {
            "type": "scorecard",
            "title": {"text": figure.label, "color": "#434343", "bold": True},
            "background": CARD_COLORS[figure.card],
            "keyValue": self._card_value(figure, figure.cell),
            "baselineMode": "difference" if figure.before_cell else "text",
            "baselineColorUp": "#434343",
            "baselineColorDown": "#434343",
            "humanize": False,
        }
        if figure.before_cell:
            data["baseline"] = self._card_value(figure, figure.before_cell)
            data["baselineDescr"] = {"text": "against before"}
        return data

    def _card_value(self, figure, of):
        """Amounts without cents: a card has room for nine digits."""
        if figure.format != MONEY:
            return f"Dashboard!{of}"
        self.data_row += 1
        cell = f"B{self.data_row}"
        self.data_cells[cell] = f"=ROUND(Dashboard!{of})"
        self.data_formats[cell] = WHOLE
        return f"Data!{cell}"

    def _write_table(self, figures):
        dated = bool(self.board.period) and any(f.source.date for f in figures)
        titles = ["Figure", "This period" if dated else "At present"] + (
            ["Period before", "Rise or fall"] if dated else []
        )
        if any(figure.yardstick for figure in figures):
            titles += [""] * (4 - len(titles)) + ["Yardstick"]
        titles += [""] * (5 - len(titles))
        for column, title in zip("ABCDE", titles, strict=True):
            cell = f"{column}{self.row}"
            if title:
                self.cells[cell] = f'=_t("{title}")'
            self.styles[cell] = HEADER_RIGHT if column in "BCD" else HEADER
        self.row += 1
        for figure in figures:
            self._write_figure(figure)

    def _write_figure(self, figure):
        row = self.row
        figure.cell = f"B{row}"
        self.cells[f"A{row}"] = f'=_t("{figure.label}")'
        self.cells[figure.cell] = self._formula(figure)
        self.formats[figure.cell] = figure.format
        figure.before_cell = None
        if self.board.period and figure.source.date:
            figure.before_cell = f"C{row}"
            self.cells[f"C{row}"] = self._formula(figure, offset=-1)
            self.cells[f"D{row}"] = f'=IF(OR(B{row}="",C{row}=""),"",B{row}-C{row})'
            self.formats[f"C{row}"] = self.formats[f"D{row}"] = figure.format
        if figure.yardstick:
            self.cells[f"E{row}"] = self._yardstick(figure)
        self.styles[f"A{row}:D{row}"] = BODY
        self.styles[f"E{row}"] = MUTED
        self.borders[f"A{row}:E{row}"] = 1
        self.row += 1

    def _yardstick(self, figure):
        if not figure.levels:
            return f'=_t("{figure.yardstick}")'
        reached = '_t("below level 1")'
        for number, level in enumerate(figure.levels, start=1):
            reached = (
                f'IF({figure.cell}>={level},_t("level {number} reached"),{reached})'
            )
        asked = " / ".join(f"{level} %" for level in figure.levels)
        text = f'CONCATENATE(_t("{figure.yardstick}")," {asked} · ",{reached})'
        return f'=IF({figure.cell}="","",{text})'

    def _formula(self, figure, offset=0):
        if self.sample:
            before = figure.sample_before
            return str(figure.sample if not offset or before is None else before)
        top = self._value(figure.source, figure.measure, offset)
        if not figure.over:
            # One pivot function a cell: only then a click on it opens the rows behind.
            # No rows are nothing to average, but a count and a sum of nought.
            average = figure.format in (PERCENT, DECIMAL)
            return f"={top}" if average else f"=0+{top}"
        below = self._value(figure.over_source or figure.source, figure.over, offset)
        return f'=IFERROR({top}/{below},"")'

    # --- charts ---

    def _write_charts(self, part: Charts):
        first = self.row
        for index, chart in enumerate(part.charts):
            self.row = first
            data = self._sample_chart(chart) if self.sample else self._chart(chart)
            data.update(
                title={"text": chart.title, "color": "#01666B", "bold": True},
                background="#FFFFFF",
                legendPosition="top"
                if chart.stacked or chart.kind == "pie"
                else "none",
                stacked=chart.stacked,
            )
            name = f"chart {chart.title}"
            self._place(index, len(part.charts), CHART_HEIGHT, name, data, chart.menu)
        self._skip(CHART_HEIGHT)
        self.row += 1

    def _chart(self, chart):
        source = chart.source
        return {
            "type": f"odoo_{chart.kind}",
            "metaData": {
                "groupBy": chart.group_by,
                "measure": chart.measure,
                "order": None,
                "resModel": source.model,
                "mode": chart.kind,
                "cumulatedStart": False,
            },
            "searchParams": {
                "comparison": None,
                "context": {},
                "domain": source.domain,
                "groupBy": [name.split(":")[0] for name in chart.group_by],
                "orderBy": [],
            },
            "dataSets": [{}],
            "verticalAxisPosition": "left",
            "cumulatedStart": False,
            "fillArea": chart.kind == "line",
            "fieldMatching": self._matching(source),
        }

    def _sample_chart(self, chart):
        """The same chart over rows ``(label, value, …)`` of a hidden sheet."""
        first = self.data_row + 1
        for values in chart.sample:
            self.data_row += 1
            label, *numbers = values
            self.data_cells[f"A{self.data_row}"] = f'=_t("{label}")'
            for column, number in zip("BCDEFG", numbers, strict=False):
                self.data_cells[f"{column}{self.data_row}"] = str(number)
        count = len(chart.sample[0]) - 1
        return {
            "type": chart.kind,
            "dataSetsHaveTitle": False,
            "dataSets": [
                {"dataRange": f"Data!{column}{first}:{column}{self.data_row}"}
                for column in "BCDEFG"[:count]
            ],
            "labelRange": f"Data!A{first}:A{self.data_row}",
            "labelsAsText": True,
            "aggregated": False,
        }

    # --- lists ---

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
        return str(part.sample[row - 1][column])
