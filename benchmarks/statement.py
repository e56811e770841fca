"""Lines of a bank statement matched with the bills they name, beside Odoo's ledger.

    bin/bench statement --lines 500

ours      this product: reads the texts, finds unit and bill, writes the entries,
          reconciles them and makes a receipt for each line
core      the least that Odoo needs for the same entries, without our add-ons: the
          counterparts are known, all lines are written and reconciled in one go;
          nobody reads a text and nobody gets a receipt

One bill and one line a unit. Fails unless every bill is settled on both sides.
"""

from datetime import date
from unittest.mock import patch

import harness
from billing import BATCH, chinese

from odoo.fields import Command

BILLED = date(2026, 10, 5)
PAID = date(2026, 10, 20)


def price(number):
    return 100 + number % 97 + (number % 10) / 10


def make_bills(env, journal, partners, units=None):
    account = env["account.account"].search(
        [("account_type", "=", "income"), ("company_ids", "in", env.company.ids)],
        limit=1,
    )
    values = [
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "journal_id": journal.id,
            "invoice_date": BILLED,
            "invoice_date_due": BILLED,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": "Service fee",
                        "price_unit": price(number),
                        "account_id": account.id,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
            **({"property_unit_id": units[number].id} if units else {}),
        }
        for number, partner in enumerate(partners)
    ]
    moves = env["account.move"]
    for start in range(0, len(values), BATCH):
        batch = moves.create(values[start : start + BATCH])
        batch.action_post()
        moves |= batch
    return moves.line_ids.filtered(lambda x: x.account_type == "asset_receivable")


def make_lines(env, journal, texts):
    lines = env["account.bank.statement.line"]
    # Matching alone is measured: new lines are not to match by themselves.
    with patch.object(type(lines), "_auto_reconcile", lambda self: None):
        return lines.create(
            [
                {
                    "journal_id": journal.id,
                    "date": PAID,
                    "payment_ref": text,
                    "amount": price(number),
                }
                for number, text in enumerate(texts)
            ]
        )


def check(lines, bills):
    open_lines = lines.filtered(lambda line: not line.is_reconciled)
    if open_lines or any(bills.mapped("amount_residual")):
        harness.fail(f"{len(open_lines)} of {len(lines)} lines are not matched")


# === Ours ===


def build_estate(env, count):
    estate = env["property.estate"].create({"code": "BENCH", "name": "Bench"})
    env["property.setup"]._property_setup_company(env.company, estate)
    building = env["property.building"].create(
        {"estate_id": estate.id, "code": "1", "name": "1"}
    )
    units = env["property.unit"].create(
        [
            {
                "code": f"1-{number:06}",
                "estate_id": estate.id,
                "building_id": building.id,
                "area": 80,
                "handover_date": "2024-01-01",
            }
            for number in range(count)
        ]
    )
    owners = env["res.partner"].create([{"name": f"Owner {n}"} for n in range(count)])
    env["property.occupancy"].create(
        [
            {
                "unit_id": unit.id,
                "partner_id": owner.id,
                "role": "owner",
                "share": 100,
                "date_start": "2024-01-01",
            }
            for unit, owner in zip(units, owners, strict=True)
        ]
    )
    return estate, units, owners


def measure_ours(count):
    with harness.environment(modules=["l10n_cn"]) as env:
        env = chinese(env)
        estate, units, owners = build_estate(env, count + 20)
        bills = make_bills(env, estate.sale_journal_id, owners, units)
        journal = estate._property_collection_journal("transfer")
        lines = make_lines(env, journal, [f"物业费 {unit.code}" for unit in units])
        lines[count:]._property_match()  # so that nobody pays for cold caches
        with harness.measure(env) as ours:
            lines[:count]._property_match()
        check(lines, bills)
        if len(lines.property_receipt_id) != len(lines):
            harness.fail("not every line has its receipt")
        return ours


# === Odoo's ledger alone ===


def match_core(lines, bills):
    """Suspense entries replaced and reconciled, everything in sets."""
    env = lines.env
    quiet = {
        "check_move_validity": False,
        "skip_invoice_sync": True,
        "skip_readonly_check": True,
        "force_delete": True,
        "tracking_disable": True,
    }
    suspense = env["account.move.line"].union(*(x._seek_for_lines()[1] for x in lines))
    values = [
        {
            "move_id": line.move_id.id,
            "name": line.payment_ref,
            "account_id": bill.account_id.id,
            "partner_id": bill.partner_id.id,
            "currency_id": line.currency_id.id,
            "balance": -line.amount,
            "amount_currency": -line.amount,
            "date_maturity": line.date,
        }
        for line, bill in zip(lines, bills, strict=True)
    ]
    with lines.move_id._check_balanced({"records": lines.move_id}):
        suspense.with_context(**quiet).unlink()
        entries = env["account.move.line"].with_context(**quiet).create(values)
    entries = entries.with_env(env)
    pairs = [entry | bill for entry, bill in zip(entries, bills, strict=True)]
    # Without a note on each bill that it is paid, as ours.
    silent = env["account.move.line"].with_context(tracking_disable=True)
    silent._reconcile_plan([pair.with_env(silent.env) for pair in pairs])
    silent.env["account.move"].flush_model()


def measure_core(count):
    with harness.environment(core=True, modules=["l10n_cn"]) as env:
        env = chinese(env)
        partners = env["res.partner"].create(
            [{"name": f"Owner {n}"} for n in range(count + 20)]
        )
        journals = env["account.journal"].search([("company_id", "=", env.company.id)])
        sales = journals.filtered(lambda journal: journal.type == "sale")[:1]
        bank = journals.filtered(lambda journal: journal.type == "bank")[:1]
        bills = make_bills(env, sales, partners)
        lines = make_lines(env, bank, [f"Fee {n}" for n in range(count + 20)])
        match_core(lines[count:], bills[count:])
        with harness.measure(env) as core:
            match_core(lines[:count], bills[:count])
        check(lines, bills)
        return core


def main():
    count = harness.parser(__doc__, lines=500).parse_args().lines
    parts = {"ours": measure_ours(count), "core": measure_core(count)}
    harness.report(
        "statement",
        {"lines": count},
        parts,
        per=("line", count),
        extra={
            "cpu_seconds": {name: round(part.cpu, 3) for name, part in parts.items()},
            "cpu_ratio": round(parts["core"].cpu / parts["ours"].cpu, 2),
        },
    )


if __name__ == "__main__":
    main()
