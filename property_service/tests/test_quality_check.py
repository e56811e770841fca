"""Quality checks by checklist (QA-01..QA-10, QA-20..QA-32)."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common_quality import NOW, QualityCase


class TestQualityCheck(QualityCase):
    def test_ten_items(self):
        """QA-01: the duty inspection has ten items a to j; others may be added."""
        check = self._check()
        self.assertEqual(len(check.checklist_id.line_ids), 10)
        self.assertEqual(check.checklist_id.line_ids[0].name[:2], "a.")
        self.assertEqual(check.method, "on_site")
        self.assertEqual(check.control_point_id.code, "G1")
        self.assertTrue(check.name.startswith("ZJ2026"))

    def test_copy(self):
        """A copy is a draft of the same list and estate, without the proofs."""
        check = self._check()
        check.action_all_ok()
        check.action_done()
        copy = check.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.estate_id, check.estate_id)
        self.assertEqual(copy.kind_id, check.kind_id)
        self.assertNotEqual(copy.name, check.name)
        self.assertFalse(copy.photo_ids)
        self.assertFalse(any(copy.checklist_id.line_ids.mapped("result")))

    def test_every_kind_has_its_list(self):
        """QA-08..10, QA-20, QA-24, QA-29, QA-32, EMG-05, GOV-02..11."""
        kinds = self.env["property.quality.kind"].search([])
        wanted = {"duty", "night", "spot", "command", "call", "appearance"}
        wanted |= {"environment", "mystery", "recording", "knowledge"}
        wanted |= {f"g{number}" for number in range(1, 12)}
        self.assertLessEqual(wanted, set(kinds.mapped("code")))
        for kind in kinds:
            with self.subTest(kind.code):
                self.assertTrue(kind._property_template(self.estate).line_ids)
                self.assertTrue(kind.control_point_id)
        own = kinds.with_user(self.user_manager).create({"name": "Pool"})
        with self.assertRaisesRegex(UserError, "has no checklist"):
            self._check(kind=own)

    def test_score(self):
        """QA-01: items count alike, measured ones by points, others not at all."""
        check = self._check()
        for code, result in (("record", "fail"), ("paid", "na")):
            self._line(check, code).write({"result": result, "note": "x"})
        check.action_all_ok()
        check.action_done()
        self.assertAlmostEqual(check.score, 100 * 8 / 9, 1)
        knowledge = self.env.ref("property_service.quality_kind_knowledge")
        check = self._check(kind=knowledge)
        self._line(check, "score").write({"measure": 50})
        self._line(check, "visit").write({"result": "ok"})
        check.action_done()
        self.assertAlmostEqual(check.score, 75.0)
        self.assertEqual(check.nonconformity_ids.line_id.code, "score")

    def test_checker_is_not_checked(self):
        """QA-26: by constraint, however the check is made."""
        with self.assertRaisesRegex(ValidationError, "cannot be among"):
            self._check(
                user=self.user_supervisor, staff_ids=[Command.set(self.boss.ids)]
            )
        check = self._check()
        with self.assertRaisesRegex(ValidationError, "cannot be among"):
            check.staff_ids |= self.boss
        forged = self._check(user_id=self.user_manager.id)
        self.assertEqual(forged.user_id, self.user_supervisor)

    def test_refusals(self):
        """What the server refuses, whoever asks."""
        check = self._check()
        early = {"date": NOW - timedelta(days=3)}
        cases = {
            "earlier": (ValidationError, lambda: self._check(**early)),
            "later": (
                ValidationError,
                lambda: self._check(date=NOW + timedelta(days=1)),
            ),
            "unanswered": (UserError, check.action_done),
            "other checker": (
                AccessError,
                check.with_user(self.user_administrator).action_done,
            ),
            "state": (AccessError, lambda: check.write({"state": "done"})),
            "list": (
                AccessError,
                lambda: check.write({"kind_id": self.duty.id}),
            ),
            "answers of others": (
                AccessError,
                lambda: self._line(check, "record")
                .with_user(self.user_administrator)
                .write({"result": "ok"}),
            ),
            "assistant": (AccessError, lambda: self._check(user=self.user_assistant)),
        }
        for name, (error, call) in cases.items():
            with self.subTest(name), self.assertRaises(error):
                call()
        check.staff_ids = False
        check.action_all_ok()
        with self.assertRaisesRegex(UserError, "name the checked staff"):
            check.action_done()
        check.staff_ids = self.agent
        check.action_done()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            check.conclusion = "Later words"
        with self.assertRaisesRegex(UserError, "has a closed checklist"):
            check.unlink()

    def test_covert_till_done(self):
        """QA-08: staff see nothing of a mystery customer before the end."""
        mystery = self.env.ref("property_service.quality_kind_mystery")
        check = self._check(kind=mystery, outside_checker="Ms Li")
        own = self.env["property.quality.check"].with_user(self.user_assistant)
        checklists = self.env["property.checklist"].with_user(self.user_assistant)
        domain = [("id", "=", check.checklist_id.id)]
        self.assertFalse(own.search([("id", "=", check.id)]))
        self.assertFalse(checklists.search(domain))
        check.action_all_ok()
        check.action_done()
        self.assertTrue(own.search([("id", "=", check.id)]))
        self.assertTrue(checklists.search(domain))
        self.assertFalse(
            own.with_user(self.user_cashier).search([("id", "=", check.id)])
        )

    def test_evidence(self):
        """QA-03: counted by checker, day and control point, and only when done."""
        routine = self.env["property.routine"].create(
            {
                "name": "Three duty checks a week",
                "company_id": self.company.id,
                "evidence_model": "property.quality.check",
                "evidence_domain": "[('kind_id.code', '=', 'duty')]",
                "minimum": 3,
                "period": "week",
                "group_id": self.env.ref(
                    "property_service.property_service_group_supervisor"
                ).id,
                "date_start": "2026-03-09",
            }
        )
        self.assertTrue(routine)
        checks = self.env["property.quality.check"]
        names = checks._property_evidence_fields()
        self.assertEqual((names["person"], names["time"]), ("user_id", "date"))
        done = self._failed()
        under_way = self._check()
        found = checks.search(checks._property_evidence_domain())
        self.assertIn(done, found)
        self.assertNotIn(under_way, found)

    def test_call_is_scored_once(self):
        """QA-09, QA-20: a checked call has one list for language and skill."""
        call = (
            self.env["property.service.call.check"]
            .with_user(self.user_supervisor)
            .create(
                {
                    "estate_id": self.estate.id,
                    "staff_id": self.agent.id,
                    "method": "mystery",
                    "call_on": NOW - timedelta(hours=1),
                }
            )
        )
        first = call.action_quality_check()["res_id"]
        self.assertEqual(call.action_quality_check()["res_id"], first)
        check = self.env["property.quality.check"].browse(first)
        self.assertEqual(check.method, "mystery")
        self.assertEqual(check.staff_ids, self.agent)
