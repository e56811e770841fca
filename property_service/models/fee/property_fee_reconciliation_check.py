from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("flow", "Start + billed - received + other = end by the ledger"),
    ("carry", "Open at the start = end signed off for the month before"),
    ("items", "Open items of the units = balance of the ledger"),
    ("bills", "Charges of the month are billed"),
    ("days", "Days of the till are closed"),
    ("arrivals", "Receipts by bank and channels stand on a statement"),
    ("bank", "Lines of the bank are matched"),
]


class PropertyFeeReconciliationCheck(models.Model):
    """A point that has to agree before a month is signed off, or to be explained.

    What was found is written by computing the month; people write the explanation.
    """

    _name = "property.fee.reconciliation.check"
    _description = "Point of a Reconciliation"
    _order = "reconciliation_id, id"
    _rec_name = "kind"

    reconciliation_id = fields.Many2one(
        comodel_name="property.fee.reconciliation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="reconciliation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="reconciliation_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="reconciliation_id.currency_id")
    kind = fields.Selection(
        selection=KINDS, string="Point to check", required=True, readonly=True
    )
    is_ok = fields.Boolean(string="Agrees", readonly=True)
    amount = fields.Monetary(string="Difference", readonly=True)
    number = fields.Integer(
        string="Pending cases",
        readonly=True,
        help="Charges without a bill, days that are not closed, receipts that no"
        " statement shows yet, lines of the bank that are not matched.",
    )
    note = fields.Char(string="Which ones", readonly=True, help="The first of them.")
    explanation = fields.Char(help="Why it differs, and what is done about it.")

    _kind_uniq = models.Constraint(
        "UNIQUE(reconciliation_id, kind)",
        "This point stands in the reconciliation already.",
    )

    # === Computes ===

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for check in self:
            check.display_name = labels.get(check.kind, "")

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("The points of a month are found by “Compute” alone.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"explanation"}:
                raise UserError(
                    self.env._("The points of a month are found by “Compute” alone.")
                )
            for check in self:
                if check.reconciliation_id.state != "draft":
                    raise UserError(
                        self.env._(
                            "%(document)s is submitted; set it back to draft to change"
                            " explanations.",
                            document=check.reconciliation_id.display_name,
                        )
                    )
        return super().write(vals)

    # === Actions ===

    def action_open_cases(self):
        """The documents behind the point."""
        self.ensure_one()
        model, domain = self.reconciliation_id._property_case_domain(self.kind)
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": list(domain),
            "context": {"create": False},
        }
