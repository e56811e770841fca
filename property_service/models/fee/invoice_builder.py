"""Invoices of a chunk of charges, posted: one per payer and unit."""

from odoo.fields import Command
from odoo.tools import groupby


class Bill:
    """One invoice to be: the charges of one payer for one unit."""

    def __init__(self, charges):
        # By iteration, which keeps what is fetched for all bills at once.
        first = next(iter(charges))
        self.charges = charges
        self.partner = first.partner_id
        self.unit = first.unit_id


def bills_of(charges):
    """Charges grouped to bills, in the order of the units."""
    ordered = charges.sorted(
        lambda c: (
            c.unit_id.sort_key or "",
            c.unit_id.id,
            c.partner_id.id,
            c.item_id.sequence,
            c.item_id.code,
            c.date_start,
            c.id,
        )
    )
    prefetch = charges._prefetch_ids
    return [
        Bill(charges.browse([c.id for c in group]).with_prefetch(prefetch))
        for _key, group in groupby(ordered, lambda c: (c.unit_id.id, c.partner_id.id))
    ]


class InvoiceBuilder:
    """Creates and posts the invoices of a run's bills.

    :param run: the billing run, which gives journal and dates
    """

    def __init__(self, run):
        self.run = run
        self.env = run.env(context={**run.env.context, **self.quiet()})
        self.journal = run.estate_id._property_sale_journal()
        self.accounts = {}

    @staticmethod
    def quiet():
        """No follower, no log note and no field tracking for each of thousands."""
        return {
            "tracking_disable": True,
            "mail_create_nosubscribe": True,
            "mail_create_nolog": True,
        }

    def build(self, bills):
        """Create and post; link the charges to their invoice and line.

        :return: the posted account.move records, in the order of the bills
        """
        moves = self.env["account.move"].create([self.move_values(b) for b in bills])
        moves.action_post()
        rows = []
        for bill, move in zip(bills, moves, strict=True):
            lines = move.invoice_line_ids.sorted("id")
            for charge, line in zip(bill.charges, lines, strict=True):
                rows.append((charge.id, move.id, line.id))
        self.link(rows)
        return moves

    def move_values(self, bill):
        run = self.run
        return {
            "move_type": "out_invoice",
            "partner_id": bill.partner.id,
            "journal_id": self.journal.id,
            "invoice_date": run.invoice_date,
            "invoice_date_due": run.date_due,
            "invoice_payment_term_id": False,
            "property_unit_id": bill.unit.id,
            "property_run_id": run.id,
            "invoice_line_ids": [
                Command.create(self.line_values(charge)) for charge in bill.charges
            ],
        }

    def line_values(self, charge):
        item = charge.item_id
        return {
            "product_id": item.product_id.id,
            "name": charge._property_label(),
            "quantity": 1,
            "price_unit": charge.amount,
            "tax_ids": [Command.set(item.tax_ids.ids)],
            "account_id": self.account(item).id,
        }

    def account(self, item):
        if item not in self.accounts:
            self.accounts[item] = item._property_account()
        return self.accounts[item]

    def link(self, rows):
        """Charges become posted in one statement."""
        charges = self.env["property.fee.charge"]
        charges.flush_model()
        self.env.cr.execute_values(
            "UPDATE property_fee_charge AS charge"
            " SET state = 'posted', move_id = data.move_id,"
            " move_line_id = data.line_id"
            " FROM (VALUES %s) AS data (id, move_id, line_id)"
            " WHERE charge.id = data.id",
            rows,
            page_size=1000,
        )
        charges.invalidate_model(["state", "move_id", "move_line_id"])
