from odoo import api, fields, models


class PropertyDefectSignWizard(models.TransientModel):
    """The owner signs once for all repairs of the unit that were found good."""

    _name = "property.defect.sign.wizard"
    _description = "Owner's Sign-off"

    unit_id = fields.Many2one(
        comodel_name="property.unit", compute="_compute_unit_id", string="Unit"
    )
    defect_ids = fields.Many2many(
        comodel_name="property.defect",
        required=True,
        default=lambda self: self._default_defect_ids(),
        domain="[('unit_id', '=', unit_id), ('state', '=', 'passed')]",
    )
    signed_by = fields.Char(
        string="Name of who signs",
        required=True,
        compute="_compute_signed_by",
        store=True,
        readonly=False,
    )
    signature = fields.Binary(required=True)

    def _default_defect_ids(self):
        """All of the unit that wait for the signature, since the owner is here."""
        chosen = self.env["property.defect"].browse(
            self.env.context.get("active_ids", [])
        )
        return self.env["property.defect"].search(
            [("unit_id", "in", chosen.unit_id.ids[:1]), ("state", "=", "passed")]
        )

    @api.depends("defect_ids")
    def _compute_unit_id(self):
        for wizard in self:
            wizard.unit_id = wizard.defect_ids[:1].unit_id

    @api.depends("defect_ids")
    def _compute_signed_by(self):
        for wizard in self:
            wizard.signed_by = wizard.defect_ids[:1].partner_id.name

    def action_confirm(self):
        self.ensure_one()
        self.defect_ids._property_sign_off(self.signature, self.signed_by)
        return {"type": "ir.actions.act_window_close"}
