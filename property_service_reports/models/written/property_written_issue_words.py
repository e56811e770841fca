from odoo import models
from odoo.tools import float_round, format_date, formatLang


class PropertyWrittenIssue(models.Model):
    """Figures as words: periods, numbers, rise and fall, bars."""

    _inherit = "property.written.issue"

    def _property_period(self):
        """The period as people write it."""
        self.ensure_one()
        day = self.date_start
        if not day:
            return ""
        if self.report_id.period == "day":
            return format_date(self.env, day)
        if self.report_id.period == "quarter":
            quarter = (day.month + 2) // 3
            return self.env._("%(year)s Q%(quarter)s", year=day.year, quarter=quarter)
        return f"{day.year}-{day.month:02}"

    def _property_has_money(self):
        """Whether any column holds amounts, whose unit the paper states once."""
        return any(
            column["kind"] == "monetary"
            for section in self.figures or []
            for column in section["columns"]
        )

    def _property_number(self, value, kind):
        """A number as the report prints it; an average of nothing is a dash."""
        if value is None:
            return "–"
        if kind == "percent":
            return f"{value:.1f} %"
        digits = {"integer": 0, "monetary": 2}.get(kind, 1)
        return formatLang(self.env, float_round(value, digits) or 0.0, digits=digits)

    def _property_sentences(self, section):
        """What the totals say, in words: now, and against what they were."""
        now, *others = section["totals"]
        for number, column in enumerate(section["columns"]):
            value, kind = now["values"][number], column["kind"]
            text = self._property_definition(
                column["label"], self._property_number(value, kind)
            )
            if not others:
                yield text
                continue
            before, year = (
                self._property_against(
                    other["label"], value, other["values"][number], kind
                )
                for other in others
            )
            yield self.env._(
                "%(now)s; %(before)s, %(year)s", now=text, before=before, year=year
            )

    def _property_definition(self, label, text):
        """A label and what is said of it, with the colon of the language."""
        return self.env._("%(measure)s: %(value)s", measure=label, value=text)

    def _property_against(self, label, value, before, kind):
        """A number of another period, with the rise or fall since then."""
        words = {
            "when": label.lower(),
            "value": self._property_number(before, kind),
        }
        if value is None or before is None:
            return self.env._("%(when)s %(value)s", **words)
        return self.env._(
            "%(when)s %(value)s (%(rise)s)",
            rise=self._property_rise(value - before, kind),
            **words,
        )

    def _property_rise(self, difference, kind):
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        if kind == "percent":
            # From 40 % to 50 % is ten points, not ten per cent.
            return self.env._("%(rise)s points", rise=f"{sign}{abs(difference):.1f}")
        return sign + self._property_number(abs(difference), kind)

    def _property_bars(self, section):
        """The first column as bars: label, text, share of the longest in per cent."""
        if not section["with_chart"] or not section["lines"]:
            return []
        kind = section["columns"][0]["kind"]
        lengths = [max(line["values"][0] or 0, 0) for line in section["lines"]]
        longest = max(lengths) or 1
        return [
            {
                "label": line["label"],
                "text": self._property_number(line["values"][0], kind),
                "share": round(100 * length / longest),
            }
            for line, length in zip(section["lines"], lengths, strict=True)
        ]
