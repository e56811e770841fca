"""Who did how much of what he must, over a year: one query a routine.

    bin/bench routines --routines 60 --staff 500 --rows 1000000 --sample 5000

ours          compliance of all routines, people and periods of a year
search_count  one search_count for each routine, person and period; so many as the
              sample says are run, spread evenly, and its time is taken for all of them

Fails unless both count the same wherever the sample looks.
"""

from datetime import date, datetime, timedelta

import harness

from odoo.fields import Command, Domain
from odoo.tools import SQL

SUPERVISOR = "property_service.property_service_group_supervisor"
START, END = date(2025, 1, 1), date(2025, 12, 31)
# Most duties are monthly or weekly, some quarterly.
PERIODS = ("month", "week", "month", "week", "month", "quarter")
COLUMNS = ("estate_id", "company_id", "channel_id", "method")


def build(env, routines, staff, rows):
    users = (
        env["res.users"]
        .with_context(no_reset_password=True, tracking_disable=True)
        .create(
            [
                {
                    "name": f"Supervisor {number}",
                    "login": f"bench_{number}",
                    "group_ids": [Command.set(env.ref(SUPERVISOR).ids)],
                }
                for number in range(staff)
            ]
        )
    )
    estate = env["property.estate"].create(
        {"code": "BENCH", "name": "Bench", "user_ids": [Command.set(users.ids)]}
    )
    build_proofs(env, estate, users, routines, rows)
    return estate, env["property.routine"].create(
        [
            {
                "name": f"Routine {number}",
                "estate_ids": [Command.set(estate.ids)],
                "evidence_model": "property.service.call.check",
                "evidence_domain": f'[("rings", "=", {number})]',
                "responsible": "group",
                "group_id": env.ref(SUPERVISOR).id,
                "per_person": True,
                "period": PERIODS[number % len(PERIODS)],
                "minimum": 2,
                "date_start": START,
            }
            for number in range(routines)
        ]
    )


def build_proofs(env, estate, users, routines, rows):
    """Copies of one call check, spread over the year, people and routines."""
    pattern = env["property.service.call.check"].create({"estate_id": estate.id})
    env.flush_all()
    names = SQL(", ").join(SQL.identifier(name) for name in COLUMNS)
    env.cr.execute(
        SQL(
            """
            INSERT INTO property_service_call_check
                        (checked_by_id, call_on, rings, %(names)s)
            SELECT (%(users)s)[1 + mod(abs(hashint4(step)), %(staff)s)],
                   %(start)s + interval '1 second' * mod(step::bigint * 7919, 31536000),
                   mod(abs(hashint4(-step)), %(routines)s), %(names)s
              FROM property_service_call_check, generate_series(1, %(rows)s) step
             WHERE id = %(pattern)s
            """,
            names=names,
            users=users.ids,
            staff=len(users),
            start=datetime.combine(START, datetime.min.time()),
            routines=routines,
            rows=rows,
            pattern=pattern.id,
        )
    )
    env.cr.execute("ANALYZE property_service_call_check")


def domain_of(row, rings):
    """What somebody without the mechanism would count, in the time zone of China."""
    start = datetime.combine(row.start, datetime.min.time()) - timedelta(hours=8)
    after = start + (row.end - row.start) + timedelta(days=1)
    return (
        Domain("estate_id", "=", row.estate_id)
        & Domain("checked_by_id", "=", row.user_id)
        & Domain("rings", "=", rings)
        & Domain("call_on", ">=", start)
        & Domain("call_on", "<", after)
        & Domain("is_void", "!=", True)
    )


def main():
    arguments = harness.parser(
        __doc__, routines=60, staff=500, rows=1000000, sample=5000
    ).parse_args()
    with harness.environment() as env:
        estate, routines = build(
            env, arguments.routines, arguments.staff, arguments.rows
        )
        with harness.measure(env) as ours:
            found = routines._property_compliance(estate, START, END)
        step = max(1, len(found) // arguments.sample)
        looked_at = found[::step]
        rings = {routine.id: number for number, routine in enumerate(routines)}
        checks = env["property.service.call.check"]
        with harness.measure(env) as peer:
            counts = [
                checks.search_count(domain_of(row, rings[row.routine_id]))
                for row in looked_at
            ]
        if counts != [row.done for row in looked_at]:
            harness.fail("the figures differ from those of search_count")
        if not sum(counts):
            harness.fail("nothing was counted")
    share = len(found) / len(looked_at)
    peer.seconds, peer.cpu = peer.seconds * share, peer.cpu * share
    peer.queries = round(peer.queries * share)
    harness.report(
        "routines",
        {**vars(arguments), "counts": len(found), "counted": len(looked_at)},
        {"ours": ours, "search_count": peer},
        per=("count", len(found)),
    )


if __name__ == "__main__":
    main()
