from odoo import api, fields, models
from odoo.exceptions import UserError

ANSWERS = [("yes", "Yes"), ("no", "No"), ("na", "Could not be asked")]
# What is found out about one callback; each counts alike.
QUESTIONS = ("is_true", "is_satisfied", "is_complete")


class PropertyQualityAuditLine(models.Model):
    """One callback: was it made, was it so, and is it on record (QA-31)."""

    _name = "property.quality.audit.line"
    _description = "Callback of an Audit"
    _order = "audit_id, id"
    _rec_name = "callback_id"

    audit_id = fields.Many2one(
        comodel_name="property.quality.audit",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="audit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="audit_id.company_id", store=True, index=True, precompute=True
    )
    audit_state = fields.Selection(related="audit_id.state")
    sample_line_id = fields.Many2one(
        comodel_name="property.sample.line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    callback_id = fields.Many2one(
        comodel_name="property.service.callback",
        string="Callback",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(related="callback_id.unit_id")
    customer = fields.Char(related="callback_id.customer")
    phone = fields.Char(related="callback_id.phone")
    called_by_id = fields.Many2one(related="callback_id.called_by_id")
    called_on = fields.Datetime(related="callback_id.called_on")
    level = fields.Selection(related="callback_id.level")
    is_true = fields.Selection(selection=ANSWERS, string="Callback was made")
    is_satisfied = fields.Selection(
        selection=ANSWERS, string="Satisfaction as recorded"
    )
    is_complete = fields.Selection(selection=ANSWERS, string="Record complete")
    note = fields.Text(string="Finding of the audit")
    score = fields.Float(
        string="Points reached (%)",
        compute="_compute_score",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )
    is_scored = fields.Boolean(compute="_compute_score", store=True)

    @api.depends(*QUESTIONS)
    def _compute_score(self):
        for line in self:
            answers = [line[name] for name in QUESTIONS]
            asked = [answer for answer in answers if answer in ("yes", "no")]
            line.is_scored = all(answers)
            line.score = 100.0 * asked.count("yes") / len(asked) if asked else 0.0

    def write(self, vals):
        if not self.env.su:
            self.audit_id._property_check_head_office()
            for line in self:
                line._property_check_open(vals)
        return super().write(vals)

    def _property_check_open(self, vals):
        if self.audit_state != "running" or vals.keys() - {*QUESTIONS, "note"}:
            raise UserError(
                self.env._("What was drawn stays; score it while the audit runs.")
            )
        if self.called_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "%(unit)s: you made this callback yourself; let somebody else audit"
                    " it.",
                    unit=self.unit_id.display_name or self.customer,
                )
            )

    def _property_give_verdicts(self):
        """The sample shows what the audit found."""
        for line in self:
            answers = {line[name] for name in QUESTIONS}
            verdict = "fail" if "no" in answers else "pass"
            line.sample_line_id.write(
                {
                    "verdict": verdict if answers != {"na"} else "na",
                    "note": line.note or line.audit_id.name,
                }
            )
        self.audit_id.sample_id.action_done()
