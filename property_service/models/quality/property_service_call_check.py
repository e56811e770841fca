from odoo import models

# How a call was heard, as the quality check calls it (QA-08, QA-09).
METHODS = {"mystery": "mystery", "test": "mystery"}


class PropertyServiceCallCheck(models.Model):
    """Rings and greeting are measured here; language and skill by checklist (QA-20)."""

    _inherit = "property.service.call.check"

    def action_quality_check(self):
        """Score this call by the checklist of calls, once."""
        self.ensure_one()
        checks = self.env["property.quality.check"]
        check = checks.search([("call_check_id", "=", self.id)], limit=1)
        if not check:
            kind = self.env.ref("property_service.quality_kind_call")
            check = checks.create(
                {
                    "kind_id": kind.id,
                    "estate_id": self.estate_id.id,
                    "method": METHODS.get(self.method, "call"),
                    "staff_ids": self.staff_id.ids,
                }
            )
            check._property_set(call_check_id=self.id)
        return check.get_formview_action()
