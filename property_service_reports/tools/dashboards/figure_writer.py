"""Figures: cards above a table of now, before, change and yardstick."""

from .layout import (
    BODY,
    CARD_COLORS,
    CARD_HEIGHT,
    HEADER,
    HEADER_RIGHT,
    MUTED,
    Layout,
)
from .parts import DECIMAL, MONEY, PERCENT, WHOLE, Figures


class FigureWriter(Layout):
    """Writes figures, each in a cell that opens the rows behind it."""

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
