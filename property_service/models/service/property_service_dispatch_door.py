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

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Who only works on orders gets the phone's form from every link (SRV-36)."""
        user = self.env.user
        if (
            view_type == "form"
            and not view_id
            and not self.env.su
            and "form_view_ref" not in self.env.context
            and user.has_group("property_service.property_service_group_technician")
            and not user.has_group("property_service.property_service_group_assistant")
        ):
            view_id = self.env.ref(
                "property_service.property_service_dispatch_view_form_technician"
            ).id
        return super().get_view(view_id, view_type, **options)

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
