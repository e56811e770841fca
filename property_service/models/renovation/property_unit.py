from odoo import fields, models

RUNNING = (
    "documents",
    "review",
    "agreement",
    "payment",
    "permitted",
    "in_progress",
    "acceptance",
    "recheck",
    "refund",
)
READERS = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor,"
    "account.group_account_invoice"
)


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    renovation_count = fields.Integer(
        string="Renovations", compute="_compute_renovations", groups=READERS
    )
    renovation_info = fields.Char(
        string="Renovation under way", compute="_compute_renovations", groups=READERS
    )

    def _compute_renovations(self):
        """One query for all units shown, and one for the running cases."""
        renovations = self.env["property.renovation"]
        counts = dict(
            renovations._read_group(
                [("unit_id", "in", self.ids)], ["unit_id"], ["__count"]
            )
        )
        running = renovations.search(
            [("unit_id", "in", self.ids), ("state", "in", RUNNING)]
        ).grouped("unit_id")
        labels = dict(renovations._fields["state"]._description_selection(self.env))
        for unit in self:
            unit.renovation_count = counts.get(unit, 0)
            unit.renovation_info = "; ".join(
                f"{case.name} {labels[case.state]}"
                for case in running.get(unit, renovations)
            )

    def action_open_renovations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_renovation_action"
        )
        return {
            **action,
            "domain": [("unit_id", "=", self.id)],
            "context": {
                "default_unit_id": self.id,
                # The owner applies as a rule; a tenant is chosen instead.
                "default_applicant_id": self.owner_ids[:1].id,
            },
        }
