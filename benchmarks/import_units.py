"""Import of units, people and holders: ours beside Odoo's own ``load()``.

    bin/bench import_units --units 1000
    bin/bench import_units --units 10000 --ours-only      to see that it grows linearly

Both take the same rows: buildings, units, their owners and who holds what since when.
Ours reads an .xlsx file, checks every cell and row, and applies the whole; ``load()``
gets its rows as lists, model by model, with external ids for what refers to what.
"""

import base64
import random

import harness

DAY = "2024-01-01"
HEADERS = [
    "楼栋编号",
    "单元编号",
    "房屋编号",
    "房屋类型",
    "建筑面积",
    "房屋状态",
    "交房日期",
    "业主名称",
    "手机号",
    "业主类型",
]


def rows_of(count):
    source = random.Random(1)
    return [
        [
            number // 200 + 1,
            1,
            number % 200 + 1,
            "住宅",
            round(source.uniform(45, 180), 2),
            "已入住",
            DAY,
            f"示例业主{number}",
            19900000000 + number,
            "1001(业主)",
        ]
        for number in range(count)
    ]


def estate_of(env, code):
    return env["property.estate"].create(
        {"code": code, "name": code, "company_id": env.company.id}
    )


def import_ours(env, estate, content):
    record = (
        env["property.import"]
        .with_context(property_import_inline=True)
        .create(
            {
                "estate_id": estate.id,
                "filename": "benchmark.xlsx",
                "file": base64.b64encode(content),
                "date_default": DAY,
            }
        )
    )
    record.action_check()
    record.action_apply()
    env.flush_all()
    if record.state != "applied":
        harness.fail(record.failure or record.issue_ids[:1].message)


def load_odoo(env, estate, rows):
    """The same rows through ``load()``, with every context that spares it work."""
    env = env(context={**env.context, "tracking_disable": True, "mail_notrack": True})
    env["ir.model.data"].create(
        {
            "module": "__import__",
            "name": f"estate_{estate.id}",
            "model": "property.estate",
            "res_id": estate.id,
        }
    )
    place = f"__import__.estate_{estate.id}"
    codes = sorted({row[0] for row in rows})
    sheets = [
        (
            "property.building",
            ["id", "estate_id/id", "code", "name"],
            [[f"b_{code}", place, str(code), f"{code} 号楼"] for code in codes],
        ),
        (
            "property.unit",
            "id estate_id/id building_id/id code kind area state handover_date".split(),
            [
                [
                    f"u_{number}",
                    place,
                    f"b_{row[0]}",
                    f"{row[0]}-{row[1]}-{row[2]}",
                    "home",
                    str(row[4]),
                    "occupied",
                    DAY,
                ]
                for number, row in enumerate(rows)
            ],
        ),
        (
            "res.partner",
            ["id", "name", "phone"],
            [[f"p_{n}", row[7], str(row[8])] for n, row in enumerate(rows)],
        ),
        (
            "property.occupancy",
            "id unit_id/id partner_id/id role share date_start".split(),
            [
                [f"o_{n}", f"u_{n}", f"p_{n}", "owner", "100", DAY]
                for n in range(len(rows))
            ],
        ),
    ]
    for model, columns, values in sheets:
        result = env[model].load(columns, values)
        if not result["ids"]:
            harness.fail(f"{model}: {result['messages'][:2]}")
    env.flush_all()


def measure_ours(units):
    rows = rows_of(units)
    with harness.environment() as env:
        from odoo.addons.property_service.workbook.writer import write_book

        content = write_book([{"title": "房屋信息", "headers": HEADERS, "rows": rows}])
        # A first small round of both, so that neither pays for cold caches.
        small = write_book(
            [{"title": "房屋信息", "headers": HEADERS, "rows": rows[:20]}]
        )
        import_ours(env, estate_of(env, "WARM"), small)
        target = estate_of(env, "OURS")
        with harness.measure(env) as ours:
            import_ours(env, target, content)
        check_count(env, target, units)
        return ours


def measure_load(units):
    with harness.environment() as env:
        target = estate_of(env, "LOAD")
        with harness.measure(env) as load:
            load_odoo(env, target, rows_of(units))
        check_count(env, target, units)
        return load


def check_count(env, estate, units):
    count = env["property.occupancy"].search_count([("estate_id", "=", estate.id)])
    if count != units:
        harness.fail(f"{count} holders instead of {units}")


def main():
    parser = harness.parser(__doc__, units=1000)
    parser.add_argument("--ours-only", action="store_true", help="without the peer")
    args = parser.parse_args()
    units = args.units
    parts = {"ours": measure_ours(units)}
    if not args.ours_only:
        parts["load"] = measure_load(units)
    rates = {name: round(units / part.seconds) for name, part in parts.items()}
    harness.report(
        "import_units",
        {"units": units},
        parts,
        per=("unit", units),
        # Processor time tells more than the clock on a machine that others use.
        extra={
            "rows_per_second": rates,
            "cpu_seconds": {name: round(part.cpu, 3) for name, part in parts.items()},
            "peak_mb": {name: round(part.peak_mb) for name, part in parts.items()},
        },
    )


if __name__ == "__main__":
    main()
