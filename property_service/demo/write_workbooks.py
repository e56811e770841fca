"""Writes the demo workbooks beside this file; run in Odoo's shell after a change."""

from odoo.tools.misc import file_path

# A script has no package that a relative import could start from.
# pylint: disable-next=odoo-addons-relative-import
from odoo.addons.property_service.demo.workbooks import build_all

for name, content in build_all().items():
    target = file_path("property_service/demo/workbooks.py").replace(
        "workbooks.py", name
    )
    with open(target, "wb") as stream:
        stream.write(content)
