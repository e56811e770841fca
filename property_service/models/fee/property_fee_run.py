from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .proration import month_end
from .run_compute import RunCompute


class PropertyFeeRun(models.Model):
    """A month of fees of one estate: computed, looked at, then posted as invoices.

    Repeatable and crash-safe: each assignment and day is charged once, each payer
    gets one invoice per unit and run, whatever is killed or clicked twice.
    """

    _name = "property.fee.run"
    _description = "Billing Run"
    _inherit = ["property.estate.mixin", "property.job.mixin", "mail.thread"]
    _order = "date_start desc, estate_id, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        tracking=True,
    )
    date_end = fields.Date(
        string="To",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    invoice_date = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
    )
    date_due = fields.Date(
        string="Due date",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    item_ids = fields.Many2many(
        comodel_name="property.fee.item",
        relation="property_fee_run_item_rel",
        column1="run_id",
        column2="item_id",
        string="Fee items",
        check_company=True,
        help="Empty: all fee items.",
    )
    building_ids = fields.Many2many(
        comodel_name="property.building",
        relation="property_fee_run_building_rel",
        column1="run_id",
        column2="building_id",
        string="Buildings",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
        help="Empty: the whole estate.",
    )
    unit_ids = fields.Many2many(
        comodel_name="property.unit",
        relation="property_fee_run_unit_rel",
        column1="run_id",
        column2="unit_id",
        string="Units",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
        help="Empty: all units.",
    )
    is_exact = fields.Boolean(
        string="Exactly these days",
        help="Bills these days only, by days, as at a change of owner;"
        " else whole periods that fall due in these months.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("computed", "Preview"),
            ("posting", "Posting"),
            ("posted", "Posted"),
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
    charge_ids = fields.One2many(
        comodel_name="property.fee.charge", inverse_name="run_id", string="Charges"
    )
    skip_ids = fields.One2many(
        comodel_name="property.fee.run.skip", inverse_name="run_id", string="Skipped"
    )
    move_ids = fields.One2many(
        comodel_name="account.move", inverse_name="property_run_id", string="Invoices"
    )
    charge_count = fields.Integer(compute="_compute_totals")
    unit_count = fields.Integer(string="Units billed", compute="_compute_totals")
    amount_total = fields.Monetary(string="Total", compute="_compute_totals")
    posted_count = fields.Integer(string="Charges posted", compute="_compute_totals")
    progress = fields.Float(
        string="Progress (%)",
        compute="_compute_totals",
        help="Charges on posted invoices.",
    )
    move_count = fields.Integer(string="Invoices made", compute="_compute_move_count")
    skip_count = fields.Integer(compute="_compute_skip_count")
    error_count = fields.Integer(string="Refused", compute="_compute_skip_count")
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_start)",
        "The last day of a run lies before its first day.",
    )

    # === Computes ===

    @api.depends("estate_id.name", "date_start", "date_end")
    def _compute_name(self):
        for run in self:
            period = f"{run.date_start:%Y-%m}" if run.date_start else ""
            if run.date_start and run.date_end and run.date_end.day:
                last = f"{run.date_end:%Y-%m}"
                period += f" – {last}" if last != period else ""
            run.name = f"{run.estate_id.name or ''} {period}".strip() or "/"

    @api.depends("date_start")
    def _compute_date_end(self):
        for run in self:
            if run.date_start and not (run.date_end and run.is_exact):
                run.date_end = month_end(run.date_start)

    @api.depends("invoice_date", "estate_id")
    def _compute_date_due(self):
        for run in self:
            day = run.invoice_date or fields.Date.context_today(run)
            days = 0
            if run.estate_id:
                days = run.estate_id._property_parameter("fee.due_days")
            run.date_due = day + timedelta(days=days)

    def _compute_totals(self):
        states = ("draft", "posted", "reversed")
        totals = {run: [0, 0, 0.0, 0] for run in self}
        for run, state, count, units, amount in self.env[
            "property.fee.charge"
        ]._read_group(
            [("run_id", "in", self.ids), ("state", "in", states)],
            ["run_id", "state"],
            ["__count", "unit_id:count_distinct", "amount:sum"],
        ):
            totals[run][0] += count
            totals[run][1] = max(totals[run][1], units)
            totals[run][2] += amount
            totals[run][3] += count if state != "draft" else 0
        for run in self:
            count, units, amount, posted = totals[run]
            run.charge_count = count
            run.unit_count = units
            run.amount_total = amount
            run.posted_count = posted
            run.progress = 100 * posted / count if count else 0

    def _compute_move_count(self):
        counts = dict(
            self.env["account.move"]._read_group(
                [("property_run_id", "in", self.ids), ("state", "=", "posted")],
                ["property_run_id"],
                ["__count"],
            )
        )
        for run in self:
            run.move_count = counts.get(run, 0)

    @api.depends("skip_ids")
    def _compute_skip_count(self):
        counts = {run: [0, 0] for run in self}
        for run, reason, count in self.env["property.fee.run.skip"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "reason"], ["__count"]
        ):
            counts[run][0] += count
            counts[run][1] += count if reason == "error" else 0
        for run in self:
            run.skip_count, run.error_count = counts[run]

    def _compute_summary(self):
        """Totals by fee item and building, for the look before posting."""
        for run in self:
            groups = self.env["property.fee.charge"]._read_group(
                [("run_id", "=", run.id), ("state", "!=", "cancelled")],
                ["item_id", "building_id"],
                ["unit_id:count_distinct", "amount:sum"],
                order="item_id, building_id",
            )
            run.summary = run._property_summary_table(groups)

    def _property_summary_table(self, groups):
        if not groups:
            return False
        row = Markup(
            "<tr><td>%s</td><td>%s</td>"
            "<td class='text-end'>%s</td><td class='text-end'>%s</td></tr>"
        )
        rows = Markup().join(
            row
            % (
                item.display_name,
                building.display_name,
                units,
                self.currency_id.format(amount),
            )
            for item, building, units, amount in groups
        )
        head = Markup(
            "<tr><th>%s</th><th>%s</th>"
            "<th class='text-end'>%s</th><th class='text-end'>%s</th></tr>"
        ) % (
            self.env._("Fee item"),
            self.env._("Building"),
            self.env._("Units"),
            self.env._("Amount"),
        )
        return (
            Markup("<table class='table table-sm'><thead>%s</thead>") % head
            + Markup("<tbody>%s</tbody></table>") % rows
        )

    # === Constraints ===

    @api.constrains("date_start", "date_end", "is_exact")
    def _check_whole_months(self):
        for run in self.filtered(lambda r: not r.is_exact):
            if run.date_start.day != 1 or run.date_end != month_end(run.date_end):
                raise ValidationError(
                    self.env._(
                        "Run %(run)s: choose whole months, or bill exactly these days.",
                        run=run.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Moved by the steps only, whatever the caller or a default_* key says.
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        fixed = {
            "estate_id",
            "date_start",
            "date_end",
            "item_ids",
            "building_ids",
            "unit_ids",
            "is_exact",
        }
        if fixed & set(vals) and self.filtered(
            lambda r: r.state not in ("draft", "computed")
        ):
            raise UserError(
                self.env._("A run that is posted or cancelled can no longer change.")
            )
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("The status of a run follows from its buttons."))
        result = super().write(vals)
        if fixed & set(vals):
            # What was previewed no longer holds.
            self.filtered(lambda r: r.state == "computed")._property_clear("draft")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for run in self:
            if run.state not in ("draft", "cancelled") or run.charge_ids:
                raise UserError(
                    self.env._(
                        "Run %(run)s has charges; cancel it instead.", run=run.name
                    )
                )

    # === Actions ===

    def action_compute(self):
        """Compute charges and skips for a look before posting (FEE-02)."""
        for run in self:
            run._property_compute()
        return True

    def action_cancel(self):
        """Cancel a run that has posted nothing yet."""
        for run in self:
            run._property_lock(("draft", "computed"))
            run._property_clear("cancelled")
        return True

    def action_draft(self):
        for run in self:
            run._property_lock(("cancelled",))
            run._property_move("draft")
        return True

    def action_view_charges(self):
        return self._property_view("property_service.property_fee_charge_action")

    def action_view_skips(self):
        return self._property_view("property_service.property_fee_run_skip_action")

    def action_view_moves(self):
        return self._property_view(
            "account.action_move_out_invoice_type", "property_run_id"
        )

    def action_print_notices(self):
        """The run's notices in the order in which they are handed out (FEE-08)."""
        return self._property_billed().action_property_print_notice()

    def action_print_notice_list(self):
        """The list on which the area assistants sign for the notices (FEE-08)."""
        return self._property_billed().action_property_print_notice_list()

    # === Business methods ===

    def _property_waits_for_jobs(self):
        return self.state == "posting"

    def _property_billed(self):
        """The run's bills, without those that a credit note took back."""
        self.ensure_one()
        return self.move_ids.filtered(lambda move: move.payment_state != "reversed")

    def _property_view(self, xmlid, field="run_id"):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = Domain(field, "=", self.id)
        action["context"] = {"create": False}
        return action

    def _property_lock(self, states):
        """Take the run for this step; a second click is told so."""
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Run %(run)s is being worked on; try again in a moment.",
                    run=self.name,
                )
            )
        self.invalidate_recordset(["state"])
        if self.state not in states:
            raise UserError(
                self.env._(
                    "Run %(run)s is in status “%(state)s”; this step is not possible.",
                    run=self.name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )

    def _property_move(self, state):
        # The status is written by the steps only, whoever takes them.
        self.sudo().state = state

    def _property_compute(self):
        """Replace the preview by a fresh one; posted charges stay untouched."""
        self._property_lock(("draft", "computed"))
        self._property_clear("computed")
        compute = RunCompute(self)
        compute.compute()
        compute.insert()
        self.invalidate_recordset()

    def _property_clear(self, state):
        """Drop preview and skips; drafts have no effect on the ledger."""
        # Charges are the engine's: no role may write or delete them by hand.
        runs_sudo = self.sudo()
        drafts = runs_sudo.charge_ids.filtered(lambda c: c.state == "draft")
        if state == "cancelled":
            drafts.state = "cancelled"
        else:
            drafts.unlink()
        runs_sudo.skip_ids.unlink()
        runs_sudo.state = state
