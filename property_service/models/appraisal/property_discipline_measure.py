from odoo import api, fields, models

MEASURES = [
    ("criticism", "Criticism"),
    ("education", "Education"),
    ("sanction", "Disciplinary sanction"),
    ("transfer", "Transfer to another post"),
    ("compensation", "Compensation of damage"),
    ("fine", "Fine"),
    ("dismissal", "Dismissal"),
]


class PropertyDisciplineMeasure(models.Model):
    """What is proposed at the nth offence: the ladder of sanctions (C10, C13, QA-13).

    Empty as delivered. The sources disagree: fines of 20 and 30 yuan, doubled, then
    dismissal (DUT-32, QA-13); criticism, education, sanction, transfer (SLA-20);
    absence without leave for both (DUT-36); appraisal only (QA-05). A company enters
    what its own rules, made with its staff, say. A case is proposed, never decided, by
    it. Employers have had no power to fine since 2008; damage is compensated only as
    the contract says, at most 20 % of a month's wage (Rules on Wage Payment §16).
    """

    _name = "property.discipline.measure"
    _description = "Step of the Sanction Ladder"
    _inherit = ["property.shared.setting"]
    _order = "rule_id, nth, id"
    _rec_name = "name"

    name = fields.Char(compute="_compute_name", store=True)
    rule_id = fields.Many2one(
        comodel_name="property.appraisal.rule",
        string="Offence",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("points", "<=", 0)],
        help="Rules with the same code count together.",
    )
    nth = fields.Integer(
        string="At the nth time",
        required=True,
        default=1,
        help="The highest step holds for every further time, too.",
    )
    months = fields.Integer(
        string="Within months",
        required=True,
        default=12,
        help="Entries that lie further back no longer count.",
    )
    measure = fields.Selection(
        selection=MEASURES,
        string="Sanction",
        required=True,
        default="criticism",
        help="QA-13, SLA-20, DUT-32, DUT-36. Check it against local labour law.",
    )
    amount = fields.Monetary(
        help="Noted only, nothing is deducted. An employer may not fine (the rules that"
        " allowed it were repealed in 2008, and some provinces forbid it outright);"
        " damage may be deducted as the labour contract says, at most 20 % of the"
        " month's wage and never below the minimum wage (Rules on Wage Payment §16).",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
    )
    basis = fields.Text(
        string="Rule of the company",
        help="Where the company's own rules say so, and how staff were told of them"
        " (Labour Contract Law §4).",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_discipline_measure_estate_rel",
        column1="measure_id",
        column2="estate_id",
        string="Estates",
        help="Empty: for all estates.",
    )

    _nth_positive = models.Constraint(
        "CHECK(nth > 0 AND months > 0)", "Enter a number above 0."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "An amount is not less than 0."
    )

    @api.depends("rule_id.name", "nth", "measure")
    def _compute_name(self):
        for step in self:
            words = dict(step._fields["measure"]._description_selection(self.env))
            step.name = (
                f"{step.rule_id.name or ''} × {step.nth}: {words.get(step.measure, '')}"
            )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for step in self:
            step.currency_id = (step.company_id or self.env.company).currency_id

    # === Business methods ===

    @api.model
    def _property_of_offence(self, entry):
        """The step that an entry calls for, counted with those before it, or empty.

        :return: (step, how often in its period)
        """
        # What the ladder says does not depend on who acts.
        steps = self.sudo().search(
            [
                ("rule_id.code", "=", entry.kind),
                ("company_id", "in", [False, entry.company_id.id]),
                "|",
                ("estate_ids", "=", False),
                ("estate_ids", "in", entry.estate_id.ids),
            ]
        )
        nearest = max(
            ((bool(step.estate_ids), bool(step.company_id)) for step in steps),
            default=None,
        )
        steps = steps.filtered(
            lambda step: (bool(step.estate_ids), bool(step.company_id)) == nearest
        )
        reached = [
            (step, count)
            for step in steps
            if (count := step._property_times(entry)) >= step.nth
        ]
        if not reached:
            return self.browse(), 0
        step, count = max(reached, key=lambda pair: (pair[0].nth, pair[0].id))
        return step.sudo(False), count

    def _property_times(self, entry):
        """How often it was confirmed for the person, up to and with this entry."""
        since = fields.Date.subtract(entry.date, months=self.months)
        # Offences in every estate count.
        entries = self.env["property.appraisal.entry"].sudo()
        return entries.search_count(
            [
                ("staff_id", "=", entry.staff_id.id),
                ("kind", "=", entry.kind),
                ("state", "=", "confirmed"),
                ("reverses_id", "=", False),
                ("date", ">", since),
                ("date", "<=", entry.date),
            ]
        )
