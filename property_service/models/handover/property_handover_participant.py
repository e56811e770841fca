from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyHandoverParticipant(models.Model):
    """Who took part in the handover, and the signature (MVI-03)."""

    _name = "property.handover.participant"
    _description = "Participant of a Handover"
    _order = "handover_id, id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.handover", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    party = fields.Selection(
        selection=[
            ("owner", "Owner or occupant"),
            ("agent", "Agent of the owner"),
            ("company", "Property company"),
            ("developer", "Developer"),
            ("other", "Other"),
        ],
        required=True,
        default="owner",
    )
    name = fields.Char(required=True)
    signature = fields.Binary(copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._property_stamp(vals) for vals in vals_list])

    def write(self, vals):
        if {"signature", "name", "party"} & set(vals) and any(
            row.signed_on for row in self
        ):
            raise UserError(
                self.env._("What is signed stays; add another participant instead.")
            )
        return super().write(self._property_stamp(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(row.signed_on for row in self):
            raise UserError(self.env._("A participant who has signed stays."))

    def _property_stamp(self, vals):
        """The time of a signature is the server's."""
        vals = {key: value for key, value in vals.items() if key != "signed_on"}
        if vals.get("signature"):
            vals["signed_on"] = fields.Datetime.now()
        return vals
