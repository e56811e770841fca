"""Last month's appraisal in the demo company: attendance, entries, sheets, a case.

Through the methods that the buttons call. The people are made up.
"""

import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

_logger = logging.getLogger(__name__)

PEOPLE = ("assistant", "administrator", "supervisor", "technician")
LATE_ON, MISSED_ON = 3, 8  # which of the working days
# Who, what, on which day, in which words.
ENTRIES = [
    ("assistant", "praise", 6, "3-2-501 业主来电表扬：热情耐心，当天解决了水管问题"),
    ("assistant", "nonconformity_minor", 12, "接待登记表漏填来访时间"),
    ("technician", "praise", 9, "业主送锦旗：夜间抢修及时"),
    ("technician", "evasion", 15, "推说不属本岗位，客户等候两小时"),
    ("administrator", "reward", 20, "提出回访话术改进建议，已采用"),
]
LADDER = [(1, "criticism"), (2, "education"), (3, "transfer")]
OBJECTION = "登记表由接班同事保管，当天已补填，请核实。"
COMMENT = "服务态度好，登记还需细致；下月重点：准时接班。"


def enliven(env, estate):
    """A month that is over, with its sheets: one settled, one waits, one objection."""
    staff = {
        member.user_id.login: member
        for member in env["property.staff"].search([("user_id", "!=", False)])
    }
    if not staff.keys() >= set(PEOPLE):
        return
    month = fields.Date.today().replace(day=1) - relativedelta(months=1)
    _attendance(env, estate, staff, month)
    judge = staff["supervisor"].user_id
    entries = _entries(env, estate, staff, month, judge)
    _ladder(env, entries)
    _decide(entries, staff, judge)
    _sheets(env, estate, staff, month, judge)
    _logger.info("%s: appraisal of %s", estate.code, month)


def _attendance(env, estate, staff, month):
    """Two people at the desk on working days, checked in; once late, once missed."""
    if not env["property.duty.post"].search_count([("estate_id", "=", estate.id)]):
        env["property.duty.post"]._property_create_usual(estate)
    posts = env["property.duty.post"].search(
        [("estate_id", "=", estate.id), ("kind", "=", "front_desk")], limit=1
    )
    types = posts.need_ids.shift_type_id.sorted("time_from")
    if len(types) < 2 or env["property.duty.roster"].search_count(
        [("estate_id", "=", estate.id), ("month", "=", month)]
    ):
        return
    roster = env["property.duty.roster"].create(
        {"estate_id": estate.id, "month": month}
    )
    days = [month + timedelta(days=n) for n in range(28)]
    days = [day for day in days if day.weekday() < 5]
    shifts = env["property.duty.shift"].create(
        [
            {
                "roster_id": roster.id,
                "staff_id": staff[login].id,
                "post_id": posts.id,
                "shift_type_id": kind.id,
                "date": day,
            }
            for login, kind in (("assistant", types[0]), ("administrator", types[-1]))
            for day in days
        ]
    )
    # As if it had been planned and approved the month before.
    roster.state = "published"
    env["hr.attendance"].create(
        [
            {
                "employee_id": shift.staff_id.employee_id.id,
                "check_in": shift.date_start
                + timedelta(minutes=18 if shift.date == days[LATE_ON] else -5),
                "check_out": shift.date_end,
            }
            for shift in shifts
            if shift.date != days[MISSED_ON] or shift.staff_id != staff["assistant"]
        ]
    )


def _entries(env, estate, staff, month, judge):
    entries = env["property.appraisal.entry"].with_user(judge)
    for login, code, day, reason in ENTRIES:
        entries |= entries.create(
            {
                "estate_id": estate.id,
                "staff_id": staff[login].id,
                "date": month.replace(day=day),
                "rule_id": env.ref(f"property_service.appraisal_rule_{code}").id,
                "reason": reason,
            }
        )
    return entries


def _ladder(env, entries):
    """What the demo company's own rules say; the product ships none."""
    rule = entries.filtered(lambda entry: entry.kind == "evasion").rule_id
    env["property.discipline.measure"].create(
        [
            {
                "rule_id": rule.id,
                "nth": nth,
                "measure": measure,
                "basis": "《员工手册》第六章，已公示并经职工代表大会讨论",
            }
            for nth, measure in LADDER
        ]
    )


def _decide(entries, staff, judge):
    """All but one that the person objects to."""
    objected = entries.filtered(lambda entry: entry.kind == "nonconformity_minor")
    objected.with_user(staff["assistant"].user_id)._property_object(OBJECTION)
    (entries - objected).action_confirm()


def _sheets(env, estate, staff, month, judge):
    sheets = env["property.appraisal.sheet"].with_user(judge)
    made = sheets._property_make(estate, month)
    of_staff = {sheet.staff_id: sheet for sheet in made}
    done = of_staff[staff["administrator"]]
    done.comment = COMMENT
    done._property_undecided().action_confirm()
    done.action_review()
    done.with_user(staff["administrator"].user_id).action_acknowledge()
    waiting = of_staff[staff["technician"]]
    waiting._property_undecided().action_confirm()
    waiting.action_review()
    env["property.attendance.summary"]._property_open_due()
