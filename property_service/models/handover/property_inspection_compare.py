from odoo import api, fields, models


class PropertyInspection(models.Model):
    """Move-in and move-out side by side (MVO-01)."""

    _inherit = "property.inspection"

    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.depends("checklist_id.line_ids.result", "origin_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        view = self.env["ir.qweb"]
        for inspection in self:
            inspection.comparison = bool(inspection.origin_id) and view._render(
                "property_service.property_inspection_comparison_table",
                {
                    "rows": inspection._property_comparison(),
                    "inspection": inspection,
                    "on_screen": True,
                },
            )

    def _property_comparison(self, earlier=None):
        """The lines of this inspection beside those of an earlier one.

        Lines belong together by their template's line, else by code, else by words.

        :param earlier: inspection, by default the one at move-in
        :return: list of dicts with section, name, before, after (checklist lines, may
            be empty) and verdict: ``same``, ``worse``, ``better`` or ``unknown``
        """
        self.ensure_one()
        earlier = earlier or self.origin_id
        before = {
            self._property_line_key(row): row for row in earlier.checklist_id.line_ids
        }
        rows = []
        for line in self.checklist_id.line_ids.filtered(
            lambda row: not row.needs_signature
        ):
            other = before.pop(self._property_line_key(line), line.browse())
            rows.append(self._property_comparison_row(other, line))
        for other in before.values():
            if not other.needs_signature:
                rows.append(self._property_comparison_row(other, other.browse()))
        return rows

    def _property_line_key(self, line):
        words = line.with_context(lang="en_US")
        return line.code or f"{words.section or ''}/{words.name}"

    def _property_comparison_row(self, before, after):
        line = after or before
        return {
            "section": line.section or "",
            "name": line.name,
            "before": before,
            "after": after,
            "verdict": self._property_verdict(before, after),
            "used": self._property_used(before, after),
        }

    def _property_verdict(self, before, after):
        results = (before.result, after.result)
        if not all(results) or "na" in results:
            return "unknown"
        if results[0] == results[1]:
            return "same"
        return "worse" if after.result == "fail" else "better"

    def _property_used(self, before, after):
        """What a meter counted in between, or False."""
        both = before and after and before.result and after.result
        if not both or after.answer_type != "measure":
            return False
        return after.measure - before.measure
