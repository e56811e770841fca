"""Samples: repeatable, without repetition, and only added to."""

from odoo.exceptions import AccessError, UserError, ValidationError

from .mechanism_common import MechanismCase


class TestSample(MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls._make_units(23, prefix="7-1-")

    def _sample(self, **values):
        return (
            self.env["property.sample"]
            .with_user(self.user_administrator)
            .create(
                {
                    "name": "Sample",
                    "code": "files",
                    "estate_id": self.estate.id,
                    "population_model": "property.unit",
                    "population_domain": '[("code", "like", "7-1-")]',
                    "amount": 20.0,
                    "date_start": "2026-03-01",
                    "date_end": "2026-03-31",
                    **values,
                }
            )
        )

    def test_share_and_number(self):
        """QA-07, SLA-08: 20 %, rounded up; REN-23: a number."""
        sample = self._sample()
        sample.action_draw()
        self.assertRecordValues(
            sample,
            [{"state": "drawn", "line_count": 5, "population_count": 23}],
        )
        few = self._sample(measure="count", amount=2, code="others")
        few.action_draw()
        self.assertEqual(few.line_count, 2)
        self.assertLessEqual(set(few.line_ids.mapped("res_id")), set(self.units.ids))

    def test_repeatable(self):
        """The stored seed and population give the same records again."""
        sample = self._sample()
        sample.action_draw()
        self.assertEqual(
            sample._property_pick(sample.seed, sample.population_ids),
            sample.line_ids.mapped("res_id"),
        )
        other = self._sample(code="others")
        other._property_draw(sample.seed)
        self.assertEqual(
            other.line_ids.mapped("res_id"), sample.line_ids.mapped("res_id")
        )
        self.assertNotEqual(
            sample._property_pick("another seed", sample.population_ids),
            sample.line_ids.mapped("res_id"),
        )

    def test_never_the_same_record_in_a_period(self):
        samples = [self._sample() for _number in range(5)]
        drawn = []
        for sample in samples:
            sample.action_draw()
            drawn += sample.line_ids.mapped("res_id")
        self.assertEqual(sorted(drawn), sorted(self.units.ids))  # 5+5+5+5+3
        with self.assertRaises(UserError):
            self._sample().action_draw()
        # Of another month, another matter or another estate all may be drawn again.
        april = self._sample(date_start="2026-04-01", date_end="2026-04-30")
        april.action_draw()
        self.assertEqual(april.line_count, 5)

    def test_drawn_once(self):
        sample = self._sample()
        sample.action_draw()
        with self.assertRaises(UserError):
            sample.action_draw()
        for values in (
            {"amount": 50},
            {"seed": "mine"},
            {"state": "draft"},
            {"line_ids": [(5,)]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                sample.write(values)
        with self.assertRaises(UserError):
            sample.unlink()
        with self.assertRaises(AccessError):
            sample.line_ids[0].res_id = self.unit_101.id

    def test_verdicts(self):
        sample = self._sample(measure="count", amount=2)
        sample.action_draw()
        first, second = sample.line_ids
        first.verdict = "pass"
        with self.assertRaises(UserError):
            second.verdict = "fail"
        with self.assertRaises(UserError):
            sample.action_done()
        second.write({"verdict": "fail", "note": "Paper and ledger differ"})
        self.assertRecordValues(sample, [{"checked_count": 2, "failed_count": 1}])
        self.assertEqual(second.done_by_id, self.user_administrator)
        sample.action_done()
        with self.assertRaises(UserError):
            first.write({"verdict": "fail", "note": "Later"})

    def test_rights(self):
        """An assistant neither draws nor judges; the estate bounds the population."""
        sample = self._sample(population_domain="[]", amount=100)
        with self.assertRaises(AccessError):
            sample.with_user(self.user_assistant).action_draw()
        sample.action_draw()
        self.assertNotIn(self.shop.id, sample.line_ids.mapped("res_id"))
        with self.assertRaises(AccessError):
            sample.line_ids[0].with_user(self.user_assistant).verdict = "pass"
        with self.assertRaises(ValidationError):
            self._sample(population_domain='[("nothing", "=", 1)]')
        with self.assertRaises(ValidationError):
            self._sample(population_model="res.users")

    def test_drawing_is_not_creating(self):
        sample = self._sample(state="done", seed="mine", population_ids=[1])
        self.assertRecordValues(sample, [{"state": "draft", "seed": False}])
        self.assertFalse(sample.line_ids)

    def test_a_sample_is_evidence(self):
        """A routine of so many samples counts their verdicts (REN-23)."""
        sample = self._sample(measure="count", amount=3)
        sample.action_draw()
        sample.line_ids[0].verdict = "pass"
        routine = self.env["property.routine"].create(
            {
                "name": "Samples",
                "company_id": self.company.id,
                "evidence_model": "property.sample.line",
                "evidence_domain": '[("code", "=", "files")]',
                "population_model": "property.unit",
                "population_domain": '[("code", "like", "7-1-")]',
                "measure": "ratio",
                "minimum": 20,
                "responsible": "post",
                "post": "supervisor",
            }
        )
        today = routine._property_today(self.estate)
        measurement = routine._property_measure(self.estate, today, today)
        self.assertEqual((measurement.required, measurement.done), (5, 1))
