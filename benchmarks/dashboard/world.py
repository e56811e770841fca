"""Rows by the hundred thousand, straight into the tables.

Everything that looks like chance comes from a hash of the row's number, so that two
runs are about the same company.
"""

from contextlib import contextmanager

import harness
from billing import chinese

from odoo.fields import Command
from odoo.tools import SQL

DAYS = 900  # how far back the records of the company reach
NOW = "(now() AT TIME ZONE 'UTC')"
# A number from 0 to sides - 1 for a row; salt tells the dice of a row apart.
DICE = """
    CREATE FUNCTION pg_temp.dice(row_number bigint, salt int, sides int) RETURNS int
    LANGUAGE SQL IMMUTABLE
    AS 'SELECT mod(abs(hashint8(row_number * 131 + salt)::bigint), sides)::int'
"""
DROPPED = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = %s::regclass AND contype IN ('f', 'x')
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
     WHERE tablename = %s AND indexname NOT IN
           (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)
"""


def dice(row_number, salt, sides):
    return f"pg_temp.dice({row_number}, {salt}, {sides})"


def pick(values, row_number, salt):
    """One of some values, by dice."""
    listed = ", ".join(
        str(value) if isinstance(value, int) else f"'{value}'" for value in values
    )
    return f"(ARRAY[{listed}])[1 + {dice(row_number, salt, len(values))}]"


def ago(row_number, salt, days=DAYS):
    """A moment of the last days, to the minute."""
    return f"{NOW} - interval '1 minute' * {dice(row_number, salt, days * 1440)}"


class World:
    """A company with its estates and staff, and the means to fill its tables."""

    def __init__(self, env, sizes):
        self.env = chinese(env(context={**env.context, "tracking_disable": True}))
        self.cr = env.cr
        self.sizes = sizes
        self.company = self.env.company
        self.cr.execute(DICE)
        self._make_estates()
        self._make_crew()

    def _make_estates(self):
        self.estates = self.env["property.estate"].create(
            [
                {"code": f"E{number:03}", "name": f"Estate {number:03}"}
                for number in range(self.sizes.estates)
            ]
        )
        self.env["property.setup"]._property_setup_company(
            self.company, self.estates, with_items=True
        )

    def _make_crew(self):
        """Two who handle requests in each estate, and the readers of the dashboards."""
        group = self.env.ref("property_service.property_service_group_administrator")
        users = self._make_users("handler", 2 * len(self.estates), group)
        employees = self.env["hr.employee"].create(
            [
                {"name": one.name, "user_id": one.id, "company_id": self.company.id}
                for one in users
            ]
        )
        staff = self.env["property.staff"].create(
            [{"employee_id": one.id, "post": "administrator"} for one in employees]
        )
        self.env.flush_all()
        self.cr.execute(
            "CREATE TEMP TABLE crew"
            " (estate_id int, side int, user_id int, staff_id int)"
        )
        rows = [
            (self.estates[number // 2].id, number % 2, one.user_id.id, one.id)
            for number, one in enumerate(staff)
        ]
        self.cr.execute(SQL("INSERT INTO crew VALUES %s", SQL(",").join(rows)))
        manager = self.env.ref("property_service.property_service_group_manager")
        self.head, self.manager = self._make_users("manager", 2, manager)
        self.head.property_all_estates = True
        for number, estate in enumerate(self.estates):
            estate.user_ids = users[2 * number : 2 * number + 2]
        self.estates[0].user_ids += self.manager

    def _make_users(self, name, number, group):
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"{name} {each}",
                        "login": f"bench_{name}_{each}",
                        "tz": "Asia/Shanghai",
                        "company_id": self.company.id,
                        "company_ids": [Command.set(self.company.ids)],
                        "group_ids": [Command.set(group.ids)],
                    }
                    for each in range(number)
                ]
            )
        )

    def ids(self, model, domain=()):
        return self.env[model].search(list(domain)).ids

    def fill(self, model, source, **columns):
        """A row of a model for each row of a source.

        :param str source: what stands after FROM
        :param columns: name of the column to its SQL
        """
        names = ", ".join(columns)
        values = ", ".join(str(value) for value in columns.values())
        table = self.env[model]._table if model in self.env else model
        self.cr.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}")
        return self.cr.rowcount

    def temporary(self, name, query, key):
        self.cr.execute(f"CREATE TEMP TABLE {name} AS {query}")
        self.cr.execute(f"CREATE INDEX ON {name} ({key})")
        self.cr.execute(f"ANALYZE {name}")

    @contextmanager
    def light(self, *models):
        """Tables without indexes and foreign keys, which come back at the end.

        What a foreign key says is checked at a hundredth of the size, and only there
        fees get back what keeps their days apart; at full size both would take longer
        than everything else, and nothing that is measured reads by them.
        """
        self.env.flush_all()
        tables = [self.env[name]._table for name in models if name in self.env]
        tables += [name for name in models if name not in self.env]
        back = []
        for table in tables:
            self.cr.execute(DROPPED, [table])
            for name, definition in self.cr.fetchall():
                self.cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                if not self.sizes.small and definition.startswith("FOREIGN"):
                    definition += " NOT VALID"
                elif not self.sizes.small and table.startswith("property_fee_"):
                    continue
                back.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
            self.cr.execute(INDEXES, [table, table])
            for name, definition in self.cr.fetchall():
                self.cr.execute(f"DROP INDEX {name}")
                back.insert(0, definition)
        yield
        for statement in back:
            self.cr.execute(statement)
        for table in tables:
            self.cr.execute(f"SELECT setval('{table}_id_seq', MAX(id)) FROM {table}")
        self.env.invalidate_all()


def parser(description):
    """Command line of the benchmark."""
    result = harness.parser(
        description,
        units=100000,
        charges=1000000,
        requests=250000,
        estates=40,
        repeat=3,
    )
    result.add_argument(
        "--small", action="store_true", help="a hundredth of it, to try the benchmark"
    )
    return result


def sizes(arguments):
    if arguments.small:
        arguments.units, arguments.charges = 1000, 10000
        arguments.requests, arguments.estates = 2500, 4
    return arguments
