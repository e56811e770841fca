"""Two cashiers at once, and a till that dies: real transactions in a clone."""

import json

from odoo.tests import BaseCase, tagged

from .clones import database, run_odoo

SCRIPT = """
import json
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

def bill(amount):
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": payer.id,
            "journal_id": estate.sale_journal_id.id,
            "invoice_date": "2025-01-01",
            "property_unit_id": unit.id,
            "invoice_line_ids": [
                Command.create(
                    {"name": "Fee", "price_unit": amount, "tax_ids": [Command.clear()]}
                )
            ],
        }
    )
    move.action_post()
    return move

def draft(amount):
    return env["property.receipt"].create(
        {
            "estate_id": estate.id,
            "unit_ids": [Command.set(unit.ids)],
            "partner_id": payer.id,
            "payment_ids": [
                Command.create(
                    {
                        "journal_id": estate._property_first_journal().id,
                        "amount": amount,
                    }
                )
            ],
        }
    )

def session(receipt):
    cr = env.registry.cursor()
    return receipt.with_env(api.Environment(cr, env.uid, dict(env.context)))

def attempt(receipt):
    try:
        with receipt.env.cr.savepoint():
            receipt.action_post()
        return receipt.name
    except UserError as error:
        return str(error)

move = bill(100)
first, second, third = draft(100), draft(100), draft(40)
env.cr.commit()

one, two = session(first), session(second)
results["first"] = attempt(one)
results["second_meanwhile"] = attempt(two)
twice = session(first)
results["twice_meanwhile"] = attempt(twice)
for other in (one, two, twice):
    (other.env.cr.commit if other is one else other.env.cr.rollback)()
    other.env.cr.close()
late = session(second)
results["second_after"] = attempt(late)
late.env.cr.rollback(); late.env.cr.close()
again = session(first)
results["twice_after"] = attempt(again)
again.env.cr.commit(); again.env.cr.close()

# The process dies before the commit.
env.invalidate_all()
other = bill(40)
fourth = draft(40)
env.cr.commit()
dead = session(fourth)
results["dead"] = attempt(dead)
dead.env.cr.close()
alive = session(fourth)
results["alive"] = attempt(alive)
alive.env.cr.commit(); alive.env.cr.close()
env.invalidate_all()
results["payments"] = env["account.payment"].search_count(
    [("company_id", "=", company.id), ("state", "=", "paid")]
)
results["open"] = move.amount_residual + other.amount_residual
print("RESULT" + json.dumps(results))
"""


@tagged("post_install", "-at_install")
class TestFeeCounterRace(BaseCase):
    def test_one_bill_two_tills(self):
        """FEE-10: a bill is taken once, a number given once, nothing half-done."""
        with database("till") as name:
            process = run_odoo(name, "shell", "--no-http", code=SCRIPT)
        lines = [
            line for line in process.stdout.splitlines() if line.startswith("RESULT")
        ]
        self.assertTrue(lines, process.stdout[-2000:])
        result = json.loads(lines[0].removeprefix("RESULT"))
        self.assertRegex(result["first"], r"^SJ\d{4}-000001$")
        self.assertIn("colleague", result["second_meanwhile"])
        self.assertIn("posted already", result["twice_meanwhile"])
        self.assertIn(result["first"], result["second_after"])
        self.assertEqual(result["twice_after"], result["first"])
        # What a dead process took is free again, number included.
        self.assertRegex(result["dead"], r"^SJ\d{4}-000002$")
        self.assertEqual(result["alive"], result["dead"])
        self.assertEqual(result["payments"], 2)
        self.assertEqual(result["open"], 0)
