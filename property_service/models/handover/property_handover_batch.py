from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PropertyHandoverBatch(models.Model):
    """A delivery day: the cases of many units, with appointments and risk notes."""

    _name = "property.handover.batch"
    _description = "Delivery Day"
    _inherit = ["property.estate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        selection=[
            ("draft", "Preparing"),
            ("open", "Receiving owners"),
            ("closed", "Ended"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date = fields.Date(
        string="Delivery day",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
    )
    date_end = fields.Date(string="Last day", help="Where delivery takes several days.")
    place = fields.Char(
        string="Place of delivery", help="Where the owners come, printed on the notice."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user,
        tracking=True,
    )
    unit_ids = fields.Many2many(
        comodel_name="property.unit",
        relation="property_handover_batch_unit_rel",
        column1="batch_id",
        column2="unit_id",
        string="Units",
        check_company=True,
        help="A case is made for each of them, once.",
    )
    handover_ids = fields.One2many(
        comodel_name="property.handover", inverse_name="batch_id", string="Cases"
    )
    slot_ids = fields.One2many(
        comodel_name="property.handover.slot",
        inverse_name="batch_id",
        string="Appointments",
        copy=False,
    )
    risk_ids = fields.One2many(
        comodel_name="property.handover.risk",
        inverse_name="batch_id",
        string="Risk notes",
        copy=False,
    )
    note = fields.Text()

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date)",
        "The last delivery day lies before the first.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise AccessError(
                self.env._("A delivery day is opened and closed by its buttons.")
            )
        if "estate_id" in vals and self.handover_ids:
            raise UserError(
                self.env._("The delivery day has cases; its estate cannot change.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_cases(self):
        if self.handover_ids:
            raise UserError(
                self.env._("A delivery day with cases stays; close it instead.")
            )
