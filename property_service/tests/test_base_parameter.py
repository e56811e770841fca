"""Settings: precedence, limits, who may change them, and that changes count at once."""

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import PropertyCommon

MANAGER = "property_service.property_service_group_manager"


class TestParameter(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameter = cls.env["property.parameter"].create(
            {
                "code": "base.test",
                "name": "Test",
                "area": "base",
                "value_type": "integer",
                "default_value": "5",
                "minimum": 1,
                "maximum": 10,
            }
        )
        cls.head = cls._make_user("head_manager", MANAGER, property_all_estates=True)
        cls.mall_manager = cls._make_user("mall_manager", MANAGER, estates=cls.mall)

    def _value(self, estate=None):
        return (estate or self.estate)._property_parameter("base.test")

    def _set(self, value, estate=None, user=None):
        parameter = self.parameter.with_user(user or self.head)
        if estate:
            parameter = parameter.with_context(property_estate_id=estate.id)
        parameter.effective_value = value
        return parameter

    def test_precedence(self):
        """The estate's value before the company's, that before the delivered one."""
        self.assertEqual(self._value(), 5)
        self._set("6")
        self.assertEqual((self._value(), self._value(self.mall)), (6, 6))
        self._set("7", self.estate)
        self.assertEqual((self._value(), self._value(self.mall)), (7, 6))
        self.assertEqual(self._value(self.other_estate), 5)

    def test_screen_shows_where_a_value_comes_from(self):
        parameter = self.parameter.with_user(self.head)
        for_estate = parameter.with_context(property_estate_id=self.estate.id)
        self.assertEqual(
            (parameter.effective_value, parameter.value_scope), ("5", "delivered")
        )
        self._set("6")
        self.assertEqual(
            (for_estate.effective_value, for_estate.value_scope), ("6", "company")
        )
        self._set("7", self.estate)
        self.assertEqual(
            (for_estate.effective_value, for_estate.value_scope), ("7", "estate")
        )
        self.assertEqual(
            (parameter.effective_value, parameter.value_scope), ("6", "company")
        )

    def test_back_to_the_wider_value(self):
        self._set("6")
        self._set("7", self.estate)
        self._set("8", self.estate)
        self.assertEqual(self._value(), 8)
        self._set("", self.estate)
        self.assertEqual(self._value(), 6)
        self._set(False)
        self.assertEqual(self._value(), 5)
        self.assertFalse(self.parameter.value_ids)

    def test_changes_count_at_once(self):
        """No cached value outlives its row, whichever way it changes."""
        self.assertEqual(self._value(), 5)
        row = self.env["property.parameter.value"].create(
            {
                "parameter_id": self.parameter.id,
                "company_id": self.company.id,
                "value": "6",
            }
        )
        self.assertEqual(self._value(), 6)
        row.value = "7"
        self.assertEqual(self._value(), 7)
        row.estate_id = self.mall
        self.assertEqual((self._value(), self._value(self.mall)), (5, 7))
        row.unlink()
        self.assertEqual(self._value(self.mall), 5)
        self.parameter.default_value = "4"
        self.assertEqual(self._value(), 4)

    def test_bad_values(self):
        for value in ("x", "0", "11", "1.5", "1e1"):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self._set(value)
        for value_type, good, bad in (
            ("float", "1.5", "x"),
            ("boolean", "是", "perhaps"),
            ("selection", "b", "c"),
            ("days", "02-29, 10-01", "02-30"),
        ):
            parameter = self.parameter.create(
                {
                    "code": f"base.test_{value_type}",
                    "name": "x",
                    "area": "base",
                    "value_type": value_type,
                    "choices": "a, b",
                    "default_value": good,
                }
            )
            with self.subTest(value_type=value_type):
                parameter.effective_value = good
                with self.assertRaises(ValidationError):
                    parameter.effective_value = bad
                with self.assertRaises(ValidationError):
                    parameter.default_value = bad

    def test_unknown_code_is_a_mistake(self):
        with self.assertRaises(KeyError):
            self.estate._property_parameter("base.no_such_setting")

    def test_delivered_words_stay(self):
        """A manager changes values, not what a law says."""
        for values in (
            {"default_value": "6"},
            {"maximum": 0},
            {"source": "me"},
            {"code": "x"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.parameter.with_user(self.head).write(values)
        for operation in ("create", "unlink"):
            self.assertFalse(self.parameter.with_user(self.head).has_access(operation))

    def test_who_may_change(self):
        """A manager of one estate keeps to it; below a manager nobody changes any."""
        self._set("7", self.mall, self.mall_manager)
        self.assertEqual((self._value(self.mall), self._value()), (7, 5))
        with self.assertRaises(AccessError):
            self._set("7", user=self.mall_manager)
        with self.assertRaises(AccessError):
            self._set("7", self.estate, self.mall_manager)
        wide = self._set("6").sudo().value_ids.filtered(lambda v: not v.estate_id)
        for change in (
            lambda rows: rows.write({"value": "9"}),
            lambda rows: rows.write({"estate_id": self.mall.id}),
            lambda rows: rows.unlink(),
        ):
            with self.assertRaises(AccessError):
                change(wide.with_user(self.mall_manager))
        for user in self.user_supervisor, self.user_cashier, self.user_auditor:
            with self.assertRaises(AccessError):
                self._set("7", self.mall, user)

    def test_estates_screen_opens_its_settings(self):
        action = self.estate.with_user(self.head).action_open_parameters()
        self.assertEqual(action["context"]["property_estate_id"], self.estate.id)

    def test_delivered_settings_are_sound(self):
        """Every setting of every area parses and names its source."""
        for parameter in self.env["property.parameter"].search([]) - self.parameter:
            with self.subTest(code=parameter.code):
                parameter._property_parse(parameter.default_value)
                self.assertTrue(parameter.source)
                self.assertTrue(parameter.code.partition(".")[2])

    def test_company_of_an_estate_is_fixed(self):
        with self.assertRaises(UserError):
            self.estate.company_id = self.other_company

    def test_choices_in_words(self):
        """Each choice has a word in each language; what is kept is the code."""
        self.env["res.lang"]._activate_lang("zh_CN")
        settings = self.env["property.parameter"].search([])
        for lang in ("en_US", "zh_CN"):
            for setting in settings.with_context(lang=lang).filtered("choices"):
                if setting.get_external_id()[setting.id]:
                    with self.subTest(setting=setting.code, lang=lang):
                        for code, word in setting.value_choices:
                            self.assertNotEqual(code, word)
        self.parameter.write(
            {
                "value_type": "selection",
                "choices": "block,reason",
                "choice_names": "Is refused; Passes with a reason",
                "default_value": "block",
            }
        )
        self.assertEqual(
            self.parameter.value_choices,
            [["block", "Is refused"], ["reason", "Passes with a reason"]],
        )
        with self.assertRaisesRegex(ValidationError, "Is refused, Passes"):
            self._set("never")
        self._set("reason", self.mall)
        self.assertEqual(self._value(self.mall), "reason")
        with self.assertRaisesRegex(ValidationError, "one name"):
            self.parameter.choice_names = "Only one"

    def test_yes_and_no_in_one_spelling(self):
        self.parameter.write({"value_type": "boolean", "default_value": "true"})
        self.assertEqual(self.parameter.effective_value, "yes")
        for text in ("否", "False", "0"):
            self._set(text, self.mall)
            row = self.parameter.value_ids.filtered("estate_id")
            self.assertEqual(row.value, "no")
            self.assertIs(self._value(self.mall), False)

    def test_sources_read_well(self):
        """A manager reads laws and rules in words, no numbers of requirements."""
        self.env["res.lang"]._activate_lang("zh_CN")
        settings = self.env["property.parameter"].with_context(lang="zh_CN").search([])
        for setting in settings - self.parameter:
            with self.subTest(setting=setting.code):
                self.assertNotRegex(setting.source, r"\b[A-Z]{2,4}-\d|[a-z]+_[a-z]+")
