"""The visits of the month in the demo company: planned, approved, and some made."""

import logging

from odoo import fields
from odoo.fields import Command

_logger = logging.getLogger(__name__)

# How satisfied, what was said, opinions: words, what they become, beyond the centre.
TALKS = [
    ("5", "对前台服务满意，希望多组织亲子活动。", []),
    ("4", "家中老人独居，已登记紧急联系人。", [("楼道扶手松动", "repair", False)]),
    (
        "3",
        "对车位紧张有意见。",
        [("建议增设访客临时车位", "suggestion", False)],
    ),
    (
        "2",
        "认为外墙渗水多次维修未根治。",
        [("多户外墙渗水，需公司统一维修", "repair", True)],
    ),
    ("5", "对保洁、绿化均满意。", []),
]
TOPICS = ("living", "service", "repair", "safety")


def enliven(env, estate):
    """A plan of this month, made by the supervisor and approved by the manager."""
    users = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("assistant", "supervisor", "manager")
    }
    if not all(users.values()):
        return
    _key_customer(env, estate)
    plan = (
        env["property.visit.plan"]
        .with_user(users["supervisor"])
        .create(
            {
                "estate_id": estate.id,
                "month": fields.Date.today(),
                "focus": "冬季用火用电安全、供暖情况",
            }
        )
    )
    plan.action_draw()
    plan.action_request_approval()
    plan.with_user(users["manager"]).action_approval_approve()
    regular = plan.visit_ids.filtered(lambda visit: visit.kind == "regular")
    regular = regular.sorted("date")
    for visit, talk in zip(regular, TALKS, strict=False):
        _made(visit.with_user(users["assistant"]), *talk)
    regular[len(TALKS) :][:1].with_user(users["assistant"]).action_not_met()
    _logger.info("%s: %s visits planned", estate.code, len(plan.visit_ids))


def _key_customer(env, estate):
    row = env["property.occupancy"].search(
        [
            ("estate_id", "=", estate.id),
            ("is_current", "=", True),
            ("unit_id.state", "=", "occupied"),
        ],
        order="unit_id desc",
        limit=1,
    )
    row.partner_id.property_is_key_customer = True


def _made(visit, satisfaction, note, opinions):
    topics = [visit.env.ref(f"property_service.visit_topic_{name}") for name in TOPICS]
    visit.write(
        {
            "topic_ids": [Command.set([topic.id for topic in topics])],
            "satisfaction": satisfaction,
            "contact_name": visit.partner_id.name or "业主家属",
            "note": note,
            "opinion_ids": [
                Command.create({"name": words, "kind": kind, "is_beyond": is_beyond})
                for words, kind, is_beyond in opinions
            ],
        }
    )
    visit.action_done()
