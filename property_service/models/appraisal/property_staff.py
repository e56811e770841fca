from odoo import fields, models


class PropertyStaff(models.Model):
    """What is on record about a person, one click away (QA-11)."""

    _inherit = "property.staff"

    typing_speed = fields.Integer(
        string="Typing speed (characters a minute)",
        readonly=True,
        aggregator="avg",
        help="As last assessed (QA-22).",
    )
    appraisal_entry_count = fields.Integer(
        string="Appraisal entries", compute="_compute_appraisal_counts"
    )
    appraisal_sheet_count = fields.Integer(
        string="Appraisal sheets", compute="_compute_appraisal_counts"
    )

    def _compute_appraisal_counts(self):
        for model, name in (
            ("property.appraisal.entry", "appraisal_entry_count"),
            ("property.appraisal.sheet", "appraisal_sheet_count"),
        ):
            records = self.env[model]
            counts = {}
            # Not everybody who sees the staff list sees appraisals.
            if records.has_access("read"):
                counts = dict(
                    records._read_group(
                        [("staff_id", "in", self.ids)], ["staff_id"], ["__count"]
                    )
                )
            for member in self:
                member[name] = counts.get(member, 0)

    # === Actions ===

    def action_open_appraisal_entries(self):
        return self._property_open_appraisal("property_appraisal_entry_action")

    def action_open_appraisal_sheets(self):
        return self._property_open_appraisal("property_appraisal_sheet_action")

    def _property_open_appraisal(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"property_service.{name}"
        )
        return {
            **action,
            "path": False,
            "domain": [("staff_id", "=", self.id)],
            "context": {
                "default_staff_id": self.id,
                "default_estate_id": self.estate_ids[:1].id,
            },
        }
