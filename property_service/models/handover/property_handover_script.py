from odoo import fields, models


class PropertyHandoverScript(models.Model):
    """入住统一答词: what all staff say to owners at move-in (MVI-06)."""

    _name = "property.handover.script"
    _description = "Answer Script for Move-in"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "estate_id, name, version desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    version = fields.Integer(readonly=True, default=1, copy=False)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("published", "In force"),
            ("replaced", "Replaced"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    body = fields.Html(required=True, string="Questions and answers")
    published_on = fields.Datetime(readonly=True, copy=False)
    staff_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_handover_script_staff_rel",
        column1="script_id",
        column2="staff_id",
        string="Staff who must know it",
        check_company=True,
    )
    acknowledgement_ids = fields.One2many(
        comodel_name="property.handover.acknowledgement",
        inverse_name="script_id",
        string="Acknowledged",
        readonly=True,
        copy=False,
    )
    exercise_ids = fields.One2many(
        comodel_name="property.handover.exercise",
        inverse_name="script_id",
        string="Checks of mastery",
        copy=False,
    )
