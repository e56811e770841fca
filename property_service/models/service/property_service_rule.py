from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models, tools

from ..base.property_estate_calendar import DEADLINE_UNITS
from .helpdesk_ticket import KINDS, SEVERITIES

RULE_KINDS = [*KINDS, ("not_complaint", "All but complaints")]
RULE_UNITS = [
    ("seconds", "Seconds"),
    *DEADLINE_UNITS,
    ("same_day", "End of the same day"),
    ("rings", "Rings"),
]
# What of a request decides which rules hold for it.
Facts = namedtuple("Facts", "estate company kind channel categories severity is_urgent")
Rule = namedtuple(
    "Rule",
    "id measure amount unit overrides kind channels category severity is_urgent"
    " estates company",
)


class PropertyServiceRule(models.AbstractModel):
    """A number for some requests: by kind, channel, category, severity, estate.

    The lines in force are read once and kept in memory: a request costs no query.
    """

    _name = "property.service.rule"
    _description = "Rule for Requests"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=RULE_KINDS, string="Kind of request", help="Empty: every kind."
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Category",
        index="btree_not_null",
        ondelete="restrict",
        help="With the categories below it; empty: every category.",
    )
    severity = fields.Selection(selection=SEVERITIES, help="Empty: every severity.")
    is_urgent = fields.Boolean(string="Emergencies only")
    amount = fields.Float(string="Within", digits=(16, 2))
    unit = fields.Selection(
        selection=RULE_UNITS, string="Time unit", required=True, default="hours"
    )
    runs_while_waiting = fields.Boolean(
        string="Runs while waiting",
        help="Time goes on while the request waits for an answer.",
    )
    source = fields.Text(
        translate=True, help="Law, document or rule that states the number."
    )

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "A period cannot be negative."
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === Business methods ===

    @api.model
    @tools.ormcache("self._name")
    def _property_rules(self):
        """The lines in force, as plain tuples; not to be changed."""
        # Rules hold for every request, whoever registers it.
        return tuple(rule._property_rule() for rule in self.sudo().search([]))

    def _property_rule(self):
        return Rule(
            id=self.id,
            measure=self._property_rule_measure(),
            amount=self.amount,
            unit=self.unit,
            overrides=self._property_rule_overrides(),
            kind=self.kind,
            channels=frozenset(self.channel_ids.ids),
            category=self.category_id.id,
            severity=self.severity,
            is_urgent=self.is_urgent,
            estates=frozenset(self.estate_ids.ids),
            company=self.company_id.id,
        )

    def _property_rule_measure(self):
        """Hook: what the line measures."""
        return ""

    def _property_rule_overrides(self):
        """Hook: whether the line sets the others aside."""
        return False

    @api.model
    def _property_matching(self, facts):
        """Lines that hold for a request."""
        return [
            rule
            for rule in self._property_rules()
            if rule.kind in (False, facts.kind)
            or (rule.kind == "not_complaint" and facts.kind != "complaint")
            if (not rule.channels or facts.channel in rule.channels)
            and (not rule.category or rule.category in facts.categories)
            and rule.severity in (False, facts.severity)
            and (not rule.is_urgent or facts.is_urgent)
            and (not rule.estates or facts.estate in rule.estates)
            and rule.company in (False, facts.company)
        ]

    @api.model
    def _property_due(self, estate, start, amount, unit, known):
        """The moment a period ends; working time is looked up once a day.

        :param datetime start: naive UTC
        :param dict known: filled along the way, one for a batch
        """
        if unit in ("seconds", "minutes", "hours", "days"):
            return start + timedelta(**{unit: amount})
        if unit == "working_hours":
            return estate._property_deadline(start, amount, unit)
        day = estate._property_local_date(start)
        key = (estate.id, day, amount, unit)
        if key not in known:
            if unit == "working_days":
                known[key] = estate._property_deadline(start, amount, unit)
            else:
                known[key] = estate._property_midnight(day)
        return known[key]
