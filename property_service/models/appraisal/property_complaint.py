from odoo import fields, models


class PropertyComplaint(models.Model):
    _inherit = "property.complaint"

    def _property_on_closed(self):
        """A complaint whose cause lies with staff counts for who answers (QA-13)."""
        self.env["property.appraisal.entry"]._property_add_all(
            [
                {
                    "staff": complaint.responsible_staff_id,
                    "date": complaint.estate_id._property_local_date(
                        fields.Datetime.now()
                    ),
                    "kind": "complaint_upheld",
                    "source": complaint,
                    "reason": complaint.cause or complaint.ticket_id.name,
                }
                for complaint in self
                if complaint.cause_kind == "staff" and complaint.responsible_staff_id
            ]
        )
        return super()._property_on_closed()
