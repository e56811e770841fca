"""The steps of a renovation up to its start, as the flows in the browser press them.

The forms are answered as a phone does it, line by line; each step of the case is
pressed on the screen.
"""

from odoo.addons.property_service.tests.common_renovation import SIGNATURE

from . import clones

CASE = "property.renovation"
HELD = """
    SELECT 'held', coalesce(-sum(line.balance), 0)
      FROM account_move_line line
      JOIN property_deposit deposit ON deposit.id = line.property_deposit_id
     WHERE line.account_id = deposit.account_id AND line.parent_state = 'posted'
"""


class RenovationSteps:
    """Of a test with ``database``, ``address``, ``open_window``, ``password``.

    ``case`` is the id of the renovation, ``desk`` the window of the service centre,
    ``signer`` who signs its papers.
    """

    # === Steps ===

    def _hand_in_drawing(self):
        [drawing] = self._call(
            self.desk,
            "property.renovation.drawing",
            "create",
            [{"renovation_id": self.case, "name": "平面图", "kind": "plan"}],
        )
        paper = self._upload("property.renovation.drawing", drawing, "平面图.pdf")
        self._call(
            self.desk,
            "property.renovation.drawing",
            "write",
            [drawing],
            {"attachment_ids": [[4, paper]]},
        )

    def _review(self):
        """Engineering and the service centre, side by side."""
        for login in ("manager", "supervisor"):
            window = self._sign_in(login)
            self._open_case(window)
            window.button("action_approval_approve")
            window.settle()
            self.assertNoFault(window)
        self._open_case(self.desk)
        self.desk.wait_state("agreement")

    def _agreement(self):
        self._fill("agreement_checklist_id")
        self._fill("quality_checklist_id")
        self._press("action_sign_agreement", "payment")
        self._fill("entry_checklist_id")

    def _money(self, unit, total):
        """Fees billed at the desk, paid with the deposit at the counter.

        :return: id of the deposit
        """
        self._open_case(self.desk)
        self.desk.button("action_bill_fees")
        self.desk.settle()
        self.desk.shows(total)
        cashier = self._sign_in("cashier")
        cashier.page.keyboard.type(unit)
        cashier.click(f".o-autocomplete--dropdown-item:has-text('{unit}')")
        cashier.settle()
        with cashier.page.expect_download():
            cashier.button("action_post_and_print")
        deposit = self._find(
            "property.deposit", [["res_model", "=", CASE], ["res_id", "=", self.case]]
        )
        self._call(cashier, "property.deposit", "action_receive", [deposit])
        return deposit

    def _permit(self):
        self._press("action_issue_permit", "permitted")
        self.desk.shows("ZXXK")
        self.desk.button("action_post_permit")
        self.desk.settle()
        self._press("action_start_work", "in_progress")

    # === Helpers ===

    def _sign_in(self, login):
        return self.open_window(login, self.password)

    def _open_case(self, window):
        window.open(f"renovations/{self.case}")

    def _press(self, button, state):
        """One press on the case's screen, which then shows the next state."""
        self._open_case(self.desk)
        self.desk.button(button)
        self.desk.wait_state(state)

    def _has_button(self, name):
        """Whether the desk sees a button of the case, opened anew."""
        self._open_case(self.desk)
        return bool(self.desk.page.locator(f"button[name={name}]:visible").count())

    def _call(self, window, model, method, *arguments):
        """What a phone sends, with the rights of who has signed in."""
        answer = window.page.request.post(
            f"{self.address}/web/dataset/call_kw/{model}/{method}",
            data={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(arguments),
                    "kwargs": {"context": {"lang": "zh_CN", "tz": "Asia/Shanghai"}},
                },
            },
        ).json()
        self.assertNotIn("error", answer, f"{model}.{method}")
        return answer["result"]

    def _find(self, model, domain):
        """Id of the newest record as the database has it, whoever may see it."""
        conditions = " AND ".join(
            f"{name} = '{value}'" for name, _operator, value in domain
        )
        where = f"WHERE {conditions}" if conditions else ""
        ((found,),) = clones.query(
            self.database,
            f"SELECT id FROM {table(model)} {where} ORDER BY id DESC LIMIT 1",
        )
        return int(found)

    def _upload(self, model, record, name):
        """A file of the record, as a phone uploads it."""
        [file] = self._call(
            self.desk,
            "ir.attachment",
            "create",
            [{"name": name, "datas": SIGNATURE, "res_model": model, "res_id": record}],
        )
        return file

    def _fill(self, name, but=()):
        """Answers every open line of a form, one call a line.

        :param but: tags of the lines that stay open
        """
        [values] = self._call(self.desk, CASE, "read", [self.case], [name])
        lines = self._call(
            self.desk,
            "property.checklist.line",
            "search_read",
            [["checklist_id", "=", values[name][0]], ["result", "=", False]],
            ["answer_type", "doc_target", "needs_signature", "tag"],
        )
        for line in lines:
            if line["tag"] in but:
                continue
            answer = {"result": "ok"}
            if line["answer_type"] == "document":
                answer = {"doc_state": line["doc_target"]}
            if line["needs_signature"]:
                answer |= {"signature": SIGNATURE, "signed_by": self.signer}
            self._call(
                self.desk,
                "property.checklist.line",
                "action_answer",
                [line["id"]],
                answer,
            )

    def _held(self):
        """What the ledger holds as deposits."""
        ((_name, held),) = clones.query(self.database, HELD)
        return float(held)

    def assertNoFault(self, window):
        """No error of server, script or page, and all in Chinese."""
        self.assertEqual(window.faults, [])
        self.assertEqual(window.english(), [])


def table(model):
    return model.replace(".", "_")
