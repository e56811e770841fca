"""Nobody reaches a record of an estate or a company that is not his (SEC-01, ORG-07).

The walk takes every model of both add-ons that belongs to an estate or a company, by a
field of its own or through a link, so that a model that is written tomorrow is in it.
"""

import itertools

from odoo.exceptions import UserError
from odoo.fields import Command

from .rows import RowsCommon

ADDON = "property_service.property_service_group_"
ROLES = {
    "manager": f"{ADDON}manager,{ADDON}cashier,{ADDON}export",
    "auditor": f"{ADDON}auditor",
    "technician": f"{ADDON}technician",
}
LEDGER = "account.group_account_user,account.group_account_manager"


class TestLeaks(RowsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_world()
        cls._setup_readers()
        cls.writer = cls.insiders["manager"]
        cls.rows = {}
        cls.by_company, cls.by_estate = cls._classify()
        for name in cls.by_company:
            cls._row(name)

    @classmethod
    def _setup_readers(cls):
        """Who reads: with the first estate, with the second, with the other company."""
        cls.insiders, cls.neighbours, cls.foreigners = {}, {}, {}
        for role, groups in ROLES.items():
            cls.insiders[role] = cls._make_user(f"in_{role}", groups, cls.estate)
            cls.neighbours[role] = cls._make_user(f"near_{role}", groups, cls.mall)
            cls.foreigners[role] = cls._make_foreigner(role, groups)
        cls.insiders["ledger"] = cls._make_user("in_ledger", LEDGER, cls.estate)
        cls.foreigners["ledger"] = cls._make_foreigner("ledger", LEDGER)
        cls.neighbours["resident"] = cls._make_resident_user("near", cls.merchant)

    @classmethod
    def _make_foreigner(cls, role, groups):
        """Somebody of the other company's head office, who sees all its estates."""
        user = cls._make_user(f"out_{role}", groups, cls.other_estate)
        user.write(
            {
                "company_ids": [Command.set(cls.other_company.ids)],
                "company_id": cls.other_company.id,
                "property_all_estates": True,
            }
        )
        return user

    # === The proof ===

    def _reaches(self, user, record):
        """The ways by which a user gets at a record, or learns that it is there."""
        self.env.invalidate_all()
        record = record.with_user(user).with_context(active_test=False)
        domain = [("id", "=", record.id)]
        attempts = {
            "search": lambda: record.search(domain),
            "count": lambda: record.search_count(domain),
            "group": lambda: record._read_group(domain, [], ["__count"])[0][0],
            "name_search": lambda: record.name_search("", domain),
            "read": lambda: record.read(["display_name"]),
            "write": lambda: record.write({}),
            "unlink": lambda: record.has_access("unlink"),
        }
        return {way for way, attempt in attempts.items() if self._succeeds(attempt)}

    def _succeeds(self, attempt):
        try:
            return bool(attempt())
        except UserError:  # a refusal of access is one, too
            return False

    def assertClosed(self, name, users):
        record = self.rows[name]
        for role, user in users.items():
            with self.subTest(model=name, role=role):
                self.assertEqual(self._reaches(user, record), set())

    def test_models_found(self):
        """The walk has found estates' and companies' models, through links as well."""
        self.assertLessEqual({"property.unit", "property.receipt.line"}, self.by_estate)
        self.assertLessEqual({"property.fee.item"}, self.by_company - self.by_estate)

    def test_insiders_reach(self):
        """The rows are such as one who may does see; else the rest proves nothing."""
        for name in sorted(self.by_company - self._sealed()):
            record = self.rows[name]
            with self.subTest(model=name):
                ways = itertools.chain.from_iterable(
                    self._reaches(user, record) for user in self.insiders.values()
                )
                self.assertLessEqual({"search", "group", "read"}, set(ways))

    def _sealed(self):
        """Models that no role may read at all."""
        access = self.env["ir.model.access"].search([("perm_read", "=", True)])
        return self.by_company - set(access.model_id.mapped("model"))

    def test_other_estate(self):
        for name in sorted(self.by_estate):
            self.assertClosed(name, self.neighbours)

    def test_other_company(self):
        for name in sorted(self.by_company):
            self.assertClosed(name, self.foreigners)
