"""Exporting residents needs a right and leaves a log row (SEC-01)."""

import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import PropertyCommon

EXPORT = "property_service.property_service_group_export"


class TestExport(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["property.person"].create({"partner_id": cls.owner_a.id})
        cls.contact = cls._make_partner("Supplier")
        cls.user_manager.group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]

    def _allow(self, user):
        user.group_ids = [Command.link(self.env.ref(EXPORT).id)]

    def _rows(self):
        return self.env["property.access.log"].search([("kind", "=", "export")])

    def test_guarded(self):
        """Every way that shows residents is refused without the right."""
        occupancy = self.unit_101.occupancy_ids
        ways = [
            (self.owner_a, ["name"]),
            (self.owner_a | self.contact, ["phone"]),
            (self.person, ["partner_id"]),
            (occupancy, ["partner_id", "unit_id"]),
            (self.unit_101, ["code", "owner_ids"]),
            (self.unit_101, ["code", "occupancy_ids/partner_id/phone"]),
            (self.building, ["unit_ids/owner_ids/name"]),
            (self.estate, ["name", "user_ids/login", "developer_id/phone"]),
        ]
        for records, names in ways[:-1]:
            with self.subTest(model=records._name, fields=names):
                with self.assertRaises(AccessError):
                    records.with_user(self.user_manager).export_data(names)
        self._make_occupancy(self.unit_103, self.developer)
        records, names = ways[-1]
        with self.assertRaises(AccessError):
            records.with_user(self.user_manager).export_data(names)
        self.assertFalse(self._rows())

    def test_open(self):
        """What shows no resident is exported as ever, without a row."""
        self.unit_101.with_user(self.user_manager).export_data(["code", "area"])
        self.contact.with_user(self.user_manager).export_data(["name", "phone"])
        self.assertFalse(self._rows())

    def test_right_leaves_a_row(self):
        self._allow(self.user_manager)
        residents = self.owner_a | self.owner_b
        data = residents.with_user(self.user_manager).export_data(["name", "phone"])
        self.assertEqual(len(data["datas"]), 2)
        self.assertRecordValues(
            self._rows(),
            [
                {
                    "user_id": self.user_manager.id,
                    "res_model": "res.partner",
                    "count": 2,
                    "field_names": "name, phone",
                }
            ],
        )


@tagged("post_install", "-at_install")
class TestExportOverHttp(PropertyCommon, HttpCase):
    def _export(self, kind, **options):
        params = {
            "model": "property.occupancy",
            "fields": [
                {"name": "unit_id", "label": "Unit", "type": "many2one"},
                {"name": "partner_id", "label": "Person", "type": "many2one"},
            ],
            "ids": self.unit_101.occupancy_ids.ids,
            "domain": [],
            "import_compat": False,
            "context": {},
            **options,
        }
        return self.url_open(
            f"/web/export/{kind}",
            data={
                "data": json.dumps(params),
                "csrf_token": Request.csrf_token(self),
            },
        )

    def test_controller(self):
        """The web client's download goes the same way, grouped or not."""
        user = self.user_manager
        user.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        self.authenticate(user.login, user.login)
        log = self.env["property.access.log"]
        domain = [("kind", "=", "export"), ("user_id", "=", user.id)]
        name = self.owner_a.name.encode()
        for options in ({}, {"groupby": ["role"]}):
            with self.subTest(**options):
                answer = self._export("csv" if not options else "xlsx", **options)
                self.assertNotIn(name, answer.content)
                self.assertIn(b"Export of residents", answer.content)
        self.assertFalse(log.search(domain))
        user.group_ids = [Command.link(self.env.ref(EXPORT).id)]
        self.authenticate(user.login, user.login)
        self.assertIn(name, self._export("csv").content)
        self.assertEqual(log.search(domain).mapped("count"), [1])
