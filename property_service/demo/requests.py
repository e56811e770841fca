"""The service desk of the demo company: a request at each step that a desk meets.

Through the methods that the desk's buttons call. Customers came some hours or days
ago, so that some requests are late, have gone up, or warn of a common problem.
"""

import logging
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .defects import _drawing

_logger = logging.getLogger(__name__)

# What the customer says, kind, category, channel, hours ago, until which step.
SCENE = [
    ("厨房水龙头滴水，关不紧", "repair", "r_water", "walk_in", 0.3, "new"),
    ("卫生间顶棚渗水，怀疑楼上漏水", "repair", "r_leak", "phone", 1.5, "assigned"),
    ("入户门锁打不开，钥匙拧不动", "repair", "r_doors", "phone", 2, "arrived"),
    ("客厅插座没电，已检查空开", "repair", "r_power", "app", 5, "worked"),
    ("对讲机听不到声音", "repair", "r_intercom", "phone", 26, "told"),
    ("阳台推拉门掉轨，关不上", "repair", "r_doors", "walk_in", 30, "closed"),
    ("暖气片不热，室温只有十五度", "repair", "r_heating", "phone", 60, "late"),
    ("墙面开裂，要求开发商处理", "repair", "r_wall", "letter", 200, "waiting"),
    ("询问装修保证金何时退还", "inquiry", "g_procedure", "phone", 3, "closed"),
    ("询问公共收益如何公示", "inquiry", "g_other", "online", 4, "waiting"),
    ("车位管理费为何上涨", "inquiry", "g_fee_question", "walk_in", 1, "accepted"),
    ("保安对访客态度生硬", "complaint", "c_service_attitude", "hotline", 4, "talked"),
    ("楼道垃圾两天没有清运", "complaint", "c_service_environment", "app", 27, "told"),
    ("楼上装修噪音，中午不停工", "complaint", "c_service_safety", "phone", 20, "late"),
    (
        "电动车在车棚被盗，要求调监控",
        "complaint",
        "c_emergency_vehicle",
        "phone",
        6,
        "new",
    ),
    (
        "要求拆除邻居合法安装的空调外机",
        "complaint",
        "g_neighbour",
        "letter",
        220,
        "cannot",
    ),
    ("希望在单元门口加装休息座椅", "suggestion", "g_other", "walk_in", 7, "accepted"),
    ("感谢王师傅周末上门抢修水管", "praise", "g_other", "phone", 50, "closed"),
    ("更换入户门锁芯", "paid_service", "r_doors", "walk_in", 28, "billed"),
    ("代收快递一件，本周出差", "convenience", "g_other", "phone", 9, "accepted"),
]
# The same matter in three homes of one building: an early warning follows.
COMMON = "电梯运行时异响，到站不平层"
PRICES = {"LOCK": 120.0, "LAMP": 30.0, "SOCKET": 40.0, "TAP": 50.0, "DRAIN": 80.0}


def enliven(env, estates):
    """Prices, the scene in the homes, and a shop of the mall."""
    people = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("assistant", "supervisor", "manager", "technician")
    }
    if not all(people.values()):
        return
    homes, mall = estates[0], estates[1:2]
    _prices(env, homes)
    rows = _households(env, homes)
    for (words, kind, category, channel, hours, step), row in zip(
        SCENE, rows, strict=False
    ):
        ticket = _register(env, people, row, words, kind, category, channel, hours)
        STEPS[step](ticket, people)
    _common(env, people, homes)
    for row in _households(env, mall)[:1]:
        ticket = _register(
            env,
            people,
            row,
            "店铺照明跳闸，影响营业",
            "repair",
            "r_power",
            "phone",
            0.5,
        )
        _assigned(ticket, people)
    _visitor(env, people, homes)
    _time_passes(env)
    _logger.info("%s: %s requests", homes.code, len(SCENE))


def _prices(env, estate):
    """Paid services, their prices in the homes, and how they are booked."""
    tax = env["property.setup"]._property_tax(estate.company_id, 6)
    env["property.fee.item"].create(
        {
            "code": "TYFW",
            "name": "特约服务费",
            "kind": "service",
            "basis": "quantity",
            "billing_time": "arrears",
            "company_id": estate.company_id.id,
            "tax_ids": [Command.set(tax.ids)],
            "legal_basis": "特约服务价目表",
        }
    )
    items = env["property.service.item"].search([("code", "in", list(PRICES))])
    env["property.service.price"].create(
        [
            {
                "item_id": item.id,
                "estate_id": estate.id,
                "price": PRICES[item.code],
            }
            for item in items
        ]
    )


def _households(env, estate):
    """Holders of units that were handed over, each unit once."""
    rows = env["property.occupancy"].search(
        [
            ("estate_id", "in", estate.ids),
            ("is_current", "=", True),
            ("unit_id.state", "in", ("occupied", "leased")),
            ("unit_id.kind", "in", ("home", "shop")),
            ("partner_id.phone", "!=", False),
        ],
        order="unit_id, id",
    )
    first = {}
    for row in rows:
        first.setdefault(row.unit_id, row)
    return list(first.values())


def _register(env, people, row, words, kind, category, channel, hours):
    prefix = "property_service.helpdesk_ticket"
    channels = {"phone": "helpdesk_mgmt.helpdesk_ticket_channel_phone"}
    return (
        env["helpdesk.ticket"]
        .with_user(people["assistant"])
        .create(
            {
                "name": words,
                "property_kind": kind,
                "property_unit_id": row.unit_id.id,
                "partner_id": row.partner_id.id,
                "category_id": env.ref(f"{prefix}_category_{category}").id,
                "channel_id": env.ref(
                    channels.get(channel, f"{prefix}_channel_{channel}")
                ).id,
                "property_received_on": fields.Datetime.now() - timedelta(hours=hours),
                "user_id": people["assistant"].id,
            }
        )
    )


def _common(env, people, estate):
    by_building = {}
    for row in _households(env, estate)[len(SCENE) :]:
        by_building.setdefault(row.unit_id.building_id, []).append(row)
    rows = max(by_building.values(), key=len, default=[])[:3]
    for number, row in enumerate(rows):
        ticket = _register(
            env, people, row, COMMON, "repair", "r_lift", "phone", 3 - number
        )
        if not number:
            _accepted(ticket, people)


def _visitor(env, people, estate):
    """Somebody without a unit, about a place of everybody's (SRV-29)."""
    env["helpdesk.ticket"].with_user(people["assistant"]).create(
        {
            "name": "访客在大堂滑倒，地面有积水",
            "property_kind": "repair",
            "property_estate_id": estate.id,
            "property_place": "1 号楼大堂",
            "partner_name": "访客郝女士",
            "property_caller_phone": "19900008888",
            "property_is_urgent": True,
            "category_id": env.ref(
                "property_service.helpdesk_ticket_category_r_public"
            ).id,
            "channel_id": env.ref(
                "property_service.helpdesk_ticket_channel_walk_in"
            ).id,
        }
    )


def _time_passes(env):
    """What fell due meanwhile is late and goes up, as every few minutes."""
    env.flush_all()
    clocks = env["property.service.clock"]
    while due := clocks._property_take_due(200):
        due._property_fall_due()


# === Steps ===


def _new(ticket, people):
    """Just registered."""


def _accepted(ticket, people):
    ticket.action_property_accept()


def _talked(ticket, people):
    _accepted(ticket, people)
    ticket._property_add_contact("phone", "已致歉，答应当天核实后回复。")
    ticket.action_property_start()


def _late(ticket, people):
    """Nobody has looked after it; it goes up when its time is over."""
    _accepted(ticket, people)


def _waiting(ticket, people):
    _accepted(ticket, people)
    ticket._property_add_contact("phone", "已说明需等待书面答复。")
    ticket._property_wait("等待相关单位书面答复")


def _assigned(ticket, people):
    action = ticket.action_property_dispatch()
    order = ticket.env["property.service.dispatch"].browse(action["res_id"])
    # Who has an order made need not see the list of staff.
    staff = ticket.env["property.staff"].sudo()
    order.technician_id = staff.search([("user_id", "=", people["technician"].id)])
    order.action_assign()
    return order


def _arrived(ticket, people):
    order = _assigned(ticket, people).with_user(people["technician"])
    order.action_accept()
    order.action_arrive()
    return order


def _worked(ticket, people):
    """The customer has signed; the desk has yet to look at it."""
    order = _arrived(ticket, people)
    order.write(
        {
            "result": "检查线路后更换配件，试用正常。",
            "confirm_name": ticket.partner_id.name,
            "confirm_signature": _drawing(),
        }
    )
    order.action_finish()
    return order.with_user(people["assistant"])


def _told(ticket, people):
    """Done, and the customer told; to be closed."""
    if ticket.property_kind == "repair":
        _worked(ticket, people)._property_check("现场查看，已修复。")
    ticket._property_finish("已处理完毕，现场恢复正常。")
    ticket._property_give_feedback("phone")


def _closed(ticket, people):
    _told(ticket, people)
    codes = ticket.env["property.service.close.code"]
    ticket._property_close(codes.search([("code", "=", "solved_satisfied")]))


def _billed(ticket, people):
    order = _arrived(ticket, people)
    item = order.env["property.service.item"].search([("code", "=", "LOCK")])
    order.line_ids = [Command.create({"item_id": item.id, "quantity": 1})]
    order.write(
        {
            "result": "更换锁芯一套，旧锁芯交还业主。",
            "confirm_name": ticket.partner_id.name,
            "confirm_signature": _drawing(),
        }
    )
    order.action_finish()
    order = order.with_user(people["assistant"])
    order._property_check("锁芯开启顺畅，业主确认收费。")
    order.action_bill()


def _cannot(ticket, people):
    """Only the manager ends what cannot be handled, with the reason (SLA-03)."""
    _accepted(ticket, people)
    codes = ticket.env["property.service.close.code"]
    ticket.with_user(people["manager"])._property_close(
        codes.search([("code", "=", "cannot_handle")]),
        "邻居外机安装位置符合规划，物业无权拆除，已建议双方协商或向社区反映。",
    )


STEPS = {
    "new": _new,
    "accepted": _accepted,
    "talked": _talked,
    "late": _late,
    "waiting": _waiting,
    "assigned": _assigned,
    "arrived": _arrived,
    "worked": _worked,
    "told": _told,
    "closed": _closed,
    "billed": _billed,
    "cannot": _cannot,
}
