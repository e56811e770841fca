from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

CHUNK = 50  # periods that are alerted or closed in one transaction


def figures_of(required, done):
    """What reports read of a number required and a number done."""
    is_met = done >= required
    return {
        "required": required,
        "done": done,
        "is_met": is_met,
        "met_percent": 100.0 if is_met else 0.0,
        "done_percent": min(100.0 * done / required, 100.0) if required else 100.0,
    }


class PropertyRoutinePeriod(models.Model):
    """One period of a routine in one estate, and where asked for, of one person.

    While it is open its figures are measured when somebody looks; at its end they are
    frozen with the population and with what was missed, and never change again.
    """

    _name = "property.routine.period"
    _description = "Period of a Routine"
    _inherit = ["property.estate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline desc, id desc"
    _rec_name = "routine_id"

    routine_id = fields.Many2one(
        comodel_name="property.routine",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose part it is; empty: all who are responsible together.",
    )
    date_start = fields.Date(string="From", required=True, readonly=True)
    date_end = fields.Date(string="To", required=True, readonly=True)
    date_due = fields.Date(string="Until", required=True, readonly=True)
    deadline = fields.Datetime(required=True, readonly=True)
    next_date = fields.Datetime(
        string="Looked at next",
        readonly=True,
        index="btree_not_null",
        help="Alert or end, whichever comes next.",
    )
    state = fields.Selection(
        selection=[("open", "Running"), ("closed", "Frozen")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    alerted_on = fields.Datetime(readonly=True)
    problem = fields.Text(readonly=True, help="Why it could not be measured.")

    # Frozen at the end; until then as they were last measured
    required = fields.Integer(string="Required number", readonly=True)
    done = fields.Integer(readonly=True)
    population = fields.Integer(readonly=True)
    is_met = fields.Boolean(string="Met", readonly=True)
    met_percent = fields.Float(
        string="Met (%)",
        readonly=True,
        aggregator="avg",
        help="100 where the period's minimum was reached, else 0; its average is the"
        " rate of compliance.",
    )
    done_percent = fields.Float(
        string="Done (%)",
        readonly=True,
        aggregator="avg",
        help="Share of what was required, 100 at most.",
    )
    measured_on = fields.Datetime(
        string="Figures of", readonly=True, help="When the figures were taken."
    )
    closed_on = fields.Datetime(readonly=True)
    part_ids = fields.One2many(
        comodel_name="property.routine.part", inverse_name="period_id", readonly=True
    )
    miss_ids = fields.One2many(
        comodel_name="property.routine.miss", inverse_name="period_id", readonly=True
    )
    miss_count = fields.Integer(string="Missed", readonly=True)

    # Measured while it runs
    required_now = fields.Integer(string="Required now", compute="_compute_now")
    done_now = fields.Integer(string="Done so far", compute="_compute_now")
    lacking_now = fields.Integer(string="Still to do", compute="_compute_now")
    lacking_mine = fields.Integer(
        string="Mine to do",
        compute="_compute_now",
        help="Of what is still to do, the records of which you are the person named.",
    )
    responsible_now = fields.Char(string="Who", compute="_compute_now")
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")
    is_at_risk = fields.Boolean(
        string="At risk",
        compute="_compute_is_at_risk",
        search="_search_is_at_risk",
        help="The time of the alert has come and something is still to do.",
    )
    supervised_by = fields.Char(
        string="Supervised by",
        compute="_compute_supervised_by",
        help="Who makes sure of it and answers for it (GOV-13).",
    )

    _once = models.UniqueIndex(
        "(routine_id, estate_id, date_start, COALESCE(user_id, 0))",
        "This period of the routine exists already.",
    )

    # === Computes ===

    @api.depends("routine_id", "date_start")
    def _compute_display_name(self):
        for period in self:
            period.display_name = (
                f"{period.routine_id.name} · {period.estate_id.name}"
                f" · {period.date_start} – {period.date_end}"
            )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_now(self):
        running = self.filtered(lambda period: period.state != "closed")
        measurements = running._property_measure_all()
        for period in self:
            period.lacking_mine = 0
            if period.state == "closed":
                period.required_now = period.required
                period.done_now = period.done
                period.lacking_now = max(period.required - period.done, 0)
                period.responsible_now = period.user_id.name or ""
                continue
            measurement = measurements[period]
            period.required_now = measurement.required
            period.done_now = measurement.done
            period.lacking_now = measurement.lacking
            people = period._property_people(measurement)
            period.responsible_now = ", ".join(people.sorted("name").mapped("name"))
            period.lacking_mine = period._property_lacking_of(measurement)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._search_is_mine("in", [True]))
        for period in self:
            period.is_mine = period in mine

    def _search_is_mine(self, operator, value):
        """Running periods in which the user has to do something."""
        if operator != "in":
            return NotImplemented
        user = self.env.user
        # Whose turn it is must not depend on who may read the staff list.
        staff = self.env["property.staff"].sudo().search([("user_id", "=", user.id)])
        together = Domain("estate_id.user_ids", "in", user.ids) & Domain(
            "routine_id.group_id", "in", user.group_ids.ids
        )
        for member in staff:
            together |= Domain("estate_id", "in", member.estate_ids.ids) & Domain(
                "routine_id.post", "=", member.post
            )
        domain = Domain("state", "=", "open") & (
            Domain("user_id", "=", user.id)
            | (Domain("user_id", "=", False) & together)
            | Domain("id", "in", self._property_with_my_records().ids)
        )
        return domain if True in value else ~domain

    def _property_with_my_records(self):
        """Running periods in which a record that names the user is still open."""
        periods = self.search(
            [
                ("state", "=", "open"),
                ("user_id", "=", False),
                ("routine_id.responsible", "=", "record"),
            ]
        )
        return periods.filtered("lacking_mine")

    # === CRUD ===

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._("The figures of a routine follow from what was done.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if any(period.state == "closed" for period in self):
            raise UserError(self.env._("Frozen figures stay on record."))

    # === Actions ===

    def action_open_missing(self):
        """What is still to do: records of the population, mine first of all."""
        self.ensure_one()
        # The rule is read for those who may not open the settings.
        routine = self.routine_id.sudo()
        if not routine.population_model:
            return self.action_open_proofs()
        if self.state == "closed":
            ids = self.miss_ids.mapped("res_id")
        else:
            measurement = self._property_measure()
            missed = measurement.missed or measurement.population
            mine = self._property_mine(measurement)
            ids = (mine or missed).ids
        return self._property_list_action(routine.population_model, ids)

    def action_open_proofs(self):
        """The proofs that count."""
        self.ensure_one()
        # As for the measure; the list that opens follows the reader's rights.
        routine = self.routine_id.sudo()
        # As above.
        proofs = self.env[routine.evidence_model].sudo()
        domain = routine._property_evidence_leaf(
            proofs, self.estate_id, self.date_start, self.date_due, self.user_id
        )
        return self._property_list_action(
            routine.evidence_model, proofs.search(domain).ids
        )

    def _property_list_action(self, model, ids):
        # The list itself keeps to the rights of who opens it.
        return {
            "type": "ir.actions.act_window",
            "name": self.routine_id.name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
        }
