import math
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from odoo import models
from odoo.fields import Domain


@dataclass
class Measurement:
    """What is asked for and what was done, with the subjects that are still open.

    ``population`` and ``missed`` are records of the population, None without one;
    ``missed`` is empty where only a share is asked for; ``covered`` are those with
    their proofs.
    """

    required: int
    done: int
    population: object = None
    missed: object = None
    covered: object = None
    people: dict = field(default_factory=dict)

    @property
    def is_met(self):
        return self.done >= self.required

    @property
    def lacking(self):
        return max(self.required - self.done, 0)


def share_of(percent, number):
    """The least whole number that is at least so many percent (VIS-01, SLA-08)."""
    # As the decimal that was written: 8 % of 50 is 4, not 4.0000001.
    return math.ceil(Fraction(str(percent)) * number / 100)


class PropertyRoutine(models.Model):
    _inherit = "property.routine"

    def _property_measure(self, estate, start, end, user=None):
        """Count what was done in an estate from one day to another.

        Runs with superuser rights, so that the figures do not depend on who looks at
        them; the estate is part of every search.

        :param user: count this person's part alone
        :rtype: Measurement
        """
        self.ensure_one()
        # See the docstring.
        routine = self.sudo()
        minimum = routine._property_minimum(estate)
        # As above: who reads must not change the count.
        proofs = self.env[routine.evidence_model].sudo()
        domain = routine._property_evidence_leaf(proofs, estate, start, end, user)
        if not routine.population_model:
            return Measurement(math.ceil(minimum), proofs.search_count(domain))
        population = routine._property_population(estate, start, end, user)
        times = math.ceil(minimum) if routine.measure == "count" else 1
        covered = routine._property_covered(proofs, domain, population, times)
        required = len(population)
        if routine.measure == "ratio":
            required = share_of(minimum, required)
        is_all = required == len(population)
        return Measurement(
            required,
            len(covered),
            population,
            population - covered if is_all else population.browse(),
            covered,
        )

    def _property_evidence_leaf(self, proofs, estate, start, end, user=None):
        """The proofs of an estate that count, from one day to another."""
        names = proofs._property_evidence_fields()
        bounds = self._property_bounds(estate, start, end)
        # What must be done with a record of the period may be done before its day.
        since = None if self._property_is_own_subject() else start
        domain = (
            Domain(names["estate"], "=", estate.id)
            & proofs._property_evidence_domain()
            & self._property_parse_domain(self.evidence_domain, proofs, bounds)
            & self._property_time_leaf(proofs, names["time"], estate, since, end)
        )
        if proofs._name == "property.routine.note":
            domain &= Domain("routine_id", "=", self.id)
        if names["control_point"] and self.control_point_id:
            domain &= Domain(names["control_point"], "=", self.control_point_id.id)
        if user and self.responsible != "record":
            path = self._property_person_path(proofs, names["person"])
            domain &= Domain(path, "=", user.id)
        return domain

    def _property_time_leaf(self, proofs, name, estate, start, end):
        """From a day (or ever, without one) to the end of another."""
        if proofs._fields[name].type == "date":
            domain = Domain(name, "<=", end)
            return domain & Domain(name, ">=", start) if start else domain
        after = self._property_midnight(estate, end + timedelta(days=1))
        domain = Domain(name, "<", after)
        if start:
            domain &= Domain(name, ">=", self._property_midnight(estate, start))
        return domain

    def _property_is_own_subject(self):
        """The records of the population prove by themselves that it was done."""
        return bool(self.population_model) and self._property_subject_field() == "id"

    def _property_population(self, estate, start, end, user=None):
        model = self.env[self.population_model].sudo()  # as in _property_measure
        bounds = self._property_bounds(estate, start, end)
        name = "estate_id"
        if name not in model._fields:
            name = model._property_evidence_fields()["estate"]
        domain = Domain(name, "=", estate.id) & self._property_parse_domain(
            self.population_domain, model, bounds
        )
        if user and self.responsible == "record":
            path = self._property_person_path(model, self.person_field)
            domain &= Domain(path, "=", user.id)
        return model.search(domain, order="id")

    def _property_covered(self, proofs, domain, population, times):
        """Records of the population with so many proofs, found with one query."""
        name = self._property_subject_field()
        if name == "id":
            own = Domain("id", "in", population.ids)
            return population & proofs.search(domain & own)
        link = proofs._fields[name]
        if link.type == "many2one_reference":
            domain &= Domain(link.model_field, "=", population._name)
        domain &= Domain(name, "in", population.ids)
        groups = proofs._read_group(
            domain, [name], ["__count"], having=[("__count", ">=", times)]
        )
        ids = {getattr(subject, "id", subject) for subject, _count in groups}
        return population.filtered(lambda record: record.id in ids)

    def _property_people_of(self, records):
        """The user who is responsible for each record of a population, by its id."""
        self.ensure_one()
        if self.responsible != "record" or not records:
            return {}
        path = self._property_person_path(records, self.person_field)
        return {record.id: record.mapped(path)[:1] for record in records}
