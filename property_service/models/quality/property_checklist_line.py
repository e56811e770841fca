from odoo import models


class PropertyChecklistLine(models.Model):
    _inherit = "property.checklist.line"

    def _property_share(self):
        """Share of the points that the answer reaches, 0 to 1."""
        self.ensure_one()
        if self.answer_type == "measure" and self.measure_max > 0:
            return min(max(self.measure / self.measure_max, 0.0), 1.0)
        return 1.0 if self.result == "ok" else 0.0
