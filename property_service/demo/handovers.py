"""A delivery day of the demo company: owners at every step, and one who moves out."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .defects import _drawing

ITEMS = [("入户门钥匙", "key", 5), ("单元门禁卡", "card", 2), ("信报箱钥匙", "key", 2)]
SCRIPT = """
<p><b>问：物业费从什么时候开始交？</b><br/>答：以《费用缴纳告知书》写明的起费日为准。</p>
<p><b>问：验房发现问题怎么办？</b><br/>答：当场登记，当日转交地产客服，整改后请您复验签字。</p>
<p><b>问：钥匙可以留在服务中心吗？</b><br/>答：可以，请签署《单元钥匙托管承诺书》。</p>
"""


def enliven(env, estate):
    """Four owners on a delivery day of today, a risk note, the script, a move-out."""
    desk, head = (_user(env, login) for login in ("assistant", "supervisor"))
    env["property.handover.item.kind"].create(
        [
            {"estate_id": estate.id, "name": name, "kind": kind, "quantity": quantity}
            for name, kind, quantity in ITEMS
        ]
    )
    _script(env, estate, desk, head)
    homes = env["property.unit"].search(
        [("estate_id", "=", estate.id), ("state", "=", "undelivered")], limit=4
    )
    if homes:
        _delivery_day(env, estate, homes, desk, head)
    _move_out(env, estate, desk)


def _user(env, login):
    found = env["res.users"].search([("login", "=", login)], limit=1)
    return found or env.ref("base.user_admin")


def _script(env, estate, desk, head):
    script = (
        env["property.handover.script"]
        .with_user(head)
        .create({"name": "入住统一答词", "estate_id": estate.id, "body": SCRIPT})
    )
    script.action_publish()
    script.with_user(desk).action_acknowledge()


def _delivery_day(env, estate, homes, desk, head):
    day = (
        env["property.handover.batch"]
        .with_user(head)
        .create(
            {
                "name": "集中交房",
                "estate_id": estate.id,
                "place": "客户服务中心大厅",
                "unit_ids": [Command.set(homes.ids)],
            }
        )
    )
    day.action_create_cases()
    morning = fields.Datetime.now().replace(hour=1, minute=0, second=0, microsecond=0)
    day._property_add_slots(morning, morning + timedelta(hours=3), 60, 2)
    day.action_assign_slots()
    day.action_open()
    env["property.handover.risk"].with_user(desk).create(
        {
            "batch_id": day.id,
            "kind": "group",
            "description": "多位业主询问地库漏水的整改时间，情绪较激动。",
        }
    )
    cases = day.handover_ids.with_user(desk).sorted("appointment")
    for number, case in enumerate(cases):
        _receive(env, case, number)


def _receive(env, case, steps):
    """The owner of the first case has not come; each further one is a step ahead."""
    if not steps:
        return
    if not case.partner_id:
        buyer = env["res.partner"].create({"name": "示例购房人"})
        case.partner_id = buyer
        case.person_ids = [
            Command.create({"partner_id": buyer.id, "role": "owner", "share": 100})
        ]
    case.action_start()
    for step in case.step_ids.sorted("sequence")[: steps - 1]:
        if case._property_missing_papers(step):
            case.action_papers_here()
        if step.type_id.check_payments:
            for payment in case.payment_ids:
                payment.reference = f"ZX-{case.name}"
                payment.action_paid()
        case.action_next_step()
    case.participant_ids = [
        Command.create(
            {"name": case.partner_id.name, "party": "owner", "signature": _drawing()}
        )
    ]


def _move_out(env, estate, desk):
    """A tenant whose lease ends soon."""
    unit = env["property.unit"].search(
        [("estate_id", "=", estate.id), ("state", "=", "leased")], limit=1
    )
    if unit:
        env["property.handover"].with_user(desk).create(
            {
                "unit_id": unit.id,
                "kind": "move_out",
                "reason": "lease_end",
                "date": fields.Date.today() + timedelta(days=5),
            }
        ).action_start()
