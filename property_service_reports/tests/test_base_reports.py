"""What holds for every analysis: it opens, groups by all it shows, leaks nothing."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .figures_common import FiguresCase, dimensions, measures, reports


@tagged("post_install", "-at_install")
class TestReports(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = reports(cls.env)

    def test_reports_found(self):
        self.assertIn("property.request.report", [m._name for m in self.reports])

    def test_every_group(self):
        """Each dimension with all measures, as pivot, graph and list ask for them."""
        for report in self.reports:
            specs = list(measures(report))
            for dimension in dimensions(report):
                with (
                    self.subTest(report._name, dimension=dimension),
                    self.env.cr.savepoint(),
                ):
                    report.formatted_read_group([], [dimension], ["__count", *specs])
                    report.web_read_group([], [dimension], specs, auto_unfold=True)

    def test_every_view(self):
        """An action with its views; the search offers estate and period."""
        for report in self.reports:
            with self.subTest(report._name):
                action = self.env["ir.actions.act_window"].search(
                    [("res_model", "=", report._name)], limit=1
                )
                kinds = ["search", *action.view_mode.split(",")]
                views = report.get_views([(False, kind) for kind in kinds])["views"]
                if "estate_id" not in report._fields:
                    continue  # of a whole company
                for kind in kinds:
                    self.assertIn(views[kind]["id"], self._own_views(report))
                search = etree.fromstring(views["search"]["arch"])
                self.assertTrue(search.xpath("//searchpanel/field[@name='estate_id']"))
                # What has no date of its own is as it stands today.
                if "date" in report._fields:
                    self.assertTrue(search.xpath("//filter[@date]"))

    def _own_views(self, report):
        return self.env["ir.ui.view"].search([("model", "=", report._name)]).ids

    def test_who_reads(self):
        """Supervisors and auditors; no technician, no resident."""
        for report in self.reports:
            for user, may in (
                (self.user_manager, True),
                (self.user_auditor, True),
                (self.user_technician, False),
                (self.user_resident, False),
            ):
                with self.subTest(report._name, user=user.login):
                    if may:
                        report.with_user(user).search_count([])
                    else:
                        with self.assertRaises(AccessError):
                            report.with_user(user).search_count([])
