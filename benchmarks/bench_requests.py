"""Requests registered at the service desk, beside the bare helpdesk.

    bin/bench requests --requests 2000 --batch 100
    bin/bench requests --batch 1            one at a time, as a desk does

ours           this product, with time limits, escalation, check for repeats, early
               warning and the delivered automated actions
helpdesk_mgmt  OCA's helpdesk in a database without our add-ons: the same subjects,
               words, people, channels and categories

Fails unless every request of ours has its time limits and the repeats are found.
"""

import harness

KINDS = ("repair", "repair", "repair", "complaint", "inquiry")
HOMES = 500
WORDS = "<p>The tap in the kitchen drips since Sunday; please call before coming.</p>"


def people(env):
    return env["res.partner"].create(
        [
            {"name": f"Owner {number}", "phone": f"138{number:08}"}
            for number in range(HOMES)
        ]
    )


def channels(env):
    names = ("phone", "email", "web", "other")
    return [env.ref(f"helpdesk_mgmt.helpdesk_ticket_channel_{name}") for name in names]


def ticket_values(number, partner, channel, category):
    return {
        "name": f"Request {number}",
        "description": WORDS,
        "partner_id": partner.id,
        "partner_name": partner.name,
        "channel_id": channel.id,
        "category_id": category.id,
    }


def create(env, rows, batch):
    tickets = env["helpdesk.ticket"]
    for start in range(0, len(rows), batch):
        tickets |= tickets.create(rows[start : start + batch])
        env.flush_all()
        env.cr.commit()
    return tickets


# === Ours ===


def build_estate(env):
    """An estate of ten buildings whose people own one home each."""
    estate = env["property.estate"].create({"code": "BENCH", "name": "Bench"})
    buildings = env["property.building"].create(
        [
            {"estate_id": estate.id, "code": str(number), "name": str(number)}
            for number in range(10)
        ]
    )
    return env["property.unit"].create(
        [
            {
                "code": f"{number % 10}-{number:04}",
                "estate_id": estate.id,
                "building_id": buildings[number % 10].id,
                "area": 80,
            }
            for number in range(HOMES)
        ]
    )


def our_rows(env, count):
    units, owners, ways = build_estate(env), people(env), channels(env)
    categories = {
        kind: env["helpdesk.ticket.category"].search(
            [("property_kind", "=", kind), ("child_id", "=", False)]
        )
        for kind in set(KINDS)
    }
    rows = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        home = number * 7 % HOMES
        offered = categories[kind] or categories["repair"]
        rows.append(
            {
                **ticket_values(
                    number,
                    owners[home],
                    ways[number % len(ways)],
                    offered[number % len(offered)],
                ),
                "property_kind": kind,
                "property_unit_id": units[home].id,
            }
        )
    return rows


def measure_ours(count, batch):
    with harness.environment() as env:
        rows = our_rows(env, count + batch)
        create(env, rows[count:], batch)  # so that nobody pays for cold caches
        with harness.measure(env) as ours:
            tickets = create(env, rows[:count], batch)
        check(env, tickets)
        return ours


def check(env, tickets):
    without = tickets.filtered(lambda ticket: not ticket.property_next_due)
    if without:
        harness.fail(f"{len(without)} requests have no time limit")
    if not tickets.property_similar_id:
        harness.fail("no request was found to repeat another")
    rules = env["base.automation"].search_count(
        [("model_name", "in", ("helpdesk.ticket", "property.service.escalation"))]
    )
    if not rules:
        harness.fail("the automated actions are switched off")


# === The bare helpdesk ===


def measure_helpdesk(count, batch):
    with harness.environment(core=True, modules=["helpdesk_mgmt"]) as env:
        owners, ways = people(env), channels(env)
        categories = env["helpdesk.ticket.category"].create(
            [{"name": f"Category {number}"} for number in range(20)]
        )
        rows = [
            ticket_values(
                number,
                owners[number * 7 % HOMES],
                ways[number % len(ways)],
                categories[number % len(categories)],
            )
            for number in range(count + batch)
        ]
        create(env, rows[count:], batch)
        with harness.measure(env) as peer:
            create(env, rows[:count], batch)
        return peer


def main():
    arguments = harness.parser(__doc__, requests=2000, batch=100).parse_args()
    count, batch = arguments.requests, arguments.batch
    parts = {
        "ours": measure_ours(count, batch),
        "helpdesk_mgmt": measure_helpdesk(count, batch),
    }
    harness.report(
        "requests",
        {"requests": count, "batch": batch},
        parts,
        per=("request", count),
        extra={
            "cpu_seconds": {name: round(part.cpu, 3) for name, part in parts.items()},
            "cpu_ratio": round(parts["helpdesk_mgmt"].cpu / parts["ours"].cpu, 2),
        },
    )


if __name__ == "__main__":
    main()
