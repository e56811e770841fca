"""Estate scope: what leaks nowhere, and is gone at once when it is taken away."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import PropertyCommon

ASSISTANT = "property_service.property_service_group_assistant"
SUPERVISOR = "property_service.property_service_group_supervisor"
MANAGER = "property_service.property_service_group_manager"
INVOICE = "account.group_account_invoice"
# Models with one record in each of the three estates of PropertyCommon.
MODELS = {
    "property.estate": "id",
    "property.building": "estate_id",
    "property.unit": "estate_id",
    "property.occupancy": "estate_id",
    "property.floor": "estate_id",
    "property.zone": "estate_id",
    "property.parameter.value": "estate_id",
    "property.approval.policy": "estate_id",
}


class ScopeCase(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everywhere = cls.estate | cls.mall | cls.other_estate
        cls._make_occupancy(cls.other_unit, cls.owner_b)
        parameter = cls.env.ref("property_service.property_parameter_base_print_direct")
        kind = cls.env.ref("property_service.property_approval_kind_fee_rate")
        for estate in cls.everywhere:
            building = cls.env["property.building"].search(
                [("estate_id", "=", estate.id)], limit=1
            )
            cls.env["property.floor"].create(
                {"building_id": building.id, "name": "9", "level": 9}
            )
            cls.env["property.zone"].create(
                {"estate_id": estate.id, "name": f"Zone {estate.code}"}
            )
            common = {"estate_id": estate.id, "company_id": estate.company_id.id}
            cls.env["property.parameter.value"].create(
                {"parameter_id": parameter.id, "value": "9", **common}
            )
            cls.env["property.approval.policy"].create({"kind_id": kind.id, **common})
        cls.one = cls._make_user("scope_one", MANAGER, estates=cls.estate)
        cls.none = cls._make_user("scope_none", MANAGER, estates=cls.estate.browse())

    def _seen(self, user, model):
        """Estates of the records that a user finds and can read."""
        field = MODELS[model]
        records = self.env[model].with_user(user).search([(field, "!=", False)])
        records.read(["create_date"])
        return records.mapped(field) if field != "id" else records

    def assertSees(self, user, estates, models=tuple(MODELS)):
        for model in models:
            with self.subTest(user=user.login, model=model):
                # Other estates may stand in the database already.
                seen = self._seen(user, model).sudo() & self.everywhere
                self.assertEqual(seen, estates)


class TestLeak(ScopeCase):
    def test_search(self):
        self.assertSees(self.one, self.estate)
        self.assertSees(self.none, self.estate.browse())
        self.assertSees(self.user_manager, self.estate | self.mall)

    def test_other_company_stays_closed(self):
        """Head office has all estates of its companies, and no other's."""
        head = self._make_user("scope_head", MANAGER, property_all_estates=True)
        self.assertSees(head, self.estate | self.mall)
        head.company_ids |= self.other_company
        both = self.env["property.unit"].with_user(head)
        both = both.with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        self.assertEqual(both.search([]).estate_id & self.everywhere, self.everywhere)
        only = both.with_context(allowed_company_ids=self.company.ids)
        self.assertNotIn(self.other_estate, only.search([]).estate_id)

    def test_operations_on_foreign_records(self):
        """Neither by id nor by writing the estate does a record cross the border."""
        for model, field in MODELS.items():
            foreign = self.env[model].search([(field, "in", self.mall.ids)], limit=1)
            record = foreign.with_user(self.one)
            for operation in ("read", "write", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(record.has_access(operation))
        zone = self.env["property.zone"].search([("estate_id", "=", self.estate.id)])
        with self.assertRaises(AccessError):
            zone.with_user(self.one).estate_id = self.mall
        with self.assertRaises(AccessError):
            self.env["property.zone"].with_user(self.one).create(
                {"estate_id": self.mall.id, "name": "x"}
            )

    def test_groups_and_aggregates(self):
        Unit = self.env["property.unit"].with_user(self.one)
        groups = Unit._read_group([], ["estate_id"], ["__count"])
        self.assertEqual([estate for estate, _count in groups], [self.estate])
        self.assertFalse(Unit.search_count([("id", "=", self.shop.id)]))
        self.assertFalse(Unit.name_search(self.shop.code))

    def test_resident_sees_own_unit_only(self):
        units = self.env["property.unit"].with_user(self.user_resident).search([])
        self.assertEqual(units, self.unit_101 | self.parking)


class TestRevocation(ScopeCase):
    """What is taken away is gone with the next request, caches notwithstanding."""

    def test_removed_from_the_estate(self):
        self.assertSees(self.user_manager, self.estate | self.mall)
        self.mall.user_ids -= self.user_manager
        self.assertSees(self.user_manager, self.estate)
        self.user_manager.property_estate_ids = False
        self.assertSees(self.user_manager, self.estate.browse())
        self.mall.user_ids += self.user_manager
        self.assertSees(self.user_manager, self.mall)

    def test_all_estates_taken_away(self):
        head = self._make_user(
            "scope_head", MANAGER, estates=self.mall, property_all_estates=True
        )
        self.assertSees(head, self.estate | self.mall)
        head.property_all_estates = False
        self.assertSees(head, self.mall)

    def test_accounting_taken_away(self):
        models = ["property.estate", "property.unit"]
        group = self.env.ref(INVOICE)
        for number, take in enumerate(
            (
                lambda user: user.write({"group_ids": [Command.unlink(group.id)]}),
                lambda user: group.write({"user_ids": [Command.unlink(user.id)]}),
            )
        ):
            user = self._make_user(
                f"scope_money_{number}", f"{ASSISTANT},{INVOICE}", estates=self.mall
            )
            self.assertSees(user, self.estate | self.mall, models)
            take(user)
            self.assertSees(user, self.mall, models)

    def test_company_taken_away(self):
        user = self._make_user(
            "scope_two", MANAGER, estates=self.other_estate, property_all_estates=True
        )
        user.company_ids = self.company | self.other_company
        user.company_id = self.other_company
        self.assertIn(self.other_estate.id, user._property_estate_scope())
        user.write({"company_id": self.company.id, "company_ids": self.company.ids})
        self.assertNotIn(self.other_estate.id, user._property_estate_scope())

    def test_occupancy_ended(self):
        units = self.env["property.unit"].with_user(self.user_resident)
        self.assertIn(self.unit_101, units.search([]))
        self.unit_101.occupancy_ids.write({"date_end": "2024-06-30"})
        self.assertEqual(units.search([]), self.parking)


class TestSelfGrant(ScopeCase):
    """Nobody below the administrator gives rights to themselves."""

    def test_own_user(self):
        for user in self.role_users:
            for values in (
                {"property_estate_ids": [Command.link(self.mall.id)]},
                {"property_all_estates": True},
                {"group_ids": [Command.link(self.env.ref(MANAGER).id)]},
            ):
                with self.subTest(user=user.login, field=next(iter(values))):
                    with self.assertRaises(AccessError):
                        user.with_user(user).write(values)

    def test_estates_from_their_side(self):
        for user in self.role_users - self.user_manager:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mall.with_user(user).user_ids = user
        with self.assertRaises(AccessError):
            self.mall.with_user(self.one).user_ids = self.one
        self.estate.with_user(self.one).user_ids += self.none
        self.assertIn(self.estate.id, self.none._property_estate_scope())

    def test_new_estate(self):
        """Not even by founding an estate of one's own does a manager reach further."""
        values = {
            "code": "NEW",
            "name": "New",
            "company_id": self.company.id,
            "user_ids": [Command.link(self.one.id)],
        }
        with self.assertRaises(AccessError):
            self.env["property.estate"].with_user(self.one).create(values)
        self.one.property_all_estates = True
        self.assertTrue(self.env["property.estate"].with_user(self.one).create(values))

    def test_residents_never_work_in_an_estate(self):
        with self.assertRaises(ValidationError):
            self.estate.user_ids += self.user_resident

    def test_own_post(self):
        """A post routes approvals: a supervisor does not take one."""
        staff = self._make_staff("Supervisor", user=self.user_supervisor)
        with self.assertRaises(AccessError):
            staff.with_user(self.user_supervisor).post = "manager"
        guard = self._make_staff("Guard", post="guard")
        guard.with_user(self.user_supervisor).post = "command"
        staff.with_user(self.user_manager).post = "clerk"
        self.assertEqual(self.user_supervisor._property_posts(), ["clerk"])

    def test_staff_stays_in_its_company(self):
        staff = self._make_staff("Guard", post="guard")
        other = self._make_user("scope_other", MANAGER, estates=self.other_estate)
        other.write(
            {
                "company_ids": [Command.set(self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        self.assertFalse(staff.with_user(other).has_access("read"))
        self.assertTrue(staff.with_user(self.user_assistant).has_access("read"))

    def test_manager_takes_an_employee_onto_the_staff(self):
        """Who is no HR officer still finds the employee on the form, and saves it."""
        employee = self.env["hr.employee"].create(
            {"name": "New Guard", "company_id": self.company.id}
        )
        form = Form(self.env["property.staff"].with_user(self.user_manager))
        self.assertFalse(
            self.env["property.staff"]._fields["employee_id"].check_company
        )
        form.employee_id = employee.with_user(self.user_manager)
        form.post = "guard"
        staff = form.save()
        self.assertEqual((staff.name, staff.company_id), ("New Guard", self.company))
