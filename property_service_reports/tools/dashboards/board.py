"""A dashboard as a description, and the file it becomes."""

from .writer import Writer


class Board:
    """Parts below one another, as a spreadsheet of version 18.5.

    :param name: file ``<name>_dashboard.json``; a figure keeps its identifier while
        its title stays the same
    :param period: which time the filter begins with
    """

    def __init__(self, name: str, period: str | None = "month_to_date"):
        self.name = name
        self.period = period
        self.parts: list = []

    def add(self, *parts):
        self.parts.extend(parts)
        return self

    def as_json(self, sample=False) -> dict:
        return Writer(self, sample).document()
