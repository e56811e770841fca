from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from .history_source import SOURCES

MONTHS = 12


class PropertyHistoryMixin(models.AbstractModel):
    """客户画像: the figures and preferences above the timeline (ARC-13, TRD-04)."""

    _inherit = "property.history.mixin"

    def property_history_profile(self):
        """Who it is, in figures, with what suits them (ARC-13, TRD-04).

        :return: dict with ``name``, ``subtitle``, ``figures`` (each a dict of code,
            label, value and level), ``people``, ``tags`` and ``suggestions``
        """
        self.ensure_one()
        self._property_check_history()
        people = self.env["res.partner"]
        if not self.env.user.share:
            people = self._property_history_people()
        tags = self._property_history_tags(people)
        return {
            "name": self.display_name,
            "subtitle": self._property_history_subtitle(),
            "figures": self._property_history_figures(),
            "people": [
                {"id": person.id, "name": person.display_name} for person in people
            ],
            "tags": [{"id": tag.id, "name": tag.name} for tag in tags],
            "suggestions": self._property_history_suggestions(tags),
        }

    # === Hooks ===

    def _property_history_people(self):
        """Customers whose preferences count."""
        raise NotImplementedError

    def _property_history_money(self):
        """:return: dict of ``arrears`` and ``deposits``"""
        raise NotImplementedError

    def _property_history_subtitle(self):
        if self.env.user.share:
            return ""  # estates are closed to residents
        return ", ".join(self._property_history_units().estate_id.mapped("name"))

    # === Figures ===

    def _property_history_figures(self):
        """The figures that the reader may see; each from one query (ARC-13)."""
        if self.env.user.share:
            return []
        figures = []
        if self.env["property.service.callback"].has_access("read"):
            figures += self._property_history_service()
        figures += self._property_history_sums()
        if self.env["property.key.set"].has_access("read"):
            out = sum(self._property_history_today().mapped("key_out_count"))
            figures.append(self._property_figure("keys", str(out), "warning", out))
        if self.env["property.visit"].has_access("read"):
            visited = self._property_history_visited()
            day = format_date(self.env, visited) if visited else "—"
            figures.append(self._property_figure("visit", day))
        return figures

    def _property_history_service(self):
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        opened = sum(
            self._property_history_count(kind, [("closed", "=", False)])
            for kind in ("request", "complaint")
        )
        complaints = self._property_history_count(
            "complaint", [("property_received_on", ">=", since)]
        )
        problems = self.env["property.repeat.problem"].search_count(
            [
                ("unit_id", "in", self._property_history_today().ids),
                ("state", "=", "open"),
            ]
        )
        level = self._property_history_satisfaction(since)
        return [
            self._property_figure("open", str(opened), "warning", opened),
            self._property_figure(
                "satisfaction",
                f"{level:.1f}" if level else "—",
                "danger",
                level and level < 3,
            ),
            self._property_figure("complaints", str(complaints), "danger", complaints),
            self._property_figure("problems", str(problems), "danger", problems),
        ]

    def _property_history_sums(self):
        """Money, for the desk and for accountants; nobody else gets here."""
        currency = self.env.company.currency_id
        return [
            self._property_figure(
                code,
                formatLang(self.env, amount, currency_obj=currency),
                "danger",
                amount and code == "arrears",
            )
            for code, amount in self._property_history_money().items()
        ]

    def _property_history_today(self):
        """The units that are held today: the unit itself, or the customer's."""
        units = self._property_history_units()
        if self._name == "property.unit":
            return units
        occupancies = self._property_history_occupancies()
        return occupancies.filtered("is_current").unit_id

    def _property_history_source(self, kind):
        return next(source for source in SOURCES if source.kind == kind)

    def _property_history_count(self, kind, domain):
        source = self._property_history_source(kind)
        return self.env[source.model].search_count(
            self._property_history_domain(source)
            & Domain(source.domain)
            & Domain(domain)
        )

    def _property_history_satisfaction(self, since):
        """Average of callbacks, visits and the resident's own ratings, 1 to 5."""
        total = number = 0
        for kind, answer in (
            ("callback", "level"),
            ("visit", "satisfaction"),
            ("request", "property_rating"),
            ("complaint", "property_rating"),
        ):
            source = self._property_history_source(kind)
            groups = self.env[source.model]._read_group(
                self._property_history_domain(source)
                & Domain(source.domain)
                & Domain(source.date, ">=", since)
                & Domain(answer, "!=", False),
                [answer],
                ["__count"],
            )
            total += sum(int(level) * count for level, count in groups)
            number += sum(count for _level, count in groups)
        return total / number if number else 0.0

    def _property_history_visited(self):
        source = self._property_history_source("visit")
        [(visited,)] = self.env[source.model]._read_group(
            self._property_history_domain(source) & Domain(source.domain),
            [],
            ["done_on:max"],
        )
        return visited

    def _property_figure(self, code, value, level="info", is_notable=False):
        labels = {
            "open": self.env._("Open requests"),
            "satisfaction": self.env._("Satisfaction (of 5)"),
            "complaints": self.env._("Complaints of 12 months"),
            "problems": self.env._("Repeated problems"),
            "arrears": self.env._("Arrears"),
            "deposits": self.env._("Deposits we hold"),
            "keys": self.env._("Keys out"),
            "visit": self.env._("Last visit"),
        }
        return {
            "code": code,
            "label": labels[code],
            "value": value,
            "level": level if is_notable else "info",
        }

    # === Preferences ===

    def _property_history_tags(self, people):
        if not people._has_field_access(
            people._fields["property_preference_ids"], "read"
        ):
            return self.env["property.preference"]
        return people.property_preference_ids.sorted(lambda tag: (tag.sequence, tag.id))

    def _property_history_suggestions(self, tags):
        """Services that suit the preferences, with their price here (TRD-04)."""
        suggestions = self.env["property.service.suggestion"]
        if not tags or not suggestions.has_access("read"):
            return []
        found = suggestions.search([("preference_id", "in", tags.ids)])
        estate = self._property_history_units().estate_id[:1]
        lines = []
        for suggestion in found:
            price = suggestion.item_id._property_price_of(estate)
            lines.append(
                {
                    "id": suggestion.id,
                    "service": suggestion.item_id.name,
                    "reason": suggestion.preference_id.name,
                    "note": suggestion.note or "",
                    "price": formatLang(
                        self.env, price.price, currency_obj=price.currency_id
                    )
                    if price.price
                    else "",
                }
            )
        return lines
