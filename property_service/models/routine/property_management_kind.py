from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# What a manager may change; that there are ten of them is delivered (GOV-12).
EDITABLE = {
    "active",
    "description",
    "evidence_model",
    "evidence_domain",
    "person_field",
    "minimum",
    "due_day",
    "name",
    "sequence",
}


class PropertyManagementKind(models.Model):
    """One of the ten things that a supervisor does in person (GOV-12).

    Where the doing leaves a proof elsewhere (a check, a meeting, a visit), the task is
    counted from there and nobody writes it down twice.
    """

    _name = "property.management.kind"
    _description = "Personal Task of the Supervisor"
    _inherit = ["property.population.mixin"]
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Task", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(
        translate=True, help="What it means, and where it stands."
    )
    evidence_model = fields.Selection(
        selection="_selection_evidence_model",
        string="Counted from",
        help="Empty: the supervisor writes down what was done.",
    )
    evidence_domain = fields.Char(string="Which of them", default="[]", required=True)
    person_field = fields.Char(
        string="Person named in",
        help="Field of the proof with the person; empty: the usual one. Whoever leads a"
        " meeting counts, not who writes its minutes.",
    )
    minimum = fields.Integer(
        string="At least a month", required=True, default=1, help="Number of proofs."
    )
    due_day = fields.Integer(
        string="Until day of the month",
        help="0: the last one; the source names no day (GOV-12).",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
    _minimum_positive = models.Constraint(
        "CHECK(minimum > 0 AND due_day >= 0 AND due_day <= 31)",
        "At least one proof a month, until a day of the month.",
    )

    @api.constrains("evidence_model", "evidence_domain", "person_field")
    def _check_definition(self):
        """A proof that cannot be counted is refused when it is written."""
        bounds = self.env["property.routine"]._property_some_bounds()
        for kind in self.filtered("evidence_model"):
            model = kind._property_check_model("evidence_model")
            kind._property_check_domain(kind.evidence_domain, model, bounds)
            kind._property_proof_person(model)

    def write(self, vals):
        if not self.env.su and vals.keys() - EDITABLE:
            raise AccessError(
                self.env._("The ten tasks of the supervisor are delivered.")
            )
        return super().write(vals)

    def _property_counts(self, estate, start, end):
        """Number of proofs in an estate from one day to another, by user id.

        Counted with superuser rights, so that the figures do not depend on who looks;
        the estate is part of the search.
        """
        self.ensure_one()
        if not self.evidence_model:
            return {}
        # See the docstring.
        proofs = self.env[self.evidence_model].sudo()
        groups = proofs._read_group(
            self._property_proof_domain(proofs, estate, start, end),
            [self._property_proof_person(proofs)],
            ["__count"],
        )
        return {user.id: number for user, number in groups}

    def _property_proof_person(self, proofs):
        """The path from a proof to the user who has done it."""
        usual = proofs._property_evidence_fields()["person"]
        return self._property_person_path(proofs, self.person_field or usual)

    def _property_proof_domain(self, proofs, estate, start, end):
        routines = self.env["property.routine"]
        names = proofs._property_evidence_fields()
        bounds = routines._property_bounds(estate, start, end)
        return (
            proofs._property_evidence_domain()
            & routines._property_time_leaf(proofs, names["time"], estate, start, end)
            & self._property_parse_domain(self.evidence_domain, proofs, bounds)
            & Domain(names["estate"], "=", estate.id)
        )
