"""The key cabinet of the demo company: kept, lent, overdue, lost, counted."""

import base64
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from odoo import fields

PLACES = [
    ("plant", "B1 配电房", 2),
    ("plant", "消防泵房", 2),
    ("plant", "电梯机房", 2),
    ("public", "屋面检修口", 1),
    ("public", "1 号楼大堂", 3),
    ("spare", "监控室备用", 1),
    ("locker", "寄存柜 01", 1),
    ("locker", "寄存柜 02", 1),
]
ENTRUSTED = 2
UNDELIVERED = 4


def enliven(env, estate):
    """A cabinet with every class of keys, and a day's work at the key desk."""
    assistant = env["res.users"].search([("login", "=", "assistant")]) or env.user
    env = env(user=assistant)
    # Cabinets are set up by supervisors.
    cabinet = (
        env["property.key.cabinet"]
        .sudo()
        .create(
            {
                "estate_id": estate.id,
                "code": "A",
                "name": "前台钥匙柜",
                "location": "客户服务中心前台",
                "hook_count": 60,
            }
        )
        .sudo(False)
    )
    sets = _places(env, cabinet)
    _units(env, estate, cabinet)
    _lend(env, estate, sets)
    _lose(env, sets[4])


def _places(env, cabinet):
    classes = env["property.key.class"]
    return env["property.key.set"].create(
        [
            {
                "place": place,
                "name": place,
                "custody_class_id": classes._property_of_code(
                    code, cabinet.company_id
                ).id,
                "copies": copies,
                "cabinet_id": cabinet.id,
            }
            for code, place, copies in PLACES
        ]
    )


def _units(env, estate, cabinet):
    """Keys that owners entrusted, with their signature, and keys to hand over."""
    sets = env["property.key.set"]
    homes = [("estate_id", "=", estate.id), ("kind", "=", "home")]
    held = env["property.unit"].search(
        [*homes, ("occupancy_ids.role", "=", "owner"), ("handover_date", "!=", False)],
        limit=ENTRUSTED,
    )
    for unit in held:
        sets._property_register(unit, "entrusted", 1, cabinet_id=cabinet.id)
        undertaking = env["property.key.undertaking"].create(
            {
                "unit_id": unit.id,
                "purpose": "业主外出期间应急维修",
                "signature": _signature(),
                "signed_by": unit.owner_ids[:1].name,
            }
        )
        undertaking.action_sign()
    empty = env["property.unit"].search(
        [*homes, ("state", "=", "undelivered")], limit=UNDELIVERED
    )
    for unit in empty:
        sets._property_register(
            unit, "delivery", 3, cabinet_id=cabinet.id, content="入户门 3"
        )


def _lend(env, estate, sets):
    """One key out for the day, one since the day before yesterday."""
    staff = env["property.staff"].search([("post", "=", "technician")], limit=1)
    staff = staff or env["property.staff"].search([], limit=1)
    if not staff:
        return
    reason = env.ref("property_service.property_key_reason_patrol")
    loans = env["property.key.loan"]
    common = {"staff_id": staff.id, "reason_id": reason.id}
    loans |= loans.create({"set_id": sets[0].id, **common})
    late = fields.Datetime.now() - timedelta(days=2)
    loans |= loans.create({"set_id": sets[3].id, "due_on": late, **common})
    loans.action_lend()


def _lose(env, keys):
    loss = env["property.key.loss"].create(
        {
            "set_id": keys.id,
            "reported_by": "巡逻岗",
            "circumstances": "夜间巡楼途中遗失一把，已沿途寻找未果。",
        }
    )
    loss.action_report()
    loss.action_request_approval()


def _signature():
    image = Image.new("RGB", (160, 60), "white")
    draw = ImageDraw.Draw(image)
    draw.line([(10, 40), (50, 15), (80, 45), (150, 20)], fill="black", width=3)
    stream = BytesIO()
    image.save(stream, format="PNG")
    return base64.b64encode(stream.getvalue())
