"""Access passes: from the application to the return, and what becomes of the data."""

import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .common_site import NUMBER, SiteCase, picture


class TestAccessPass(SiteCase):
    def test_issue_and_return(self):
        """ACC-01, REN-15: applied for, issued with a number, taken back."""
        worker = self._make_pass()
        self.assertEqual(worker.unit_id, self.unit_101)
        self.assertEqual(worker.contractor_id, self.contractor)
        self.assertEqual(worker.date_end, self.renovation.permit_date_end)
        self.assertEqual(worker.validity, "void")
        worker.action_issue()
        self.assertRegex(worker.name, r"^CR\d{9}$")
        self.assertEqual(worker.validity, "valid")
        self.assertEqual(worker.issued_by_id, self.user_assistant)
        self.assertEqual(self.renovation._property_open_passes(), worker)
        worker.action_return()
        self.assertEqual(worker.closed_on, self.today)
        self.assertFalse(self.renovation._property_open_passes())
        with self.assertRaisesRegex(UserError, "stands at"):
            worker.action_return()

    def test_what_the_desk_must_have(self):
        """REN-15, REN-17: all that is missing is named at once."""
        worker = self._make_pass(photo=False, id_number=False, id_checked=False)
        with self.assertRaisesRegex(UserError, "photo, document number, original seen"):
            worker.action_issue()
        worker.write(
            {
                "photo": base64.b64encode(picture()),
                "id_number": NUMBER,
                "id_checked": True,
            }
        )
        self.assertEqual(worker.id_checked_by_id, self.user_assistant)
        worker.action_issue()

    def test_never_longer_than_the_permit(self):
        """REN-15: neither at the desk, nor by extension, nor by import."""
        last = self.renovation.permit_date_end
        with self.assertRaisesRegex(ValidationError, "Extend the permit first"):
            self._make_pass(date_end=last + timedelta(days=1))
        worker = self._make_pass(date_end=self.today)
        worker.action_issue()
        worker._property_extend(last)
        self.assertEqual(worker.date_end, last)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            worker._property_extend(last + timedelta(days=1))
        worker.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "later day"):
            worker._property_extend(last)

    def test_no_permit_no_pass(self):
        planned = self._make_renovation(self.unit_102, self.owner_b, state="review")
        worker = self._make_pass(renovation_id=planned.id)
        with self.assertRaisesRegex(UserError, "no permit in force"):
            worker.action_issue()
        with self.assertRaisesRegex(UserError, "name the renovation"):
            self._make_pass(
                renovation_id=False, unit_id=self.unit_101.id
            ).action_issue()

    def test_kind_limits_the_days(self):
        """An outsider's pass ends after the days of its kind."""
        visitor = self.env.ref("property_service.property_access_pass_kind_visitor")
        values = {"kind_id": visitor.id, "renovation_id": False, "photo": False}
        guest = self._make_pass(unit_id=self.unit_102.id, **values)
        self.assertEqual(guest.date_end, self.today + timedelta(days=6))
        guest.action_issue()
        with self.assertRaisesRegex(ValidationError, "at most 7 days"):
            guest._property_extend(self.today + timedelta(days=7))

    def test_state_is_not_typed(self):
        """A status or number from a client, import or default is refused."""
        worker = self._make_pass(state="issued", name="X")
        self.assertEqual((worker.state, worker.name), ("draft", "/"))
        for values in ({"state": "issued"}, {"name": "X"}, {"issued_on": "2025-01-01"}):
            with self.assertRaises(AccessError):
                worker.write(values)
        worker.action_issue()
        for values in ({"holder": "Another"}, {"date_end": self.today}):
            with self.assertRaisesRegex(UserError, "handed out"):
                worker.write(values)
        with self.assertRaises(UserError):
            worker.with_user(self.user_supervisor).unlink()

    def test_lost_and_found(self):
        worker = self._make_pass()
        worker.action_issue()
        with self.assertRaisesRegex(UserError, "how the pass was lost"):
            worker._property_lose(" ")
        worker._property_lose("Stolen with the bag")
        self.assertEqual(worker.validity, "void")
        self.assertFalse(self.renovation._property_open_passes())
        worker.action_return()
        self.assertEqual(worker.state, "returned")

    def test_overdue(self):
        worker = self._make_pass()
        worker.action_issue()
        passes = self.env["property.access.pass"].with_user(self.user_assistant)
        self.assertNotIn(worker, passes.search([("is_overdue", "=", True)]))
        with freeze_time(self.renovation.permit_date_end + timedelta(days=2)):
            worker.invalidate_recordset()
            self.assertEqual(worker.validity, "expired")
            self.assertIn(worker, passes.search([("is_overdue", "=", True)]))
            self.assertNotIn(worker, passes.search([("is_overdue", "=", False)]))

    def test_found_by_scan(self):
        """What the scanner types, the number and the name find the card."""
        worker, other = self._make_pass(), self._make_pass(holder="Other")
        (worker | other).action_issue()
        passes = self.env["property.access.pass"].with_user(self.user_assistant)
        for text in (worker.scan_code, worker.name, "worker"):
            with self.subTest(text=text):
                self.assertEqual(passes.search([("scan_code", "ilike", text)]), worker)

    # === Personal data ===

    def test_number_is_masked_and_not_kept(self):
        """REN-17, SEC-01: nowhere in the database, found by the whole number."""
        worker = self._make_pass()
        self.assertEqual(worker.id_number, "990" + "*" * 11 + NUMBER[-4:])
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM property_access_pass")
        self.assertNotIn(NUMBER, str(self.env.cr.fetchall()))
        self.env.cr.execute("SELECT * FROM property_person_secret")
        self.assertNotIn(NUMBER, str(self.env.cr.fetchall()))
        passes = self.env["property.access.pass"].with_user(self.user_assistant)
        self.assertEqual(passes.search([("id_number", "=", NUMBER)]), worker)
        self.assertFalse(passes.search([("id_number", "=", NUMBER[:9])]))

    def test_copy_is_the_desks(self):
        """The copy of the document is for the desk, not for auditors (REN-17)."""
        copy = base64.b64encode(picture())
        worker = self._make_pass(id_copy=copy, id_copy_name="id.png")
        files = self.env["ir.attachment"].sudo()
        file = files.search(
            [
                ("res_model", "=", worker._name),
                ("res_id", "=", worker.id),
                ("res_field", "=", "id_copy"),
            ]
        )
        self.assertTrue(file.with_user(self.user_assistant).raw)
        with self.assertRaises(AccessError):
            worker.with_user(self.user_auditor).read(["id_copy"])
        for user in (self.user_auditor, self.user_technician, self.user_resident):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])
        worker.action_remove_copy()
        self.assertFalse(worker.id_copy or file.exists())
        self.assertTrue(worker.id_checked)

    def test_removal_after_retention(self):
        """PIPL §19, §47: kept as long as the setting says, then erased."""
        worker = self._make_pass(phone="19900000001")
        supervisor = worker.with_user(self.user_supervisor)
        worker.action_issue()
        with self.assertRaisesRegex(UserError, "still out"):
            supervisor._property_remove_data("Asked for")
        worker.action_return()
        with self.assertRaisesRegex(UserError, "to be kept until"):
            supervisor._property_remove_data("Asked for")
        with self.assertRaises(AccessError):
            worker._property_remove_data("Not mine to do")
        logs = self.env["property.access.log"]
        before = logs.search([])
        with freeze_time(worker.retention_date), self.enter_registry_test_mode():
            cron = self.env.ref("property_service.property_access_pass_cron_data")
            cron.method_direct_trigger()
        worker.invalidate_recordset()
        self.assertFalse(worker.photo or worker.id_mask or worker.phone)
        self.assertNotIn("Worker", worker.holder)
        self.assertTrue(worker.anonymised_on)
        self.assertFalse(
            self.env["property.access.pass"].search([("id_number", "=", NUMBER)])
        )
        row = (logs.search([]) - before).filtered(lambda log: log.res_id == worker.id)
        self.assertEqual((row.kind, row.res_model), ("anonymise", worker._name))

    def test_closed_to_others(self):
        worker = self._make_pass()
        for user in (self.user_technician, self.user_accountant, self.user_resident):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                worker.with_user(user).read(["holder"])
        stranger = self._make_user(
            "property_stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        passes = self.env["property.access.pass"].with_user(stranger)
        self.assertFalse(passes.search([("id", "=", worker.id)]))

    # === Papers ===

    def test_cards(self):
        workers = self.env["property.access.pass"].browse(
            [self._make_pass(holder=f"工人{n}").id for n in range(3)]
        )
        with self.assertRaisesRegex(UserError, "工人0, 工人1, 工人2"):
            workers.action_print_cards()
        workers.with_user(self.user_assistant).action_issue()
        text = self._print("property_access_pass_report_card", workers)
        for words in ("装修临时出入证", "工人0", "工人2", workers[1].name, "1-1-101"):
            self.assertIn(words, text)

    def test_application_form(self):
        """房屋装修临时出入证申请表 (REN-15): one sheet with the whole crew."""
        workers = self._make_pass(holder="工人甲") | self._make_pass(holder="工人乙")
        text = self._print("property_access_pass_report_application", workers)
        for words in (
            "房屋装修临时出入证申请表",
            "工人甲",
            "工人乙",
            self.renovation.name,
            self.renovation.permit_number,
            "Test Builders",
            "*" * 11 + NUMBER[-4:],
        ):
            self.assertIn(words, text)
        self.assertNotIn(NUMBER, text)
        self.assertEqual(text.count("房屋装修临时出入证申请表"), 1)
