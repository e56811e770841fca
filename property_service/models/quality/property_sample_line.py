from odoo import models


class PropertySampleLine(models.Model):
    _inherit = "property.sample.line"

    def action_record_nonconformity(self):
        """What a sample found wrong, to be put right (QA-05, QA-07)."""
        self.ensure_one()
        rows = self.env["property.quality.nonconformity"]
        found = rows.search([("sample_line_id", "=", self.id)], limit=1)
        if found:
            return found.get_formview_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Non-conformity"),
            "res_model": rows._name,
            "view_mode": "form",
            "context": {
                "default_sample_line_id": self.id,
                "default_estate_id": self.estate_id.id,
                "default_control_point_id": self.control_point_id.id,
                "default_finding": f"{self.name}：{self.note or ''}",
            },
        }
