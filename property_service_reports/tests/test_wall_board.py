"""The wall board: figures, and what no passer-by may read on it (QA-23, PIPL)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.property_service.tests.duty_common import DutyCase


class TestWallBoard(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_screen = cls._make_user(
            "property_screen",
            "property_service_reports.property_service_group_board",
            cls.estate,
        )
        cls.water = cls.env.ref("property_service.helpdesk_ticket_category_r_water")

    def _request(self, **values):
        return self.env["helpdesk.ticket"].create(
            {
                "name": "Owner A shouts",
                "property_kind": "repair",
                "property_unit_id": self.unit_101.id,
                "partner_id": self.owner_a.id,
                "category_id": self.water.id,
                **values,
            }
        )

    def _board(self, user, estate=None):
        board = self.env["property.wall.board"].with_user(user)
        return board.property_board(estate.id if estate else False)

    def test_figures(self):
        """Every figure as counted by hand; another estate's requests are not in it."""
        now = fields.Datetime.now()
        tickets = [self._request() for _number in range(4)]
        tickets[0].sudo().property_next_due = now - timedelta(minutes=90)
        tickets[1]._property_finish("Washer replaced")
        tickets[2].sudo().active = False
        self._request(property_unit_id=self.shop.id, partner_id=False)
        self.env["property.visitor"].create(
            {
                "estate_id": self.estate.id,
                "unit_id": self.unit_101.id,
                "visitor": "An uncle",
                "purpose": "Family",
                "people_count": 2,
            }
        )
        roster = self._make_roster(fields.Date.to_date("2026-11-01"))
        self._plan(roster, self.anna, 18, self.type_a)
        self._plan(roster, self.bert, 18, self.type_b)
        self.assertFalse(self._board(self.user_screen)["on_duty"])
        self._publish(roster)
        opened = self.env["helpdesk.ticket"].search(
            [("property_estate_id", "=", self.estate.id), ("closed", "=", False)]
        )
        board = self._board(self.user_screen)
        steps = opened.mapped("property_step")
        self.assertEqual(board["queue"]["new"], steps.count("new"))
        self.assertEqual(board["queue"]["feedback"], steps.count("done"))
        self.assertEqual(
            board["queue"]["overdue"],
            len(opened.filtered(lambda t: t.property_is_overdue)),
        )
        self.assertEqual(board["today"]["received"], 3)
        self.assertEqual(board["desk"]["visitors"], 2)
        self.assertEqual(board["late"][0]["number"], tickets[0].number)
        self.assertEqual(board["late"][0]["minutes"], 90)
        self.assertEqual(
            board["on_duty"],
            [
                {
                    "post": "Desk",
                    "people": ["anna"],
                    "until": "2026-11-18 08:00:00",
                    "is_begun": False,
                }
            ],
        )
        # Today's peaks are over at noon.
        self.assertEqual(
            [peak["begin"] for peak in board["peaks"]],
            ["2026-11-19 00:00:00", "2026-11-19 01:00:00"],
        )
        self.assertEqual(len(board["hours"]), 24)

    def test_nobody_is_named(self):
        """No resident, no subject; units where the setting says so."""
        ticket = self._request()
        ticket.sudo().property_next_due = fields.Datetime.now() - timedelta(hours=1)
        text = str(self._board(self.user_assistant))
        for word in (self.owner_a.name, "shouts", "13800000001", self.unit_101.code):
            self.assertNotIn(word, text)
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env.ref(
                    "property_service_reports.parameter_service_board_units"
                ).id,
                "company_id": self.company.id,
                "estate_id": self.estate.id,
                "value": "yes",
            }
        )
        self.assertIn(self.unit_101.code, str(self._board(self.user_assistant)))

    def test_who_reads_it(self):
        """Screens, desk and auditors, in their estates; a screen reads no record."""
        self.assertEqual(
            self._board(self.user_screen, self.mall)["estate"]["id"], self.estate.id
        )
        self.assertEqual(
            self._board(self.user_assistant, self.mall)["estate"]["id"], self.mall.id
        )
        self._board(self.user_auditor)
        stranger = self._make_user(
            "property_stray", "property_service_reports.property_service_group_board"
        )
        stranger.property_estate_ids = [Command.clear()]
        for user in (
            self.user_technician,
            self.user_accountant,
            self.user_resident,
            stranger,
        ):
            with self.subTest(login=user.login), self.assertRaises(AccessError):
                self._board(user)
        # The helpdesk lets everybody in, and its rules show him nothing.
        self.assertFalse(
            self.env["helpdesk.ticket"].with_user(self.user_screen).search([])
        )
        for name in ("property.unit", "property.duty.log"):
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[name].with_user(self.user_screen).search([])
        action = self.user_screen.with_user(self.user_screen)._property_home_action()
        self.assertEqual(action["tag"], "property_wall_board")

    def test_queries(self):
        """As many queries on a busy day as on a quiet one."""
        self._request().sudo().property_next_due = "2026-01-01 00:00:00"
        self.env.flush_all()
        counts = []
        for _round in range(2):
            self.env.invalidate_all()
            self._board(self.user_screen)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._board(self.user_screen)
            counts.append(self.env.cr.sql_log_count - before)
            for ticket in [self._request() for _number in range(20)]:
                ticket.sudo().property_next_due = "2026-01-01 00:00:00"
            self.env.flush_all()
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 25)
