"""The sweep of time limits: its cost follows what is due, not what is open.

    bin/bench escalation --open 250000 --few 5000 --due 500

large  so many open requests, of which a few are due
small  few open requests, of which as many are due

The same estate and the same due requests; the ratio small/large is near 1 when the
number of open requests does not matter. Fails unless exactly the due ones go up, once,
and a second sweep finds nothing.
"""

from datetime import timedelta

import harness

from odoo import fields
from odoo.tools import SQL

COLUMNS = ("number", "name", "property_next_due", "property_time_left")


def build_estate(env):
    supervisor = env["res.users"].create(
        {
            "name": "Supervisor",
            "login": "bench_supervisor",
            "group_ids": [
                fields.Command.link(
                    env.ref("property_service.property_service_group_supervisor").id
                )
            ],
        }
    )
    estate = env["property.estate"].create(
        {
            "code": "BENCH",
            "name": "Bench",
            "user_ids": [fields.Command.set(supervisor.ids)],
        }
    )
    building = env["property.building"].create(
        {"estate_id": estate.id, "code": "1", "name": "1"}
    )
    return building


def build_requests(env, building, due, number):
    """Due requests through the model; the rest are copies of one in the database."""
    now = fields.Datetime.now()
    values = {
        "name": "Tap drips",
        "property_kind": "inquiry",
        "property_estate_id": building.estate_id.id,
        "property_building_id": building.id,
    }
    old = [{**values, "property_received_on": now - timedelta(days=3)}] * due
    tickets = env["helpdesk.ticket"].create(old)
    pattern = env["helpdesk.ticket"].create(values)
    env.flush_all()
    copy_rows(env, pattern, number - due - 1)
    env.cr.execute("ANALYZE helpdesk_ticket")
    env.cr.execute("ANALYZE property_service_clock")
    env.cr.commit()
    env.invalidate_all()
    return tickets


def copy_rows(env, pattern, number):
    tickets = env["helpdesk.ticket"]
    names = columns(env, "helpdesk_ticket", {"id", "number", "access_token"})
    copied = SQL.identifier
    env.cr.execute(
        SQL(
            """
            INSERT INTO helpdesk_ticket (number, %(names)s)
            SELECT 'B' || step, %(names)s
              FROM helpdesk_ticket, generate_series(1, %(number)s) step
             WHERE id = %(pattern)s
            """,
            names=SQL(", ").join(copied(name) for name in names),
            number=number,
            pattern=pattern.id,
        )
    )
    names = columns(env, "property_service_clock", {"id", "ticket_id"})
    env.cr.execute(
        SQL(
            """
            INSERT INTO property_service_clock (ticket_id, %(names)s)
            SELECT ticket.id, %(clock_names)s
              FROM property_service_clock clock, helpdesk_ticket ticket
             WHERE clock.ticket_id = %(pattern)s AND ticket.number LIKE 'B%%'
            """,
            names=SQL(", ").join(copied(name) for name in names),
            clock_names=SQL(", ").join(copied("clock", name) for name in names),
            pattern=pattern.id,
        )
    )
    tickets.invalidate_model()


def columns(env, table, without):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    return sorted({row[0] for row in env.cr.fetchall()} - without)


def sweep(number, due):
    with harness.environment() as env:
        tickets = build_requests(env, build_estate(env), due, number)
        clocks = env["property.service.clock"]
        with harness.measure(env) as part:
            clocks._cron_run_due()
        check(env, tickets)
        with harness.measure(env) as idle:
            clocks._cron_run_due()
        check(env, tickets)
        return part, idle, worklist(env)


def check(env, tickets):
    env.invalidate_all()
    escalations = env["property.service.escalation"].search([])
    if sorted(escalations.ticket_id.ids) != sorted(tickets.ids):
        harness.fail(f"{len(escalations.ticket_id)} of {len(tickets)} went up")
    if len(escalations) != len(tickets):
        harness.fail("a request went up twice")


def worklist(env):
    """The first page of what is overdue, as the client asks for it."""
    with harness.measure(env) as page:
        env["helpdesk.ticket"].web_search_read(
            [("property_is_overdue", "=", True)],
            {
                name: {}
                for name in (
                    "number",
                    "name",
                    "property_next_due",
                    "property_time_left",
                )
            },
            limit=80,
            order="property_next_due",
            count_limit=10001,
        )
    return page


def main():
    arguments = harness.parser(__doc__, open=250000, few=5000, due=500).parse_args()
    large, idle, page = sweep(arguments.open, arguments.due)
    small, _idle, _page = sweep(arguments.few, arguments.due)
    harness.report(
        "escalation",
        {"open": arguments.open, "few": arguments.few, "due": arguments.due},
        {"large": large, "small": small},
        per=("due", arguments.due),
        ours="large",
        extra={
            "idle_seconds": round(idle.seconds, 3),
            "worklist_seconds": round(page.seconds, 3),
            "worklist_queries": page.queries,
        },
    )


if __name__ == "__main__":
    main()
