"""What the delivered written reports count, from the base models, record by record.

Each twin names the dates, groups and conditions that a section may use beside its
measures; a section that asks for another fails and gets its twin here.
"""

from dateutil.relativedelta import relativedelta

from .figures_common import day_of, days, minutes, part
from .service_twins import ServiceTwins

SITE = ("permitted", "in_progress", "acceptance")
ENDED = ("archived", "rejected", "cancelled")
OPEN_DEFECTS = ("registered", "transferred", "repaired", "passed")


class WrittenTwins(ServiceTwins):
    def _twins(self, name):
        """Twins of all rows of an analysis in the company of the test, made once."""
        if name not in self.made:
            make = getattr(self, "_twins_" + name.split(".", 1)[1].replace(".", "_"))
            self.made[name] = list(make())
        return self.made[name]

    def _all(self, name, domain=()):
        records = self.env[name].with_context(active_test=False)
        return records.search([("company_id", "=", self.company.id), *domain])

    # === Service desk ===

    def _dimensions(self, ticket):
        return {
            **super()._dimensions(ticket),
            "date": ticket.property_received_on,
            "date_closed": ticket.closed_date,
            "channel_id": ticket.channel_id,
            "team_id": ticket.team_id,
            "user_id": ticket.user_id,
        }

    def _twins_request_report(self):
        return map(self._request_twin, self._all("helpdesk.ticket"))

    def _twins_target_report(self):
        for clock in self._all("property.service.clock"):
            if clock.measure != "escalation":
                yield {**self._target_twin(clock), "date": clock.started_on}

    def _twins_callback_report(self):
        for call in self._all("property.service.callback"):
            if call.state != "cancelled":
                yield {
                    **self._callback_twin(call),
                    "date": call.due_on,
                    "called_on": call.called_on,
                    "callback_kind": call.kind,
                    "user_id": call.handler_id,
                }

    def _twins_complaint_report(self):
        for complaint in self._all("property.complaint"):
            if complaint.ticket_id.property_kind == "complaint":
                yield {
                    **self._complaint_twin(complaint),
                    "responsible_team_id": complaint.responsible_team_id,
                }

    # === Visits ===

    def _twins_visit_report(self):
        for one in self._all("property.visit", [("state", "!=", "cancelled")]):
            done = one.state == "done"
            level = one.satisfaction_level if done else 0
            overdue = one.state == "planned" and one.date and one.date < self.today
            yield {
                "estate_id": one.estate_id,
                "date": one.date,
                "kind": one.kind,
                "staff_id": one.staff_id,
                "due_count": done or one.state == "not_met" or bool(overdue),
                "done_count": done,
                "opinion_count": one.opinion_count,
                "rated_count": level > 0,
                "satisfied_count": level >= 4,
            }

    def _twins_opinion_report(self):
        for one in self._all("property.visit.opinion"):
            taken = bool(one.ticket_id)
            yield {
                "estate_id": one.estate_id,
                "date": day_of(one.visit_id.done_on) or one.visit_id.date,
                "kind": one.kind,
                "category_id": one.category_id,
                "opinion_count": 1,
                "taken_up_count": taken,
                "settled_count": taken and one.state == "settled",
                "fed_back_count": taken and one.is_fed_back,
            }

    # === Money ===

    def _entries(self):
        return self._all(
            "account.move.line",
            [
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("property_unit_id", "!=", False),
            ],
        )

    def _twins_collection_report(self):
        for entry in self._entries():
            unit = entry.property_unit_id
            paid = bool(entry.move_id.origin_payment_id)
            yield {
                "estate_id": unit.estate_id,
                "building_id": unit.building_id,
                "date": entry.date,
                "amount_billed": 0 if paid else entry.balance,
                "amount_settled": 0 if paid else entry.balance - entry.amount_residual,
                "amount_received": -entry.balance if paid else 0,
                "amount_open": entry.amount_residual,
            }

    def _twins_arrears_report(self):
        for entry in self._entries().filtered("amount_residual"):
            unit, due = entry.property_unit_id, entry.date_maturity or entry.date
            late, owed = (self.today - due).days, entry.amount_residual
            payments = entry.matched_credit_ids.credit_move_id.mapped("date")
            lapses = max([due, *payments]) + relativedelta(years=3)
            left = (lapses - self.today).days if owed > 0 else None
            yield {
                "estate_id": unit.estate_id,
                "building_id": unit.building_id,
                "unit_id": unit,
                "age": self._age(late) if owed > 0 else "9_credit",
                "limitation": self._limitation(left),
                "dunned_on": False,
                "days_overdue": max(late, 0),
                "limitation_days": left,
                "amount_open": owed,
                "amount_overdue": owed if owed > 0 and late > 0 else 0,
            }

    def _age(self, late):
        for until, age in (
            *((0, "0_not_due"), (30, "1_30"), (90, "2_90")),
            *((180, "3_180"), (365, "4_365"), (1095, "5_1095")),
        ):
            if late <= until:
                return age
        return "6_more"

    def _limitation(self, left):
        if left is None:
            return None
        if left <= 90:
            return "1_lapsed" if left < 0 else "2_soon"
        return "3_year" if left <= 365 else "4_later"

    def _twins_billing_report(self):
        for charge in self._all("property.fee.charge", [("state", "=", "posted")]):
            entry = charge.move_line_id
            own = {
                "estate_id": charge.estate_id,
                "item_id": charge.item_id,
                "date": charge.date_start,
            }
            amounts = [(charge.amount, 0)]
            amounts += [(0, part.amount) for part in entry.matched_credit_ids]
            for billed, settled in amounts:
                yield {
                    **own,
                    "amount_billed": billed,
                    "amount_settled": settled,
                    "amount_open": billed - settled,
                }

    # === Ledgers ===

    def _twins_occupancy_report(self):
        units = self._all("property.unit", [("active", "=", True)])
        owned = self.env["property.occupancy"].search([("role", "=", "owner")])
        owned = owned.filtered(
            lambda o: (
                o.date_start <= self.today
                and (not o.date_end or o.date_end >= self.today)
            )
        )
        for unit in units:
            delivered, known = unit.state != "undelivered", unit in owned.unit_id
            yield {
                "estate_id": unit.estate_id,
                "state": unit.state,
                "unit_count": 1,
                "area": unit.area,
                "known_count": delivered and known,
                "unknown_count": delivered and not known,
            }

    def _twins_defect_report(self):
        for one in self._all("property.defect", [("state", "!=", "cancelled")]):
            is_open = one.state in OPEN_DEFECTS
            late = one.deadline and one.deadline < self.today
            yield {
                "estate_id": one.estate_id,
                "date": one.found_on,
                "responsible": one.responsible,
                "defect_count": 1,
                "open_count": is_open,
                "closed_count": one.state == "closed",
                "overdue_count": bool(one.state == "transferred" and late),
                "repeat_count": bool(one.repeat_of_id),
                "open_days": days(one.found_on, self.today) if is_open else None,
            }

    def _twins_key_report(self):
        loans = self._all("property.key.loan", [("state", "=", "out")])
        for one in self._all("property.key.set"):
            late = loans.filtered(
                lambda r, one=one: r.set_id == one and r.due_on and r.due_on < self.now
            )
            yield {
                "estate_id": one.estate_id,
                "custody_class_id": one.custody_class_id,
                "active": one.active,
                "set_count": 1,
                **{
                    name: one[name]
                    for name in ("copies_in", "copies_out", "copies_lost")
                },
                "copies_overdue": sum(
                    r.copies - r.copies_returned - r.copies_lost for r in late
                ),
            }

    def _twins_renovation_report(self):
        violations = self._all("property.renovation.violation")
        deposits = self._all(
            "property.deposit", [("res_model", "=", "property.renovation")]
        )
        for one in self._all("property.renovation"):
            at_work, last = one.state in SITE, one.permit_date_end
            found = violations.filtered(lambda v, one=one: v.renovation_id == one)
            held = deposits.filtered(lambda d, one=one: d.res_id == one.id)
            yield {
                "estate_id": one.estate_id,
                "state": one.state,
                "renovation_count": 1,
                "site_count": at_work,
                "ended_count": one.state in ENDED,
                "expired_count": bool(at_work and last and last < self.today),
                "open_violation_count": len(
                    found.filtered(lambda v: v.state not in ("closed", "withdrawn"))
                ),
                "deposit_held": sum(held.mapped("amount_held")),
            }

    # === Discipline and staff ===

    def _twins_routine_report(self):
        for one in self._all("property.routine.period", [("state", "=", "closed")]):
            yield {
                "estate_id": one.estate_id,
                "date_end": one.date_end,
                "control_point_id": one.control_point_id,
                "routine_id": one.routine_id,
                "period_count": 1,
                "met_count": one.is_met,
                "unmet_count": not one.is_met,
                **{name: one[name] for name in ("required", "done", "miss_count")},
            }

    def _findings(self):
        return self._all("property.quality.nonconformity", [("state", "!=", "dropped")])

    def _twins_nonconformity_report(self):
        for one in self._findings():
            done, corrected = one.state == "done", one.corrected_on
            judged = bool(
                one.state in ("corrected", "done") and corrected and one.deadline
            )
            yield {
                "estate_id": one.estate_id,
                "date": one.found_on,
                "staff_id": one.staff_id,
                "control_point_id": one.control_point_id,
                "nonconformity_count": 1,
                "open_count": not done,
                "closed_count": done,
                "corrected_count": judged,
                "in_time_count": judged and day_of(corrected) <= one.deadline,
                "reopened_count": one.reopen_count,
                "correct_days": part(minutes(one.found_on, corrected), 1440),
            }

    def _twins_staff_report(self):
        """A row a person and month, of what each did; here one a deed."""
        staff_of = {member.user_id: member for member in self.staff}
        names = ("points", "nonconformity_count", "complaint_count")
        nothing = dict.fromkeys((*names, "kept_count", "decided_count"), 0)

        def deed(who, estate, day, **sums):
            if who and estate and day:
                day = day.replace(day=1)
                yield {
                    **nothing,
                    **sums,
                    "staff_id": who,
                    "estate_id": estate,
                    "date": day,
                }

        for one in self._findings():
            at, day = one.estate_id, day_of(one.found_on)
            yield from deed(one.staff_id, at, day, nonconformity_count=1)
        for one in self._all("property.complaint"):
            at, day = one.estate_id, day_of(one.received_on)
            yield from deed(one.respondent_id, at, day, complaint_count=1)
        for one in self._all(
            "property.appraisal.entry", [("state", "in", ("confirmed", "reversed"))]
        ):
            yield from deed(one.staff_id, one.estate_id, one.date, points=one.points)
        for one in self._all("property.service.clock"):
            if one.measure != "escalation" and (one.state == "met" or one.is_late):
                yield from deed(
                    staff_of.get(one.ticket_id.user_id),
                    one.estate_id,
                    day_of(one.started_on),
                    decided_count=1,
                    kept_count=int(not one.is_late),
                )

    def _twins_attendance_report(self):
        for one in self._all("property.attendance.summary.line"):
            sums = {
                name: one[name]
                for name in (
                    *("shift_planned", "shift_worked", "shift_missed"),
                    *("shift_leave", "late_count", "hours_worked"),
                )
            }
            yield {
                **sums,
                "estate_id": one.estate_id,
                "date": one.date_start,
                "staff_id": one.staff_id,
                "post": one.post,
                "shift_judged": one.shift_worked + one.shift_missed + one.shift_leave,
            }
