from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.context import without_defaults


class PropertyLedgerConfirmation(models.Model):
    """Somebody looked at a ledger today and found it up to date (ARC-11)."""

    _name = "property.ledger.confirmation"
    _description = "Daily Confirmation of a Ledger"
    _inherit = ["property.estate.mixin", "property.evidence.mixin"]
    _order = "date desc, ledger_id, id desc"
    _rec_name = "ledger_id"
    _check_company_auto = True

    ledger_id = fields.Many2one(
        comodel_name="property.ledger",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Confirmed by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    confirmed_on = fields.Datetime(required=True, readonly=True)
    record_count = fields.Integer(string="Records", readonly=True)
    changed_count = fields.Integer(
        string="Changed today", readonly=True, help="Records changed on this day."
    )

    _day_uniq = models.Constraint(
        "UNIQUE(ledger_id, estate_id, date)",
        "This ledger is confirmed for the day already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Ledgers are confirmed with their button, for today only.")
            )
        return super(PropertyLedgerConfirmation, without_defaults(self)).create(
            vals_list
        )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A confirmation is evidence and stays."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A confirmation is evidence and cannot be deleted."))

    # === Routine ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
        }
