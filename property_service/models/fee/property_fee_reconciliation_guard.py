from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class PropertyFeeReconciliation(models.Model):
    """The books are closed up to the last month that was signed off (FEE-14).

    An entry of an earlier day would change what was signed, so that the months after
    it are opened again first, each with its reason.
    """

    _inherit = "property.fee.reconciliation"

    def _property_check_last(self):
        """A month is opened again before those that build upon it are."""
        later = self._property_later_signed()
        if later:
            raise UserError(
                self.env._(
                    "%(later)s builds upon %(document)s and is signed off; reopen it"
                    " first.",
                    later=later[0].display_name,
                    document=self.display_name,
                )
            )

    def _property_later_signed(self):
        """Months after this one that were signed off, the last one first."""
        return self.search(
            Domain("estate_id", "=", self.estate_id.id)
            & Domain("month", ">", self.month)
            & Domain("state", "=", "signed"),
            order="month desc",
        )

    @api.model
    def _property_check_open(self, months):
        """Refuse entries of closed months, and keep the open ones from being signed.

        Who posts holds the months until the transaction ends; who signs one off in the
        meantime is told so, or starts again and reads the entry too.

        :param months: dict of estate id to the earliest month with an entry
        """
        rows = self._property_months_from(months)
        signed = [
            (estate, month) for _id, estate, month, state in rows if state == "signed"
        ]
        if signed:
            raise UserError(self._property_signed_text(*max(signed)))
        submitted = [row[0] for row in rows if row[3] == "prepared"]
        drafts = [row[0] for row in rows if row[3] == "draft"]
        if submitted:
            # A new version of the row, since a signer may have read the books before.
            self.env.cr.execute(
                SQL(
                    "UPDATE property_fee_reconciliation SET write_date = write_date"
                    " WHERE id = ANY(%s)",
                    submitted,
                )
            )
        if drafts:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM property_fee_reconciliation WHERE id = ANY(%s)"
                    " ORDER BY id FOR SHARE",
                    drafts,
                )
            )

    @api.model
    def _property_months_from(self, months):
        """Reconciliations that an entry of these months would change.

        :return: list of (id, estate id, month, state)
        """
        if not months:
            return []
        self.flush_model(["estate_id", "month", "state"])
        return self.env.execute_query(
            SQL(
                "SELECT id, estate_id, month, state FROM property_fee_reconciliation"
                " WHERE %s ORDER BY id",
                SQL(" OR ").join(
                    SQL("(estate_id = %s AND month >= %s)", estate_id, month)
                    for estate_id, month in months.items()
                ),
            )
        )

    @api.model
    def _property_signed_until(self, estate_ids):
        """The last month signed off of each estate.

        :return: dict of estate id to month
        """
        # Whether a month is signed off must not depend on who asks.
        rows = self.sudo()._read_group(
            [("estate_id", "in", list(estate_ids)), ("state", "=", "signed")],
            ["estate_id"],
            ["month:max"],
        )
        return {estate.id: month for estate, month in rows}

    @api.model
    def _property_signed_text(self, estate_id, month):
        # Who posts may not see the estate whose unit is concerned.
        estate = self.env["property.estate"].sudo().browse(estate_id)
        return self.env._(
            "%(estate)s is signed off up to %(month)s; enter a later date, or let a"
            " manager reopen the monthly reconciliation with the reason.",
            month=month.strftime("%Y-%m"),
            estate=estate.name,
        )
