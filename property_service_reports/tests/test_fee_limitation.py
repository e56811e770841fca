"""When claims lapse: the arrears report against the rule in plain words."""

from datetime import timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from odoo.addons.property_service.tests.collect_common import PropertyCollectCommon

YEARS = relativedelta(years=3)


def lapses(due, events):
    """Civil Code §188, §192, §195, event after event.

    :param events: pairs of a day and whether the debtor promised to pay
    """
    end = due + YEARS
    for day, promised in sorted(events):
        if day > due and (day <= end or promised):
            end = day + YEARS
    return end


@tagged("post_install", "-at_install")
class TestFeeLimitation(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrears = cls.env["property.arrears.report"]
        cls.dunnings = cls.env["property.dunning"]

    def _demand(self, unit, partner, day, result="reached"):
        dunning = self.dunnings.create(
            {
                "unit_id": unit.id,
                "partner_id": partner.id,
                "date": day,
                "result": result,
                "promise_date": day,
            }
        )
        dunning.action_done()
        return dunning

    def _row(self, item):
        self.env.flush_all()
        self.arrears.invalidate_model()
        return self.arrears.browse(item.id)

    def test_against_the_rule(self):
        """Random demands, promises and vain calls of ten years, on one claim each."""
        dice = Random(3)
        units = self._make_units(12, handover_date="2010-01-01", state="occupied")
        for unit in units:
            due = self.today - timedelta(days=dice.randint(0, 3600))
            item = self._make_bill(unit, 100, due, partner=self.owner_a)
            events = []
            for _number in range(dice.randint(0, 6)):
                day = self.today - timedelta(days=dice.randint(0, 3600))
                result = dice.choice(("reached", "promised", "refused", "unreached"))
                self._demand(unit, self.owner_a, day, result)
                if result != "unreached":
                    events.append((day, result == "promised"))
            with self.subTest(due=due, events=events):
                row = self._row(item)
                end = lapses(due, events)
                days = (end - self.today).days
                self.assertEqual(row.date_limitation, end)
                self.assertEqual(row.limitation_days, days)
                self.assertEqual(
                    row.limitation,
                    "1_lapsed"
                    if days < 0
                    else "2_soon"
                    if days <= 90
                    else "3_year"
                    if days <= 365
                    else "4_later",
                )
                self.assertEqual(
                    row.dunned_on, max((day for day, _p in events), default=False)
                )

    def test_payment_begins_anew(self):
        """A payment on the bill does, another debtor's demand does not."""
        due = self.today - relativedelta(years=2)
        item = self._make_bill(self.unit_101, 100, due)
        self._demand(self.unit_101, self.owner_b, self.today)
        self.assertEqual(self._row(item).date_limitation, due + YEARS)
        self._collect(self.unit_101, amount=40)
        self.assertEqual(self._row(item).date_limitation, self.today + YEARS)
        self._collect(self.unit_101, amount=100)
        credit = self.unit_101._property_open_credits()
        self.assertFalse(self._row(credit).limitation)

    def test_settings_and_filters(self):
        """Years and what is soon are settings; the list filters and groups by it."""
        item = self._make_bill(self.unit_101, 100, self.today - relativedelta(years=1))
        self.env.ref(
            "property_service.property_parameter_fee_limitation_years"
        ).default_value = "1"
        row = self._row(item)
        self.assertEqual((row.limitation_days, row.limitation), (0, "2_soon"))
        own = [("company_id", "=", self.company.id)]
        self.assertEqual(
            self.arrears.search([*own, ("limitation", "=", "2_soon")]), row
        )
        [group] = self.arrears._read_group(
            own, ["limitation"], ["limitation_days:min", "amount_open:sum"]
        )
        self.assertEqual(group, ("2_soon", 0, 100))

    def test_demand_from_the_list(self):
        """One debt opens the form, several make one record a debtor and unit."""
        first = self._make_bill(self.unit_101, 100)
        second = self._make_bill(self.unit_101, 50)
        other = self._make_bill(self.unit_102, 70)
        rows = self._row(first) | self._row(second)
        action = rows.with_user(self.user_assistant).action_dun()
        self.assertEqual(action["context"]["default_partner_id"], self.owner_a.id)
        action = (rows | self._row(other)).with_user(self.user_assistant).action_dun()
        made = self.dunnings.search(action["domain"])
        self.assertEqual(made.unit_id, self.unit_101 | self.unit_102)
        self.assertEqual(made.partner_id, self.owner_a | self.owner_b)
        self.assertEqual(set(made.mapped("state")), {"draft"})
