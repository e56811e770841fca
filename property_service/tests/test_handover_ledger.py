"""ARC-11: the electronic ledgers are confirmed every day."""

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .defect_common import DefectCase


@tagged("post_install", "-at_install")
class TestLedger(DefectCase):
    def _status(self, user=None, code="outstanding_works", estate=None):
        return (
            self.env["property.ledger.status"]
            .with_user(user or self.assistant)
            .search(
                [
                    ("ledger_id.code", "=", code),
                    ("estate_id", "=", (estate or self.estate).id),
                ]
            )
        )

    def test_figures(self):
        self._defect()
        self._defect(part="Floor")
        status = self._status()
        self.assertEqual((status.record_count, status.changed_count), (2, 2))
        self.assertTrue(status.updated_on)
        self.assertEqual(self._status(code="unit_status").record_count, 4)
        self.assertEqual(self._status(estate=self.mall).record_count, 0)

    def test_confirmed_once_a_day(self):
        status = self._status()
        self.assertFalse(status.is_confirmed_today)
        status.action_confirm()
        self.assertTrue(status.is_confirmed_today)
        self.assertEqual(status.confirmed_date, status._property_today())
        row = self.env["property.ledger.confirmation"].search(
            [("estate_id", "=", self.estate.id)]
        )
        self.assertEqual(
            (row.user_id, row.ledger_id.code), (self.assistant, "outstanding_works")
        )
        with self.assertRaisesRegex(UserError, "already"):
            status.action_confirm()

    def test_today_is_the_estates(self):
        """One o'clock at night in China is the next day, whatever the server says."""
        with freeze_time("2026-03-06 17:00:00"):
            status = self._status()
            status.action_confirm()
            self.assertEqual(status.confirmed_date, fields.Date.to_date("2026-03-07"))

    def test_open_again_the_next_day(self):
        with freeze_time("2026-03-06 02:00:00"):
            self._status().action_confirm()
        with freeze_time("2026-03-07 02:00:00"):
            self.env.invalidate_all()
            status = self._status()
            self.assertFalse(status.is_confirmed_today)
            self.assertIn(
                status,
                status.search([("is_confirmed_today", "=", False)]),
            )
            status.action_confirm()
            self.assertIn(status, status.search([("is_confirmed_today", "=", True)]))

    def test_evidence(self):
        self._status().action_confirm()
        row = self.env["property.ledger.confirmation"].search(
            [("estate_id", "=", self.estate.id)]
        )
        with self.assertRaises(AccessError):
            row.with_user(self.user_manager).write({"date": "2020-01-01"})
        with self.assertRaises(AccessError):
            row.with_user(self.user_manager).copy({"date": "2020-01-01"})
        with self.assertRaises(UserError):
            row.sudo().unlink()

    def test_rights(self):
        self.assertFalse(self._status(estate=self.other_estate))
        with self.assertRaises(AccessError):
            self._status(self.user_technician)
        auditor = self._status(self.user_auditor)
        with self.assertRaises(AccessError):
            auditor.action_confirm()

    def test_opens_the_ledger_of_the_estate(self):
        action = self._status().action_open()
        self.assertEqual(action["res_model"], "property.defect")
        self.assertEqual(action["domain"], [("estate_id", "=", self.estate.id)])

    def test_routine(self):
        """Each ledger is asked for every day; a day without is a miss on record."""
        routine = self.env.ref("property_service.routine_ledger_outstanding_works")
        with freeze_time("2026-03-06 02:00:00"):
            self._status().action_confirm()
        routine.date_start = "2026-03-06"
        periods = self.env["property.routine.period"]
        for moment in ("03-06 03:00", "03-07 03:00", "03-08 03:00"):
            with freeze_time(f"2026-{moment}:00"):
                routine._property_open_due()
                rows = periods.search(
                    [
                        ("routine_id", "=", routine.id),
                        ("estate_id", "=", self.estate.id),
                    ],
                    order="date_start",
                )
                (rows & periods._property_due())._property_process()
        self.assertEqual(rows.mapped("state"), ["closed", "closed", "open"])
        self.assertEqual(rows.mapped("is_met"), [True, False, False])
