from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"
SAMPLE_CODE = "renovation_file"
# A file exists from the papers to the archive.
FILED_STATES = (
    "review",
    "agreement",
    "payment",
    "permitted",
    "in_progress",
    "acceptance",
    "recheck",
    "refund",
    "archived",
)


class PropertyRenovationFileCheck(models.Model):
    """与台账对比抽查: files of some renovations against the ledger (REN-23).

    One a day and estate, so that twice a week means two days; the renovations are
    drawn, not chosen, and none twice in a week.
    """

    _name = "property.renovation.file.check"
    _description = "Renovation File Check"
    _inherit = [
        "property.step.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    date = fields.Date(
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user._property_today(),
    )
    state = fields.Selection(
        selection=[("draft", "Under way"), ("done", "Done")],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
    )
    sample_id = fields.Many2one(
        comodel_name="property.sample",
        string="Renovations drawn",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_ids = fields.One2many(related="sample_id.line_ids")
    failed_count = fields.Integer(related="sample_id.failed_count", store=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Text(string="Findings")

    _day_uniq = models.Constraint(
        "UNIQUE(estate_id, date)",
        "The files of this estate are checked today already; open that check.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        for check in checks:
            check._property_draw()
        return checks

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Checks of the files stay on record."))

    def write(self, vals):
        if not self.env.su and any(check.state == "done" for check in self):
            raise UserError(self.env._("The check is closed and stays as it is."))
        return super().write(vals)

    def _property_step_fields(self):
        return super()._property_step_fields() | {"date", "sample_id", "user_id"}

    # === Actions ===

    def action_done(self):
        """Every renovation drawn has its verdict (REN-23)."""
        for check in self:
            check._property_step("draft")
            if not self.env.user.has_group(SUPERVISOR):
                raise AccessError(self.env._("Supervisors check the files."))
            if check.sample_id:
                check.sample_id.action_done()
            check._property_set(state="done", user_id=self.env.uid)
        return True

    def action_open_lines(self):
        """The renovations drawn, for a verdict on each."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_renovation_file_check_action_lines"
            ),
            "domain": [("sample_id", "=", self.sample_id.id)],
        }

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_draw(self):
        """Draw as many as the setting says; with no files there is nothing to draw."""
        self.ensure_one()
        monday = fields.Date.start_of(self.date, "week")
        domain = [("state", "in", FILED_STATES)]
        used = (
            self.env["property.sample.line"]
            .sudo()  # what was drawn counts, whoever drew it
            .search(
                [
                    ("sample_id.code", "=", SAMPLE_CODE),
                    ("sample_id.estate_id", "=", self.estate_id.id),
                    ("sample_id.date_start", ">=", monday),
                ]
            )
        )
        files = self.env["property.renovation"].search_count(
            [*domain, ("estate_id", "=", self.estate_id.id)]
            + [("id", "not in", used.mapped("res_id"))]
        )
        if not files:
            return
        sample = self.env["property.sample"].create(
            {
                "name": self.env._("Renovation files %(day)s", day=self.date),
                "code": SAMPLE_CODE,
                "estate_id": self.estate_id.id,
                "control_point_id": self.env.ref(
                    "property_service.property_control_point_g3"
                ).id,
                "population_model": "property.renovation",
                "population_domain": str(domain),
                "measure": "count",
                "amount": self.estate_id._property_parameter("renovation.file_sample"),
                "date_start": monday,
                "date_end": fields.Date.end_of(self.date, "week"),
            }
        )
        sample._property_draw()
        self._property_set(sample_id=sample.id)
