import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

RUNNING = ("reading", "checking", "applying")
ARCHIVE_GROUP = "property_service.property_service_group_assistant"
OPENING_GROUP = "account.group_account_user"


class PropertyImport(models.Model):
    """A workbook on its way into an estate: read, checked, then applied as a whole.

    Rows are read into a staging table in chunks, each a job of its own; nothing of
    the estate changes until the workbook is free of errors and somebody applies it,
    in one transaction.
    """

    _name = "property.import"
    _description = "Workbook Import"
    _inherit = ["property.estate.mixin", "property.job.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "filename"
    _check_company_auto = True

    number = fields.Char(
        string="Import number",
        readonly=True,
        copy=False,
        help="Given when the workbook is applied.",
    )
    kind = fields.Selection(
        selection=[
            ("archive", "Units, people and fees"),
            ("opening", "Opening balances"),
            ("request", "Customer messages"),
        ],
        required=True,
        default="archive",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Uploaded"),
            ("reading", "Reading"),
            ("checking", "Checking"),
            ("faulty", "To be mended"),
            ("ready", "Ready"),
            ("applying", "Being applied"),
            ("applied", "Applied"),
            ("reversed", "Reversed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    file = fields.Binary(string="Workbook", attachment=True, copy=False)
    filename = fields.Char(string="File name", required=True)
    checksum = fields.Char(
        readonly=True,
        copy=False,
        help="SHA-256 of the workbook. A workbook of persons goes when it has been"
        " applied: it holds more than may be kept (PIPL §19).",
    )
    date_default = fields.Date(
        string="Holds from",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
        help="Taken as the first day where the workbook gives none; for opening"
        " balances the day of the balance.",
    )
    layout = fields.Json(readonly=True, copy=False)
    cursor = fields.Json(readonly=True, copy=False)
    step = fields.Integer(
        readonly=True,
        copy=False,
        help="Counts the jobs done; a job that comes twice finds its number gone.",
    )
    row_ids = fields.One2many(
        comodel_name="property.import.row", inverse_name="import_id"
    )
    issue_ids = fields.One2many(
        comodel_name="property.import.issue", inverse_name="import_id"
    )
    result_ids = fields.One2many(
        comodel_name="property.import.result", inverse_name="import_id"
    )
    row_total = fields.Integer(string="Rows in the file", readonly=True, copy=False)
    row_count = fields.Integer(string="Rows read", readonly=True, copy=False)
    error_count = fields.Integer(string="Errors", readonly=True, copy=False)
    warning_count = fields.Integer(string="Warnings", readonly=True, copy=False)
    failure = fields.Text(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    applied_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    applied_on = fields.Datetime(readonly=True, copy=False)

    _applied_number = models.Constraint(
        "CHECK(state != 'applied' OR number IS NOT NULL)",
        "An applied import has a number.",
    )

    @api.depends("state", "row_total", "cursor")
    def _compute_progress(self):
        """Reading is most of the wait; checking and applying are one step each."""
        share = {"checking": 80, "faulty": 100, "ready": 100, "applying": 90}
        share |= {"applied": 100, "reversed": 100}
        for record in self:
            done = (record.cursor or {}).get("done", 0)
            read = 70 * done / max(record.row_total, 1)
            record.progress = share.get(record.state, min(read, 70))

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        imports = super().create(vals_list)
        imports._check_kind_rights()
        return imports

    def write(self, vals):
        source = {"file", "estate_id", "kind", "date_default"} & set(vals)
        if source and vals.get("file", True):
            if any(record.state not in ("draft", "faulty", "ready") for record in self):
                raise UserError(
                    self.env._(
                        "This import is running or was applied; upload a new one."
                    )
                )
            # What was checked is no longer what would be applied.
            vals = {**vals, "state": "draft"}
        result = super().write(vals)
        if "kind" in vals:
            self._check_kind_rights()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if self.filtered(lambda record: record.state in (*RUNNING, "applied")):
            raise UserError(
                self.env._("An import that is running or was applied is kept.")
            )

    # === Actions ===

    def action_check(self):
        """Read and check the workbook, in the background."""
        self.ensure_one()
        self._lock_in("draft", "faulty", "ready")
        if not self.file:
            raise UserError(self.env._("Choose the workbook first."))
        self._property_open()
        self._property_continue()

    def action_apply(self):
        """Take the checked workbook over, in the background."""
        self.ensure_one()
        self._lock_in("ready")
        self.write(
            {"state": "applying", "failure": False, "applied_by_id": self.env.uid}
        )
        self._property_continue()

    def action_resume(self):
        """Start the pending job again, after a server was stopped in its middle."""
        self.ensure_one()
        self._lock_in(*RUNNING)
        self._property_continue()

    def action_cancel(self):
        self.ensure_one()
        self._lock_in("draft", "reading", "checking", "faulty", "ready")
        self.step += 1
        self.state = "cancelled"
        self._property_forget()

    def action_open_issues(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mistakes of %(file)s", file=self.filename),
            "res_model": "property.import.issue",
            "view_mode": "list",
            "domain": [("import_id", "=", self.id)],
        }

    def action_download_issues(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/property/import/{self.id}/mistakes",
            "target": "download",
        }

    def action_download_template(self):
        kind = self.kind if len(self) == 1 else "archive"
        return {
            "type": "ir.actions.act_url",
            "url": f"/property/import/template/{kind}",
            "target": "download",
        }

    # === Steps ===

    def _property_waits_for_jobs(self):
        self.ensure_one()
        return self.state in RUNNING

    def _check_kind_rights(self):
        """Assistants import units and people, accountants balances (FEE-10)."""
        if self.env.su:
            return
        for record in self:
            group = OPENING_GROUP if record.kind == "opening" else ARCHIVE_GROUP
            if not self.env.user.has_group(group):
                raise UserError(
                    self.env._("Opening balances are imported by an accountant.")
                    if record.kind == "opening"
                    else self.env._("Units and people are imported by the centre.")
                )

    def _lock_in(self, *states):
        """Hold the record; a second click waits here and then finds another state."""
        self.check_access("write")
        self._check_kind_rights()
        self.lock_for_update()
        self.invalidate_recordset(["state", "step"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This import is in state “%(state)s” already.",
                    state=labels[self.state],
                )
            )

    def _property_continue(self):
        """Hand the next step to a job, or do all steps at once where a script asks."""
        self.ensure_one()
        if self.env.context.get("property_import_inline"):
            while self.state in RUNNING:
                self._property_step(self.step)
            return
        self.with_delay(
            description=self.env._("Import of %(file)s", file=self.filename),
            identity_key=f"property.import-{self.id}-{self.step}",
        )._property_step(self.step)

    def _property_step(self, step):
        """One job: a chunk of reading, the check, or the whole of applying.

        A job that is delivered twice, or after a cancel, finds another step number.
        """
        self.ensure_one()
        self.lock_for_update()
        if self.step != step or self.state not in RUNNING:
            return self.env._("Nothing to do: this step was done already.")
        state = self.state
        if state == "reading":
            self._property_read_chunk()
        elif state == "checking":
            self._property_check()
        else:
            self._property_apply()
        self.step = step + 1
        inline = self.env.context.get("property_import_inline")
        if self.state in RUNNING and not inline:
            self._property_continue()
        return self.state

    def _property_forget(self):
        """Drop workbook and staging rows: they hold more than may be kept (SEC-01).

        The workbook of opening balances stays as the voucher of its entries.
        """
        self.checksum = hashlib.sha256(self._property_content()).hexdigest()
        self._property_drop_rows()
        if self.kind != "opening":
            self.file = False

    def _property_drop_rows(self):
        """Nothing refers to staging rows: deleted at once instead of one by one."""
        rows = self.env["property.import.row"]
        rows.flush_model()
        self.env.cr.execute(
            "DELETE FROM property_import_row WHERE import_id = %s", [self.id]
        )
        self.invalidate_recordset(["row_ids"])

    def _property_content(self):
        """Bytes of the workbook."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).file or b"")
