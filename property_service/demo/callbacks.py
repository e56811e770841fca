"""Callbacks, a complaint about who took it, phone messages and visitors of the demo.

Beside the callbacks that are due after the requests' scene some are made: satisfied,
and one that is not, whose request is opened again.
"""

import logging
from datetime import timedelta

from odoo import fields

from .requests import STEPS, _households, _register

_logger = logging.getLogger(__name__)

# What was asked for, how satisfied the customer is, what the customer said.
CALLED = [
    ("卫生间地漏返味", "5", ""),
    ("门禁卡失灵", "4", "师傅很热情，希望更快一些。"),
    ("厨房下水堵塞", "2", "修后第二天又堵，要求彻底疏通。"),
]
ABOUT_TAKER = [
    ("前台接待时边打电话边登记，态度敷衍", "已核实录音，属实，对当事人批评教育。"),
    ("反映前台多次转接无人答复", ""),
]
# Caller, what was said, hours ago, what came of it.
MESSAGES = [
    ("邢女士", "咨询商铺空置期物业费减免，请经理回电。", 30, ""),
    ("物流公司杜先生", "周五大件家具进场，预约货梯。", 5, ""),
    ("段先生", "投诉处理进度，请主管回复。", 20, "已回电说明进度，客户认可。"),
]
# Visitor, company, host, purpose, hours ago, whether gone.
VISITORS = [
    ("孔先生", "示例电梯维保有限公司", "工程部", "电梯月度保养", 5, True),
    ("施女士", "", "业主家属", "探访", 2, False),
    ("示例快修陶师傅", "示例家电维修部", "业主", "空调维修", 1, False),
]


def enliven(env, estate):
    """What the desk has on its list beside requests."""
    people = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("assistant", "supervisor", "manager", "technician")
    }
    if not all(people.values()):
        return
    rows = _households(env, estate)[-20:]
    _called(env, people, rows)
    _complaints(env, people, rows[len(CALLED) :])
    _messages(env, people, estate)
    _visitors(env, people, rows[len(CALLED) + len(ABOUT_TAKER) :])
    _logger.info("%s: callbacks, messages and visitors", estate.code)


def _called(env, people, rows):
    for (words, level, opinion), row in zip(CALLED, rows, strict=False):
        ticket = _register(env, people, row, words, "repair", "r_water", "phone", 40)
        STEPS["closed"](ticket, people)
        callback = ticket.property_callback_ids.with_user(people["assistant"])
        callback._property_record(level, opinion, suggests=False)


def _complaints(env, people, rows):
    """Complaints that came to the person meant: the supervisor reviews (CMP-31)."""
    for (words, note), row in zip(ABOUT_TAKER, rows, strict=False):
        ticket = _register(
            env, people, row, words, "complaint", "c_service_attitude", "phone", 8
        )
        STEPS["accepted"](ticket, people)
        complaint = ticket.property_complaint_ids
        complaint._property_set_about(people["assistant"])
        if note:
            complaint.with_user(people["supervisor"])._property_review(note)


def _messages(env, people, estate):
    messages = env["property.service.message"].with_user(people["assistant"])
    now = fields.Datetime.now()
    for number, (caller, words, hours, outcome) in enumerate(MESSAGES):
        message = messages.create(
            {
                "estate_id": estate.id,
                "caller_name": caller,
                "phone": f"1990000777{number}",
                "recipient_id": people["manager" if not number else "supervisor"].id,
                "content": words,
                "taken_on": now - timedelta(hours=hours),
            }
        )
        if outcome:
            message.outcome = outcome
            message.action_returned()


def _visitors(env, people, rows):
    visitors = env["property.visitor"].with_user(people["assistant"])
    now = fields.Datetime.now()
    for (name, company, host, purpose, hours, has_left), row in zip(
        VISITORS, rows, strict=False
    ):
        visit = visitors.create(
            {
                "visitor": name,
                "phone": "19900006666",
                "company_name": company,
                "host": host,
                "purpose": purpose,
                "unit_id": row.unit_id.id,
                "is_announced": True,
                "arrived_on": now - timedelta(hours=hours),
            }
        )
        if has_left:
            visit.action_leave()
