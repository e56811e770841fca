"""Charts, beside one another."""

from .layout import CHART_HEIGHT, Layout
from .parts import Charts


class ChartWriter(Layout):
    """Writes charts over report models; in a sample, over rows of a hidden sheet."""

    def _write_charts(self, part: Charts):
        first = self.row
        for index, chart in enumerate(part.charts):
            self.row = first
            data = self._sample_chart(chart) if self.sample else self._chart(chart)
            data.update(
                title={"text": chart.title, "color": "#01666B", "bold": True},
                background="#FFFFFF",
                legendPosition="top" if chart.has_legend else "none",
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
        if chart.sample_series:
            self.data_row += 1
            for column, name in zip("BCDEFG", chart.sample_series, strict=False):
                self.data_cells[f"{column}{self.data_row}"] = f'=_t("{name}")'
        for values in chart.sample:
            self.data_row += 1
            label, *numbers = values
            self.data_cells[f"A{self.data_row}"] = f'=_t("{label}")'
            for column, number in zip("BCDEFG", numbers, strict=False):
                self.data_cells[f"{column}{self.data_row}"] = str(number)
        count = len(chart.sample[0]) - 1
        return {
            "type": chart.kind,
            "dataSetsHaveTitle": bool(chart.sample_series),
            "dataSets": [
                {"dataRange": f"Data!{column}{first}:{column}{self.data_row}"}
                for column in "BCDEFG"[:count]
            ],
            "labelRange": f"Data!A{first}:A{self.data_row}",
            "labelsAsText": True,
            "aggregated": False,
        }
