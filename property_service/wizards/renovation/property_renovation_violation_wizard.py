from odoo import api, fields, models

STEPS = [
    ("dissuade", "Dissuade"),
    ("stop", "Order to stop"),
    ("report", "Report"),
    ("rectify", "Rectified"),
    ("reject", "Not accepted"),
    ("withdraw", "Withdraw"),
    ("deduct", "Deduct from the deposit"),
]


class PropertyRenovationViolationWizard(models.TransientModel):
    """The words, the receiver or the amount that a stage needs (REN-21)."""

    _name = "property.renovation.violation.wizard"
    _description = "Step Against a Violation"

    kind = fields.Selection(selection=STEPS, required=True)
    violation_id = fields.Many2one(
        comodel_name="property.renovation.violation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    note = fields.Text(string="Words")
    received_by = fields.Char(
        help="Who took the letter; or that it was refused, and how it was served."
    )
    authority = fields.Char(related="violation_id.authority", readonly=False)
    deposit_id = fields.Many2one(
        comodel_name="property.deposit",
        compute="_compute_deposit_id",
        store=True,
        readonly=False,
        index=True,
        ondelete="cascade",
        domain="[('id', 'in', deposit_ids)]",
    )
    deposit_ids = fields.Many2many(
        comodel_name="property.deposit",
        string="Deposits of the renovation",
        compute="_compute_deposit_ids",
    )
    currency_id = fields.Many2one(related="violation_id.company_id.currency_id")
    amount = fields.Monetary()
    is_forfeiture = fields.Boolean(
        string="For the breach, without a bill",
        default=True,
        help="Agreed damages for the breach; otherwise a bill with VAT, as for a"
        " repair.",
    )
    signature = fields.Binary(string="Signature of the payer")
    signed_by = fields.Char()
    refusal_note = fields.Char(
        string="Not signed", help="Who refused, and which witness was there."
    )

    @api.depends("violation_id")
    def _compute_deposit_ids(self):
        for wizard in self:
            deposits = wizard.violation_id.renovation_id._property_deposits()
            wizard.deposit_ids = deposits.filtered(
                lambda deposit: deposit.state in ("held", "partly_used")
            )

    @api.depends("violation_id")
    def _compute_deposit_id(self):
        for wizard in self:
            wizard.deposit_id = wizard.deposit_ids[:1]

    def action_confirm(self):
        self.ensure_one()
        violation, note = self.violation_id, self.note
        if self.kind in ("dissuade", "stop", "report"):
            step = getattr(violation, f"_property_{self.kind}")
            step(note, self.received_by)
            return violation.stage_ids[-1:].action_print_letter()
        if self.kind == "deduct":
            violation._property_deduct(
                self.deposit_id,
                self.amount,
                note,
                forfeiture=self.is_forfeiture,
                signature=self.signature,
                signed_by=self.signed_by,
                refusal_note=self.refusal_note,
            )
        else:
            getattr(violation, f"_property_{self.kind}")(note)
        return {"type": "ir.actions.act_window_close"}
