"""Each figure of each delivered written report against a count record by record."""

from ast import literal_eval
from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL, format_date

from odoo.addons.property_service.tests.collect_common import PropertyCollectCommon

from ..models.written.property_written_report import PERIODS
from .figures_common import CHINA, day_of
from .figures_world import FiguresWorld
from .written_twins import WrittenTwins

# Another day would give another world; on this one each section has rows.
NOW = "2026-08-01 02:00:00"
YEAR = relativedelta(years=1)
DAY = timedelta(days=1)
TESTS = {
    "=": lambda value, wanted: (value or False) == wanted,
    "!=": lambda value, wanted: (value or False) != wanted,
    ">": lambda value, wanted: value is not None and value > wanted,
}
KINDS = ("repair", "complaint", "inquiry", "praise")
# Rows by chance, requests first: others belong to them.
ROWS = {
    "helpdesk.ticket": 70,
    "property.service.clock": 60,
    "property.service.callback": 60,
    "property.visit": 40,
    "property.visit.opinion": 40,
    "property.defect": 25,
    "property.key.set": 12,
    "property.key.loan": 20,
    "property.renovation": 15,
    "property.renovation.violation": 15,
    "property.routine.period": 40,
    "property.quality.nonconformity": 30,
    "property.appraisal.entry": 30,
    "property.attendance.summary.line": 30,
}


@tagged("post_install", "-at_install")
class TestWrittenFigures(WrittenTwins, PropertyCollectCommon, FiguresWorld):
    @classmethod
    @freeze_time(NOW)
    def setUpClass(cls):
        super().setUpClass()
        cls.delivered = (
            cls.env["property.written.report"]
            .with_context(active_test=False, lang="en_US")
            .search([("company_id", "=", False)])
        )
        cls.today = day_of(fields.Datetime.now())
        # Of the period that goes on, so that there are rows before and behind
        cls.periods = {}
        for report in cls.delivered:
            first = report._property_first_day(cls.today - DAY)
            last = first + PERIODS[report.period] - DAY
            cls.periods[report] = first, last
        cls.days = sorted(
            {
                limit - back + step
                for first, last in cls.periods.values()
                for limit, step in ((first, -DAY), (first, 0 * DAY), (last, 0 * DAY))
                for back in (relativedelta(), last - first + DAY, YEAR)
            }
        )

    # === A world around the limits of the periods ===

    @classmethod
    def _chance(cls, model, field, fixed):
        value = super()._chance(model, field, fixed)
        if field.name in fixed or field.name == "write_date" or value is None:
            return value
        if field.type not in ("date", "datetime"):
            return value
        return cls._day() if field.type == "date" else cls._moment()

    @classmethod
    def _day(cls):
        chance = cls.dice.random()
        if chance < 0.2:
            return cls.today - DAY
        if chance < 0.45:
            return cls.today - timedelta(days=cls.dice.randrange(-10, 400))
        return cls.dice.choice(cls.days)

    @classmethod
    def _moment(cls):
        """Of a day in China, as stored."""
        moment = datetime.combine(cls._day(), time()) + timedelta(
            minutes=cls.dice.randrange(1440)
        )
        return CHINA.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    def _live(self):
        self.pools["property.control.point"] = list(
            self.env["property.control.point"].search([])
        )
        self.pools["helpdesk.ticket.category"] = list(
            self.env["helpdesk.ticket.category"].search([("parent_id", "!=", False)])
        )[:6]
        estates = self.pools["property.estate"]
        own = {"company_id": self.company.id}
        for name, many in ROWS.items():
            fixed = dict(own)
            if name == "helpdesk.ticket":
                fixed["property_estate_id"] = lambda: self.dice.choice(estates).id
                fixed["property_received_on"] = self._moment
                fixed["property_kind"] = lambda: self.dice.choice(KINDS)
            if name == "property.key.loan":
                fixed["copies"] = 12
            self._rows(name, many, **fixed)
        self._follow_requests()
        for ticket in self.pools["helpdesk.ticket"]:
            if ticket.property_kind == "complaint":
                self._rows("property.complaint", 1, ticket_id=ticket.id, **own)
        self._rows(
            "property.deposit",
            15,
            res_model="property.renovation",
            res_id=lambda: self.dice.choice(self.pools["property.renovation"]).id,
        )
        self.env.invalidate_all()

    def _follow_requests(self):
        """What belongs to a request is of its estate, which no chance gives."""
        for table in ("property_service_clock", "property_service_callback"):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %s part SET estate_id = ticket.property_estate_id
                      FROM helpdesk_ticket ticket WHERE ticket.id = part.ticket_id
                    """,
                    SQL.identifier(table),
                )
            )

    def _owe(self):
        """Debts of all ages, paid in part in this period and in those before."""
        units = self.unit_101 | self.unit_102 | self.parking
        firsts = sorted(day for day in self.days if day <= self.today)
        charges = self.env["property.fee.charge"]
        for number, day in enumerate((*firsts, self.today - 4 * YEAR)):
            unit = units[number % 3]
            self._make_bill(unit, 100 + number, day, due=day + 5 * DAY)
            charges._property_create_opening(
                [
                    {
                        "item_id": self.item.id,
                        "unit_id": self.unit_102.id,
                        "partner_id": self.owner_b.id,
                        "date_start": day,
                        "date_end": day,
                        "amount": 30.0 + number,
                    }
                ],
                day,
            )
        for unit, day in zip(units, firsts[-3:], strict=True):
            with freeze_time(f"{day} 04:00:00"):
                self._collect(unit, amount=131.5)

    # === By hand ===

    def _holds(self, section, twin, first, last):
        if twin["estate_id"] != self.estate:
            return False
        if not all(
            TESTS[operator](
                int(twin[name]) if twin[name] is True else twin[name], value
            )
            for name, operator, value in literal_eval(section.domain)
        ):
            return False
        if not section.date_field:
            return True
        moment = twin[section.date_field]
        day = day_of(moment) if isinstance(moment, datetime) else moment
        return bool(day) and first <= day <= last

    def _sum(self, model, name, twins):
        ratios = getattr(model, "_property_ratios", {})
        if name in ratios:
            some, whole = (sum(twin[key] for twin in twins) for key in ratios[name])
            return 100 * some / whole if whole else None
        values = [twin[name] for twin in twins if twin[name] is not None]
        function = model._fields[name].aggregator
        if function == "avg":
            return sum(values) / len(values) if values else None
        return {"sum": sum, "max": max, "min": min}[function](values) if values else 0

    def _measured(self, section, twins):
        model = self.env[section.model]
        return [
            self._sum(model, measure.name, twins) for measure in section.measure_ids
        ]

    def _label(self, section, key):
        field = self.env[section.model]._fields[section.group_field]
        if not key:
            return "Without"
        if field.type == "selection":
            return dict(field._description_selection(self.env))[key]
        return format_date(self.env, key) if field.type == "date" else key.display_name

    def assertRow(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for one, other in zip(found, expected, strict=True):
            if other is None or one is None:
                self.assertEqual(one, other)
            else:
                self.assertAlmostEqual(one, other, 4)

    def _compare(self, section, first, last):
        twins = self._twins(section.model)
        self.assertTrue(twins, "a poor world")
        length = PERIODS[section.report_id.period]
        figures = section._property_figures(self.estate, first, last)
        spans = [(first, last)]
        if section.date_field:
            spans.append((first - length, first - DAY))
            spans.append((first - YEAR, first - YEAR + length - DAY))
        for line, span in zip(figures["totals"], spans, strict=True):
            rows = [twin for twin in twins if self._holds(section, twin, *span)]
            self.counted[section] += len(rows)
            self.assertRow(line["values"], self._measured(section, rows))
        if not section.group_field:
            self.assertFalse(figures["lines"])
            return
        groups = defaultdict(list)
        for twin in twins:
            if self._holds(section, twin, first, last):
                groups[twin[section.group_field] or None].append(twin)
        expected = sorted(
            (self._label(section, key), self._measured(section, rows))
            for key, rows in groups.items()
        )
        found = sorted((line["label"], line["values"]) for line in figures["lines"])
        self.assertEqual([label for label, _v in found], [w for w, _v in expected])
        for (_label, one), (_word, other) in zip(found, expected, strict=True):
            self.assertRow(one, other)

    @freeze_time(NOW)
    def test_every_figure(self):
        """Totals, both comparisons and every line, of every section delivered."""
        self._live()
        self._owe()
        self.env.flush_all()
        self.env.invalidate_all()
        self.now = fields.Datetime.now()
        self.counted = dict.fromkeys(self.delivered.section_ids, 0)
        self.made = {}
        self.assertGreaterEqual(len(self.delivered), 15)
        for report, (first, last) in self.periods.items():
            for section in report.section_ids:
                with self.subTest(report=report.name, section=section.name):
                    self._compare(section, first, last)
        poor = [s.display_name for s, number in self.counted.items() if not number]
        self.assertFalse(poor, "sections without a row prove nothing")
