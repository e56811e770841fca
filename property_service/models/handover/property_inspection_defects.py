from odoo import models

from .property_defect import OPEN_STATES


class PropertyInspection(models.Model):
    """From a failing line to the ledger of outstanding works (MVI-18)."""

    _inherit = "property.inspection"

    def _property_make_defects(self):
        """One work for each failing line, however often this is called.

        A re-inspection answers the works that are open; only what failed anew is
        added.
        """
        for inspection in self:
            lines = inspection.checklist_id.line_ids
            inspection._property_withdraw_defects(lines)
            if inspection.kind == "recheck":
                lines = inspection._property_answer_defects(lines)
            known = inspection.defect_ids.checklist_line_id
            missing = lines.filtered(lambda line: line.result == "fail") - known
            # Lines and links are the process's to write; closing checked the right.
            self.env["property.defect"].sudo().create(
                [inspection._property_defect_values(line) for line in missing]
            )

    def _property_defect_values(self, line):
        # Printed and searched in the company's language, whoever inspected.
        language = self.company_id.partner_id.lang or self.env.lang
        words = line.with_context(lang=language)
        warranty = self.env["property.warranty.class"]._property_of_code(line.tag)
        return {
            "unit_id": self.unit_id.id,
            "inspection_id": self.id,
            "checklist_line_id": line.id,
            "section": words.section,
            "part": words.name,
            "description": self._property_defect_text(words),
            "warranty_class_id": warranty.id,
            "is_common": line.tag in ("structure", "roof", "outer_wall"),
            "found_on": self.date,
            "found_by_id": line.done_by_id.id or self.env.uid,
            "partner_id": self.partner_id.id,
            "photo_ids": line.photo_ids.ids,
        }

    def _property_defect_text(self, line):
        if line.answer_type == "measure":
            measure = f"{line.measure:g} {line.measure_uom or ''}".strip()
            return f"{measure} {line.note or ''}".strip()
        return (line.note or "").strip() or line.name

    def _property_withdraw_defects(self, lines):
        """A line corrected to good, after reopening, takes its work back."""
        failing = lines.filtered(lambda line: line.result == "fail")
        wrong = self.defect_ids.filtered(
            lambda row: row.checklist_line_id
            and row.state == "registered"
            and row.checklist_line_id not in failing
        )
        # The inspection was corrected by a supervisor with a reason.
        wrong.sudo().write({"state": "cancelled"})
        again = self.defect_ids.filtered(
            lambda row: row.state == "cancelled" and row.checklist_line_id in failing
        )
        again.sudo().write({"state": "registered"})  # as above

    def _property_answer_defects(self, lines):
        """Enter the re-inspection on works that are repaired.

        :return: lines that concern none of the open works
        """
        works = self.env["property.defect"].search(
            [("unit_id", "=", self.unit_id.id), ("state", "in", OPEN_STATES)]
        )
        answered = lines.browse()
        for work in works.filtered("checklist_line_id"):
            template_line = work.checklist_line_id.template_line_id
            line = lines.filtered(
                lambda row, asked=template_line: row.template_line_id == asked
            )[:1]
            if not line:
                continue
            answered |= line
            if work.state == "repaired" and line.result in ("ok", "fail"):
                verdict = "pass" if line.result == "ok" else "fail"
                work._property_check_repair(verdict, line.note or line.name)
        return lines - answered
