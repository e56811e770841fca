import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from odoo.addons.queue_job.delay import chain, group

from ...tools import pdf

CHUNK_SIZE = 100  # documents a job: some seconds of work, one run of the browser


class PropertyPrintBatch(models.Model):
    """Many documents printed into one PDF in the background.

    To print from any area::

        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_notice_report", notices
        )

    A few documents are printed at once; more than the setting ``base.print_direct``
    become a batch. Its chunks are jobs, each a transaction of its own and repeatable,
    so a killed worker loses nothing and the page can be left.
    """

    _name = "property.print.batch"
    _description = "Print Batch"
    _inherit = ["property.job.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    report_id = fields.Many2one(
        comodel_name="ir.actions.report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("printing", "Printing"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="printing",
        index=True,
    )
    chunk_ids = fields.One2many(
        comodel_name="property.print.chunk", inverse_name="batch_id", readonly=True
    )
    document_count = fields.Integer(string="Number of papers", readonly=True)
    printed_count = fields.Integer(string="Printed", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")
    page_count = fields.Integer(string="Pages", readonly=True)
    error = fields.Text(readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="PDF",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("chunk_ids.state", "chunk_ids.document_count", "state")
    def _compute_progress(self):
        for batch in self:
            done = batch.chunk_ids.filtered(lambda chunk: chunk.state == "done")
            printed = sum(done.mapped("document_count"))
            if batch.state == "done":
                printed = batch.document_count
            batch.printed_count = printed
            batch.progress = (
                100 * printed / batch.document_count if batch.document_count else 0
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Batches are made by printing documents."))
        return super().create(vals_list)

    # === Actions ===

    def action_download(self):
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("The PDF is not ready yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    def action_resume(self):
        """Queue again what is not printed: after a failure, or when jobs were lost."""
        for batch in self:
            batch._property_check_own()
            batch_sudo = batch.sudo()  # nobody writes a batch directly
            if batch.state not in ("printing", "failed"):
                raise UserError(self.env._("This batch is finished."))
            batch_sudo.write({"state": "printing", "error": False})
            batch_sudo.chunk_ids.filtered(lambda c: c.state == "failed").write(
                {"state": "pending"}
            )
            batch._property_enqueue()
        return True

    def action_cancel(self):
        for batch in self:
            batch._property_check_own()
            if batch.state != "done":
                batch.sudo().state = "cancelled"  # nobody writes a batch directly
        return True

    # === Business methods ===

    @api.model
    def _property_print(self, report, records):
        """Print records with a report: at once when few, in the background when many.

        :param report: the ``ir.actions.report`` record
        :param records: what to print, in this order
        :return: an action for the client
        """
        records.check_access("read")
        limit = self.env["property.parameter"]._property_value(
            "base.print_direct", company=self.env.company
        )
        if len(records) <= limit:
            return report.report_action(records, config=False)
        return self._property_start(report, records).get_formview_action()

    @api.model
    def _property_print_paper(self, xmlid, records):
        """Print records with one of our printouts; see ``_property_print``."""
        # The list of printouts is not for every role to read.
        return self._property_print(self.env.ref(xmlid).sudo(), records)

    @api.model
    def _property_start(self, report, records):
        """Print records in the background, as the present user."""
        chunks = [
            {"sequence": number, "res_ids": list(ids), "document_count": len(ids)}
            for number, ids in enumerate(split_every(CHUNK_SIZE, records.ids))
        ]
        # Users may not create batches by themselves: a batch names what it prints.
        batch = self.sudo().create(
            {
                "name": report.name,
                "report_id": report.id,
                "company_id": self.env.company.id,
                "document_count": len(records),
                "chunk_ids": [fields.Command.create(chunk) for chunk in chunks],
            }
        )
        batch = batch.sudo(False)
        batch._property_enqueue()
        return batch

    def _property_waits_for_jobs(self):
        return self.state == "printing"

    def _property_check_own(self):
        if self.create_uid != self.env.user:
            raise AccessError(self.env._("This batch was started by another user."))

    def _property_enqueue(self):
        """One job a chunk, then one that merges; a job that runs twice does no harm."""
        self.ensure_one()
        pending = self.chunk_ids.filtered(lambda chunk: chunk.state == "pending")
        finish = self.delayable(
            description=self.env._("Merge %(name)s", name=self.name)
        )._property_finish()
        if not pending:
            finish.delay()
            return
        jobs = [
            chunk.delayable(
                description=self.env._(
                    "Print %(name)s, part %(number)s",
                    name=self.name,
                    number=chunk.sequence + 1,
                )
            )._property_print_chunk()
            for chunk in pending
        ]
        chain(group(*jobs), finish).delay()

    def _property_on_job_failed(self, exc_message="", **_fail_values):
        """Called by the queue when a job has failed for good."""
        # Nobody writes a batch directly.
        self.sudo().write({"state": "failed", "error": exc_message})

    def _property_finish(self):
        """Merge the chunks into one PDF; called again, it finds its work done."""
        batch = self.sudo().try_lock_for_update()  # nobody writes a batch directly
        chunks = batch.chunk_ids.sorted("sequence")
        if batch.state != "printing" or any(c.state != "done" for c in chunks):
            return
        parts = [
            base64.b64decode(chunk.pdf) for chunk in chunks.with_context(bin_size=False)
        ]
        content = pdf.merge(parts)
        # Readable with the batch, which is its owner's only.
        batch.attachment_id = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{batch.name}.pdf",
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": batch.id,
                }
            )
        )
        batch.page_count = sum(chunks.mapped("page_count"))
        batch.state = "done"
        chunks.pdf = False

    @api.autovacuum
    def _property_gc(self):
        """Printed papers hold residents' data: they go after some days."""
        days = self.env["property.parameter"]._property_value("base.print_keep_days")
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        self.search([("create_date", "<", limit)], limit=1000).unlink()

    def unlink(self):
        # By the ORM, so that their files go too; users may not write them directly.
        self.sudo().chunk_ids.unlink()
        return super().unlink()


class PropertyPrintChunk(models.Model):
    """Some documents of a batch: the work of one job."""

    _name = "property.print.chunk"
    _description = "Part of a Print Batch"
    _order = "batch_id, sequence"

    batch_id = fields.Many2one(
        comodel_name="property.print.batch",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(readonly=True)
    res_ids = fields.Json(readonly=True)
    document_count = fields.Integer(readonly=True)
    page_count = fields.Integer(readonly=True)
    state = fields.Selection(
        selection=[("pending", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="pending",
    )
    pdf = fields.Binary(attachment=True, readonly=True)

    def _property_print_chunk(self):
        """Print one chunk with the rights of who started the batch."""
        self.ensure_one()
        chunk = self.sudo().try_lock_for_update()  # nobody writes a batch directly
        batch = chunk.batch_id
        if chunk.state != "pending" or batch.state != "printing":
            return
        report = batch.report_id
        records = self.env[report.model].browse(chunk.res_ids).exists()
        records.check_access("read")
        content, counts = (
            self.env["ir.actions.report"]
            .with_company(batch.company_id)
            ._property_print_documents(report, {}, records.ids)
        )
        chunk.write(
            {
                "pdf": base64.b64encode(content),
                "page_count": sum(counts),
                "state": "done",
            }
        )

    def _property_on_job_failed(self, exc_message="", **_fail_values):
        """Called by the queue when a job has failed for good."""
        chunk = self.sudo()  # nobody writes a batch directly
        chunk.state = "failed"
        chunk.batch_id.write({"state": "failed", "error": exc_message})
