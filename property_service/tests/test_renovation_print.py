import io

from pypdf import PdfReader

from odoo.tests import tagged

from .common_renovation import RenovationCommon

# Report by name, with words that only real data puts on it.
FORMS = {
    "application": ("1-1-101", "Owner A", "ZX"),
    "undertaking": ("1-1-101", "Owner A", "承诺"),
    "precautions": ("1-1-101", "Owner A", "禁止行为", "不指定装修企业"),
    "consent": ("1-1-101", "Owner A", "同意"),
    "agreement": ("1-1-101", "300.00", "2000.00", "08:00", "九、其他"),
    "fee_list": ("3 × 100 m² = 300.00", "clause ZXF", "2,000.00"),
    "quality": ("1-1-101", "Signer"),
    "entry": ("1-1-101", "Signer"),
    "permit": ("ZXXK", "1-1-101", "08:00", "svg"),
    "posting": ("1-1-101", "Foreman", "138****0009"),
    "acceptance": ("1-1-101", "Signer"),
}


@tagged("post_install", "-at_install")
class TestRenovationPrint(RenovationCommon):
    """The papers of REN-05 to REN-16, with the case's data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner_a.name = "Owner A"  # a login has renamed the person
        cls.case = cls._make_case(site_phone="13800000009")
        cls._advance(cls.case, "recheck")

    def _html(self, name, docs):
        reports = self.env["ir.actions.report"].with_user(self.desk)
        html, _kind = reports._render_qweb_html(
            f"property_service.property_renovation_{name}", docs.ids
        )
        return html.decode()

    def test_forms(self):
        for name, words in FORMS.items():
            html = self._html(name, self.case)
            for word in words:
                with self.subTest(form=name, word=word):
                    self.assertIn(word, html)

    def test_posting_masks_the_phone(self):
        """PIPL §6: what hangs in the building shows no whole number."""
        self.assertNotIn("13800000009", self._html("posting", self.case))

    def test_own_wording(self):
        """An estate words its agreement itself; values are escaped."""
        self.env["property.document.text"].create(
            {
                "code": "renovation_agreement",
                "title": "Ours",
                "estate_id": self.estate.id,
                "body": "<p>Ours: {applicant}</p>",
            }
        )
        self.owner_a.name = "<b>A</b>"
        html = self._html("agreement", self.case)
        self.assertIn("Ours: &lt;b&gt;A&lt;/b&gt;", html)

    def test_permit_as_pdf(self):
        """REN-08: the Chinese permit as it is handed out, read back."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self._load_words()
        reports = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, kind = reports._render_qweb_pdf(
            "property_service.property_renovation_permit", self.case.ids
        )
        self.assertEqual(kind, "pdf")
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        for word in (self.case.permit_number, "房屋装修许可证", "1-1-101", "允许施工"):
            with self.subTest(word=word):
                self.assertIn(word, text)

    def _load_words(self):
        self.env.ref("base.module_property_service")._update_translations("zh_CN")

    def test_change_application(self):
        case = self._advance(self._make_case(unit=self.unit_102), "agreement")
        change = self.env["property.renovation.change"].create(
            {
                "renovation_id": case.id,
                "reason": "Another colour",
                "changed_work_ids": case.work_ids.ids,
            }
        )
        html = self._html("change", change)
        for word in (change.name, "Another colour", "1-1-102"):
            self.assertIn(word, html)
