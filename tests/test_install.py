"""The add-ons come and go cleanly: installation, update, uninstallation."""

import re
import unittest

from . import clones
from .common import MODULES

ADDONS = ",".join(MODULES)
LOUD = re.compile(r" (WARNING|ERROR|CRITICAL) ")


class TestInstall(unittest.TestCase):
    def _run(self, name, *arguments):
        result = clones.run_odoo(name, "--no-http", "--stop-after-init", *arguments)
        self.assertEqual(result.returncode, 0, result.stdout[-5000:])
        return [line for line in result.stdout.splitlines() if LOUD.search(line)]

    def test_empty_database(self):
        """Both add-ons install where nothing of Odoo is yet, without demo data.

        What the core says about itself at its own installation is not ours.
        """
        name = "clone_empty"
        clones.create_database(name)
        try:
            loud = self._run(name, "--without-demo", "-i", ADDONS)
            self.assertEqual([line for line in loud if "property_" in line], [])
            states = clones.query(
                name,
                "SELECT name, state, demo FROM ir_module_module"
                " WHERE name LIKE 'property\\_%' ORDER BY name",
            )
            self.assertEqual(states, [(module, "installed", "f") for module in MODULES])
        finally:
            clones.drop_database(name)

    def test_update(self):
        """An update changes no record, warns of nothing, and brings the rules' domains.

        The clone stands at the version whose rules and settings no update reached.
        """
        records = (
            "SELECT module, model, count(*) FROM ir_model_data"
            " WHERE module LIKE 'property\\_%' GROUP BY 1, 2 ORDER BY 1, 2"
        )
        columns = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        constraints = "SELECT conname FROM pg_constraint ORDER BY 1"
        rules = (
            "SELECT ir_rule.id, domain_force FROM ir_rule JOIN ir_model_data data"
            " ON data.model = 'ir.rule' AND data.res_id = ir_rule.id"
            " WHERE data.module LIKE 'property\\_%' ORDER BY 1"
        )
        old = (
            "UPDATE ir_module_module SET latest_version = '19.0.1.0.0'"
            " WHERE name LIKE 'property\\_%';"
            "UPDATE ir_rule SET domain_force = '[]' FROM ir_model_data data"
            " WHERE data.model = 'ir.rule' AND data.res_id = ir_rule.id"
            " AND data.module LIKE 'property\\_%';"
            "UPDATE property_parameter SET choice_names = NULL;"
            "UPDATE ir_model_data SET noupdate = TRUE"
            " WHERE model IN ('ir.rule', 'property.parameter')"
            " AND module LIKE 'property\\_%'"
        )
        choices = "SELECT code, choice_names FROM property_parameter ORDER BY 1"
        with clones.database("update") as name:
            delivered = [clones.query(name, q) for q in (rules, choices)]
            clones.query(name, old)
            before = [clones.query(name, q) for q in (records, columns, constraints)]
            self.assertEqual(self._run(name, "-u", ADDONS), [])
            after = [clones.query(name, q) for q in (records, columns, constraints)]
            self.assertEqual(before, after)
            now = [clones.query(name, q) for q in (rules, choices)]
            self.assertEqual(now, delivered)

    def test_uninstall(self):
        """Uninstalling leaves no table, column or record of ours, and Odoo works on."""
        with clones.database("uninstall") as name:
            result = clones.run_odoo(name, "shell", "--no-http", code=UNINSTALL)
            self.assertEqual(result.returncode, 0, result.stdout[-5000:])
            self.assertIn("uninstalled", result.stdout)
            for left in LEFT_BEHIND:
                with self.subTest(query=left):
                    self.assertEqual(clones.query(name, left), [])
            self.assertEqual(self._run(name), [])


# Rows that users made, some of which refer to shipped groups and words.
UNINSTALL = f"""
estate = env["property.estate"].create({{"code": "E", "name": "E"}})
building = env["property.building"].create(
    {{"code": "1", "name": "1", "estate_id": estate.id}}
)
unit = env["property.unit"].create(
    {{"code": "1", "building_id": building.id, "estate_id": estate.id}}
)
owner = env["res.partner"].create({{"name": "Owner"}})
env["property.occupancy"].create({{"unit_id": unit.id, "partner_id": owner.id}})
env.cr.commit()
modules = env["ir.module.module"].search([("name", "in", {list(MODULES)!r})])
modules.button_immediate_uninstall()
print("uninstalled")
"""
LEFT_BEHIND = (
    "SELECT tablename FROM pg_tables WHERE tablename LIKE 'property\\_%'",
    "SELECT viewname FROM pg_views WHERE viewname LIKE 'property\\_%'",
    "SELECT name FROM ir_model_data WHERE module LIKE 'property\\_service%'",
    "SELECT model FROM ir_model WHERE model LIKE 'property.%'",
    "SELECT c.id FROM ir_cron c JOIN ir_act_server s ON s.id = c.ir_actions_server_id"
    " JOIN ir_model m ON m.id = s.model_id WHERE m.model LIKE 'property.%'",
    # Odoo has fields of its own with this prefix; ours are gone with their columns.
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE column_name ~ '^property_(unit|estate|run|all_estates)'",
)
