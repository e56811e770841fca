"""Each dashboard at the size of a large company, beside the same figures by the ORM.

    bin/bench dashboards            100,000 units, 1,000,000 charges, 250,000 requests
    bin/bench dashboards --small    a hundredth of it

loading  the dashboard itself, its look and filters, which has no peer
ours     everything that it then asks of the server: figures, charts, lists
orm      the same figures by ``_read_group`` and searches on the models of the records

Asked for three times: by a manager of all estates, by the same with the filter set to
one estate, and by a manager of one estate. Beside them the time lines of a unit and of
a customer, the wall board and the written reports of an estate, and the seconds until
Chromium has drawn each dashboard, none of which has a peer.

The best of three times. Fails unless both show the same.
"""

import harness
from dashboard import browser, deposits, duty, money, places, service, works
from dashboard.client import Client
from dashboard.peer_discipline import Discipline
from dashboard.peer_fee import Fee
from dashboard.peer_service import Overview, Quality
from dashboard.peer_works import Works
from dashboard.world import World, parser, sizes

from odoo.addons.property_service_reports.tools.dashboards import BOARDS

PEERS = (Overview, Quality, Fee, Works, Discipline)
MANY = 20  # time lines, of which the average is told


def build(env, arguments):
    world = World(env, arguments)
    for part in (places, service, money, deposits, works, duty):
        part.build(world)
    env.flush_all()
    env.cr.commit()
    return world


def readers(world):
    """``(name, user, estate of the filter)`` of each way to look."""
    first = world.estates[0].id
    yield "all", world.head, None
    yield "filter", world.head, first
    yield "own", world.manager, None


def compare(name, ours, peer):
    for title, numbers in ours.items():
        others = peer.get(title)
        if others is None or len(numbers) != len(others):
            harness.fail(f"{name}, {title}: {numbers} against {others}")
        for number, other in zip(numbers, others, strict=True):
            same = number == other
            if not same and not isinstance(number, str):
                same = abs(float(number or 0) - float(other or 0)) < 0.01
            if not same:
                harness.fail(f"{name}, {title}: {numbers} against {others}")


def look(env, make_board, make_peer):
    """One opening, ours and the peer's: functions that measure and tell figures."""

    def ours(user, estate):
        client = Client(env(user=user), make_board(), estate)
        with harness.measure(env, commit=False) as loading:
            client.open()
        with harness.measure(env, commit=False) as part:
            client.ask()
        return loading, part, client.shown()

    def orm(user, estate):
        peer = make_peer(env(user=user), estate)
        with harness.measure(env, commit=False) as part:
            shown = peer.shown()
        return part, shown

    return ours, orm


def measure_boards(env, world, repeat):
    results = {}
    for make_board, make_peer in zip(BOARDS, PEERS, strict=True):
        name = make_board().name.removeprefix("property_")
        ours, orm = look(env, make_board, make_peer)
        for way, user, estate in readers(world):
            user = user.with_env(env).id
            rounds = []
            # Turn by turn, so that both meet the same load of the machine.
            for _round in range(repeat):
                loading, part, shown = ours(user, estate)
                other, wanted = orm(user, estate)
                compare(f"{name} ({way})", shown, wanted)
                rounds.append((loading, part, other))
            results[name, way] = [
                min(parts, key=lambda part: part.seconds)
                for parts in zip(*rounds, strict=True)
            ]
    return results


def measure_others(env, world):
    """Time lines (of many, the average), wall board and written reports."""
    manager = env(user=world.manager.id)
    estate = world.estates[0].id
    units = env["property.unit"].search([("estate_id", "=", estate)])
    units = units[:: max(1, len(units) // MANY)][:MANY]
    people = units.current_occupancy_ids.partner_id[:MANY]
    parts = {}
    for name, records in (("unit", units), ("customer", people)):
        records = records.with_env(manager)
        records[0].property_history_page()
        with harness.measure(env, commit=False) as part:
            for record in records:
                record.property_history_page()
                record.property_history_profile()
        part.seconds /= len(records)
        part.queries //= len(records)
        parts[f"{name} time line"] = part
    manager["property.wall.board"].property_board(estate)
    with harness.measure(env, commit=False) as part:
        manager["property.wall.board"].property_board(estate)
    parts["wall board"] = part
    parts["written reports"] = measure_written(env, estate)
    return parts


def measure_written(env, estate):
    """The figures of all written reports of an estate, of the period that is over."""
    estate = env["property.estate"].browse(estate)
    with harness.measure(env, commit=False) as part:
        for report in env["property.written.report"].search([]):
            for values in report._property_prepare(estate, None):
                for section in report.section_ids:
                    section._property_figures(
                        estate, values["date_start"], values["date_end"]
                    )
    return part


def measure_browser(env, world, repeat):
    """Seconds until the manager of all estates sees each dashboard whole."""
    head = world.head.with_env(env)
    head.password = browser.PASSWORD
    env.cr.commit()
    return browser.measure(env.cr.dbname, head.login, repeat)


def tell(results, others, drawn):
    """Prints the table.

    :return: entries of the JSON object
    """
    head = (
        "dashboard",
        "opened by",
        "loading s",
        "ours s",
        "orm s",
        "orm/ours",
        "queries",
        "of orm",
    )
    print(" ".join(f"{cell:>12}" for cell in head))
    boards = {}
    for (name, way), (loading, ours, orm) in results.items():
        ratio = orm.seconds / ours.seconds
        seconds = (part.seconds for part in (loading, ours, orm))
        row = (name, way, *(f"{one:.3f}" for one in seconds), f"{ratio:.2f}")
        print(" ".join(f"{x:>12}" for x in (*row, ours.queries, orm.queries)))
        boards.setdefault(name, {})[way] = {
            "loading": round(loading.seconds, 3),
            "ours": round(ours.seconds, 3),
            "orm": round(orm.seconds, 3),
            "ratio": round(ratio, 2),
            "queries": ours.queries,
        }
    for name, part in others.items():
        print(f"{name:>25} {part.seconds:>12.3f} s {part.queries:>6} queries")
    for name, seconds in drawn.items():
        print(f"drawn: {name} {seconds:.2f} s")
    return {
        "dashboards": boards,
        "others": {name: round(part.seconds, 3) for name, part in others.items()},
        "drawn": {name: round(seconds, 2) for name, seconds in drawn.items()},
    }


def main():
    arguments = sizes(parser(__doc__).parse_args())
    with harness.environment() as env:
        with harness.measure(env) as building:
            world = build(env, arguments)
        env.cr.execute("ANALYZE")
        env.cr.commit()
        results = measure_boards(env, world, arguments.repeat)
        others = measure_others(env, world)
        drawn = measure_browser(env, world, arguments.repeat)
    extra = tell(results, others, drawn)
    extra["build_seconds"] = round(building.seconds, 1)
    total = [harness.Measure(), harness.Measure()]
    for pair in results.values():
        for whole, part in zip(total, pair[1:], strict=True):
            whole.seconds += part.seconds
            whole.cpu += part.cpu
            whole.queries += part.queries
            whole.peak_mb = max(whole.peak_mb, part.peak_mb)
    harness.report(
        "dashboards",
        vars(arguments),
        dict(zip(("ours", "orm"), total, strict=True)),
        per=("opening", len(results)),
        extra=extra,
    )


if __name__ == "__main__":
    main()
