"""Emergencies of the demo company: a lift, a pipe, drills, a notice, meetings.

Through the methods that the buttons call. Where the desk could not have done it today,
the day alone is set back.
"""

import logging
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

_logger = logging.getLogger(__name__)

NOTICES = [
    (
        "policy",
        "本月起装修垃圾清运改为每周二、五集中清运",
        "<p>业主咨询时请告知：装修垃圾须袋装并堆放在指定地点，每周二、周五上午集中清运，清运费标准不变。</p>",
    ),
    (
        "safety",
        "强降雨天气应急值守安排",
        "<p>请各岗位检查地下车库排水泵和沙袋；如发现积水，立即按《溢水处理流程》上报指挥中心。</p>",
    ),
]
LIFT = {
    "phenomenon": "1号梯停在3层与4层之间，轿厢内两人，情绪稳定。",
    "place": "1号楼1号梯",
    "plan": "监控持续安抚，已通知维保单位，安排专人在3层等候。",
}
LIFT_END = {
    "result": "维保人员25分钟内到场，两名被困业主安全离开，电梯停用检修。",
    "impact": "两名业主被困约30分钟，1号梯停运半天。",
    "cause": "门区感应器积灰，平层信号丢失。",
    "feedback": "被困业主、1号楼全体住户、工程部。",
}
MEASURES = [
    ("corrective", "更换1号梯门区感应器并复检", 2),
    ("preventive", "维保单位将感应器清洁列入半月维保项目", 10),
]
PIPE = {
    "phenomenon": "地下车库B区顶部喷淋管接头漏水，地面积水约2厘米。",
    "place": "地下车库B区",
    "plan": "已关闭分区阀门，工程人员在途，摆放警示牌。",
}


def enliven(env, estate):
    """A lift some days ago with its report, a pipe tonight, and what keeps in form."""
    users = env["res.users"]
    people = {
        login: users.search([("login", "=", login)])
        for login in ("assistant", "administrator", "supervisor", "manager")
    }
    if not all(people.values()):
        return
    _notices(env, estate, people)
    _lift(env, estate, people)
    _report(env, estate, people["assistant"], "overflow", PIPE).action_start()
    _drills(env, estate, people["supervisor"])
    _meetings(env, estate, people)
    _logger.info("%s: incidents, drills and meetings", estate.code)


def _notices(env, estate, people):
    for kind, name, body in NOTICES:
        notice = (
            env["property.staff.notice"]
            .with_user(people["supervisor"])
            .create({"estate_id": estate.id, "kind": kind, "name": name, "body": body})
        )
        notice.action_publish()
    notice.with_user(people["administrator"]).action_read()


def _report(env, estate, user, code, values, **more):
    return (
        env["property.incident"]
        .with_user(user)
        .create(
            {
                "estate_id": estate.id,
                "type_id": env.ref(f"property_service.incident_type_{code}").id,
                **values,
                **more,
            }
        )
    )


def _lift(env, estate, people):
    began = fields.Datetime.now() - timedelta(days=4, hours=3)
    incident = _report(env, estate, people["assistant"], "lift", LIFT, date=began)
    incident.action_start()
    incident.with_user(people["manager"]).action_record()
    for minutes, text in (
        (12, "维保单位到场"),
        (27, "两名业主安全离开，送上热水并致歉"),
    ):
        incident.event_ids = [
            Command.create({"date": began + timedelta(minutes=minutes), "text": text})
        ]
    incident.write(LIFT_END)
    incident.action_close()
    today = fields.Date.today()
    incident.measure_ids = [
        Command.create(
            {
                "kind": kind,
                "name": name,
                "user_id": people["administrator"].id,
                "deadline": today + timedelta(days=days),
            }
        )
        for kind, name, days in MEASURES
    ]
    incident.action_analyse()
    # The hours follow from steps that were taken today.
    incident.sudo().write(
        {"reported_on": began, "closed_on": began + timedelta(minutes=45)}
    )


def _drills(env, estate, user):
    staff = env["property.staff"].search([("estate_ids", "in", estate.id)], limit=4)
    for days, code, result in ((33, "fire", "partly"), (3, "lift", "passed")):
        drill = (
            env["property.drill"]
            .with_user(user)
            .create(
                {
                    "estate_id": estate.id,
                    "type_id": env.ref(f"property_service.incident_type_{code}").id,
                    "kind": "night",
                    "date": fields.Datetime.now() - timedelta(days=days),
                    "participant_ids": [Command.set(staff.ids)],
                    "result": result,
                    "findings": "一名新员工不清楚夜间信息转出流程，已现场培训。"
                    if result == "partly"
                    else False,
                }
            )
        )
        drill.action_all_ok()
        drill.action_done()


def _meetings(env, estate, people):
    staff = env["property.staff"].search([("estate_ids", "in", estate.id)], limit=4)
    meetings = env["property.meeting"].with_user(people["administrator"])
    now = fields.Datetime.now()
    for days in (2, 1, 0):
        meetings.create(
            {
                "estate_id": estate.id,
                "kind": "pre_shift",
                "date": now - timedelta(days=days, hours=1),
                "attendee_ids": [Command.set(staff.ids)],
                "standards": "仪容仪表、接听电话三声内、首问负责制。",
            }
        ).action_held()
    meetings.create(
        {
            "estate_id": estate.id,
            "kind": "team",
            "subject": "周例会",
            "date": now - timedelta(days=3),
            "attendee_ids": [Command.set(staff.ids)],
            "minutes": "<p>通报上周回访满意度；讨论装修垃圾清运调整的宣传。</p>",
            "item_ids": [
                Command.create(
                    {
                        "name": "在各单元门口张贴清运通知",
                        "user_id": people["assistant"].id,
                        "deadline": fields.Date.today() + timedelta(days=2),
                    }
                )
            ],
        }
    ).action_held()
