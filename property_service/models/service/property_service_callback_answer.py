from odoo import api, fields, models
from odoo.exceptions import UserError

SATISFACTION = [
    ("5", "Very satisfied"),
    ("4", "Satisfied"),
    ("3", "So-so"),
    ("2", "Not satisfied"),
    ("1", "Very dissatisfied"),
]


class PropertyServiceCallbackAnswer(models.Model):
    """What the customer thinks of one service, on five levels (SAT-05)."""

    _name = "property.service.callback.answer"
    _description = "Answer to a Callback Question"
    _inherit = ["property.estate.mixin"]
    _order = "callback_id desc, question_id"
    _rec_name = "question_id"

    callback_id = fields.Many2one(
        comodel_name="property.service.callback",
        string="Callback",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    question_id = fields.Many2one(
        comodel_name="property.service.question",
        string="Question",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    level = fields.Selection(
        selection=SATISFACTION, string="Satisfaction", required=True, readonly=True
    )
    score = fields.Float(
        compute="_compute_score",
        store=True,
        precompute=True,
        aggregator="avg",
        digits=(16, 1),
    )
    date = fields.Datetime(required=True, readonly=True, index=True)
    kind = fields.Selection(related="callback_id.kind", store=True, precompute=True)
    zone_id = fields.Many2one(
        related="callback_id.zone_id",
        store=True,
        index="btree_not_null",
        precompute=True,
    )

    _once = models.UniqueIndex(
        "(callback_id, question_id)", "This question is answered already."
    )

    @api.depends("level")
    def _compute_score(self):
        for answer in self:
            answer.score = int(answer.level or 0)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("What the customer answered stays as it is."))
        return super().write(vals)
