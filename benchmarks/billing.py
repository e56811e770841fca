"""A month of fees, from charges to posted invoices, beside two peers.

    bin/bench billing --units 1000
    bin/bench billing --units 10000 --ours-only      to see that it grows linearly

ours      this product: the run's own posting, in chunks as its jobs do
plain     ``account.move.create`` in batches of 200 plus ``action_post``, same database
contract  OCA contract's recurring invoicing plus posting, without our add-ons

The same number of units with three fee lines each (6 %, 9 %, passed on without tax).
Fails when the ledger rows of ours and plain differ.
"""

from datetime import date

import harness

from odoo.fields import Command
from odoo.tools import SQL

MONTH = date(2026, 10, 1)
LAST = date(2026, 10, 31)
INVOICED = date(2026, 10, 5)
DUE = date(2026, 11, 4)
BATCH = 200
# Name, price, included VAT in percent; the first is per m².
FEES = (("Service fee", 2.65, 6), ("Parking", 300.0, 9), ("Water", 34.5, 0))


def area(number):
    return 60 + number % 97 + (number % 10) / 10


def chinese(env):
    """The environment of a new Chinese company with the chart of accounts ``cn``."""
    company = env["res.company"].create(
        {
            "name": "Bench",
            "country_id": env.ref("base.cn").id,
            "currency_id": env.ref("base.CNY").id,
        }
    )
    env.ref("base.CNY").active = True
    env.user.write({"company_ids": [Command.link(company.id)]})
    env["account.chart.template"].try_loading("cn", company=company, install_demo=False)
    return env(context={**env.context, "allowed_company_ids": company.ids})


# === Ours and plain ===


def build_estate(env, units):
    """Books, an estate of so many homes with three fees each, and two months' runs."""
    company = env.company
    estate = env["property.estate"].create({"code": "BENCH", "name": "Bench"})
    env["property.setup"]._property_setup_company(company, estate)
    building = env["property.building"].create(
        {"estate_id": estate.id, "code": "1", "name": "1"}
    )
    homes = env["property.unit"].create(
        [
            {
                "code": f"1-{number:06}",
                "estate_id": estate.id,
                "building_id": building.id,
                "area": area(number),
                "handover_date": "2024-01-01",
            }
            for number in range(units)
        ]
    )
    owners = make_owners(env, units)
    env["property.occupancy"].create(
        [
            {
                "unit_id": home.id,
                "partner_id": owner.id,
                "role": "owner",
                "share": 100,
                "date_start": "2024-01-01",
            }
            for home, owner in zip(homes, owners, strict=True)
        ]
    )
    assign(env, estate, homes)
    return estate


def make_owners(env, units):
    return env["res.partner"].create([{"name": f"Owner {n}"} for n in range(units)])


def assign(env, estate, homes):
    liability = env.company.property_collected_account_id
    for number, (name, price, percent) in enumerate(FEES):
        tax = env["property.setup"]._property_tax(env.company, percent)
        item = env["property.fee.item"].create(
            {
                "code": f"F{number}",
                "name": name,
                "sequence": number,
                "basis": "unit" if number else "area",
                "kind": "property_fee" if percent else "utility",
                "account_id": False if percent else liability.id,
                "tax_ids": [Command.set(tax.ids if percent else [])],
            }
        )
        rate = env["property.fee.rate"].create(
            {
                "item_id": item.id,
                "estate_id": estate.id,
                "date_start": "2024-01-01",
                "price": price,
            }
        )
        rate._property_put_in_force()
        env["property.fee.assignment"].create(
            [
                {"unit_id": home.id, "item_id": item.id, "date_start": "2024-01-01"}
                for home in homes
            ]
        )


def compute(env, estate):
    run = env["property.fee.run"].create(
        {
            "estate_id": estate.id,
            "date_start": MONTH,
            "invoice_date": INVOICED,
            "date_due": DUE,
        }
    )
    run._property_compute()
    return run


def post_ours(run):
    """What the jobs of a run do: a chunk, a transaction each."""
    run.sudo().state = "posting"
    for unit_ids in run._property_chunks():
        run._property_post_chunk(unit_ids)
        run.env.cr.commit()
    run._property_finish()


def plain_values(run):
    """Values of the same invoices for a plain create."""
    journal = run.estate_id._property_sale_journal()
    values = []
    charges = run.charge_ids.sorted(lambda c: (c.unit_id.id, c.item_id.sequence))
    for unit, own in charges.grouped("unit_id").items():
        values.append(
            {
                "move_type": "out_invoice",
                "partner_id": own.partner_id.id,
                "journal_id": journal.id,
                "invoice_date": INVOICED,
                "invoice_date_due": DUE,
                "invoice_payment_term_id": False,
                "property_unit_id": unit.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": charge.item_id.product_id.id,
                            "name": charge._property_label(),
                            "quantity": 1,
                            "price_unit": charge.amount,
                            "tax_ids": [Command.set(charge.item_id.tax_ids.ids)],
                            "account_id": charge.item_id._property_account().id,
                        }
                    )
                    for charge in own
                ],
            }
        )
    return values


def post_plain(env, values):
    moves = env["account.move"]
    for start in range(0, len(values), BATCH):
        batch = env["account.move"].create(values[start : start + BATCH])
        batch.action_post()
        env.cr.commit()
        moves |= batch
    return moves


def ledger(env, moves):
    """Rows of the ledger without ids and numbers, by unit."""
    env.flush_all()
    return env.execute_query(
        SQL(
            """SELECT move.property_unit_id, move.partner_id, move.state,
                      move.amount_total, move.amount_tax, move.invoice_date_due,
                      line.account_id, line.partner_id, line.display_type,
                      line.balance, line.amount_currency, line.amount_residual,
                      line.tax_line_id, line.tax_base_amount, line.date_maturity,
                      line.price_subtotal, line.price_total, line.product_id,
                      line.property_unit_id,
                      ARRAY(SELECT account_tax_id
                              FROM account_move_line_account_tax_rel AS rel
                             WHERE rel.account_move_line_id = line.id)
                 FROM account_move_line AS line
                 JOIN account_move AS move ON move.id = line.move_id
                WHERE move.id = ANY(%s)
                ORDER BY move.property_unit_id, line.sequence, line.balance, line.id""",
            moves.ids,
        )
    )


def measure_ours(units, ours_only):
    with harness.environment(
        modules=["l10n_cn"], context={"tracking_disable": True}
    ) as env:
        env = chinese(env)
        estate = build_estate(env, units)
        with harness.measure(env) as computing:
            run = compute(env, estate)
        plain_env = env(context={"allowed_company_ids": env.company.ids})
        run = run.with_env(plain_env)
        with harness.measure(plain_env) as ours:
            post_ours(run)
        if run.move_count != units or run.state != "posted":
            harness.fail(f"{run.move_count} invoices of {units}, {run.state}")
        if ours_only:
            return computing, ours, None
        ours_rows = ledger(env, run.move_ids)
        values = plain_values(run)
        with harness.measure(plain_env) as plain:
            moves = post_plain(plain_env, values)
        compare(ours_rows, ledger(env, moves))
        return computing, ours, plain


def compare(ours, plain):
    if len(ours) != len(plain):
        harness.fail(f"{len(ours)} ledger rows against {len(plain)} of Odoo")
    for row, other in zip(ours, plain, strict=True):
        if row != other:
            harness.fail(f"ledger rows differ:\n{row}\n{other}")


# === Contract ===


def measure_contract(units):
    with harness.environment(
        core=True, modules=["contract", "l10n_cn"], context={"tracking_disable": True}
    ) as env:
        env = chinese(env)
        contracts = build_contracts(env, units)
        plain_env = env(context={"allowed_company_ids": env.company.ids})
        contracts = contracts.with_env(plain_env)
        with harness.measure(plain_env) as part:
            moves = contracts._recurring_create_invoice(INVOICED)
            moves.action_post()
        if len(moves) != units:
            harness.fail(f"contract made {len(moves)} invoices of {units}")
        return part


def build_contracts(env, units):
    company = env.company
    sale_taxes = env["account.tax"].search(
        [("type_tax_use", "=", "sale"), ("company_id", "=", company.id)]
    )
    taxes = {}
    for percent in (6, 9):
        taxes[percent] = sale_taxes[0].copy(
            {
                "name": f"Bench {percent} %",
                "amount_type": "percent",
                "amount": percent,
                "price_include_override": "tax_included",
            }
        )
    products = [
        env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "taxes_id": [Command.set(taxes[percent].ids if percent else [])],
            }
        )
        for name, _price, percent in FEES
    ]
    owners = make_owners(env, units)
    return env["contract.contract"].create(
        [
            {
                "name": f"Home {number}",
                "partner_id": owner.id,
                "line_recurrence": True,
                "contract_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "name": name,
                            "quantity": 1,
                            "price_unit": price if fee else price * area(number),
                            "recurring_rule_type": "monthly",
                            "recurring_interval": 1,
                            "recurring_invoicing_type": "pre-paid",
                            "date_start": MONTH,
                            "recurring_next_date": MONTH,
                        }
                    )
                    for fee, (product, (name, price, _percent)) in enumerate(
                        zip(products, FEES, strict=True)
                    )
                ],
            }
            for number, owner in enumerate(owners)
        ]
    )


def main():
    parser = harness.parser(__doc__, units=1000)
    parser.add_argument("--ours-only", action="store_true", help="without the peers")
    args = parser.parse_args()
    computing, ours, plain = measure_ours(args.units, args.ours_only)
    parts = {"ours": ours}
    if not args.ours_only:
        parts |= {"plain": plain, "contract": measure_contract(args.units)}
    harness.report(
        "billing",
        {"units": args.units},
        parts,
        per=("invoice", args.units),
        # Processor time tells more than the clock on a machine that others use.
        extra={
            "cpu_seconds": {name: round(part.cpu, 3) for name, part in parts.items()},
            "compute_seconds": round(computing.seconds, 3),
        },
    )


if __name__ == "__main__":
    main()
