from odoo import fields, models


class PropertyRenovation(models.Model):
    _inherit = "property.renovation"

    access_pass_ids = fields.One2many(
        comodel_name="property.access.pass", inverse_name="renovation_id"
    )
    access_pass_count = fields.Integer(compute="_compute_access_pass_count")
    open_pass_count = fields.Integer(
        string="Passes not returned", compute="_compute_access_pass_count"
    )

    def _compute_access_pass_count(self):
        rows = self.env["property.access.pass"]._read_group(
            [("renovation_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["renovation_id", "state"],
            ["__count"],
        )
        total, out = {}, {}
        for renovation, state, count in rows:
            total[renovation.id] = total.get(renovation.id, 0) + count
            if state == "issued":
                out[renovation.id] = count
        for renovation in self:
            renovation.access_pass_count = total.get(renovation.id, 0)
            renovation.open_pass_count = out.get(renovation.id, 0)

    def action_open_passes(self):
        """The workers of this renovation and their passes."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_access_pass_action_workers"
            ),
            "domain": [("renovation_id", "=", self.id)],
            "context": {"default_renovation_id": self.id},
        }

    def action_print_pass_application(self):
        """房屋装修临时出入证申请表 with the workers named so far (REN-15, ACC-02)."""
        self.ensure_one()
        return self.access_pass_ids.action_print_application()

    def _property_open_passes(self):
        """Passes that are out: they block the acceptance (ACC-01)."""
        # What blocks must not depend on who looks.
        passes = self.env["property.access.pass"].sudo()
        return passes.search(
            [("renovation_id", "in", self.ids), ("state", "=", "issued")]
        ).sudo(self.env.su)
