"""Renovations, handovers, keys, duty, visits, patrols, quality and staff in figures."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .figures_common import day_of, days, measures, minutes, part
from .figures_world import FiguresWorld


@tagged("post_install", "-at_install")
class TestAreaFigures(FiguresWorld):
    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()

    def _compare(self, report, records, twin, *by):
        self.env.invalidate_all()
        self.assertTrue(records, f"{report}: a poor world")
        twins = []
        for record in records:
            values = {
                key: int(v) if isinstance(v, bool) else v
                for key, v in twin(record).items()
            }
            values.update({key: record[field] or None for key, field in by})
            twins.append(values)
        self.assertFigures(report, twins, [key for key, _field in by])

    # === Renovations ===

    def test_renovations(self):
        """REN: steps, durations, deposits held, violations."""
        renovations = self._rows("property.renovation", active=True)
        inspections = self._rows("property.renovation.inspection", 20)
        extensions = self._rows("property.renovation.extension", 20)
        violations = self._rows("property.renovation.violation", 20)
        deposits = self._rows(
            "property.deposit",
            20,
            res_model="property.renovation",
            res_id=lambda: self.dice.choice(renovations.ids),
        )
        site = ("permitted", "in_progress", "acceptance")

        def twin(one):
            own = violations.filtered(
                lambda v: v.renovation_id == one and v.state != "withdrawn"
            )
            applied = day_of(one.create_date)
            at_work = one.state in site
            last = one.permit_date_end
            return {
                "renovation_count": 1,
                "permitted_count": bool(one.permit_issued_on),
                "site_count": at_work,
                "ended_count": one.state in ("archived", "rejected", "cancelled"),
                "rejected_count": one.state == "rejected",
                "expired_count": bool(at_work and last and last < self.today),
                "violation_count": len(own),
                "open_violation_count": len(
                    own.filtered(lambda v: v.state != "closed")
                ),
                "violated_count": bool(own and one.permit_issued_on),
                "inspection_count": len(
                    inspections.filtered(
                        lambda r: r.renovation_id == one and r.state == "done"
                    )
                ),
                "extension_count": len(
                    extensions.filtered(
                        lambda r: r.renovation_id == one and r.state == "approved"
                    )
                ),
                "permit_days": days(applied, one.permit_issued_on),
                "work_days": days(one.started_on, one.completed_on),
                "acceptance_days": days(one.completed_on, one.accepted_on),
                "total_days": days(applied, one.archived_on),
                "deposit_asked": one.deposit_amount,
                "deposit_held": sum(
                    deposits.filtered(lambda d: d.res_id == one.id).mapped(
                        "amount_held"
                    )
                ),
            }

        self._compare(
            "property.renovation.report",
            renovations,
            twin,
            ("estate_id", "estate_id"),
            ("state", "state"),
        )

        def violation_twin(one):
            is_open = one.state != "closed"
            return {
                "violation_count": 1,
                "open_count": is_open,
                "closed_count": not is_open,
                "stopping_count": one.stops_site,
                "rectified_count": one.result == "rectified",
                "deducted_count": one.result == "deducted",
                "overdue_count": bool(
                    is_open and one.next_due and one.next_due < self.now
                ),
                "close_days": part(minutes(one.found_on, one.closed_on), 1440),
            }

        self._compare(
            "property.violation.report",
            violations.filtered(lambda v: v.state != "withdrawn"),
            violation_twin,
            ("estate_id", "estate_id"),
            ("kind_id", "kind_id"),
        )

    # === Handovers and works ===

    def test_handovers(self):
        """MVI, MVO, ARC-11: handovers and what was found at them."""
        handovers = self._rows("property.handover")
        inspections = self._rows("property.inspection", 20)
        defects = self._rows("property.defect", 30)
        checks = self._rows("property.defect.check", 30)

        def handover_twin(one):
            found = defects.filtered(
                lambda d: (
                    d.inspection_id in inspections
                    and d.inspection_id.handover_id == one
                    and d.state != "cancelled"
                )
            )
            done = one.state in ("completed", "archived")
            return {
                "handover_count": 1,
                "running_count": one.state in ("draft", "in_progress"),
                "completed_count": done,
                "archived_count": one.state == "archived",
                "defect_count": len(found),
                "clean_count": done and not found,
                "minutes": one.duration or None,
                "archive_days": part(minutes(one.completed_on, one.archived_on), 1440),
            }

        self._compare(
            "property.handover.report",
            handovers.filtered(lambda h: h.state != "cancelled"),
            handover_twin,
            ("estate_id", "estate_id"),
            ("kind", "kind"),
        )

        def defect_twin(one):
            is_open = one.state in ("registered", "transferred", "repaired", "passed")
            closed = one.state == "closed"
            late = one.deadline and one.deadline < self.today
            return {
                "defect_count": 1,
                "open_count": is_open,
                "closed_count": closed,
                "overdue_count": bool(one.state == "transferred" and late),
                "repeat_count": bool(one.repeat_of_id),
                "check_count": len(checks.filtered(lambda c: c.defect_id == one)),
                "fail_count": one.fail_count,
                "first_pass_count": closed and not one.fail_count,
                "repair_days": days(one.found_on, day_of(one.repaired_on)),
                "close_days": days(one.found_on, day_of(one.closed_on))
                if closed
                else None,
                "open_days": days(one.found_on, self.today) if is_open else None,
            }

        self._compare(
            "property.defect.report",
            defects.filtered(lambda d: d.state != "cancelled"),
            defect_twin,
            ("estate_id", "estate_id"),
            ("responsible", "responsible"),
            ("warranty_class_id", "warranty_class_id"),
        )

    # === Keys ===

    def test_keys(self):
        """KEY, ARC-11: where the copies are, and the loans."""
        keys = self._rows("property.key.set", active=True, copies=40)
        loans = self._rows("property.key.loan", 40, copies=12)

        def late(loan):
            return bool(loan.state == "out" and loan.due_on and loan.due_on < self.now)

        def key_twin(one):
            overdue = loans.filtered(lambda r: r.set_id == one and late(r))
            return {
                "set_count": 1,
                **{
                    name: one[name]
                    for name in (
                        *("copies", "copies_in", "copies_out"),
                        *("copies_owner", "copies_lost"),
                    )
                },
                "copies_overdue": sum(
                    r.copies - r.copies_returned - r.copies_lost for r in overdue
                ),
            }

        self._compare(
            "property.key.report",
            keys,
            key_twin,
            ("estate_id", "estate_id"),
            ("state", "state"),
        )

        def loan_twin(one):
            return {
                "loan_count": 1,
                "out_count": one.state == "out",
                "overdue_count": late(one),
                "late_count": late(one) or one.is_late,
                "lost_count": one.copies_lost > 0 or one.state == "lost",
                "copies": one.copies,
                "copies_lost": one.copies_lost,
                "hours": part(minutes(one.lent_on, one.returned_on), 60),
            }

        self._compare(
            "property.key.loan.report",
            loans.filtered(lambda r: r.state in ("out", "returned", "lost")),
            loan_twin,
            ("estate_id", "estate_id"),
            ("reason_id", "reason_id"),
            ("holder_kind", "holder_kind"),
        )

    # === Duty ===

    def test_duty(self):
        """DUT: shifts worked, relief late, handovers unsigned."""
        self._rows("property.duty.post", 3)
        self._rows("property.duty.shift.type", 2)
        shifts = self._rows("property.duty.shift", 0)
        for number in range(30):
            begin = self.now + timedelta(hours=12 * (number - 20))
            shifts |= self._rows(
                "property.duty.shift",
                1,
                date=day_of(begin),
                date_start=begin,
                date_end=begin + timedelta(hours=8),
            )
        logs = self._rows("property.duty.log", 30)
        for shift in shifts[::3]:  # some of them are in a log
            log = self.dice.choice(logs)
            self.env.cr.execute(
                "UPDATE property_duty_log SET post_id = %s, shift_type_id = %s,"
                " date = %s WHERE id = %s AND NOT EXISTS ("
                "SELECT FROM property_duty_log WHERE post_id = %s AND date = %s)",
                [
                    *(shift.post_id.id, shift.shift_type_id.id, shift.date, log.id),
                    *(shift.post_id.id, shift.date),
                ],
            )
            self.env.cr.execute(
                "INSERT INTO property_duty_log_staff_rel (log_id, staff_id)"
                " VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [log.id, shift.staff_id.id],
            )
        outgoing, incoming = iter(logs), iter(logs[::-1])
        handovers = self._rows(
            "property.duty.handover",
            14,
            log_out_id=lambda: next(outgoing).id,
            log_in_id=lambda: next(incoming).id,
        )
        entries = self._rows("property.duty.log.entry", 30)
        self.env.invalidate_all()

        def shift_twin(one):
            past = bool(one.date_end and one.date_end <= self.now)
            worked = past and any(
                log.begun_on
                and one.staff_id in log.staff_ids
                and (log.post_id, log.shift_type_id, log.date)
                == (one.post_id, one.shift_type_id, one.date)
                for log in logs
            )
            first = one.planned_staff_id
            return {
                "shift_count": 1,
                "past_count": past,
                "worked_count": worked,
                "absent_count": past and not worked,
                "swapped_count": bool(first and first != one.staff_id),
                "support_count": one.is_support,
                "hours": one.hours,
                "worked_hours": one.hours if worked else 0,
            }

        published = shifts.filtered(lambda s: s.roster_state == "published")
        self.assertTrue(any(shift_twin(one)["worked_count"] for one in published))
        self._compare(
            "property.duty.shift.report",
            published,
            shift_twin,
            ("estate_id", "estate_id"),
            ("staff_id", "staff_id"),
        )

        def log_twin(one):
            arrivals = handovers.filtered(lambda h: h.log_in_id == one)
            departures = handovers.filtered(lambda h: h.log_out_id == one)
            own = entries.filtered(lambda e: e.log_id == one)
            late = sum(arrivals.mapped("late_minutes"))
            ended = bool(
                one.begun_on and one.state in ("handed_over", "closed", "missed")
            )
            signed = departures and all(h.state == "done" for h in departures)
            return {
                "log_count": 1,
                "begun_count": bool(one.begun_on),
                "ended_count": ended,
                "missed_count": one.state == "missed",
                "late_count": late > 0,
                "late_minutes": late,
                "short_count": any(arrivals.mapped("is_short")),
                "unsigned_count": ended and not signed,
                "refusal_count": sum(departures.mapped("refusal_count")),
                "read_count": bool(ended and one.read_on),
                "entry_count": len(own),
                "pending_count": len(own.filtered(lambda e: e.state == "pending")),
                "major_count": len(own.filtered("is_major")),
                "cash_difference": sum(departures.mapped("cash_difference")),
            }

        self._compare(
            "property.duty.log.report",
            logs.filtered(
                lambda r: r.begun_on or (r.date_start and r.date_start <= self.now)
            ),
            log_twin,
            ("estate_id", "estate_id"),
            ("post_id", "post_id"),
        )

    # === Visits ===

    def test_visits(self):
        """VIS, SAT: visits made, judgements, opinions taken up."""
        visits = self._rows("property.visit", 30)
        tickets = self._rows("helpdesk.ticket", 5, property_estate_id=self.estate.id)
        opinions = self._rows("property.visit.opinion", 30)
        self.assertTrue(tickets)

        def visit_twin(one):
            overdue = bool(
                one.state == "planned" and one.date and one.date < self.today
            )
            level = one.satisfaction_level if one.state == "done" else 0
            return {
                "visit_count": 1,
                "due_count": overdue or one.state in ("done", "not_met"),
                "done_count": one.state == "done",
                "not_met_count": one.state == "not_met",
                "overdue_count": overdue,
                "attempt_count": one.attempt_count,
                "opinion_count": one.opinion_count,
                "rated_count": level > 0,
                "satisfied_count": level >= 4,
                "accepted_count": level >= 3,
                "score": level or None,
            }

        self._compare(
            "property.visit.report",
            visits.filtered(lambda v: v.state != "cancelled"),
            visit_twin,
            ("estate_id", "estate_id"),
            ("kind", "kind"),
            ("staff_id", "staff_id"),
        )

        def opinion_twin(one):
            taken = bool(one.ticket_id)
            return {
                "opinion_count": 1,
                "beyond_count": one.is_beyond,
                "taken_up_count": taken,
                "settled_count": taken and one.state == "settled",
                "fed_back_count": taken and one.is_fed_back,
            }

        self._compare(
            "property.opinion.report",
            opinions,
            opinion_twin,
            ("estate_id", "estate_id"),
            ("kind", "kind"),
        )

    # === Patrols ===

    def test_patrols(self):
        """PAT: rounds on time, findings put right."""
        self._rows("helpdesk.ticket", 5, property_estate_id=self.estate.id)
        rounds = self._rows("property.patrol.round", 30)
        findings = self._rows("property.patrol.finding", 30)

        def round_twin(one):
            done = one.state == "done"
            over = one.state in ("planned", "running") and one.date_to < self.now
            missed = one.state == "missed" or over
            return {
                "round_count": 1,
                "due_count": done or missed,
                "done_count": done,
                "on_time_count": bool(
                    done and one.done_on and one.done_on <= one.date_to
                ),
                "missed_count": missed,
                "check_count": one.check_count,
                "skipped_count": one.skipped_count,
                "by_hand_count": one.by_hand_count,
                "finding_count": one.finding_count,
                "minutes": minutes(one.started_on, one.done_on),
            }

        self._compare(
            "property.patrol.report",
            rounds.filtered(lambda r: r.state != "cancelled"),
            round_twin,
            ("estate_id", "estate_id"),
            ("route_id", "route_id"),
        )

        def finding_twin(one):
            settled = one.state == "settled"
            until = one.settled_on or one.ticket_id.closed_date
            taken = part(minutes(one.found_on, until), 1440)
            return {
                "finding_count": 1,
                "open_count": one.state == "open",
                "settled_count": settled,
                "request_count": bool(one.ticket_id),
                "external_count": one.kind_id.is_external,
                "settle_days": taken if settled else None,
            }

        self._compare(
            "property.finding.report",
            findings,
            finding_twin,
            ("estate_id", "estate_id"),
            ("kind_id", "kind_id"),
        )

    # === Routines and quality ===

    def test_routines(self):
        """GOV-01: compliance by control point, of the periods that have ended."""
        self.pools["property.control.point"] = list(
            self.env["property.control.point"].search([])
        )
        periods = self._rows("property.routine.period", 30)

        def twin(one):
            return {
                "period_count": 1,
                "met_count": one.is_met,
                "unmet_count": not one.is_met,
                **{
                    name: one[name]
                    for name in ("required", "done", "population", "miss_count")
                },
                "problem_count": bool(one.problem),
                "done_percent": one.done_percent,
            }

        self._compare(
            "property.routine.report",
            periods.filtered(lambda p: p.state == "closed"),
            twin,
            ("estate_id", "estate_id"),
            ("control_point_id", "control_point_id"),
        )

    def test_quality(self):
        """QA-01 to QA-09: checks and non-conformities."""
        checks = self._rows("property.quality.check", 20)
        findings = self._rows("property.quality.nonconformity", 30)

        def check_twin(one):
            own = findings.filtered(
                lambda f: f.check_id == one and f.state != "dropped"
            )
            return {
                "check_count": 1,
                "clean_count": not one.failed_count and not own,
                "failed_count": one.failed_count,
                "nonconformity_count": len(own),
                "open_count": len(own.filtered(lambda f: f.state != "done")),
                "published_count": bool(one.published_on),
                "score": one.score,
            }

        self._compare(
            "property.quality.report",
            checks.filtered(lambda c: c.state == "done"),
            check_twin,
            ("estate_id", "estate_id"),
            ("kind_id", "kind_id"),
        )

        def finding_twin(one):
            done = one.state == "done"
            due, corrected = one.deadline, one.corrected_on
            judged = bool(
                one.state in ("corrected", "done") and corrected and one.deadline
            )
            return {
                "nonconformity_count": 1,
                "open_count": not done,
                "overdue_count": bool(one.state == "open" and due and due < self.today),
                "corrected_count": judged,
                "in_time_count": judged and day_of(corrected) <= due,
                "closed_count": done,
                "reopened_count": one.reopen_count,
                "correct_days": part(minutes(one.found_on, corrected), 1440),
                "close_days": part(minutes(one.found_on, one.rechecked_on), 1440)
                if done
                else None,
            }

        self._compare(
            "property.nonconformity.report",
            findings.filtered(lambda f: f.state != "dropped"),
            finding_twin,
            ("estate_id", "estate_id"),
            ("staff_id", "staff_id"),
        )

    # === Staff ===

    def test_staff(self):
        """QA-05: what each person did in a month, from all areas."""
        own = {"property_estate_id": lambda: self.dice.choice(self.estates).id}
        self.estates = self.pools["property.estate"]
        tickets = self._rows("helpdesk.ticket", 20, **own)
        works = {
            name: self._rows(name, 30)
            for name in (
                "property.service.clock",
                "property.service.dispatch",
                "property.service.callback",
                "property.visit",
                "property.patrol.round",
                "property.quality.check",
                "property.quality.nonconformity",
                "property.appraisal.entry",
            )
        }
        works["property.complaint"] = self._rows("property.complaint", 10)
        for check in works["property.quality.check"]:
            self.env.cr.execute(
                "INSERT INTO property_quality_check_staff_rel VALUES (%s, %s)",
                [check.id, self.dice.choice(self.staff).id],
            )
        self.env.invalidate_all()
        self.totals = {}
        self._count_service(tickets, works)
        self._count_others(works)
        self.assertFigures(
            "property.staff.report",
            list(self.totals.values()),
            ("estate_id", "staff_id"),
        )

    def _add(self, who, estate, moment, **sums):
        """Add to the month of a person, given as staff or as user."""
        if who._name == "res.users":
            who = self.staff.filtered(lambda s: s.user_id == who)
        if not who or not moment or not estate:
            return
        day = day_of(moment) if hasattr(moment, "hour") else moment
        key = (who, estate, day.replace(day=1))
        model = self.env["property.staff.report"]
        names = [spec.split(":")[0] for spec in measures(model)]
        row = self.totals.setdefault(
            key, {**dict.fromkeys(names, 0), "staff_id": who, "estate_id": estate}
        )
        for name, number in sums.items():
            row[name] += number

    def _count_service(self, tickets, works):
        for one in tickets:
            at = one.property_estate_id
            received = one.property_received_on
            first = one.property_first_contact_id
            self._add(first, at, received, first_contact_count=1)
            self._add(one.user_id, at, received, handled_count=1)
            if one.closed:
                self._add(one.user_id, at, one.closed_date, closed_count=1)
        for one in works["property.service.clock"]:
            if one.measure != "escalation" and (one.state == "met" or one.is_late):
                self._add(
                    one.ticket_id.user_id,
                    one.estate_id,
                    one.started_on,
                    decided_count=1,
                    kept_count=int(not one.is_late),
                )
        for one in works["property.service.dispatch"]:
            if one.state in ("done", "closed"):
                self._add(
                    one.technician_id, one.estate_id, one.done_on, dispatch_count=1
                )
        for one in works["property.service.callback"]:
            at, called = one.estate_id, one.called_on
            if one.state in ("done", "unreached"):
                self._add(one.called_by_id, at, called, callback_count=1)
            if one.score > 0 and one.state != "cancelled":
                happy = int(one.score >= 4)
                self._add(
                    one.handler_id, at, called, rated_count=1, satisfied_count=happy
                )
        for one in works["property.complaint"]:
            self._add(
                one.respondent_id, one.estate_id, one.received_on, complaint_count=1
            )

    def _count_others(self, works):
        for one in works["property.visit"]:
            if one.state == "done":
                self._add(one.staff_id, one.estate_id, one.done_on, visit_count=1)
        for one in works["property.patrol.round"]:
            if one.state == "done":
                self._add(one.user_id, one.estate_id, one.done_on, patrol_count=1)
        for one in works["property.quality.check"]:
            if one.state == "done":
                self._add(one.staff_ids, one.estate_id, one.date, checked_count=1)
        for one in works["property.quality.nonconformity"]:
            if one.state != "dropped":
                self._add(
                    one.staff_id, one.estate_id, one.found_on, nonconformity_count=1
                )
        for one in works["property.appraisal.entry"]:
            if one.state in ("confirmed", "reversed"):
                self._add(one.staff_id, one.estate_id, one.date, points=one.points)
