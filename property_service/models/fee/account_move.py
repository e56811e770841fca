from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    property_unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Property unit",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Unit that this bill or entry is about; one bill concerns one unit.",
    )
    property_estate_id = fields.Many2one(
        related="property_unit_id.estate_id",
        string="Estate",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    property_run_id = fields.Many2one(
        comodel_name="property.fee.run",
        string="Billing run",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    property_charge_ids = fields.One2many(
        comodel_name="property.fee.charge",
        inverse_name="move_id",
        string="Charges",
    )

    # However often a run is started: one invoice per payer, unit and run.
    _property_run_uniq = models.UniqueIndex(
        "(property_run_id, property_unit_id, partner_id)"
        " WHERE property_run_id IS NOT NULL AND move_type = 'out_invoice'",
        "This run has an invoice of this payer and unit already.",
    )

    # === Actions ===

    def button_draft(self):
        self._property_refuse_undo()
        return super().button_draft()

    def button_cancel(self):
        self._property_refuse_undo()
        return super().button_cancel()

    # === Business methods ===

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """The opposite entry is about the same unit, else the unit owes for ever."""
        self._property_refuse_undo()
        values = default_values_list or [{} for _move in self]
        values = [
            {"property_unit_id": move.property_unit_id.id, **vals}
            for move, vals in zip(self, values, strict=True)
        ]
        return super()._reverse_moves(values, cancel)

    def _property_refuse_undo(self):
        """Bills with charges are undone by taking back the charges (FEE-14).

        Else the days would count as billed while the ledger says they are not.
        """
        bills = self.filtered(lambda move: move.state == "posted" and move.is_invoice())
        charge = self.env["property.fee.charge"].search(
            [
                "|",
                "&",
                ("move_id", "in", bills.ids),
                ("state", "=", "posted"),
                ("reversal_move_id", "in", bills.ids),
            ],
            limit=1,
        )
        if charge:
            raise UserError(
                self.env._(
                    "%(move)s bills fees; take back its charges (Fees, Charges,"
                    " Take back) instead.",
                    move=(charge.move_id & bills or charge.reversal_move_id).name,
                )
            )
