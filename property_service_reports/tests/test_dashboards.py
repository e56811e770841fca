import json

from odoo.tests import tagged

from odoo.addons.property_service.tests.common import PropertyCommon
from odoo.addons.property_service_reports.tools.dashboards import write
from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
)


@tagged("post_install", "-at_install")
class TestDashboards(PropertyCommon):
    """The files of the dashboards; tests/test_dashboards_browser.py looks at them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("property_service_reports.property_dashboard_group")
        cls.dashboards = group.dashboard_ids

    def test_files_say_what_their_descriptions_say(self):
        for name, text in write.texts().items():
            path = write.FOLDER / name
            self.assertEqual(
                path.read_text(encoding="utf-8"), text, f"{name}: run bin/dashboards"
            )

    def test_every_dashboard_is_published_with_its_sample(self):
        names = {make().name for make in write.BOARDS}
        self.assertEqual(
            set(self.dashboards.get_external_id().values()),
            {f"property_service_reports.{name}_dashboard" for name in names},
        )
        for dashboard in self.dashboards:
            self.assertTrue(dashboard._get_sample_dashboard()["sheets"])

    def test_fields_and_menus_exist(self):
        for dashboard in self.dashboards:
            document = json.loads(dashboard.spreadsheet_data)
            for model, names in fields_in_spreadsheet(document).items():
                for name in names:
                    self.assertIn(name, self.env[model]._fields, dashboard.name)
            for menu in menus_xml_ids_in_spreadsheet(document):
                self.assertEqual(self.env.ref(menu)._name, "ir.ui.menu", menu)

    def test_who_sees_which(self):
        expected = {
            "assistant": set(),
            "technician": set(),
            "supervisor": {"overview", "quality", "fee", "works", "discipline"},
            "manager": {"overview", "quality", "fee", "works", "discipline"},
            "auditor": {"overview", "quality", "fee", "works", "discipline"},
            "accountant": {"fee"},
        }
        for role, names in expected.items():
            user = getattr(self, f"user_{role}")
            seen = self.dashboards.with_user(user)._filtered_access("read")
            ids = {
                self.env.ref(f"property_service_reports.property_{name}_dashboard").id
                for name in names
            }
            self.assertEqual(set(seen.ids), ids, role)

    def test_shown_figures_may_be_read(self):
        """Whoever sees a dashboard may read what it counts."""
        for role in ("supervisor", "manager", "auditor", "accountant"):
            user = getattr(self, f"user_{role}")
            for dashboard in self.dashboards.with_user(user)._filtered_access("read"):
                document = json.loads(dashboard.sudo().spreadsheet_data)
                for model in fields_in_spreadsheet(document):
                    self.env[model].with_user(user).search([], limit=1)
                self.assertIn(dashboard._dashboard_is_empty(), (True, False))

    def test_managers_begin_with_the_figures(self):
        self.assertEqual(
            self.user_manager.with_user(self.user_manager)._property_home_action()[
                "tag"
            ],
            "action_spreadsheet_dashboard",
        )
