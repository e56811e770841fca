from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils

from .property_fee_reconciliation import AMOUNTS

SIGNERS = (
    "property_service.property_service_group_manager",
    "account.group_account_manager",
)


class PropertyFeeReconciliation(models.Model):
    """A month's way: computed, submitted, signed off by another, opened again."""

    _inherit = "property.fee.reconciliation"

    # === Actions ===

    def action_compute(self):
        """Read the figures and the points to check from the books (FEE-14)."""
        for record in self:
            record._property_step("draft")
            # Lines and findings are the ledger's, nobody's to write.
            record.sudo()._property_keep_figures()
        return True

    def action_submit(self):
        """The accountant stands for the figures; what differs is explained."""
        for record in self:
            if not self.env.user.has_group("account.group_account_user"):
                raise AccessError(
                    self.env._("An accountant submits the month for sign-off.")
                )
            record._property_step("draft")
            if date_utils.end_of(record.month, "month") >= (
                self.env.user._property_today()
            ):
                raise UserError(
                    self.env._(
                        "%(document)s: the month is not over yet.",
                        document=record.display_name,
                    )
                )
            record.sudo()._property_keep_figures()  # as in action_compute
            record._property_require_explanations()
            record._property_set(
                state="prepared",
                prepared_by_id=self.env.uid,
                prepared_on=fields.Datetime.now(),
            )
        return True

    def action_sign_off(self):
        """A second person signs what the books say just now; then figures stay."""
        for record in self:
            record._property_require_signer()
            record._property_step("prepared")
            if record.prepared_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You submitted %(document)s; a colleague signs it off.",
                        document=record.display_name,
                    )
                )
            # Read for the person who signs, who may be without rights on the ledger.
            if record.sudo()._property_is_outdated():
                raise UserError(
                    self.env._(
                        "%(document)s: the books changed since it was submitted; set it"
                        " back to draft and let the accountant compute it again.",
                        document=record.display_name,
                    )
                )
            record._property_require_explanations()
            record._property_set(
                state="signed",
                signed_by_id=self.env.uid,
                signed_on=fields.Datetime.now(),
                was_signed=True,
            )
        return True

    def action_back(self):
        for record in self:
            record._property_step("prepared")
            record._property_set(state="draft", prepared_by_id=False, prepared_on=False)
        return True

    def action_reopen(self):
        """A manager opens a signed month again; reason and figures go into the log."""
        for record in self:
            record._property_require_signer()
            record._property_step("signed")
            record._property_check_last()
            reason = (record.reopen_reason or "").strip()
            if not reason:
                raise UserError(
                    self.env._(
                        "%(document)s: write why it is opened again first.",
                        document=record.display_name,
                    )
                )
            record.message_post(body=record._property_reopening_text(reason))
            record.reopen_reason = False
            record._property_set(
                state="draft",
                prepared_by_id=False,
                prepared_on=False,
                signed_by_id=False,
                signed_on=False,
            )
        return True

    # === Business methods ===

    def _property_require_signer(self):
        if not any(self.env.user.has_group(group) for group in SIGNERS):
            raise AccessError(
                self.env._(
                    "A manager or the chief accountant signs months off and opens them"
                    " again."
                )
            )

    def _property_require_explanations(self):
        for check in self.check_ids:
            if not check.is_ok and not (check.explanation or "").strip():
                raise UserError(
                    self.env._(
                        "%(document)s: “%(check)s” differs; write the explanation"
                        " first.",
                        document=self.display_name,
                        check=check.display_name,
                    )
                )

    def _property_reopening_text(self, reason):
        """What was signed, so that it can be read after the month is computed anew."""
        figures = ", ".join(
            f"{self._fields[name]._description_string(self.env)}"
            f" {self.currency_id.format(self[name])}"
            for name in AMOUNTS
        )
        return self.env._(
            "Opened again: %(reason)s. Signed off by %(user)s on %(date)s were:"
            " %(figures)s",
            reason=reason,
            user=self.signed_by_id.name,
            date=fields.Date.context_today(self, self.signed_on),
            figures=figures,
        )
