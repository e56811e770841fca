from odoo import fields, models
from odoo.tools import hmac

from ...tools import identity

TEXTS = {
    "undertaking": "renovation_undertaking",
    "precautions": "renovation_precautions",
    "agreement": "renovation_agreement",
    "consent": "renovation_consent",
    "permit": "renovation_permit",
}


class PropertyRenovation(models.Model):
    """What the printed papers say (REN-05 to REN-16)."""

    _inherit = "property.renovation"

    def _property_print_text(self, name):
        """A contract text in the estate's wording, with this case's values."""
        self.ensure_one()
        texts = self.env["property.document.text"]
        text = texts._property_text(TEXTS[name], self.estate_id)
        return text._property_body(self._property_print_values())

    def _property_print_values(self):
        """Values of the placeholders of the texts."""
        self.ensure_one()
        case = self.sudo()  # names on the paper, whoever prints it
        after = case.estate_id._property_parameter("renovation.refund_after")
        return {
            "unit": case.unit_id.code,
            "area": f"{case.unit_id.area:g}",
            "estate": case.estate_id.name,
            "company": case.company_id.name,
            "phone": case.estate_id.phone,
            "applicant": case.applicant_id.name,
            "owner": case.owner_id.name,
            "contractor": case.contractor_id.name,
            "works": case.work_summary,
            "date_start": case.permit_date_start or case.date_start,
            "date_end": case.permit_date_end or case.date_end,
            "hours": case._property_work_hours(),
            "fees": f"{case.fee_total:.2f}",
            "deposit": f"{case.deposit_amount:.2f}",
            "refund_rule": "" if after == "acceptance" else "及复验",
            "conditions": case.condition_text or "无",
            "day": fields.Date.context_today(self),
        }

    def _property_work_hours(self):
        return self.estate_id._property_parameter("renovation.work_hours")

    def _property_masked(self, phone):
        """A telephone number that hangs in the building (PIPL §6)."""
        return identity.mask(phone) if phone else ""

    # === The permit's code ===

    def _property_permit_token(self):
        """Who scans the permit reads its validity; nobody guesses another's."""
        self.ensure_one()
        return hmac(
            self.env(su=True),  # the key of the database
            "property-renovation-permit",
            (self.id, self.permit_number or ""),
        )[:32]

    def _property_permit_url(self):
        self.ensure_one()
        base = self.get_base_url()
        return f"{base}/renovation-permits/{self.id}/{self._property_permit_token()}"

    def _property_permit_status(self):
        """Valid, expired or ended: what a neighbour or the guard may know."""
        self.ensure_one()
        if self.state not in ("permitted", "in_progress", "acceptance"):
            return "ended"
        return "expired" if self.is_permit_expired else "valid"
