"""Requests, time limits, callbacks and complaints, counted record by record."""

from datetime import timedelta

from odoo import fields


class ServiceTwins:
    """A dict a record, with what the analyses of the service desk say of it.

    ``now`` is the moment at which they are asked.
    """

    def _minutes(self, start, end):
        return max((end - start).total_seconds() / 60, 0) if start and end else None

    def _missed(self, clock):
        late = clock.state == "running" and clock.due_on and clock.due_on < self.now
        return bool(clock.is_late or late)

    def _clocks(self, ticket):
        return ticket.property_clock_ids.filtered(lambda c: c.measure != "escalation")

    def _dimensions(self, ticket):
        category = ticket.category_id
        while category.parent_id:
            category = category.parent_id
        return {
            "estate_id": ticket.property_estate_id,
            "kind": ticket.property_kind,
            "category_id": ticket.category_id or None,
            "main_category_id": category or None,
            "step": ticket.property_step,
            "unit_id": ticket.property_unit_id or None,
            "building_id": ticket.property_building_id or None,
            "is_urgent": ticket.property_is_urgent or None,
            "first_contact_id": ticket.property_first_contact_id or None,
            "date:month": fields.Datetime.context_timestamp(
                ticket, ticket.property_received_on
            ).strftime("%Y-%m"),
        }

    def _met(self, ticket, measure):
        clocks = ticket.property_clock_ids.filtered(
            lambda c: c.measure == measure and c.state == "met"
        )
        return min(clocks.mapped("met_on"), default=None)

    def _request_twin(self, ticket):
        start = ticket.property_received_on
        solved = ticket.property_done_on or ticket.closed_date
        solve = self._minutes(start, solved)
        clocks = self._clocks(ticket)
        missed = any(self._missed(c) for c in clocks)
        waiting = sum(
            self._minutes(p.started_on, p.ended_on or self.now)
            for p in ticket.property_pause_ids
        )
        is_open = not ticket.closed
        overdue = ticket.property_next_due and ticket.property_next_due < self.now
        return {
            **self._dimensions(ticket),
            "close_code_id": ticket.property_close_code_id or None,
            "is_open": is_open or None,
            "request_count": 1,
            "open_count": int(is_open),
            "closed_count": int(not is_open),
            "urgent_count": int(ticket.property_is_urgent),
            "overdue_count": int(bool(is_open and overdue)),
            "timed_count": int(missed or any(c.state == "met" for c in clocks)),
            "late_count": int(missed),
            "repeat_count": int(bool(ticket.property_repeat_of_id)),
            "reopened_count": int(not is_open and ticket.property_reopen_count > 0),
            "transfer_count": ticket.property_transfer_count,
            "direct_count": int(not is_open and ticket.property_handled_directly),
            "response_minutes": self._minutes(
                start, self._met(ticket, "first_response")
            ),
            "arrival_minutes": self._minutes(
                start, ticket.property_arrived_on or self._met(ticket, "on_site")
            ),
            "solve_hours": solve and solve / 60,
            "waiting_hours": waiting / 60,
            "net_solve_hours": None if solve is None else max(solve - waiting, 0) / 60,
            "open_days": self._minutes(start, self.now) / 1440 if is_open else None,
            "rating": None,
        }

    def _target_twin(self, clock):
        missed, met = self._missed(clock), clock.state == "met"
        minutes = self._minutes(clock.started_on, clock.met_on)
        late = (clock.met_on or self.now, clock.due_on)
        return {
            **self._dimensions(clock.ticket_id),
            "measure": clock.measure,
            "target_id": clock.target_id or None,
            "clock_count": 1,
            "decided_count": int(missed or met),
            "kept_count": int(met and not missed),
            "missed_count": int(missed),
            "running_count": int(clock.state in ("running", "paused") and not missed),
            "minutes": minutes,
            "net_minutes": None
            if minutes is None
            else max(minutes - clock.paused_seconds / 60, 0),
            "late_minutes": self._minutes(late[1], late[0]) if missed else None,
        }

    def _callback_twin(self, callback):
        called = callback.state in ("done", "unreached")
        reached = callback.state == "done"
        waits = callback.state == "open"
        delay = self._minutes(callback.closed_on, callback.called_on)
        return {
            **self._dimensions(callback.ticket_id),
            "level": callback.level or None,
            "caller_id": callback.called_by_id or callback.user_id or None,
            "callback_count": 1,
            "due_count": int(called or callback.due_on <= self.now),
            "called_count": int(called),
            "reached_count": int(reached),
            "in_time_count": int(reached and not callback.is_late),
            "late_count": int(
                callback.is_late or (waits and callback.due_on < self.now)
            ),
            "attempt_count": callback.attempt_count,
            "rated_count": int(callback.score > 0),
            "satisfied_count": int(callback.score >= 4),
            "accepted_count": int(callback.score >= 3),
            "unsatisfied_count": int(callback.is_unsatisfied),
            "reopened_count": int(callback.has_reopened),
            "score": callback.score or None,
            "delay_hours": None if delay is None else delay / 60,
        }

    def _liability(self, complaint):
        if complaint.cause_kind in ("third_party", "misunderstanding"):
            return "not_ours"
        if complaint.responsible_staff_id or complaint.responsible_team_id:
            return "ours"
        return "not_ours" if complaint.cause_kind else "open"

    def _complaint_twin(self, complaint):
        ticket = complaint.ticket_id
        start = ticket.property_received_on
        told = ticket.property_contact_ids.filtered(lambda c: not c.is_incoming)
        moments = told.mapped("date")
        if ticket.property_feedback_on:
            moments.append(ticket.property_feedback_on)
        feedback = min(moments, default=None)
        due = start + timedelta(hours=4)
        hours = self._minutes(start, feedback)
        solve = self._minutes(start, ticket.property_done_on or ticket.closed_date)
        closed, code = bool(ticket.closed), ticket.property_close_code_id
        return {
            **self._dimensions(ticket),
            "class_id": complaint.class_id,
            "cause_kind": complaint.cause_kind or None,
            "liability": self._liability(complaint),
            "complaint_count": 1,
            "open_count": int(not closed),
            "closed_count": int(closed),
            "satisfied_count": int(closed and code.is_satisfied),
            "unsolved_count": int(closed and code.is_unsolved),
            "ours_count": int(self._liability(complaint) == "ours"),
            "late_count": int(any(self._missed(c) for c in self._clocks(ticket))),
            "repeat_count": int(complaint.is_repeat),
            "reopened_count": int(ticket.property_reopen_count > 0),
            "difficult_count": int(complaint.is_difficult),
            "apology_count": int(complaint.is_apology_given),
            "incomplete_count": int(complaint.is_incomplete),
            "urged_count": complaint.urged_count,
            "feedback_due_count": int(bool(feedback) or due < self.now),
            "feedback_in_time_count": int(bool(feedback) and feedback <= due),
            "feedback_hours": None if hours is None else hours / 60,
            "solve_hours": solve and solve / 60,
            "amount_compensated": 0,
        }
