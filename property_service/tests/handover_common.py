"""Cases, papers and signatures for the tests of the handover area."""

from odoo.tests import tagged

from .common import PropertyCommon
from .common_fee import FeeCommon
from .defect_common import DefectCase

# One black pixel: what a signature pad sends.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


class HandoverMixin:
    """Builders of handover cases, on any base with estates, units and roles."""

    @classmethod
    def _make_case(cls, unit=None, partner=None, user=None, **values):
        """A move-in of unit 103 by owner B, made by the assistant, unless told."""
        cases = cls.env["property.handover"].with_user(user or cls.user_assistant)
        return cases.create(
            {
                "unit_id": (unit or cls.unit_103).id,
                "partner_id": (partner or cls.owner_b).id,
                **values,
            }
        )

    @classmethod
    def _bring_papers(cls, case, step=None):
        """Answer the lines of the list, of one step or all."""
        for line in case.document_checklist_id.line_ids:
            if not step or line.tag == step:
                line.doc_state = line.doc_target

    @classmethod
    def _pay(cls, case):
        for payment in case.payment_ids.filtered(lambda row: row.state == "open"):
            payment.reference = "ZX-0001"
            payment.action_paid()

    @classmethod
    def _inspect(cls, case):
        """The inspection of the case, everything in order."""
        case.action_open_inspection()
        inspection = case.inspection_id
        DefectCase._answer(inspection)
        inspection.action_finish()
        return inspection

    @classmethod
    def _sign(cls, case):
        case.item_signature = SIGNATURE
        case.action_sign_items()

    @classmethod
    def _do_steps(cls, case, until=None):
        """Walk the steps with what each needs, up to and without one."""
        if case.state == "draft":
            case.action_start()
        for step in case.step_ids.sorted("sequence"):
            if step.code == until:
                break
            if step.state == "done":
                continue
            cls._prepare_step(case, step)
            case.action_next_step()
        return case

    @classmethod
    def _prepare_step(cls, case, step):
        cls._bring_papers(case, step.code)
        if step.type_id.check_payments:
            cls._pay(case)
        if step.type_id.check_inspection:
            cls._inspect(case)
        if step.type_id.check_items and case.item_ids:
            cls._bring_papers(case)
            cls._sign(case)


@tagged("post_install", "-at_install")
class HandoverCommon(HandoverMixin, PropertyCommon):
    """Without the ledger; every owner of the estate gets two keys and a card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_items()

    @classmethod
    def _make_items(cls):
        cls.env["property.handover.item.kind"].create(
            [
                {"estate_id": cls.estate.id, "name": "Door key", "quantity": 2},
                {"estate_id": cls.estate.id, "name": "Card", "kind": "card"},
            ]
        )


@tagged("post_install", "-at_install")
class HandoverFeeCommon(HandoverMixin, FeeCommon):
    """With books, fee items and rates."""
