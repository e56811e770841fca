from odoo import api, fields, models
from odoo.fields import Command

from ...models.service.helpdesk_ticket_steps import CONTACT_MEDIA
from ...models.service.property_service_callback_answer import SATISFACTION

STARS = [("0", "Not asked"), *reversed(SATISFACTION)]


class PropertyServiceCallbackWizard(models.TransientModel):
    """The questionnaire, with the customer on the telephone (SAT-05, SLA-10)."""

    _name = "property.service.callback.wizard"
    _description = "Callback Questionnaire"

    callback_id = fields.Many2one(
        comodel_name="property.service.callback",
        string="Callback",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    customer = fields.Char(related="callback_id.customer")
    phone = fields.Char(related="callback_id.phone")
    subject = fields.Char(related="callback_id.subject")
    result = fields.Text(related="callback_id.result")
    level = fields.Selection(selection=SATISFACTION, string="Satisfaction")
    medium = fields.Selection(
        selection=CONTACT_MEDIA, string="By means of", required=True, default="phone"
    )
    opinion = fields.Text(string="Opinion of the customer")
    suggests = fields.Boolean(
        string="Register as a suggestion",
        default=True,
        help="The opinion becomes a request that somebody answers (SLA-10).",
    )
    is_low = fields.Boolean(string="Not satisfied", compute="_compute_is_low")
    line_ids = fields.One2many(
        comodel_name="property.service.callback.wizard.line",
        inverse_name="wizard_id",
        string="Questions",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("callback_id")
    def _compute_line_ids(self):
        for wizard in self:
            questions = wizard.callback_id._property_questions()
            wizard.line_ids = [Command.clear()] + [
                Command.create({"question_id": question.id}) for question in questions
            ]

    @api.depends("level")
    def _compute_is_low(self):
        for wizard in self:
            wizard.is_low = bool(
                wizard.level and wizard.callback_id._property_is_low(wizard.level)
            )

    def action_confirm(self):
        self.ensure_one()
        self.callback_id._property_record(
            self.level,
            self.opinion,
            {
                line.question_id.id: line.stars
                for line in self.line_ids
                if line.stars != "0"
            },
            self.suggests,
            self.medium,
        )
        return {"type": "ir.actions.act_window_close"}


class PropertyServiceCallbackWizardLine(models.TransientModel):
    _name = "property.service.callback.wizard.line"
    _description = "Question of a Callback"

    wizard_id = fields.Many2one(
        comodel_name="property.service.callback.wizard",
        required=True,
        ondelete="cascade",
    )
    question_id = fields.Many2one(
        comodel_name="property.service.question",
        string="Question",
        required=True,
        ondelete="cascade",
    )
    hint = fields.Char(related="question_id.description", string="What to ask")
    # Not called “level”: the default of the dialog is not meant for its lines.
    stars = fields.Selection(
        selection=STARS, string="Satisfaction", required=True, default="0"
    )
