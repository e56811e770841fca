"""What a dashboard is made of: figures, charts and lists over report models."""

from dataclasses import dataclass, field

# A share is a quotient of two measures; per cent is a measure of 0 to 100.
WHOLE, MONEY, SHARE, DECIMAL, PERCENT = 1, 2, 3, 4, 5
# Charts over time: whole days, or months with the same month of the year before.
LAST_DAYS = ("date", ">=", "today -30d")
LAST_MONTHS = ("date", ">=", "today -12m =1d")
LAST_MONTHS_ENDED = ("date_end", ">=", "today -12m =1d")


@dataclass
class Source:
    """A report model, how the filters of the dashboard reach it, and which of its rows.

    :param date: field that the period narrows, or None for what stands open today
    """

    model: str
    domain: list = field(default_factory=list)
    date: str | None = None
    date_type: str = "date"
    estate: str | None = "estate_id"


@dataclass
class Figure:
    """One number with its rows behind it.

    :param measure: field of the source, or ``__count``
    :param over: measure that the first is divided by, a figure of its own beside it
    :param yardstick: text of what is asked, with its source
    :param levels: shares in per cent that levels 1, 2 and 3 of the yardstick ask for
    :param sample: what an empty database shows
    """

    label: str
    source: Source
    measure: str = "__count"
    over: str | None = None
    over_source: Source | None = None
    format: int = WHOLE
    yardstick: str | None = None
    levels: tuple = ()
    sample: float = 0
    sample_before: float | None = None
    card: str | None = None
    menu: str | None = None
    cell: str | None = None
    before_cell: str | None = None


@dataclass
class Chart:
    title: str
    kind: str
    source: Source
    group_by: list
    measure: str = "__count"
    menu: str | None = None
    stacked: bool = False
    sample: list = field(default_factory=list)
    sample_series: tuple = ()

    @property
    def has_legend(self):
        return self.kind == "pie" or len(self.group_by) > 1


@dataclass
class Listing:
    title: str
    source: Source
    columns: list
    order: str
    ascending: bool = True
    rows: int = 10
    menu: str | None = None
    sample: list = field(default_factory=list)


@dataclass
class Figures:
    """A heading and a table of figures; some stand above it as cards."""

    title: str
    figures: list


@dataclass
class Charts:
    """Charts beside one another, at most three."""

    charts: list
