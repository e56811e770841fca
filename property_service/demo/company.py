"""Builds the demo company as its users would: by import, billing and collection.

Dates are relative to today, so that lists look alive whenever it is built; the network
is not needed.
"""

import base64
import logging
from datetime import timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools.misc import file_path

from . import (
    appraisal,
    callbacks,
    collection,
    defects,
    deposits,
    duties,
    handovers,
    history,
    incidents,
    keys,
    patrols,
    quality,
    renovation,
    requests,
    routines,
    sites,
    visits,
    workbooks,
)

_logger = logging.getLogger(__name__)

COMPANY = "示例物业服务有限公司"
ESTATES = [
    ("JX", "锦绣家园", "residential", "示例市和平路 18 号", workbooks.HOMES),
    ("WX", "万象商业中心", "commercial", "示例市中心大道 66 号", workbooks.MALL),
]
LEGAL = {
    "物业服务费": "《前期物业服务合同》第 12 条",
    "生活垃圾清运费": "《前期物业服务合同》第 13 条",
    "车位管理费": "《车位使用协议》第 3 条",
    "商业物业管理费": "《商业物业服务合同》第 9 条",
    "租金": "《房屋租赁合同》第 4 条",
}
MONTHS = 3
# Of a hundred units, how many pay by bank and at the counter; the others owe.
BY_BANK, BY_COUNTER = 66, 14
COUNTER_RECEIPTS = 12
# What names no unit and no bill waits for the accountant.
UNKNOWN_TRANSFERS = [
    ("示例广告有限公司", "电梯广告位使用费", 1200.00),
    ("王女士", "停车费", 300.00),
    ("示例快递服务站", "场地费", 450.00),
]


def build(env):
    """Company, books, estates, units, people, fees, and three months billed."""
    company = _company(env)
    estates = _estates(env, company)
    env["property.setup"]._property_setup_company(company, estates)
    for estate, (*_rest, filename) in zip(estates, ESTATES, strict=True):
        _import(env, estate, filename)
    _fees(env, estates)
    for estate in estates:
        for back in range(MONTHS - 1, -1, -1):
            _bill(env, estate, back)
    env.flush_all()
    return estates


def enliven(env, estates):
    """Staff on their posts, money received, and what a desk meets in a day."""
    _staff(env, estates)
    for estate in estates:
        source = Random(estate.code)
        payers = _payers(env, estate, source)
        _logger.info("%s: payments", estate.code)
        _pay_by_bank(env, estate, payers["bank"], source)
        _pay_at_counter(env, estate, payers["counter"][:COUNTER_RECEIPTS], source)
    _instructions(env, estates)
    _transfer(env, estates[0])
    defects.enliven(env, estates[0])
    keys.enliven(env, estates[0])
    handovers.enliven(env, estates[0])
    deposits.enliven(env, estates[0])
    renovation.build(env, estates[0])
    sites.enliven(env, estates[0])
    requests.enliven(env, estates)
    quality.enliven(env, estates[0])
    incidents.enliven(env, estates[0])
    callbacks.enliven(env, estates[0])
    patrols.enliven(env, estates[0])
    visits.enliven(env, estates[0])
    routines.enliven(env, estates[0])
    duties.enliven(env, estates[0])
    history.enliven(env, estates[0])
    appraisal.enliven(env, estates[0])
    # Last: what was signed off takes no more entries.
    collection.enliven(env, estates[0])
    env.flush_all()


def _company(env):
    company = env.company
    with open(file_path("property_service/static/description/icon.png"), "rb") as icon:
        logo = base64.b64encode(icon.read())
    company.write(
        {
            "name": COMPANY,
            "logo": logo,
            "country_id": env.ref("base.cn").id,
            "currency_id": env.ref("base.CNY").id,
            "street": "示例市和平路 18 号",
            "phone": "010-00000000",
        }
    )
    env.ref("base.CNY").active = True
    return company


def _estates(env, company):
    developer = env["res.partner"].create(
        {
            "name": "示例置业开发有限公司",
            "is_company": True,
            "company_id": company.id,
            "phone": "010-00000001",
        }
    )
    return env["property.estate"].create(
        [
            {
                "code": code,
                "name": name,
                "kind": kind,
                "address": address,
                "phone": "010-00000002",
                "company_id": company.id,
                "developer_id": developer.id,
            }
            for code, name, kind, address, _file in ESTATES
        ]
    )


def _import(env, estate, filename):
    """One of the shipped workbooks, through the product's own importer."""
    with open(file_path(f"property_service/demo/{filename}"), "rb") as stream:
        content = stream.read()
    record = (
        env["property.import"]
        .with_context(property_import_inline=True)
        .create(
            {
                "estate_id": estate.id,
                "filename": f"{estate.name}.xlsx",
                "file": base64.b64encode(content),
                "date_default": fields.Date.today() - relativedelta(years=1),
            }
        )
    )
    _logger.info("%s: import", estate.code)
    record.action_check()
    if record.state == "ready":
        record.action_apply()
    if record.state != "applied":
        messages = record.issue_ids.mapped("message")[:5]
        raise RuntimeError(f"{filename}: {record.failure or messages}")


def _fees(env, estates):
    """Prices in force, with what allows them."""
    for item in env["property.fee.item"].search([]):
        item.legal_basis = LEGAL.get(item.name)
    rates = env["property.fee.rate"].search([("estate_id", "in", estates.ids)])
    rates.legal_basis = False
    for rate in rates:
        rate.write(
            {
                "document": "物业服务合同及价格公示",
                "legal_basis": rate.item_id.legal_basis,
            }
        )
    rates._property_put_in_force()


def _bill(env, estate, months_back):
    first = fields.Date.today().replace(day=1) - relativedelta(months=months_back)
    run = env["property.fee.run"].create(
        {
            "estate_id": estate.id,
            "date_start": first,
            "date_end": first + relativedelta(months=1, days=-1),
            "invoice_date": first,
            "date_due": first + timedelta(days=14),
        }
    )
    _logger.info("%s: billing of %s", estate.code, run.name)
    run._property_compute()
    run._property_post_now()


def _staff(env, estates):
    """One member of staff per login, tied to the estates; zones have their agents."""
    posts = {
        "assistant": "assistant",
        "administrator": "administrator",
        "supervisor": "supervisor",
        "manager": "manager",
        "technician": "technician",
        "cashier": "cashier",
        "accountant": "accountant",
    }
    staff = {}
    for number, (login, post) in enumerate(posts.items(), start=1):
        user = env["res.users"].search([("login", "=", login)])
        if not user:
            continue
        employee = env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "company_id": env.company.id}
        )
        staff[login] = env["property.staff"].create(
            {
                "employee_id": employee.id,
                "code": f"{number:03}",
                "post": post,
                "grade": "senior" if post == "manager" else "middle",
                "estate_ids": [Command.set(estates.ids)],
            }
        )
    if "manager" in staff:
        estates.manager_id = staff["manager"]
    zones = env["property.zone"].search([("estate_id", "in", estates.ids)])
    if zones and {"assistant", "supervisor"} <= staff.keys():
        zones[0].agent_id = staff["assistant"]
        (zones - zones[0]).agent_id = staff.get("administrator")
        zones.supervisor_id = staff["supervisor"]


def _payers(env, estate, source):
    """Units by how they pay: ``bank``, ``counter``; the others stay in arrears."""
    units = env["property.unit"].search(
        [("estate_id", "=", estate.id), ("occupancy_ids", "!=", False)]
    )
    found = {"bank": [], "counter": []}
    for unit in units:
        chance = source.randrange(100)
        if chance < BY_BANK:
            found["bank"].append(unit)
        elif chance < BY_BANK + BY_COUNTER:
            found["counter"].append(unit)
    return found


def _open_items(env, unit_ids):
    """Unit to its open receivable entries, oldest first."""
    items = env["account.move.line"].search(
        [
            ("property_unit_id", "in", unit_ids),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("amount_residual", ">", 0),
        ],
        order="date_maturity, id",
    )
    return items.grouped("property_unit_id")


def _pay_by_bank(env, estate, units, source):
    """Transfers that name the unit, matched by the product itself."""
    journal = estate._property_collection_journal("transfer")
    items = _open_items(env, [unit.id for unit in units])
    today = fields.Date.today()
    values = []
    for unit, lines in items.items():
        # Most pay all that is open in one transfer, some are a month behind.
        paid = lines if source.random() < 0.85 else lines[:-1]
        if not paid:
            continue
        last = paid[-1]
        day = last.date + timedelta(days=source.randint(0, 12))
        values.append(
            {
                "journal_id": journal.id,
                "date": min(day, today),
                "payment_ref": f"{estate.name} {unit.code} 物业费",
                "partner_name": last.partner_id.name,
                "amount": sum(paid.mapped("amount_residual")),
            }
        )
    values += [
        {
            "journal_id": journal.id,
            "date": today,
            "payment_ref": words,
            "partner_name": payer,
            "amount": amount,
        }
        for payer, words, amount in UNKNOWN_TRANSFERS
        if estate.kind == "residential"
    ]
    values.sort(key=lambda line: (line["date"], line["payment_ref"]))
    # The accountant reads the file, so that receipts bear a person's name.
    accountant = env["res.users"].search([("login", "=", "accountant")])
    books = env["account.bank.statement.line"].with_user(accountant or env.user)
    lines = books.create(values)
    _logger.info("%s: %s bank lines", estate.code, len(lines))
    lines._property_match()


def _pay_at_counter(env, estate, units, source):
    """Receipts of the counter: cash, WeChat Pay and Alipay."""
    if not units:
        return
    _logger.info("%s: %s counter receipts", estate.code, len(units))
    cashier = env["res.users"].search([("login", "=", "cashier")])
    receipts = env["property.receipt"].with_user(cashier or env.user)
    for number, unit in enumerate(units, start=1):
        method = source.choice(["cash", "cash", "wechat", "alipay"])
        receipt = receipts.create(
            {"estate_id": estate.id, "unit_ids": [Command.set(unit.ids)]}
        )
        if not receipt.amount_selected:
            receipt.unlink()
            continue
        journal = estate._property_collection_journal(method)
        payment = {"journal_id": journal.id, "amount": receipt.amount_selected}
        if method != "cash":
            payment["order_number"] = f"4200{estate.id:04}{number:016}"
        receipt.payment_ids = [Command.create(payment)]
        receipt.action_post()


def _instructions(env, estates):
    """Standing orders that show on the unit's screen."""
    texts = [
        ("away", "业主出差，信件暂存前台。"),
        ("refuse", "业主要求：未经本人电话确认不得放行访客。"),
        ("housekeeper", "保洁每周三上午上门，已登记。"),
        ("mail", "快递请代收至前台。"),
        ("enter_always", "允许工程人员入户检修空调，请提前电话通知。"),
    ]
    units = env["property.unit"].search(
        [("estate_id", "in", estates.ids), ("state", "in", ("occupied", "leased"))],
        limit=len(texts),
        order="id",
    )
    today = fields.Date.today()
    env["property.instruction"].create(
        [
            {
                "unit_id": unit.id,
                "kind": kind,
                "text": text,
                "date_start": today,
                "date_end": today + timedelta(days=30),
            }
            for unit, (kind, text) in zip(units, texts, strict=False)
        ]
    )


def _transfer(env, estate):
    """One home that has been sold this month (过户)."""
    paid = env["property.unit"].search(
        [("estate_id", "=", estate.id), ("kind", "=", "home"), ("state", "=", "vacant")]
    )
    supervisor = env["res.users"].search([("login", "=", "supervisor")])
    owed = _open_items(env, paid.ids)
    for unit in paid:
        owners = unit.occupancy_ids.filtered(lambda row: row.role == "owner")
        if unit in owed or len(owners) != 1:
            continue
        buyer = env["res.partner"].create(
            {
                "name": "许文静",
                "phone": "19900009999",
                "company_id": estate.company_id.id,
            }
        )
        transfers = env["property.transfer"].with_user(supervisor)
        transfer = transfers.create(
            {
                "unit_id": unit.id,
                "cutoff_date": fields.Date.today() - timedelta(days=1),
                "seller_ids": [Command.set(owners.partner_id.ids)],
                "line_ids": [Command.create({"partner_id": buyer.id, "share": 100})],
                "keys_checked": True,
            }
        )
        transfer.action_settle()
        transfer.action_done()
        return
