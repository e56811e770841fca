"""Requests with their time limits, orders, contacts, callbacks and complaints."""

from .world import DAYS, NOW, ago, dice, pick

KINDS = (
    (["repair"] * 45 + ["inquiry"] * 37 + ["complaint"] * 10 + ["suggestion"] * 3)
    + ["praise"] * 2
    + ["paid_service"] * 3
)
MEASURES = {"first_response": 1, "reply": 8, "resolution": 48}  # hours
CAUSES = ("design", "equipment", "staff", "process", "contractor", "third_party")


def build(world):
    """A request stays open for up to four days, one in two hundred for good."""
    plan_requests(world)
    with world.light("helpdesk.ticket"):
        fill_requests(world)
    world.cr.execute("ANALYZE helpdesk_ticket")
    request = "request JOIN helpdesk_ticket ticket ON ticket.number = 'B' || request.n"
    world.temporary(
        "ticket",
        f"""SELECT ticket.id AS ticket_id, request.* FROM {request}
             WHERE ticket.company_id = {world.company.id}""",
        "n",
    )
    place = {
        "ticket_id": "ticket_id",
        "estate_id": "estate_id",
        "company_id": world.company.id,
    }
    with world.light(
        "property.service.clock",
        "property.service.pause",
        "property.service.contact",
        "property.service.dispatch",
        "property.service.callback",
        "property.complaint",
    ):
        fill_clocks(world, place)
        fill_work(world, place)
        fill_callbacks(world, place)
        fill_complaints(world, place)
    reviews(world)


def plan_requests(world):
    units = world.sizes.units
    world.temporary(
        "request",
        f"""
        SELECT plan.*, closed_on IS NOT NULL AS is_closed
          FROM (SELECT r AS n, place.estate_id, place.building_id, place.zone_id,
                       place.unit_id, place.partner_id, crew.user_id, crew.staff_id,
                       {pick(KINDS, "r", 1)} AS kind, received_on,
                       {dice("r", 2, 14)} = 0 AS is_late,
                       CASE WHEN {dice("r", 3, 200)} > 0
                             AND received_on + solving < {NOW}
                            THEN received_on + solving END AS closed_on
                  FROM generate_series(1, {world.sizes.requests}) r
                  JOIN place ON place.n = {dice("r", 4, units)}
                  JOIN crew ON crew.estate_id = place.estate_id AND crew.side = r % 2
            CROSS JOIN LATERAL (
                       SELECT {ago("r", 5)} AS received_on,
                              interval '1 minute' * (5 + {dice("r", 6, 5760)})
                                  AS solving) times) plan
        """,
        "n",
    )


def fill_requests(world):
    stages = world.env["helpdesk.ticket.stage"].search([("property_step", "!=", False)])
    step = {stage.property_step: stage.id for stage in stages}
    going = pick(["new", "accepted", "in_progress", "in_progress", "waiting"], "n", 11)
    going_stage = pick(
        [
            step[name]
            for name in ("new", "accepted", "in_progress", "in_progress", "waiting")
        ],
        "n",
        11,
    )
    teams = world.env["helpdesk.ticket.team"].create(
        [
            {"name": name, "company_id": world.company.id}
            for name in ("Engineering", "Customer service", "Order", "Environment")
        ]
    )
    world.env.flush_all()
    world.fill(
        "helpdesk.ticket",
        "request",
        company_id=world.company.id,
        number="'B' || n",
        name="'Request ' || n",
        description="'Tap drips'",
        property_estate_id="estate_id",
        property_building_id="building_id",
        property_zone_id="zone_id",
        property_unit_id="unit_id",
        partner_id="partner_id",
        partner_name="'Owner'",
        user_id="user_id",
        property_first_contact_id="user_id",
        property_received_by_id="user_id",
        property_kind="kind",
        property_severity=pick(["normal"] * 9 + ["major"], "n", 12),
        property_is_urgent=f"{dice('n', 13, 40)} = 0",
        property_handled_directly=f"{dice('n', 14, 3)} = 0",
        property_reopen_count=f"CASE WHEN {dice('n', 15, 30)} = 0 THEN 1 ELSE 0 END",
        property_transfer_count=f"CASE WHEN {dice('n', 16, 20)} = 0 THEN 1 ELSE 0 END",
        property_received_on="received_on",
        property_done_on="closed_on - interval '3 minutes'",
        property_feedback_on="closed_on - interval '1 minute'",
        property_arrived_on="CASE WHEN kind = 'repair' AND is_closed"
        " THEN received_on + interval '2 hours' END",
        property_next_due="CASE WHEN NOT is_closed"
        " THEN received_on + interval '48 hours' END",
        closed="is_closed",
        closed_date="closed_on",
        property_step=f"CASE WHEN is_closed THEN 'closed' ELSE {going} END",
        stage_id=f"CASE WHEN is_closed THEN {step['closed']} ELSE {going_stage} END",
        property_close_code_id="CASE WHEN is_closed THEN "
        + pick(world.ids("property.service.close.code"), "n", 17)
        + " END",
        property_rating=f"CASE WHEN is_closed AND {dice('n', 18, 5)} = 0 THEN "
        + pick(["5", "5", "4", "4", "3", "2"], "n", 19)
        + " END",
        category_id=pick(world.ids("helpdesk.ticket.category"), "n", 20),
        channel_id=pick(world.ids("helpdesk.ticket.channel"), "n", 21),
        team_id=pick(teams.ids, "n", 22),
        active=True,
        unattended="NOT is_closed",
        priority="'1'",
        create_date="received_on",
    )
    # Every fortieth request repeats an earlier one.
    world.cr.execute(
        """UPDATE helpdesk_ticket SET property_repeat_of_id = id - 1
            WHERE number LIKE 'B%' AND id % 40 = 2
              AND id > (SELECT MIN(id) FROM helpdesk_ticket WHERE number LIKE 'B%')"""
    )


def fill_clocks(world, place):
    targets = world.env["property.service.target"].search([])
    for number, (measure, hours) in enumerate(MEASURES.items(), start=1):
        own = targets.filtered(lambda one, name=measure: one.measure == name).ids
        late = f"is_late AND n % 3 = {number - 1}"
        met = (
            f"received_on + interval '1 minute' * CASE WHEN {late}"
            f" THEN {hours * 90} ELSE {dice('n', 30 + number, hours * 50)} END"
        )
        is_met = f"is_closed OR {number} < 3"
        world.fill(
            "property.service.clock",
            "ticket",
            **place,
            measure=f"'{measure}'",
            target_id=pick(own, "n", 33) if own else "NULL::int",
            state=f"CASE WHEN {is_met} THEN 'met' ELSE 'running' END",
            round=0,
            started_on="received_on",
            due_on=f"received_on + interval '{hours} hours'",
            met_on=f"CASE WHEN {is_met} THEN {met} END",
            is_late=f"({is_met}) AND {late}",
            is_pending=f"NOT ({is_met})",
            paused_seconds=0,
        )


def fill_work(world, place):
    world.fill(
        "property.service.pause",
        "ticket WHERE n % 10 = 0 AND is_closed",
        **place,
        user_id="user_id",
        reason="'Spare part'",
        started_on="received_on",
        ended_on="received_on + interval '30 minutes'",
    )
    world.fill(
        "property.service.contact",
        "ticket",
        **place,
        user_id="user_id",
        medium="'phone'",
        content="'Called the owner'",
        date=f"received_on + interval '1 minute' * {dice('n', 40, 500)}",
        is_incoming=f"{dice('n', 41, 4)} = 0",
    )
    world.fill(
        "property.service.dispatch",
        "ticket WHERE kind IN ('repair', 'paid_service')",
        **place,
        unit_id="unit_id",
        zone_id="zone_id",
        technician_id="staff_id",
        state="CASE WHEN is_closed THEN 'closed' ELSE 'assigned' END",
        name="'D' || n",
        assigned_on="received_on",
        done_on="closed_on",
        closed_on="closed_on",
        amount_total=0,
        rework_count=0,
    )


def fill_callbacks(world, place):
    """Of four in five closed requests, due a day later; most are made in time."""
    due = "closed_on + interval '24 hours'"
    called = f"closed_on + interval '1 minute' * {dice('n', 50, 1500)}"
    state = f"""CASE WHEN {called} > {NOW} THEN 'open'
                     WHEN {dice("n", 51, 100)} < 3 THEN 'cancelled'
                     WHEN {dice("n", 51, 100)} < 4 AND n % 25 = 0 THEN 'open'
                     WHEN {dice("n", 51, 100)} < 11 THEN 'unreached' ELSE 'done' END"""
    world.fill(
        "property.service.callback",
        f"""(SELECT *, {state} AS state, {due} AS due_on, {called} AS called_on,
                    {pick([5, 5, 5, 4, 4, 4, 3, 2, 1], "n", 52)} AS level
               FROM ticket WHERE is_closed AND n % 5 > 0) plan""",
        **place,
        kind=pick(["regular"] * 19 + ["resample"], "n", 53),
        state="state",
        due_on="due_on",
        closed_on="closed_on",
        called_on="CASE WHEN state IN ('done', 'unreached') THEN called_on END",
        called_by_id="CASE WHEN state IN ('done', 'unreached') THEN user_id END",
        is_late="state IN ('done', 'unreached') AND called_on > due_on",
        policy_id=pick(world.ids("property.service.callback.policy"), "n", 54),
        round=0,
        unit_id="unit_id",
        zone_id="zone_id",
        handler_id="user_id",
        user_id="user_id",
        technician_id="staff_id",
        ticket_kind="kind",
        medium="'phone'",
        level="CASE WHEN state = 'done' THEN level::text END",
        score="CASE WHEN state = 'done' THEN level ELSE 0 END",
        is_unsatisfied="state = 'done' AND level < 3",
        has_reopened="FALSE",
        attempt_count=0,
    )


def fill_complaints(world, place):
    parents = world.ids("helpdesk.ticket.category", [("parent_id", "=", False)])
    staff = f"CASE WHEN {dice('n', 60, 3)} = 0 THEN staff_id END"
    world.fill(
        "property.complaint",
        "ticket WHERE kind = 'complaint'",
        **place,
        unit_id="unit_id",
        class_id=pick(parents[:4], "n", 61),
        cause_kind=f"CASE WHEN is_closed THEN {pick(CAUSES, 'n', 62)} END",
        responsible_staff_id=staff,
        respondent_id=staff,
        is_repeat=f"{dice('n', 63, 25)} = 0",
        is_difficult="FALSE",
        is_apology_given="TRUE",
        is_incomplete="FALSE",
        urged_count=0,
        received_on="received_on",
    )


def reviews(world):
    world.fill(
        "property.service.review",
        f"generate_series(1, {DAYS}) d, estate",
        estate_id="estate.id",
        company_id=world.company.id,
        kind="'day'",
        state="'signed'",
        date_start=f"{NOW}::date - d",
        date_end=f"{NOW}::date - d",
        date_due=f"{NOW}::date - d + 1",
    )
