"""Routines, checks, shifts with their logs, visits and patrols."""

from .world import DAYS, NOW, ago, dice, pick


def build(world):
    crew = "JOIN crew ON crew.estate_id = estate.id AND crew.side = "
    routines(world, crew)
    checks(world, crew)
    shifts(world)
    visits(world)
    patrols(world, crew)


def at_estate(world):
    return {"estate_id": "estate.id", "company_id": world.company.id}


def routines(world, crew):
    """Each routine of each estate and of two people, every three weeks."""
    closed = "start + 20 < " + f"{NOW}::date"
    with world.light("property.routine.period"):
        world.fill(
            "property.routine.period",
            f"""property_routine routine CROSS JOIN estate CROSS JOIN (
                SELECT {NOW}::date - 21 * g AS start, g AS p
                  FROM generate_series(1, {DAYS // 21}) g) days {crew} p % 2""",
            **at_estate(world),
            routine_id="routine.id",
            control_point_id="routine.control_point_id",
            user_id="crew.user_id",
            state=f"CASE WHEN {closed} THEN 'closed' ELSE 'open' END",
            date_start="start",
            date_end="start + 20",
            date_due="start + 20",
            deadline="start + 21",
            required=2,
            done=f"CASE WHEN {dice('routine.id * 1000 + p', 1, 15)} = 0"
            " THEN 1 ELSE 2 END",
            is_met=f"{dice('routine.id * 1000 + p', 1, 15)} > 0",
            population=0,
            miss_count=0,
            done_percent=100,
            met_percent=100,
        )


def checks(world, crew):
    """A check every other day in each estate; of two in five comes a finding."""
    points = world.ids("property.control.point")
    joined = f"generate_series(1, {DAYS // 2}) d CROSS JOIN estate {crew} d % 2"
    row = "estate.seq * 1000 + d"
    found = f"{NOW} - interval '2 days' * d - interval '5 hours'"
    with world.light("property.quality.check", "property.quality.nonconformity"):
        world.fill(
            "property.quality.check",
            joined,
            **at_estate(world),
            id=row,
            kind_id=pick(world.ids("property.quality.kind"), row, 1),
            user_id="crew.user_id",
            control_point_id=pick(points, row, 2),
            state="'done'",
            date=found,
            failed_count=f"CASE WHEN {dice(row, 3, 5)} < 2 THEN 1 ELSE 0 END",
            name=f"'QC' || {row}",
            score=90,
        )
        late = f"d > 20 AND {dice(row, 5, 30)} > 0"
        world.fill(
            "property.quality.nonconformity",
            f"{joined} WHERE {dice(row, 3, 5)} < 2",
            **at_estate(world),
            check_id=row,
            found_by_id="crew.user_id",
            staff_id="crew.staff_id",
            control_point_id=pick(points, row, 2),
            severity=pick(["minor", "minor", "major"], row, 4),
            state=f"CASE WHEN {late} THEN 'done' ELSE 'open' END",
            finding="'Not in order'",
            found_on=found,
            deadline=f"({found})::date + 10",
            corrected_on=f"CASE WHEN {late} THEN {found} + interval '4 days' END",
            rechecked_on=f"CASE WHEN {late} THEN {found} + interval '6 days' END",
            reopen_count=0,
            name=f"'NC' || {row}",
        )
    world.cr.execute("ANALYZE property_quality_check, property_quality_nonconformity")


def shifts(world):
    """Two posts with three shifts a day in each estate, each with log and handover."""
    posts = world.env["property.duty.post"].create(
        [
            {"name": name, "estate_id": estate.id, "kind": kind}
            for estate in world.estates
            for name, kind in (("Desk", "front_desk"), ("Command", "command"))
        ]
    )
    types = world.env["property.duty.shift.type"].create(
        [
            {"name": f"{hour} h", "code": f"S{hour}", "estate_id": estate.id}
            | {"time_from": hour, "time_to": (hour + 8) % 24}
            for estate in world.estates
            for hour in (0, 8, 16)
        ]
    )
    world.env.flush_all()
    rank = (
        "(SELECT *, row_number() OVER (ORDER BY estate_id, id) - 1 AS n FROM {}"
        " WHERE id = ANY(ARRAY{})) {}"
    )
    begin = f"({NOW}::date - d)::timestamp + interval '8 hours' * (type.n % 3)"
    ended = f"{begin} + interval '8 hours' < {NOW}"
    number = "(d * 1000 + post.n) * 3 + type.n % 3"
    with world.light(
        "property.duty.log", "property.duty.handover", "property.duty.log.entry"
    ):
        world.fill(
            "property.duty.log",
            f"""generate_series(0, {DAYS}) d,
                {rank.format("property_duty_post", posts.ids, "post")}
                JOIN {rank.format("property_duty_shift_type", types.ids, "type")}
                  ON type.estate_id = post.estate_id
                JOIN estate ON estate.id = post.estate_id""",
            **at_estate(world),
            id=f"1 + {number}",
            post_id="post.id",
            shift_type_id="type.id",
            date=f"{NOW}::date - d",
            date_start=begin,
            date_end=f"{begin} + interval '8 hours'",
            begun_on=f"CASE WHEN {begin} < {NOW} THEN {begin} END",
            ended_on=f"CASE WHEN {ended} THEN {begin} + interval '8 hours' END",
            state=f"CASE WHEN {ended} THEN 'handed_over' WHEN {begin} < {NOW}"
            " THEN 'on_duty' ELSE 'planned' END",
            read_on=f"CASE WHEN {ended} AND {dice(number, 1, 30)} > 0"
            f" THEN {begin} + interval '20 hours' END",
            name=f"'LOG' || {number}",
        )
        follow(world)
    world.cr.execute(
        "ANALYZE property_duty_log, property_duty_handover, property_duty_log_entry"
    )


def follow(world):
    """From each log to the next one of the post."""
    world.fill(
        "property.duty.handover",
        f"""(SELECT id, estate_id, post_id, state,
                    lead(id) OVER (PARTITION BY post_id ORDER BY date_start) AS next
               FROM property_duty_log WHERE company_id = {world.company.id}) estate
             WHERE state = 'handed_over' AND next IS NOT NULL""",
        estate_id="estate_id",
        company_id=world.company.id,
        log_out_id="id",
        log_in_id="next",
        post_id="post_id",
        state="'done'",
        late_minutes=f"CASE WHEN {dice('id', 2, 50)} = 0 THEN 12 ELSE 0 END",
        is_short="FALSE",
        refusal_count=0,
        cash_difference=0,
        name="'SH' || id",
    )
    world.fill(
        "property.duty.log.entry",
        f"""property_duty_log log, generate_series(1, 2) e
             WHERE company_id = {world.company.id} AND begun_on IS NOT NULL""",
        log_id="log.id",
        estate_id="estate_id",
        company_id=world.company.id,
        post_id="post_id",
        kind="'event'",
        state="'done'",
        text="'All quiet'",
        time="begun_on + interval '1 hour' * e",
        is_major="FALSE",
        is_open="FALSE",
    )


def visits(world):
    """Eight per cent of the households a month."""
    sizes = world.sizes
    state = f"""CASE WHEN day >= {NOW}::date THEN 'planned'
                     WHEN {dice("r", 3, 12)} = 0 THEN 'not_met' ELSE 'done' END"""
    level = pick([5, 5, 4, 4, 4, 3, 2], "r", 4)
    with world.light("property.visit"):
        world.fill(
            "property.visit",
            f"""(SELECT plan.*, {state} AS state, {level} AS level FROM (
                 SELECT r, place.*, crew.user_id, crew.staff_id,
                        ({ago("r", 2)})::date + 3 AS day
                   FROM generate_series(1, {sizes.units * DAYS // 30 * 8 // 100}) r
                   JOIN place ON place.n = {dice("r", 1, sizes.units)}
                   JOIN crew ON crew.estate_id = place.estate_id
                    AND crew.side = r % 2) plan) visit""",
            unit_id="unit_id",
            zone_id="zone_id",
            estate_id="estate_id",
            company_id=world.company.id,
            partner_id="partner_id",
            staff_id="staff_id",
            user_id="user_id",
            kind="'regular'",
            state="state",
            date="day",
            done_on="CASE WHEN state = 'done' THEN day + interval '7 hours' END",
            satisfaction="CASE WHEN state = 'done' THEN level::text END",
            satisfaction_level="CASE WHEN state = 'done' THEN level ELSE 0 END",
            attempt_count=1,
            opinion_count=0,
            name="'VIS' || r",
        )
    world.cr.execute("ANALYZE property_visit")


def patrols(world, crew):
    """Four rounds a day in each estate."""
    routes = world.env["property.patrol.route"].create(
        [
            {"name": "Round", "estate_id": estate.id, "kind": "public"}
            for estate in world.estates
        ]
    )
    world.env.flush_all()
    begin = f"({NOW}::date - d)::timestamp + interval '5 hours' * q"
    row = "(estate.seq * 1000 + d) * 4 + q"
    with world.light("property.patrol.round"):
        world.fill(
            "property.patrol.round",
            f"""generate_series(0, {DAYS}) d CROSS JOIN generate_series(0, 3) q
                CROSS JOIN property_patrol_route route
                JOIN estate ON estate.id = route.estate_id
                {crew} d % 2 WHERE route.id = ANY(ARRAY{routes.ids})""",
            **at_estate(world),
            route_id="route.id",
            name=f"'PAT' || {row}",
            kind="'public'",
            state=f"CASE WHEN {begin} > {NOW} THEN 'planned'"
            f" WHEN {dice(row, 1, 70)} = 0 THEN 'missed' ELSE 'done' END",
            date=f"{NOW}::date - d",
            date_from=begin,
            date_to=f"{begin} + interval '1 hour'",
            staff_id="crew.staff_id",
            user_id="crew.user_id",
            started_on=begin,
            done_on=f"{begin} + interval '1 minute' * (30 + {dice(row, 2, 32)})",
            check_count=10,
            skipped_count=0,
            by_hand_count=0,
            finding_count=0,
        )
    world.cr.execute("ANALYZE property_patrol_round, property_routine_period")
