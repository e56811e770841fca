"""Collection of the demo company: debtors who were asked to pay, months reconciled."""

import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

_logger = logging.getLogger(__name__)

# Days ago, by whom, means, result, days until the promised day, what was said.
DEMANDS = [
    (20, "assistant", "call", "promised", 5, "业主承诺发工资后缴清。"),
    (18, "assistant", "message", "unreached", 0, "短信已发送，未回复。"),
    (
        15,
        "administrator",
        "visit",
        "disputed",
        0,
        "业主反映楼道照明长期损坏，已转报修。",
    ),
    (12, "administrator", "visit", "reached", 0, "上门告知欠费明细，业主签收催缴单。"),
    (
        8,
        "supervisor",
        "notice",
        "refused",
        0,
        "书面催缴函送达，业主拒绝签收，保安见证。",
    ),
    (6, "assistant", "call", "promised", 10, "业主在外地，约定回来后到前台缴费。"),
    (2, "supervisor", "post", "reached", 0, "挂号信已妥投，回执存档。"),
]
WAITING = "约定本周上门。"
EXPLANATIONS = {
    "bills": "个别房屋待核实面积，下月补开账单。",
    "days": "当日收款已与次日合并盘点，盘点表存档。",
    "arrivals": "月末收款次月初到账，已与渠道对账单核对。",
    "bank": "付款人未注明房号，正在核实。",
    "carry": "上月签核后更正，原因见对账记录。",
    "items": "房屋更名后的尾差，已查明。",
    "flow": "已查明，见凭证。",
}


def enliven(env, estate):
    """Demands on debtors, one month signed off and the next one waiting for it."""
    logins = ("assistant", "administrator", "supervisor", "manager", "accountant")
    users = env["res.users"].search([("login", "in", logins)])
    people = {user.login: user for user in users}
    if people.keys() != set(logins):
        return
    _dun(env, estate, people)
    _reconcile(env, estate, people)
    _logger.info("%s: debtors and the month's reconciliation", estate.code)


def _dun(env, estate, people):
    today = fields.Date.context_today(estate)
    items = env["account.move.line"].search(
        [
            ("property_unit_id.estate_id", "=", estate.id),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("amount_residual", ">", 0),
            ("date_maturity", "<", today - timedelta(days=30)),
        ],
        order="date_maturity, id",
    )
    # The same debtor twice, as it happens: called first, visited afterwards.
    debtors = list(items.property_unit_id)
    units, others = debtors[: len(DEMANDS) - 1], debtors[len(DEMANDS) - 1 :]
    for unit, (days, login, method, result, promise, words) in zip(
        [*units, *units[:1]], DEMANDS, strict=False
    ):
        day = today - timedelta(days=days)
        demand = (
            env["property.dunning"]
            .with_user(people[login])
            .create(
                {
                    "unit_id": unit.id,
                    "date": day,
                    "user_id": people[login].id,
                    "method": method,
                    "result": result,
                    "content": words,
                    "promise_date": promise and day + timedelta(days=promise),
                }
            )
        )
        demand.action_done()
    for unit in others[:1]:
        env["property.dunning"].with_user(people["assistant"]).create(
            {"unit_id": unit.id, "method": "visit", "content": WAITING}
        )


def _reconcile(env, estate, people):
    """The month before the last is signed off; the last one waits for the manager."""
    first = fields.Date.context_today(estate).replace(day=1)
    books = env["property.fee.reconciliation"].with_user(people["accountant"])
    for back in (2, 1):
        record = books.create(
            {"estate_id": estate.id, "month": first - relativedelta(months=back)}
        )
        record.action_compute()
        for check in record.check_ids.filtered(lambda check: not check.is_ok):
            check.explanation = EXPLANATIONS[check.kind]
        record.action_submit()
        if back == 2:
            record.with_user(people["manager"]).action_sign_off()
