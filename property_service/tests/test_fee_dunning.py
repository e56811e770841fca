"""Dunning records: what was demanded, by which lawful means, with what result."""

from base64 import b64encode
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .collect_common import PropertyCollectCommon

PIXEL = b64encode(b"%PDF-1.4 receipt of delivery")


class TestFeeDunning(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_bill(cls.unit_101, 100, "2025-01-01")
        cls._make_bill(cls.unit_101, 30, cls.today, due=cls.today + timedelta(days=9))
        cls.dunnings = cls.env["property.dunning"].with_user(cls.user_assistant)

    def _dunning(self, **values):
        return self.dunnings.create({"unit_id": self.unit_101.id, **values})

    def test_record(self):
        """FEE-12: date, means, by whom, result, promise; then it is evidence."""
        dunning = self._dunning(result="promised", promise_date=self.today)
        self.assertEqual(dunning.partner_id, self.owner_a)
        self.assertEqual(dunning.estate_id, self.estate)
        self.assertFalse(dunning.interrupts)
        dunning.action_done()
        self.assertEqual(dunning.amount_owed, 100)
        self.assertTrue(dunning.interrupts)
        self.assertEqual(dunning.activity_ids.user_id, self.user_assistant)
        self.assertEqual(self.unit_101.dunning_count, 1)
        for values in ({"result": "refused"}, {"date": "2025-01-01"}):
            with self.assertRaisesRegex(UserError, "evidence"):
                dunning.write(values)
        with self.assertRaisesRegex(UserError, "evidence"):
            dunning.unlink()
        with self.assertRaisesRegex(UserError, "supervisor"):
            dunning.action_cancel()
        dunning.with_user(self.user_supervisor).action_cancel()
        self.assertFalse(dunning.interrupts)
        self.assertFalse(dunning.activity_ids)

    def test_proof(self):
        """A file given as proof stays; others may come later."""
        files = self.env["ir.attachment"].with_user(self.user_assistant)
        proof, later = (
            files.create({"name": name, "datas": PIXEL, "mimetype": "application/pdf"})
            for name in ("receipt.pdf", "later.pdf")
        )
        dunning = self._dunning(result="reached", method="post")
        dunning.photo_ids = proof
        dunning.action_done()
        dunning.photo_ids = [Command.link(later.id)]
        with self.assertRaises(UserError):
            dunning.photo_ids = [Command.unlink(proof.id)]

    def test_what_it_needs(self):
        tomorrow = self._today_there() + timedelta(days=1)
        for values, words in (
            ({}, "answered"),
            ({"result": "promised"}, "which day"),
            ({"result": "reached", "date": tomorrow}, "not before"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self._dunning(**values).action_done()
        with self.assertRaisesRegex(ValidationError, "not in estate"):
            self._dunning(estate_id=self.mall.id)
        unreached = self._dunning(result="unreached")
        unreached.action_done()
        self.assertFalse(unreached.interrupts)

    def test_nobody_forges_the_result(self):
        """State and sum come from the step, whatever a client sends."""
        dunning = self._dunning(state="done", amount_owed=9, result="reached")
        self.assertEqual((dunning.state, dunning.amount_owed), ("draft", 0))
        for values in ({"state": "done"}, {"amount_owed": 9}, {"interrupts": True}):
            with self.subTest(values), self.assertRaises(AccessError):
                dunning.write(values)
        with self.assertRaises(AccessError):
            dunning.with_user(self.user_auditor).action_done()
        with self.assertRaises(AccessError):
            dunning.with_user(self.user_technician).read(["name"])
