from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# Settings with the hours that a test of each kind lasts at least.
HOURS = {
    "water": "renovation.test_water_hours",
    "pipe": "renovation.test_pipe_hours",
}


class PropertyRenovationTest(models.Model):
    """闭水试验 and pipe test: start, end, witness, the neighbour below (REN-18).

    110号令 §8 asks for the test and gives no hours; the hours are settings.
    """

    _name = "property.renovation.test"
    _description = "Water-tightness or Pipe Test"
    _inherit = ["property.renovation.site.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Record No.", readonly=True, copy=False, index="trigram", default="/"
    )
    state = fields.Selection(
        selection=[
            ("draft", "Planned"),
            ("running", "Running"),
            ("passed", "Passed"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    kind = fields.Selection(
        selection=[("water", "Water-tightness test"), ("pipe", "Pipe test")],
        required=True,
        default="water",
    )
    place = fields.Char(
        string="Part of the unit",
        required=True,
        help="Bathroom, kitchen, balcony or pipe.",
    )
    started_on = fields.Datetime(string="Start", readonly=True, copy=False)
    ended_on = fields.Datetime(string="End", readonly=True, copy=False)
    hours = fields.Float(compute="_compute_hours", store=True, aggregator=None)
    hours_needed = fields.Float(
        string="Hours at least", readonly=True, copy=False, aggregator=None
    )
    water_depth = fields.Float(
        string="Depth of water (mm)", digits=(8, 1), aggregator=None
    )
    pressure = fields.Float(string="Pressure (MPa)", digits=(8, 2), aggregator=None)
    tester = fields.Char(string="Carried out by")
    witness = fields.Char(help="Who saw the result: owner, neighbour or service staff.")
    witness_signature = fields.Binary(attachment=True, copy=False)
    neighbour_unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Unit below",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    neighbour_informed = fields.Boolean(string="Neighbour below informed")
    neighbour_result = fields.Selection(
        selection=[
            ("dry", "No seepage"),
            ("wet", "Seepage"),
            ("absent", "Could not be checked"),
            ("none", "Nobody below"),
        ],
        string="Ceiling below",
    )
    note = fields.Text(string="Remarks")
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Result entered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number is taken already."
    )

    # === Computes ===

    @api.depends("started_on", "ended_on")
    def _compute_hours(self):
        for test in self:
            spent = (
                test.ended_on and test.started_on and test.ended_on - test.started_on
            )
            test.hours = spent.total_seconds() / 3600 if spent else 0

    @api.depends("name", "kind", "place")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for test in self:
            parts = ["" if test.name == "/" else test.name, labels.get(test.kind)]
            test.display_name = " ".join(filter(None, [*parts, test.place]))

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        tests = super().create(vals_list)
        tests._property_check_site()
        tests._property_number("property.renovation.test")
        return tests

    def write(self, vals):
        closed = self.filtered(lambda test: test.state in ("passed", "failed"))
        if closed and not self.env.su:
            raise UserError(self.env._("The result of a test is not changed."))
        running = self.filtered(lambda test: test.state == "running")
        if (
            running
            and not self.env.su
            and {"kind", "place", "renovation_id"} & set(vals)
        ):
            raise UserError(self.env._("The test is running; what it tests is fixed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(test.state != "draft" for test in self):
            raise UserError(self.env._("Tests that have begun stay on record."))

    def _property_step_fields(self):
        return super()._property_step_fields() | {
            "name",
            "started_on",
            "ended_on",
            "hours_needed",
            "closed_by_id",
        }

    # === Actions ===

    def action_start(self):
        """Water is in, or pressure is on: the hours count from now."""
        for test in self:
            test._property_step("draft")
            test._property_check_site()
            test._property_check_neighbour()
            hours = test.estate_id._property_parameter(HOURS[test.kind])
            now = fields.Datetime.now()
            test._property_set(state="running", started_on=now, hours_needed=hours)
            test._property_set_due(now + timedelta(hours=hours))
        return True

    def action_pass(self):
        """Long enough, witnessed, and dry below (REN-18)."""
        for test in self:
            test._property_step("running")
            test._property_check_result()
            test._property_finish("passed")
        return True

    def action_fail(self):
        """Not tight: the work is mended and tested anew."""
        for test in self:
            test._property_step("running")
            if not (test.note or "").strip():
                raise UserError(
                    self.env._(
                        "%(test)s: write down where it leaks.", test=test.display_name
                    )
                )
            test._property_finish("failed")
        return True

    def action_cancel(self):
        for test in self:
            test._property_step("draft", "running")
            test._property_set(state="cancelled")
            test._property_set_due(False)
        return True

    def action_print(self):
        """闭水试验记录 (REN-18)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_renovation_test_report", self
        )

    # === Business methods ===

    def _property_check_neighbour(self):
        """Whoever lives below knows of the water above, so that seepage is seen."""
        nobody = self.neighbour_result == "none"
        if self.kind == "water" and not self.neighbour_informed and not nobody:
            raise UserError(
                self.env._(
                    "%(test)s: tell the neighbour below first, or note that nobody is"
                    " below.",
                    test=self.display_name,
                )
            )

    def _property_check_result(self):
        self.ensure_one()
        ready = self.started_on + timedelta(hours=self.hours_needed)
        if fields.Datetime.now() < ready:
            raise UserError(
                self.env._(
                    "%(test)s lasts %(hours)s hours at least, until %(time)s.",
                    test=self.display_name,
                    hours=self.hours_needed,
                    time=self.estate_id._property_clock(ready),
                )
            )
        if not (self.witness or "").strip() or not self.witness_signature:
            raise UserError(
                self.env._(
                    "%(test)s: the witness signs with name.", test=self.display_name
                )
            )
        if self.kind == "water" and self.neighbour_result not in ("dry", "none"):
            raise UserError(
                self.env._(
                    "%(test)s: the ceiling below must have been found dry.",
                    test=self.display_name,
                )
            )

    def _property_finish(self, state):
        self._property_reminders_done()
        self._property_lock_files("photo_ids")
        self._property_set(
            state=state, ended_on=fields.Datetime.now(), closed_by_id=self.env.uid
        )
        self._property_set_due(False)

    def _property_alert_text(self):
        return self.env._(
            "%(unit)s: %(test)s has lasted long enough, look at the result",
            unit=self.unit_id.code,
            test=self.display_name,
        )

    def _property_superiors(self):
        """The end of a test is the agent's matter first."""
        users = self.renovation_id.sudo().agent_id.user_id  # the agent's login
        return [*users.filtered("active"), *super()._property_superiors()]

    @api.model
    def _cron_remind(self):
        """Tests whose hours are over; only due rows."""
        done, remaining = self._property_alert_due()
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)
