"""Two people at one deposit at once: real transactions in a clone (REN-22)."""

import json

from odoo.tests import BaseCase, tagged

from .clones import database, run_odoo

SCRIPT = """
import base64, json
from psycopg2 import OperationalError
from odoo import api
from odoo.exceptions import UserError
from odoo.fields import Command

results = {}
company = env["res.company"].create(
    {"name": "Race", "country_id": env.ref("base.cn").id}
)
env.user.company_ids += company
env = env(context={"allowed_company_ids": company.ids})
estate = env["property.estate"].create({"name": "R", "code": "RC"})
env["property.setup"]._property_setup_company(company, estate)
building = env["property.building"].create(
    {"estate_id": estate.id, "name": "1", "code": "1"}
)
unit = env["property.unit"].create(
    {"code": "1-1-1", "building_id": building.id, "estate_id": estate.id}
)
payer = env["res.partner"].create({"name": "Payer"})
groups = {
    "asker": "property_service.property_service_group_supervisor",
    "approver": "property_service.property_service_group_manager",
    "one": "account.group_account_user",
    "two": "account.group_account_user",
}
users = {
    name: env["res.users"].create(
        {
            "name": name,
            "login": "race_" + name,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [
                Command.link(env.ref("base.group_user").id),
                Command.link(env.ref(group).id),
            ],
            "property_estate_ids": [Command.set(estate.ids)],
        }
    )
    for name, group in groups.items()
}

def deposit():
    new = env["property.deposit"]._property_open("pass", unit, payer, 2000)
    new._property_receive(estate._property_first_journal())
    return new

def approved(step):
    step.approval_id.with_user(users["approver"]).action_approve()
    return step

def refund(held):
    asker = held.with_user(users["asker"])
    return approved(asker._property_refund(note="lost"))

def forfeit(held, amount):
    photo = env["ir.attachment"].with_user(users["asker"]).create(
        {"name": "photo.png", "raw": b"photo"}
    )
    asker = held.with_user(users["asker"])
    return approved(
        asker._property_deduct(
            amount, "Damage", photo, refusal_note="refused", forfeiture=True
        )
    )

def session(step, user):
    cr = env.registry.cursor()
    return step.with_env(api.Environment(cr, users[user].id, dict(env.context)))

def attempt(step, method):
    try:
        with step.env.cr.savepoint():
            getattr(step, method)()
        return "done"
    except UserError as error:
        return str(error)
    except OperationalError:
        return "again"  # the server starts such a request anew

def close(step, commit):
    (step.env.cr.commit if commit else step.env.cr.rollback)()
    step.env.cr.close()

# One refund, two payers.
held = deposit()
asked = refund(held)
env.cr.commit()
first, second = session(asked, "one"), session(asked, "two")
second.state  # a transaction that began before the payment
results["first"] = attempt(first, "action_pay")
results["second_meanwhile"] = attempt(second, "action_pay")
close(first, True)
results["second_after"] = attempt(second, "action_pay")
close(second, False)
late = session(asked, "two")
results["second_anew"] = attempt(late, "action_pay")
close(late, False)

# A refund of all and a forfeiture of all.
other = deposit()
asked, kept = refund(other), forfeit(other, 2000)
env.cr.commit()
first, second = session(kept, "one"), session(asked, "two")
results["kept"] = attempt(first, "action_post")
results["refund_meanwhile"] = attempt(second, "action_pay")
close(second, False)
close(first, True)
late = session(asked, "two")
results["refund_after"] = attempt(late, "action_pay")
close(late, False)

# Two cashiers receive the same deposit.
third = env["property.deposit"]._property_open("pass", unit, payer, 50)
env.cr.commit()
first, second = session(third, "one"), session(third, "two")
results["taken"] = attempt(first, "action_receive")
results["taken_meanwhile"] = attempt(second, "action_receive")
close(second, False)
close(first, True)
late = session(third, "two")
results["taken_after"] = attempt(late, "action_receive")
close(late, True)

env.cr.rollback()
env.invalidate_all()
results["payments"] = [len(held.payment_ids), len(other.payment_ids)]
results["third"] = len(third.payment_ids)
account = held.account_id
[(balance,)] = env["account.move.line"]._read_group(
    [("account_id", "=", account.id), ("parent_state", "=", "posted")],
    aggregates=["balance:sum"],
)
results["balance"] = balance
results["held"] = [held.amount_held, other.amount_held, third.amount_held]
print("RESULT" + json.dumps(results))
"""


@tagged("post_install", "-at_install")
class TestDepositRace(BaseCase):
    def test_paid_once(self):
        """Two refunds or deductions of one deposit at once pay once."""
        with database("deposit") as name:
            process = run_odoo(name, "shell", "--no-http", code=SCRIPT)
        lines = [
            line for line in process.stdout.splitlines() if line.startswith("RESULT")
        ]
        self.assertTrue(lines, process.stdout[-3000:])
        result = json.loads(lines[0].removeprefix("RESULT"))
        self.assertEqual(result["first"], "done")
        self.assertIn("colleague", result["second_meanwhile"])
        self.assertEqual(result["second_after"], "again")
        self.assertIn("done already", result["second_anew"])
        self.assertEqual(result["kept"], "done")
        self.assertIn("colleague", result["refund_meanwhile"])
        self.assertIn("holds", result["refund_after"])
        self.assertEqual(result["taken"], "done")
        self.assertIn("colleague", result["taken_meanwhile"])
        self.assertEqual(result["taken_after"], "done")
        self.assertEqual(result["payments"], [2, 1])
        self.assertEqual(result["third"], 1)
        self.assertEqual(result["held"], [0, 0, 50])
        self.assertEqual(result["balance"], -50)
