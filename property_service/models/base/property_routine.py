from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PERIODS = [
    ("day", "Calendar day"),
    ("week", "Week"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half_year", "Half-year"),
    ("year", "Year"),
]


class PropertyRoutine(models.Model):
    """例行工作: who must do what, how often, at least how many (GOV-01).

    A rule over records that prove that something was done. For each estate, and where
    asked for each person, a period opens, is measured while it runs, gives an alert
    before it ends, and is frozen with its population at its end.

    Three forms: a number of proofs (three duty checks a week); a number for each
    record of a population (one inspection a day for each renovation); a share of a
    population (8 % of the households a month).
    """

    _name = "property.routine"
    _description = "Routine"
    _inherit = ["property.shared.setting", "property.population.mixin"]
    _order = "control_point_id, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Fixed name of a routine that ships with the product.")
    sequence = fields.Integer(default=10)
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        index="btree_not_null",
        ondelete="restrict",
    )
    description = fields.Text(translate=True, help="What to do, and where it says so.")
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_routine_estate_rel",
        column1="routine_id",
        column2="estate_id",
        string="Estates",
        help="Empty: for all estates.",
    )

    # What counts
    evidence_model = fields.Selection(
        selection="_selection_evidence_model", string="Proof", required=True
    )
    evidence_domain = fields.Char(string="Which of them", default="[]", required=True)
    measure = fields.Selection(
        selection=[
            ("count", "Number of records"),
            ("ratio", "Percent of a population"),
        ],
        required=True,
        default="count",
    )
    minimum = fields.Float(
        string="At least",
        required=True,
        default=1.0,
        help="Number of proofs, or percent. With a population, the number is for each"
        " of its records.",
    )
    minimum_parameter_id = fields.Many2one(
        comodel_name="property.parameter",
        string="Setting for the minimum",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("value_type", "in", ["integer", "float"])],
        help="When given, the estate's value of this setting counts.",
    )
    population_model = fields.Selection(
        selection="_selection_population_model", string="Population"
    )
    population_domain = fields.Char(
        string="Which of the population",
        default="[]",
        required=True,
        help='"period_start" and "period_end" stand for the days of the period.',
    )
    subject_field = fields.Char(
        string="Named by",
        help="Field of the proof that names the record of the population; empty: the"
        " usual one. “id”: the records of the population are the proofs themselves.",
    )

    # When
    period = fields.Selection(selection=PERIODS, required=True, default="week")
    due_day = fields.Integer(
        string="Until day",
        help="Day of the period on which it must be done: 25 in a month is the 25th, 1"
        " in a week Monday. 0: the last one.",
    )
    workdays_only = fields.Boolean(
        string="Working days",
        help="By the estate's working hours: a day off asks for nothing, and a day"
        " until which something is due is moved to the workday before, or, where the"
        " period has none, to the next one.",
    )
    alert_hours = fields.Integer(
        string="Alert before (hours)", default=24, help="0: no alert."
    )
    date_start = fields.Date(
        string="Since",
        required=True,
        default=fields.Date.context_today,
        help="Days before are not looked at.",
    )

    # Who
    responsible = fields.Selection(
        selection=[
            ("group", "Group of users"),
            ("post", "Post of staff"),
            ("record", "Person named on the record of the population"),
        ],
        required=True,
        default="group",
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        index="btree_not_null",
        ondelete="restrict",
        domain=lambda self: self._domain_group_id(),
    )
    post = fields.Selection(
        selection=lambda self: self.env["property.staff"]._selection_post()
    )
    person_field = fields.Char(
        string="Person named in",
        help="Link to the person, such as zone_id.agent_id on a unit.",
    )
    per_person = fields.Boolean(
        string="Each of them",
        help="Everybody must reach the minimum alone; else they reach it together.",
    )
    period_ids = fields.One2many(
        comodel_name="property.routine.period",
        inverse_name="routine_id",
        string="Periods so far",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "This code is taken already.",
    )
    _minimum_positive = models.Constraint(
        "CHECK(minimum > 0)", "The minimum must be more than 0."
    )
    _percent = models.Constraint(
        "CHECK(measure != 'ratio' OR minimum <= 100)",
        "A share of a population is 100 % at most.",
    )
    _not_negative = models.Constraint(
        "CHECK(due_day >= 0 AND alert_hours >= 0)",
        "A day and the hours of an alert cannot be negative.",
    )

    def _domain_group_id(self):
        privilege = self.env.ref("property_service.property_service_privilege")
        return [("privilege_id", "=", privilege.id)]

    # === Constraints ===

    @api.constrains("measure", "population_model", "responsible", "group_id", "post")
    def _check_complete(self):
        for routine in self:
            if routine.measure == "ratio" and not routine.population_model:
                raise ValidationError(
                    self.env._(
                        "%(routine)s: a percentage needs a population.",
                        routine=routine.name,
                    )
                )
            missing = {
                "group": not routine.group_id,
                "post": not routine.post,
                "record": not (routine.population_model and routine.person_field),
            }
            if missing[routine.responsible]:
                raise ValidationError(
                    self.env._(
                        "%(routine)s: say who is responsible.", routine=routine.name
                    )
                )

    @api.constrains(
        "evidence_model",
        "evidence_domain",
        "population_model",
        "population_domain",
        "subject_field",
        "person_field",
    )
    def _check_definition(self):
        """A rule that cannot be measured is refused when it is written."""
        for routine in self:
            bounds = routine._property_some_bounds()
            evidence = routine._property_check_model("evidence_model")
            routine._property_check_domain(routine.evidence_domain, evidence, bounds)
            if not routine.population_model:
                continue
            population = routine._property_check_model("population_model")
            routine._property_check_domain(
                routine.population_domain, population, bounds
            )
            routine._property_check_subject(evidence, population)
            if routine.person_field:
                routine._property_person_path(population, routine.person_field)

    def _property_check_subject(self, evidence, population):
        if self._property_is_own_subject() and evidence._name == population._name:
            return
        field = evidence._fields.get(self._property_subject_field() or "")
        is_link = (
            field
            and field.store
            and (
                field.type == "many2one_reference"
                or (field.type == "many2one" and field.comodel_name == population._name)
            )
        )
        if not is_link:
            raise ValidationError(
                self.env._(
                    "%(routine)s: no field of the proof names the record of the"
                    " population; give one that links to %(model)s.",
                    routine=self.name,
                    model=population._description,
                )
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        routines = super().create(vals_list)
        routines._property_wake_cron()
        return routines

    def write(self, vals):
        if vals.get("active"):
            # The time in which a routine was off is not made up for.
            vals = {"date_start": fields.Date.context_today(self), **vals}
        result = super().write(vals)
        if vals.keys() & {"active", "estate_ids", "company_id", "per_person"}:
            self._property_wake_cron()
        return result

    def _property_wake_cron(self):
        cron = self.env.ref(
            "property_service.ir_cron_property_routine", raise_if_not_found=False
        )
        if cron:
            # Managers may not write scheduled actions; this one only runs earlier.
            cron.sudo()._trigger()

    # === Actions ===

    def action_open_periods(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "property.routine.period",
            "view_mode": "list,form",
            "domain": [("routine_id", "=", self.id)],
        }

    # === Business methods ===

    def _property_subject_field(self):
        fields_of = self.env[self.evidence_model]._property_evidence_fields()
        return self.subject_field or fields_of["subject"]

    def _property_minimum(self, estate):
        """The minimum in this estate, from its setting where there is one."""
        self.ensure_one()
        if self.minimum_parameter_id:
            return float(estate._property_parameter(self.minimum_parameter_id.code))
        return self.minimum

    def _property_estates(self):
        """Estates in which the routine holds."""
        self.ensure_one()
        domain = Domain("active", "=", True)
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        if self.estate_ids:
            domain &= Domain("id", "in", self.estate_ids.ids)
        return self.env["property.estate"].search(domain)

    def _property_responsible(self, estate):
        """Users who are responsible by group or post in an estate.

        A group means those who have it outright: a manager, whose group includes that
        of supervisors, does not owe the supervisors' checks.
        """
        self.ensure_one()
        users = self.env["res.users"]
        if self.responsible == "group":
            users = self.group_id.user_ids & estate.user_ids
        elif self.responsible == "post":
            users = (
                self.env["property.staff"]
                .search([("post", "=", self.post), ("estate_ids", "in", estate.id)])
                .user_id
            )
        return users.filtered("active")
