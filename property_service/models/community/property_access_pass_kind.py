from odoo import fields, models

from ...tools.codes import own_code


class PropertyAccessPassKind(models.Model):
    """What somebody with a pass comes for, and what the desk then asks (ACC-01)."""

    _name = "property.access.pass.kind"
    _description = "Kind of Access Pass"
    _order = "sequence, id"

    code = fields.Char(required=True, copy=False, default=own_code)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    needs_renovation = fields.Boolean(
        string="For a renovation",
        help="Names a renovation with a permit; valid no longer than the permit.",
    )
    needs_photo = fields.Boolean(string="With photo", default=True)
    needs_identity = fields.Boolean(
        string="Identity checked",
        default=True,
        help="The desk has seen the original document before the pass is issued"
        " (REN-17); a copy need not be kept (PIPL §6).",
    )
    max_days = fields.Integer(
        string="Valid for at most (days)",
        help="0: as long as the permit or the desk says.",
    )

    deposit_amount = fields.Float(
        string="Deposit for each pass",
        digits=(12, 2),
        help="The cashier takes it before the pass is issued; 0: none.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
    _max_days_positive = models.Constraint(
        "CHECK(max_days >= 0)", "The days of a pass cannot be negative."
    )
    _deposit_positive = models.Constraint(
        "CHECK(deposit_amount >= 0)", "The deposit of a pass cannot be negative."
    )
