"""A print batch in a real server that is killed in the middle and started again."""

import unittest

from . import clones

DOCUMENTS = 400
START = f"""
env["ir.ui.view"].create({{
    "name": "notice", "key": "property_service.kill_notice", "type": "qweb",
    "arch": '''<t t-name="property_service.kill_notice">
      <t t-call="property_service.property_report_container">
        <t t-foreach="docs" t-as="doc">
          <t t-call="property_service.property_report_layout">
            <t t-set="title">缴款通知书</t>
            <p>单元 <t t-out="doc.code"/></p>
          </t>
        </t>
      </t>
    </t>''',
}})
report = env["ir.actions.report"].create({{
    "name": "Notice", "model": "property.unit", "report_type": "qweb-pdf",
    "report_name": "property_service.kill_notice",
}})
estate = env["property.estate"].create({{"code": "KILL", "name": "Estate"}})
building = env["property.building"].create(
    {{"estate_id": estate.id, "code": "K", "name": "K"}}
)
units = env["property.unit"].create([
    {{"code": f"K-{{n:04}}", "estate_id": estate.id, "building_id": building.id}}
    for n in range({DOCUMENTS})
])
batch = env["property.print.batch"].with_user(env.ref("base.user_admin"))
batch._property_start(report, units)
env.cr.commit()
print("batch started")
"""
READ = """
import io, re
from pypdf import PdfReader
batch = env["property.print.batch"].search([])
pages = PdfReader(io.BytesIO(batch.attachment_id.raw)).pages
codes = [re.findall(r"K-\\d{4}", page.extract_text()) for page in pages]
print("in order:", codes == [[f"K-{n:04}"] for n in range(len(pages))], len(pages))
"""


class TestPrintKill(unittest.TestCase):
    def _chunks(self, name):
        rows = clones.query(
            name, "SELECT state, count(*) FROM property_print_chunk GROUP BY 1"
        )
        return {state: int(count) for state, count in rows}

    def _state(self, name):
        return clones.query(name, "SELECT state FROM property_print_batch")[0][0]

    def test_killed_worker(self):
        """Nothing is lost, nothing printed twice, nobody has to press a button."""
        with clones.database("print") as name:
            result = clones.run_odoo(name, "shell", "--no-http", code=START)
            self.assertIn("batch started", result.stdout, result.stdout[-3000:])
            with clones.server(name, timeout=180) as (_address, process):
                clones.wait_until(lambda: self._chunks(name).get("done"), timeout=180)
                process.kill()
                process.wait()
            self.assertIn("pending", self._chunks(name))
            self.assertEqual(self._state(name), "printing")
            with clones.server(name, timeout=180):
                clones.wait_until(lambda: self._state(name) != "printing", timeout=240)
            self.assertEqual(self._state(name), "done")
            result = clones.run_odoo(name, "shell", "--no-http", code=READ)
            self.assertIn(f"in order: True {DOCUMENTS}", result.stdout)
