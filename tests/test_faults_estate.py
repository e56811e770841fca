"""Two desks at once: owners' shares stay within the whole."""

import unittest

from . import clones

TWO_DESKS = """
from psycopg2.errors import SerializationFailure
from odoo.exceptions import ValidationError
estate = env["property.estate"].create({"code": "D", "name": "Two desks"})
building = env["property.building"].create(
    {"estate_id": estate.id, "code": "1", "name": "1"})
unit = env["property.unit"].create(
    {"code": "1-1", "estate_id": estate.id, "building_id": building.id})
people = env["res.partner"].create([{"name": "First"}, {"name": "Second"}])
env.cr.commit()

def add(env, person):
    env["property.occupancy"].create({
        "unit_id": unit.id, "partner_id": person.id, "role": "owner", "share": 60,
        "date_start": "2026-01-01"})
    env.cr.commit()

second = env(cr=env.registry.cursor())
# The second desk has begun before the first one is done.
second["property.occupancy"].search_count([])
add(env, people[0])
try:
    add(second, people[1])
    print("RESULT both owners are in")
except SerializationFailure:
    second.cr.rollback()
    second.invalidate_all()
    try:
        add(second, people[1])
        print("RESULT both owners are in")
    except ValidationError as error:
        print("RESULT refused:", error)
second.cr.rollback()
second.cr.close()
"""


class TestTwoDesks(unittest.TestCase):
    def test_shares(self):
        with clones.database("desks") as name:
            output = clones.run_odoo(name, "shell", "--no-http", code=TWO_DESKS).stdout
        results = [line for line in output.splitlines() if "RESULT" in line]
        self.assertEqual(len(results), 1, output[-2000:])
        self.assertIn("add up to 120.00", results[0])
