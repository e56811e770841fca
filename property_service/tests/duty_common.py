"""The base of duty tests: posts, shifts, people, and a clock that stands still."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from .common import PropertyCommon

# Noon of a Wednesday in China; the month to be drafted is December 2026.
NOW = "2026-11-18 04:00:00"
MONTH = fields.Date.to_date("2026-12-01")
PEOPLE = {
    "anna": ("assistant", "junior"),
    "bert": ("assistant", "junior"),
    "cora": ("administrator", "middle"),
    "dora": ("guard", "junior"),
    "emil": ("supervisor", "middle"),
}


class DutyCase(PropertyCommon):
    """One desk with shifts A (8–16) and B (16–24), a person each is needed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.type_a = cls._make_type("A", 8, 16)
        cls.type_b = cls._make_type("B", 16, 24)
        cls.type_p = cls._make_type("P", 8, 9, is_peak=True)
        cls.type_q = cls._make_type("Q", 9, 10, is_peak=True)
        cls.desk = cls._make_post("Desk", "front_desk", cls.type_a, cls.type_b)
        cls.need_a, cls.need_b = cls.desk.need_ids
        cls.gate = cls._make_post("Gate", "gate", cls.type_p, cls.type_q)
        cls.gate.need_ids.day_kind = "sunday"
        cls.users = {}
        for name, (post, grade) in PEOPLE.items():
            role = {"administrator": "administrator", "supervisor": "supervisor"}
            group = role.get(post, "technician" if post == "guard" else "assistant")
            user = cls._make_user(
                f"duty_{name}",
                f"property_service.property_service_group_{group}",
                cls.estate,
                name=name,
            )
            cls.users[name] = user
            staff = cls._make_staff(
                name,
                user,
                post=post,
                grade=grade,
                estate_ids=[Command.set(cls.estate.ids)],
            )
            setattr(cls, name, staff)

    @classmethod
    def _make_type(cls, code, begin, end, **values):
        return cls.env["property.duty.shift.type"].create(
            {
                "estate_id": cls.estate.id,
                "name": f"Shift {code}",
                "code": code,
                "time_from": begin,
                "time_to": end,
                **values,
            }
        )

    @classmethod
    def _make_post(cls, name, kind, *types):
        return cls.env["property.duty.post"].create(
            {
                "estate_id": cls.estate.id,
                "name": name,
                "kind": kind,
                "need_ids": [
                    Command.create({"shift_type_id": shift_type.id})
                    for shift_type in types
                ],
            }
        )

    @classmethod
    def _make_roster(cls, month=MONTH, **values):
        rosters = cls.env["property.duty.roster"].with_user(cls.users["cora"])
        return rosters.create({"estate_id": cls.estate.id, "month": month, **values})

    @classmethod
    def _plan(cls, roster, staff, day, shift_type, post=None, **values):
        """A shift on a day of the roster's month, planned by an administrator."""
        return cls.env["property.duty.shift"].create(
            {
                "roster_id": roster.id,
                "staff_id": staff.id,
                "date": roster.month.replace(day=day),
                "shift_type_id": shift_type.id,
                "post_id": (post or cls.desk).id,
                **values,
            }
        )

    @classmethod
    def _set(cls, code, value):
        """What the estate sets in place of a delivered number."""
        cls.env["property.parameter.value"].create(
            {
                "parameter_id": cls.env["property.parameter"]
                .search([("code", "=", f"duty.{code}")])
                .id,
                "company_id": cls.company.id,
                "estate_id": cls.estate.id,
                "value": str(value),
            }
        )

    @classmethod
    def _set_again(cls, code, value):
        cls.env["property.parameter.value"].search(
            [("parameter_id.code", "=", f"duty.{code}")]
        ).unlink()
        cls._set(code, value)

    @classmethod
    def _publish(cls, roster):
        """As if it had been reviewed; the way there has tests of its own."""
        roster.sudo().state = "published"
        return roster

    def _at(self, text):
        return freeze_time(datetime.fromisoformat(text) - timedelta(hours=8))

    def _codes(self, roster):
        return sorted({finding["code"] for finding in roster._property_findings()})
