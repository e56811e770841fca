from odoo import fields, models
from odoo.exceptions import AccessError

from .property_routine_measure import share_of
from .property_routine_period import figures_of


class PropertyRoutinePart(models.Model):
    """A person's part of a period, for compliance by person (GOV-01, GOV-13).

    Whoever must reach the minimum alone, or is named on records of the population, has
    figures of his own; those who reach it together all have the figures of all.
    """

    _name = "property.routine.part"
    _description = "Person's Part of a Routine"
    _inherit = ["property.estate.mixin"]
    _order = "date_due desc, id desc"
    _rec_name = "routine_id"

    period_id = fields.Many2one(
        comodel_name="property.routine.period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    routine_id = fields.Many2one(
        related="period_id.routine_id", store=True, index=True, precompute=True
    )
    control_point_id = fields.Many2one(
        related="period_id.control_point_id", store=True, index=True, precompute=True
    )
    date_start = fields.Date(related="period_id.date_start", store=True, index=True)
    date_due = fields.Date(related="period_id.date_due", store=True, index=True)
    state = fields.Selection(related="period_id.state", store=True, index=True)
    is_shared = fields.Boolean(
        string="Together", readonly=True, help="The figures are those of all of them."
    )
    required = fields.Integer(string="Required number", readonly=True)
    done = fields.Integer(readonly=True)
    is_met = fields.Boolean(string="Met", readonly=True)
    met_percent = fields.Float(string="Met (%)", readonly=True, aggregator="avg")
    done_percent = fields.Float(string="Done (%)", readonly=True, aggregator="avg")

    _once = models.UniqueIndex(
        "(period_id, user_id)", "This person has a part of the period already."
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._("The figures of a routine follow from what was done.")
            )
        return super().write(vals)

    def action_open_proofs(self):
        """The proofs of the period."""
        self.ensure_one()
        return self.period_id.action_open_proofs()

    def action_open_misses(self):
        """What this person missed."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_routine_miss_action"
            ),
            "path": False,
            "domain": [
                ("period_id", "=", self.period_id.id),
                ("user_id", "in", [self.user_id.id, False]),
            ],
        }


class PropertyRoutinePeriod(models.Model):
    _inherit = "property.routine.period"

    def _property_write_parts(self, measurements):
        """Write the figures of each person; those of running periods are replaced."""
        there = {(part.period_id, part.user_id): part for part in self.part_ids}
        values = []
        for period in self:
            for user, figures in period._property_parts(measurements[period]).items():
                part = there.pop((period, user), None)
                if part:
                    part.write(figures)
                else:
                    values.append(
                        {
                            **figures,
                            "period_id": period.id,
                            "estate_id": period.estate_id.id,
                            "user_id": user.id,
                        }
                    )
        # Who has no part any more, since the records name somebody else.
        self.env["property.routine.part"].union(*there.values()).unlink()
        self.env["property.routine.part"].create(values)

    def _property_parts(self, measurement):
        """Figures by user."""
        self.ensure_one()
        if self.user_id:
            figures = figures_of(measurement.required, measurement.done)
            return {self.user_id: {**figures, "is_shared": False}}
        routine = self.routine_id.sudo()  # as in _property_measure
        if routine.responsible != "record":
            figures = figures_of(measurement.required, measurement.done)
            # Who is responsible does not depend on who looks.
            users = routine._property_responsible(self.estate_id.sudo())
            return {user: {**figures, "is_shared": True} for user in users}
        return self._property_parts_of_records(routine, measurement)

    def _property_parts_of_records(self, routine, measurement):
        people = routine._property_people_of(measurement.population)
        percent = routine._property_minimum(self.estate_id)
        parts = {}
        for user in set(people.values()):
            if not user:
                continue
            own = measurement.population.filtered(
                lambda record, user=user: people.get(record.id) == user
            )
            required = len(own)
            if routine.measure == "ratio":
                required = share_of(percent, required)
            figures = figures_of(required, len(own & measurement.covered))
            parts[user] = {**figures, "is_shared": False}
        return parts
