from odoo import api, fields, models


class PropertyDeposit(models.Model):
    """What a deposit secures: the record that asked for it."""

    _inherit = "property.deposit"

    res_model = fields.Char(string="Origin model", readonly=True, index=True)
    res_id = fields.Many2oneReference(
        string="Origin", model_field="res_model", readonly=True, index=True
    )
    origin_name = fields.Char(string="For", compute="_compute_origin_name")
    date_refundable = fields.Date(
        string="Refundable since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Day from which the payer may have it back, such as the passed acceptance"
        " of the renovation.",
    )

    _origin_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    # === Computes ===

    def _compute_origin_name(self):
        for model, deposits in self.grouped("res_model").items():
            names = {}
            if model in self.env:
                # Its name tells what the deposit is for, whoever may open it.
                records = self.env[model].sudo().browse(deposits.mapped("res_id"))
                names = {record.id: record.display_name for record in records.exists()}
            for deposit in deposits:
                deposit.origin_name = names.get(deposit.res_id, False)

    # === Actions ===

    def action_open_origin(self):
        self.ensure_one()
        return self._property_origin().get_formview_action()

    # === Business methods ===

    @api.model
    def _property_open(self, kind_code, unit, partner, amount, origin=None):
        """A deposit that waits for its money.

        :param origin: record with ``property.deposit.origin.mixin``, or nothing
        :return: the new deposit in draft
        """
        self.check_access("create")
        kind = self.env["property.deposit.kind"]._property_of_code(kind_code)
        # Where it comes from is told by code alone, never by a client.
        return (
            self.sudo()
            .create(
                {
                    "kind_id": kind.id,
                    "unit_id": unit.id,
                    "partner_id": partner.id,
                    "amount": amount,
                    "res_model": origin._name if origin else False,
                    "res_id": origin.id if origin else False,
                }
            )
            .with_env(self.env)
        )

    def _property_origin(self):
        """The record that the deposit secures, or nothing."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _property_release(self, date=None):
        """From this day on the payer may have it back; the origin tells."""
        day = date or fields.Date.context_today(self)
        self.sudo().write({"date_refundable": day})  # guarded against direct writes
