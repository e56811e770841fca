import io

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestFeeNotice(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.estate.write(
            {"address": "幸福路1号", "phone": "010-1234", "collection_hours": "9-17"}
        )

    def _bills(self, run):
        return self.env["account.move"].search([("property_run_id", "=", run.id)])

    def _html(self, report, docs):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(report, docs.ids)
        return html.decode()

    def test_notice(self):
        """FEE-06: place, time and method; FEE-07: period, basis, formula, arrears."""
        self._make_bill(self.unit_101, 77, "2025-01-01")
        self._assign(self.unit_101)
        move = self._bills(self._bill("2026-10-01"))
        values = move._property_notice_values()
        self.assertEqual(values["overdue"], 77)
        self.assertEqual(values["total"], 342)
        html = self._html("property_service.property_notice_document", move)
        for words in (
            "1-1-101",
            "2026-10-01",
            "2026-10-31",
            "2.65",
            "Service contract, clause SF",
            "77.00",
            "342.00",
            "幸福路1号",
            "9-17",
            "HOME-1-1-101",
        ):
            self.assertIn(words, html)

    def test_credit_lowers_what_is_to_be_paid(self):
        bill = self._make_bill(self.unit_101, 100)
        self._collect(self.unit_101, amount=100.01)
        later = self._make_bill(self.unit_101, 50, "2025-02-01")
        values = later.move_id._property_notice_values()
        self.assertEqual(bill.amount_residual, 0)
        self.assertEqual(values["credit"], 0.01)
        self.assertEqual(values["total"], 49.99)

    def test_order_of_the_walk(self):
        """FEE-08: by building and floor, with a list to sign per floor."""
        second = self._make_building(self.estate, "2", sequence=20)
        floors = self.env["property.floor"].create(
            [
                {"building_id": self.building.id, "name": f"F{level}", "level": level}
                for level in (3, 1)
            ]
        )
        units = self.env["property.unit"]
        for code, building, floor in (
            ("2-1-101", second, False),
            ("1-1-302", self.building, floors[0]),
            ("1-1-301", self.building, floors[0]),
            ("1-1-105", self.building, floors[1]),
        ):
            units |= self._make_unit(
                code,
                building=building,
                floor_id=floor and floor.id,
                handover_date="2024-01-01",
            )
        moves = self.env["account.move"]
        for unit in units:
            moves |= self._make_bill(unit, 10, partner=self.owner_a).move_id
        ordered = moves._property_notices()
        self.assertEqual(
            ordered.property_unit_id.mapped("code"),
            ["1-1-105", "1-1-301", "1-1-302", "2-1-101"],
        )
        groups = ordered._property_notice_groups(ordered)
        self.assertEqual(
            [(g[1], len(g[2])) for g in groups], [("F1", 1), ("F3", 2), ("", 1)]
        )
        html = self._html("property_service.property_notice_list_document", ordered)
        self.assertEqual(html.count("1-1-30"), 2)

    def test_drafts_have_no_notice(self):
        move = self._make_bill(self.unit_101, 10).move_id.copy()
        with self.assertRaises(UserError):
            move.action_property_print_notice()

    def test_printed_from_the_run(self):
        """All bills of the run but those taken back, as papers and as a list."""
        self._assign(self.unit_101 | self.unit_102)
        run = self._bill("2026-10-01").with_user(self.user_accountant)
        for step, report in (
            ("action_print_notices", "property_notice_document"),
            ("action_print_notice_list", "property_notice_list_document"),
        ):
            action = getattr(run, step)()
            self.assertEqual(action["report_name"], f"property_service.{report}")
            self.assertEqual(
                action["context"]["active_ids"],
                self._bills(run)._property_notices().ids,
            )
        taken_back = self._bills(run).filtered(
            lambda move: move.property_unit_id == self.unit_102
        )
        taken_back.property_charge_ids._property_reverse("Wrong area")
        action = run.action_print_notices()
        self.assertEqual(
            action["context"]["active_ids"], (self._bills(run) - taken_back).ids
        )

    def test_pdf(self):
        move = self._make_bill(self.unit_101, 10).move_id
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "property_service.property_notice_document", move.ids
        )
        self.assertEqual(kind, "pdf")
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn("1-1-101", text)
        self.assertIn("幸福路", text)


@tagged("post_install", "-at_install")
class TestFeeStatementOfAccount(PropertyCollectCommon):
    def _statement(self, user=None, **values):
        return (
            self.env["property.statement.wizard"]
            .with_user(user or self.user_assistant)
            .create(
                {
                    "unit_ids": [(6, 0, self.unit_101.ids)],
                    "date_from": "2025-01-01",
                    "date_to": self.today,
                    **values,
                }
            )
        )

    def test_lines_add_up(self):
        """FEE-16: opening, bills with rate and formula, receipts, balance."""
        self._make_bill(self.unit_101, 40, "2024-12-01")
        self._make_bill(self.unit_101, 100, "2025-01-01")
        self._make_bill(self.parking, 9, "2025-01-01")
        self._assign(self.unit_101)
        self._bill("2026-10-01")
        receipt = self._collect(self.unit_101, amount=150)
        lines = self._statement().line_ids
        self.assertEqual(
            lines.mapped(lambda x: (x.billed, x.paid, x.balance)),
            [
                (0, 0, 40),
                (100, 0, 140),
                (265, 0, 405),
                (0, 40, 365),
                (0, 100, 265),
                (0, 10, 255),
                (0, 0, 255),
            ],
        )
        self.assertIn("2.65", lines[2].formula)
        self.assertEqual(set(lines[3:6].mapped("document")), {receipt.name})
        self.assertEqual(self.unit_101.with_user(self.user_assistant).amount_due, 255)

    def test_reversed_receipt_takes_back_on_the_side_of_payments(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        receipt = self._collect(self.unit_101)
        receipt.action_request_approval("Wrong unit")
        receipt.with_user(self.user_manager).action_approval_approve()
        lines = self._statement().line_ids
        self.assertEqual(lines.mapped("paid"), [0, 0, 100, -100, 0])
        self.assertEqual(lines[-1].balance, 100)

    def test_of_one_payer(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        self._make_bill(self.unit_101, 30, "2025-02-01", partner=self.tenant)
        lines = self._statement(partner_id=self.tenant.id).line_ids
        self.assertEqual(lines[-1].balance, 30)

    def test_units_of_other_estates_are_closed(self):
        outsider = self._make_user(
            "property_mall_assistant",
            "property_service.property_service_group_assistant",
            estates=self.mall,
        )
        with self.assertRaises(AccessError):
            self._statement(outsider).line_ids.mapped("balance")

    def test_paper(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        wizard = self._statement()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_statement_document", wizard.ids
        )
        self.assertIn("100.00", html.decode())

    def test_arrears_of_the_unit(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        self._make_bill(self.unit_101, 30, "2025-02-01", due="2099-01-01")
        unit = self.unit_101.with_user(self.user_assistant)
        self.assertEqual((unit.amount_due, unit.amount_overdue), (130, 100))
