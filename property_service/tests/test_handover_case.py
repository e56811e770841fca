from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .handover_common import SIGNATURE, HandoverCommon

STEPS = ["documents", "fees", "agreements", "pack", "inspection", "keys"]


class TestHandoverSteps(HandoverCommon):
    """Moving in: six steps in order, each with who and when (MVI-01, MVI-05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case()

    def test_prepared(self):
        """A new case knows steps, owner, fund and items; nobody types them (MVI-02)."""
        case = self.case
        self.assertEqual(case.step_ids.sorted("sequence").mapped("code"), STEPS)
        self.assertTrue(case.name.startswith("RH"))
        self.assertEqual(case.payment_ids.mapped("kind"), ["fund"])
        self.assertEqual(case.item_ids.mapped("quantity"), [2, 1])
        self.assertEqual(case.person_ids.partner_id, self.owner_b)
        self.assertEqual(case.person_ids.share, 100)
        self.assertEqual(case.current_type_id.code, "documents")
        self.assertEqual(case.state, "draft")

    def test_six_steps(self):
        """From the owner's arrival to the keys, and then into the archive (MVI-14)."""
        case = self.case
        with freeze_time("2026-11-02 01:00:00"):
            case.action_start()
        with freeze_time("2026-11-02 01:42:00"):
            self._do_steps(case)
        self.assertEqual(case.state, "completed")
        self.assertEqual(case.duration, 42)
        for step in case.step_ids:
            self.assertEqual(step.done_by_id, self.user_assistant)
            self.assertEqual(str(step.done_on), "2026-11-02 01:42:00")
        self.assertEqual(case.completed_by_id, self.user_assistant)
        case.action_next_step()
        self.assertEqual(case.state, "archived")
        self.assertEqual(case.document_checklist_id.state, "closed")
        states = case.document_checklist_id.line_ids.mapped("doc_state")
        self.assertEqual(set(states), {"filed"})

    def test_no_step_before_the_former(self):
        """Each step alone is refused while the one before is open."""
        case = self.case
        case.action_start()
        self._bring_papers(case)
        self._pay(case)
        for step in case.step_ids.sorted("sequence")[1:]:
            with self.subTest(step=step.code):
                with self.assertRaisesRegex(UserError, "Not done yet: Review"):
                    step.action_do()
        self.assertEqual(case.current_type_id.code, "documents")

    def test_documents_gate(self):
        """Papers of a step come before it; a supervisor may let it pass (MVI-04)."""
        case = self.case
        case.action_start()
        with self.assertRaisesRegex(
            UserError, "Documents missing: .*[Mm]ove-in notice"
        ):
            case.action_next_step()
        with self.assertRaises(AccessError):
            case._property_override_gate("documents", "will be brought")
        supervised = case.with_user(self.user_supervisor)
        supervised._property_override_gate("documents", "The owner brings it tomorrow")
        case.action_next_step()
        self.assertEqual(case.current_type_id.code, "fees")
        override = self.env["property.gate.override"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertEqual(override.user_id, self.user_supervisor)
        self.assertEqual(override.step, "documents")
        self.assertIn("tomorrow", override.reason)

    def test_fund_gate(self):
        """No step past the fees without the maintenance fund (165号令 §13)."""
        case = self._do_steps(self.case, until="fees")
        self._bring_papers(case, "fees")
        with self.assertRaisesRegex(UserError, "Not paid: Maintenance fund"):
            case.action_next_step()
        fund = case.payment_ids
        with self.assertRaisesRegex(UserError, "number of the slip"):
            fund.action_paid()
        fund.reference = "ZX-2026-1"
        fund.action_paid()
        self.assertEqual(fund.checked_by_id, self.user_assistant)
        case.action_next_step()
        self.assertEqual(case.current_type_id.code, "agreements")

    def test_fund_not_due(self):
        """Only a supervisor takes the fund off, with the reason, and never deletes."""
        fund = self.case.payment_ids
        with self.assertRaisesRegex(UserError, "Ask a supervisor"):
            fund.action_not_due()
        supervised = fund.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "why it is not due"):
            supervised.action_not_due()
        supervised.reason = "Shop, not part of the fund"
        supervised.action_not_due()
        self.assertEqual(fund.state, "not_due")
        with self.assertRaises(UserError):
            fund.unlink()
        with self.assertRaises(UserError):
            fund.amount = 1
        fund.action_reopen()
        self.assertEqual(fund.state, "open")

    def test_fund_amount(self):
        """Area times the rate that the estate has set (165号令 §7)."""
        parameter = self.env.ref(
            "property_service.property_parameter_handover_fund_rate"
        )
        self.env["property.parameter.value"].create(
            {
                "parameter_id": parameter.id,
                "company_id": self.company.id,
                "estate_id": self.estate.id,
                "value": "120",
            }
        )
        case = self._make_case(self._make_unit("1-1-104", area=100))
        self.assertEqual(case.payment_ids.amount, 12000)

    def test_keys_before_inspection(self):
        """Keys wait for all steps, or for a supervisor's reason (MVI-05)."""
        case = self._do_steps(self.case, until="inspection")
        self._bring_papers(case)
        case.item_signature = SIGNATURE
        with self.assertRaisesRegex(UserError, "no keys and items before"):
            case.action_sign_items()
        keys = case.step_ids.filtered(lambda step: step.code == "keys")
        with self.assertRaisesRegex(UserError, "Not done yet: Accompany"):
            keys.action_do()
        case.with_user(self.user_supervisor)._property_override_gate(
            "earlier_steps", "Owner travels today", step="keys"
        )
        case.action_sign_items()
        keys.action_do()
        self.assertEqual(case.state, "completed")
        # What was left out is caught up; until then nothing is archived.
        with self.assertRaisesRegex(UserError, "Not done yet: Accompany"):
            case.action_archive_case()
        self._inspect(case)
        case.action_next_step()
        case.action_archive_case()
        self.assertEqual(case.state, "archived")

    def test_items_are_signed(self):
        """Each key and card stands on a signed list with its receiver (KEY-04)."""
        case = self._do_steps(self.case, until="keys")
        self._bring_papers(case)
        with self.assertRaisesRegex(UserError, "Not signed for: Door key, Card"):
            case.action_next_step()
        with self.assertRaisesRegex(UserError, "let the person sign"):
            case.action_sign_items()
        case.item_receiver = "Agent Li"
        self._sign(case)
        self.assertEqual(set(case.item_ids.mapped("state")), {"issued"})
        issue = case.item_ids.issue_id
        self.assertEqual(issue.receiver, "Agent Li")
        self.assertEqual(issue.state, "done")
        self.assertEqual(issue.line_ids.mapped("copies"), [2, 1])
        self.assertFalse(case.item_signature)
        with self.assertRaises(UserError):
            case.item_ids[0].quantity = 5
        with self.assertRaises(UserError):
            case.item_ids[0].unlink()

    def test_papers_before_keys(self):
        """Mandatory papers are all there before the keys go out (MVI-08)."""
        case = self._do_steps(self.case, until="keys")
        line = case.document_checklist_id.line_ids.filtered(
            lambda line: line.code == "presale_contract"
        )
        line.result = False
        with self.assertRaisesRegex(UserError, "Documents missing: .*contract"):
            self._sign(case)
        case.with_user(self.user_supervisor)._property_override_gate(
            "papers", "The copy is at the bank"
        )
        case.action_sign_items()
        case.action_next_step()
        # The override let the keys go; the archive stays closed (MVI-14).
        with self.assertRaisesRegex(UserError, "Documents missing"):
            case.action_archive_case()
        with self.assertRaises(UserError):
            case.with_user(self.user_supervisor)._property_override_gate("papers", "x")
        line.doc_state = "collected"
        case.action_archive_case()
        self.assertEqual(case.state, "archived")

    def test_nothing_is_typed(self):
        """Status, number, stamps: the steps write them, whoever calls (MVI-21)."""
        case = self.case
        for user in self.user_assistant, self.user_manager:
            own = case.with_user(user)
            for values in (
                {"state": "completed"},
                {"completed_on": fields.Datetime.now()},
                {"duration": 1},
            ):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaises(AccessError):
                        own.write(values)
            with self.assertRaises(AccessError):
                own.step_ids[0].write({"state": "done"})
            with self.assertRaises(AccessError):
                own.step_ids.create(
                    {"handover_id": case.id, "type_id": case.step_ids[0].type_id.id}
                )
            with self.assertRaises(UserError):
                own.item_ids[0].state = "issued"
            with self.assertRaises(UserError):
                own.payment_ids[0].state = "paid"
        other = self._make_case(self._make_unit("1-1-105"), state="completed")
        self.assertEqual(other.state, "draft")

    def test_done_once(self):
        """A step that is done is not done again, and a case completes once."""
        case = self._do_steps(self.case)
        occupancies = self.unit_103.occupancy_ids
        for step in case.step_ids:
            with self.assertRaisesRegex(UserError, "is done already"):
                step.action_do()
        with self.assertRaisesRegex(UserError, "by now; reload it"):
            case.action_start()
        self.assertEqual(self.unit_103.occupancy_ids, occupancies)

    def test_one_running_case(self):
        """Two people cannot begin the same move-in."""
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._make_case()

    def test_future_day(self):
        """What lies ahead has not happened; who comes early is served that day."""
        case = self._make_case(
            self._make_unit("1-1-106"), date=self.today + timedelta(days=3)
        )
        case.action_start()
        self.assertEqual(case.date, self.today)
        self._do_steps(case, until="keys")
        case.date = self.today + timedelta(days=1)
        self._bring_papers(case)
        self._sign(case)
        with self.assertRaisesRegex(UserError, "lies ahead"):
            case.action_next_step()

    def test_cancel(self):
        """A case is given up before keys are out; then it stays as it is."""
        case = self._make_case(self._make_unit("1-1-107"))
        case.action_start()
        with self.assertRaises(UserError):
            case.unlink()
        case.action_cancel()
        self.assertEqual(case.state, "cancelled")
        with self.assertRaises(UserError):
            case.action_start()
        with self.assertRaises(UserError):
            self.env["property.handover.person"].with_user(self.user_assistant).create(
                {"handover_id": case.id, "partner_id": self.tenant.id}
            )
        self._do_steps(self.case, until="keys")
        self._bring_papers(self.case)
        self._sign(self.case)
        with self.assertRaisesRegex(UserError, "in the owner's hands"):
            self.case.action_cancel()

    def test_roles(self):
        """Accountants and auditors read cases, technicians see none (SEC-01)."""
        case = self.case
        for user in self.user_auditor, self.user_accountant:
            own = case.with_user(user)
            self.assertEqual(own.name, case.name)
            with self.assertRaises(AccessError):
                own.action_start()
        with self.assertRaises(AccessError):
            case.with_user(self.user_technician).read(["name"])
        resident = case.with_user(self.user_resident)
        with self.assertRaises(AccessError):
            resident.read(["name"])


class TestHandoverTypes(HandoverCommon):
    def test_move_in_steps_are_fixed(self):
        """The six steps keep their order; moving out is the manager's (MVO-01)."""
        types = self.env["property.handover.step.type"].with_user(self.user_manager)
        step = types.search([("kind", "=", "move_in")], limit=1)
        with self.assertRaisesRegex(UserError, "fixed order"):
            step.sequence = 99
        with self.assertRaises(UserError):
            step.active = False
        step.name = "Look at the papers"
        with self.assertRaises(UserError):
            types.create({"kind": "move_in", "name": "Seventh", "code": "seventh"})
        own = types.create(
            {
                "name": "Return the garden shed",
                "code": "shed",
                "sequence": 15,
                "estate_ids": self.estate.ids,
            }
        )
        found = types._property_for("move_out", self.estate)
        self.assertEqual(found[1], own)
        self.assertNotIn(own, types._property_for("move_out", self.mall))
        delivered = found[0]
        delivered.active = False
        with self.assertRaises(UserError):
            delivered.unlink()
        own.unlink()
