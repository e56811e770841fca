"""An import that is killed while it applies, and two that apply at once."""

import unittest

from . import clones

# The shell's ``env``; the workbook has two homes with owners.
PREPARE = """
import base64
from odoo.addons.property_service.workbook.writer import write_book
headers = ["楼栋编号", "单元编号", "房屋编号", "建筑面积", "业主名称", "手机号"]
def prepare(code):
    estate = env["property.estate"].create({"code": code, "name": code})
    rows = [[1, 1, n, 90, f"示例{n}", 19900000000 + n] for n in (101, 102)]
    content = write_book([{"title": "房屋信息", "headers": headers, "rows": rows}])
    record = env["property.import"].create(
        {"estate_id": estate.id, "filename": code, "file": base64.b64encode(content)}
    )
    record.with_context(property_import_inline=True).action_check()
    assert record.state == "ready", record.issue_ids.mapped("message")
    return record
"""
KILLED = """
import os, signal
record = prepare("KILL")
record.action_apply()
env.cr.commit()
Import = type(env["property.import"])
def killed(self, *args):
    self.env.flush_all()
    os.kill(os.getpid(), signal.SIGKILL)
Import._property_apply_fees = killed
record.with_context(property_import_inline=True).action_resume()
"""
AFTER = """
record = env["property.import"].search([("filename", "=", "KILL")])
units = [("estate_id", "=", record.estate_id.id)]
partners = [("name", "=", "示例101")]
print("AFTER", record.state, env["property.unit"].search_count(units),
      env["res.partner"].search_count(partners))
record.with_context(property_import_inline=True).action_resume()
print("RESUMED", record.state, env["property.unit"].search_count(units))
"""
AT_ONCE = """
import psycopg2
from odoo.api import Environment
one, other = prepare("ONE"), prepare("TWO")
(one | other).write({"state": "applying"})
env.cr.commit()
one.with_context(property_import_inline=True)._property_step(one.step)
env.flush_all()
with env.registry.cursor() as cr:
    second = Environment(cr, env.uid, {}).get("property.import").browse(other.id)
    try:
        second._property_step(second.step)
    except psycopg2.OperationalError:
        cr.rollback()
        print("SECOND", "waits")
env.cr.commit()
other.invalidate_recordset()
other.with_context(property_import_inline=True)._property_step(other.step)
partners = env["res.partner"].search_count([("name", "=", "示例101")])
print("BOTH", one.state, other.state, partners)
"""


@unittest.skipUnless(clones.TEMPLATE, "needs bin/test, which names the database")
class TestFaultsImport(unittest.TestCase):
    def _shell(self, name, code):
        return clones.run_odoo(name, "shell", "--no-http", code=code).stdout

    def test_killed_while_applying(self):
        """SIGKILL in the middle leaves nothing; started again, it takes over all."""
        with clones.database("import_kill") as name:
            self._shell(name, PREPARE + KILLED)
            output = self._shell(name, AFTER)
            self.assertIn("AFTER applying 0 0", output)
            self.assertIn("RESUMED applied 2", output)

    def test_two_at_once(self):
        """The second waits, then finds the persons whom the first one has made."""
        with clones.database("import_race") as name:
            output = self._shell(name, PREPARE + AT_ONCE)
            self.assertIn("SECOND waits", output)
            self.assertIn("BOTH applied applied 1", output)
