"""Staff notices: who has to read what, once, and what stays as it was published."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import PropertyCommon


class TestNotice(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notices = cls.env["property.staff.notice"]
        cls._make_staff("Guard", cls.user_technician, post="guard")
        cls.near = cls._make_user(
            "notice_near", "property_service.property_service_group_assistant", cls.mall
        )
        cls.people = {
            "assistant": cls.user_assistant,
            "supervisor": cls.user_supervisor,
            "guard": cls.user_technician,
            "near": cls.near,
        }

    def _make(self, **values):
        notice = self.notices.with_user(self.user_supervisor).create(
            {"estate_id": self.estate.id, "name": "News", "body": "<p>x</p>", **values}
        )
        notice.action_publish()
        return notice

    def test_audience(self):
        """DUT-45: each notice is unread for those whom it is for, and nobody else."""
        level = self.env.ref("property_service.property_service_group_supervisor")
        group = {"audience": "group", "group_id": level.id}
        persons = {"audience": "persons", "user_ids": [Command.link(self.near.id)]}
        table = [
            ({}, {"assistant", "supervisor", "guard"}),
            (group, {"supervisor"}),
            ({"audience": "post", "post": "guard"}, {"guard"}),
            ({**persons, "estate_id": self.mall.id}, {"near"}),
            ({"date_end": "2020-01-01"}, set()),
        ]
        for values, expected in table:
            notice = self._make(**values)
            with self.subTest(values=values):
                found = {
                    name
                    for name, user in self.people.items()
                    if notice in self.notices._property_unread(user)
                }
                self.assertEqual(found, expected)
                if not values.get("date_end"):
                    owing = notice.unread_user_ids & self.env["res.users"].union(
                        *self.people.values()
                    )
                    self.assertEqual(len(owing), len(expected))

    def test_reminder(self):
        """DUT-45: past its limit, who has not read it is reminded, and one told."""
        self.patch(
            self.env.registry["ir.cron"], "_commit_progress", lambda *args, **kwargs: 1
        )
        people = self.user_assistant | self.user_technician
        notice = self._make(
            audience="persons",
            user_ids=[Command.set(people.ids)],
            read_until=fields.Datetime.now() - timedelta(minutes=1),
        )
        notice.with_user(self.user_technician).action_read()
        unlimited = self._make()
        for _run in range(2):
            self.notices._cron_remind_readers()
        told = notice.activity_ids.user_id
        self.assertEqual(
            told - self.user_assistant, self.estate._property_supervisors()
        )
        self.assertEqual(len(notice.activity_ids), len(told))
        self.assertFalse(unlimited.sudo().activity_ids)
        notice.with_user(self.user_assistant).action_read()
        self.assertNotIn(self.user_assistant, notice.activity_ids.user_id)
        notice.read_until = fields.Datetime.now() + timedelta(days=1)
        self.assertFalse(notice.reminded_on)
        with self.assertRaises(AccessError):
            notice.reminded_on = fields.Datetime.now()
        notice.action_withdraw()
        self.assertFalse(notice.sudo().activity_ids)

    def test_read_once(self):
        """One click a person; the receipt says when, and is nobody's to change."""
        notice = self._make(read_until=fields.Datetime.now())
        mine = notice.with_user(self.user_assistant)
        self.assertTrue(mine.is_unread)
        self.assertIn(mine, mine.search([("is_unread", "=", True)]))
        mine.action_read()
        mine.action_read()
        self.assertFalse(mine.is_unread)
        receipt = mine.read_ids
        self.assertEqual(receipt.user_id, self.user_assistant)
        self.assertNotIn(self.user_assistant, notice.unread_user_ids)
        for operation in (
            lambda: receipt.write({"user_id": self.user_manager.id}),
            lambda: receipt.unlink(),
            lambda: receipt.create({"notice_id": notice.id, "user_id": 2}),
        ):
            with self.assertRaises(UserError):
                operation()

    def test_published_stays(self):
        notice = self._make()
        for operation in (
            lambda: notice.write({"body": "y"}),
            lambda: notice.write({"state": "draft"}),
            lambda: notice.unlink(),
            lambda: notice.action_publish(),
        ):
            with self.assertRaises(UserError):
                operation()
        notice.action_withdraw()
        self.assertNotIn(notice, self.notices._property_unread(self.user_assistant))

    def test_publish_once_a_source(self):
        """QA-12: what is published twice is one notice."""
        publish = self.notices.with_user(self.user_assistant)._property_publish
        first = publish(self.estate, "Result", "1 < 2", source=self.unit_101)
        again = publish(self.estate, "Result", "1 < 2", source=self.unit_101)
        self.assertEqual(first, again)
        self.assertIn("1 &lt; 2", first.body)
        self.assertEqual(first.published_by_id, self.user_assistant)
        other = publish(self.mall, "Result", "1 < 2", source=self.unit_101)
        self.assertNotEqual(first, other)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            first.sudo().copy({"res_model": first.res_model, "res_id": first.res_id})

    def test_whole_company(self):
        """Only who answers for all estates tells all of them."""
        local = self._make_user(
            "notice_local",
            "property_service.property_service_group_supervisor",
            self.estate,
        )
        values = {"name": "All", "estate_id": False, "body": "x"}
        with self.assertRaises(AccessError):
            self.notices.with_user(local).create(values)
        notice = self.notices.with_user(self.user_supervisor).create(values)
        notice.action_publish()
        self.assertIn(notice, self.notices._property_unread(self.near))
        self.assertFalse(
            self.notices.with_user(self.near).search(
                [("id", "=", notice.id), ("is_unread", "=", False)]
            )
        )
