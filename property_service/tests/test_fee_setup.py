from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class SetupCase(TransactionCase):
    """A company with two estates and no books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "设置物业", "country_id": cls.env.ref("base.cn").id}
        )
        cls.env.user.company_ids += cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.company = cls.company.with_env(cls.env)
        cls.estates = cls.env["property.estate"].create(
            [
                {"name": "甲园", "code": "JY", "company_id": cls.company.id},
                {"name": "乙园", "code": "YY", "company_id": cls.company.id},
            ]
        )
        cls.setup = cls.env["property.setup"]

    def _missing(self):
        checks = self.setup._property_setup_checks(self.company, self.estates)
        return [subject for subject, in_order, _remedy in checks if not in_order]

    def _counts(self):
        company = [("company_id", "=", self.company.id)]
        accounts = [("company_ids", "in", self.company.ids)]
        return [
            self.env["account.account"].search_count(accounts),
            self.env["account.journal"].search_count(company),
            self.env["account.tax"].search_count(company),
            self.env["resource.calendar"].search_count(company),
        ]

    def _items(self):
        return (
            self.env["property.fee.item"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.company.id)])
        )

    def _run_wizard(self):
        wizard = self.env["property.setup.wizard"].create(
            {"company_id": self.company.id}
        )
        wizard.action_set_up()
        return wizard


@tagged("post_install", "-at_install")
class TestFeeSetup(SetupCase):
    """From nothing to books."""

    def test_nothing_is_missing_afterwards(self):
        self.assertIn("Chart of accounts", self._missing())
        self.setup._property_setup_company(self.company, self.estates)
        self.assertEqual(self._missing(), [])
        self.assertEqual(self.company.chart_template, "cn")
        self.assertTrue(self.company.account_storno)
        self.assertEqual(self.company.currency_id.name, "CNY")

    def test_time_zone_of_the_place(self):
        self.company.resource_calendar_id.tz = "UTC"
        self.setup._property_setup_company(self.company, self.estates)
        self.assertEqual(self.estates.calendar_id.tz, "Asia/Shanghai")

    def test_estates_of_another_company_are_refused(self):
        other = self.env["res.company"].create({"name": "别家物业"})
        with self.assertRaises(UserError):
            self.setup._property_setup_company(other, self.estates)

    def test_wizard_lists_what_is_missing_first(self):
        wizard = self.env["property.setup.wizard"].create(
            {"company_id": self.company.id}
        )
        self.assertEqual(wizard.estate_ids, self.estates)
        self.assertFalse(wizard.check_ids[0].in_order)
        self.assertTrue(wizard.check_ids[0].remedy)
        self.assertGreater(wizard.missing_count, 5)
        wizard.action_set_up()
        self.assertEqual(wizard.missing_count, 0)

    def test_usual_fee_items(self):
        """FEE-01: basis, tax and account; what is passed on is a liability."""
        wizard = self._run_wizard()
        self.assertTrue(wizard.has_items)
        # Other areas add theirs.
        items = self._items().filtered(
            lambda item: item.kind not in ("renovation", "service")
        )
        self.assertEqual(
            {
                (item.kind, item.basis, sum(item.tax_ids.mapped("amount")))
                for item in items
            },
            {
                ("property_fee", "area", 6),
                ("parking", "unit", 9),
                ("rent", "area", 9),
                ("utility", "quantity", 0),
            },
        )
        self.assertEqual(len(items), 5)
        passed_on = items.filtered("collected_for_others")
        self.assertEqual(passed_on.mapped("kind"), ["utility"] * 2)
        self.assertEqual(
            passed_on.account_id, self.company.property_collected_account_id
        )
        self.assertTrue(all(items.mapped("legal_basis")))
        own = items - passed_on
        self.assertTrue(all(item._property_account() for item in own))

    def test_assistants_may_not_set_up(self):
        assistant = new_test_user(
            self.env,
            login="setup-assistant",
            groups="property_service.property_service_group_assistant",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.env["property.setup.wizard"].with_user(assistant).create({})


@tagged("post_install", "-at_install")
class TestFeeSetupDone(SetupCase):
    """What stands afterwards, the books being made once for all tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup._property_setup_company(cls.company, cls.estates)

    def test_running_again_changes_nothing(self):
        counts = self._counts()
        self.setup._property_setup_company(self.company, self.estates)
        self.assertEqual(self._counts(), counts)

    def test_cash_box_and_sale_journal_of_their_own(self):
        first, second = self.estates
        self.assertNotEqual(first.sale_journal_id, second.sale_journal_id)
        cash = [e._property_collection_journal("cash") for e in self.estates]
        self.assertNotEqual(cash[0].default_account_id, cash[1].default_account_id)
        bank = [e._property_collection_journal("transfer") for e in self.estates]
        self.assertEqual(bank[0], bank[1])

    def test_payment_of_each_method_has_an_entry(self):
        """The trap of a lost entry: a payment without an account posts nothing."""
        partner = self.env["res.partner"].create({"name": "王小明"})
        for method in ("cash", "transfer", "wechat", "alipay", "card"):
            with self.subTest(method=method):
                journal = self.estates[0]._property_collection_journal(method)
                payment = self.env["account.payment"].create(
                    {
                        "payment_type": "inbound",
                        "partner_type": "customer",
                        "partner_id": partner.id,
                        "journal_id": self.env["account.journal"]
                        .search([("type", "=", "bank")], limit=1)
                        .id,
                        "amount": 100,
                    }
                )
                payment.journal_id = journal
                payment.action_post()
                self.assertEqual(payment.move_id.state, "posted")
                liquidity = payment.move_id.line_ids.filtered(lambda x: x.balance > 0)
                self.assertEqual(liquidity.balance, 100)
                if method == "cash":
                    self.assertEqual(liquidity.account_id, journal.default_account_id)
                    self.assertFalse(liquidity.account_id.reconcile)
                    self.assertEqual(payment.state, "paid")
                else:
                    self.assertTrue(liquidity.account_id.reconcile)

    def test_taxes_lie_within_the_price(self):
        for rate, base in ((6, 943.4), (9, 917.43), (13, 884.96), (3, 970.87)):
            tax = self.setup._property_tax(self.company, rate)
            result = tax.compute_all(1000, currency=self.company.currency_id)
            self.assertEqual(round(result["total_excluded"], 2), base)
            self.assertEqual(result["total_included"], 1000)

    def test_liabilities_can_be_matched(self):
        accounts = (
            self.company.property_deposit_account_id
            | self.company.property_collected_account_id
            | self.company.property_prepayment_account_id
        )
        self.assertEqual(len(accounts), 3)
        self.assertEqual(set(accounts.mapped("account_type")), {"liability_current"})
        self.assertTrue(all(accounts.mapped("reconcile")))
        self.assertEqual(self.company.property_deposit_account_id.code, "224101")

    def test_fee_items_with_the_books(self):
        """FEE-01: one call sets up books and fee items, if asked to."""
        self.assertFalse(self._items())
        self.setup._property_setup_company(self.company, self.estates, with_items=True)
        self.assertIn("property_fee", self._items().mapped("kind"))

    def test_developer_of_units_before_handover(self):
        """Whoever sets up is asked who pays until handover (§16)."""
        estate = self.estates[0]
        label = f"{estate.name}: developer"

        def is_in_order():
            checks = self.setup._property_setup_checks(self.company, estate)
            return {subject: in_order for subject, in_order, _remedy in checks}[label]

        estate.developer_id = False
        self.assertTrue(is_in_order())
        building = self.env["property.building"].create(
            {"estate_id": estate.id, "code": "1", "name": "1"}
        )
        self.env["property.unit"].create(
            {"estate_id": estate.id, "building_id": building.id, "code": "1-1-1"}
        )
        self.assertFalse(is_in_order())
        estate.developer_id = self.company.partner_id
        self.assertTrue(is_in_order())

    def test_fee_items_are_made_once(self):
        self._run_wizard()
        items = self._items()
        (items - items[0]).unlink()
        items[0].write({"name": "Our fee", "active": False})
        wizard = self._run_wizard()
        self.assertFalse(wizard.make_items)
        self.assertFalse(self.env["property.setup"]._property_setup_items(self.company))
        self.assertEqual(self._items().mapped("name"), ["Our fee"])

    def test_fee_items_only_where_wanted(self):
        wizard = self.env["property.setup.wizard"].create(
            {"company_id": self.company.id}
        )
        self.assertTrue(wizard.make_items)
        wizard.make_items = False
        wizard.action_set_up()
        self.assertFalse(self._items())

    def test_fee_items_speak_the_language_of_who_sets_up(self):
        self.setup.with_context(lang="zh_CN")._property_setup_items(self.company)
        self.assertIn("物业服务费", self._items().mapped("name"))
