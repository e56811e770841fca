from odoo import api, fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    property_unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Property unit",
        compute="_compute_property_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Unit of the line; of the whole entry unless one entry serves several.",
    )

    @api.depends("move_id.property_unit_id")
    def _compute_property_unit_id(self):
        for line in self:
            line.property_unit_id = (
                line.move_id.property_unit_id or line.property_unit_id
            )

    def _copy_data_extend_business_fields(self, values):
        """Lines of an opposite entry are about the units of the lines they undo."""
        values["property_unit_id"] = self.property_unit_id.id
        return super()._copy_data_extend_business_fields(values)
