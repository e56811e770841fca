"""Buildings, units, residents, and what a household leaves behind."""

from .world import DAYS, NOW, ago, dice, pick

FLOORS = 100  # units of a building


def build(world):
    sizes, company = world.sizes, world.company.id
    buildings = -(-sizes.units // FLOORS)
    world.temporary(
        "estate",
        f"""SELECT id, row_number() OVER (ORDER BY id) - 1 AS seq
              FROM property_estate WHERE company_id = {company}""",
        "seq",
    )
    world.fill(
        "property.building",
        f"""generate_series(0, {buildings - 1}) b
            JOIN estate ON estate.seq = b % {sizes.estates}""",
        estate_id="estate.id",
        company_id=company,
        name="'Building ' || b",
        code="b::text",
        sequence=10,
        active=True,
    )
    world.fill(
        "property.zone",
        f"generate_series(0, 3) z, estate WHERE {company} > 0",
        estate_id="estate.id",
        company_id=company,
        name="'Zone ' || z",
        sequence=10,
        active=True,
    )
    build_units(world)
    build_people(world)


def build_units(world):
    sizes, company = world.sizes, world.company.id
    with world.light("property.unit"):
        world.fill(
            "property.unit",
            f"""generate_series(0, {sizes.units - 1}) n
                JOIN estate ON estate.seq = (n / {FLOORS}) % {sizes.estates}
                JOIN property_building building ON building.estate_id = estate.id
                 AND building.code = (n / {FLOORS})::text
                JOIN property_zone zone ON zone.estate_id = estate.id
                 AND zone.name = 'Zone ' || n / 25 % 4""",
            estate_id="estate.id",
            company_id=company,
            building_id="building.id",
            zone_id="zone.id",
            code="n::text",
            sort_key="lpad(n::text, 8, '0')",
            kind="CASE WHEN n % 20 = 0 THEN 'shop' ELSE 'residential' END",
            state="'occupied'",
            area=f"60 + {dice('n', 1, 90)}",
            handover_date="DATE '2020-01-01'",
            active=True,
        )
    pattern = world.env["res.partner"].create({"name": "Owner", "lang": "en_US"})
    world.env.flush_all()
    world.cr.execute(
        """SELECT string_agg(quote_ident(column_name), ', ')
              FROM information_schema.columns WHERE table_name = 'res_partner'
               AND column_name NOT IN
                   ('id', 'name', 'complete_name', 'commercial_partner_id')"""
    )
    [columns] = world.cr.fetchone()
    with world.light("res.partner"):
        world.cr.execute(
            f"""INSERT INTO res_partner (name, complete_name, {columns})
                SELECT 'Owner ' || n, 'Owner ' || n, {columns}
                  FROM res_partner, generate_series(1, {sizes.units}) n
                 WHERE id = {pattern.id}"""
        )
        world.cr.execute(
            f"""UPDATE res_partner SET commercial_partner_id = id
                 WHERE id > {pattern.id}"""
        )
    world.temporary(
        "place",
        f"""SELECT row_number() OVER (ORDER BY unit.id) - 1 AS n, unit.id AS unit_id,
                   unit.estate_id, unit.building_id, unit.zone_id,
                   {pattern.id} + row_number() OVER (ORDER BY unit.id) AS partner_id
              FROM property_unit unit WHERE unit.company_id = {company}""",
        "n",
    )
    world.cr.execute("ANALYZE property_unit, res_partner")


def build_people(world):
    """An owner each, for a fifth a tenant, for a tenth an owner who has sold."""
    company = world.company.id
    place = {
        "unit_id": "place.unit_id",
        "estate_id": "place.estate_id",
        "company_id": company,
    }
    sold = "place.n % 10 = 3"
    with world.light("property.occupancy"):
        world.fill(
            "property.occupancy",
            f"place WHERE {sold}",
            **place,
            partner_id=f"CASE WHEN n + 1 < {world.sizes.units}"
            " THEN partner_id + 1 ELSE partner_id - 1 END",
            role="'owner'",
            date_start="DATE '2020-01-01'",
            date_end=f"{NOW}::date - {DAYS // 2}",
            share=100,
            is_payer=True,
        )
        world.fill(
            "property.occupancy",
            "place",
            **place,
            partner_id="partner_id",
            role="'owner'",
            date_start=f"CASE WHEN {sold} THEN {NOW}::date - {DAYS // 2 - 1}"
            " ELSE DATE '2020-01-01' END",
            share=100,
            is_payer=True,
        )
        world.fill(
            "property.occupancy",
            f"place WHERE place.n % 5 = 1 AND n + 7 < {world.sizes.units}",
            **place,
            partner_id="partner_id + 7",
            role="'tenant'",
            date_start=f"({ago('n', 2)})::date",
            share=0,
            is_payer=False,
        )
    build_traces(world, place)


def build_traces(world, place):
    """What only the timeline shows."""
    units = world.sizes.units
    joined = "JOIN place ON place.n = " + dice("r", 1, units)
    with world.light("property.handover", "property.visitor", "property.access.pass"):
        world.fill(
            "property.handover",
            f"generate_series(1, {units // 4}) r {joined}",
            **place,
            building_id="place.building_id",
            partner_id="place.partner_id",
            kind="'move_in'",
            state="'archived'",
            date=f"({ago('r', 2)})::date",
            name="'H' || r",
        )
        world.fill(
            "property.visitor",
            f"generate_series(1, {units}) r {joined}",
            **place,
            people_count=1,
            id_type="'none'",
            state=pick(["left"] * 300 + ["inside"], "r", 3),
            visitor="'Visitor ' || r",
            purpose="'visit'",
            arrived_on=ago("r", 4),
            name="'V' || r",
        )
        world.fill(
            "property.access.pass",
            f"generate_series(1, {units // 5}) r {joined}",
            **place,
            kind_id=pick(world.ids("property.access.pass.kind"), "r", 2),
            id_type="'none'",
            state="'issued'",
            holder="'Holder ' || r",
            date_start=f"{NOW}::date - 30",
            date_end=f"{NOW}::date + 30",
            issued_on=ago("r", 3),
            name="'P' || r",
        )
    world.fill(
        "property.instruction",
        f"generate_series(1, {units // 20}) r {joined}",
        **place,
        kind="'other'",
        date_start=f"({ago('r', 2)})::date",
        text="'Ring first'",
        active=True,
    )
