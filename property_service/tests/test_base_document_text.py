from odoo.exceptions import AccessError, UserError

from .common import PropertyCommon


class TestDocumentText(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = cls.env["property.document.text"]
        cls.delivered = cls.texts.create(
            {
                "code": "test_notice",
                "title": "Notice",
                "body": "<p>{owner} of {unit}, {unknown}</p>",
            }
        )

    def _own(self, **values):
        return self.texts.with_user(self.user_manager).create(
            {"code": "test_notice", "title": "Own", "body": "<p>Own</p>", **values}
        )

    def test_narrowest_text_counts(self):
        """The estate's wording before the company's, before the delivered one (C16)."""
        find = self.texts.with_user(self.user_assistant)._property_text
        self.assertEqual(find("test_notice", self.estate), self.delivered)
        company = self.delivered.copy({"company_id": self.company.id})
        self.assertEqual(find("test_notice", self.estate), company)
        own = self._own(estate_id=self.estate.id)
        self.assertEqual(own.company_id, self.company)
        self.assertEqual(find("test_notice", self.estate), own)
        self.assertEqual(find("test_notice", self.mall), company)

    def test_missing_text(self):
        with self.assertRaisesRegex(UserError, "no text “nothing”"):
            self.texts._property_text("nothing", self.estate)

    def test_values_are_escaped(self):
        """A name is text, never markup; what is missing becomes a line."""
        body = self.delivered._property_body({"owner": "<b>A</b>", "unit": "1-1-101"})
        self.assertEqual(body, "<p>&lt;b&gt;A&lt;/b&gt; of 1-1-101, ________</p>", body)

    def test_delivered_stays(self):
        """A manager words texts of the company; the delivered ones stay."""
        text = self.delivered.with_user(self.user_manager)
        with self.assertRaisesRegex(AccessError, "delivered with the product"):
            text.body = "<p>mine</p>"
        with self.assertRaises(AccessError):
            self.delivered.with_user(self.user_supervisor).body = "<p>mine</p>"

    def test_adapt(self):
        """One press makes the company's copy, a second one opens it again."""
        self.user_manager.property_all_estates = True
        text = self.delivered.with_user(self.user_manager).with_company(self.company)
        first = text.action_adapt()["res_id"]
        self.assertEqual(text.action_adapt()["res_id"], first)
        own = text.browse(first)
        self.assertEqual(own.company_id, self.company)
        own.body = "<p>mine</p>"
        self.assertEqual(own.body, "<p>mine</p>")

    def test_one_estate_does_not_speak_for_all(self):
        """A manager of one estate words its texts, not those of the company."""
        manager = self._make_user(
            "one_estate", "property_service.property_service_group_manager", self.estate
        )
        texts = self.texts.with_user(manager)
        values = {"code": "test_notice", "title": "Own", "body": "<p>Own</p>"}
        with self.assertRaises(AccessError):
            texts.create({**values, "company_id": self.company.id})
        own = texts.create({**values, "estate_id": self.estate.id})
        self.assertEqual(own.estate_id, self.estate)
