from odoo import fields, models

from .property_service_dispatch import DESK


class PropertyServiceDispatch(models.Model):
    """派工单、服务记录表、保修单: printed and filed under the unit (SRV-41, ARC-15)."""

    _inherit = "property.service.dispatch"

    paper_ids = fields.One2many(
        comodel_name="property.service.paper",
        inverse_name="dispatch_id",
        string="Filed papers",
        groups=DESK,
    )

    def action_print_order(self):
        return self._property_print_report("property_service_dispatch_report")

    def action_print_record(self):
        return self._property_print_report("property_service_record_report")

    def action_print_warranty(self):
        return self._property_print_report("property_service_warranty_report")

    def _property_print_report(self, name):
        return self.env["property.print.batch"]._property_print_paper(
            f"property_service.{name}", self
        )

    def _property_file_papers(self):
        """File the papers when the order closes; printed in the background."""
        kinds = ["order", "record"]
        if self.kind == "repair":
            kinds.append("warranty")
        # Nobody files papers by hand; they follow from closing.
        papers = self.env["property.service.paper"].sudo()
        papers = papers.create(
            [
                {
                    "dispatch_id": self.id,
                    "kind": kind,
                    "filed_on": fields.Datetime.now(),
                }
                for kind in kinds
            ]
        )
        papers.with_delay(
            description=self.env._("Papers of %(order)s", order=self.name)
        )._property_print()
