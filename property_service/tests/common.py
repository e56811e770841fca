"""Base classes of the suite's tests: companies, estates, units, people and roles."""

from odoo import fields, models
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import new_test_user
from odoo.tools.misc import file_path

from odoo.addons.base.tests.common import BaseCommon

# Login of each role with its groups; the chain of ORG-02 first.
ROLES = {
    "assistant": "property_service.property_service_group_assistant",
    "administrator": "property_service.property_service_group_administrator",
    "supervisor": "property_service.property_service_group_supervisor",
    "manager": "property_service.property_service_group_manager",
    "technician": "property_service.property_service_group_technician",
    "auditor": "property_service.property_service_group_auditor",
    "cashier": "property_service.property_service_group_assistant,"
    "account.group_account_invoice",
    "accountant": "account.group_account_user",
    "chief_accountant": "account.group_account_user,account.group_account_manager",
}


def drop_missing_asset(env):
    """Distributions without this file log an error that fails every tour."""
    path = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if env["ir.asset"].search_count([("path", "=", path)], limit=1):
        return
    try:
        file_path(path)
    except FileNotFoundError:
        env["ir.asset"].create(
            {
                "name": "Tests: no background blur",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": path,
            }
        )


@tagged("post_install", "-at_install")
class PropertyCommon(BaseCommon):
    """A company with a residential and a commercial estate, and a second company.

    Everything belongs to companies made here, so that tests hold on any database.
    Role users (``user_assistant`` ... ``user_chief_accountant``) work in both
    estates of the first company; ``user_resident`` is the portal user of ``owner_a``.
    Passwords equal the logins, which are the role names with ``property_`` before.
    """

    # Where a run has built the world once in its database (conftest.py): the ids of
    # its records by attribute; its company has books. Else each class builds it within
    # its transaction.
    ready_world = {}

    @classmethod
    def setup_independent_company(cls, **kwargs):
        if cls.ready_world:
            model, ids = cls.ready_world["company"]
            # Its own company a user can only set to one that it may enter.
            cls.env.user.company_ids = [Command.link(id_) for id_ in ids]
            return cls.env[model].browse(ids)
        return cls._make_company("Test Property Company", **kwargs)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        if cls.ready_world:
            for name, (model, ids) in cls.ready_world.items():
                setattr(cls, name, cls.env[model].browse(ids))
            cls.env.user.company_ids = [Command.link(cls.other_company.id)]
            return
        cls.other_company = cls._make_company("Other Property Company")
        cls._setup_people()
        cls._setup_estates()
        cls._setup_units()
        cls._setup_users()

    @classmethod
    def _today_there(cls):
        """Today where the estate lies: ``today`` is the day in Greenwich."""
        return cls.estate._property_today()

    @classmethod
    def _setup_people(cls):
        cls.developer = cls._make_partner("Developer", is_company=True)
        cls.owner_a = cls._make_partner("Owner A", phone="13800000001")
        cls.owner_b = cls._make_partner("Owner B", phone="13800000002")
        cls.tenant = cls._make_partner("Tenant", phone="13800000003")
        cls.merchant = cls._make_partner("Merchant", is_company=True)

    @classmethod
    def _setup_estates(cls):
        cls.estate = cls._make_estate("HOME", kind="residential")
        cls.mall = cls._make_estate("MALL", kind="commercial")
        cls.other_estate = cls._make_estate("OTHER", company_id=cls.other_company.id)
        cls.building = cls._make_building(cls.estate, "1")
        cls.mall_building = cls._make_building(cls.mall, "A")
        cls.other_building = cls._make_building(cls.other_estate, "1")

    @classmethod
    def _setup_units(cls):
        """Units 101 and 102 have an owner since handover, 103 belongs to nobody yet."""
        held = {"handover_date": "2024-01-01", "state": "occupied"}
        cls.unit_101 = cls._make_unit("1-1-101", area=100.0, **held)
        cls.unit_102 = cls._make_unit("1-1-102", area=88.5, **held)
        cls.unit_103 = cls._make_unit("1-1-103", area=120.0)
        cls.parking = cls._make_unit("P-001", kind="parking", area=12.5, **held)
        cls.shop = cls._make_unit(
            "A-101", building=cls.mall_building, kind="shop", area=60.0, **held
        )
        cls.other_unit = cls._make_unit("1-1-101", building=cls.other_building)
        cls._make_occupancy(cls.unit_101, cls.owner_a, share=100.0)
        cls._make_occupancy(cls.unit_102, cls.owner_b, share=100.0)
        cls._make_occupancy(cls.parking, cls.owner_a, share=100.0)
        cls._make_occupancy(cls.shop, cls.merchant, role="tenant", is_payer=True)

    @classmethod
    def _setup_users(cls):
        cls.role_users = cls.env["res.users"]
        for role, groups in ROLES.items():
            user = cls._make_user(f"property_{role}", groups)
            setattr(cls, f"user_{role}", user)
            cls.role_users |= user
        cls.user_resident = cls._make_resident_user("property_resident", cls.owner_a)

    # === Builders ===

    @classmethod
    def _make_company(cls, name, **values):
        """A Chinese company without chart of accounts."""
        return cls._create_company(
            **{
                "name": name,
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": cls._enable_currency("CNY").id,
                **values,
            }
        )

    @classmethod
    def _make_partner(cls, name, **values):
        return cls._create_partner(name=name, **values)

    @classmethod
    def _make_estate(cls, code, **values):
        return cls.env["property.estate"].create(
            {
                "code": code,
                "name": f"Estate {code}",
                "company_id": cls.env.company.id,
                "developer_id": cls.developer.id,
                **values,
            }
        )

    @classmethod
    def _make_building(cls, estate, code, **values):
        return cls.env["property.building"].create(
            {
                "estate_id": estate.id,
                "code": code,
                "name": f"Building {code}",
                **values,
            }
        )

    @classmethod
    def _make_unit(cls, code, building=None, **values):
        """A home of 100 m² in the residential estate, unless told otherwise."""
        building = building or cls.building
        return cls.env["property.unit"].create(
            {
                "code": code,
                "building_id": building.id,
                "estate_id": building.estate_id.id,
                "area": 100.0,
                **values,
            }
        )

    @classmethod
    def _make_units(cls, count, building=None, prefix="9-1-", **values):
        """Many units at once, codes ``9-1-0001`` and on."""
        building = building or cls.building
        return cls.env["property.unit"].create(
            [
                {
                    "code": f"{prefix}{number:04}",
                    "building_id": building.id,
                    "estate_id": building.estate_id.id,
                    "area": 100.0,
                    **values,
                }
                for number in range(1, count + 1)
            ]
        )

    @classmethod
    def _make_occupancy(cls, unit, partner, role="owner", **values):
        """A holder since 2024-01-01 without an end, unless told otherwise."""
        return cls.env["property.occupancy"].create(
            {
                "unit_id": unit.id,
                "partner_id": partner.id,
                "role": role,
                "date_start": "2024-01-01",
                **values,
            }
        )

    @classmethod
    def _make_user(cls, login, groups, estates=None, **values):
        """An internal user who works in the given estates (both by default)."""
        if estates is None:
            estates = cls.estate | cls.mall
        return new_test_user(
            cls.env,
            login=login,
            password=login,
            groups=groups,
            company_id=cls.company.id,
            property_estate_ids=[Command.set(estates.ids)],
            **values,
        )

    @classmethod
    def _make_resident_user(cls, login, partner):
        """A portal login of an existing person."""
        return new_test_user(
            cls.env,
            login=login,
            password=login,
            groups="base.group_portal",
            company_id=cls.company.id,
            partner_id=partner.id,
        )

    @classmethod
    def _make_staff(cls, name, user=None, **values):
        """A member of staff, with a login where a user is given."""
        employee = cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "user_id": user.id if user else False,
            }
        )
        return cls.env["property.staff"].create({"employee_id": employee.id, **values})


@tagged("post_install", "-at_install")
class PropertyAccountCommon(PropertyCommon):
    """The same with the Chinese chart of accounts, journals and taxes on the company.

    ``tax_6``, ``tax_9`` and ``tax_13`` are its sale taxes on top of the price;
    ``journal_sale``, ``journal_bank``, ``journal_cash``, ``journal_general`` its
    journals; ``account_receivable`` and ``account_income`` the usual accounts.
    """

    @classmethod
    def setup_independent_company(cls, **kwargs):
        company = super().setup_independent_company(**kwargs)
        cls.env["account.chart.template"].try_loading(
            "cn", company=company, install_demo=False
        )
        return company

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for percent in (6, 9, 13):
            setattr(cls, f"tax_{percent}", cls._find_sale_tax(percent))
        for kind in ("sale", "bank", "cash", "general"):
            setattr(cls, f"journal_{kind}", cls._find_journal(kind))
        cls.account_receivable = cls._find_account("asset_receivable")
        cls.account_income = cls._find_account("income")

    @classmethod
    def _find_sale_tax(cls, percent):
        return cls.env["account.tax"].search(
            [
                ("company_id", "=", cls.company.id),
                ("type_tax_use", "=", "sale"),
                ("amount", "=", percent),
                ("price_include", "=", False),
            ],
            limit=1,
        )

    @classmethod
    def _find_journal(cls, kind):
        return cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", kind)], limit=1
        )

    @classmethod
    def _find_account(cls, account_type):
        return cls.env["account.account"].search(
            [
                ("company_ids", "in", cls.company.ids),
                ("account_type", "=", account_type),
            ],
            limit=1,
        )


def keep_world():
    """Build the world of the classes above once and commit it (conftest.py)."""

    class World(PropertyAccountCommon):
        """Of no tests."""

    try:
        World.setUpClass()
        # The superuser's companies are set by each class for itself.
        main = World.env.ref("base.main_company")
        World.env.user.write(
            {"company_id": main.id, "company_ids": [Command.set(main.ids)]}
        )
        World.env.flush_all()
        # On the class: on the cursor itself, tests are forbidden to commit.
        type(World.cr).commit(World.cr)
    finally:
        World.doClassCleanups()
    PropertyCommon.ready_world = {
        name: (value._name, value.ids)
        for name, value in vars(World).items()
        if isinstance(value, models.BaseModel)
    }


@tagged("post_install", "-at_install")
class PropertyTourCommon(PropertyAccountCommon, HttpCase):
    """The base of browser tests, with the books of ``PropertyAccountCommon``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        drop_missing_asset(cls.env)
