from odoo import api, models
from odoo.tools import html2plaintext

from .helpdesk_ticket_guard import PROTECTED


class HelpdeskTicket(models.Model):
    """What the server adds to a new request (SRV-02, SLA-11)."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _property_complete(self, vals_list):
        """What the server knows better than the caller (SRV-02, SLA-11)."""
        units = self.env["property.unit"].browse(
            {
                vals["property_unit_id"]
                for vals in vals_list
                if vals.get("property_unit_id")
            }
        )
        estates = {unit.id: unit.estate_id for unit in units}
        partners = self.env["res.partner"].browse(
            {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        )
        names = {partner.id: partner for partner in partners}
        new = None
        completed = []
        estate_of = [self._property_estate_of(vals, estates) for vals in vals_list]
        numbers = iter(
            self.env["ir.sequence"]._property_draw(
                [estate.company_id for estate in estate_of if estate],
                "property.request",
            )
        )
        for vals, estate in zip(vals_list, estate_of, strict=True):
            if not estate:
                completed.append(vals)
                continue
            new = new or self.env["helpdesk.ticket.stage"]._property_of_step("new")
            partner = names.get(vals.get("partner_id"))
            completed.append(
                {
                    **vals,
                    **self._property_own_values(vals, partner, estate),
                    "number": next(numbers),
                    "property_estate_id": estate.id,
                    "company_id": estate.company_id.id,
                    "stage_id": new.id,
                    "property_kind": vals.get("property_kind") or "inquiry",
                }
            )
        return completed

    @api.model
    def _property_estate_of(self, vals, estates):
        """Estate of a new ticket: its unit's, else the given or the default one."""
        if vals.get("property_unit_id"):
            return estates[vals["property_unit_id"]]
        if "property_estate_id" in vals:
            return self.env["property.estate"].browse(vals["property_estate_id"] or [])
        return self._default_property_estate_id()

    @api.model
    def _property_own_values(self, vals, partner, estate):
        user = self.env.user
        received_by = vals.get("property_received_by_id") or user.id
        staff = user if not user.share else self.env.user.browse()
        subject = (vals.get("name") or "").strip()
        if not subject:
            subject = html2plaintext(vals.get("description") or "").strip()
            subject = subject.split("\n")[0][:80]
        values = {
            "name": subject,
            "property_received_by_id": received_by,
            "property_recorded_by_id": user.id,
            # The first who heard the problem owns it to the end (SLA-11).
            "property_first_contact_id": received_by if staff else False,
        }
        if partner:
            values.setdefault("partner_name", vals.get("partner_name") or partner.name)
            values["property_caller_phone"] = (
                vals.get("property_caller_phone") or partner.phone
            )
        for name in PROTECTED - values.keys():
            if name in vals and not self.env.su:
                values[name] = False
        return values

    def _creation_subtype(self):
        """A request that nobody else follows needs a line in its history, no post."""
        if (
            self.property_estate_id
            and self.message_partner_ids <= self.env.user.partner_id
        ):
            return self.env["mail.message.subtype"]
        return super()._creation_subtype()
