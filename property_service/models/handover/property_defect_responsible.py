from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .property_defect import RESPONSIBLE, SUPERVISOR


class PropertyDefect(models.Model):
    """Who must repair: follows from the warranty, a supervisor may correct it."""

    _inherit = "property.defect"

    responsible = fields.Selection(
        selection=RESPONSIBLE,
        string="Responsible party",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    responsible_reason = fields.Text(
        string="Why",
        readonly=True,
        copy=False,
        help="Warranty and dates, or the words of the supervisor who corrected it.",
    )
    is_corrected = fields.Boolean(string="Corrected", readonly=True, copy=False)
    warranty_completion_end = fields.Date(
        string="Warranty from completion until", readonly=True, copy=False
    )
    warranty_delivery_end = fields.Date(
        string="Warranty from delivery until", readonly=True, copy=False
    )

    def _property_assess(self):
        """Propose the responsible party from warranty class and dates.

        建设工程质量管理条例 §40: from completion acceptance; warranty books of sale
        contracts usually run from delivery. Both are kept; the setting
        ``handover.warranty_start`` says which one counts.
        """
        for defect in self.filtered(lambda row: not row.is_corrected):
            ends = defect._property_warranty_ends()
            party, reason = defect._property_proposed_party(ends)
            defect.write(
                {
                    "responsible": party,
                    "responsible_reason": reason,
                    "warranty_completion_end": ends["completion"],
                    "warranty_delivery_end": ends["delivery"],
                }
            )

    def _property_warranty_ends(self):
        """Last days of the warranty from both starts, and the one that counts."""
        self.ensure_one()
        return self.warranty_class_id._property_ends(self.unit_id)

    def _property_proposed_party(self, ends):
        """Responsible party and the reason in words; the party may stay open."""
        unit = self.unit_id
        if not unit.handover_date or self.found_on <= unit.handover_date:
            return "developer", self.env._(
                "Found before or at the delivery of the unit."
            )
        if not self.warranty_class_id:
            return False, self.env._("Choose the warranty class.")
        period = self.warranty_class_id._property_period(self.estate_id)
        if period and not ends["last"]:
            return False, self.env._(
                "Enter the completion date of building %(building)s: the warranty runs"
                " from it.",
                building=unit.building_id.name,
            )
        if ends["last"] and self.found_on <= ends["last"]:
            return "developer", self._property_warranty_reason(ends, within=True)
        party = "company" if self.is_common else "owner"
        return party, self._property_warranty_reason(ends, within=False)

    def _property_warranty_reason(self, ends, within):
        warranty = self.warranty_class_id
        lines = [
            self.env._(
                "%(warranty)s: %(period)s.",
                warranty=warranty.name,
                period=warranty._property_period_text(self.estate_id),
            )
        ]
        if ends["completion"]:
            lines.append(
                self.env._(
                    "From completion %(start)s until %(end)s.",
                    start=self.unit_id.building_id.completion_date,
                    end=ends["completion"],
                )
            )
        if ends["delivery"]:
            lines.append(
                self.env._(
                    "From delivery %(start)s until %(end)s.",
                    start=self.unit_id.handover_date,
                    end=ends["delivery"],
                )
            )
        lines.append(
            self.env._("Found on %(day)s: within warranty.", day=self.found_on)
            if within
            else self.env._("Found on %(day)s: outside warranty.", day=self.found_on)
        )
        return "\n".join(lines)

    # === Correction ===

    def _property_correct_responsible(self, party, reason):
        """A supervisor names another party; the reason goes on record.

        A defect that was passed on already goes back, since the new party was not
        told yet.
        """
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Only supervisors correct the responsible party.")
            )
        if party not in dict(RESPONSIBLE):
            raise UserError(self.env._("Choose the responsible party."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for the correction."))
        self._property_step("registered", "transferred")
        for defect in self:
            back = defect.state == "transferred" and defect.responsible != party
            # Users write neither party nor status; the right was checked above.
            defect.sudo().write(
                {
                    "responsible": party,
                    "responsible_reason": reason.strip(),
                    "is_corrected": True,
                    **(defect._property_back_values() if back else {}),
                }
            )
            defect._message_log(
                body=self.env._(
                    "Responsible party corrected: %(reason)s", reason=reason.strip()
                )
            )
        self.sudo()._property_set_transfer_due()  # as above
