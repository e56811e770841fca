from odoo import api, fields, models


class PropertyServiceDispatch(models.Model):
    """What must be known before the door: who is away, who may come in (SRV-36)."""

    _inherit = "property.service.dispatch"

    instruction_text = fields.Text(
        string="Instructions of the unit",
        compute="_compute_instruction_text",
        # What must be known before the door, by whoever goes there.
        compute_sudo=True,
        help="Who is away, and who may come in, on the day it is read.",
    )

    @api.depends("unit_id.instruction_ids")
    def _compute_instruction_text(self):
        instructions = self.env["property.instruction"]
        rows = instructions.search(
            fields.Domain("unit_id", "in", self.unit_id.ids)
            & instructions._property_current_domain()
        ).grouped("unit_id")
        for order in self:
            lines = rows.get(order.unit_id, instructions)
            order.instruction_text = "\n".join(row._property_line() for row in lines)
