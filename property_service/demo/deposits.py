"""Deposits of the demo company: held, used in part, waiting to be paid out, returned.

Through the methods that the desk's buttons call, by the people who would press them.
"""

from datetime import timedelta

from odoo import fields

# How long ago each was taken, in days; the last one comes in today.
DAYS_AGO = (400, 200, 120, 60, 20, 3)
AMOUNT = 2000


def enliven(env, estate):
    """Renovation deposits of six homes of the estate."""
    people = _people(env)
    if not people:
        return
    deposits = _receive(env, estate, people)
    if len(deposits) < len(DAYS_AGO):
        return
    damaged, broken, returned, asked = deposits[:4]
    _deduct(env, people, damaged, 530, "搬运材料划伤电梯轿厢面板", forfeiture=False)
    _deduct(
        env, people, broken, 200, "未按协议时间施工，经两次书面通知", forfeiture=True
    )
    refund = _refund(people, returned)
    refund.with_user(people["cashier"]).action_pay()
    _refund(people, asked)


def _people(env):
    """The logins of the demo by their names, or nothing where they are missing."""
    names = ("cashier", "supervisor", "manager", "accountant")
    users = env["res.users"].search([("login", "in", names)])
    found = {user.login: user for user in users}
    return found if found.keys() == set(names) else {}


def _receive(env, estate, people):
    units = env["property.unit"].search(
        [
            ("estate_id", "=", estate.id),
            ("kind", "=", "home"),
            ("state", "in", ("occupied", "vacant")),
        ],
        order="id desc",
        limit=len(DAYS_AGO),
    )
    deposits = env["property.deposit"]
    till = estate._property_collection_journal("cash")
    today = fields.Date.today()
    for unit, days in zip(units, DAYS_AGO, strict=False):
        if not unit.payer_id:
            continue
        deposit = deposits._property_open("renovation", unit, unit.payer_id, AMOUNT)
        deposit.with_user(people["cashier"])._property_receive(
            till, today - timedelta(days=days)
        )
        deposits |= deposit
    return deposits


def _deduct(env, people, deposit, amount, reason, forfeiture):
    photo = (
        env["ir.attachment"]
        .with_user(people["supervisor"])
        .create({"name": "现场记录.txt", "raw": reason.encode()})
    )
    deduction = deposit.with_user(people["supervisor"])._property_deduct(
        amount,
        reason,
        photo,
        refusal_note="业主未到场签字，保安班长见证",
        forfeiture=forfeiture,
    )
    deduction.approval_id.with_user(people["manager"]).action_approve()
    deduction.with_user(people["accountant"]).action_post()


def _refund(people, deposit):
    deposit._property_release()
    refund = deposit.with_user(people["supervisor"])._property_refund(
        note="装修验收合格，收据原件已收回"
    )
    refund.approval_id.with_user(people["manager"]).action_approve()
    return refund
