from odoo import api, fields, models


class PropertyHandover(models.Model):
    """The inspection of the case, and the unit's outstanding works (MVI-15, MVI-18)."""

    _inherit = "property.handover"

    inspection_ids = fields.One2many(
        comodel_name="property.inspection",
        inverse_name="handover_id",
        string="Inspections",
    )
    inspection_id = fields.Many2one(
        comodel_name="property.inspection", compute="_compute_inspection_id"
    )
    inspection_state = fields.Selection(
        selection=lambda self: self._selection_inspection_state(),
        compute="_compute_inspection_id",
    )
    defect_count = fields.Integer(
        string="Defects found", compute="_compute_inspection_id"
    )

    @api.model
    def _selection_inspection_state(self):
        # In the reader's language, which Odoo does not see to in a callable's words.
        state = self.env["property.inspection"]._fields["state"]
        return state._description_selection(self.env)

    @api.depends("inspection_ids.state", "inspection_ids.defect_ids")
    def _compute_inspection_id(self):
        for handover in self:
            live = handover.inspection_ids.filtered(
                lambda inspection: inspection.state != "cancelled"
            )
            last = live.sorted("id")[-1:]
            handover.inspection_id = last
            handover.inspection_state = last.state
            handover.defect_count = last.defect_count

    def action_open_inspection(self):
        """Begin the inspection, or open it: one press on the way to the unit."""
        self.ensure_one()
        if not self.inspection_id:
            self._property_require_desk()
            self._property_lock("draft", "in_progress", "completed")
            self.env["property.inspection"]._property_start(self.unit_id, self)
            self.invalidate_recordset(["inspection_ids", "inspection_id"])
        return self.inspection_id.get_formview_action()

    def _property_gates_inspection(self, step):
        """The unit was looked over together and the result is fixed (MVI-15)."""
        return [
            (
                "inspection",
                self.inspection_id.state == "done",
                self.env._("The inspection of the unit is not finished"),
                True,
            )
        ]
