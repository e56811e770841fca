"""What the service tells the appraisal, once each (QA-05, QA-11, QA-13, QA-15)."""

from odoo.fields import Command

from .complaint_common import ComplaintCommon


class TestAppraisalFeeders(ComplaintCommon):
    def _entries(self, source):
        return self.env["property.appraisal.entry"].search(
            [("res_model", "=", source._name), ("res_id", "=", source.id)]
        )

    def test_complaint_praise_callback(self):
        with self.subTest("complaint upheld"):
            for cause, responsible, number in (
                ("staff", self.guard, 1),
                ("misunderstanding", self.guard, 0),
                ("staff", False, 0),
            ):
                complaint = self._complain()
                complaint.write(
                    {
                        "cause_kind": cause,
                        "responsible_staff_id": responsible and responsible.id,
                        "persons": "Guard",
                    }
                )
                self._end(complaint)
                entries = self._entries(complaint)
                self.assertEqual(len(entries), number)
            entry = self.env["property.appraisal.entry"].search(
                [("kind", "=", "complaint_upheld")]
            )
            self.assertEqual((entry.staff_id, entry.state), (self.guard, "proposed"))
        with self.subTest("praise"):
            ticket = self._make_request(property_kind="praise")
            ticket.property_praised_ids = [Command.set((self.guard | self.agent).ids)]
            self._finish(ticket)
            entries = self._entries(ticket)
            self.assertEqual(entries.staff_id, self.guard | self.agent)
            self.assertEqual(set(entries.mapped("kind")), {"praise"})
        with self.subTest("callback"):
            ticket = self._make_request(property_kind="repair")
            ticket.sudo().user_id = self.user_assistant
            ticket = self._finish(ticket)
            ticket._property_close(self.satisfied)
            callback = ticket.property_callback_ids
            callback._property_record("2", "It drips again")
            entry = self._entries(callback)
            self.assertEqual(entry.staff_id, self.agent)
            self.assertEqual(entry.reason, "It drips again")
