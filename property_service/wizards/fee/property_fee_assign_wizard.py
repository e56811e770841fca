from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.estate.property_unit import UNIT_KINDS


class PropertyFeeAssignWizard(models.TransientModel):
    """Gives many units a fee item at once; those that have it are left alone."""

    _name = "property.fee.assign.wizard"
    _description = "Assign a Fee Item in Bulk"

    item_id = fields.Many2one(
        comodel_name="property.fee.item", required=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["property.estate"]._property_only_estate(),
    )
    building_ids = fields.Many2many(
        comodel_name="property.building",
        relation="property_fee_assign_wizard_building_rel",
        column1="wizard_id",
        column2="building_id",
        string="Buildings",
        domain="[('estate_id', '=', estate_id)]",
    )
    unit_kind = fields.Selection(selection=UNIT_KINDS)
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_end = fields.Date(string="To")
    quantity = fields.Float(digits=(12, 4), default=1.0, required=True)
    unit_count = fields.Integer(string="Units found", compute="_compute_counts")
    assigned_count = fields.Integer(string="Have it already", compute="_compute_counts")
    new_count = fields.Integer(string="Will get it", compute="_compute_counts")

    @api.depends(
        "item_id", "estate_id", "building_ids", "unit_kind", "date_start", "date_end"
    )
    def _compute_counts(self):
        for wizard in self:
            units = wizard._property_units()
            assigned = wizard._property_assigned(units)
            wizard.unit_count = len(units)
            wizard.assigned_count = len(assigned)
            wizard.new_count = len(units - assigned)

    def action_assign(self):
        self.ensure_one()
        units = self._property_units()
        units -= self._property_assigned(units)
        if not units:
            raise UserError(self.env._("All these units have this fee item already."))
        assignments = self.env["property.fee.assignment"].create(
            [
                {
                    "item_id": self.item_id.id,
                    "unit_id": unit.id,
                    "date_start": self.date_start,
                    "date_end": self.date_end,
                    "quantity": self.quantity,
                }
                for unit in units
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_fee_assignment_action"
        )
        action["domain"] = [("id", "in", assignments.ids)]
        return action

    def _property_units(self):
        if not self.estate_id:
            return self.env["property.unit"]
        domain = Domain("estate_id", "=", self.estate_id.id)
        if self.building_ids:
            domain &= Domain("building_id", "in", self.building_ids.ids)
        if self.unit_kind:
            domain &= Domain("kind", "=", self.unit_kind)
        return self.env["property.unit"].search(domain)

    def _property_assigned(self, units):
        """Units that have the item on some day of the range."""
        domain = Domain("item_id", "=", self.item_id.id)
        domain &= Domain("unit_id", "in", units.ids)
        domain &= Domain("date_end", "=", False) | Domain(
            "date_end", ">=", self.date_start
        )
        if self.date_end:
            domain &= Domain("date_start", "<=", self.date_end)
        return self.env["property.fee.assignment"].search(domain).unit_id
