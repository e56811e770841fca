from odoo import api, fields, models
from odoo.exceptions import ValidationError

MEASURES = [
    ("answer", "Telephone answered"),
    ("first_response", "First response"),
    ("on_site", "Arrival on site"),
    ("reply", "Reply to the customer"),
    ("resolution", "Resolution"),
    ("contact", "News to the customer while unfinished"),
]


class PropertyServiceTarget(models.Model):
    """Commitments of the service centre (C2, CMP-18, -19, -26, -29, -32, SLA-05, -28).

    Of the lines that match, the one that falls due first holds, unless a line overrides
    the others; where sources contradict each other, both are lines that a manager
    switches on and off.
    """

    _name = "property.service.target"
    _description = "Service Target"
    _inherit = ["property.service.rule"]

    measure = fields.Selection(
        selection=MEASURES,
        string="What is measured",
        required=True,
        default="resolution",
        index=True,
    )
    channel_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.channel",
        relation="property_service_target_channel_rel",
        column1="target_id",
        column2="channel_id",
        string="Channels",
        help="Empty: every channel.",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_service_target_estate_rel",
        column1="target_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )
    overrides = fields.Boolean(
        string="Overrides the others",
        help="Holds in place of stricter lines without this mark.",
    )
    result_counts = fields.Boolean(
        string="A result counts too",
        help="Solved in time is as good as answered in time (CMP-29).",
    )

    @api.constrains("measure", "unit")
    def _check_unit(self):
        for target in self:
            if (target.measure == "answer") != (target.unit == "rings"):
                raise ValidationError(
                    self.env._(
                        "Target “%(target)s”: rings measure how soon a telephone is"
                        " answered, and nothing else.",
                        target=target.name,
                    )
                )

    def _property_rule_measure(self):
        return self.measure

    def _property_rule_overrides(self):
        return self.overrides

    @api.model
    def _property_strictest(self, rules, estate, start, known):
        """The line of each measure that holds, and when it falls due (C2).

        :return: dict of measure to pair of rule and moment
        """
        strictest = {}
        for measure in {rule.measure for rule in rules} - {"answer"}:
            lines = [rule for rule in rules if rule.measure == measure]
            lines = [rule for rule in lines if rule.overrides] or lines
            strictest[measure] = min(
                (
                    (rule, self._property_due(estate, start, *rule[2:4], known))
                    for rule in lines
                ),
                key=lambda pair: pair[1],
            )
        return strictest

    @api.model
    def _property_rings(self, rules):
        """The line for rings that holds, if any (CMP-18, C12)."""
        lines = [rule for rule in rules if rule.measure == "answer"]
        lines = [rule for rule in lines if rule.overrides] or lines
        return min(lines, key=lambda rule: rule.amount, default=None)
