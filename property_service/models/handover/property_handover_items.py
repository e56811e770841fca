from odoo import fields, models
from odoo.exceptions import UserError

from .property_handover import RUNNING


class PropertyHandover(models.Model):
    """Keys and items: one signature for all that is handed over or taken back."""

    _inherit = "property.handover"

    item_receiver = fields.Char(
        string="Signed by",
        copy=False,
        groups="base.group_user",
        help="Who receives or gives back, when not the owner or occupant in person.",
    )
    item_signature = fields.Binary(
        string="Signature for the items", copy=False, groups="base.group_user"
    )

    def action_sign_items(self):
        """Hand over, or take back, all open lines with the signature given (KEY-04)."""
        self.ensure_one()
        self._property_require_desk()
        self._property_lock("in_progress", "completed")
        items = self.item_ids.filtered(lambda item: item.state == "waiting")
        if not items:
            raise UserError(
                self.env._("%(case)s: no item is open.", case=self.display_name)
            )
        if not self.item_signature:
            raise UserError(
                self.env._(
                    "%(case)s: let the person sign for the items first.",
                    case=self.display_name,
                )
            )
        moving_in = self.kind == "move_in"
        if moving_in:
            self._property_check_before_keys()
        sets = self.env["property.key.set"]
        move = sets._property_issue_to_owner if moving_in else sets._property_take_back
        issue = move(
            self,
            items._property_prepare_issue_lines(),
            receiver=self.item_receiver or self.partner_id.name,
            signature=self.item_signature,
        )
        # Items are moved by the case alone.
        items.sudo().write(
            {
                "state": "issued" if moving_in else "returned",
                "issue_id": issue.id,
                "moved_on": fields.Datetime.now(),
                "moved_by_id": self.env.uid,
            }
        )
        # The picture stands on the signed list; what is added later is signed anew.
        self.item_signature = False
        return True

    def _property_check_before_keys(self):
        """No key leaves the desk before the earlier steps are done (MVI-05).

        :raise UserError: unless a supervisor has let the last step pass them
        """
        last = self.step_ids.sorted("sequence")[-1:]
        unmet = [
            row
            for row in self._property_gate_rows(last.code)
            if row["code"] != "items" and row["status"] == "unmet"
        ]
        if unmet:
            raise UserError(
                self.env._(
                    "%(case)s: no keys and items before the earlier steps.\n%(lines)s",
                    case=self.display_name,
                    lines="\n".join(f"• {row['message']}" for row in unmet),
                )
            )

    def _property_check_lines_open(self):
        """Lines are added and removed until the case is archived or cancelled."""
        if self.env.su:
            return
        for handover in self:
            if handover.state in ("archived", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(case)s is closed; its lines stay.",
                        case=handover.display_name,
                    )
                )

    def _property_check_people_open(self):
        """Who moves in or out is fixed once the case is completed."""
        if self.env.su:
            return
        for handover in self.filtered(lambda case: case.state not in RUNNING):
            raise UserError(
                self.env._(
                    "%(case)s is completed; people are changed in the unit's archive.",
                    case=handover.display_name,
                )
            )
