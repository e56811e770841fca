"""A home renovation in Chinese, each role at its own window, on a real server.

From the application to the refund, with one violation and a deduction; what is left of
the deposit is compared with the ledger. The forms are answered as a phone does it,
line by line; each step of the case is pressed on the screen.
"""

import unittest
from datetime import date, timedelta

from odoo.addons.property_service.tests.common_renovation import SIGNATURE

from . import clones
from .browser import windows
from .renovation_steps import CASE, RenovationSteps, table
from .renovation_world import PASSWORD, make_world

DEPOSIT, DEDUCTED = 2000, 500


class TestRenovationInBrowser(RenovationSteps, unittest.TestCase):
    """One path, since each step works on what the one before has made."""

    password = PASSWORD
    signer = "高涵"

    def test_renovation(self):
        with clones.database("renovation") as self.database:
            make_world(self.database)
            with (
                clones.server(self.database) as (self.address, _process),
                windows(self.address) as self.open_window,
            ):
                self.desk = self._sign_in("assistant")
                self._application()
                self._review()
                self._agreement()
                self.deposit = self._money("1-1-101", total="300.00")
                self.assertEqual(self._held(), DEPOSIT)
                self._permit()
                self._violation_and_deduction()
                self._acceptance_and_refund()

    # === The path ===

    def _application(self):
        today = date.today()
        unit = self._find("property.unit", [["code", "=", "1-1-101"]])
        owner = self._find("res.partner", [["name", "=", "高涵"]])
        paint = self._find("property.renovation.work.kind", [["code", "=", "O6"]])
        [self.case] = self._call(
            self.desk,
            CASE,
            "create",
            [
                {
                    "unit_id": unit,
                    "applicant_id": owner,
                    "date_start": today.isoformat(),
                    "date_end": (today + timedelta(days=30)).isoformat(),
                    "site_manager": "张师傅",
                    "work_ids": [[0, 0, {"kind_id": paint, "place": "客厅"}]],
                }
            ],
        )
        self._open_case(self.desk)
        self.desk.button("action_start_documents")
        self.desk.wait_state("documents")
        # The gates say in Chinese what is missing; the step has no button yet.
        self.desk.shows("房屋装修承诺书")
        self.desk.has("button[name=action_submit]:visible", 0)
        self._hand_in_drawing()
        self._fill("file_checklist_id")
        self._press("action_submit", "review")

    def _violation_and_deduction(self):
        """Photos, the first letter, and what the damage costs."""
        kind = self._find("property.renovation.violation.kind", [])
        [violation] = self._call(
            self.desk,
            "property.renovation.violation",
            "create",
            [{"renovation_id": self.case, "kind_id": kind, "description": "电梯划伤"}],
        )
        photo = self._upload("property.renovation.violation", violation, "电梯.png")
        self._call(
            self.desk,
            "property.renovation.violation",
            "write",
            [violation],
            {"photo_ids": [[4, photo]]},
        )
        wizard = "property.renovation.violation.wizard"
        supervisor = self._sign_in("supervisor")
        for values in (
            {"kind": "dissuade", "note": "请立即停止"},
            {
                "kind": "deduct",
                "note": "修复电梯",
                "amount": DEDUCTED,
                "deposit_id": self.deposit,
                "signature": SIGNATURE,
                "signed_by": "高涵",
            },
        ):
            [dialog] = self._call(
                supervisor, wizard, "create", [{"violation_id": violation, **values}]
            )
            self._call(supervisor, wizard, "action_confirm", [dialog])
        # Not settled yet: the acceptance is refused whatever else is complete.
        self._press("action_report_completion", "acceptance")
        self._fill("acceptance_checklist_id")
        self._open_case(self.desk)
        self.desk.shows("违章")
        self.desk.has("button[name=action_accept]:visible", 0)
        deduction = self._find("property.deposit.deduction", [])
        approval = self._find(
            "property.approval", [["res_model", "=", "property.deposit.deduction"]]
        )
        manager = self._sign_in("manager")
        self._call(manager, "property.approval", "action_approve", [approval])
        accountant = self._sign_in("accountant")
        self._call(accountant, "property.deposit.deduction", "action_post", [deduction])
        self.assertEqual(self._held(), DEPOSIT - DEDUCTED)

    def _acceptance_and_refund(self):
        self._press("action_accept", "recheck")
        self._fill("recheck_checklist_id")
        self._press("action_recheck", "refund")
        supervisor = self._sign_in("supervisor")
        [refund] = self._call(
            supervisor,
            "property.deposit.refund",
            "create",
            [{"deposit_id": self.deposit, "note": "收据已收回"}],
        )
        self._call(
            supervisor, "property.deposit.refund", "action_request_approval", [refund]
        )
        approval = self._find(
            "property.approval", [["res_model", "=", "property.deposit.refund"]]
        )
        manager = self._sign_in("manager")
        self._call(manager, "property.approval", "action_approve", [approval])
        accountant = self._sign_in("accountant")
        self._call(accountant, "property.deposit.refund", "action_pay", [refund])
        self.assertEqual(self._held(), 0)
        self._press("action_archive_file", "archived")
        self.assertEqual(
            clones.query(self.database, f"SELECT state FROM {table(CASE)}"),
            [("archived",)],
        )
        self.assertNoFault(self.desk)
