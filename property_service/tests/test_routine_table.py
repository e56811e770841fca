"""Every number that the sources state stands somewhere, with the value they state.

One line for each place: number of the rule, requirement, kind, name, value.
``routine``: (minimum, period) of the rule of that code; ``setting``: the delivered
value; ``target`` and ``level``: (amount, unit); ``data``: a record that ships;
``lines``: how many lines a list has; ``method``: what the server does by itself.
"""

from .common import PropertyCommon

TABLE = [
    (1, "SLA-01", "level", "property_service_escalation_level_two_days", (2, "days")),
    (2, "SLA-02", "level", "property_service_escalation_level_one_week", (7, "days")),
    (3, "SLA-05", "target", "repair_contact", (3, "days")),
    (4, "CMP-29", "target", "complaint_24h", (24, "hours")),
    (5, "CMP-32", "target", "complaint_3d", (3, "days")),
    (6, "CMP-26", "target", "complaint_oral", (1, "working_days")),
    (7, "CMP-26", "target", "complaint_written", (3, "working_days")),
    (8, "CMP-19", "target", "complaint_on_site", (3, "minutes")),
    (9, "CMP-18", "target", "hotline_rings", (3, "rings")),
    (10, "ACC-07", "target", "phone_rings", (2, "rings")),
    (11, "CMP-42", "routine", "service.callback_complaint", (100, "day")),
    (11, "CMP-42", "setting", "service.callback_coverage", 100),
    (12, "SLA-07", "routine", "service.callback_repair", (100, "day")),
    (13, "SLA-06", "routine", "service.callback_repair", (100, "day")),
    (14, "VIS-02", "routine", "visit.opinion_callback", (100, "day")),
    (14, "VIS-02", "data", "property_service_callback_policy_visit", None),
    (15, "VIS-01", "routine", "visit.share", (8, "month")),
    (15, "VIS-01", "setting", "visit.minimum_share", 8),
    (16, "VIS-01", "method", "property.visit.plan", "_property_check_share"),
    (17, "SLA-08", "routine", "service.callback_resample", (20, "quarter")),
    (17, "SLA-08", "setting", "service.callback_resample_percent", 20),
    (18, "QA-07", "routine", "service.paper_sample", (20, "month")),
    (19, "SLA-07", "routine", "service.callback_verify", (10, "month")),
    (20, "CMP-44", "routine", "quality.complaint_check", (1, "month")),
    (21, "EMG-02", "routine", "incident.drill", (1, "month")),
    (22, "EMG-05", "routine", "quality.command_check", (2, "month")),
    (23, "REN-23", "routine", "renovation.file_check", (2, "week")),
    (23, "REN-23", "setting", "renovation.file_check_times", 2),
    (24, "REN-19", "routine", "renovation.inspection", (1, "day")),
    (25, "ARC-11", "routine", "ledger.unit_status", (1, "day")),
    (25, "ARC-11", "routine", "ledger.outstanding_works", (1, "day")),
    (25, "ARC-11", "routine", "ledger.keys", (1, "day")),
    (25, "ARC-11", "routine", "ledger.renovation", (1, "day")),
    (26, "MVI-18", "routine", "defect.transfer", (100, "day")),
    (27, "DUT-01", "routine", "duty.roster", (1, "month")),
    (27, "DUT-01", "setting", "duty.roster_day", 25),
    (28, "DUT-08", "setting", "duty.swap_notice_days", 1),
    (29, "DUT-41", "setting", "duty.absence_notice_days", 1),
    (30, "DUT-11", "setting", "duty.handover_incoming_minutes", 15),
    (31, "DUT-19", "setting", "duty.handover_prep_minutes", 15),
    (32, "DUT-21", "setting", "duty.handover_incoming_minutes", 15),
    (33, "DUT-24", "data", "checklist_line_duty_takeover_refuse_record", None),
    (33, "DUT-24", "data", "checklist_line_duty_takeover_refuse_clean", None),
    (33, "DUT-24", "data", "checklist_line_duty_takeover_refuse_property", None),
    (33, "DUT-24", "data", "checklist_line_duty_takeover_refuse_repair", None),
    (34, "DUT-07", "routine", "duty.log_read", (1, "day")),
    (35, "SRV-09", "routine", "service.review_day", (1, "day")),
    (36, "SRV-10", "routine", "service.review_week", (1, "week")),
    (37, "QA-03", "routine", "quality.duty_check", (3, "week")),
    (38, "QA-04", "routine", "quality.handover_check", (100, "day")),
    (39, "QA-01", "lines", "checklist_template_quality_duty", 10),
    (40, "DUT-31", "setting", "duty.swap_month_limit", 3),
    (41, "DUT-33", "setting", "duty.swap_month_limit", 3),
    (41, "DUT-33", "setting", "duty.swap_consecutive", False),
    (41, "DUT-33", "setting", "duty.swap_back_to_back", False),
    (42, "DUT-32", "data", "appraisal_rule_unclear_swap", None),
    (43, "QA-13", "data", "appraisal_rule_complaint_upheld", None),
    (44, "DUT-39", "method", "property.duty.shift.type", "time_from"),
    (45, "SLA-29", "target", "online_20s", (20, "seconds")),
    (46, "ACC-05", "data", "checklist_line_quality_mystery_greet", None),
    (47, "ACC-06", "data", "checklist_line_quality_appearance_posture", None),
    (48, "SRV-28", "target", "online_same_day", (1, "same_day")),
    (49, "SRV-34", "routine", "service.repair_summary", (1, "month")),
    (50, "SLA-06", "routine", "service.callback_summary", (1, "month")),
    (51, "SRV-14", "routine", "service.inquiry_summary", (1, "quarter")),
    (52, "SRV-15", "routine", "service.notice_plan", (1, "quarter")),
    (53, "QA-31", "routine", "quality.audit", (1, "quarter")),
    (54, "CMP-17", "routine", "service.complaint_summary", (1, "month")),
    (55, "QA-14", "off", "service.supervision_report", (1, "month")),
    (56, "SLA-22", "off", "service.project_first_year", (1, "month")),
    (56, "SLA-22", "off", "service.project_later", (1, "quarter")),
    (57, "CARE-05", "off", "care.new_year", (1, "year")),
    (58, "MAIL-02", "routine", "archive.subscription", (1, "half_year")),
    (59, "MTG-04", "off", "meeting.monday", (1, "week")),
    (59, "MTG-05", "off", "meeting.friday", (1, "week")),
    (60, "DUT-51", "method", "property.duty.post", "_property_usual_shifts"),
    (61, "CMP-01", "data", "helpdesk_ticket_category_c_equipment", None),
    (61, "CMP-01", "data", "helpdesk_ticket_category_c_service", None),
    (61, "CMP-01", "data", "helpdesk_ticket_category_c_fee", None),
    (61, "CMP-01", "data", "helpdesk_ticket_category_c_emergency", None),
    (62, "GOV-12", "routine", "management.tasks", (10, "month")),
    (64, "QA-22", "method", "property.staff", "skill_ids"),
    (65, "QA-24", "off", "quality.appearance_check", (1, "day")),
    (67, "DUT-30", "setting", "duty.holiday_grade", "middle"),
    (68, "QA-18", "data", "checklist_line_quality_mystery_same", None),
    (68, "QA-20", "data", "checklist_line_quality_call_musts", None),
    (68, "QA-21", "data", "checklist_line_quality_call_voices", None),
    (69, "FEE-14", "routine", "fee.reconciliation_submit", (1, "month")),
    (69, "FEE-14", "routine", "fee.reconciliation_sign", (1, "month")),
]
# Conduct and phrases that no record measures: the phrase library is no part of this.
NOT_HELD = {63: "SLA-15", 66: "KNO-04"}


class TestRoutineTable(PropertyCommon):
    def test_every_number_has_its_place(self):
        """Numbers 1 to 69 of the sources, as routine, setting, target, list or code."""
        numbers = {row[0] for row in TABLE} | NOT_HELD.keys()
        self.assertEqual(numbers, set(range(1, 70)))
        for number, requirement, kind, name, value in TABLE:
            with self.subTest(number=number, requirement=requirement, name=name):
                getattr(self, f"_check_{kind}")(requirement, name, value)

    def _check_routine(self, requirement, code, value, active=True):
        routine = (
            self.env["property.routine"]
            .with_context(active_test=False, lang="en_US")
            .search([("code", "=", code), ("company_id", "=", False)])
        )
        self.assertEqual((routine.minimum, routine.period), value)
        self.assertEqual(routine.active, active)
        self.assertIn(requirement, routine.description)
        if value[0] in (8, 20, 100):
            self.assertEqual(routine.measure, "ratio")

    def _check_off(self, requirement, code, value):
        self._check_routine(requirement, code, value, active=False)

    def _check_setting(self, requirement, code, value):
        setting = self.env["property.parameter"].search([("code", "=", code)])
        self.assertEqual(setting._property_parse(setting.default_value), value)
        self.assertIn(requirement, setting.with_context(lang="en_US").source)

    def _check_target(self, requirement, name, value):
        target = self.env.ref(f"property_service.property_service_target_{name}")
        self._check_amount(requirement, target, value)

    def _check_level(self, requirement, name, value):
        self._check_amount(requirement, self.env.ref(f"property_service.{name}"), value)

    def _check_amount(self, requirement, record, value):
        self.assertEqual((record.amount, record.unit), value)
        self.assertIn(requirement, record.with_context(lang="en_US").source)

    def _check_data(self, _requirement, name, _value):
        self.assertTrue(self.env.ref(f"property_service.{name}"))

    def _check_lines(self, _requirement, name, value):
        template = self.env.ref(f"property_service.{name}")
        self.assertEqual(len(template.line_ids), value)

    def _check_method(self, _requirement, model, name):
        self.assertTrue(hasattr(self.env[model], name))

    def test_eleven_points_and_ten_tasks(self):
        """GOV-01, GOV-12: G1 to G11, and ten things done in person."""
        points = self.env["property.control.point"].search([])
        self.assertEqual(
            set(points.mapped("code")), {f"G{number}" for number in range(1, 12)}
        )
        self.assertEqual(self.env["property.management.kind"].search_count([]), 10)
