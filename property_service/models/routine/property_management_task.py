from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import date_utils


class PropertyManagementTask(models.Model):
    """What a supervisor does in person in a month; nobody else can do it (GOV-12).

    Done by the supervisor, supervised by the manager (GOV-13). One card a month for
    each of the ten kinds is made by itself; further ones are put in by hand.
    """

    _name = "property.management.task"
    _description = "Personal Task in a Month"
    _inherit = [
        "property.estate.mixin",
        "property.month.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, kind_id, id"
    _check_company_auto = True

    name = fields.Char(
        string="Subject",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    kind_id = fields.Many2one(
        comodel_name="property.management.kind",
        string="Personal task",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._default_month(),
        help="Any day of the month; the first one is kept.",
    )
    date_due = fields.Date(
        string="To be done until",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="In person by",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        tracking=True,
        help="The supervisor; staff cannot do it in his or her place (GOV-12).",
    )
    supervised_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Supervised by",
        index="btree_not_null",
        ondelete="restrict",
        help="Who makes sure that it is done (GOV-13).",
    )
    staff_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_management_task_staff_rel",
        column1="task_id",
        column2="staff_id",
        string="Staff concerned",
        check_company=True,
        help="Whom the talk, the training or the care is for.",
    )
    plan = fields.Text(string="What is intended")
    result = fields.Text(string="What came of it")
    state = fields.Selection(
        selection=[
            ("todo", "To do"),
            ("done", "Done"),
            ("seen", "Seen by the manager"),
            ("none", "No occasion"),
        ],
        string="Progress",
        required=True,
        readonly=True,
        default="todo",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    done_on = fields.Datetime(string="Done on", readonly=True, copy=False)
    seen_on = fields.Datetime(string="Seen on", readonly=True, copy=False)
    is_monthly = fields.Boolean(
        string="Returns every month", readonly=True, copy=False, index=True
    )
    is_counted = fields.Boolean(
        string="Counted from records", compute="_compute_is_counted"
    )
    proof_count = fields.Integer(string="Proofs", compute="_compute_proof_count")
    proof_needed = fields.Integer(
        string="Proofs needed", related="kind_id.minimum", related_sudo=True
    )
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    is_own = fields.Boolean(string="My own", compute="_compute_is_own")

    _month_uniq = models.UniqueIndex(
        "(kind_id, user_id, estate_id, month) WHERE is_monthly",
        "This task of the month exists already.",
    )

    # === Defaults and computes ===

    @api.model
    def _default_month(self):
        return date_utils.start_of(self.env.user._property_today(), "month")

    @api.depends("kind_id")
    def _compute_name(self):
        for task in self:
            task.name = task.name or task.kind_id.name

    @api.depends("month", "kind_id")
    def _compute_date_due(self):
        for task in self:
            if not task.month:
                task.date_due = False
                continue
            last = date_utils.end_of(task.month, "month")
            day = task.kind_id.due_day
            task.date_due = last.replace(day=min(day, last.day)) if day else last

    @api.depends("kind_id")
    def _compute_is_counted(self):
        for task in self:
            task.is_counted = bool(task.kind_id.evidence_model)

    @api.depends("kind_id", "user_id", "estate_id", "month")
    def _compute_proof_count(self):
        counts = {}
        for key in {task._property_count_key() for task in self}:
            kind, estate, month = key
            if not all(key):  # a form that is not filled in yet
                continue
            end = date_utils.end_of(month, "month")
            counts[key] = kind._property_counts(estate, month, end)
        for task in self:
            found = counts.get(task._property_count_key(), {})
            task.proof_count = found.get(task.user_id.id, 0)

    @api.depends("state", "date_due")
    def _compute_is_late(self):
        today = self.env.user._property_today()
        for task in self:
            task.is_late = bool(
                task.state == "todo" and task.date_due and task.date_due < today
            )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for task in self:
            task.is_own = task.user_id == self.env.user

    # === Constraints ===

    @api.constrains("user_id", "estate_id")
    def _check_not_delegated(self):
        """GOV-12: a supervisor of the estate does it, no member of staff."""
        for task in self:
            if task.user_id not in task.estate_id._property_supervisors():
                raise ValidationError(
                    self.env._(
                        "%(user)s holds no supervisor's post in %(estate)s: the ten"
                        " tasks are done by the supervisor in person, not by staff.",
                        user=task.user_id.name,
                        estate=task.estate_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._property_check_own()
        return tasks

    def write(self, vals):
        if not self.env.su:
            self._property_check_own()
            self._property_check_open(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for task in self:
            if task.state != "todo" or task.is_monthly:
                raise UserError(
                    self.env._("%(task)s stays on record.", task=task.display_name)
                )

    # === Hooks ===

    def _property_step_fields(self):
        return {"state", "done_on", "seen_on", "is_monthly"}

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "done_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "in", ("done", "seen", "none"))

    # === Actions ===

    def action_open_proofs(self):
        """The records from which the task is counted."""
        self.ensure_one()
        kind = self.kind_id
        if not kind.evidence_model:
            raise UserError(
                self.env._("%(task)s is written down here.", task=self.display_name)
            )
        proofs = self.env[kind.evidence_model]
        end = date_utils.end_of(self.month, "month")
        domain = kind._property_proof_domain(proofs, self.estate_id, self.month, end)
        person = kind._property_proof_person(proofs)
        # As they are counted; the list that opens follows the reader's rights.
        mine = proofs.sudo().search(domain & Domain(person, "=", self.user_id.id))
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": kind.evidence_model,
            "view_mode": "list,form",
            "domain": [("id", "in", mine.ids)],
            "context": {"default_estate_id": self.estate_id.id},
        }

    # === Business methods ===

    def _property_count_key(self):
        # What the ten tasks are is no secret to who sees the task.
        return self.kind_id.sudo(), self.estate_id.sudo(), self.month

    def _property_check_open(self, vals):
        fixed = {"kind_id", "user_id", "estate_id", "month", "result", "plan", "name"}
        for task in self:
            if task.state != "todo" and fixed & vals.keys():
                raise UserError(
                    self.env._(
                        "%(task)s is done; what was written stays.",
                        task=task.display_name,
                    )
                )
            if task.is_monthly and {"kind_id", "estate_id", "month"} & vals.keys():
                raise UserError(
                    self.env._(
                        "%(task)s returns every month by itself; add another task for"
                        " something else.",
                        task=task.display_name,
                    )
                )
