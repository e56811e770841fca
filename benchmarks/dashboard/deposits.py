"""Deposits of renovations: received, most given back, with their ledger rows."""

from .money import common, first_free
from .world import NOW, dice, pick


def build(world):
    """Deposits of renovations and keys: received, most given back later."""
    number = world.sizes.units // 8
    kinds = world.env["property.deposit.kind"].search([])
    liability = world.company.property_deposit_account_id or world.receivable
    deposit = first_free(world, "property.deposit")
    world.temporary(
        "pledge",
        f"""SELECT r AS k, place.*, taken,
                   CASE WHEN taken + 200 < {NOW}::date AND {dice("r", 80, 12)} > 0
                        THEN taken + 90 + {dice("r", 81, 100)} END AS given,
                   {pick(kinds.ids, "r", 82)} AS kind_id
              FROM generate_series(0, {number - 1}) r
              JOIN place ON place.n = {dice("r", 83, world.sizes.units)}
        CROSS JOIN LATERAL (
                   SELECT {NOW}::date - {dice("r", 84, 900)} AS taken) days""",
        "k",
    )
    held = "CASE WHEN given IS NULL THEN 2000 ELSE 0 END"
    world.fill(
        "property.deposit",
        "pledge",
        id=f"{deposit} + k",
        kind_id="kind_id",
        unit_id="unit_id",
        estate_id="estate_id",
        company_id=world.company.id,
        partner_id="partner_id",
        account_id=liability.id,
        journal_id=world.bank.id,
        name="'DEP' || k",
        state="CASE WHEN given IS NULL THEN 'held' ELSE 'settled' END",
        date="taken",
        date_received="taken",
        date_settled="given",
        amount=2000,
        amount_received=2000,
        amount_held=held,
        amount_deducted=0,
        amount_refunded=f"2000 - {held}",
        res_model="'property.renovation'",
        res_id="k + 1",
    )
    for step, day, sign in (("receive", "taken", "-"), ("refund", "given", "")):
        fill_pledge_moves(world, deposit, liability, step, day, sign)
    world.cr.execute(
        "SELECT setval('property_deposit_id_seq', MAX(id)) FROM property_deposit"
    )


def fill_pledge_moves(world, deposit, liability, step, day, sign):
    number = world.sizes.units // 8
    move, line = world.next_move, world.next_line
    world.next_move, world.next_line = move + number, line + 2 * number
    source = f"pledge WHERE {day} IS NOT NULL"
    world.fill(
        "account.move",
        source,
        id=f"{move} + k",
        **common(world),
        journal_id=world.bank.id,
        state="'posted'",
        move_type="'entry'",
        auto_post="'no'",
        date=day,
        name=f"'{step}/' || k",
        partner_id="partner_id",
    )
    other = "" if sign else "-"
    for side, account in enumerate((liability, world.outside)):
        balance = f"{other if side else sign}2000"
        world.fill(
            "account.move.line",
            source,
            id=f"{line} + 2 * k + {side}",
            **common(world, company_currency_id=world.company.currency_id.id),
            move_id=f"{move} + k",
            journal_id=world.bank.id,
            parent_state="'posted'",
            partner_id="partner_id",
            date=day,
            account_id=account.id,
            display_type="'product'",
            debit=2000 if "-" not in balance else 0,
            credit=2000 if "-" in balance else 0,
            balance=balance,
            amount_currency=balance,
            amount_residual=0,
            property_deposit_id="NULL::int" if side else f"{deposit} + k",
            property_deposit_step="NULL" if side else f"'{step}'",
        )
    world.cr.execute("SELECT setval('account_move_id_seq', MAX(id)) FROM account_move")
    world.cr.execute(
        "SELECT setval('account_move_line_id_seq', MAX(id)) FROM account_move_line"
    )
