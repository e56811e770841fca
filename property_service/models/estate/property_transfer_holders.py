from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import float_compare


class PropertyTransfer(models.Model):
    """The unit changes hands: seller out, buyer in, standing matters closed."""

    _inherit = "property.transfer"

    # === Steps ===

    @property
    def _property_first_day(self):
        return self.cutoff_date + timedelta(days=1)

    def _property_owner_rows(self):
        """The sellers' ownerships on the cut-off day."""
        occupancies = self.env["property.occupancy"]
        return occupancies.search(
            occupancies._property_current_domain(self.cutoff_date)
            & Domain("unit_id", "=", self.unit_id.id)
            & Domain("role", "=", "owner")
            & Domain("partner_id", "in", self.seller_ids.ids)
        )

    def _property_check_parties(self):
        """Sellers own the unit on the cut-off day, buyers take exactly their shares."""
        if not self.line_ids:
            raise ValidationError(self.env._("Enter who buys the unit."))
        if not self.unit_id.handover_date:
            raise ValidationError(
                self.env._(
                    "Unit %(unit)s is not handed over yet; the developer still holds"
                    " it.",
                    unit=self.unit_id.code,
                )
            )
        rows = self._property_owner_rows()
        missing = self.seller_ids - rows.partner_id
        if missing or not rows:
            raise ValidationError(
                self.env._(
                    "%(names)s does not own unit %(unit)s on %(day)s; correct sellers"
                    " or cut-off day.",
                    names=", ".join(missing.mapped("display_name")) or "—",
                    unit=self.unit_id.code,
                    day=self.cutoff_date,
                )
            )
        sold, bought = sum(rows.mapped("share")), sum(self.line_ids.mapped("share"))
        if sold and float_compare(sold, bought, precision_digits=2):
            raise ValidationError(
                self.env._(
                    "The buyers' shares add up to %(bought).2f %%, the sellers' to"
                    " %(sold).2f %%; make them equal.",
                    bought=bought,
                    sold=sold,
                )
            )

    def _property_change_holders(self):
        """Close the seller's rows on the cut-off day and open the buyers' (ARC-02).

        A tenancy goes on; the rows' end withdraws the portal by itself.
        """
        occupancies = self.env["property.occupancy"]
        running = occupancies.search(
            Domain("unit_id", "=", self.unit_id.id)
            & occupancies._property_current_domain(self._property_first_day)
        )
        roles = ["agent"] if self.keep_household else ["agent", "household"]
        closing = running.filtered(
            lambda row: row.role in roles
            or (row.role == "owner" and row.partner_id in self.seller_ids)
        )
        late = closing.filtered(lambda row: row.date_start > self.cutoff_date)
        if late:
            raise UserError(
                self.env._(
                    "%(name)s is entered from a day after the cut-off day; correct the"
                    " row first.",
                    name=late[0].partner_id.display_name,
                )
            )
        closing.write({"date_end": self.cutoff_date})
        payer_stays = (running - closing).filtered("is_payer")
        occupancies.create(
            [
                {
                    "unit_id": self.unit_id.id,
                    "partner_id": line.partner_id.id,
                    "role": "owner",
                    "share": line.share,
                    "is_payer": line.is_payer and not payer_stays,
                    "date_start": self._property_first_day,
                }
                for line in self.line_ids
            ]
        )
        self._property_close_standing()

    def _property_close_standing(self):
        """The seller's instructions and vehicles end with the ownership."""
        day = self.cutoff_date
        instructions = self.unit_id.instruction_ids.filtered(
            lambda row: row.date_start <= day
            and (not row.date_end or row.date_end > day)
        )
        instructions.write({"date_end": day})
        vehicles = self.unit_id.vehicle_ids.filtered(
            lambda row: row.partner_id in self.seller_ids
            and row.date_start <= day
            and (not row.date_end or row.date_end > day)
        )
        vehicles.write({"date_end": day})
        self._message_log(
            body=self.env._(
                "Ended on %(day)s: %(orders)s instructions, %(cars)s vehicles.",
                day=day,
                orders=len(instructions),
                cars=len(vehicles),
            )
        )
