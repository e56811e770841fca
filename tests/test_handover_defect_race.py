"""Two desks transfer the day's works at once: real transactions in a clone."""

import json

from odoo.tests import BaseCase, tagged

from .clones import database, run_odoo

SCRIPT = """
import json
from psycopg2.errors import LockNotAvailable
from odoo import api
from odoo.exceptions import UserError

results = {}
company = env["res.company"].create(
    {"name": "Race", "country_id": env.ref("base.cn").id}
)
env.user.company_ids += company
env = env(context={"allowed_company_ids": company.ids})
developer = env["res.partner"].create({"name": "Developer", "is_company": True})
estate = env["property.estate"].create(
    {"name": "R", "code": "RC", "developer_id": developer.id}
)
building = env["property.building"].create(
    {"estate_id": estate.id, "name": "1", "code": "1"}
)
unit = env["property.unit"].create(
    {"code": "1-1-1", "building_id": building.id, "estate_id": estate.id}
)

def works(count):
    return env["property.defect"].create(
        [
            {"unit_id": unit.id, "part": f"Part {number}", "description": "Crack"}
            for number in range(count)
        ]
    )

def session(records):
    cr = env.registry.cursor()
    return records.with_env(api.Environment(cr, env.uid, dict(env.context)))

def attempt(step):
    try:
        step()
        return "done"
    except UserError as error:
        return str(error)
    except LockNotAvailable:
        return "number is being given"

def end(records, commit):
    (records.env.cr.commit if commit else records.env.cr.rollback)()
    records.env.cr.close()

day = works(3)
env.cr.commit()
one, two, old = session(day), session(day), session(day)
results["first"] = attempt(one.action_transfer_all)
results["meanwhile"] = attempt(two.action_transfer_all)
results["meanwhile_chosen"] = attempt(old[0].action_transfer)
end(one, True); end(two, False); end(old, False)
late = session(day)
results["after"] = attempt(late.action_transfer_all)
results["after_chosen"] = attempt(late[0].action_transfer)
end(late, False)

# Two desks with different works: each number is given once, none is left out.
left, right, dead = works(1), works(1), works(1)
env.cr.commit()
here, there = session(left), session(right)
results["here"] = attempt(here.action_transfer)
results["there_meanwhile"] = attempt(there.action_transfer)
end(there, False); end(here, True)
killed = session(dead)
results["killed"] = attempt(killed.action_transfer)
end(killed, False)
there = session(right)
results["there"] = attempt(there.action_transfer)
end(there, True)

env.invalidate_all()
notices = env["property.defect.notice"].search([("estate_id", "=", estate.id)])
results["numbers"] = sorted(int(name[-5:]) for name in notices.mapped("name"))
results["lines"] = sorted(len(notice.line_ids) for notice in notices)
results["states"] = (day | left | right | dead).mapped("state")
print("RESULT" + json.dumps(results))
"""


@tagged("post_install", "-at_install")
class TestDefectTransferRace(BaseCase):
    def test_one_day_two_desks(self):
        """MVI-18: each work is transferred once, each notice has its own number."""
        with database("transfer") as name:
            process = run_odoo(name, "shell", "--no-http", code=SCRIPT)
        lines = [
            line for line in process.stdout.splitlines() if line.startswith("RESULT")
        ]
        self.assertTrue(lines, process.stdout[-2000:])
        result = json.loads(lines[0].removeprefix("RESULT"))
        self.assertEqual(result["first"], "done")
        self.assertIn("already", result["meanwhile"])
        self.assertIn("Somebody else", result["meanwhile_chosen"])
        self.assertIn("already", result["after"])
        self.assertIn("moved on", result["after_chosen"])
        self.assertEqual(result["here"], "done")
        self.assertEqual(result["there_meanwhile"], "number is being given")
        self.assertEqual((result["killed"], result["there"]), ("done", "done"))
        # What the killed one took is given to the next.
        _day, here, there = result["numbers"]
        self.assertEqual(there, here + 1)
        self.assertEqual(result["lines"], [1, 1, 3])
        self.assertEqual(result["states"], ["transferred"] * 5 + ["registered"])
