from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .imports_common import UNIT_HEADERS, ImportCommon, workbook

ROWS = {"房屋信息": [UNIT_HEADERS, [1, 1, 101, 1, 90], [1, 1, 102, 1, 88]]}


class TestImportRights(ImportCommon):
    """Who may import what, and where."""

    def test_assistant_imports_into_own_estate(self):
        """An assistant takes a workbook from upload to the estate (ARC-04)."""
        record = self._upload(workbook(**ROWS), user=self.user_assistant)
        record.action_check()
        self.assertEqual(record.state, "ready", self._messages(record))
        record.action_apply()
        self.assertEqual(record.state, "applied", record.failure)
        self.assertEqual(record.applied_by_id, self.user_assistant)
        self.assertEqual(len(self._units()), 2)

    def test_other_estates_are_closed(self):
        """Nobody imports into, or reads the import of, an estate that is not theirs."""
        foreign = self._make_estate("FOREIGN")
        with self.assertRaises(AccessError):
            self._upload(workbook(**ROWS), user=self.user_assistant, estate=foreign)
        record = self._upload(workbook(**ROWS), estate=foreign)
        with self.assertRaises(AccessError):
            record.with_user(self.user_assistant).action_check()
        for model in ("property.import", "property.import.issue"):
            found = self.env[model].with_user(self.user_assistant).search([])
            self.assertNotIn(foreign, found.estate_id)

    def test_auditor_and_technician(self):
        """The auditor reads and changes nothing; technicians see no imports."""
        record = self._upload(workbook(**ROWS))
        self.assertTrue(record.with_user(self.user_auditor).filename)
        with self.assertRaises(AccessError):
            record.with_user(self.user_auditor).action_check()
        with self.assertRaises(AccessError):
            record.with_user(self.user_technician).read(["filename"])

    def test_staging_rows_are_closed(self):
        """Staging rows hold ID numbers: not even the manager reads them (SEC-01)."""
        record = self._upload(workbook(**ROWS), user=self.user_manager)
        record.action_check()
        with self.assertRaises(AccessError):
            record.row_ids.read(["raw"])

    def test_state_is_not_written_by_hand(self):
        """Steps are taken by their methods: an applied import stays as it is."""
        record = self._apply(**ROWS)
        with self.assertRaises(UserError):
            record.date_default = "2020-01-01"
        with self.assertRaises(UserError):
            record.unlink()


class TestImportJobs(ImportCommon):
    """The steps as jobs: delivered twice, cancelled in between, clicked twice."""

    def _draft(self):
        return self._upload(workbook(**ROWS)).with_context(property_import_inline=False)

    def test_steps_are_jobs(self):
        """Reading, checking and applying each run in jobs of their own."""
        record = self._draft()
        with trap_jobs() as trap:
            record.action_check()
            self.assertEqual(record.state, "reading")
            trap.assert_jobs_count(1, only=record._property_step)
            trap.perform_enqueued_jobs()
            self.assertEqual(record.state, "checking")
            trap.perform_enqueued_jobs()
        self.assertEqual(record.state, "ready")
        with trap_jobs() as trap:
            record.action_apply()
            self.assertEqual(record.state, "applying")
            self.assertFalse(self._units())
            trap.perform_enqueued_jobs()
        self.assertEqual(record.state, "applied")

    def test_second_click_is_refused(self):
        """Whoever clicks second finds the import under way."""
        record = self._draft()
        with trap_jobs() as trap:
            record.action_check()
            with self.assertRaises(UserError):
                record.action_check()
            trap.assert_jobs_count(1, only=record._property_step)

    def test_job_delivered_twice(self):
        """A step that comes a second time does nothing."""
        record = self._draft()
        with trap_jobs():
            record.action_check()
            step = record.step
            record._property_step(step)
            rows = record.row_count
            record._property_step(step)
        self.assertEqual(record.row_count, rows)
        self.assertEqual(len(record.sudo().row_ids), 2)

    def test_resume_after_a_stop(self):
        """A step whose job was lost is started again from where it stood."""
        record = self._draft()
        with trap_jobs() as lost:
            record.action_check()
            self.assertTrue(lost.enqueued_jobs)
        record.with_context(property_import_inline=True).action_resume()
        self.assertEqual(record.state, "ready")

    def test_cancelled_import_is_not_read_on(self):
        """A job that arrives after a cancel leaves the import alone."""
        record = self._draft()
        with trap_jobs() as trap:
            record.action_check()
            record.action_cancel()
            trap.perform_enqueued_jobs()
        self.assertEqual(record.state, "cancelled")
        self.assertFalse(record.sudo().row_ids)

    def test_estate_changed_since_the_check(self):
        """What became wrong after the check is found before anything is written."""
        record = self._check(
            楼栋单元=[["楼栋号"], [2]],
            房屋信息=[UNIT_HEADERS, [2, 1, 101, 1, 90]],
        )
        self.assertEqual(record.state, "ready", self._messages(record))
        other = self._make_building(self.target, "9")
        self._make_unit("2-1-101", building=other)
        record.action_apply()
        self.assertEqual(record.state, "faulty")
        self.assertIn("unit_moved", record.issue_ids.mapped("code"))
        self.assertEqual(len(self._units()), 1)

    def test_failure_in_the_middle_leaves_nothing(self):
        """When a late record is refused, the early ones are gone as well."""
        record = self._check(**ROWS)
        holders = type(self.env["property.import"])
        original = holders._property_apply_fees

        def refuse(self, *args):
            raise UserError("the ledger is closed")  # pylint: disable=translation-required

        self.patch(holders, "_property_apply_fees", refuse)
        record.action_apply()
        self.assertEqual(record.state, "ready")
        self.assertIn("the ledger is closed", record.failure)
        self.assertFalse(self._units())
        self.assertFalse(record.number)
        self.patch(holders, "_property_apply_fees", original)
        record.action_apply()
        self.assertEqual(record.state, "applied", record.failure)


@tagged("post_install", "-at_install")
class TestImportDownloads(ImportCommon, HttpCase):
    """Templates and rows to mend, over HTTP."""

    def test_template_can_be_imported(self):
        """The template's own headings and explanations are understood."""
        self.authenticate("property_assistant", "property_assistant")
        response = self.url_open("/property/import/template/archive")
        self.assertEqual(response.status_code, 200)
        record = self._check(response.content)
        self.assertEqual(record.issue_ids.mapped("code"), ["no_rows"])
        self.assertEqual(len(record.layout), 9)

    def test_rows_of_others_are_not_found(self):
        """Rows to mend are for those who may upload into the estate."""
        foreign = self._make_estate("FOREIGN")
        bad = workbook(房屋信息=[UNIT_HEADERS, [1, 1, 101, 1, "x"]])
        record = self._upload(bad, estate=foreign)
        record.action_check()
        own = self._upload(bad)
        own.action_check()
        self.authenticate("property_assistant", "property_assistant")
        path = "/property/import/%s/mistakes"
        self.assertEqual(self.url_open(path % record.id).status_code, 404)
        self.assertEqual(self.url_open(path % own.id).status_code, 200)
