"""Patrols of the demo company: facilities, points, routes, and the rounds of a week.

Walked through the methods of the phone; for rounds of past days the times alone are
set back. One round was missed, and what was found has become requests.
"""

import logging
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

_logger = logging.getLogger(__name__)

LOGINS = ("assistant", "supervisor", "manager", "technician")
# Name, place, class.
FACILITIES = [
    ("1 号楼客梯", "1 号楼", "lift"),
    ("生活水泵 1#", "地下一层水泵房", "water"),
    ("消防泵组", "地下一层消防泵房", "fire"),
]
# Name, place, checklist, number of the facility.
POINTS = [
    ("1 号楼大堂", "首层", "public", None),
    ("1 号楼电梯厅", "首层", "facility", 0),
    ("地下车库出入口", "南门", "public", None),
    ("生活水泵房", "地下一层", "facility", 1),
    ("消防泵房", "地下一层", "facility", 2),
    ("中心花园", "小区中央", "environment", None),
    ("垃圾分类站", "北门旁", "environment", None),
]
# Name, kind, numbers of the points, who walks, when, in order.
ROUTES = [
    ("公共区域早巡", "public", (0, 1, 2), "assistant", {"hour_from": 9, "hour_to": 11}),
    (
        "设备设施巡检",
        "facility",
        (1, 3, 4),
        "technician",
        {"hour_from": 14, "hour_to": 17},
    ),
    (
        "保洁绿化巡查",
        "environment",
        (5, 6),
        "administrator",
        {"period": "week", "weekday": "2", "hour_from": 10, "hour_to": 12},
    ),
    (
        "项目经理质量巡检",
        "quality",
        (0, 3, 5, 6),
        "manager",
        {"period": "month", "month_day": 28, "hour_from": 9, "hour_to": 17},
    ),
]
# Days ago, number of the route, item that failed with its note.
WALKED = [
    (5, 0, None),
    (4, 0, ("light", "大堂西侧筒灯有两盏不亮")),
    (4, 1, None),
    (3, 1, ("leak", "2# 水泵轴封渗水")),
    (2, 0, ("clean", "电梯厅地面有水渍")),
    (2, 1, None),
    (1, 0, None),
    (1, 1, None),
]
MISSED = [(3, 0)]
VIOLATION = ("电动车停在大堂内充电", "已劝离并移至车棚，张贴提示", 2)


def enliven(env, estate):
    """Routes of the homes, and what was walked this week."""
    people = {
        login: env["property.staff"].search([("user_id.login", "=", login)], limit=1)
        for login in (*LOGINS, "administrator")
    }
    if not all(people.values()):
        return
    routes = _routes(env, estate, people, _points(env, estate))
    for days, number, failed in WALKED:
        _walk(env, routes[number], days, failed)
    for days, number in MISSED:
        _past_round(env, routes[number], days)
    env["property.patrol.round"]._property_follow_clock()
    for number, login in ((0, "assistant"), (1, "technician")):
        _under_way(routes[number].with_user(people[login].user_id))
    _logger.info("%s: %s patrol rounds", estate.code, len(WALKED) + len(MISSED))


def _points(env, estate):
    facilities = env["maintenance.equipment"].create(
        [
            {
                "name": name,
                "property_place": place,
                "property_estate_id": estate.id,
                "company_id": estate.company_id.id,
                "category_id": env.ref(
                    f"property_service.maintenance_equipment_category_{category}"
                ).id,
                "effective_date": fields.Date.today() - timedelta(days=1500),
            }
            for name, place, category in FACILITIES
        ]
    )
    return env["property.patrol.point"].create(
        [
            {
                "name": name,
                "place": place,
                "estate_id": estate.id,
                "template_id": env.ref(
                    f"property_service.checklist_template_patrol_{template}"
                ).id,
                "equipment_id": facility is not None and facilities[facility].id,
            }
            for name, place, template, facility in POINTS
        ]
    )


def _routes(env, estate, people, points):
    since = fields.Date.today() - timedelta(days=30)
    return env["property.patrol.route"].create(
        [
            {
                "name": name,
                "kind": kind,
                "estate_id": estate.id,
                "supervisor_id": people["supervisor"].id,
                "stop_ids": [
                    Command.create({"point_id": points[stop].id, "sequence": order})
                    for order, stop in enumerate(stops)
                ],
                "schedule_ids": [
                    Command.create(
                        {**times, "staff_id": people[login].id, "date_start": since}
                    )
                ],
            }
            for name, kind, stops, login, times in ROUTES
        ]
    )


def _past_round(env, route, days):
    """The round that the schedule had for a day gone by."""
    day = fields.Date.today() - timedelta(days=days)
    schedule = route.schedule_ids[:1]
    begin, end = schedule._property_hours(day)
    return env["property.patrol.round"]._property_make(
        [schedule._property_round_values(day, begin, end)]
    )


def _walk(env, route, days, failed):
    patrol = _past_round(env, route, days)
    patrol = patrol.with_user(patrol.staff_id.user_id).sudo(False)
    patrol.action_start()
    for check in patrol.check_ids:
        check._property_arrive("scan")
        line = check.checklist_id.line_ids.filtered(
            lambda line: failed and line.code == failed[0]
        )
        if line and not patrol.finding_ids:
            line.write({"result": "fail", "note": failed[1]})
        check.action_all_ok()
    words, measures, on_day = VIOLATION
    if days == on_day and route.kind == "public":
        env["property.patrol.finding"].with_user(patrol.env.user).create(
            {
                "name": words,
                "kind_id": env.ref("property_service.patrol_finding_kind_violation").id,
                "round_id": patrol.id,
                "place": "1 号楼大堂",
                "measures": measures,
            }
        )
    patrol.action_done()
    # Times of a patrol that is done are nobody's to write.
    _set_back(patrol.sudo())


def _under_way(route):
    """A round out of turn, begun just now: one point is done."""
    action = route.action_start_round()
    patrol = route.env["property.patrol.round"].browse(action["res_id"])
    patrol.check_ids[:1]._property_arrive("scan")
    patrol.check_ids[:1].action_all_ok()


def _set_back(patrol):
    """It was walked at its time; the steps were taken today."""
    begin = patrol.date_from + timedelta(minutes=10)
    patrol.write(
        {
            "started_on": begin,
            "done_on": begin + timedelta(minutes=12 * patrol.check_count),
        }
    )
    for number, check in enumerate(patrol.check_ids):
        arrived = begin + timedelta(minutes=12 * number)
        check.write(
            {"arrived_on": arrived, "checked_on": arrived + timedelta(minutes=6)}
        )
    patrol.finding_ids.write({"found_on": begin + timedelta(minutes=8)})
