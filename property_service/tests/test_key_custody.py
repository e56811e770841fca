from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .key_common import SIGNATURE, PropertyKeyCommon


@tagged("post_install", "-at_install")
class TestKeyCustody(PropertyKeyCommon):
    """Undertakings, keys to owners, losses and counts."""

    def _report(self, keys, **values):
        loss = (
            self.env["property.key.loss"]
            .with_user(self.user_assistant)
            .create(
                {
                    "set_id": keys.id,
                    "reported_by": "Technician",
                    "circumstances": "Fell into the river",
                    **values,
                }
            )
        )
        loss.action_report()
        return loss

    def _count(self):
        counts = self.env["property.key.count"].with_user(self.user_assistant)
        return counts._property_start(self.cabinet)

    # === Undertaking (KEY-03) ===

    def test_undertaking(self):
        """MVI-11: the signed paper opens the custody, and stays as it was signed."""
        keys = self._make_set("entrusted")
        self.assertEqual(keys.movement_ids.kind, "entrust")
        undertaking = (
            self.env["property.key.undertaking"]
            .with_user(self.user_assistant)
            .create({"unit_id": self.unit_101.id, "state": "signed"})
        )
        self.assertEqual(undertaking.state, "draft")
        self.assertEqual(undertaking.partner_id, self.owner_a)
        with self.assertRaises(ValidationError):
            undertaking.action_sign()
        undertaking.write({"signature": SIGNATURE, "signed_by": "Owner A"})
        undertaking.action_sign()
        self.assertEqual(keys.undertaking_id, undertaking)
        self.assertTrue(undertaking.signed_on)
        for values in (
            {"signature": False},
            {"signed_by": "Somebody"},
            {"partner_id": self.owner_b.id},
            {"state": "draft"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                undertaking.with_user(self.user_manager).write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            undertaking.sudo().signature = False
        with self.assertRaises(UserError):
            undertaking.with_user(self.user_manager).unlink()
        undertaking.action_end()
        with self.assertRaises(UserError):
            undertaking.action_sign()

    def test_undertaking_on_paper(self):
        """The scan of the signed paper is locked."""
        scan = self.env["ir.attachment"].create({"name": "scan.png", "raw": b"scan"})
        undertaking = self.env["property.key.undertaking"].create(
            {"unit_id": self.unit_101.id, "attachment_ids": [(6, 0, scan.ids)]}
        )
        undertaking.action_sign()
        self.assertTrue(scan.property_locked)
        with self.assertRaises(UserError):
            scan.unlink()

    def test_undertaking_of_an_owner(self):
        undertaking = self.env["property.key.undertaking"].create(
            {
                "unit_id": self.unit_101.id,
                "partner_id": self.owner_b.id,
                "signature": SIGNATURE,
                "signed_by": "Owner B",
            }
        )
        with self.assertRaises(ValidationError):
            undertaking.action_sign()

    def test_undertaking_of_its_unit(self):
        undertaking = self._make_undertaking(self._make_set("entrusted"))
        with self.assertRaises(ValidationError):
            self._make_set(
                "entrusted", unit_id=self.unit_102.id, undertaking_id=undertaking.id
            )

    # === Issue (KEY-04) ===

    def test_issue_to_owner(self):
        """KEY-04: lines with receiver and signature; the copies go with them."""
        sets = self.env["property.key.set"].with_user(self.user_assistant)
        keys = sets._property_register(
            self.unit_101, "delivery", 3, cabinet_id=self.cabinet.id
        )
        origin = self.env["property.key.undertaking"].create(
            {"unit_id": self.unit_101.id}
        )
        lines = [
            {"set_id": keys.id, "copies": 2},
            {"name": "Access card", "copies": 4},
        ]
        issue = sets._property_issue_to_owner(origin, lines)
        self.assertEqual((issue.state, keys.copies_owner), ("draft", 0))
        with self.assertRaises(ValidationError):
            issue.action_done()
        issue.signature = SIGNATURE
        issue.action_done()
        self.assertEqual(self._counts(keys), (3, 1, 0, 2, 0))
        self.assertEqual(issue.receiver, self.owner_a.name)
        self.assertEqual(issue.done_by_id, self.user_assistant)
        self.assertEqual((issue.res_model, issue.res_id), (origin._name, origin.id))
        movement = keys.movement_ids.filtered(lambda row: row.issue_id == issue)
        self.assertEqual((movement.kind, movement.person), ("issue", self.owner_a.name))
        self.assertEqual(self.unit_101._property_keys_with_owner(), keys)
        for values in ({"receiver": "Nobody"}, {"line_ids": [(5, 0, 0)]}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                issue.write(values)
        with self.assertRaises(UserError):
            issue.action_done()
        sets._property_take_back(
            origin, [{"set_id": keys.id, "copies": 2}], signature=SIGNATURE
        )
        self.assertEqual(self._counts(keys), (3, 3, 0, 0, 0))
        self.assertFalse(self.unit_101._property_keys_with_owner())

    def test_issue_of_another_units_key(self):
        keys = self._make_set("delivery", unit_id=self.unit_102.id)
        origin = self.env["property.key.undertaking"].create(
            {"unit_id": self.unit_101.id}
        )
        with self.assertRaises(ValidationError):
            keys._property_issue_to_owner(origin, [{"set_id": keys.id}])

    # === Loss ===

    def test_loss(self):
        """Report, approval, new lock, new keys; the owner is told."""
        keys = self._make_set("delivery", 3)
        loan = self._lend(keys, 2)
        loss = self._report(keys, loan_id=loan.id)
        self.assertEqual((loss.state, loss.source), ("reported", "borrower"))
        self.assertEqual((loan.state, loan.copies_open), ("out", 1))
        self.assertEqual(self._counts(keys), (3, 1, 1, 0, 1))
        with self.assertRaises(UserError):
            loss.action_lock_changed()
        loss.action_request_approval()
        with self.assertRaises(UserError):
            loss.action_approval_approve()
        loss.with_user(self.user_supervisor).action_approval_approve()
        self.assertEqual(loss.state, "approved")
        with self.assertRaises(UserError):
            loss.action_close()
        with self.assertRaises(UserError):
            loss.action_lock_changed()
        loss.lock_note = "Locksmith, new cylinder"
        loss.action_lock_changed()
        with self.assertRaisesRegex(UserError, "tell the owner"):
            loss.action_close()
        with self.assertRaises(UserError):
            loss.action_owner_told()
        loss.owner_told_note = "By phone"
        loss.action_owner_told()
        loss.new_copies = 4
        with self.assertRaisesRegex(UserError, "still lent"), self.env.cr.savepoint():
            loss.action_close()
        loan._property_return()
        self.assertEqual(loan.state, "lost")
        loss.action_close()
        self.assertEqual(loss.state, "closed")
        self.assertEqual(self._counts(keys), (4, 4, 0, 0, 0))
        with self.assertRaises(UserError):
            loss.cost = 100
        for values in ({"state": "draft"}, {"owner_told_on": False}):
            with self.assertRaises(UserError):
                loss.with_user(self.user_manager).write(values)

    def test_loss_without_new_keys(self):
        keys = self._make_set(copies=2)
        loss = self._report(keys, outcome="retire", lock_note="Removed")
        loss.action_request_approval()
        loss.with_user(self.user_supervisor).action_approval_approve()
        loss.action_lock_changed()
        loss.action_close()
        self.assertEqual(keys.state, "retired")

    def test_loss_with_the_lock_kept(self):
        keys = self._make_set(copies=2)
        loss = self._report(keys, outcome="keep_lock")
        loss.action_request_approval()
        loss.with_user(self.user_supervisor).action_approval_approve()
        with self.assertRaises(UserError):
            loss.action_lock_changed()
        loss.action_close()
        self.assertEqual(self._counts(keys), (1, 1, 0, 0, 0))

    def test_found_again(self):
        keys = self._make_set(copies=2)
        loss = self._report(keys)
        loss.action_request_approval()
        self.assertEqual(keys.desk_state, "lost")
        loss.action_found()
        self.assertEqual(loss.state, "found")
        self.assertEqual(loss.approval_state, "cancelled")
        self.assertEqual(self._counts(keys), (2, 2, 0, 0, 0))

    def test_loss_needs_its_loan(self):
        keys = self._make_set()
        with self.assertRaises(ValidationError):
            self._report(keys, source="borrower")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._report(keys, copies=2)

    # === Count (KEY-06) ===

    def test_count_agrees(self):
        self._make_set(copies=2)
        lent = self._make_set(copies=2)
        self._lend(lent)
        count = self._count()
        self.assertEqual(self._count(), count)
        with self.assertRaisesRegex(UserError, "Not counted yet"):
            count.action_finish()
        count.action_scan(lent.code)
        count.action_count_rest()
        self.assertEqual(count.difference_count, 0)
        count.action_finish()
        with self.assertRaisesRegex(UserError, "second person"):
            count.action_sign()
        count.with_user(self.user_second).action_sign()
        self.assertEqual(count.state, "closed")
        self.assertEqual(
            (count.counted_by_id, count.second_id),
            (self.user_assistant, self.user_second),
        )
        self.assertEqual(self.cabinet.last_count_id, count)
        for values in ({"note": "x"}, {"state": "open"}):
            with self.assertRaises(UserError):
                count.write(values)
        with self.assertRaises(UserError):
            count.line_ids[0].counted = 5

    def test_count_differs(self):
        """KEY-06: every difference is explained before anybody signs."""
        short, more = self._make_set(copies=2), self._make_set(copies=1)
        count = self._count()
        count.action_scan(short.code)
        count.action_scan(more._property_label_url())
        count.action_scan(more.code)
        lines = {line.set_id: line for line in count.line_ids}
        self.assertEqual(lines[short].difference, -1)
        self.assertEqual(lines[more].difference, 1)
        for values in (
            {"resolution": "found", "explanation": "?"},
            {"resolution": "lost", "explanation": " "},
        ):
            lines[short].write(values)
            with self.assertRaisesRegex(UserError, "Choose what follows"):
                count.action_finish()
        lines[short].explanation = "Nobody knows"
        lines[more].write({"resolution": "surplus", "explanation": "Was never booked"})
        count.action_finish()
        count.with_user(self.user_second).action_sign()
        self.assertEqual(self._counts(short), (2, 1, 0, 0, 1))
        self.assertEqual(self._counts(more), (2, 2, 0, 0, 0))
        loss = self.env["property.key.loss"].search([("count_id", "=", count.id)])
        self.assertEqual((loss.set_id, loss.copies, loss.state), (short, 1, "reported"))

    def test_count_while_keys_move(self):
        """The ledger's number is that of the moment of counting."""
        keys = self._make_set(copies=2)
        count = self._count()
        count.action_scan(keys.code)
        count.action_scan(keys.code)
        self._lend(keys)
        self.assertEqual(count.line_ids.difference, 0)
        count.action_finish()
        count.action_recount()
        with self.assertRaises(UserError):
            count.line_ids.write({"expected": 7})
        count.action_cancel()
        self.assertEqual(count.state, "cancelled")

    def test_count_of_strange_keys(self):
        self._make_set()
        outside = self._make_set(cabinet_id=False, estate_id=self.estate.id)
        with self.assertRaises(UserError):
            self._count().action_scan(outside.code)
