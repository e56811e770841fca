from datetime import date
from unittest.mock import patch

from psycopg2 import DataError, IntegrityError, OperationalError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_fee import FeeCommon

SKIPS_POST = "odoo.addons.property_service.models.fee.property_fee_run_post"


@tagged("post_install", "-at_install")
class TestFeeRun(FeeCommon):
    def test_month_from_preview_to_posted_invoices(self):
        """FEE-02: computed, looked at, posted: one invoice per payer and unit."""
        self._assign(self.unit_101 | self.unit_102)
        run = self._make_run()
        run.action_compute()
        self.assertEqual(run.state, "computed")
        self.assertCharges(
            run.charge_ids,
            [("2026-10-01", "2026-10-31", 265.0), ("2026-10-01", "2026-10-31", 234.53)],
        )
        self.assertEqual(run.amount_total, 499.53)
        self.assertIn("Fee SF", run.summary)
        self.assertFalse(run.move_ids)
        run._property_post_now()
        self.assertEqual(run.state, "posted")
        self.assertEqual(run.progress, 100)
        move = run.move_ids.filtered(lambda m: m.property_unit_id == self.unit_101)
        self.assertRecordValues(
            move,
            [
                {
                    "state": "posted",
                    "partner_id": self.owner_a.id,
                    "amount_total": 265.0,
                    "amount_tax": 15.0,
                    "invoice_date": date(2026, 10, 5),
                    "invoice_date_due": date(2026, 11, 4),
                    "property_estate_id": self.estate.id,
                }
            ],
        )
        self.assertEqual(move.line_ids.property_unit_id, self.unit_101)
        charge = run.charge_ids.filtered(lambda c: c.unit_id == self.unit_101)
        self.assertEqual(charge.move_line_id, move.invoice_line_ids)
        self.assertEqual(charge.formula, "2.65 × 100 m² = 265.00")
        self.assertEqual(charge.rate_id, self.rate)
        self.assertEqual(charge.basis_text, "Service contract, clause SF")

    def test_again_bills_nothing_twice(self):
        self._assign(self.unit_101)
        first = self._bill()
        again = self._make_run()
        again.action_compute()
        self.assertFalse(again.charge_ids)
        self.assertEqual(again.skip_ids.mapped("reason"), ["billed"])
        with self.assertRaises(UserError):
            again.action_post()
        self.assertEqual(first.move_count, 1)

    def test_rate_change_splits_the_month(self):
        self._assign(self.unit_102)
        new = self._make_rate(self.item, 2.95, start="2026-10-11")
        self.assertEqual(self.rate.date_end, date(2026, 10, 10))
        run = self._bill()
        charges = run.charge_ids.sorted("date_start")
        # 2.65 × 88.5 × 10/31 = 75.65; the whole is 252.52
        self.assertCharges(
            charges,
            [("2026-10-01", "2026-10-10", 75.65), ("2026-10-11", "2026-10-31", 176.86)],
        )
        self.assertEqual(charges.rate_id, self.rate | new)
        self.assertEqual(len(run.move_ids), 1)
        self.assertEqual(charges[1].formula, "2.95 × 88.5 m² × 21/31 = 176.86")

    def test_owner_change_splits_by_day(self):
        self._assign(self.unit_101)
        self.unit_101.occupancy_ids.date_end = "2026-10-15"
        self._make_occupancy(
            self.unit_101, self.owner_b, share=100.0, date_start="2026-10-16"
        )
        run = self._bill()
        self.assertCharges(
            run.charge_ids,
            [
                ("2026-10-01", "2026-10-15", 128.23),
                ("2026-10-16", "2026-10-31", 136.77),
            ],
        )
        self.assertEqual(len(run.move_ids), 2)
        self.assertEqual(sum(run.move_ids.mapped("amount_total")), 265.0)

    def test_start_rules_at_handover(self):
        """Local rules differ: the month of handover is the developer's, or shared."""
        unit = self.unit_103
        unit.handover_date = "2026-10-20"
        self._make_occupancy(unit, self.owner_b, date_start="2026-10-20", share=100)
        self._assign(unit)
        spans = unit._property_payer_spans(
            date(2026, 10, 1), date(2026, 11, 30), "next_month"
        )[unit.id]
        self.assertEqual(
            [(span[1], span[2]) for span in spans if span[2]],
            self._merged(
                [
                    (date(2026, 10, 19), self.developer.id),
                    (date(2026, 10, 31), self.developer.id),
                    (date(2026, 11, 30), self.owner_b.id),
                ],
                spans,
            ),
        )
        for rule, owner_from in (
            ("same_day", date(2026, 10, 20)),
            ("prorated", date(2026, 10, 21)),
            ("next_month", date(2026, 11, 1)),
        ):
            spans = unit._property_payer_spans(
                date(2026, 10, 1), date(2026, 11, 30), rule
            )[unit.id]
            first = next(span for span in spans if span[2] == self.owner_b.id)
            self.assertEqual(first[0], owner_from, rule)

    @staticmethod
    def _merged(expected, spans):
        return [row for row in expected if row[0] in {span[1] for span in spans}]

    def test_spans_agree_with_the_payer_of_the_day(self):
        """What is billed by span is what the unit's screen shows for each day."""
        self.unit_101.occupancy_ids.date_end = "2026-10-15"
        self._make_occupancy(
            self.unit_101,
            self.tenant,
            role="tenant",
            is_payer=True,
            date_start="2026-10-20",
            date_end="2026-10-25",
        )
        self.unit_103.handover_date = "2026-10-08"
        self._make_occupancy(self.unit_103, self.owner_b, date_start="2026-10-08")
        units = self.unit_101 | self.unit_102 | self.unit_103 | self.parking
        spans = units._property_payer_spans(
            date(2026, 10, 1), date(2026, 10, 31), "same_day"
        )
        for number in range(1, 32):
            day = date(2026, 10, number)
            payers = units._property_payers(day)
            for unit in units:
                payer = next(
                    span[2] for span in spans[unit.id] if span[0] <= day <= span[1]
                )
                self.assertEqual(payer, payers.get(unit.id, unit.browse()).id, day)

    def test_skips_name_the_reason(self):
        no_area = self._make_unit("1-1-104", area=0, handover_date="2024-01-01")
        nobody = self._make_unit("1-1-105", handover_date="2024-01-01")
        orphan_item = self._make_item("NR")
        free = self._make_item("ZERO", basis="unit")
        self._make_rate(free, 0)
        rent = self._make_item("RENT", basis="fixed")
        self._assign(no_area | nobody | self.unit_103)
        self._assign(self.unit_101, item=orphan_item)
        self._assign(self.unit_101, item=free)
        self._assign(self.unit_101, item=rent)
        self.estate.developer_id = False
        run = self._make_run()
        run.action_compute()
        found = {
            (skip.unit_id.code, skip.item_id.code, skip.reason) for skip in run.skip_ids
        }
        self.assertEqual(
            found,
            {
                ("1-1-104", "SF", "no_area"),
                ("1-1-105", "SF", "no_payer"),
                ("1-1-103", "SF", "no_developer"),
                ("1-1-101", "NR", "no_rate"),
                ("1-1-101", "ZERO", "zero"),
                ("1-1-101", "RENT", "no_amount"),
            },
        )
        self.assertFalse(run.charge_ids)

    def test_developer_pays_until_handover(self):
        """物业服务收费管理办法 §16."""
        self._assign(self.unit_103)
        run = self._bill()
        self.assertEqual(run.move_ids.partner_id, self.developer)

    def test_quarter_in_advance_and_in_arrears(self):
        ahead = self._make_item("Q1", period_months="3", basis="unit")
        behind = self._make_item(
            "Q2", period_months="3", basis="unit", billing_time="arrears"
        )
        self._make_rate(ahead, 100)
        self._make_rate(behind, 10)
        self._assign(self.unit_101, item=ahead, start="2026-07-01")
        self._assign(self.unit_101, item=behind, start="2026-07-01")
        run = self._bill("2026-10-01")
        self.assertCharges(
            run.charge_ids,
            [("2026-07-01", "2026-09-30", 30.0), ("2026-10-01", "2026-12-31", 300.0)],
        )
        self.assertFalse(self._make_charges("2026-11-01"))

    def _make_charges(self, month):
        run = self._make_run(month)
        run.action_compute()
        return run.charge_ids

    def test_assignment_in_mid_quarter_starts_at_once(self):
        ahead = self._make_item("Q1", period_months="3", basis="unit")
        self._make_rate(ahead, 100)
        self._assign(self.unit_101, item=ahead, start="2026-11-16")
        self.assertFalse(self._make_charges("2026-10-01"))
        self.assertCharges(
            self._make_charges("2026-11-01"), [("2026-11-16", "2026-12-31", 150.0)]
        )

    def test_catch_up_bills_what_earlier_months_missed(self):
        self._assign(self.unit_101, start="2026-09-16")
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env.ref(
                    "property_service.property_parameter_fee_catch_up_months"
                ).id,
                "company_id": self.company.id,
                "value": "2",
            }
        )
        self.assertCharges(
            self._make_charges("2026-10-01"),
            [("2026-09-16", "2026-09-30", 132.5), ("2026-10-01", "2026-10-31", 265.0)],
        )

    def test_kind_of_unit_has_its_own_rate(self):
        own = self._make_rate(self.item, 5, unit_kind="parking")
        self._assign(self.unit_101 | self.parking)
        run = self._make_run()
        run.action_compute()
        by_unit = {c.unit_id: c for c in run.charge_ids}
        self.assertEqual(by_unit[self.parking].rate_id, own)
        self.assertEqual(by_unit[self.parking].amount, 62.5)
        self.assertEqual(by_unit[self.unit_101].rate_id, self.rate)

    def test_discount_and_agreed_amount_need_a_reason(self):
        with self.assertRaises(ValidationError):
            self._assign(self.unit_101, discount=10)
        self._assign(self.unit_101, discount=10, reason="Vacant, board of 3 March")
        rent = self._make_item("RENT", basis="fixed", taxes=self.tax_9_in)
        self._assign(self.unit_101, item=rent, fixed_amount=1200)
        self.assertCharges(
            self._make_charges("2026-10-01").sorted("amount"),
            [("2026-10-01", "2026-10-31", 238.5), ("2026-10-01", "2026-10-31", 1200.0)],
        )

    def test_other_payer_gets_an_invoice_of_his_own(self):
        self._assign(self.unit_101)
        item = self._make_item("PK", basis="unit")
        self._make_rate(item, 300)
        self._assign(self.unit_101, item=item, payer_id=self.tenant.id)
        run = self._bill()
        self.assertEqual(run.move_ids.partner_id, self.owner_a | self.tenant)

    def test_refused_unit_is_recorded_and_the_rest_goes_on(self):
        self._assign(self.unit_101 | self.unit_102)
        run = self._make_run()
        run.action_compute()
        # A payer whom the ledger refuses: archived receivable account.
        broken = self.account_receivable.copy({"code": "112299"})
        self.owner_b.with_company(self.company).property_account_receivable_id = broken
        broken.active = False
        with mute_logger(SKIPS_POST):
            run._property_post_now()
        self.assertEqual(run.state, "posting")
        self.assertEqual(run.error_count, 1)
        self.assertEqual(run.skip_ids.unit_id, self.unit_102)
        self.assertIn("account", run.skip_ids.detail)
        self.assertEqual(run.move_count, 1)
        broken.active = True
        run._property_post_now()
        self.assertEqual((run.state, run.error_count, run.move_count), ("posted", 0, 2))

    def test_only_refusals_are_laid_on_the_unit(self):
        """A fault of the program, or a lock, fails the job and is seen."""
        self._assign(self.unit_101)
        run = self._make_run()
        run.action_compute()
        for error in (KeyError, AttributeError, OperationalError):
            with (
                self.subTest(error=error.__name__),
                patch.object(type(run), "_property_build", side_effect=error("x")),
                self.assertRaises(error),
            ):
                run._property_post_now()
        for error in (ValidationError, AccessError, IntegrityError, DataError):
            with (
                self.subTest(error=error.__name__),
                patch.object(type(run), "_property_build", side_effect=error("no")),
                mute_logger(SKIPS_POST),
            ):
                run._property_post_now()
                self.assertEqual(run.skip_ids.mapped("detail"), ["no"])
        run._property_post_now()
        self.assertEqual((run.state, run.error_count), ("posted", 0))

    def test_cancelled_preview_frees_the_days(self):
        self._assign(self.unit_101)
        run = self._make_run()
        run.action_compute()
        run.action_cancel()
        self.assertEqual(run.charge_ids.mapped("state"), ["cancelled"])
        self.assertEqual(self._bill().move_count, 1)
        with self.assertRaises(UserError):
            run.action_post()

    def test_posted_run_can_neither_change_nor_cancel(self):
        self._assign(self.unit_101)
        run = self._bill()
        for step in ("action_compute", "action_cancel", "action_post"):
            with self.assertRaises(UserError):
                getattr(run, step)()
        with self.assertRaises(UserError):
            run.date_start = "2026-09-01"
        with self.assertRaises(UserError):
            run.state = "draft"

    def test_nobody_writes_charges_by_hand(self):
        self._assign(self.unit_101)
        run = self._bill()
        for user in self.role_users:
            with self.assertRaises(AccessError):
                run.charge_ids.with_user(user).write({"amount": 1})
        with self.assertRaises(AccessError):
            self._make_run(user=self.user_assistant)

    def test_jobs_in_chunks(self):
        """action_post leaves one job a chunk and one that closes the run."""
        self._assign(self.unit_101 | self.unit_102)
        run = self._make_run()
        run.action_compute()
        run.action_post()
        jobs = self.env["queue.job"].search([("model_name", "=", "property.fee.run")])
        self.assertEqual(
            sorted(jobs.mapped("method_name")),
            ["_property_finish", "_property_post_chunk"],
        )
        with self.assertRaises(UserError):
            run.action_post()
        run.with_context(queue_job__no_delay=True).action_continue()
        self.assertEqual((run.state, run.move_count), ("posted", 2))

    def test_summary_needs_whole_months(self):
        with self.assertRaises(ValidationError):
            self._make_run("2026-10-02")
