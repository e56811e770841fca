from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class PropertyRenovationInspection(models.Model):
    """One day's look at one site by the agent of its zone (REN-13, REN-19, REN-20).

    One a day and renovation: whoever opens it second continues the same one. Closed,
    it is evidence of the routine and is not changed.
    """

    _name = "property.renovation.inspection"
    _description = "Daily Site Inspection"
    _inherit = [
        "property.renovation.site.mixin",
        "property.checklist.single.mixin",
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
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Patrolled by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime(readonly=True, copy=False)
    progress = fields.Integer(
        string="Progress (%)", aggregator=None, help="As seen on the site (REN-25)."
    )
    note = fields.Text(string="Remarks")
    is_site_stopped = fields.Boolean(
        string="Site was stopped", readonly=True, copy=False
    )
    photo_count = fields.Integer(
        string="Number of photos", compute="_compute_photo_count", store=True
    )
    violation_ids = fields.One2many(
        comodel_name="property.renovation.violation", inverse_name="inspection_id"
    )

    _day_uniq = models.Constraint(
        "UNIQUE(renovation_id, date)",
        "This site has an inspection of the day already; open that one.",
    )
    _progress_range = models.Constraint(
        "CHECK(progress BETWEEN 0 AND 100)", "The progress is between 0 and 100 %."
    )

    # === Computes ===

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for inspection in self:
            inspection.photo_count = len(inspection.photo_ids)

    @api.depends("date", "unit_id.code")
    def _compute_display_name(self):
        for inspection in self:
            parts = [inspection.unit_id.code, fields.Date.to_string(inspection.date)]
            inspection.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        inspections = super().create(vals_list)
        inspections._property_check_site()
        templates = self.env["property.checklist.template"]
        for inspection in inspections:
            template = templates._property_for(
                "renovation_inspection", inspection.estate_id
            )
            renovation = inspection.renovation_id
            inspection._property_set(
                checklist_id=template._property_start(inspection).id,
                is_site_stopped=renovation.is_site_stopped,
                progress=inspection.progress or renovation.last_progress,
            )
        return inspections

    def write(self, vals):
        if not self.env.su and any(inspection.state == "done" for inspection in self):
            raise UserError(
                self.env._(
                    "The inspection is closed and stays as it is; note what comes"
                    " later in the next one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Inspections stay on record."))

    def _property_step_fields(self):
        return super()._property_step_fields() | {
            "date",
            "user_id",
            "done_on",
            "checklist_id",
            "is_site_stopped",
        }

    @api.constrains("progress")
    def _check_progress(self):
        """On a stopped site nothing goes on (REN-21)."""
        for inspection in self.filtered("is_site_stopped"):
            before = inspection._property_progress_before()
            if inspection.progress > before:
                raise ValidationError(
                    self.env._(
                        "%(inspection)s: the site is stopped at %(progress)s %%; if"
                        " work goes on all the same, record a violation.",
                        inspection=inspection.display_name,
                        progress=before,
                    )
                )

    # === Actions ===

    def action_all_ok(self):
        """One tap for everything that nobody has looked at with a different result."""
        self.ensure_one()
        self._property_step("draft")
        self.checklist_id.line_ids.filtered(
            lambda line: (
                not line.result and line.answer_type in ("confirm", "pass_fail")
            )
        ).write({"result": "ok"})
        return True

    def action_done(self):
        """Close the day's inspection; checklist and photos are evidence from now on."""
        for inspection in self:
            inspection._property_step("draft")
            inspection._property_check_photos()
            if inspection.checklist_id.state == "open":
                inspection.checklist_id._property_close()
            inspection._property_lock_files("photo_ids")
            inspection._property_set(
                state="done",
                user_id=self.env.uid,
                done_on=fields.Datetime.now(),
            )
        return True

    def action_record_violation(self):
        """A violation with what failed, and the photos taken of it (REN-21)."""
        self.ensure_one()
        failed = self.checklist_id.line_ids.filtered(lambda line: line.result == "fail")
        words = [
            f"{line.name}: {line.note}" if line.note else line.name for line in failed
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Violation"),
            "res_model": "property.renovation.violation",
            "view_mode": "form",
            "context": {
                "default_renovation_id": self.renovation_id.id,
                "default_description": "\n".join(words),
                "property_inspection_id": self.id,
            },
        }

    def action_print_month(self):
        """单元二次装修管理日检巡查表: a sheet a renovation and month (REN-13)."""
        self.check_access("read")
        # The list of printouts is not the desk's to read.
        report = self.env.ref(
            "property_service.property_renovation_inspection_report"
        ).sudo()
        return report.report_action(self, config=False)

    # === Checklist ===

    def _property_checklist_may_edit(self, checklist):
        return self.state == "draft" and super()._property_checklist_may_edit(checklist)

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "renovation_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_check_photos(self):
        least = self.estate_id._property_parameter("renovation.inspection_photos")
        photos = len(self.photo_ids) + sum(
            self.checklist_id.line_ids.mapped("photo_count")
        )
        if photos < least:
            raise UserError(
                self.env._(
                    "%(inspection)s: take at least %(count)s photos of the site.",
                    inspection=self.display_name,
                    count=least,
                )
            )

    def _property_progress_before(self):
        last = self.search(
            [
                ("renovation_id", "=", self.renovation_id.id),
                ("date", "<", self.date),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        return last.progress

    def _property_month_sheets(self):
        """What the monthly sheet shows, one dict a renovation and month (REN-13).

        :return: list of dicts with renovation, first day, days, inspections by day and
            the items in their order with the answers by day
        """
        sheets = []
        months = {(row.renovation_id, row.date.replace(day=1)) for row in self}
        for renovation, first in sorted(months, key=lambda key: (key[1], key[0].id)):
            last = fields.Date.end_of(first, "month")
            rows = self.search(
                [
                    ("renovation_id", "=", renovation.id),
                    ("date", ">=", first),
                    ("date", "<=", last),
                ],
                order="date",
            )
            items = {}
            for row in rows:
                for line in row.checklist_id.line_ids:
                    answers = items.setdefault(line.code or line.name, (line.name, {}))
                    answers[1][row.date.day] = line.result
            sheets.append(
                {
                    "renovation": renovation,
                    "first": first,
                    "days": range(1, last.day + 1),
                    "by_day": {row.date.day: row for row in rows},
                    "items": list(items.values()),
                    "last": rows[-1:],
                }
            )
        return sheets
