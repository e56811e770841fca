from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STAGES = [
    ("dissuade", "Dissuaded (劝阻)"),
    ("stop", "Stop order (制止)"),
    ("report", "Reported (报告)"),
    ("rectify", "Rectified"),
    ("reject", "Rectification not accepted"),
    ("deduct", "Deducted from the deposit"),
    ("close", "Closed"),
    ("withdraw", "Withdrawn"),
]
# Stages with a letter of their own, and the code of its number.
LETTERS = {"dissuade": "ZG", "stop": "WZ", "report": "BG"}


class PropertyRenovationViolationStage(models.Model):
    """One step against a violation: who, when, what was said. Only ever added to."""

    _name = "property.renovation.violation.stage"
    _description = "Step Against a Violation"
    _order = "id"
    _rec_name = "letter_number"

    violation_id = fields.Many2one(
        comodel_name="property.renovation.violation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        related="violation_id.unit_id", store=True, index=True, precompute=True
    )
    estate_id = fields.Many2one(
        related="violation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="violation_id.company_id", store=True, index=True, precompute=True
    )
    stage = fields.Selection(selection=STAGES, required=True, readonly=True)
    letter_number = fields.Char(readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    deadline = fields.Datetime(readonly=True)
    note = fields.Text(string="Words", readonly=True)
    received_by = fields.Char(
        readonly=True, help="Who took the letter, or that it was refused and posted."
    )

    _letter_uniq = models.UniqueIndex(
        "(company_id, letter_number) WHERE letter_number IS NOT NULL",
        "This letter number is taken already.",
    )

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("A step against a violation stays as it is."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A step against a violation stays on record."))

    def action_print_letter(self):
        """整改通知书, 违章处理通知书 or the report to the authority (REN-21)."""
        self.ensure_one()
        self.check_access("read")
        if self.stage not in LETTERS:
            raise UserError(self.env._("This step has no letter."))
        # The list of printouts is not the desk's to read.
        report = self.env.ref(
            "property_service.property_renovation_violation_report"
        ).sudo()
        return report.report_action(self, config=False)
