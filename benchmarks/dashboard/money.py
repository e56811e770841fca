"""Charges, bills and receipts, as their ledger rows stand."""

from .world import NOW, dice

# Charges of a bill; a unit is billed every six months, each month a sixth of them.
CHARGES = 2
MONTHS = 6
PRICE = 600


def build(world):
    world.bills = max(1, world.sizes.charges // (CHARGES * world.sizes.units))
    journal = world.estates[0]._property_sale_journal()
    world.sale = journal
    world.bank = world.env["account.journal"].search(
        [("company_id", "=", world.company.id), ("type", "=", "bank")], limit=1
    )
    accounts = world.env["account.account"].with_company(world.company)
    world.receivable = accounts.search([("account_type", "=", "asset_receivable")])[0]
    world.outside = world.bank.default_account_id
    world.env.flush_all()
    plan(world)
    with world.light(
        "account.move",
        "account.move.line",
        "account.payment",
        "account.partial.reconcile",
        "property.receipt",
        "property_fee_assignment",
        "property.fee.charge",
    ):
        fill_bills(world)
        fill_receipts(world)
        fill_charges(world)
    world.cr.execute(
        "ANALYZE account_move, account_move_line, account_payment, property_fee_charge,"
        " account_partial_reconcile, property_receipt, property_receipt_unit_rel"
    )


def first_free(world, model):
    world.cr.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {world.env[model]._table}")
    return world.cr.fetchone()[0]


def plan(world):
    """Number, unit, days and amount of each bill, and when it was paid."""
    bills = world.bills
    month = f"{MONTHS} * (r % {bills}) + place.n % {MONTHS}"
    world.temporary(
        "bill",
        f"""
        SELECT plan.*, CASE WHEN paid <= {NOW}::date THEN paid END AS paid_on
          FROM (SELECT r AS k, place.*, billed, billed + 30 AS due,
                       {PRICE} + {dice("place.n", 70, 900)} AS amount,
                       CASE WHEN {dice("r", 71, 1000)} < CASE
                                WHEN billed < {NOW}::date - 400 THEN 990
                                WHEN billed < {NOW}::date - 60 THEN 955 ELSE 700 END
                            THEN billed + {dice("r", 72, 55)} END AS paid
                  FROM generate_series(0, {bills * world.sizes.units} - 1) r
                  JOIN place ON place.n = r / {bills}
            CROSS JOIN LATERAL (
                       SELECT (date_trunc('month', {NOW}) + interval '4 days'
                               - interval '1 month' * ({month}))::date AS billed) days
                 WHERE billed <= {NOW}::date) plan
        """,
        "k",
    )


def common(world, **columns):
    currency = world.company.currency_id.id
    return {"company_id": world.company.id, "currency_id": currency, **columns}


def fill_bills(world):
    move, line = (first_free(world, m) for m in ("account.move", "account.move.line"))
    world.move_base, world.line_base = move, line
    residual = "CASE WHEN paid_on IS NULL THEN amount ELSE 0 END"
    world.fill(
        "account.move",
        "bill",
        id=f"{move} + k",
        **common(world),
        journal_id=world.sale.id,
        state="'posted'",
        move_type="'out_invoice'",
        auto_post="'no'",
        date="billed",
        invoice_date="billed",
        invoice_date_due="due",
        name="'BENCH/' || k",
        partner_id="partner_id",
        commercial_partner_id="partner_id",
        property_unit_id="unit_id",
        property_estate_id="estate_id",
        payment_state="CASE WHEN paid_on IS NULL THEN 'not_paid' ELSE 'paid' END",
        amount_total="amount",
        amount_total_signed="amount",
        amount_untaxed="amount",
        amount_residual=residual,
        amount_residual_signed=residual,
        create_date=f"{NOW}",
    )
    entry = common(
        world,
        company_currency_id=world.company.currency_id.id,
        move_id=f"{move} + k",
        journal_id=world.sale.id,
        parent_state="'posted'",
        partner_id="partner_id",
        property_unit_id="unit_id",
        date="billed",
        move_name="'BENCH/' || k",
    )
    world.fill(
        "account.move.line",
        "bill",
        id=f"{line} + 3 * k",
        **entry,
        account_id=world.receivable.id,
        display_type="'payment_term'",
        debit="amount",
        credit=0,
        balance="amount",
        amount_currency="amount",
        amount_residual=residual,
        amount_residual_currency=residual,
        reconciled="paid_on IS NOT NULL",
        date_maturity="due",
    )
    income = world.company.income_account_id.id or world.sale.default_account_id.id
    for number in (1, 2):
        world.fill(
            "account.move.line",
            "bill",
            id=f"{line} + 3 * k + {number}",
            **entry,
            account_id=income,
            display_type="'product'",
            name="'Fee'",
            debit=0,
            credit="amount / 2.0",
            balance="-amount / 2.0",
            amount_currency="-amount / 2.0",
            amount_residual=0,
            reconciled=False,
        )


def fill_receipts(world):
    """One receipt a bill that is paid, on its day."""
    pay = first_free(world, "account.payment")
    receipt = first_free(world, "property.receipt")
    bills = world.bills * world.sizes.units
    move, line = world.move_base + bills, world.line_base + 3 * bills
    paid = "bill WHERE paid_on IS NOT NULL"
    world.fill(
        "property.receipt",
        paid,
        id=f"{receipt} + k",
        estate_id="estate_id",
        company_id=world.company.id,
        partner_id="partner_id",
        cashier_id=world.env.uid,
        token="'bench' || k",
        name="'R' || k",
        state="'posted'",
        origin="'desk'",
        date="paid_on",
        amount_total="amount",
    )
    world.fill(
        "property_receipt_unit_rel",
        paid,
        receipt_id=f"{receipt} + k",
        unit_id="unit_id",
    )
    world.fill(
        "account.payment",
        paid,
        id=f"{pay} + k",
        **common(world),
        journal_id=world.bank.id,
        state="'paid'",
        payment_type="'inbound'",
        partner_type="'customer'",
        date="paid_on",
        amount="amount",
        partner_id="partner_id",
        move_id=f"{move} + k",
        property_receipt_id=f"{receipt} + k",
        destination_account_id=world.receivable.id,
    )
    world.fill(
        "account.move",
        paid,
        id=f"{move} + k",
        **common(world),
        journal_id=world.bank.id,
        state="'posted'",
        move_type="'entry'",
        auto_post="'no'",
        date="paid_on",
        name="'PAY/' || k",
        partner_id="partner_id",
        commercial_partner_id="partner_id",
        origin_payment_id=f"{pay} + k",
        amount_total="amount",
        amount_total_signed="amount",
    )
    for number, account in enumerate((world.receivable, world.outside)):
        sign = "" if number else "-"
        world.fill(
            "account.move.line",
            paid,
            id=f"{line} + 2 * k + {number}",
            **common(world, company_currency_id=world.company.currency_id.id),
            move_id=f"{move} + k",
            journal_id=world.bank.id,
            parent_state="'posted'",
            partner_id="partner_id",
            property_unit_id="NULL::int" if number else "unit_id",
            date="paid_on",
            date_maturity="paid_on",
            payment_id=f"{pay} + k",
            account_id=account.id,
            display_type="'product'" if number else "'payment_term'",
            debit="amount" if number else 0,
            credit=0 if number else "amount",
            balance=f"{sign}amount",
            amount_currency=f"{sign}amount",
            amount_residual=0,
            reconciled=not number,
        )
    world.fill(
        "account.partial.reconcile",
        paid,
        debit_move_id=f"{world.line_base} + 3 * k",
        credit_move_id=f"{line} + 2 * k",
        company_id=world.company.id,
        amount="amount",
        debit_amount_currency="amount",
        credit_amount_currency="amount",
        max_date="paid_on",
    )
    world.next_move, world.next_line = move + bills, line + 2 * bills


def fill_charges(world):
    items = world.ids("property.fee.item", [("company_id", "=", world.company.id)])
    assignment = first_free(world, "property.fee.assignment")
    first = "date_trunc('month', billed)::date"
    for number, item in enumerate(items[:CHARGES]):
        world.fill(
            "property.fee.assignment",
            "place",
            id=f"{assignment} + 2 * n + {number}",
            item_id=item,
            unit_id="unit_id",
            estate_id="estate_id",
            company_id=world.company.id,
            date_start="DATE '2020-01-01'",
            quantity=1,
        )
        world.fill(
            "property.fee.charge",
            "bill",
            **common(world),
            item_id=item,
            assignment_id=f"{assignment} + 2 * n + {number}",
            unit_id="unit_id",
            building_id="building_id",
            estate_id="estate_id",
            partner_id="partner_id",
            state="'posted'",
            date_start=first,
            date_end=f"({first} + interval '6 months - 1 day')::date",
            amount="amount / 2.0",
            price=1,
            quantity="amount / 2.0",
            months=6,
            move_id=f"{world.move_base} + k",
            move_line_id=f"{world.line_base} + 3 * k + {number + 1}",
            is_opening=False,
            is_single=False,
        )
