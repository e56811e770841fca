"""Days end at midnight where the estate is, for people and for the server alike."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PropertyCommon

MORNING = datetime(2026, 3, 9, 23, 30)  # 07:30 of the 10th in China
YESTERDAY, TODAY = date(2026, 3, 9), date(2026, 3, 10)


@tagged("post_install", "-at_install")
class TestEstateClock(PropertyCommon):
    """SLA-01, CMP-29: half past seven in the morning is not the day before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.estate.calendar_id.tz = "Asia/Shanghai"
        # A scheduled action runs for the superuser, who has no time zone.
        cls.server = cls.env(
            user=SUPERUSER_ID,
            context={"allowed_company_ids": cls.company.ids, "tz": False},
        )
        cls.env.ref("base.user_root").write(
            {"company_ids": [(4, cls.company.id)], "company_id": cls.company.id}
        )

    def test_scheduled_actions(self):
        """What ended yesterday is over for every scheduled action (PIPL §47)."""
        domains = {
            "works": ("property.defect", "_property_idle_domain"),
            "visitors": ("property.visitor", "_property_retention_due"),
        }
        with freeze_time(MORNING):
            for subject, (model, method) in domains.items():
                with self.subTest(subject=subject):
                    domain = getattr(self.server[model], method)()
                    days = {
                        leaf.value
                        for leaf in domain.iter_conditions()
                        if isinstance(leaf.value, date)
                    }
                    self.assertEqual(days, {TODAY})

    def test_occupancy_that_ended(self):
        """A tenancy until yesterday has ended this morning (ARC-02)."""
        unit = self._make_unit("1-1-909")
        tenant = self._make_partner("Tenant")
        with freeze_time("2026-03-09 04:00:00"):
            row = self._make_occupancy(unit, tenant, role="tenant", date_end=YESTERDAY)
        self.assertFalse(row.is_end_done)
        with freeze_time(MORNING):
            row.with_env(self.server)._property_follow_dates()
        self.assertTrue(row.is_end_done)

    def test_reminders(self):
        """A to-do is due on the day of the estate on which its time is up."""
        notice = self.server["property.staff.notice"].new(
            {"estate_id": self.estate.id, "read_until": MORNING}
        )
        incident = self.server["property.incident"].new(
            {
                "estate_id": self.estate.id,
                "closed_on": datetime(2026, 3, 6, 23, 30),
                "handler_id": self.user_supervisor.id,
            }
        )
        days = incident.estate_id._property_parameter("incident.analysis_days")
        cases = {
            "notice": (notice, lambda: notice._property_todo(self.env.user, "Read")),
            "incident": (incident, incident._property_plan_analysis),
        }
        due = {"notice": TODAY, "incident": date(2026, 3, 7 + days)}
        for subject, (record, remind) in cases.items():
            with (
                self.subTest(subject=subject),
                patch.object(type(record), "activity_schedule") as schedule,
                patch.object(type(record), "_property_set"),
            ):
                remind()
                self.assertEqual(
                    schedule.call_args.kwargs["date_deadline"], due[subject]
                )

    def test_deadlines_against_moments(self):
        """A moment is compared with a day by the estate's clock."""
        incident = self.env["property.incident"].new({"estate_id": self.estate.id})
        for deadline, late in ((YESTERDAY, True), (TODAY, False)):
            with self.subTest(deadline=deadline):
                measure = self.env["property.incident.measure"].new(
                    {"deadline": deadline, "done_on": MORNING}
                )
                measure.incident_id = incident
                self.assertEqual(measure.is_late, late)
        row = self.env["property.quality.nonconformity"].new(
            {"estate_id": self.estate.id, "found_on": MORNING, "deadline": TODAY}
        )
        row._check_deadline()
        row.deadline = YESTERDAY
        with self.assertRaises(ValidationError):
            row._check_deadline()
