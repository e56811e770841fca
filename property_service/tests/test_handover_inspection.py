"""一房一验 (MVI-15 to MVI-17): sheets, their works, and move-out beside move-in."""

import io

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .defect_common import DefectCase, png


@tagged("post_install", "-at_install")
class TestInspection(DefectCase):
    def test_template_by_kind_of_unit(self):
        for unit, kind in (
            (self.unit_103, "inspection_home"),
            (self.shop, "inspection_shop"),
            (self.parking, "inspection_parking"),
        ):
            inspection = self._start(unit)
            self.assertEqual(inspection.checklist_id.kind_id.code, kind)
            self.assertTrue(inspection.name)

    def test_named_items(self):
        """MVI-16 floor, walls, ceiling; MVI-17 doors, windows, railings."""
        codes = self._start().checklist_id.line_ids.mapped("code")
        for code in ("living.floor", "living.walls", "living.ceiling"):
            self.assertIn(code, codes)
        for code in ("entrance_door", "living.openings", "balcony.railing"):
            self.assertIn(code, codes)

    def test_every_line_has_a_known_warranty_class(self):
        templates = self.env["property.checklist.template"].search(
            [("kind_id.code", "like", "inspection_")]
        )
        tags = set(templates.line_ids.mapped("tag")) - {False}
        classes = self.env["property.warranty.class"].search([]).mapped("code")
        self.assertTrue(tags)
        self.assertFalse(tags - set(classes))

    def test_not_finished_with_lines_missing(self):
        inspection = self._start()
        with self.assertRaisesRegex(UserError, "missing"):
            inspection.action_finish()
        self.assertEqual(inspection.state, "draft")

    def test_failing_lines_become_works(self):
        """One for each, with photos, room, part and warranty class (MVI-18)."""
        inspection = self._start(partner_id=self.owner_a.id)
        line = inspection.checklist_id.line_ids.filtered(
            lambda row: row.code == "bath.waterproof"
        )
        self._answer(inspection, ("bath.waterproof", "living.walls"))
        line.action_add_photo("leak.png", png())
        inspection.action_finish()
        self.assertEqual(inspection.state, "done")
        self.assertEqual(inspection.done_by_id, self.assistant)
        self.assertEqual(len(inspection.defect_ids), 2)
        defect = inspection.defect_ids.filtered(
            lambda row: row.checklist_line_id == line
        )
        self.assertEqual(
            (defect.section, defect.part, defect.description),
            (line.section, line.name, "Crack"),
        )
        self.assertEqual(defect.warranty_class_id.code, "wet_room")
        self.assertEqual(defect.responsible, "developer")
        self.assertEqual(defect.partner_id, self.owner_a)
        self.assertEqual(defect.photo_ids, line.photo_ids)
        self.assertTrue(defect.photo_ids.property_locked)
        with self.assertRaises(UserError):
            line.photo_ids.sudo().unlink()

    def test_idempotent(self):
        inspection = self._inspect(failing=("living.walls",))
        inspection._property_make_defects()
        self.assertEqual(len(inspection.defect_ids), 1)
        with self.assertRaises(UserError):
            inspection.action_finish()

    def test_correction_after_reopening(self):
        """A line set right takes its work back, until somebody was told."""
        inspection = self._inspect(failing=("living.walls", "living.floor"))
        checklist = inspection.checklist_id
        checklist.with_user(self.supervisor)._property_reopen("Wrong room")
        line = checklist.line_ids.filtered(lambda row: row.code == "living.walls")
        line.write({"result": "ok", "note": False})
        checklist._property_close()
        states = {d.checklist_line_id.code: d.state for d in inspection.defect_ids}
        self.assertEqual(
            states, {"living.walls": "cancelled", "living.floor": "registered"}
        )
        inspection.defect_ids.filtered(
            lambda row: row.state == "registered"
        ).action_transfer()
        with self.assertRaises(UserError):
            checklist.with_user(self.supervisor)._property_reopen("Again")

    def test_started_once(self):
        inspections = self.env["property.inspection"].with_user(self.assistant)
        first = inspections._property_start(self.unit_103)
        self.assertEqual(inspections._property_start(self.unit_103), first)
        other = inspections._property_start(self.unit_103, kind="move_out")
        self.assertNotEqual(other, first)

    def test_belongs_to_the_case(self):
        """The handover names kind and person; it is found again."""
        handover = (
            self.env["property.handover"]
            .with_user(self.assistant)
            .create({"unit_id": self.unit_101.id, "kind": "move_out"})
        )
        inspections = self.env["property.inspection"].with_user(self.assistant)
        inspection = inspections._property_start(self.unit_101, handover)
        self.assertEqual(inspection.handover_id, handover)
        self.assertEqual(inspection.kind, "move_out")
        self.assertEqual(
            inspections._property_start(self.unit_101, handover), inspection
        )

    def test_many_sheets_in_few_queries(self):
        """A delivery day of 300 units is prepared in one go."""
        inspections = self.env["property.inspection"].with_user(self.assistant)
        few = self._make_units(30, prefix="8-1-")
        many = self._make_units(300, prefix="9-1-")
        self.env.flush_all()

        def count(units):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            inspections._property_start_all(units)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        small, large = count(few), count(many)
        self.assertLess(large, 300 * 12)
        self.assertLess(large / 300, small / 30 * 1.2)

    def test_recheck_asks_what_failed(self):
        first = self._inspect(failing=("living.walls", "bath.plumbing"))
        walls, pipes = first.defect_ids.sorted(lambda d: d.checklist_line_id.sequence)
        first.defect_ids.action_transfer()
        first.defect_ids.action_repaired()
        again = self._start(kind="recheck")
        self.assertEqual(again.origin_id, first)
        asked = again.checklist_id.line_ids.filtered(lambda r: not r.needs_signature)
        self.assertEqual(set(asked.mapped("code")), {"living.walls", "bath.plumbing"})
        self._answer(again, failing=("bath.plumbing",))
        again.action_finish()
        self.assertEqual((walls.state, pipes.state), ("passed", "registered"))
        self.assertEqual(pipes.fail_count, 1)
        self.assertFalse(again.defect_ids)

    def test_finished_is_evidence(self):
        inspection = self._inspect()
        for values in ({"unit_id": self.unit_101.id}, {"date": "2020-01-01"}):
            with self.assertRaises(UserError):
                inspection.write(values)
        with self.assertRaises(AccessError):
            inspection.write({"state": "draft"})
        with self.assertRaises(UserError):
            inspection.with_user(self.supervisor).unlink()
        with self.assertRaises(UserError):
            inspection.action_cancel()
        draft = self._start(self.unit_102)
        draft.action_cancel()
        self.assertEqual(draft.state, "cancelled")


@tagged("post_install", "-at_install")
class TestComparison(DefectCase):
    def test_side_by_side(self):
        """MVO-01: the final inspection against the one at move-in."""
        first = self._inspect(self.unit_101, failing=("kitchen.floor",))
        last = self._start(self.unit_101, kind="move_out")
        self.assertEqual(last.origin_id, first)
        self._answer(last, failing=("kitchen.walls",))
        meter = last.checklist_id.line_ids.filtered(lambda r: r.code == "water_meter")
        meter.measure = 42.0
        last.action_finish()
        rows = {
            (row["before"] or row["after"]).code: row
            for row in last._property_comparison()
        }
        self.assertEqual(rows["kitchen.walls"]["verdict"], "worse")
        self.assertEqual(rows["kitchen.floor"]["verdict"], "better")
        self.assertEqual(rows["living.walls"]["verdict"], "same")
        self.assertEqual(rows["water_meter"]["used"], 29.5)
        self.assertNotIn("owner_signature", rows)
        self.assertIn("Worse", last.comparison)
        self.assertIn("+29.5", last.comparison)

    def test_template_changed_in_between(self):
        """Lines that only one side has are shown, not lost."""
        first = self._inspect(self.unit_101)
        template = first.sudo().checklist_id.template_id
        template.line_ids.filtered(lambda row: row.code == "living.walls").unlink()
        self.env["property.checklist.template.line"].create(
            {"template_id": template.id, "name": "Carpet", "section": "Living room"}
        )
        last = self._start(self.unit_101, kind="move_out")
        rows = last._property_comparison()
        only_before = [row["name"] for row in rows if not row["after"]]
        only_after = [row["name"] for row in rows if not row["before"]]
        self.assertEqual((only_before, only_after), (["Walls"], ["Carpet"]))
        self.assertTrue(all(r["verdict"] == "unknown" for r in rows if not r["after"]))

    def test_no_inspection_at_move_in(self):
        last = self._start(self.unit_101, kind="move_out")
        self.assertFalse(last.origin_id)
        self.assertFalse(last.comparison)


@tagged("post_install", "-at_install")
class TestHandoverPrint(DefectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["property_service"], ["zh_CN"])
        cls.estate.name = "锦绣花园"
        cls.company.partner_id.lang = "zh_CN"
        cls.unit_104 = cls._make_unit("1-1-104")

    def _text(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.assistant)
        content, kind = reports.with_context(lang="zh_CN")._render_qweb_pdf(
            f"property_service.{report}", records.ids
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "")

    def _has(self, text, *words):
        for word in words:
            self.assertIn(word, text)

    def test_sheets_before_the_delivery_day(self):
        """一房一验: blank sheets in a batch, with the boxes to tick (MVI-15)."""
        sheets = self._start() | self._start(self.unit_102)
        text = self._text("property_inspection_sheet_document", sheets)
        self._has(text, "一房一验记录表", "锦绣花园", "1-1-103", "1-1-102")
        self._has(text, "客厅、餐厅", "天面", "栏杆、扶手", "卫生间")

    def test_filled_sheet_with_photo(self):
        sheet = self._start()
        self._answer(sheet, ("living.walls",), {"living.walls": "墙面空鼓"})
        line = sheet.checklist_id.line_ids.filtered(lambda r: r.code == "living.walls")
        line.action_add_photo("wall.png", png())
        sheet.action_finish()
        self._has(self._text("property_inspection_sheet_document", sheet), "墙面空鼓")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_inspection_sheet_document", sheet.ids
        )
        self.assertIn(b"data:image/png;base64", html)

    def test_acceptance_confirmation(self):
        """房屋验收确认书, with the works and the meters (MVI-10)."""
        sheet = self._start(partner_id=self.owner_b.id)
        self._answer(sheet, ("living.walls",), {"living.walls": "墙面空鼓"})
        sheet.action_finish()
        text = self._text("property_unit_acceptance_document", sheet)
        self._has(text, "房屋验收确认书", "1-1-103", "Owner B", "墙面空鼓")
        self._has(text, sheet.defect_ids.name, "12.5", "装修工程")

    def test_notice_transfer_list_and_ledger(self):
        works = self._inspect(failing=("living.walls",)).defect_ids
        works |= self._inspect(self.unit_104, failing=("bath.plumbing",)).defect_ids
        first = self.env["property.defect.notice"]
        notices = first.browse(works[0].action_transfer()["res_id"])
        notices |= first.browse(works[1].action_transfer()["res_id"])
        notice = notices[0].with_user(self.assistant)
        text = self._text("property_defect_notice_document", notice)
        self._has(text, "遗留工程整改通知单", notice.name, "Developer", works[0].name)
        action = notice.action_print_list()
        text = self._text(
            "property_defect_transfer_list_document",
            first.browse(action["context"]["active_ids"]),
        )
        self._has(text, "遗留工程移交清单", works[0].name, works[1].name)
        text = self._text("property_defect_ledger_document", works)
        self._has(text, "遗留工程台账", works[0].name, works[1].name, "客厅、餐厅")

    def test_unit_status_ledger(self):
        """房态表 with owners (ARC-10)."""
        text = self._text(
            "property_unit_ledger_document", self.unit_102 | self.unit_103
        )
        self._has(text, "房态表", "1-1-102", "Owner B", "13800000002", "1-1-103")

    def test_comparison(self):
        self._inspect(self.unit_101)
        last = self._inspect(self.unit_101, failing=("kitchen.walls",), kind="move_out")
        text = self._text("property_inspection_comparison_document", last)
        self._has(text, "入住与迁出验房对照表", last.name, last.origin_id.name)


@tagged("post_install", "-at_install")
class TestDefectPortal(DefectCase, HttpCase):
    def test_own_works_only(self):
        """A resident sees the works of the own unit, and no others."""
        mine = self._defect(self.unit_101, description="Own crack")
        gone = self._defect(self.unit_101, part="Floor", description="Entered twice")
        gone.with_user(self.supervisor)._property_cancel("Twice")
        self._defect(self.unit_102, description="Neighbour's crack")
        self.authenticate("property_resident", "property_resident")
        page = self.url_open(f"/my/units/{self.unit_101.id}").text
        self.assertIn("Own crack", page)
        self.assertIn(mine.name, page)
        self.assertNotIn("Entered twice", page)
        self.assertNotIn("Neighbour", page)
        other = self.url_open(f"/my/units/{self.unit_102.id}").text
        self.assertNotIn("Neighbour's crack", other)
