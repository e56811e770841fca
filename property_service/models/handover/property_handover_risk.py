from odoo import api, fields, models
from odoo.exceptions import UserError

RISK_KINDS = [
    ("cooperation", "Cooperation with other departments"),
    ("group", "Collective complaint"),
    ("quality", "Quality of the building"),
    ("other", "Other"),
]


class PropertyHandoverRisk(models.Model):
    """What was seen at the delivery site that may lead to complaints (MVI-19)."""

    _name = "property.handover.risk"
    _description = "Risk Note of a Delivery Day"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    batch_id = fields.Many2one(
        comodel_name="property.handover.batch",
        required=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="batch_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="batch_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(selection=RISK_KINDS, required=True, default="group")
    date = fields.Datetime(
        string="Seen on", required=True, default=lambda self: fields.Datetime.now()
    )
    description = fields.Text(required=True)
    measure = fields.Text(string="What was done")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Reported by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        selection=[("open", "Being handled"), ("closed", "Dealt with")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        copy=False,
    )
    closed_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("kind", "batch_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for risk in self:
            risk.display_name = f"{kinds.get(risk.kind, '')} {risk.batch_id.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        fixed = {"state": "open", "user_id": self.env.uid}
        risks = super().create([{**vals, **fixed} for vals in vals_list])
        for risk in risks:
            risk._property_warn_manager()
        return risks

    def write(self, vals):
        if not self.env.su:
            if {"state", "user_id", "closed_on"} & set(vals):
                raise UserError(
                    self.env._("Who reported a risk, and its end, are not typed.")
                )
            if {"batch_id", "kind", "date", "description"} & set(vals) and any(
                risk.state == "closed" for risk in self
            ):
                raise UserError(self.env._("A closed risk note stays as it is."))
        return super().write(vals)

    def action_close(self):
        """The risk is dealt with; how stands on the note."""
        for risk in self:
            risk.check_access("write")
            if not (risk.measure or "").strip():
                raise UserError(
                    self.env._("%(risk)s: enter what was done.", risk=risk.display_name)
                )
            # Closed by this button alone.
            risk.sudo().write({"state": "closed", "closed_on": fields.Datetime.now()})
            risk.activity_ids.action_feedback(risk.measure)
        return True

    def _property_warn_manager(self):
        """An early warning to the project manager (MVI-19)."""
        manager = self.estate_id.sudo().manager_id.user_id  # whoever reports it
        if not manager:
            return
        # The manager's to-do list is not the reporter's to write.
        self.sudo().activity_schedule(
            "property_service.mail_activity_type_handover_risk",
            user_id=manager.id,
            summary=self.display_name,
            note=self.description,
        )
