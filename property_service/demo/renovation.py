"""Renovations of the demo company: a home at each step that a desk meets."""

import logging
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

_logger = logging.getLogger(__name__)

# Until which state, works by code, who runs the site, days planned.
SCENE = [
    ("draft", ("o_paint", "o_floor"), "刘师傅", 30),
    ("documents", ("o_tiles", "m_waterproof"), "马师傅", 60),
    ("review", ("o_electricity", "o_paint"), "高师傅", 45),
    ("agreement", ("o_ceiling", "o_partition"), "何师傅", 60),
    ("payment", ("o_joinery",), "罗师傅", 20),
    ("permitted", ("o_paint", "o_aircon"), "郭师傅", 30),
    ("in_progress", ("o_tiles", "o_plumbing"), "唐师傅", 60),
    ("acceptance", ("o_paint",), "韩师傅", 15),
    ("recheck", ("o_floor",), "冯师傅", 15),
]
ORDER = [state for state, *_rest in SCENE]
# A picture of one point: whoever signs, signs with it.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dw"
    "HwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)
FEES = [("ZXGL", "装修管理费"), ("ZXLJ", "装修垃圾清运费")]
PRICES = {"ZXGL": 2.0, "ZXLJ": 4.0}


def build(env, estate):
    """Fees with rates, a contractor, and one case for each step."""
    people = _people(env)
    if not all(people.values()):
        return
    _rates(env, estate)
    contractor = _contractor(env, estate.company_id)
    homes = _homes(env, estate)
    for (state, works, site, days), row in zip(SCENE, homes, strict=False):
        case = _case(env, people["assistant"], row, works, site, days)
        if "m_waterproof" in works:
            case.contractor_id = contractor
        for step in ORDER[: ORDER.index(state)]:
            STEPS[step](case, people)
    _logger.info("%s: %s renovations", estate.code, len(SCENE))


def _people(env):
    logins = ("assistant", "supervisor", "manager", "cashier", "accountant")
    users = env["res.users"]
    return {login: users.search([("login", "=", login)]) for login in logins}


def _rates(env, estate):
    company = estate.company_id
    tax = env["property.setup"]._property_tax(company, 6)
    items = env["property.fee.item"].create(
        [
            {
                "code": code,
                "name": name,
                "kind": "renovation",
                "basis": "area",
                "company_id": company.id,
                "tax_ids": [Command.set(tax.ids)],
                "legal_basis": "《装修协议》第七条",
            }
            for code, name in FEES
        ]
    )
    rates = env["property.fee.rate"].create(
        [
            {
                "item_id": item.id,
                "estate_id": estate.id,
                "date_start": fields.Date.today() - timedelta(days=400),
                "price": PRICES[item.code],
                "document": "装修管理服务协议及价格公示",
            }
            for item in items
        ]
    )
    rates._property_put_in_force()


def _contractor(env, company):
    return env["res.partner"].create(
        {
            "name": "示例装饰工程有限公司",
            "is_company": True,
            "phone": "010-00000003",
            "company_id": company.id,
            "property_is_contractor": True,
            "property_qualification_number": "D211000001",
            "property_qualification_grade": "二级",
            "property_qualification_end": fields.Date.today() + timedelta(days=500),
        }
    )


def _homes(env, estate):
    """Owners of homes that are handed over and owe nothing, in the order of units."""
    rows = env["property.occupancy"].search(
        [
            ("estate_id", "=", estate.id),
            ("role", "=", "owner"),
            ("is_current", "=", True),
            ("unit_id.kind", "=", "home"),
            ("unit_id.state", "in", ("vacant", "occupied")),
            ("unit_id.handover_date", "<=", fields.Date.today()),
        ],
        order="unit_id, id",
    )
    # Deposits and keys of other scenes would stand in the way of these.
    busy = env["property.deposit"].search([]).unit_id
    busy |= rows.unit_id._property_keys_out().unit_id
    found, units = [], set(busy.ids)
    for row in rows:
        if row.unit_id.id not in units and row.unit_id.amount_overdue <= 0:
            units.add(row.unit_id.id)
            found.append(row)
        if len(found) == len(SCENE):
            break
    return found


def _case(env, assistant, row, works, site, days):
    today = fields.Date.today()
    kinds = [env.ref(f"property_service.renovation_work_kind_{code}") for code in works]
    return (
        env["property.renovation"]
        .with_user(assistant)
        .create(
            {
                "unit_id": row.unit_id.id,
                "applicant_id": row.partner_id.id,
                "date_start": today,
                "date_end": today + timedelta(days=days - 1),
                "site_manager": site,
                "site_phone": "19900008888",
                "work_ids": [Command.create({"kind_id": kind.id}) for kind in kinds],
            }
        )
    )


def _fill(checklist):
    for line in checklist.line_ids.filtered(lambda line: not line.result):
        answer = {"result": "ok"}
        if line.answer_type == "document":
            answer = {"doc_state": line.doc_target}
        if line.needs_signature:
            answer.update(signature=SIGNATURE, signed_by="业主代表")
        line.write(answer)


def _leave_draft(case, people):
    case.action_start_documents()


def _leave_documents(case, people):
    drawing = case.env["property.renovation.drawing"].create(
        {"renovation_id": case.id, "name": "平面布置图", "kind": "plan"}
    )
    drawing.attachment_ids = case.env["ir.attachment"].create(
        {
            "name": "平面布置图.txt",
            "raw": "示例图纸".encode(),
            "res_model": drawing._name,
            "res_id": drawing.id,
        }
    )
    _fill(case.file_checklist_id)
    case.action_submit()


def _leave_review(case, people):
    approval = case.sudo().approval_id  # each decides with the own rights
    for login in ("manager", "supervisor"):
        approval.with_user(people[login]).action_approve("同意")


def _leave_agreement(case, people):
    _fill(case.agreement_checklist_id)
    _fill(case.quality_checklist_id)
    case.action_sign_agreement()


def _leave_payment(case, people):
    """Fees and deposit at the counter, then the permit."""
    _fill(case.entry_checklist_id)
    if case.unbilled_total:
        case.action_bill_fees()
    journal = case.estate_id._property_collection_journal("cash")
    if case.fee_residual:
        _pay_fees(case, people["cashier"], journal)
    for deposit in case._property_deposits():
        deposit.with_user(people["cashier"])._property_receive(journal)
    case.action_issue_permit()


def _pay_fees(case, cashier, journal):
    receipts = case.env["property.receipt"].with_user(cashier)
    receipt = receipts.create(
        {
            "estate_id": case.estate_id.id,
            "unit_ids": [Command.set(case.unit_id.ids)],
        }
    )
    amount = receipt.amount_selected
    receipt.payment_ids = [Command.create({"journal_id": journal.id, "amount": amount})]
    receipt.action_post()


def _leave_permitted(case, people):
    case.action_post_permit()
    case.action_start_work()


def _leave_in_progress(case, people):
    case.action_report_completion()


def _leave_acceptance(case, people):
    _fill(case.acceptance_checklist_id)
    case.action_accept()


STEPS = {
    "draft": _leave_draft,
    "documents": _leave_documents,
    "review": _leave_review,
    "agreement": _leave_agreement,
    "payment": _leave_payment,
    "permitted": _leave_permitted,
    "in_progress": _leave_in_progress,
    "acceptance": _leave_acceptance,
}
