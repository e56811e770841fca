import logging

from psycopg2 import DataError, IntegrityError

from odoo import models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import SQL

from odoo.addons.queue_job.delay import group
from odoo.addons.queue_job.job import identity_exact

from .invoice_builder import bills_of
from .invoice_fast import FastInvoiceBuilder

_logger = logging.getLogger(__name__)

# Bounds the time that the journal's number row stays locked, and what a killed
# worker has to do again.
CHUNK_BILLS = 200
# How Odoo and the database refuse a bill. Anything else is a fault of the program or
# another transaction's lock: the job fails or starts over, and no unit is blamed.
REFUSALS = (UserError, RedirectWarning, IntegrityError, DataError)


class PropertyFeeRun(models.Model):
    """Posting of a run: chunks of invoices, each a job and a transaction of its own."""

    _inherit = "property.fee.run"

    # === Actions ===

    def action_post(self):
        """Post the previewed charges in the background; may be left alone."""
        for run in self:
            run._property_lock(("computed",))
            run._property_require_charges()
            run._property_move("posting")
            run._property_enqueue()
        return True

    def action_continue(self):
        """Start over with what is not posted yet: after a fault, or a remedy."""
        for run in self:
            run._property_lock(("posting",))
            run._property_enqueue()
        return True

    def action_close(self):
        """End a run without its refused charges, which later runs may bill."""
        for run in self:
            run._property_lock(("posting",))
            # Charges are the engine's: no role may write them by hand.
            drafts_sudo = run.sudo().charge_ids.filtered(lambda c: c.state == "draft")
            drafts_sudo.state = "cancelled"
            run._property_finish()
        return True

    # === Business methods ===

    def _property_require_charges(self):
        if not self.charge_ids.filtered(lambda c: c.state == "draft"):
            raise UserError(
                self.env._(
                    "Run %(run)s has nothing to post; look at the skipped units.",
                    run=self.name,
                )
            )

    def _property_chunks(self):
        """Ids of the units still to bill, at most CHUNK_BILLS invoices together."""
        self.env["property.fee.charge"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT charge.unit_id, COUNT(DISTINCT charge.partner_id)
                     FROM property_fee_charge AS charge
                     JOIN property_unit AS unit ON unit.id = charge.unit_id
                    WHERE charge.run_id = %s AND charge.state = 'draft'
                    GROUP BY charge.unit_id, unit.sort_key
                    ORDER BY unit.sort_key, charge.unit_id""",
                self.id,
            )
        )
        chunks, size = [], CHUNK_BILLS
        for unit_id, bills in rows:
            if size + bills > CHUNK_BILLS:
                chunks.append([])
                size = 0
            chunks[-1].append(unit_id)
            size += bills
        return chunks

    def _property_enqueue(self):
        """One job a chunk, and one that closes the run after all of them."""
        self.ensure_one()
        chunks = self._property_chunks()
        if not chunks:
            self._property_finish()
            return
        jobs = group(
            *[
                self.delayable(
                    identity_key=identity_exact,
                    channel="root.property",
                    description=self.env._(
                        "Bill %(run)s, part %(part)s of %(parts)s",
                        run=self.name,
                        part=number,
                        parts=len(chunks),
                    ),
                )._property_post_chunk(unit_ids)
                for number, unit_ids in enumerate(chunks, start=1)
            ]
        )
        jobs.on_done(
            self.delayable(
                channel="root.property",
                description=self.env._("Close %(run)s", run=self.name),
            )._property_finish()
        )
        jobs.delay()

    def _property_post_now(self):
        """Post at once in this transaction: for few units, and for set-up by code."""
        self.ensure_one()
        self._property_lock(("computed", "posting"))
        self._property_move("posting")
        for unit_ids in self._property_chunks():
            self._property_post_chunk(unit_ids)
        self._property_finish()

    def _property_post_chunk(self, unit_ids):
        """Invoices of the units' draft charges: created, posted, credits used up.

        Runs again without harm: charges that a job before has posted are no drafts.
        """
        self.ensure_one()
        bills = bills_of(self._property_lock_charges(unit_ids))
        if not bills:
            return
        self.env["property.fee.run.skip"].sudo().search(  # the engine's own rows
            [
                ("run_id", "=", self.id),
                ("unit_id", "in", unit_ids),
                ("reason", "=", "error"),
            ]
        ).unlink()
        try:
            with self.env.cr.savepoint():
                self._property_build(bills)
        except REFUSALS as error:
            _logger.info("Billing run %s: chunk refused: %s", self.id, error)
            self.env.invalidate_all()
            for bill in bills:
                self._property_build_one(bill)

    def _property_lock_charges(self, unit_ids):
        charges = self.env["property.fee.charge"]
        charges.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM property_fee_charge
                    WHERE run_id = %s AND unit_id = ANY(%s) AND state = 'draft'
                    ORDER BY id FOR UPDATE""",
                self.id,
                list(unit_ids),
            )
        )
        return charges.browse([row[0] for row in rows])

    def _property_build(self, bills):
        moves = FastInvoiceBuilder(self).build(bills)
        units = self.env["property.unit"].browse({bill.unit.id for bill in bills})
        with_credit = units._property_open_credits().property_unit_id
        if with_credit:
            moves.filtered(
                lambda move: move.property_unit_id in with_credit
            )._property_apply_credits()

    def _property_build_one(self, bill):
        """One unit's failure is recorded and the rest goes on."""
        try:
            with self.env.cr.savepoint():
                self._property_build([bill])
        except REFUSALS as error:
            _logger.info("Billing run %s: unit refused: %s", self.id, error)
            self.env.invalidate_all()
            self.env["property.fee.run.skip"].sudo().create(  # the engine's own rows
                {
                    "run_id": self.id,
                    "estate_id": self.estate_id.id,
                    "company_id": self.company_id.id,
                    "unit_id": bill.unit.id,
                    "item_id": bill.charges[0].item_id.id,
                    "date_start": min(bill.charges.mapped("date_start")),
                    "date_end": max(bill.charges.mapped("date_end")),
                    "reason": "error",
                    "detail": str(error) or type(error).__name__,
                }
            )

    def _property_finish(self):
        """Close the run once nothing is left to post."""
        self.ensure_one()
        self.invalidate_recordset()
        if self.state != "posting":
            return
        drafts = self.env["property.fee.charge"].search_count(
            [("run_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        if not drafts:
            self._property_move("posted")
