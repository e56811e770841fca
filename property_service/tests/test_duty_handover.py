"""The duty log and the handover of a shift, clock in hand (DUT-05 to 24)."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .duty_common import DutyCase

# Day and clock in China; A is from 8 to 16, B from 16 to 24.
DAY = "2026-11-18"


class TestDutyHandover(DutyCase):
    """Anna has A, Bert has B, and Anna A again on the next day; Cora administrates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["property.staff.notice"].search([]).state = "withdrawn"
        cls.env["property.duty.item"].create(
            [
                {"post_id": cls.desk.id, "name": "Telephone", "expected": 2},
                {"post_id": cls.desk.id, "name": "Kettle", "expected": 1},
            ]
        )
        cls.gerd = cls._make_user(
            "duty_gerd",
            "property_service.property_service_group_manager",
            cls.estate,
            name="gerd",
        )
        cls.roster = cls._make_roster(month="2026-11-01")
        for day in (17, 18, 19):
            cls._plan(cls.roster, cls.anna, day, cls.type_a)
            cls._plan(cls.roster, cls.bert, day, cls.type_b)
        cls._publish(cls.roster)
        cls.logs = cls.env["property.duty.log"]

    # === Helpers ===

    def _mine(self, name):
        """The record that “My shift” opens for somebody."""
        action = self.logs.with_user(self.users[name]).action_my_shift()
        return (
            self.env[action["res_model"]]
            .browse(action.get("res_id"))
            .with_user(self.users[name])
        )

    def _as(self, record, name):
        record.env.flush_all()
        return record.with_user(self.users[name])

    def _answer(self, checklist, user, **results):
        """Everything is in order but what is named by its code."""
        for line in checklist.with_user(self.users[user]).line_ids:
            line.result = results.get(line.code, "ok")

    def _begin(self, time="07:50"):
        """Anna's log of the day, on duty."""
        with self._at(f"{DAY} {time}"):
            log = self._mine("anna")
            self.assertEqual(log._name, "property.duty.log")
            self._answer(log.preshift_checklist_id, "anna")
            log.action_begin()
        return log

    def _write(self, log, text, user="anna", **values):
        entries = self.env["property.duty.log.entry"].with_user(self.users[user])
        return entries.create({"log_id": log.id, "text": text, **values})

    def _prepare(self, log, user="anna"):
        handover = self._as(log, user)._property_start_handover()
        handover.action_prepare()
        self._answer(handover.prepare_checklist_id, user)
        handover.action_count_rest()
        return handover

    def _check_in(self, handover, user="bert", **results):
        self._answer(handover.preshift_checklist_id, user)
        self._answer(handover.takeover_checklist_id, user, **results)
        return self._as(handover, user)

    def _hand_over(self, log, out="anna", into="bert"):
        handover = self._prepare(log, out)
        handover.action_sign_out()
        self._check_in(handover, into).action_take_over()
        return handover

    # === The log ===

    def test_full_shift(self):
        """DUT-10, 13, 16, 17, 23: both sign, duty and open matters change hands."""
        log = self._begin()
        self.assertEqual((log.state, log.staff_ids), ("on_duty", self.anna))
        self._write(log, "Lift looked at")
        matter = self._write(log, "Call the lift company", is_open=True)
        with self._at(f"{DAY} 15:40"):
            handover = self._prepare(log)
            self.assertEqual(handover.matter_ids.entry_id, matter)
            handover.action_sign_out()
            self.assertEqual(log.state, "on_duty")
        with self._at(f"{DAY} 15:44"):
            mine = self._mine("bert")
            self.assertEqual(mine, handover)
            mine.action_arrive()
            self.assertEqual(log.state, "on_duty")
            self._check_in(mine).action_take_over()
        relief = handover.log_in_id
        self.assertEqual((log.state, relief.state), ("handed_over", "on_duty"))
        self.assertEqual(
            (handover.out_user_id, handover.in_user_id),
            (self.users["anna"], self.users["bert"]),
        )
        self.assertFalse(handover.is_short or handover.late_minutes)
        self.assertFalse(handover.is_prepared_late)
        # The same entry is carried on, not copied; its log stays what it was.
        self.assertEqual(matter.carried_log_id, relief)
        self.assertEqual(len(log.entry_ids), 2)
        self.assertFalse(relief.entry_ids)
        self.assertEqual(relief.pending_count, 1)

    def test_carried_until_done(self):
        """DUT-17, DUT-49: through three shifts in one chain, then no further."""
        log = self._begin()
        matter = self._write(log, "Call the lift company", is_open=True)
        with self._at(f"{DAY} 15:50"):
            first = self._hand_over(log)
        second_log = first.log_in_id
        with self._at(f"{DAY} 23:59"):
            second = self._as(second_log, "bert")._property_start_handover()
            self.assertEqual(second.matter_ids.entry_id, matter)
        with self.assertRaisesRegex(AccessError, "written by those on duty"):
            self._as(matter, "anna").action_done()
        with self._at(f"{DAY} 20:00"):
            self._as(matter, "bert").write({"result": "They come tomorrow"})
            self._as(matter, "bert").action_done()
            second.sudo()._property_fill()
        self.assertFalse(second.matter_ids)
        self.assertEqual(matter.done_by_id, self.users["bert"])
        self.assertEqual(matter.matter_ids.handover_id, first)
        with self.assertRaises(UserError):
            self._as(matter, "bert").action_done()

    def test_locked(self):
        """DUT-05: what is handed over stays; a correction is an entry of its own."""
        log = self._begin()
        entry = self._write(log, "Parcel for 101")
        with self._at(f"{DAY} 15:50"):
            handover = self._hand_over(log)
        for attempt in (
            lambda: self._as(entry, "anna").write({"text": "Parcel for 102"}),
            lambda: self._as(entry, "emil").unlink(),
            lambda: self._write(log, "Late thought"),
            lambda: self._as(log, "emil").write({"date": "2026-11-20"}),
            lambda: self._as(log, "anna").write({"state": "on_duty"}),
            lambda: self._as(handover, "anna").write(
                {"check_note": "x", "state": "prepare"}
            ),
            lambda: self._as(handover.count_ids, "bert").write({"counted": 7}),
            lambda: self._as(handover, "emil").unlink(),
        ):
            with self.assertRaises(UserError):
                attempt()
        with self._at(f"{DAY} 16:10"):
            fixed = self._write(
                handover.log_in_id, "It was for 102", "bert", corrects_id=entry.id
            )
        self.assertEqual(fixed.corrects_id, entry)

    def test_major(self):
        """DUT-25, EMG-10: the manager hears of it at once."""
        log = self._begin()
        entry = self._write(log, "Water main burst", is_major=True)
        told = log.activity_ids
        self.assertIn(self.gerd, told.user_id)
        self.assertIn(self.gerd.partner_id, log.message_ids.partner_ids)
        entry.write({"text": "Water main burst at gate 2", "is_major": True})
        self.assertEqual(log.activity_ids, told)
        with self.assertRaisesRegex(UserError, "stays on record"):
            entry.unlink()

    def test_internal(self):
        """DUT-06: neither technicians nor residents read duty records."""
        log = self._begin()
        entry = self._write(log, "Owner of 101 abroad")
        for user in (self.users["dora"], self.user_resident):
            for record in (log, entry, self._as(log, "anna").preshift_checklist_id):
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
                    record.with_user(user).read(["display_name"])

    def test_read_off(self):
        """DUT-07: the supervisor reads ended logs, once; the unread are listed."""
        log = self._begin()
        emil = self._as(log, "emil")
        with self.assertRaisesRegex(UserError, "not ended"):
            emil.action_read()
        with self._at(f"{DAY} 15:50"):
            self._hand_over(log)
        with self.assertRaises(AccessError):
            self._as(log, "cora").action_read()
        evidence = self.logs.search(self.logs._property_evidence_domain())
        self.assertNotIn(log, evidence)
        emil.action_read()
        read_on = log.read_on
        self._as(log, "emil").with_user(self.gerd).action_read()
        self.assertEqual((log.read_by_id, log.read_on), (self.users["emil"], read_on))
        self.assertIn(log, self.logs.search(self.logs._property_evidence_domain()))

    def test_print(self):
        """《客户服务中心值班记录表》: entries, handover, signatures."""
        log = self._begin()
        self._write(log, "Parcel for 101")
        with self._at(f"{DAY} 15:50"):
            self._hand_over(log)
        reports = self.env["ir.actions.report"]
        html, _kind = reports._render_qweb_html(
            "property_service.property_duty_log_form", log.ids
        )
        text = html.decode()
        for words in ("Parcel for 101", "Telephone", "Log is clear", "anna", "bert"):
            self.assertIn(words, text)

    def test_events(self):
        """DUT-05: what other books hold of the shift's time is listed, not copied."""
        log = self._begin()
        tickets = self.env["helpdesk.ticket"]
        common = {"property_unit_id": self.unit_101.id, "property_kind": "call_note"}
        for name, time in (("Before", "07:00"), ("Inside", "09:00")):
            tickets.create(
                {
                    **common,
                    "name": name,
                    "property_received_on": fields.Datetime.to_datetime(
                        f"{DAY} {time}:00"
                    )
                    - timedelta(hours=8),
                }
            )
        visitors = self.env["property.visitor"].with_user(self.users["anna"])
        visitors.create(
            {"estate_id": self.estate.id, "visitor": "Mr Xu", "purpose": "Lease"}
        )
        log.invalidate_recordset()
        html = self._as(log, "anna").event_html
        self.assertIn("Inside", html)
        self.assertIn("Mr Xu", html)
        self.assertNotIn("Before", html)
        self.assertEqual(log.event_count, 2)
        self.assertFalse(log.entry_ids)

    # === The handover ===

    def test_who_and_when(self):
        """DUT-10, DUT-23, DUT-43: in order, by two people, and nobody else."""
        log = self._begin()
        handover = self._prepare(log)
        for name, attempt in (
            (
                "begin beside",
                lambda: self._as(handover.log_in_id, "bert").action_begin(),
            ),
            ("not signed yet", lambda: self._as(handover, "bert").action_take_over()),
            ("not the outgoing", lambda: self._as(handover, "bert").action_sign_out()),
            ("leave before relief", lambda: self._as(log, "anna").action_close()),
            ("stranger", lambda: self._as(handover, "cora").action_prepare()),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                attempt()
        handover.action_sign_out()
        with self._at(f"{DAY} 15:50"):
            self._check_in(handover)
            for name in ("anna", "cora"):
                with self.subTest(name), self.assertRaises(UserError):
                    self._as(handover, name).action_take_over()
            # A supervisor signs for people without a login, one side alone.
            emil = self._as(handover, "emil")
            emil.action_take_back()
            self._answer(handover.prepare_checklist_id, "emil")
            emil.action_sign_out()
            with self.assertRaisesRegex(UserError, "another person"):
                emil.action_take_over()
            self._as(handover, "bert").action_take_over()
        self.assertEqual(handover.state, "done")

    def test_early_and_late(self):
        """DUT-09, 11, 19, 21 and C1: minutes early and late, by the estate's clock."""
        for arrived, early, is_short, late in (
            ("15:45", 15, False, 0),
            ("15:46", 15, True, 0),
            ("15:55", 5, False, 0),
            ("15:56", 5, True, 0),
            ("16:00", 5, True, 0),
            ("16:12", 15, True, 12),
        ):
            self._set_again("handover_incoming_minutes", early)
            with self.subTest(arrived=arrived, early=early), self.cr.savepoint() as sp:
                handover = self._prepare(self._begin())
                with self._at(f"{DAY} {arrived}"):
                    self._as(handover, "bert").action_arrive()
                    self._as(handover, "bert").action_arrive()
                self.assertEqual(
                    (handover.is_short, handover.late_minutes), (is_short, late)
                )
                found = self.env["property.appraisal.entry"].search(
                    [("res_model", "=", handover._name), ("res_id", "=", handover.id)]
                )
                self.assertEqual(
                    found.staff_id, self.bert if late else self.env["property.staff"]
                )
                sp.rollback()
                self.env.invalidate_all()

    def test_tidied_late(self):
        """DUT-19: the outgoing shift begins to tidy up 15 minutes before its end."""
        for time, minutes, is_late in (
            ("15:45", 15, False),
            ("15:46", 15, True),
            ("15:46", 10, False),
        ):
            self._set_again("handover_prep_minutes", minutes)
            with self.subTest(time=time, minutes=minutes), self.cr.savepoint() as sp:
                log = self._begin()
                with self._at(f"{DAY} {time}"):
                    self.assertEqual(self._prepare(log).is_prepared_late, is_late)
                sp.rollback()
                self.env.invalidate_all()

    def test_not_too_early(self):
        """Nobody takes over hours before; the limit is a setting."""
        handover = self._prepare(self._begin())
        for time, passes in (("14:59", False), ("15:00", True)):
            with self.subTest(time), self._at(f"{DAY} {time}"):
                if passes:
                    self._as(handover, "bert").action_arrive()
                else:
                    with self.assertRaisesRegex(UserError, "60 minutes before"):
                        self._as(handover, "bert").action_arrive()

    def test_counts(self):
        """DUT-15, DUT-21: all is counted, and a difference or damage is explained."""
        handover = self._as(self._begin(), "anna")._property_start_handover()
        handover.action_prepare()
        self._answer(handover.prepare_checklist_id, "anna")
        phone, kettle = handover.count_ids
        with self.assertRaisesRegex(UserError, "Count: Telephone, Kettle"):
            handover.action_sign_out()
        phone.counted = 1
        kettle.action_as_expected()
        with self.assertRaisesRegex(UserError, "Explain.*: Telephone"):
            handover.action_sign_out()
        phone.explanation = "One is being repaired"
        kettle.condition = "damaged"
        with self.assertRaisesRegex(UserError, "Explain.*: Kettle"):
            handover.action_sign_out()
        kettle.explanation = "Lid broke"
        handover.action_sign_out()
        self.assertEqual(phone.difference, -1)
        with self.assertRaises(UserError):
            phone.counted = 2

    def test_four_refusals(self):
        """DUT-24: any of the four stops the takeover; refused, put right, accepted."""
        log = self._begin()
        handover = self._prepare(log)
        for number, code in enumerate(("record", "clean", "property", "repair"), 1):
            handover.action_sign_out()
            with self._at(f"{DAY} 15:50"), self.subTest(code):
                bert = self._check_in(handover, **{f"refuse_{code}": "fail"})
                words = bert.takeover_checklist_id.line_ids.filtered(
                    lambda line, code=code: line.code == f"refuse_{code}"
                ).name
                with self.assertRaisesRegex(UserError, words):
                    bert.action_take_over()
                bert._property_refuse("As marked")
                self.assertEqual((handover.state, log.state), ("prepare", "on_duty"))
                self.assertEqual(handover.refusal_count, number)
                self.assertIn(words, handover.refusal_ids.sorted()[0].failed)
                self.assertFalse(handover.out_user_id)
        handover.action_sign_out()
        with self._at(f"{DAY} 15:59"):
            bert = self._check_in(handover)
            with self.assertRaisesRegex(UserError, "not in order"):
                bert._property_refuse("For nothing")
            bert.action_take_over()
        self.assertEqual(handover.refusal_count, 4)
        with self.assertRaises(UserError):
            handover.refusal_ids[0].sudo().reason = "Nothing"

    def test_refusal_let_pass(self):
        """DUT-24: a supervisor lets it pass with a reason; nobody answers “n/a”."""
        handover = self._prepare(self._begin())
        handover.action_sign_out()
        with self._at(f"{DAY} 15:50"):
            bert = self._check_in(handover, refuse_repair="na")
            lines = bert.takeover_checklist_id.line_ids
            lines.filtered(lambda line: line.result == "na").note = "None"
            with self.assertRaisesRegex(UserError, "No major repair"):
                bert.action_take_over()
            lines.filtered(lambda line: line.result == "na").result = "fail"
            with self.assertRaises(AccessError):
                bert._property_override_gate("refuse_repair", "Never mind")
            self._as(handover, "emil")._property_override_gate(
                "refuse_repair", "The lift company works through the night"
            )
            bert.action_take_over()
        self.assertEqual(handover.log_in_id.state, "on_duty")

    def test_takeover_list(self):
        """DUT-12, 14, 18, 45: read, environment, things ready, notices."""
        handover = self._prepare(self._begin())
        handover.action_sign_out()
        with self._at(f"{DAY} 15:50"):
            bert = self._as(handover, "bert")
            with self.assertRaisesRegex(UserError, "takeover list[^$]*pre-shift list"):
                bert.action_take_over()
            self._check_in(handover, environment="fail")
            notice = self.env["property.staff.notice"]._property_publish(
                self.estate, "New prices", "From December on"
            )
            with self.assertRaisesRegex(UserError, "New prices[^$]*Front desk as"):
                bert.action_take_over()
            notice.with_user(self.users["bert"]).action_read()
            self._check_in(handover)
            bert.action_take_over()
        self.assertEqual(handover.takeover_checklist_id.state, "closed")
        self.assertEqual(handover.log_in_id.preshift_checklist_id.state, "closed")

    def test_twice(self):
        """Pressed twice, or by both at once, nothing is doubled."""
        log = self._begin()
        self._write(log, "Call the lift company", is_open=True)
        handover = self._prepare(log)
        self.assertEqual(self._as(log, "bert")._property_start_handover(), handover)
        handover.action_prepare()
        self.assertEqual((len(handover.matter_ids), len(handover.count_ids)), (1, 2))
        handover.action_sign_out()
        with self.assertRaises(UserError):
            handover.action_sign_out()
        with self._at(f"{DAY} 15:50"):
            bert = self._check_in(handover)
            bert.action_take_over()
            with self.assertRaises(UserError):
                bert.action_take_over()
        self.logs._cron_follow_roster()
        self.logs._cron_follow_roster()
        today = self.logs.search([("post_id", "=", self.desk.id), ("date", "=", DAY)])
        self.assertEqual(len(today), 2)
        self.assertEqual(len(self.logs.search([("state", "=", "on_duty")]) & today), 1)

    def test_checked(self):
        """QA-04: an administrator who did not sign checks each handover."""
        log = self._begin()
        with self._at(f"{DAY} 15:50"):
            handover = self._hand_over(log)
        with self.assertRaises(UserError):
            self._as(handover, "anna").action_check()
        self._as(handover, "cora").write({"check_note": "Water off at ten"})
        self._as(handover, "cora").action_check()
        self.assertEqual(handover.checked_by_id, self.users["cora"])
        handovers = self.env["property.duty.handover"]
        evidence = handovers.search(handovers._property_evidence_domain())
        self.assertIn(handover, evidence)

    # === The night ===

    def test_night_owner(self):
        """EMG-04: what the late shift leaves gets somebody by day; it goes alone."""
        log = self._begin()
        with self._at(f"{DAY} 15:50"):
            late = self._hand_over(log).log_in_id
        with self._at(f"{DAY} 23:00"):
            matter = self._write(late, "Fault of pump 2", "bert", is_open=True)
            handover = self._prepare(late, "bert")
            with self.assertRaisesRegex(UserError, "by day: Fault of pump 2"):
                handover.action_sign_out()
            with self.assertRaisesRegex(UserError, "sign the handover first|not over"):
                self._as(late, "bert").action_close()
            handover.action_give_to_relief()
            handover.action_sign_out()
            with self.assertRaisesRegex(UserError, "not over"):
                self._as(late, "bert").action_close()
        with self._at("2026-11-19 00:01"):
            self._as(late, "bert").action_close()
            self.assertEqual(late.state, "closed")
        with self._at("2026-11-19 07:45"):
            self.assertEqual(self._mine("anna"), handover)
            self._check_in(handover, "anna").action_take_over()
        self.assertEqual(handover.log_in_id.state, "on_duty")
        self.assertEqual(matter.owner_id, self.anna)
        self.assertEqual(matter.carried_log_id, handover.log_in_id)
        self.assertEqual(handover.log_in_id.activity_ids.user_id, self.users["anna"])

    def test_missed(self):
        """DUT-09, DUT-36: nobody came; a swap makes both answer for it."""
        self._begin()
        shift = self.env["property.duty.shift"].search(
            [("staff_id", "=", self.bert.id), ("date", "=", DAY)]
        )
        request = (
            self.env["property.duty.request"]
            .sudo()
            .create(
                {
                    "shift_id": shift.id,
                    "counter_shift_id": self.env["property.duty.shift"]
                    .search(
                        [("staff_id", "=", self.anna.id), ("date", "=", "2026-11-19")]
                    )
                    .id,
                    "reason": "Dentist",
                }
            )
        )
        shift.sudo().request_id = request
        entries = self.env["property.appraisal.entry"]
        for time, state in (
            ("2026-11-18 23:59", "planned"),
            ("2026-11-19 00:01", "missed"),
        ):
            with self._at(time):
                self.logs._cron_follow_roster()
                self.logs._cron_follow_roster()
            late = self.logs.search(
                [("shift_type_id", "=", self.type_b.id), ("date", "=", DAY)]
            )
            self.assertEqual(late.state, state)
        found = entries.search([("res_model", "=", "property.duty.log")])
        self.assertEqual(found.staff_id, self.anna | self.bert)
        self.assertEqual(set(found.mapped("kind")), {"missed_shift", "unclear_swap"})
        self.assertEqual(late.activity_ids.user_id, self.users["emil"])

    # === Keys and cash ===

    def test_keys_and_cash(self):
        """KEY-06, DUT-15: keys inside by the ledger, cash by the books."""
        cabinet = self.env["property.key.cabinet"].create(
            {"estate_id": self.estate.id, "code": "A", "name": "Cabinet"}
        )
        keys = self.env["property.key.set"].create(
            {
                "place": "Roof",
                "custody_class_id": self.env.ref(
                    "property_service.property_key_class_public"
                ).id,
                "cabinet_id": cabinet.id,
                "copies": 3,
            }
        )
        loan = self.env["property.key.loan"].create(
            {"set_id": keys.id, "staff_id": self.dora.id}
        )
        till = self.env["account.journal"].create(
            {
                "name": "Till",
                "code": "TIL",
                "type": "cash",
                "company_id": self.company.id,
            }
        )
        self.desk.write(
            {
                "till_journal_id": till.id,
                "item_ids": [
                    Command.create({"name": "Keys", "cabinet_id": cabinet.id})
                ],
            }
        )
        log = self._begin()
        loan.action_lend()
        handover = self._prepare(log)
        row = handover.count_ids.filtered("cabinet_id")
        self.assertEqual((row.expected, row.counted), (2, 2))
        self.assertIn("key", handover.matter_ids.mapped("kind"))
        self.assertEqual(row.action_count_keys()["res_model"], "property.key.count")
        with self.assertRaisesRegex(UserError, "Count the cash"):
            handover.action_sign_out()
        handover.write({"cash_counted": 12.5, "is_cash_counted": True})
        self.assertEqual(handover.cash_difference, 12.5)
        with self.assertRaisesRegex(UserError, "explain a difference"):
            handover.action_sign_out()
        handover.cash_explanation = "Change of a visitor"
        handover.action_sign_out()
        with self.assertRaises(UserError):
            handover.write({"cash_expected": 12.5})

    # === Leave of the post ===

    def test_leave(self):
        """DUT-28, 46, 47: asked, a stand-in, approved; over time is kept."""
        log = self._begin()
        leaves = self.env["property.duty.leave"].with_user(self.users["anna"])
        values = {"log_id": log.id, "reason": "Bank", "minutes": 20}
        with self.assertRaises(AccessError):
            leaves.with_user(self.users["bert"]).create(
                {**values, "staff_id": self.anna.id}
            )
        leave = leaves.create(values)
        self.assertEqual(leave.staff_id, self.anna)
        for change, words in (
            ({}, "stands in"),
            ({"stand_in_id": self.cora.id, "minutes": 31}, "30 minutes at most"),
        ):
            leave.write(change)
            with self.assertRaisesRegex(UserError, words):
                leave.action_ask()
        leave.write({"minutes": 20})
        with self.assertRaises(UserError):
            leave.action_leave()
        leave.action_ask()
        with self.assertRaises(UserError):
            leave.action_leave()
        with self.assertRaisesRegex(UserError, "take it back"):
            leave.reason = "Hairdresser"
        leave.with_user(self.gerd).action_approval_approve()
        leave.action_leave()
        for moment, over in (("12:20", 0), ("12:33", 13)):
            with self._at(f"{DAY} {moment}"), self.cr.savepoint() as savepoint:
                leave.invalidate_recordset(["is_over_time"])
                self.assertEqual(leave.is_over_time, bool(over))
                leave.action_back()
                self.assertEqual(leave.over_minutes, over)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_found_away(self):
        """DUT-04, DUT-28, DUT-55: away without leave counts against the person."""
        log = self._begin()
        leaves = self.env["property.duty.leave"]
        values = {"log_id": log.id, "staff_id": self.anna.id, "reason": "Desk empty"}
        own = leaves.with_user(self.users["anna"]).create(values)
        with self.assertRaises(AccessError):
            own.action_found()
        self._as(own, "cora").action_found()
        entry = self.env["property.appraisal.entry"].search(
            [("res_model", "=", own._name), ("res_id", "=", own.id)]
        )
        self.assertEqual(
            (entry.staff_id, entry.kind), (self.anna, "absent_without_leave")
        )
        with self.assertRaises(UserError):
            own.unlink()

    # === Without a roster ===

    def test_by_hand(self):
        """A log is opened for the own shift where no roster was made."""
        self.roster.sudo().state = "draft"
        logs = self.logs.with_user(self.users["bert"])
        values = {
            "post_id": self.desk.id,
            "shift_type_id": self.type_a.id,
            "date": DAY,
        }
        with self.assertRaises(AccessError):
            logs.create({**values, "staff_ids": [Command.set(self.anna.ids)]})
        log = logs.create({**values, "staff_ids": [Command.set(self.bert.ids)]})
        self.assertTrue(log.is_by_hand)
        self.assertRegex(log.name, r"^ZB2026\d{6}$")
        with self.assertRaisesRegex(UserError, "pre-shift list"):
            log.action_begin()
        self._answer(log.preshift_checklist_id, "bert")
        log.action_begin()
        with self.assertRaisesRegex(UserError, "no next shift"):
            log.action_handover()
