import base64

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.image import image_process

PHOTO_SIZE = (480, 480)  # enough to see the defect on paper, small enough to mail


class PropertyInspection(models.Model):
    """What the papers of an inspection show (MVI-10, MVI-15)."""

    _inherit = "property.inspection"

    def action_print_sheet(self):
        """一房一验: blank before the delivery day, filled afterwards; in batches."""
        return self._property_print("action_report_inspection_sheet")

    def action_print_acceptance(self):
        """房屋验收确认书, from the result of the inspection (MVI-10)."""
        return self._property_print("action_report_unit_acceptance")

    def action_print_comparison(self):
        """Move-in and move-out side by side (MVO-01)."""
        return self._property_print("action_report_inspection_comparison")

    def _property_print(self, report):
        return self.env["property.print.batch"]._property_print_paper(
            f"property_service.{report}", self
        )

    def _property_sections(self):
        """The lines under their headings, in the order of the template.

        :return: list of pairs of heading and checklist lines
        """
        lines = self.checklist_id.line_ids.filtered(
            lambda line: not line.needs_signature
        )
        return [
            (section or "", rows) for section, rows in lines.grouped("section").items()
        ]

    def _property_result_labels(self):
        """Words of the results: looked up once for a paper, not once a line."""
        return {
            "ok": self.env._("☑ Pass"),
            "fail": self.env._("☒ Fail"),
            "na": self.env._("— Does not apply"),
            False: self.env._("☐ Pass ☐ Fail"),
        }

    def _property_result_text(self, line, labels):
        """One result as people tick it; boxes to tick where there is none yet."""
        if line.answer_type != "measure":
            return labels[line.result]
        measure = f"{line.measure:g} " if line.result else ""
        return f"{measure}{line.measure_uom or ''}"

    def _property_measures(self):
        return self.checklist_id.line_ids.filtered(
            lambda line: line.answer_type == "measure" and line.result
        )

    def _property_signature(self):
        """The line that the owner signed, or empty."""
        return self.checklist_id.line_ids.filtered(
            lambda line: line.needs_signature and line.signature
        )[:1]

    def _property_photo(self, attachment):
        """A photo as an address that the page carries itself; empty for other files."""
        # Shown to whoever may print the inspection; screens ask for sizes only.
        file = attachment.sudo().with_context(bin_size=False)
        if not (file.mimetype or "").startswith("image/") or not file.raw:
            return ""
        try:
            small = image_process(file.raw, size=PHOTO_SIZE)
        except UserError:
            # One picture that cannot be read does not keep the rest from printing.
            return ""
        return f"data:{file.mimetype};base64,{base64.b64encode(small).decode()}"
