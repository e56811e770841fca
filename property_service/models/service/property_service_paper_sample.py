from odoo import api, fields, models


class PropertyServicePaper(models.Model):
    """文本与电子版记录是否相符: papers are compared with the files (ARC-17)."""

    _inherit = "property.service.paper"

    @api.depends("kind", "dispatch_id", "complaint_id", "unit_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            # Who sees the paper may know of which document it is.
            number = paper.sudo()._property_number()
            words = (labels.get(paper.kind), number, paper.unit_id.code)
            paper.display_name = " ".join(filter(None, words))

    def action_draw_sample(self):
        """Draw filed papers of this month; the sampler lays paper beside file."""
        estate = (
            self.estate_id[:1] or self.env["property.estate"]._property_only_estate()
        )
        today = fields.Date.context_today(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare papers with their files"),
            "res_model": "property.sample",
            "view_mode": "form",
            "context": {
                "default_name": self.env._("Papers and files %(day)s", day=today),
                "default_code": "service.paper",
                "default_estate_id": estate.id,
                "default_control_point_id": self.env.ref(
                    "property_service.property_control_point_g11"
                ).id,
                "default_population_model": self._name,
                "default_population_domain": "[('is_paper_filed', '=', True),"
                " ('filed_on', '>=', 'period_start'),"
                " ('filed_on', '<=', 'period_end')]",
            },
        }
