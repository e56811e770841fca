import hashlib
import math
import secrets
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from .property_routine_measure import share_of


class PropertySample(models.Model):
    """抽查: some records of a population, drawn for re-checking (QA-07, REN-23).

    The seed and the population are stored, so that anybody can draw it again and get
    the same; within a period no record is drawn twice under the same code.
    """

    _name = "property.sample"
    _description = "Sample"
    _inherit = ["property.estate.mixin", "property.population.mixin"]
    _order = "id desc"

    name = fields.Char(required=True)
    code = fields.Char(
        string="Sample of",
        required=True,
        default="sample",
        index=True,
        help="Samples with the same code and overlapping periods share no record.",
    )
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        index="btree_not_null",
        ondelete="restrict",
    )
    population_model = fields.Selection(
        selection="_selection_population_model", string="Population", required=True
    )
    population_domain = fields.Char(
        string="Which of the population",
        default="[]",
        required=True,
        help='"period_start" and "period_end" stand for the days of the period.',
    )
    measure = fields.Selection(
        selection=[("count", "Number of records"), ("ratio", "Percent")],
        required=True,
        default="ratio",
    )
    amount = fields.Float(
        string="How many", required=True, default=20.0, help="Number, or percent."
    )
    date_start = fields.Date(
        string="From", required=True, default=lambda self: self._default_date_start()
    )
    date_end = fields.Date(
        string="To", required=True, default=lambda self: self._default_date_end()
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("drawn", "Drawn"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    seed = fields.Char(readonly=True, copy=False)
    population_ids = fields.Json(string="Ids drawn from", readonly=True, copy=False)
    population_count = fields.Integer(string="In all", readonly=True, copy=False)
    drawn_on = fields.Datetime(readonly=True, copy=False)
    drawn_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_ids = fields.One2many(
        comodel_name="property.sample.line", inverse_name="sample_id"
    )
    line_count = fields.Integer(compute="_compute_counts", store=True, string="Drawn")
    checked_count = fields.Integer(
        string="Checked", compute="_compute_counts", store=True
    )
    failed_count = fields.Integer(
        string="Failed", compute="_compute_counts", store=True
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0 AND (measure != 'ratio' OR amount <= 100))",
        "Draw more than nothing and at most 100 %.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end >= date_start)", "The period ends before it begins."
    )
    _code_idx = models.Index("(estate_id, code, date_end)")

    def _default_date_start(self):
        return fields.Date.context_today(self).replace(day=1)

    def _default_date_end(self):
        return fields.Date.end_of(fields.Date.context_today(self), "month")

    # === Computes ===

    @api.depends("line_ids.verdict")
    def _compute_counts(self):
        for sample in self:
            verdicts = sample.line_ids.mapped("verdict")
            sample.line_count = len(verdicts)
            sample.checked_count = len([verdict for verdict in verdicts if verdict])
            sample.failed_count = verdicts.count("fail")

    # === Constraints ===

    @api.constrains("population_model", "population_domain", "date_start", "date_end")
    def _check_population(self):
        for sample in self:
            model = sample._property_check_model("population_model")
            sample._property_check_domain(
                sample.population_domain, model, sample._property_bounds()
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            drawn = {"state": "draft", "seed": False, "population_ids": False}
            vals_list = [{**vals, **drawn, "line_ids": []} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & {"state", "seed", "population_ids", "line_ids"}:
                raise UserError(self.env._("A sample is drawn, not written."))
            if vals.keys() - {"name"} and any(s.state != "draft" for s in self):
                raise UserError(
                    self.env._("A drawn sample stays as it is; make a new one.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        for sample in self:
            if sample.state != "draft":
                raise UserError(
                    self.env._(
                        "%(sample)s is drawn and stays on record.", sample=sample.name
                    )
                )

    # === Actions ===

    def action_draw(self):
        for sample in self:
            sample._property_draw()
        return True

    def action_done(self):
        """Every record that was drawn has its verdict."""
        for sample in self:
            sample.check_access("write")
            if sample.state != "drawn" or sample.checked_count < sample.line_count:
                raise UserError(
                    self.env._(
                        "%(sample)s: give a verdict on every line first.",
                        sample=sample.name,
                    )
                )
            sample.sudo().state = "done"  # moved by this method alone
        return True

    # === Business methods ===

    def _property_draw(self, seed=None):
        """Draw, once.

        :param str seed: to draw the same again; by default a new one
        """
        self.ensure_one()
        self.check_access("write")
        self._property_lock_estate()
        if self.state != "draft":
            raise UserError(
                self.env._("%(sample)s is drawn already.", sample=self.name)
            )
        seed = seed or secrets.token_hex(16)
        # What is drawn does not depend on who may see all of the population.
        sample = self.sudo()
        population = sample._property_population()
        ids = sample._property_pick(
            seed, population.ids, sample._property_drawn_before()
        )
        if not ids:
            raise UserError(
                self.env._(
                    "%(sample)s: nothing is left to draw from in this period.",
                    sample=self.name,
                )
            )
        sample.write(
            {
                "state": "drawn",
                "seed": seed,
                "population_ids": population.ids,
                "population_count": len(population),
                "drawn_on": fields.Datetime.now(),
                "drawn_by_id": self.env.user.id,
                "line_ids": [
                    Command.create(
                        {
                            "estate_id": self.estate_id.id,
                            "name": record.display_name,
                            "res_model": record._name,
                            "res_id": record.id,
                        }
                    )
                    for record in population.browse(ids)
                ],
            }
        )

    def _property_pick(self, seed, ids, excluded=()):
        """The records with the lowest hash of seed and id: the same on any machine."""
        self.ensure_one()
        number = math.ceil(self.amount)
        if self.measure == "ratio":
            number = share_of(self.amount, len(ids))

        def rank(record_id):
            return hashlib.sha256(f"{seed}:{record_id}".encode()).digest()

        return sorted(set(ids) - set(excluded), key=rank)[:number]

    def _property_population(self):
        model = self.env[self.population_model]
        domain = Domain("estate_id", "=", self.estate_id.id)
        domain &= self._property_parse_domain(
            self.population_domain, model, self._property_bounds()
        )
        return model.search(domain, order="id")

    def _property_drawn_before(self):
        """Ids drawn under the same code in a period that overlaps."""
        lines = self.env["property.sample.line"].search(
            [
                ("res_model", "=", self.population_model),
                ("sample_id.estate_id", "=", self.estate_id.id),
                ("sample_id.code", "=", self.code),
                ("sample_id.date_start", "<=", self.date_end),
                ("sample_id.date_end", ">=", self.date_start),
            ]
        )
        return lines.mapped("res_id")

    def _property_bounds(self):
        zone = self.estate_id._property_tz()

        def utc(day, moment):
            local = zone.localize(datetime.combine(day, moment))
            return self.estate_id._property_naive(local)

        return {
            "period_start": (self.date_start, utc(self.date_start, time.min)),
            "period_end": (
                self.date_end,
                utc(self.date_end, time(23, 59, 59)),
            ),
        }

    def _property_lock_estate(self):
        """Two draws at once would not see each other's records."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM property_estate WHERE id = %s FOR NO KEY UPDATE",
                self.estate_id.id,
            )
        )
        self.invalidate_recordset(["state"])
