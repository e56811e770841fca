"""Billing under faults: killed processes, two runs and two workers at once (FEE-14).

Real processes on a cloned database; whatever happens to them, each unit is charged once
for each day and gets one invoice, and the numbers have no gap.
"""

import time
import unittest

from . import clones

UNITS = 420
SETUP = f"""
company = env.company
company.tax_calculation_rounding_method = "round_per_line"
env["account.fiscal.position"].search([]).auto_apply = False
estate = env["property.estate"].create({{"code": "F", "name": "Faults"}})
building = env["property.building"].create(
    {{"estate_id": estate.id, "code": "1", "name": "1"}})
units = env["property.unit"].create([
    {{"code": f"1-{{n:04}}", "estate_id": estate.id, "building_id": building.id,
      "area": 50 + n % 70, "handover_date": "2024-01-01"}}
    for n in range({UNITS})])
owners = env["res.partner"].create([{{"name": f"Owner {{n}}"}} for n in range({UNITS})])
env["property.occupancy"].create([
    {{"unit_id": unit.id, "partner_id": owner.id, "role": "owner", "share": 100,
      "date_start": "2024-01-01"}}
    for unit, owner in zip(units, owners)])
item = env["property.fee.item"].create({{"code": "SF", "name": "Service fee"}})
env["property.fee.rate"].create({{
    "item_id": item.id, "estate_id": estate.id, "date_start": "2024-01-01",
    "price": 2.65}})._property_put_in_force()
env["property.fee.assignment"].create([
    {{"unit_id": unit.id, "item_id": item.id, "date_start": "2024-01-01"}}
    for unit in units])
env.cr.commit()
"""
NEW_RUN = """
run = env["property.fee.run"].create({
    "estate_id": env["property.estate"].search([("code", "=", "F")]).id,
    "date_start": "2026-10-01", "invoice_date": "2026-10-05"})
env.cr.commit()
"""
COMPUTE = NEW_RUN + "run.action_compute()\nenv.cr.commit()\n"
# What a request does with a conflict: roll back and start over.
RETRYING = """
import time
from odoo.service.model import retrying
from odoo.addons.property_service.models.fee import property_fee_run_post
property_fee_run_post.CHUNK_BILLS = 20
time.sleep(max(0, {start} - time.time()))
"""
POST_LATEST = """
run = env["property.fee.run"].search([], order="id desc", limit=1)
def begin():
    if run.state == "computed":
        run.sudo().state = "posting"
retrying(begin, env)
env.cr.commit()
for unit_ids in run._property_chunks():
    retrying(lambda: run._property_post_chunk(unit_ids), env)
    env.cr.commit()
retrying(run._property_finish, env)
env.cr.commit()
"""
RUN_OF_ITS_OWN = (
    NEW_RUN
    + """
retrying(run.action_compute, env)
env.cr.commit()
if run.charge_ids:
    retrying(run._property_post_now, env)
    env.cr.commit()
"""
)


class TestFaultsBilling(unittest.TestCase):
    def _shell(self, name, code):
        result = clones.run_odoo(name, "shell", "--no-http", code=code)
        self.assertEqual(result.returncode, 0, result.stdout[-3000:])
        self.assertNotIn("Traceback", result.stdout, result.stdout[-3000:])

    def _posted(self, name):
        [(posted,)] = clones.query(
            name, "SELECT count(*) FROM property_fee_charge WHERE state = 'posted'"
        )
        return int(posted)

    def _assert_billed_once(self, name):
        """Every unit has one charge, one invoice and one debt; the books balance."""
        [row] = clones.query(
            name,
            """SELECT count(*), count(DISTINCT unit_id), count(DISTINCT move_id),
                      count(*) FILTER (WHERE state <> 'posted')
                 FROM property_fee_charge WHERE state <> 'cancelled'""",
        )
        self.assertEqual(row, (str(UNITS), str(UNITS), str(UNITS), "0"))
        [row] = clones.query(
            name,
            """SELECT count(*), max(sequence_number) - min(sequence_number) + 1,
                      count(*) FILTER (WHERE state <> 'posted'),
                      count(*) FILTER (WHERE made_sequence_gap)
                 FROM account_move WHERE property_unit_id IS NOT NULL""",
        )
        self.assertEqual(row[:3], (str(UNITS), str(UNITS), "0"))
        [row] = clones.query(
            name,
            """SELECT (SELECT sum(amount) FROM property_fee_charge
                        WHERE state = 'posted'),
                      sum(balance) FILTER (WHERE display_type = 'payment_term'),
                      sum(balance)
                 FROM account_move_line WHERE property_unit_id IS NOT NULL""",
        )
        self.assertEqual(float(row[2]), 0)
        self.assertEqual(self._expected_total(name), (float(row[0]), float(row[1])))

    def _expected_total(self, name):
        """Charges and debts from the areas alone, with the tax of the invoices."""
        [(charges, debts)] = clones.query(
            name,
            """SELECT (SELECT sum(round((2.65 * area)::numeric, 2)) FROM property_unit
                        WHERE code LIKE '1-%'),
                      (SELECT sum(amount_total) FROM account_move
                        WHERE property_unit_id IS NOT NULL)""",
        )
        return float(charges), float(debts)

    def test_killed_in_the_middle_and_started_again(self):
        """SIGKILL between and in chunks; the rest is done by whoever comes next."""
        with clones.database("kill") as name:
            self._shell(name, SETUP + COMPUTE)
            post = RETRYING.format(start=0) + POST_LATEST
            for done in (40, 200):
                process = clones.start_odoo(name, "shell", "--no-http", code=post)
                clones.wait_until(
                    lambda done=done: self._posted(name) >= done,
                    timeout=120,
                    pause=0.02,
                )
                process.kill()
                process.wait()
                self.assertLess(self._posted(name), UNITS)
            self._shell(name, post)
            self._assert_billed_once(name)

    def test_server_killed_while_its_jobs_run(self):
        """Jobs of a dead server are taken up by the next one."""
        with clones.database("jobs") as name:
            self._shell(
                name,
                SETUP + COMPUTE + "run.action_post()\nenv.cr.commit()\n",
            )
            with clones.server(name) as (_address, process):
                clones.wait_until(
                    lambda: self._posted(name) > 0, timeout=120, pause=0.02
                )
                process.kill()
            with clones.server(name):
                clones.wait_until(
                    lambda: clones.query(name, "SELECT state FROM property_fee_run")
                    == [("posted",)],
                    timeout=240,
                )
            self._assert_billed_once(name)

    def test_two_runs_and_two_workers_at_once(self):
        with clones.database("twice") as name:
            self._shell(name, SETUP)
            self._at_once(name, RUN_OF_ITS_OWN)
            self._assert_billed_once(name)
            skips = clones.query(
                name, "SELECT DISTINCT reason FROM property_fee_run_skip"
            )
            self.assertEqual(skips, [("billed",)])
        with clones.database("workers") as name:
            self._shell(name, SETUP + COMPUTE)
            self._at_once(name, POST_LATEST)
            self._assert_billed_once(name)

    def _at_once(self, name, code):
        """The same code in two processes, from the same moment on."""
        code = RETRYING.format(start=time.time() + 12) + code
        processes = [
            clones.start_odoo(name, "shell", "--no-http", code=code) for _n in range(2)
        ]
        for process in processes:
            self.assertEqual(process.wait(timeout=300), 0)


if __name__ == "__main__":
    unittest.main()
