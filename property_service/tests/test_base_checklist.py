"""Checklists: copied words, who answers, what closing refuses, what stays frozen."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .mechanism_common import PNG, MechanismCase


class TestChecklist(MechanismCase):
    def test_words_are_copied_in_every_language(self):
        """A template changed later does not restate a list that was started before."""
        self.env["res.lang"]._activate_lang("zh_CN")
        line = self.template.line_ids[0]
        line.with_context(lang="zh_CN").name = "入户门"
        process = self._start()
        line.with_context(lang="zh_CN").name = "大门"
        line.name = "Front door"
        copied = self._line(process, "door")
        self.assertEqual(copied.name, "Door")
        self.assertEqual(copied.with_context(lang="zh_CN").name, "入户门")
        self.assertEqual(copied.section, "Hall")

    def test_counts(self):
        process = self._start()
        checklist = process.checklist_id
        self.assertRecordValues(
            checklist, [{"line_count": 6, "missing_count": 5, "answered_count": 0}]
        )
        self._line(process, "door").write({"result": "fail"})
        self.assertRecordValues(
            checklist, [{"missing_count": 4, "answered_count": 1, "failed_count": 1}]
        )

    def test_answers_are_stamped(self):
        process = self._start()
        line = self._line(process, "door")
        with self.assertRaises(AccessError):
            line.write({"result": "ok", "done_by_id": self.user_manager.id})
        line.write({"result": "ok"})
        self.assertEqual(line.done_by_id, self.user_assistant)
        self.assertTrue(line.done_on)
        line.write({"result": False})
        self.assertFalse(line.done_by_id)

    def test_measure_out_of_range_fails(self):
        process = self._start()
        line = self._line(process, "level")
        for measure, result in ((1.0, "ok"), (5.001, "fail"), (0.0, "fail")):
            with self.subTest(measure=measure):
                line.write({"measure": measure})
                self.assertEqual(line.result, result)
        with self.assertRaises(UserError):
            line.write({"result": "ok"})
        line.write({"measure": 9, "result": "ok"})
        self.assertEqual(line.result, "fail")

    def test_measure_limits(self):
        """Both limits 0 mean none; an upper one below the lower one does not count."""
        line = self.template.line_ids.filtered(lambda line: line.code == "level")
        for low, high, value, passes in (
            (0, 0, 99, True),
            (3, 0, 99, True),
            (3, 0, 2, False),
            (-5, 0, 1, False),
            (-5, 0, -5, True),
        ):
            with self.subTest(low=low, high=high, value=value):
                line.write({"measure_min": low, "measure_max": high})
                self.assertEqual(line._property_in_range(value), passes)

    def test_measure_needs_a_unit(self):
        with self.assertRaises(ValidationError):
            self.template.line_ids[2].measure_uom = False

    def test_document_is_complete_at_its_target(self):
        process = self._start()
        line = self._line(process, "paper")
        line.write({"doc_state": "signed"})
        self.assertTrue(line.is_missing)
        line.write({"doc_state": "filed"})
        self.assertFalse(line.is_missing)
        self.assertEqual(line.result, "ok")

    def test_closing_names_what_is_missing(self):
        """MVI-07, MVI-15: mandatory line, photo, signature and measure."""
        process = self._start()
        self._line(process, "photo").write({"result": "ok"})
        self._line(process, "sign").write({"result": "ok"})
        with self.assertRaises(UserError) as refusal:
            process.checklist_id.action_close()
        for words in ("Hall · Door", "Meter: photo", "Level", "Owner: signature"):
            self.assertIn(words, str(refusal.exception))
        self.assertNotIn("Remark", str(refusal.exception))

    def test_not_applicable_needs_a_note(self):
        """A mandatory line is not skipped by a tick."""
        process = self._start()
        line = self._line(process, "door")
        line.write({"result": "na"})
        self.assertTrue(line.is_missing)
        line.write({"note": "No door here"})
        self.assertFalse(line.is_missing)

    def test_closed_is_frozen(self):
        process = self._start()
        self._fill(process)
        self._line(process, "door").write({"result": "fail"})
        process.checklist_id.action_close()
        self.assertEqual(process.log, "closed 1,")
        self.assertEqual(process.checklist_id.closed_by_id, self.user_assistant)
        for line in process.checklist_id.line_ids:
            with self.assertRaises(UserError):
                line.write({"note": "later"})
            with self.assertRaises(UserError):
                line.sudo().write({"result": "ok"})
        with self.assertRaises(UserError):
            process.checklist_id.action_close()
        with self.assertRaises(UserError):
            process.unlink()

    def test_closed_evidence_is_locked(self):
        process = self._start()
        self._fill(process)
        process.checklist_id.action_close()
        files = process.checklist_id.line_ids._property_evidence()
        self.assertEqual(len(files), 2)
        self.assertTrue(all(files.mapped("property_locked")))

    def test_document_decides_who_answers(self):
        process = self._start()
        process.is_open = False
        with self.assertRaises(AccessError):
            self._line(process, "door").write({"result": "ok"})
        with self.assertRaises(AccessError):
            process.checklist_id.action_close()
        with self.assertRaises(AccessError):
            self._line(process, "photo").action_add_photo("a.png", PNG)

    def test_rights(self):
        """An auditor reads only, a technician sees nothing, nobody creates by hand."""
        process = self._start()
        line = self._line(process, "door")
        with self.assertRaises(AccessError):
            line.with_user(self.user_auditor).write({"result": "ok"})
        with self.assertRaises(AccessError):
            line.with_user(self.user_technician).read(["name"])
        with self.assertRaises(AccessError):
            process.checklist_id.with_user(self.user_manager).write({"state": "closed"})
        with self.assertRaises(AccessError):
            process.checklist_id.copy()
        outsider = self._make_user("checklist_outsider", "base.group_user", self.mall)
        with self.assertRaises(AccessError):
            process.checklist_id.with_user(outsider).read(["name"])

    def test_words_are_not_answers(self):
        process = self._start()
        with self.assertRaises(AccessError):
            self._line(process, "door").write({"is_mandatory": False})
        with self.assertRaises(AccessError):
            self._line(process, "door").write({"checklist_id": 1})
        answer = self._line(process, "door").action_answer(
            {"result": "ok", "is_mandatory": False}
        )
        self.assertTrue(answer["lines"][0]["is_mandatory"])
        self.assertEqual(answer["checklist"][0]["answered_count"], 1)

    def test_photos_belong_to_their_line(self):
        process = self._start()
        line, other = self._line(process, "photo"), self._line(process, "door")
        other.action_add_photo("other.png", PNG)
        with self.assertRaises(UserError):
            line.write({"photo_ids": [Command.set(other.photo_ids.ids)]})
        with self.assertRaises(UserError):
            line.action_add_photo("words.txt", b"d29yZHM=")
        answer = line.action_add_photo("meter.png", PNG)
        self.assertEqual(len(answer["lines"][0]["photos"]), 1)
        photo = line.photo_ids
        line.action_remove_photo(photo.id)
        self.assertFalse(photo.exists())

    def test_reopening(self):
        """A supervisor, with a reason, on record; evidence stays locked."""
        process = self._start()
        self._fill(process)
        checklist = process.checklist_id
        checklist.action_close()
        with self.assertRaises(AccessError):
            checklist._property_reopen("Wrong level")
        checklist = checklist.with_user(self.user_supervisor)
        with self.assertRaises(UserError):
            checklist._property_reopen(" ")
        process.is_open = False
        with self.assertRaises(UserError):
            checklist._property_reopen("Wrong level")
        process.is_open = True
        checklist._property_reopen("Wrong level")
        self.assertRecordValues(
            checklist.reopening_ids,
            [{"user_id": self.user_supervisor.id, "reason": "Wrong level"}],
        )
        with self.assertRaises(UserError):
            checklist.sudo().reopening_ids.reason = "Other"
        with self.assertRaises(UserError):
            self._line(process, "photo").action_remove_photo(
                self._line(process, "photo").photo_ids.id
            )
        sign = self._line(process, "sign")
        sign.write({"signature": PNG, "signed_by": "Owner again"})
        kept = sign._property_evidence().filtered("property_locked")
        self.assertEqual(len(sign._property_evidence()), 2)
        self.assertFalse(kept.res_field)
        self.assertTrue(checklist.may_edit)
        checklist.action_close()
        self.assertEqual(checklist.state, "closed")

    def test_open_checklist_goes_with_its_draft(self):
        process = self._start()
        checklist = process.checklist_id
        process.unlink()
        self.assertFalse(checklist.exists())

    def test_open_checklist_action(self):
        process = self._start()
        action = process.action_open_checklist()
        self.assertEqual(action["res_id"], process.checklist_id.id)
        with self.assertRaises(UserError):
            process.action_open_checklist("name")
        self.assertEqual(
            process.checklist_id.action_open_document()["res_id"], process.id
        )

    def test_many_start_at_once(self):
        """Time grows with the lines, queries do not grow with them one by one."""
        processes = self.env["property.test.process"].create(
            [{"estate_id": self.estate.id} for _number in range(50)]
        )
        self.template.line_ids.mapped("name")
        self.env.flush_all()
        with self.assertQueryCount(40):
            checklists = self.template._property_start(processes)
            self.env.flush_all()
        self.assertEqual(len(checklists.line_ids), 300)
        self.assertEqual(set(checklists.mapped("missing_count")), {5})


class TestChecklistTemplate(MechanismCase):
    def test_the_nearest_template_wins(self):
        templates = self.env["property.checklist.template"]
        general = self._make_template(name="General", company_id=False, sequence=1)
        own = self._make_template(name="Own", estate_ids=[Command.set(self.estate.ids)])
        self.assertEqual(templates._property_for("test_kind", self.estate), own)
        self.assertEqual(templates._property_for("test_kind", self.mall), self.template)
        self.assertEqual(
            templates._property_for("test_kind", self.other_estate), general
        )
        general.active = False
        with self.assertRaises(UserError) as refusal:
            templates._property_for("test_kind", self.other_estate)
        self.assertIn("Checklist templates", str(refusal.exception))

    def test_managers_change_their_own(self):
        """A manager of one estate changes what holds there, not for the company."""
        manager = self._make_user(
            "checklist_manager",
            "property_service.property_service_group_manager",
            estates=self.estate,
        )
        with self.assertRaises(AccessError):
            self.template.with_user(manager).name = "Mine"
        with self.assertRaises(AccessError):
            self.template.line_ids[0].with_user(manager).name = "Mine"
        with self.assertRaises(AccessError):
            self.template.line_ids[0].with_user(manager).unlink()
        with self.assertRaises(AccessError):
            self.template.with_user(manager).copy()
        own = self.template.with_user(manager).copy(
            {"estate_ids": [Command.set(self.estate.ids)]}
        )
        own.line_ids[0].name = "Mine"
        self.assertEqual(len(own.line_ids), 6)
        with self.assertRaises(AccessError):
            own.estate_ids = [Command.clear()]

    def test_shipped_templates_are_for_all(self):
        general = self._make_template(name="General", company_id=False)
        manager = self.user_manager
        manager.property_all_estates = True
        with self.assertRaises(AccessError):
            general.with_user(manager).name = "Mine"
        copy = general.with_user(manager).copy()
        self.assertEqual(copy.company_id, self.company)
