"""Unit inspections and outstanding works of the demo company, through their steps."""

import base64
from io import BytesIO

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw

from odoo import fields

# Unit by unit: what fails at its inspection, in the inspector's words.
FOUND = [
    {
        "living.walls": "东侧墙面空鼓约 20 厘米",
        "bath.waterproof": "楼下天面有渗水痕迹",
        "balcony.railing": "栏杆底座螺栓松动",
    },
    {"kitchen.plumbing": "水槽下水接口渗漏", "bedroom1.openings": "窗扇密封条脱落"},
]


def enliven(env, estate):
    """Two inspected homes, one sheet under way, works at every step, ledgers seen."""
    assistant = env["res.users"].search([("login", "=", "assistant")]) or env.user
    buildings = env["property.building"].search([("estate_id", "=", estate.id)])
    buildings.completion_date = fields.Date.today() - relativedelta(years=1, months=2)
    homes = env["property.unit"].search(
        [
            ("estate_id", "=", estate.id),
            ("kind", "=", "home"),
            ("occupancy_ids.role", "=", "owner"),
        ],
        limit=len(FOUND) + 1,
        order="sort_key desc",
    )
    works = env["property.defect"]
    for unit, found in zip(homes, FOUND, strict=False):
        works |= _inspect(env, unit, found, assistant).defect_ids
    env["property.inspection"].with_user(assistant)._property_start(homes[-1])
    _follow(works.with_user(assistant))
    _confirm_ledgers(env, estate, assistant)


def _inspect(env, unit, found, user):
    sheet = env["property.inspection"].with_user(user)._property_start(unit)
    owner = sheet.partner_id.name or "业主"
    for line in sheet.checklist_id.line_ids:
        if line.answer_type == "measure":
            line.measure = 3.2
        elif line.needs_signature:
            line.write({"result": "ok", "signature": _drawing(), "signed_by": owner})
        elif line.code in found:
            line.write({"result": "fail", "note": found[line.code]})
            line.action_add_photo(f"{line.code}.png", _drawing())
        else:
            line.result = "ok"
    sheet.action_finish()
    return sheet


def _follow(works):
    """One refused, one signed, one to be signed, one with the developer, one new."""
    refused, signed, passed, told, *_new = works
    (refused | signed | passed | told).action_transfer()
    (refused | signed | passed).action_repaired()
    refused._property_check_repair("fail", "空鼓处未完全剔除，须重新处理")
    (signed | passed).action_pass()
    signed._property_sign_off(_drawing(), signed.partner_id.name or "业主")


def _confirm_ledgers(env, estate, user):
    statuses = env["property.ledger.status"].with_user(user)
    statuses.search([("estate_id", "=", estate.id)], limit=2).action_confirm()


def _drawing():
    """A stroke on white, for photos and signatures."""
    image = Image.new("RGB", (320, 200), "white")
    ImageDraw.Draw(image).line(
        [(30, 150), (120, 60), (200, 140), (290, 50)], "black", 4
    )
    stream = BytesIO()
    image.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()
