"""Overview of a household and the wall board, in a browser, in Chinese (ARC-13)."""

from odoo import fields

from odoo.addons.property_service.tests.common import PropertyTourCommon

from .browser import windows


class TestHouseholdsInBrowser(PropertyTourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.user_assistant.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.screen = cls._make_user(
            "property_screen",
            "property_service_reports.property_service_group_board",
            cls.estate,
            lang="zh_CN",
            name="大屏",
        )
        cls.company.name = "江南物业"
        cls.estate.name = "江南花园"
        cls.owner_a.name = "王女士"
        for words, kind in (("水龙头滴水", "repair"), ("保洁不到位", "complaint")):
            cls.env["helpdesk.ticket"].create(
                {
                    "name": words,
                    "property_kind": kind,
                    "property_unit_id": cls.unit_101.id,
                    "partner_id": cls.owner_a.id,
                    "property_received_on": fields.Datetime.now(),
                }
            )
        cls.env.flush_all()

    def test_overview_and_board(self):
        """From the unit to its overview in one click; the board of a screen's login."""
        with (
            self.allow_requests(all_requests=True),
            windows(self.base_url()) as open_window,
        ):
            desk = open_window(self.user_assistant.login, "property_assistant")
            desk.open(f"property.unit/{self.unit_101.id}")
            desk.button("action_property_history")
            desk.wait(".o_property_history_item[data-kind=complaint]")
            self.assertEqual(desk.english(), [])
            desk.click("button[name=kind_complaint]")
            desk.wait(".o_property_history:not(:has([data-kind=request]))")
            # The address alone brings it back.
            desk.page.reload()
            desk.wait(".o_property_history_item[data-kind=request]")
            desk.click(".o_property_history_item[data-kind=request]")
            desk.wait(".o_form_view")
            desk.shows("水龙头滴水")
            self.assertEqual(desk.faults, [])

            board = open_window(self.screen.login, "property_screen")
            board.wait("[data-figure=new] b")
            board.wait("[data-figure=new] b:text-is('2')")
            self.assertEqual(board.english(), [])
            self.assertNotIn("王女士", board.text())
            self.assertNotIn("水龙头", board.text())
            self.assertEqual(board.faults, [])
