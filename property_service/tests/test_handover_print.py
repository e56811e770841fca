"""Every named paper of move-in and move-out prints with real data (section 2)."""

import io
import re

from pypdf import PdfReader

from odoo.exceptions import UserError

from .handover_common import HandoverFeeCommon

LATIN = re.compile(r"[A-Za-z]*[a-z]{2,}[A-Za-z]*")
PAPERS = {
    "move_in_notice": ("入伙通知书", "服务中心大厅", "商品房预售合同复印件"),
    "residence_notice": ("入住通知书", "业主资料审核"),
    "move_in_confirmation": ("业主入伙确认单", "钥匙及物品领取"),
    "delivery_confirmation": ("业主交房确认单", "入户门钥匙"),
    "household_card": ("家庭情况登记卡", "小明", "儿子"),
    "basic_form": ("基本信息登记表", "一栋"),
    "fee_notice": ("费用缴纳告知书", "物业服务费", "2.65", "318.00", "合同第三条"),
    "fire_notice": ("防火责任告知书", "业主甲"),
    "fire_agreement": ("区域防火责任协议书", "物业公司"),
    "safety_undertaking": ("安全承诺书",),
    "declaration": ("声明",),
    "preliminary_agreement": ("前期物业服务协议", "120.00"),
    "service_agreement": ("物业服务协议",),
    "interim_covenant": ("临时管理规约",),
    "covenant": ("管理规约",),
    "user_handbook": ("用户手册",),
}


class TestHandoverPrint(HandoverFeeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env = cls.env(context={**cls.env.context, "lang": "zh_CN"})
        for records, name in (
            (cls.company, "物业公司"),
            (cls.estate, "家园"),
            (cls.building, "一栋"),
            (cls.developer, "置业公司"),
            (cls.owner_a, "业主甲"),
            (cls.tenant, "租户乙"),
            (cls.role_users, "员工"),
        ):
            records.with_env(cls.env).write({"name": name})
        cls.owner_a.email = False
        cls.estate.write({"address": "幸福路1号", "phone": "010-1234"})
        item = cls._make_item(
            "WY", cls.tax_6_in, name="物业服务费", legal_basis="合同第三条"
        )
        cls._make_rate(item, 2.65)
        cls._assign(cls.unit_103, item)
        cls.env["property.handover.item.kind"].create(
            {"estate_id": cls.estate.id, "name": "入户门钥匙", "quantity": 5}
        )
        day = cls.env["property.handover.batch"].create(
            {"name": "集中交房", "estate_id": cls.estate.id, "place": "服务中心大厅"}
        )
        cls.case = cls._make_case(partner=cls.owner_a, batch_id=day.id)
        cls.case = cls.case.with_context(lang="zh_CN")
        child = cls._make_partner("小明")
        cls.case.person_ids = [
            (0, 0, {"partner_id": child.id, "role": "household", "relation": "儿子"})
        ]

    def _text(self, code, case=None):
        reports = self.env["ir.actions.report"].with_user(self.user_assistant)
        content, kind = reports.with_context(lang="zh_CN")._render_qweb_pdf(
            f"property_service.property_handover_{code}_document",
            (case or self.case).ids,
        )
        self.assertEqual(kind, "pdf")
        self.pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in self.pages).replace("\n", "")

    def test_papers(self):
        """Title, people and figures of each; not a word of English on it."""
        for code, words in PAPERS.items():
            with self.subTest(paper=code):
                text = self._text(code)
                for word in (*words, "1-1-103"):
                    self.assertIn(word, text)
                self.assertEqual(set(LATIN.findall(text)), set())
                self.assertNotIn("{", text)

    def test_pack(self):
        """All papers of the case's own list, at once (MVI-04, C16)."""
        text = self._text("pack")
        for word in (
            "入伙通知书",
            "家庭情况登记卡",
            "防火责任告知书",
            "业主交房确认单",
        ):
            self.assertIn(word, text)
        self.assertNotIn("安全承诺书", text)
        templates = self.env["property.checklist.template"]
        archive = self.env.ref(
            "property_service.property_checklist_template_documents_g2"
        )
        own = templates._property_for("move_in_documents", self.estate)
        self.assertNotEqual(own, archive)
        self.case.document_template_id = archive
        self.assertIn("安全承诺书", self._text("pack"))

    def test_own_wording(self):
        """An estate's contract text takes the place of the delivered one."""
        self.env["property.document.text"].create(
            {
                "code": "declaration",
                "title": "家园声明",
                "body": "<p>{owner}声明如下</p>",
                "estate_id": self.estate.id,
            }
        )
        self.assertIn("业主甲声明如下", self._text("declaration"))

    def test_pack_of_many_is_a_batch(self):
        """More than a few cases are printed in the background (300 notices)."""
        limit = self.env.ref("property_service.property_parameter_base_print_direct")
        self.env["property.parameter.value"].create(
            {"parameter_id": limit.id, "company_id": self.company.id, "value": "1"}
        )
        cases = self.case | self._make_case(self._make_unit("1-1-104"))
        action = cases.action_print_notices()
        self.assertEqual(action["res_model"], "property.print.batch")
        batch = self.env["property.print.batch"].browse(action["res_id"])
        self.assertEqual(batch.document_count, 2)

    def test_clearance(self):
        """结清证明 once all is cleared, with what a supervisor let pass (MVO-01)."""
        self._make_occupancy(self.unit_101, self.tenant, role="tenant", is_payer=True)
        case = self._make_case(
            self.unit_101, self.tenant, kind="move_out", reason="lease_end"
        ).with_context(lang="zh_CN")
        self._do_steps(case, until="deposits")
        with self.assertRaises(UserError):
            case.action_print_certificate()
        case.action_next_step()
        case.action_print_certificate()
        text = self._text("clearance", case)
        for word in ("结清证明", "租户乙", "迁出验房", "1-1-101"):
            self.assertIn(word, text)
        self.assertIn("迁出申请", self._text("moveout_application", case))
