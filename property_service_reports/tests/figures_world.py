"""Rows by chance: whatever values the columns allow, whichever way led there.

Reports read tables, so their figures are proved on tables. The ways by which records
come to their states have tests of their own.
"""

from datetime import timedelta
from random import Random

from psycopg2 import DataError, IntegrityError

from odoo import fields
from odoo.tools import SQL, mute_logger

from .figures_common import FiguresCase

MANY = 12


class FiguresWorld(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = Random(11)
        users = cls.user_assistant, cls.user_supervisor, cls.user_manager
        cls.staff = cls.env["property.staff"]
        for user in users:
            cls.staff |= cls._make_staff(user.name, user)
        cls.known = {
            "property.staff": list(cls.staff),
            "res.users": list(users),
            "res.partner": [cls.owner_a, cls.owner_b],
            "property.unit": [cls.unit_101, cls.unit_102, cls.shop],
            "property.estate": [cls.estate, cls.mall],
            "property.building": [cls.building],
            "res.company": [cls.company],
            "res.currency": [cls.company.currency_id],
        }

    def setUp(self):
        super().setUp()
        # Rows of another test are gone.
        type(self).pools = {name: list(rows) for name, rows in self.known.items()}

    @classmethod
    def _rows(cls, name, many=MANY, **fixed):
        """Rows of a model; ``fixed`` values may be functions."""
        model = cls.env[name]
        rows = model.browse()
        for _number in range(many):
            rows |= cls._row(model, fixed)
        cls.pools.setdefault(name, []).extend(rows)
        return rows

    @classmethod
    def _row(cls, model, fixed):
        """One row; thrown again where the table's own rules refuse it."""
        for _throw in range(60):
            values = {
                field.name: cls._chance(model, field, fixed)
                for field in model._fields.values()
                if field.store and field.column_type and field.name != "id"
            }
            try:
                with cls.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    return cls._insert(model, values)
            except (DataError, IntegrityError) as error:
                refusal = str(error)
        raise AssertionError(f"{model._name}: the table refuses every row: {refusal}")

    @classmethod
    def _insert(cls, model, values):
        values = {
            name: model._fields[name].convert_to_column_insert(value, model)
            for name, value in values.items()
        }
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(model._table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        return model.browse(cls.env.cr.fetchone())

    @classmethod
    def _chance(cls, model, field, fixed):
        """A value of a column."""
        dice = cls.dice
        if field.name in fixed:
            value = fixed[field.name]
            return value() if callable(value) else value
        if field.name == "write_date":
            return fields.Datetime.now()
        if field.type == "many2one":
            return cls._link(model, field)
        if not field.required and dice.random() < 0.15:
            return None
        if field.type == "selection":
            return dice.choice(field.get_values(cls.env))
        if field.type == "boolean":
            return dice.random() < 0.5
        if field.type in ("integer", "many2one_reference"):
            return dice.randrange(1, 6)
        if field.type in ("float", "monetary"):
            return float(dice.randrange(1, 6))
        if field.type == "date":
            return cls.today - timedelta(days=dice.randrange(-20, 150))
        if field.type == "datetime":
            minutes = dice.randrange(-20 * 1440, 150 * 1440)
            return fields.Datetime.now() - timedelta(minutes=minutes)
        if field.type in ("jsonb", "json", "properties", "properties_definition"):
            return None
        return f"x{dice.randrange(10**9)}"

    @classmethod
    def _link(cls, model, field):
        comodel = field.comodel_name
        wanted = field.required or field.name in ("estate_id", "company_id", "zone_id")
        if not wanted and comodel not in cls.pools:
            return None
        if not field.required and cls.dice.random() < 0.15 and not wanted:
            return None
        if field.name == "zone_id" and not field.required:
            return None
        if comodel == model._name and not field.required:
            return None
        if comodel not in cls.pools:
            cls._rows(comodel, 2)
        return cls.dice.choice(cls.pools[comodel]).id
