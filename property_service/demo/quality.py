"""Quality checks of the demo company: what was found, corrected, and published.

Through the methods that the buttons call, so that what failed has become
non-conformities and entries in the appraisal.
"""

import logging
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .defects import _drawing

_logger = logging.getLogger(__name__)

# Kind, hours ago, what failed with its words, conclusion.
CHECKS = [
    ("duty", 30, {"record": "两条来电未登记房号"}, "值班记录不完整，已现场纠正。"),
    ("night", 20, {}, "在岗在位，记录完整。"),
    ("mystery", 8, {"farewell": "客户离开时未道别"}, "态度较好，送声需加强。"),
    ("appearance", 3, {"dress": "未佩戴胸卡"}, "仪容仪表基本符合要求。"),
    ("g6", 2, {}, "走访计划合理，户数不重复。"),
]


def enliven(env, estate):
    """Checks of two days by the supervisor, and one that is still under way."""
    people = {
        login: env["res.users"].search([("login", "=", login)])
        for login in ("assistant", "supervisor")
    }
    staff = env["property.staff"].search([("user_id", "=", people["assistant"].id)])
    if not all(people.values()) or not staff:
        return
    checks = env["property.quality.check"].with_user(people["supervisor"])
    found = [_check(checks, estate, staff, *row) for row in CHECKS]
    rows = [check.nonconformity_ids for check in found]
    (rows[0] | rows[2]).action_confirm()
    _correct(rows[0].with_user(people["assistant"]))
    rows[0].action_recheck_pass()
    rows[0].action_publish()
    _improve(rows[0])
    checks.create(
        {
            "kind_id": env.ref("property_service.quality_kind_environment").id,
            "estate_id": estate.id,
            "place": "服务中心前台",
        }
    )
    _logger.info("%s: quality checks", estate.code)


def _check(checks, estate, staff, code, hours, failed, conclusion):
    check = checks.create(
        {
            "kind_id": checks.env.ref(f"property_service.quality_kind_{code}").id,
            "estate_id": estate.id,
            "staff_ids": [Command.set(staff.ids)],
            "date": fields.Datetime.now() - timedelta(hours=hours),
            "place": "服务中心前台",
            "conclusion": conclusion,
        }
    )
    for line in check.checklist_id.line_ids:
        if line.code in failed:
            line.write({"result": "fail", "note": failed[line.code]})
            line.action_add_photo(f"{line.code}.png", _drawing())
    check.action_all_ok()
    check.action_done()
    return check


def _correct(row):
    row.write(
        {
            "cause": "交班前未逐条核对来电记录。",
            "correction": "补登房号，并逐条回电核实。",
            "prevention": "交接班时由双方核对当班来电记录。",
        }
    )
    row.action_corrected()


def _improve(row):
    item = row.env["property.quality.improvement"].create(
        {
            "name": "来电登记增加房号必填提示",
            "source": "check",
            "estate_id": row.estate_id.id,
            "nonconformity_id": row.id,
            "owner_id": row.staff_id.id,
            "deadline": fields.Date.today() + timedelta(days=14),
        }
    )
    item.action_accept()
