"""A route of two points with a facility, walked by an assistant."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from .common import PropertyCommon

# 09:30 in China, within the round of the morning.
NOW = datetime(2026, 3, 10, 1, 30)


class PatrolCase(PropertyCommon):
    """Lobby and pump room of the residential estate, every day from 9 to 11."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.staff = cls._make_staff("Walker", cls.user_assistant)
        cls.boss = cls._make_staff("Boss", cls.user_supervisor, post="supervisor")
        cls.pump = cls.env["maintenance.equipment"].create(
            {
                "name": "Pump 1",
                "property_estate_id": cls.estate.id,
                "company_id": cls.company.id,
                "category_id": cls.env.ref(
                    "property_service.maintenance_equipment_category_water"
                ).id,
                "effective_date": "2020-01-01",
            }
        )
        cls.lobby = cls._make_point("Lobby", building_id=cls.building.id)
        cls.room = cls._make_point(
            "Pump room", equipment_id=cls.pump.id, template="facility"
        )
        cls.route = cls._make_route("Morning round", cls.lobby | cls.room)
        cls.schedule = cls._make_schedule(cls.route)

    @classmethod
    def _make_point(cls, name, template="public", estate=None, **values):
        template = cls.env.ref(f"property_service.checklist_template_patrol_{template}")
        return cls.env["property.patrol.point"].create(
            {
                "name": name,
                "estate_id": (estate or cls.estate).id,
                "template_id": template.id,
                **values,
            }
        )

    @classmethod
    def _make_route(cls, name, points, **values):
        return cls.env["property.patrol.route"].create(
            {
                "name": name,
                "estate_id": points.estate_id.id,
                "supervisor_id": cls.boss.id,
                "stop_ids": [
                    Command.create({"point_id": point.id, "sequence": number})
                    for number, point in enumerate(points)
                ],
                **values,
            }
        )

    @classmethod
    def _make_schedule(cls, route, **values):
        return cls.env["property.patrol.schedule"].create(
            {
                "route_id": route.id,
                "hour_from": 9,
                "hour_to": 11,
                "staff_id": cls.staff.id,
                "date_start": "2026-03-01",
                **values,
            }
        )

    def _today(self, route=None, user=None):
        """The route's round of the day, as a user sees it."""
        patrol = self.env["property.patrol.round"].search(
            [
                ("route_id", "=", (route or self.route).id),
                ("date", "=", "2026-03-10"),
            ],
            limit=1,
        )
        return patrol.with_user(user or self.user_assistant)

    def _start(self, **values):
        patrol = self._today(**values)
        patrol.action_start()
        return patrol

    def _check(self, patrol, point):
        return patrol.check_ids.filtered(lambda check: check.point_id == point)

    def _arrive(self, patrol, point):
        """The label of the point is scanned."""
        action = patrol.action_scan(f"https://example.com/property/patrol/{point.code}")
        check = self._check(patrol, point)
        self.assertEqual(action["res_id"], check.id)
        return check

    def _fail(self, check, code, note="broken"):
        line = check.checklist_id.line_ids.filtered(lambda line: line.code == code)
        line.write({"result": "fail", "note": note})
        return line
