from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .key_common import PropertyKeyCommon

CONTACT = "By phone: agrees"


@tagged("post_install", "-at_install")
class TestKeyLoan(PropertyKeyCommon):
    """Lending and returning by the rules of the custody class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entrusted = cls._make_set("entrusted", 2)
        cls._make_undertaking(cls.entrusted)

    def _entrusted_loan(self, **values):
        values = {
            "owner_contact_id": self.owner_a.id,
            "owner_contact_note": CONTACT,
            **values,
        }
        return self._make_loan(self.entrusted, **values)

    def _approve(self, loan, user=None):
        loan.action_request_approval()
        loan.with_user(user or self.user_supervisor).action_approval_approve()

    def _refused(self, loan, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            loan.action_lend()
        self.assertEqual(loan.state, "draft")

    # === Plain lending ===

    def test_lend_and_return(self):
        """KEY-01, KEY-02: a technician's loan of a public key needs nobody else."""
        keys = self._make_set("plant", 2)
        loan = self._lend(keys)
        self.assertEqual(loan.state, "out")
        self.assertEqual(loan.lent_by_id, self.user_assistant)
        self.assertEqual(self._counts(keys), (2, 1, 1, 0, 0))
        self.assertEqual(keys.holder, "Technician")
        loan._property_return(condition="worn", note="Bent")
        self.assertEqual(loan.state, "returned")
        self.assertFalse(loan.is_late)
        self.assertEqual(self._counts(keys), (2, 2, 0, 0, 0))
        back = loan.movement_ids.sorted("id")[-1]
        self.assertEqual(
            (back.kind, back.condition, back.note), ("return", "worn", "Bent")
        )
        self.assertEqual(back.person, "Technician")

    def test_copies_come_back_one_by_one(self):
        keys = self._make_set(copies=3)
        loan = self._lend(keys, 3)
        loan._property_return(1)
        self.assertEqual((loan.state, loan.copies_open), ("out", 2))
        with self.assertRaises(UserError):
            loan._property_return(3)
        loan._property_return()
        self.assertEqual((loan.state, loan.copies_returned), ("returned", 3))

    def test_not_more_than_there_are(self):
        keys = self._make_set()
        self._lend(keys)
        second = self._make_loan(keys)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            second.action_lend()
        self.assertEqual(second.state, "draft")

    def test_no_lending_on(self):
        """The borrower stays the borrower until the key is back."""
        loan = self._lend(self._make_set())
        other = self._make_staff("Other")
        for values in (
            {"staff_id": other.id},
            {"holder_name": "Other"},
            {"copies": 2},
            {"due_on": "2030-01-01 00:00:00"},
        ):
            with self.assertRaises(UserError):
                loan.with_user(self.user_manager).write(values)
        for values in ({"state": "returned"}, {"lent_by_id": self.user_manager.id}):
            with self.assertRaises(UserError):
                loan.with_user(self.user_manager).write(values)
        with self.assertRaises(UserError):
            loan.with_user(self.user_manager).unlink()
        with self.assertRaises(UserError):
            loan.action_lend()

    def test_state_is_the_steps(self):
        loan = self._make_loan(
            self._make_set(),
            state="out",
            lent_on="2020-01-01 00:00:00",
            copies_returned=1,
            owner_contact_on="2020-01-01 00:00:00",
        )
        self.assertEqual((loan.state, loan.copies_returned), ("draft", 0))
        self.assertFalse(loan.lent_on)
        self.assertFalse(loan.owner_contact_on)
        with self.assertRaises(UserError):
            loan._property_return()
        loan.action_cancel()
        self.assertEqual(loan.state, "cancelled")
        with self.assertRaises(UserError):
            loan.action_lend()

    def test_borrower_and_reason(self):
        keys = self._make_set()
        with self.assertRaises(ValidationError):
            self._make_loan(keys, staff_id=False)
        with self.assertRaises(ValidationError):
            self._make_loan(keys, staff_id=False, holder_kind="owner")
        other = self.env.ref("property_service.property_key_reason_other")
        with self.assertRaises(ValidationError):
            self._make_loan(keys, reason_id=other.id)
        self._make_loan(keys, reason_id=other.id, reason_note="Fair")

    def test_return_by_somebody_else_names_him(self):
        loan = self._lend(self._make_set())
        wizard = self.env["property.key.return.wizard"].with_user(self.user_assistant)
        wizard = wizard.create({"loan_id": loan.id, "by_borrower": False})
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.brought_by = "His foreman"
        wizard.condition = "damaged"
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.note = "Broken off"
        wizard.action_confirm()
        self.assertEqual(loan.movement_ids.sorted("id")[-1].person, "His foreman")

    # === Gates ===

    def test_entrusted_key(self):
        """KEY-03: undertaking, contact with the owner and supervisor's approval."""
        loan = self._entrusted_loan()
        self.assertTrue(loan.needs_approval)
        self.assertEqual(loan.owner_contact_by_id, self.user_assistant)
        self._refused(loan, "not approved")
        loan.action_request_approval()
        with self.assertRaises(UserError):
            loan.with_user(self.user_administrator).action_approval_approve()
        self._refused(loan, "not approved")
        loan.with_user(self.user_supervisor).action_approval_approve()
        loan.action_lend()
        self.assertEqual(loan.state, "out")

    def test_approved_loan_is_not_changed(self):
        loan = self._entrusted_loan()
        self._approve(loan)
        with self.assertRaises(UserError):
            loan.staff_id = self._make_staff("Other")

    def test_undertaking_missing(self):
        """KEY-03: refusal, and the supervisor's override with its trace."""
        keys = self._make_set("entrusted")
        values = {"owner_contact_id": self.owner_a.id, "owner_contact_note": CONTACT}
        loan = self._make_loan(keys, **values)
        self._approve(loan)
        self._refused(loan, "undertaking")
        for user in (self.user_assistant, self.user_administrator):
            with self.assertRaises(AccessError):
                loan.with_user(user)._property_override_gate("key_undertaking", "Flood")
        override = loan.with_user(self.user_supervisor)._property_override_gate(
            "key_undertaking", "Flood"
        )
        self.assertEqual(override.user_id, self.user_supervisor)
        self.assertEqual(override.reason, "Flood")
        loan.action_lend()
        self.assertEqual(loan.state, "out")

    def test_undertaking_ends_with_the_ownership(self):
        """The signature of a former owner is none."""
        occupancy = self.unit_101.occupancy_ids
        occupancy.date_end = fields.Date.today() - timedelta(days=1)
        self._make_occupancy(
            self.unit_101, self.owner_b, date_start=fields.Date.today()
        )
        loan = self._entrusted_loan(owner_contact_id=self.owner_b.id)
        self._approve(loan)
        self._refused(loan, "former owner")

    def test_undertaking_ended(self):
        self.entrusted.undertaking_id.action_end()
        loan = self._entrusted_loan()
        self._approve(loan)
        self._refused(loan, "undertaking")

    def test_owner_contact(self):
        loan = self._entrusted_loan(owner_contact_note=False)
        self._approve(loan)
        self._refused(loan, "contact the owner")
        loan.owner_contact_note = CONTACT
        self.assertTrue(loan.owner_contact_on)
        loan.action_lend()

    def test_owner_contact_override(self):
        loan = self._entrusted_loan(owner_contact_id=False)
        self._approve(loan)
        self._refused(loan, "contact the owner")
        loan.with_user(self.user_supervisor)._property_override_gate(
            "key_owner_contact", "Owner cannot be reached, burst pipe"
        )
        loan.action_lend()

    def test_standing_instruction(self):
        """ARC: "do not allow" blocks, shows on the form, and may be overridden."""
        self.env["property.instruction"].create(
            {"unit_id": self.unit_101.id, "kind": "refuse", "person": "the broker"}
        )
        loan = self._entrusted_loan()
        self.assertIn("the broker", loan.instruction_banner)
        self._approve(loan)
        self._refused(loan, "the broker")
        loan.with_user(self.user_supervisor)._property_override_gate(
            "key_instruction", "The owner is present"
        )
        loan.action_lend()

    def test_outsiders(self):
        """Outsiders need the manager, and show who they are."""
        loan = self._make_loan(
            self._make_set("plant"),
            holder_kind="contractor",
            staff_id=False,
            holder_name="Lift company",
        )
        self.assertTrue(loan.is_outsider)
        loan.action_request_approval()
        with self.assertRaises(UserError):
            loan.with_user(self.user_supervisor).action_approval_approve()
        loan.with_user(self.user_manager).action_approval_approve()
        self._refused(loan, "identity document")
        loan.id_seen = True
        loan.action_lend()
        self.assertEqual(loan.state, "out")

    def test_spare_keys_are_not_for_outsiders(self):
        loan = self._make_loan(
            self._make_set("spare"),
            holder_kind="other",
            staff_id=False,
            holder_name="Neighbour",
            id_seen=True,
        )
        self._refused(loan, "not lent to outsiders")
        with self.assertRaises(UserError):
            loan.with_user(self.user_supervisor)._property_override_gate(
                "key_outsider", "Please"
            )

    def test_locker(self):
        """KEY-07: a visitor's locker key, without approval."""
        loan = self._make_loan(
            self._make_set("locker"),
            holder_kind="other",
            staff_id=False,
            holder_name="Visitor",
            id_seen=True,
        )
        loan.action_lend()
        self.assertEqual(loan.state, "out")

    def test_owner_takes_own_key(self):
        loan = self._make_loan(
            self.entrusted,
            holder_kind="owner",
            staff_id=False,
            partner_id=self.owner_a.id,
            id_seen=True,
        )
        self.assertTrue(loan.is_own_key)
        loan.action_lend()
        stranger = self._make_loan(
            self.entrusted,
            holder_kind="owner",
            staff_id=False,
            partner_id=self.owner_b.id,
            id_seen=True,
        )
        self.assertTrue(stranger.is_outsider)
        self._refused(stranger, "not approved")

    def test_manager_changes_the_rules(self):
        """The rules are data: public keys from now on with approval."""
        rules = self._class("public").with_user(self.user_manager)
        loan = self._make_loan(self._make_set())
        self.assertFalse(loan.needs_approval)
        with self.assertRaises(AccessError):
            rules.loan_days = 3  # answers for some estates of one company only
        own = rules.copy({"loan_days": 2})
        self.assertEqual(own.company_id, self.company)
        found = rules._property_of_code("public", self.company)
        self.assertEqual(found, own)
        own.approval_kind_id = self.env.ref(
            "property_service.property_approval_kind_key_loan"
        )
        loan = self._make_loan(self._make_set(custody_class_id=own.id))
        self.assertTrue(loan.needs_approval)
        with self.assertRaises(AccessError):
            own.with_user(self.user_supervisor).loan_days = 1

    def test_class_is_changed_by_supervisors(self):
        keys = self._make_set()
        with self.assertRaises(AccessError):
            keys.with_user(self.user_assistant).custody_class_id = self._class("plant")
        keys.with_user(self.user_supervisor).custody_class_id = self._class("plant")

    # === Due, late, alerts ===

    def test_due_on_the_same_day(self):
        """Back on the day of lending, at the desk's closing."""
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time("2026-03-02 01:00:00"):
            loan = self._make_loan(self._make_set())
            self.assertEqual(loan.due_on, datetime(2026, 3, 2, 10, 0))
        with freeze_time("2026-03-02 11:30:00"):
            loan = self._make_loan(self._make_set())
            self.assertEqual(loan.due_on, datetime(2026, 3, 2, 15, 59))

    def test_late_return(self):
        keys = self._make_set()
        loan = self._lend(keys)
        self._make_overdue(loan)
        self.assertTrue(loan.is_overdue)
        self.assertEqual(keys.desk_state, "overdue")
        overdue = [("is_overdue", "=", True)]
        self.assertIn(loan, loan.search(overdue))
        self.assertIn(keys, keys.search(overdue))
        self.assertNotIn(keys, keys.search([("is_overdue", "=", False)]))
        loan._property_return()
        self.assertTrue(loan.is_late)
        self.assertNotIn(loan, loan.search(overdue))

    def test_overdue_alert(self):
        """A to-do for the supervisors, once a day, until the key is back."""
        late, early = self._lend(self._make_set()), self._lend(self._make_set())
        self._make_overdue(late)
        cron = self.env.ref("property_service.property_key_loan_cron_overdue")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertIn(self.user_supervisor, late.activity_ids.user_id)
        self.assertNotIn(self.user_assistant, late.activity_ids.user_id)
        self.assertFalse(early.activity_ids)
        count = len(late.activity_ids)
        self.assertGreater(late.next_alert_on, fields.Datetime.now())
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(late.activity_ids), count)
        late._property_return()
        self.assertFalse(late.activity_ids)
        self.assertFalse(late.next_alert_on)

    # === Desk ===

    def test_scan(self):
        """What the scanner types opens the step that the desk waits for."""
        keys = self._make_set("delivery", unit_id=self.unit_102.id)
        sets = keys.with_user(self.user_assistant).browse()
        for text in (
            keys._property_label_url(),
            keys.code,
            keys.code.lower() + " ",
            keys.position,
            "1-1-102",
        ):
            action = sets.action_scan(text)
            self.assertEqual(action["res_model"], "property.key.loan", text)
            self.assertEqual(action["context"]["default_set_id"], keys.id)
        self._lend(keys)
        action = sets.action_scan(keys.code)
        self.assertEqual(action["res_model"], "property.key.return.wizard")
        with self.assertRaises(UserError):
            sets.action_scan("KS999999")
        with self.assertRaises(UserError):
            sets.action_scan("")

    def test_scan_finds_the_approved_loan(self):
        loan = self._entrusted_loan()
        self._approve(loan)
        action = self.entrusted.with_user(self.user_assistant).action_lend()
        self.assertEqual(action["res_id"], loan.id)

    def test_scan_of_a_unit_with_several_sets(self):
        other = self._make_set("delivery")
        action = other.with_user(self.user_assistant).action_scan("1-1-101")
        self.assertEqual(set(action["domain"][0][2]), set((other | self.entrusted).ids))

    def test_scan_stays_in_the_estates(self):
        keys = self._make_set()
        stranger = self._make_user(
            "property_other_desk",
            "property_service.property_service_group_assistant",
            estates=self.mall,
        )
        with self.assertRaises(UserError):
            keys.with_user(stranger).browse().action_scan(keys.code)

    # === Rights ===

    def test_rights(self):
        """A technician sees nothing of keys, an auditor reads and writes nothing."""
        loan = self._make_loan(self._make_set())
        with self.assertRaises(AccessError):
            loan.with_user(self.user_technician).read(["name"])
        auditor = loan.with_user(self.user_auditor)
        self.assertEqual(auditor.read(["state"])[0]["state"], "draft")
        for action in ("action_lend", "action_cancel", "action_request_approval"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(auditor, action)()
        with self.assertRaises(AccessError):
            loan.set_id.with_user(self.user_assistant).action_retire(1, "Mine")
        with self.assertRaises(AccessError):
            loan.set_id.with_user(self.user_auditor).action_add_copies(1)
