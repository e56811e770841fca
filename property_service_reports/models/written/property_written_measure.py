from odoo import api, fields, models


class PropertyWrittenMeasure(models.Model):
    """A column of a section: a measure of its analysis."""

    _name = "property.written.measure"
    _description = "Column of a Written Report"
    _order = "section_id, sequence, id"
    _rec_name = "label"

    section_id = fields.Many2one(
        comodel_name="property.written.section",
        string="Report section",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    model = fields.Selection(related="section_id.model", string="Analysis")
    name = fields.Char(string="Figure shown", required=True)
    label = fields.Char(string="Title", compute="_compute_label")

    @api.depends("name", "section_id.model")
    def _compute_label(self):
        for measure in self:
            model = measure.section_id.model
            names = [measure.name] if model and measure.name else []
            words = self.env[model].fields_get(names, ["string"]) if names else {}
            measure.label = words.get(measure.name, {}).get("string") or measure.name

    def _property_column(self):
        """Title, definition and kind of number."""
        self.ensure_one()
        model = self.env[self.section_id.model]
        # The reader of the report need not see the analysis.
        words = model.sudo().fields_get([self.name], ["string", "help", "type"])
        known = words[self.name]
        ratios = getattr(model, "_property_ratios", {})
        kind = "percent" if self.name in ratios else known["type"]
        return {"label": known["string"], "help": known.get("help") or "", "kind": kind}
