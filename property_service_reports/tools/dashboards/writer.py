"""Writes the parts of a dashboard as a spreadsheet."""

from .chart_writer import ChartWriter
from .figure_writer import FigureWriter
from .layout import BORDERS, COLUMNS, FORMATS, HEADING_HEIGHT, STYLES
from .list_writer import ListWriter
from .parts import Charts, Figures


class Writer(FigureWriter, ChartWriter, ListWriter):
    """One dashboard, or what it shows while the database is empty."""

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
