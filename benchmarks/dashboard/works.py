"""Renovations, outstanding works and keys."""

from .world import NOW, ago, dice, pick

# Steps of a renovation that is over, and of one of the last months.
OVER = ["archived"] * 46 + ["cancelled", "rejected", "in_progress"]
RECENT = ["documents", "payment", "permitted"] + ["in_progress"] * 5 + ["acceptance"]


def build(world):
    units = world.sizes.units
    joined = (
        f"JOIN place ON place.n = {dice('r', 1, units)}"
        " JOIN crew ON crew.estate_id = place.estate_id AND crew.side = r % 2"
    )
    renovations(world, joined)
    defects(world, joined)
    keys(world, joined)
    world.cr.execute(
        "ANALYZE property_renovation, property_renovation_violation, property_deposit,"
        " property_renovation_inspection, property_defect, property_defect_check,"
        " property_key_loan"
    )


def at_place(world):
    return {
        "unit_id": "place.unit_id",
        "estate_id": "place.estate_id",
        "company_id": world.company.id,
    }


def renovations(world, joined):
    number = world.sizes.units // 8
    begun = f"({ago('r', 2)})"
    recent = f"{begun} > {NOW} - interval '120 days'"
    state = f"CASE WHEN {recent} THEN {pick(RECENT, 'r', 3)} ELSE {pick(OVER, 'r', 3)}"
    permitted = "state NOT IN ('documents', 'payment', 'rejected', 'cancelled')"
    with world.light(
        "property.renovation",
        "property.renovation.violation",
        "property.renovation.inspection",
    ):
        world.fill(
            "property.renovation",
            f"""(SELECT r, place.*, crew.staff_id, {begun} AS begun,
                        {state} END AS state
                   FROM generate_series(1, {number}) r {joined}) place""",
            id="r",
            **at_place(world),
            zone_id="zone_id",
            applicant_id="partner_id",
            agent_id="staff_id",
            state="state",
            name="'REN' || r",
            create_date="begun",
            active="state NOT IN ('cancelled', 'rejected')",
            permit_issued_on=f"CASE WHEN {permitted}"
            f" THEN begun::date + {dice('r', 5, 6)} END",
            permit_date_end=f"CASE WHEN {permitted} THEN begun::date + 118 END",
            started_on=f"CASE WHEN {permitted} THEN begun::date + 7 END",
            completed_on="CASE WHEN state = 'archived' THEN begun::date + 80 END",
            accepted_on="CASE WHEN state = 'archived'"
            f" THEN begun::date + 81 + {dice('r', 6, 5)} END",
            archived_on="CASE WHEN state = 'archived' THEN begun::date + 110 END",
            deposit_amount=2000,
        )
        follow(world, number)


def follow(world, number):
    kinds = world.ids("property.renovation.violation.kind")
    site = "JOIN property_renovation place ON place.id = "
    world.fill(
        "property.renovation.violation",
        f"generate_series(1, {number // 2}) v {site} 1 + {dice('v', 7, number)}",
        **at_place(world),
        renovation_id="place.id",
        kind_id=pick(kinds, "v", 8),
        state=pick(["closed"] * 12 + ["withdrawn", "dissuaded"], "v", 9),
        description="'Found'",
        name="'VIO' || v",
        found_on=f"LEAST(create_date + interval '20 days', {NOW})",
        closed_on="create_date + interval '23 days'",
    )
    world.fill(
        "property.renovation.inspection",
        f"generate_series(1, {number * 5}) v {site} 1 + v / 5 WHERE v < {number * 5}",
        **at_place(world),
        renovation_id="place.id",
        state="'done'",
        date="create_date::date + v % 5",
        progress=50,
    )


def defects(world, joined):
    number = world.sizes.units
    open_ = pick(
        ["registered", "transferred", "transferred", "repaired", "passed"], "r", 3
    )
    found = f"(({ago('r', 2)})::date)"
    with world.light("property.defect", "property.defect.check"):
        world.fill(
            "property.defect",
            f"""(SELECT r, place.*, crew.user_id, {found} AS found
                   FROM generate_series(1, {number}) r {joined}) place""",
            id="r",
            **at_place(world),
            building_id="building_id",
            partner_id="partner_id",
            found_by_id="user_id",
            found_on="found",
            part="'Wall'",
            part_key="'wall'",
            section="'Room'",
            description="'Crack'",
            responsible=pick(["developer"] * 7 + ["company", "owner"], "r", 4),
            state=f"CASE WHEN found > {NOW}::date - 40 THEN {open_}"
            f" WHEN {dice('r', 5, 60)} = 0 THEN {open_} ELSE 'closed' END",
            name="'DEF' || r",
            deadline="found + 15",
            fail_count=f"CASE WHEN {dice('r', 6, 6)} = 0 THEN 1 ELSE 0 END",
            repaired_on="found + interval '9 days'",
            closed_on="found + interval '11 days'",
        )
        world.fill(
            "property.defect.check",
            f"property_defect place WHERE company_id = {world.company.id}",
            **at_place(world),
            defect_id="place.id",
            user_id="found_by_id",
            result="'pass'",
            date="place.repaired_on",
        )


def keys(world, joined):
    number = world.sizes.units
    classes = world.ids("property.key.class")
    with world.light("property.key.set", "property.key.loan"):
        world.fill(
            "property.key.set",
            "place WHERE n % 3 = 0",
            **at_place(world),
            id="1 + n / 3",
            custody_class_id=pick(classes, "n", 1),
            copies=2,
            copies_in=2,
            copies_out=0,
            copies_owner=0,
            copies_lost=0,
            name="'Keys ' || n",
            code="'K' || n",
            state="'in'",
            active=True,
        )
        lent = ago("r", 2)
        world.fill(
            "property.key.loan",
            f"""(SELECT r, place.*, crew.user_id, {lent} AS lent
                   FROM generate_series(1, {number}) r
                   JOIN place ON place.n = {dice("r", 1, number // 3)} * 3
                   JOIN crew ON crew.estate_id = place.estate_id
                    AND crew.side = r % 2) place""",
            **at_place(world),
            set_id="1 + n / 3",
            copies=1,
            copies_lost=0,
            reason_id=pick(world.ids("property.key.reason"), "r", 3),
            holder_kind="'owner'",
            partner_id="partner_id",
            holder_name="'Owner'",
            lent_by_id="user_id",
            state=f"CASE WHEN lent > {NOW} - interval '3 days'"
            f" OR {dice('r', 4, 400)} = 0 THEN 'out' ELSE 'returned' END",
            due_on="lent + interval '2 days'",
            lent_on="lent",
            returned_on="lent + interval '1 day'",
            is_late="FALSE",
            name="'L' || r",
        )
