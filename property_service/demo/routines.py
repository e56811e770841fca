"""Routines of the demo company: the month's cards, plans, and what is written down."""

import logging

from odoo import fields
from odoo.fields import Command

_logger = logging.getLogger(__name__)

DONE = {
    "communication": "与3名客服助理逐一面谈，了解排班与压力情况。",
    "training": "组织《装修巡查要点》培训，参训7人。",
    "care": "看望生病员工并调整班次。",
}
PLANS = {
    "fee": ("本月收费率达到95%", [("上门催收拖欠三个月以上住户", "30户")]),
    "visit": ("走访比例不低于8%", [("走访重点客户", "5户"), ("走访独居老人", "10户")]),
    "activity": ("丰富社区文化生活", [("组织重阳节敬老活动", "1场")]),
}


def enliven(env, estate):
    """The supervisor's month: some tasks done in person, three plans, one approved."""
    users = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("administrator", "supervisor", "manager")
    }
    if not all(users.values()):
        return
    env["property.management.task"]._cron_property_management()
    env["property.routine"].search([])._property_open_due()
    _tasks(env, estate, users)
    _plans(env, estate, users)
    rule = env.ref("property_service.routine_subscription")
    env["property.routine.note"].with_user(users["administrator"]).create(
        {
            "routine_id": rule.id,
            "estate_id": estate.id,
            "text": "已为18户办理下半年报刊征订，清单存档。",
        }
    )
    env["property.routine.period"]._property_refresh()
    _logger.info("%s: the supervisor's month", estate.code)


def _tasks(env, estate, users):
    tasks = (
        env["property.management.task"]
        .with_user(users["supervisor"])
        .search([("estate_id", "=", estate.id), ("state", "=", "todo")])
    )
    for task in tasks:
        words = DONE.get(task.kind_id.code)
        if words and task.is_own:
            task.result = words
            task.action_done()
    tasks.filtered(lambda task: task.state == "done")[:1].with_user(
        users["manager"]
    ).action_seen()


def _plans(env, estate, users):
    plans = (
        env["property.department.plan"]
        .with_user(users["supervisor"])
        .create(
            [
                {
                    "estate_id": estate.id,
                    "kind": kind,
                    "month": fields.Date.today(),
                    "aim": aim,
                    "line_ids": [
                        Command.create({"name": name, "target": target})
                        for name, target in lines
                    ],
                }
                for kind, (aim, lines) in PLANS.items()
            ]
        )
    )
    plans.action_request_approval()
    plans[0].with_user(users["manager"]).action_approval_approve()
