from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PropertyKeySet(models.Model):
    """Found by its label: what the scanner at the key desk types."""

    _inherit = "property.key.set"

    @api.model
    def _property_of_label(self, text):
        """The set whose label says this: the address in the code, or the number.

        :return: the set, or nothing
        """
        code = str(text or "").strip().rstrip("/").rsplit("/", 1)[-1].upper()
        return self.search([("code", "=", code)]) if code else self.browse()

    @api.model
    def action_scan(self, text):
        """Open what was scanned or typed: lend it, take it back, or choose.

        :param str text: content of the label, key number, position or unit code
        """
        text = str(text or "").strip()
        keys = self._property_of_label(text) or self._property_of_text(text)
        if not keys:
            raise UserError(
                self.env._("No key set found for “%(text)s”.", text=text or "")
            )
        if len(keys) == 1:
            action = keys.action_open_desk()
            # Called by the screen itself, which asks for views beside the mode.
            views = [(False, mode) for mode in action.get("view_mode", "").split(",")]
            return {"views": views, **action}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_key_set_action"
        )
        action.pop("path", None)
        return {**action, "domain": [("id", "in", keys.ids)], "context": {}}

    @api.model
    def _property_of_text(self, text):
        if not text:
            return self.browse()
        exact = Domain("position", "=ilike", text) | Domain("unit_id.code", "=", text)
        return self.search(exact) or self.search(
            Domain("display_name", "ilike", text), limit=80
        )

    def action_open_desk(self):
        """The step that somebody at the desk waits for: back, or out."""
        self.ensure_one()
        if self.open_loan_ids and not self.copies_in:
            return self.action_take_back()
        if self.copies_in:
            return self.action_lend()
        return self.get_formview_action()

    def action_lend(self):
        """A loan to fill in, or the one that is approved and waits for its borrower."""
        self.ensure_one()
        waiting = self.env["property.key.loan"].search(
            [
                ("set_id", "=", self.id),
                ("state", "=", "draft"),
                ("approval_state", "in", ("approved", "approved_with_conditions")),
            ],
            limit=2,
        )
        loan = waiting if len(waiting) == 1 else waiting.browse()
        return {
            "res_id": loan.id,
            "type": "ir.actions.act_window",
            "name": self.env._("Lend %(keys)s", keys=self.display_name),
            "res_model": "property.key.loan",
            "views": [
                (
                    self.env.ref(
                        "property_service.property_key_loan_view_form_lend"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_set_id": self.id},
        }

    def action_report_loss(self):
        """A report to fill in; keys that are lent are reported with their loan."""
        self.ensure_one()
        loans = self.open_loan_ids
        if len(loans) == 1 and not self.copies_in:
            return loans.action_report_loss()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Loss of %(keys)s", keys=self.display_name),
            "res_model": "property.key.loss",
            "view_mode": "form",
            "context": {"default_set_id": self.id},
        }

    def action_open_adjust(self):
        """How many copies, and why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "property.key.adjust.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": self.env.context.get("default_kind", "add"),
                "default_set_id": self.id,
            },
        }

    def action_take_back(self):
        """The return of the set's loan, or the choice among several."""
        self.ensure_one()
        loans = self.open_loan_ids
        if len(loans) == 1:
            return loans.action_return()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_key_loan_action_out"
        )
        action.pop("path", None)
        return {**action, "domain": [("id", "in", loans.ids)], "context": {}}
