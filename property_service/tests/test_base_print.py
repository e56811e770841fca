"""Printing: real PDFs with Chinese text, in batches that survive a killed worker."""

import base64
import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError

from odoo.addons.base.models import ir_actions_report as core_report
from odoo.addons.queue_job.tests.common import trap_jobs

from ..tools import pdf
from .common import PropertyCommon

TEMPLATE = """
<t t-name="property_service.test_notice">
  <t t-call="property_service.property_report_container">
    <t t-foreach="docs" t-as="doc">
      <t t-call="property_service.property_report_layout">
        <t t-set="title">缴款通知书</t>
        <p>单元 <t t-out="doc.code"/>，请于本月底前到客户服务中心缴纳齐。</p>
        <p t-foreach="range(90 if doc.room == 'long' else 1)" t-as="line">
          第 <t t-out="line"/> 行
        </p>
        <img t-att-src="env['ir.actions.report']._property_qr(doc.code)" width="80"/>
      </t>
    </t>
  </t>
</t>
"""


def pages_of(content):
    """The text of each page as people read it."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


class PrintCase(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.ui.view"].create(
            {
                "name": "test_notice",
                "key": "property_service.test_notice",
                "type": "qweb",
                "arch": TEMPLATE,
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "缴款通知书",
                "model": "property.unit",
                "report_type": "qweb-pdf",
                "report_name": "property_service.test_notice",
                "paperformat_id": cls.env.ref(
                    "property_service.property_paperformat_a4"
                ).id,
            }
        )
        cls.estate.write({"name": "锦绣花园", "phone": "0512-6666 8888"})
        cls.assistant = cls.user_assistant
        cls.Batch = cls.env["property.print.batch"].with_user(cls.assistant)

    def _print(self, records):
        reports = self.env["ir.actions.report"].with_user(self.assistant)
        content, kind = reports._render_qweb_pdf(self.report.report_name, records.ids)
        self.assertEqual(kind, "pdf")
        return content


class TestPrint(PrintCase):
    def test_chinese_text(self):
        """The text can be searched and copied, radicals' look-alikes included."""
        (text,) = pages_of(self._print(self.unit_101))
        for words in ("缴款通知书", "锦绣花园", "1-1-101", "请于本月底前", "缴纳齐"):
            self.assertIn(words, text.replace("\n", ""))

    def test_paper(self):
        page = PdfReader(io.BytesIO(self._print(self.unit_101))).pages[0]
        self.assertAlmostEqual(float(page.mediabox.width), 595, delta=2)
        self.assertAlmostEqual(float(page.mediabox.height), 842, delta=2)

    def test_fonts_are_embedded(self):
        """Another computer prints the same: no font is only named."""
        reader = PdfReader(io.BytesIO(self._print(self.unit_101)))
        fonts = reader.pages[0]["/Resources"]["/Font"].values()
        for font in (font.get_object() for font in fonts):
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            described = inner.get("/FontDescriptor", {})
            embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & described.keys()
            self.assertTrue(embedded or "/CharProcs" in inner)

    def test_clock_of_the_estate(self):
        """Whoever prints, and wherever, a paper goes by the clock of its estate."""
        self.mall.calendar_id = self.env["resource.calendar"].create(
            {"name": "West", "tz": "Asia/Urumqi", "company_id": self.company.id}
        )
        reports = self.env["ir.actions.report"].with_user(self.assistant)
        units = self.unit_101 | self.unit_102 | self.shop | self.unit_103
        runs = reports._property_runs(self.report, units.ids)
        self.assertEqual(
            runs,
            [(self.unit_101 | self.unit_102).ids, self.shop.ids, self.unit_103.ids],
        )
        zones = [reports._property_zone(units.browse(run[0])) for run in runs]
        self.assertEqual(zones, ["Asia/Shanghai", "Asia/Urumqi", "Asia/Shanghai"])
        self.assertEqual(len(pages_of(self._print(units))), 4)

    def test_page_numbers_count_per_document(self):
        self.unit_102.room = "long"
        texts = pages_of(self._print(self.unit_101 | self.unit_102 | self.unit_103))
        count = len(texts) - 2
        self.assertGreater(count, 1)
        self.assertNotIn("Page", texts[0])
        for page in range(1, count + 1):
            self.assertIn(f"Page {page} of {count}", texts[page])
        self.assertIn("1-1-103", texts[-1])
        self.assertNotIn("Page", texts[-1])

    def test_second_printing_program(self):
        """Without a browser, wkhtmltopdf prints one document a call."""
        self.unit_102.room = "long"
        with patch.object(pdf, "BROWSERS", ()):
            texts = pages_of(self._print(self.unit_101 | self.unit_102))
        self.assertIn("1-1-101", texts[0])
        self.assertIn("1-1-102", texts[1])
        self.assertIn("缴款通知书", texts[1].replace("\n", ""))
        self.assertGreater(len(texts), 2)

    def test_no_printing_program(self):
        """A missing program is an error with its remedy, never an empty file."""
        with patch.object(pdf.shutil, "which", return_value=None):
            with self.assertRaisesRegex(UserError, "apt-get install chromium"):
                self._print(self.unit_101)

    def test_failing_program(self):
        with patch.object(pdf, "find_printer", return_value=("browser", "/bin/false")):
            with self.assertRaisesRegex(UserError, "Printing failed"):
                self._print(self.unit_101)

    def test_slow_program_is_ended(self):
        with patch.object(pdf, "TIMEOUT", 0.2):
            with self.assertRaisesRegex(pdf.PrintFailed, "more than"):
                pdf._run(["sleep", "60"], "/tmp")

    def test_pages_run_nothing(self):
        """A script or a picture from outside in the data does nothing."""
        documents = [
            "<p id='x'>plain</p><script>document.getElementById('x').textContent"
            "='changed'</script><iframe src='file:///etc/passwd'></iframe>"
        ]
        content, _counts = pdf.print_documents(
            documents, "", pdf.PageFormat(), lambda page, pages: ""
        )
        (text,) = pages_of(content)
        self.assertIn("plain", text)
        self.assertNotIn("root:", text)

    def test_attachment_per_document(self):
        """A report that keeps its papers keeps one for each record."""
        self.report.write(
            {"attachment": "object.code + '.pdf'", "attachment_use": True}
        )
        units = self.unit_101 | self.unit_102
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_pdf(self.report.report_name, units.ids)
        self.assertEqual(len(pages_of(content)), 2)
        for unit in units:
            attachment = self.report.retrieve_attachment(unit)
            (text,) = pages_of(attachment.raw)
            self.assertIn(unit.code, text)

    def test_rights_hold_in_print(self):
        with self.assertRaises(AccessError):
            self._print(self.other_unit)

    def test_reports_of_others_without_wkhtmltopdf(self):
        """Where wkhtmltopdf is missing, the browser prints core's reports too."""
        info = core_report._wkhtml()._replace(state="install")
        reports = self.env["ir.actions.report"]
        bodies = [f"<html><body><p>正文 {n}</p></body></html>" for n in (1, 2)]
        head = (
            "<html><body><div id='minimal_layout_report_headers'>"
            "<div class='header'>抬头一</div><div class='header'>抬头二</div>"
            "</div></body></html>"
        )
        with (
            patch.object(core_report, "_wkhtml", return_value=info),
            patch(
                "odoo.addons.property_service.models.base.ir_actions_report._wkhtml",
                return_value=info,
            ),
        ):
            self.assertEqual(reports.get_wkhtmltopdf_state(), "ok")
            texts = pages_of(reports._run_wkhtmltopdf(bodies, header=head))
        self.assertEqual(len(texts), 2)
        self.assertIn("抬头二", texts[1])
        self.assertRegex(texts[1], "正文 +2")

    def test_reports_of_others_print_several(self):
        """An unpatched wkhtmltopdf is called once for each document."""
        bodies = ["<html><body><p>one</p></body></html>"] * 2
        content = self.env["ir.actions.report"]._run_wkhtmltopdf(
            bodies, report_ref=self.report.report_name
        )
        self.assertEqual(len(pages_of(content)), 2)


class TestPrintBatch(PrintCase):
    def _start(self, count, chunk=2):
        units = self._make_units(count)
        module = "odoo.addons.property_service.models.base.property_print_batch"
        with patch(f"{module}.CHUNK_SIZE", chunk):
            return self.Batch._property_start(self.report, units)

    def test_few_are_printed_at_once(self):
        action = self.Batch._property_print(self.report, self.unit_101)
        self.assertEqual(action["type"], "ir.actions.report")

    def test_many_become_a_batch(self):
        self.env.ref(
            "property_service.property_parameter_base_print_direct"
        ).default_value = "2"
        with trap_jobs() as jobs:
            action = self.Batch._property_print(self.report, self._make_units(3))
            self.assertEqual(action["res_model"], "property.print.batch")
            batch = self.Batch.browse(action["res_id"])
            jobs.assert_jobs_count(2)
            self.assertEqual(batch.progress, 0)
            jobs.perform_enqueued_jobs()
        self.assertEqual((batch.state, batch.progress), ("done", 100))

    def test_batch(self):
        with trap_jobs() as jobs:
            batch = self._start(5)
            jobs.assert_jobs_count(4)
            jobs.perform_enqueued_jobs()
        self.assertEqual((batch.state, batch.page_count), ("done", 5))
        texts = pages_of(batch.attachment_id.raw)
        self.assertEqual(len(texts), 5)
        for number, text in enumerate(texts, 1):
            self.assertIn(f"9-1-{number:04}", text)
        self.assertFalse(batch.chunk_ids[0].pdf)
        self.assertIn(str(batch.attachment_id.id), batch.action_download()["url"])

    def test_killed_worker_resumes(self):
        """What is printed stays; the rest is printed once, however often it is run."""
        with trap_jobs() as jobs:
            batch = self._start(5)
            batch.chunk_ids[1]._property_print_chunk()
        done = batch.chunk_ids[1].pdf
        self.assertEqual(batch.printed_count, 2)
        with trap_jobs() as jobs:
            batch.action_resume()
            jobs.assert_jobs_count(3)
            jobs.perform_enqueued_jobs()
        self.assertTrue(done)
        for chunk in batch.chunk_ids:
            chunk._property_print_chunk()
        batch._property_finish()
        self.assertEqual(len(pages_of(batch.attachment_id.raw)), 5)

    def test_all_chunks_done_but_not_merged(self):
        with trap_jobs():
            batch = self._start(3)
        for chunk in batch.chunk_ids:
            chunk._property_print_chunk()
        with trap_jobs() as jobs:
            batch.action_resume()
            jobs.assert_jobs_count(1)
            jobs.perform_enqueued_jobs()
        self.assertEqual(batch.state, "done")

    def test_not_merged_before_all_are_printed(self):
        with trap_jobs():
            batch = self._start(3)
        batch._property_finish()
        self.assertEqual(batch.state, "printing")
        with self.assertRaisesRegex(UserError, "not ready"):
            batch.action_download()

    def test_failure_is_shown(self):
        with trap_jobs() as jobs:
            batch = self._start(3)
            batch.chunk_ids[0]._property_on_job_failed(exc_message="no paper")
            self.assertEqual((batch.state, batch.error), ("failed", "no paper"))
            batch.action_resume()
            jobs.perform_enqueued_jobs()
        self.assertEqual((batch.state, batch.error), ("done", False))

    def test_cancel(self):
        with trap_jobs() as jobs:
            batch = self._start(3)
            batch.action_cancel()
            jobs.perform_enqueued_jobs()
        self.assertEqual((batch.state, batch.printed_count), ("cancelled", 0))

    def test_only_own(self):
        """Another user reaches neither the batch nor its file."""
        with trap_jobs() as jobs:
            batch = self._start(1)
            jobs.perform_enqueued_jobs()
        other = self.user_manager
        self.assertFalse(batch.with_user(other).search([("id", "=", batch.id)]))
        for records in batch, batch.chunk_ids, batch.attachment_id:
            with self.assertRaises(AccessError):
                records.with_user(other).read(["create_date"])

    def test_nobody_makes_a_batch_by_hand(self):
        values = {"name": "x", "report_id": self.report.id}
        with self.assertRaises(AccessError):
            self.Batch.create(values)
        with trap_jobs():
            batch = self._start(1)
        with self.assertRaises(AccessError):
            batch.state = "done"
        with self.assertRaises(AccessError):
            self.Batch._property_start(self.report, self.other_unit).chunk_ids[
                0
            ]._property_print_chunk()

    def test_missing_runner_is_shown(self):
        with trap_jobs():
            batch = self._start(1)
        self.assertTrue(batch.job_runner_missing)
        mixin = type(self.env["property.job.mixin"])
        with patch.object(mixin, "_property_job_runner_is_up", return_value=True):
            batch.invalidate_recordset(["job_runner_missing"])
            self.assertFalse(batch.job_runner_missing)
        arch = self.Batch.get_view(view_type="form")["arch"]
        self.assertIn("job_runner_missing", arch)

    def test_runner_is_seen_by_its_lock(self):
        from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID

        self.assertFalse(self.Batch._property_job_runner_is_up())
        self.env.cr.execute("SELECT pg_advisory_xact_lock(%s)", [PG_ADVISORY_LOCK_ID])
        self.assertTrue(self.Batch._property_job_runner_is_up())

    def test_old_batches_go(self):
        with trap_jobs() as jobs:
            batch = self._start(1)
            jobs.perform_enqueued_jobs()
        attachment = batch.attachment_id
        self.env["property.print.batch"]._property_gc()
        self.assertTrue(batch.exists())
        self.env.cr.execute(
            "UPDATE property_print_batch SET create_date = now() - interval '31 days'"
            " WHERE id = %s",
            [batch.id],
        )
        batch.invalidate_recordset()
        self.env["property.print.batch"]._property_gc()
        self.assertFalse(batch.exists() or attachment.exists())

    def test_chunk_keeps_pdf_bytes(self):
        with trap_jobs():
            batch = self._start(1)
        chunk = batch.chunk_ids
        chunk._property_print_chunk()
        self.assertEqual(base64.b64decode(chunk.pdf)[:5], b"%PDF-")
