from lxml import etree

from odoo.tests import Form, tagged

from .collect_common import PropertyCollectCommon

WORDS = {"collection_hours", "payment_note"}
BOOKS = {"sale_journal_id", "collection_journal_ids"}


@tagged("post_install", "-at_install")
class TestFeeEstateForm(PropertyCollectCommon):
    def _fields(self, user):
        views = self.env["property.estate"].with_user(user).get_views([(False, "form")])
        form = etree.fromstring(views["views"]["form"]["arch"])
        page = form.xpath("//page[@name='collection']")
        return {node.get("name") for node in page[0].iter("field")} if page else set()

    def test_who_sees_the_tab(self):
        """Journals are for those who may read them, words for managers too."""
        self.assertEqual(self._fields(self.user_manager), WORDS)
        self.assertEqual(self._fields(self.user_accountant), WORDS | BOOKS)
        self.assertEqual(self._fields(self.user_assistant), set())

    def test_manager_writes_the_words_of_the_notice(self):
        with Form(self.estate.with_user(self.user_manager)) as form:
            form.collection_hours = "9-17"
            form.payment_note = "By bank"
        self.assertEqual(self.estate._property_how_to_pay(), ["By bank"])

    def test_fee_settings_of_the_estate(self):
        action = self.estate.with_user(self.user_manager).action_open_fee_parameters()
        self.assertEqual(action["context"]["property_estate_id"], self.estate.id)
        codes = self.env["property.parameter"].search(action["domain"]).mapped("code")
        self.assertIn("fee.start_rule", codes)
        self.assertNotIn("base.print_direct", codes)
