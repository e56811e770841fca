"""Two people complete one case at once: real transactions in a clone."""

import json

from odoo.tests import BaseCase, tagged

from .clones import database, run_odoo

SCRIPT = """
import json
from odoo import api
from odoo.exceptions import UserError

results = {}
user = env.ref("base.user_admin")
estate = env["property.estate"].create({"name": "R", "code": "RC"})
building = env["property.building"].create(
    {"estate_id": estate.id, "name": "1", "code": "1"}
)
units = env["property.unit"].create(
    [
        {"code": f"1-1-{number}", "building_id": building.id, "estate_id": estate.id}
        for number in (1, 2)
    ]
)
owner = env["res.partner"].create({"name": "Owner"})
cases = env["property.handover"].with_user(user).create(
    [{"unit_id": unit.id, "partner_id": owner.id} for unit in units]
)
case = cases[0]
case.action_start()
for line in case.document_checklist_id.line_ids:
    line.doc_state = line.doc_target
for payment in case.payment_ids:
    payment.reference = "1"
    payment.action_paid()
for step in case.step_ids.sorted("sequence")[:4]:
    step.action_do()
case._property_override_gate("inspection", "test", step="inspection")
case.step_ids.sorted("sequence")[4].action_do()
env.cr.commit()


def session(record):
    cr = env.registry.cursor()
    return record.with_env(api.Environment(cr, user.id, dict(env.context)))


def attempt(record):
    try:
        with record.env.cr.savepoint():
            record.action_next_step()
        return record.state
    except UserError as error:
        return str(error)


one, two = session(case), session(case)
results["first"] = attempt(one)
results["meanwhile"] = attempt(two)
one.env.cr.commit()
one.env.cr.close()
two.env.cr.rollback()
two.env.cr.close()
late = session(case.step_ids.sorted("sequence")[5])
try:
    late.action_do()
except UserError as error:
    results["after"] = str(error)
late.env.cr.rollback()
late.env.cr.close()
env.invalidate_all()
results["occupancies"] = len(units[0].occupancy_ids)
results["state"] = case.state
print("RESULT" + json.dumps(results))
"""


@tagged("post_install", "-at_install")
class TestHandoverRace(BaseCase):
    def test_one_case_two_desks(self):
        """A case completes once, and its owner is entered once (MVI-05)."""
        with database("handover") as name:
            process = run_odoo(name, "shell", "--no-http", code=SCRIPT)
        lines = [
            line for line in process.stdout.splitlines() if line.startswith("RESULT")
        ]
        self.assertTrue(lines, process.stdout[-2000:])
        result = json.loads(lines[0].removeprefix("RESULT"))
        self.assertEqual(result["first"], "completed")
        self.assertIn("Somebody else works on this case", result["meanwhile"])
        self.assertIn("is done already", result["after"])
        self.assertEqual(result["occupancies"], 1)
        self.assertEqual(result["state"], "completed")
