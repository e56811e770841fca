from odoo import api, fields, models


class PropertyAppraisalSwapWizard(models.TransientModel):
    """Who answers for a shift that stayed empty after a swap (DUT-32, DUT-36)."""

    _name = "property.appraisal.swap.wizard"
    _description = "Missed Shift after a Swap"

    request_id = fields.Many2one(
        comodel_name="property.duty.request", required=True, readonly=True
    )
    staff_id = fields.Many2one(related="request_id.staff_id")
    counter_staff_id = fields.Many2one(related="request_id.counter_staff_id")
    rule_id = fields.Many2one(
        comodel_name="property.appraisal.rule",
        string="What counts",
        compute="_compute_rule_id",
        help="Chosen in the settings (C10).",
    )
    points = fields.Float(
        string="Points of the applicant",
        compute="_compute_points",
        store=True,
        readonly=False,
        digits=(16, 1),
    )
    counter_points = fields.Float(
        string="Points of the colleague",
        compute="_compute_points",
        store=True,
        readonly=False,
        digits=(16, 1),
        help="By responsibility (DUT-36); 0 leaves the person out.",
    )
    reason = fields.Text(string="What happened", required=True)

    @api.depends("request_id")
    def _compute_rule_id(self):
        for wizard in self:
            estate = wizard.request_id.estate_id
            wizard.rule_id = estate and self.env[
                "property.appraisal.rule"
            ]._property_of_code(
                estate._property_parameter("appraisal.swap_misuse"), estate
            )

    @api.depends("rule_id")
    def _compute_points(self):
        for wizard in self:
            wizard.points = wizard.counter_points = wizard.rule_id.points

    def action_confirm(self):
        self.ensure_one()
        shares = {
            staff: points
            for staff, points in (
                (self.staff_id, self.points),
                (self.counter_staff_id, self.counter_points),
            )
            if staff and points
        }
        self.request_id._property_report_misuse(self.reason, shares)
        return {"type": "ir.actions.act_window_close"}
