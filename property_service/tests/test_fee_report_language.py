"""Papers that residents get are in Chinese from the first word to the last."""

import re

import polib
from lxml import html

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

from .collect_common import PropertyCollectCommon

# With a small letter; capitals and digits alone are codes of units, bills, journals.
LATIN_WORD = re.compile(r"[A-Za-z]*[a-z][A-Za-z]*")
SYMBOLS = {"m"}  # of m²


@tagged("post_install", "-at_install")
class TestFeeReportLanguage(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "zh_CN"})
        cls._name_in_chinese()
        cls.unit_101 = cls.unit_101.with_env(cls.env)

    @classmethod
    def _name_in_chinese(cls):
        """Whatever is Latin on the papers after this comes from the product."""
        for records, name in (
            (cls.company, "物业公司"),
            (cls.estate, "家园"),
            (cls.building, "一栋"),
            (cls.owner_a, "业主甲"),
            (cls.role_users | cls.user_till, "员工"),
        ):
            records.with_env(cls.env).write({"name": name})
        cls.estate.write(
            {"address": "幸福路1号", "phone": "010-1234", "collection_hours": "9-17"}
        )
        cls.item = cls._make_item(
            "WY", cls.tax_6_in, name="物业服务费", legal_basis="合同第三条"
        )
        cls._make_rate(cls.item, 2.65)

    def _assert_chinese(self, report, docs):
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(lang="zh_CN")
            ._render_qweb_html(f"property_service.{report}", docs.ids)
        )
        page = html.fromstring(content.decode())
        text = "\n".join(page.xpath("//body//text()[not(ancestor::style)]"))
        self.assertRegex(text, "[\u4e00-\u9fff]")
        self.assertEqual(set(LATIN_WORD.findall(text)) - SYMBOLS, set(), report)
        return text

    def _full_bill(self):
        """A bill of the billing run beside arrears and a credit not used up."""
        arrears = self._make_bill(self.unit_101, 77, "2025-01-01")
        arrears.move_id.invoice_line_ids.name = "往年欠费"
        self._assign(self.unit_101)
        return self._bill("2026-10-01").move_ids.with_env(self.env)

    def test_notice(self):
        text = self._assert_chinese("property_notice_document", self._full_bill())
        for words in ("缴款通知书", "应缴日期：", "2.65"):
            self.assertIn(words, text)

    def test_distribution_list(self):
        self._assert_chinese("property_notice_list_document", self._full_bill())

    def test_statement(self):
        self._full_bill()
        self._collect(self.unit_101, amount=100)
        wizard = self.env["property.statement.wizard"].create(
            {
                "unit_ids": [(6, 0, self.unit_101.ids)],
                "date_from": "2025-01-01",
                "date_to": self.today,
            }
        )
        self._assert_chinese("property_statement_document", wizard)

    def test_receipt(self):
        """Paid more than owed, with change, printed twice and reversed."""
        self._full_bill()
        receipt = self._collect(self.unit_101, amount=500, amount_tendered=600)
        receipt.note = "代缴"
        receipt.sudo().print_count = 2
        self._assert_chinese("property_receipt_report", receipt)
        receipt.action_request_approval("收错")
        receipt.with_user(self.user_manager).action_approval_approve()
        self._assert_chinese("property_receipt_report", receipt)


class TestTermsAreLoaded(TransactionCase):
    def test_translated_terms_stand_in_the_template(self):
        """Odoo reads the .po against the .pot and drops what the latter lacks."""
        for addon in ("property_service", "property_service_reports"):
            with self.subTest(addon=addon):
                translated = polib.pofile(file_path(f"{addon}/i18n/zh_CN.po"))
                template = polib.pofile(file_path(f"{addon}/i18n/{addon}.pot"))
                lost = {e.msgid for e in translated} - {e.msgid for e in template}
                self.assertEqual(lost, set(), "run bin/i18n")
