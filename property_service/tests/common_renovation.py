"""Renovations that stand at a given step, for the tests of the area."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .deposit_common import PropertyDepositCommon

# A picture of one point: whoever signs, signs with it.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dw"
    "HwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)
STEPS = (
    "draft",
    "documents",
    "review",
    "agreement",
    "payment",
    "permitted",
    "in_progress",
    "acceptance",
    "recheck",
    "refund",
    "archived",
)


@tagged("post_install", "-at_install")
class RenovationCommon(PropertyDepositCommon):
    """A renovation management fee of 3.00 a m² and people who carry renovations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.user_assistant
        cls.agent = cls._make_staff("Agent", cls.user_assistant, post="assistant")
        cls.zone = cls.env["property.zone"].create(
            {"estate_id": cls.estate.id, "name": "Zone 1", "agent_id": cls.agent.id}
        )
        cls.unit_101.zone_id = cls.zone
        cls.fee_item = cls._make_item(
            "ZXF", taxes=cls.tax_6_in, kind="renovation", basis="area"
        )
        cls._make_rate(cls.fee_item, 3.0)
        cls._make_rate(cls.fee_item, 5.0, estate=cls.mall)

    # === Builders ===

    @classmethod
    def _kind(cls, code):
        return cls.env.ref(f"property_service.renovation_work_kind_{code}")

    @classmethod
    def _make_case(cls, works=("o_paint",), unit=None, applicant=None, **values):
        """A draft of the owner of unit 101, two months of painting."""
        unit = unit or cls.unit_101
        today = fields.Date.today()
        return (
            cls.env["property.renovation"]
            .with_user(cls.desk)
            .create(
                {
                    "unit_id": unit.id,
                    "applicant_id": (applicant or cls.owner_a).id,
                    "date_start": today,
                    "date_end": today + timedelta(days=59),
                    "site_manager": "Foreman",
                    "work_ids": [
                        Command.create({"kind_id": cls._kind(code).id})
                        for code in works
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _make_file(cls, record, name="paper.pdf"):
        return cls.env["ir.attachment"].create(
            {
                "name": name,
                "raw": b"%PDF-1.4 paper",
                "mimetype": "application/pdf",
                "res_model": record._name,
                "res_id": record.id,
            }
        )

    @classmethod
    def _make_contractor(cls, days=365, **values):
        partner = cls._make_partner(
            "Contractor",
            is_company=True,
            property_is_contractor=True,
            property_qualification_number="D2110001",
            property_qualification_end=fields.Date.today() + timedelta(days=days),
            **values,
        )
        partner.property_qualification_ids = cls._make_file(partner)
        return partner

    @classmethod
    def _make_drawing(cls, case, **values):
        drawing = cls.env["property.renovation.drawing"].with_user(cls.desk)
        drawing = drawing.create(
            {"renovation_id": case.id, "name": "Plan", "kind": "plan", **values}
        )
        drawing.attachment_ids = cls._make_file(drawing)
        return drawing

    # === Steps ===

    @classmethod
    def _fill(cls, checklist, user=None, fail=()):
        """Answer every line that has no answer yet; ``fail`` names codes."""
        checklist = checklist.with_user(user or cls.desk)
        for line in checklist.line_ids.filtered(lambda line: not line.result):
            answer = {"result": "fail" if line.code in fail else "ok"}
            if line.answer_type == "document":
                answer = {"doc_state": line.doc_target}
            if line.needs_signature:
                answer.update(signature=SIGNATURE, signed_by="Signer")
            line.write(answer)

    @classmethod
    def _approve(cls, document, users=None):
        """All departments approve, side by side."""
        for user in users or (cls.user_supervisor, cls.user_manager):
            document.sudo().approval_id.with_user(user).action_approve()

    @classmethod
    def _pay(cls, case):
        """The cashier takes what is open of the renovation's fees and deposit."""
        for move in case.sudo().fee_ids.charge_id.move_id:
            cls.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({"journal_id": cls.journal_bank.id})._create_payments()
        for deposit in case._property_deposits():
            deposit.with_user(cls.user_till)._property_receive(cls.till)

    @classmethod
    def _advance(cls, case, state):
        """Take a case step by step to a state, as the desk would."""
        case = case.with_user(cls.desk)
        while case.state != state:
            getattr(cls, f"_leave_{case.state}")(case)
        return case

    @classmethod
    def _leave_draft(cls, case):
        case.action_start_documents()

    @classmethod
    def _leave_documents(cls, case):
        if not case.drawing_ids:
            cls._make_drawing(case)
        cls._fill(case.file_checklist_id)
        case.action_submit()

    @classmethod
    def _leave_review(cls, case):
        cls._approve(case)

    @classmethod
    def _leave_agreement(cls, case):
        cls._fill(case.agreement_checklist_id)
        cls._fill(case.quality_checklist_id)
        case.action_sign_agreement()

    @classmethod
    def _leave_payment(cls, case):
        cls._fill(case.entry_checklist_id)
        case.action_bill_fees()
        cls._pay(case)
        case.action_issue_permit()

    @classmethod
    def _leave_permitted(cls, case):
        case.action_post_permit()
        case.action_start_work()

    @classmethod
    def _leave_in_progress(cls, case):
        case.action_report_completion()

    @classmethod
    def _leave_acceptance(cls, case):
        cls._fill(case.acceptance_checklist_id)
        case.action_accept()

    @classmethod
    def _leave_recheck(cls, case):
        cls._fill(case.recheck_checklist_id)
        supervisor = case.with_user(cls.user_supervisor)
        supervisor._property_override_gate("recheck_due", "Owner moves away")
        case.action_recheck()

    @classmethod
    def _leave_refund(cls, case):
        cls._refund_deposit(case)
        case.action_archive_file()

    @classmethod
    def _refund_deposit(cls, case):
        """Asked by the supervisor, approved by the manager, paid by accounts."""
        deposit = case._property_deposits().with_user(cls.user_supervisor)
        if not deposit.sudo().amount_held:
            return
        refund = deposit._property_refund(note="Receipt handed back")
        refund.approval_id.with_user(cls.user_manager).action_approve()
        refund.with_user(cls.user_accountant).action_pay()
