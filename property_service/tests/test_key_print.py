from io import BytesIO

from pypdf import PdfReader

from odoo.tests import tagged

from .key_common import SIGNATURE, PropertyKeyCommon


@tagged("post_install", "-at_install")
class TestKeyPrint(PropertyKeyCommon):
    """The papers of the area, printed in Chinese and read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.keys = cls._make_set("entrusted", 2, content="door 2, letter box 1")
        cls.undertaking = cls._make_undertaking(cls.keys, purpose="Water the plants")
        cls.public = cls._make_set("plant", name="Pump room")

    def _text(self, report, records):
        reports = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, kind = reports._render_qweb_pdf(
            f"property_service.property_key_{report}_report", records.ids
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        text = "".join(page.extract_text() for page in pages)
        return "".join(text.split())

    def assertPrinted(self, report, records, *words):
        text = self._text(report, records)
        for word in words:
            self.assertIn("".join(word.split()), text)

    def test_undertaking(self):
        """KEY-03, MVI-11: 单元钥匙托管承诺书."""
        self.assertPrinted(
            "undertaking",
            self.undertaking,
            "单元钥匙托管承诺书",
            self.undertaking.name,
            self.company.name,
            "1-1-101",
            "Water the plants",
            self.keys.code,
            "不得转借",
        )

    def test_undertaking_to_sign(self):
        """Printed before it is signed, it lists the keys that wait for it."""
        waiting = self._make_set("entrusted", unit_id=self.unit_102.id)
        draft = self.env["property.key.undertaking"].create(
            {"unit_id": self.unit_102.id}
        )
        self.assertPrinted("undertaking", draft, "1-1-102", waiting.code)

    def test_ledger(self):
        """KEY-02, ARC-11: 钥匙保管及托管台账, both parts."""
        self._lend(self.public)
        self.assertPrinted(
            "ledger",
            self.keys | self.public,
            "钥匙保管及托管台账",
            "保管钥匙",
            "业主托管钥匙",
            self.keys.code,
            self.undertaking.name,
            "Pump room",
            "Technician",
        )

    def test_list(self):
        """钥匙保管清单 of a cabinet."""
        self.assertPrinted(
            "list",
            self.cabinet,
            "钥匙保管清单",
            self.cabinet.name,
            self.public.position,
            self.keys.code,
            "letter box 1",
        )

    def test_loans(self):
        """钥匙借用登记表."""
        loan = self._lend(self.public)
        self._make_overdue(loan)
        loan._property_return()
        self.assertPrinted(
            "loan", loan, "钥匙借用登记表", loan.name, "Technician", "维修", "逾期"
        )

    def test_issue(self):
        """KEY-04: 钥匙及物品领取单, with receiver and signature."""
        keys = self._make_set("delivery", 3)
        issue = keys._property_issue_to_owner(
            self.undertaking,
            [{"set_id": keys.id, "copies": 3}, {"name": "Access card", "copies": 2}],
            receiver="Aunt of A",
            signature=SIGNATURE,
        )
        words = (issue.name, keys.code, "Access card", "Aunt of A")
        self.assertPrinted("issue", issue, "钥匙及物品领取单", *words)
        back = keys._property_take_back(
            self.undertaking, [{"set_id": keys.id, "copies": 1}], signature=SIGNATURE
        )
        self.assertPrinted("issue", back, "钥匙及物品交还单", back.name)

    def test_count(self):
        """KEY-06: the count that two people signed."""
        counts = self.env["property.key.count"].with_user(self.user_assistant)
        count = counts._property_start(self.cabinet)
        count.action_count_rest()
        count.action_finish()
        count.with_user(self.user_second).action_sign()
        self.assertPrinted(
            "count",
            count,
            "钥匙清点表",
            count.name,
            self.public.position,
            self.user_assistant.name,
            self.user_second.name,
        )

    def test_labels(self):
        """A sheet for many sets; no label says which unit its keys open."""
        sets = self.env["property.key.set"]
        for _number in range(7):
            sets |= self._make_set()
        sets |= self.keys
        text = self._text("label", sets)
        for keys in sets:
            self.assertIn(keys.code, text)
            self.assertIn(keys.position, text)
        self.assertNotIn("1-1-101", text)
        action = sets.action_print_labels()
        self.assertEqual(
            action["report_name"], "property_service.property_key_label_report"
        )

    def test_label_holds_the_address(self):
        url = self.keys._property_label_url()
        self.assertTrue(url.endswith(f"/property/key/{self.keys.code}"))
        self.assertTrue(self.keys._property_label_image().startswith("data:image/png"))
