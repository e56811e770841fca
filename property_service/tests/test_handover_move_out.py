from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .handover_common import HandoverFeeCommon


class TestMoveOut(HandoverFeeCommon):
    """Moving out: fees, keys, passes, inspection; then the people leave (MVO-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lease = cls._make_occupancy(
            cls.unit_101, cls.tenant, role="tenant", is_payer=True
        )
        cls.unit_101._property_set_state("leased")

    def _move_out(self, **values):
        case = self._make_case(
            self.unit_101,
            self.tenant,
            kind="move_out",
            **{"date": "2026-10-20", "reason": "lease_end", **values},
        )
        return case

    def test_prepared(self):
        """The tenant leaves, the owner stays; steps come from the data."""
        case = self.env["property.handover"].create(
            {"unit_id": self.unit_101.id, "kind": "move_out"}
        )
        self.assertTrue(case.name.startswith("QC"))
        self.assertEqual(case.partner_id, self.tenant)
        leaves = {p.partner_id: p.leaves for p in case.person_ids}
        self.assertEqual(leaves, {self.owner_a: False, self.tenant: True})
        self.assertEqual(
            case.step_ids.sorted("sequence").mapped("code"),
            ["application", "inspection", "fees", "items", "deposits", "close"],
        )

    def test_whole_way(self):
        """Everything cleared: the lease ends on the day, the unit is vacant."""
        case = self._do_steps(self._move_out())
        self.assertEqual(case.state, "completed")
        self.assertEqual(str(self.lease.date_end), "2026-10-20")
        self.assertEqual(self.unit_101.state, "vacant")
        self.assertFalse(
            self.unit_101.occupancy_ids.filtered(lambda o: o.role == "owner").date_end
        )
        case.action_archive_case()
        self.assertEqual(case.state, "archived")

    def test_reason_is_asked(self):
        case = self._move_out(reason=False)
        case.action_start()
        self._bring_papers(case)
        with self.assertRaisesRegex(UserError, "why these people move out"):
            case.action_next_step()

    def test_owner_does_not_leave_by_moving_out(self):
        case = self._move_out()
        owner = case.person_ids.filtered(lambda p: p.role == "owner")
        with self.assertRaisesRegex(UserError, "ownership ends by a transfer"):
            owner.leaves = True

    def test_fees_gate(self):
        """The tenant pays to the last day, the owner what comes after."""
        self._assign(self.unit_101)
        self._bill("2026-10-01")
        case = self._do_steps(self._move_out(), until="fees")
        self._bring_papers(case)
        with self.assertRaisesRegex(UserError, "Owed on unit 1-1-101: 170.97"):
            case.action_next_step()
        case.with_user(self.user_supervisor)._property_override_gate(
            "arrears", "Settled from the lease deposit"
        )
        self._do_steps(case)
        posted = self.env["property.fee.charge"].search(
            [("unit_id", "=", self.unit_101.id), ("state", "=", "posted")]
        )
        self.assertCharges(
            posted.filtered(lambda c: c.partner_id == self.tenant),
            [("2026-10-01", "2026-10-20", 170.97)],
        )
        self.assertCharges(
            posted.filtered(lambda c: c.partner_id == self.owner_a),
            [("2026-10-21", "2026-10-31", 94.03)],
        )

    def test_items_come_back(self):
        """What was handed over at move-in is counted back, or missing with a reason."""
        self.env["property.handover.item.kind"].create(
            [
                {"estate_id": self.estate.id, "name": "Door key", "quantity": 2},
                {"estate_id": self.estate.id, "name": "Card", "kind": "card"},
            ]
        )
        moved_in = self._do_steps(self._make_case())
        self.unit_103.occupancy_ids.role = "tenant"
        case = self._make_case(
            kind="move_out", reason="moving", date=moved_in.date, partner=self.owner_b
        )
        self.assertEqual(case.previous_id, moved_in)
        self.assertEqual(case.item_ids.mapped("name"), ["Door key", "Card"])
        self._do_steps(case, until="items")
        self._bring_papers(case, "items")
        with self.assertRaisesRegex(UserError, "Not given back: Door key, Card"):
            case.action_next_step()
        card = case.item_ids[1]
        with self.assertRaisesRegex(UserError, "why it is missing"):
            card.action_missing()
        card.note = "Lost, 20 yuan paid"
        card.action_missing()
        self._sign(case)
        self.assertEqual(case.item_ids.mapped("state"), ["returned", "missing"])
        self.assertEqual(case.item_ids[0].issue_id.kind, "take_back")
        case.action_next_step()
        self.assertEqual(case.current_type_id.code, "deposits")

    def test_keys_and_passes_gate(self):
        """A lent key or a valid pass keeps the case open (MVO-01, ACC-01)."""
        keys = self.env["property.key.set"]._property_register(self.unit_101, "spare")
        loan = self.env["property.key.loan"].create(
            {
                "set_id": keys.id,
                "holder_kind": "staff",
                "staff_id": self._make_staff("Plumber").id,
                "reason_id": self.env["property.key.reason"].search([], limit=1).id,
                "due_on": fields.Datetime.now(),
            }
        )
        loan.sudo().state = "out"
        case = self._do_steps(self._move_out(), until="items")
        kind = self.env["property.access.pass.kind"].search([], limit=1)
        worker = self.env["property.access.pass"].create(
            {
                "holder": "Helper",
                "kind_id": kind.id,
                "unit_id": self.unit_101.id,
                "date_start": self.today,
                "date_end": self.today,
            }
        )
        worker.sudo().write({"state": "issued", "name": "P-1"})
        with self.assertRaisesRegex(
            UserError, "(?s)Keys are lent.*Passes are out: P-1"
        ):
            case.action_next_step()
        loan.sudo().state = "returned"
        with self.assertRaisesRegex(UserError, "Passes are out: P-1"):
            case.action_next_step()
        worker.sudo().state = "returned"
        case.action_next_step()
        self.assertEqual(case.current_type_id.code, "deposits")

    def test_deposits_gate(self):
        """What is held for who leaves is returned or accounted for (REN-22)."""
        deposit = self.env["property.deposit"]._property_open(
            "other", self.unit_101, self.tenant, 200
        )
        deposit._property_receive(self.estate.collection_journal_ids[:1])
        case = self._do_steps(self._move_out(), until="deposits")
        with self.assertRaisesRegex(UserError, f"Deposits are held: {deposit.name}"):
            case.action_next_step()
        case.with_user(self.user_supervisor)._property_override_gate(
            "deposits", "Refund is under way"
        )
        case.action_next_step()
        self.assertEqual(case.current_type_id.code, "close")

    def test_configured_steps(self):
        """A manager's own step stands where it was put (MVO-01)."""
        self.env["property.handover.step.type"].with_user(self.user_manager).create(
            {
                "name": "Return the shed",
                "code": "shed",
                "sequence": 15,
                "estate_ids": [Command.set(self.estate.ids)],
            }
        )
        case = self._do_steps(self._move_out(), until="shed")
        self.assertEqual(case.current_type_id.code, "shed")
        case.action_next_step()
        self.assertEqual(case.current_type_id.code, "inspection")
