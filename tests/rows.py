"""A record of every model that belongs to a company or an estate, whoever builds it.

Rules and papers look at rows, whatever way they came: one that occurs in the world, or
one put into the table with its columns filled.
"""

from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.property_service.tests.collect_common import PropertyCollectCommon

from .common import MODULES

# What a column of this type holds where nothing else is known.
FILLING = {
    "boolean": False,
    "char": "x",
    "date": date(2026, 1, 1),
    "datetime": "2026-01-01 00:00:00",
    "float": 1.0,
    "html": "x",
    "integer": 1,
    "json": "{}",
    "monetary": 1.0,
    "text": "x",
}
# Analyses count what has come to a step; the rows put into the tables have not yet.
STEPS = {
    "property.key.loan.report": "UPDATE property_key_loan SET state = 'out'",
    "property.duty.shift.report": (
        "UPDATE property_duty_shift SET roster_state = 'published'"
    ),
    "property.duty.log.report": "UPDATE property_duty_log SET begun_on = '2026-01-01'",
    "property.quality.report": "UPDATE property_quality_check SET state = 'done'",
    "property.routine.report": "UPDATE property_routine_period SET state = 'closed'",
    "property.staff.report": (
        "UPDATE property_service_dispatch SET state = 'done', done_on = '2026-01-01',"
        " technician_id = (SELECT MAX(id) FROM property_staff)"
    ),
}
# The end of a period lies behind its beginning.
ENDING = {"date": date(2026, 1, 2), "datetime": "2026-01-02 00:00:00"}


class RowsCommon(PropertyCollectCommon):
    # What a column holds, by its type.
    filling = FILLING
    # Some lists show each reader his own entries alone.
    writer = None

    @classmethod
    def _setup_world(cls):
        """A month in the first estate, so that most models have rows as they occur."""
        cls._assign(cls.unit_101 | cls.unit_102)
        run = cls.env["property.fee.run"].create(
            {
                "estate_id": cls.estate.id,
                "date_start": "2026-01-01",
                "invoice_date": "2026-01-05",
            }
        )
        run.action_compute()
        run._property_post_now()
        cls.bill = run.move_ids[:1]
        # More than is due: the rest is a prepayment.
        receipt = cls.env["property.receipt"].create(
            {
                "estate_id": cls.estate.id,
                "unit_ids": [Command.set(cls.bill.property_unit_id.ids)],
            }
        )
        receipt.payment_ids = [
            Command.create({"journal_id": cls.till.id, "amount": 1000.0})
        ]
        receipt.action_post()
        deposits = cls.env["property.deposit"]
        deposits._property_open(
            "other", cls.unit_101, cls.owner_a, 100.0
        )._property_receive(cls.till)
        cls.request = cls.env["helpdesk.ticket"].create(
            {
                "name": "Tap drips",
                "property_kind": "repair",
                "property_unit_id": cls.unit_101.id,
                "category_id": cls.env.ref(
                    "property_service.helpdesk_ticket_category_r_water"
                ).id,
            }
        )
        cls.env["helpdesk.ticket"].create(
            {
                "name": "Rude",
                "property_kind": "complaint",
                "property_unit_id": cls.unit_101.id,
            }
        )
        cls.env["property.service.message"].create(
            {
                "estate_id": cls.estate.id,
                "caller_name": "Wang",
                "phone": "13900000009",
                "recipient_name": "The gardener",
                "content": "Asks to be called back",
            }
        )
        order = cls.env["property.service.dispatch"].create(
            {"ticket_id": cls.request.id}
        )
        cls.env["property.service.paper"].create(
            {
                "dispatch_id": order.id,
                "kind": "order",
                "filed_on": "2026-01-01 00:00:00",
            }
        )
        # A schedule has two hours of the day, and a visit its household.
        point = cls.env["property.patrol.point"].create(
            {"name": "Lobby", "estate_id": cls.estate.id}
        )
        cls.env["property.patrol.route"].create(
            {
                "name": "Morning round",
                "estate_id": cls.estate.id,
                "stop_ids": [Command.create({"point_id": point.id})],
                "schedule_ids": [Command.create({})],
            }
        )
        cls.env["property.visit"].create(
            {"estate_id": cls.estate.id, "unit_id": cls.unit_101.id}
        )
        # A problem is of a unit or of a facility.
        cls.env["property.repeat.problem"].create(
            {
                "estate_id": cls.estate.id,
                "unit_id": cls.unit_101.id,
                "category_id": cls.request.category_id.id,
            }
        )
        # A movement goes from one place to another, which no filling would hit.
        cls.env["property.key.set"]._property_register(cls.unit_101, "delivery")

    # === The models ===

    @classmethod
    def _classify(cls):
        """Names of models that belong to a company, and of those to an estate."""
        models = [
            cls.env[name]
            for name, model in cls.env.registry.items()
            if model._original_module in MODULES
            and not model._abstract
            and not model._transient
        ]
        return (
            cls._closure(models, {"company_id", "estate_id"}),
            cls._closure(models, {"estate_id"}),
        )

    @classmethod
    def _closure(cls, models, names):
        """Models with one of these fields, and models that must link to such a one."""
        found = {"property.estate", "helpdesk.ticket"}
        for model in models:
            if any(cls._is_stored(model, name) for name in names):
                found.add(model._name)
        while True:
            more = {
                model._name
                for model in models
                for field in model._fields.values()
                if field.type == "many2one"
                and field.store
                and field.required
                and field.comodel_name in found
            }
            if more <= found:
                return found
            found |= more

    @classmethod
    def _is_stored(cls, model, name):
        return name in model._fields and model._fields[name].store

    # === A row of each ===

    @classmethod
    def _row(cls, name):
        """A record of the first estate: one that occurs, or one put into the table."""
        if name not in cls.rows:
            cls._row_sources(name)
            cls.rows[name] = cls._find_row(name) or cls._insert_row(name)
        return cls.rows[name]

    @classmethod
    def _row_sources(cls, name):
        """What an analysis counts has a row first, else the analysis has none."""
        model = cls.env[name]
        if not model._auto:
            for source in (model._depends or {}).keys() & cls.by_company:
                cls._row(source)
            cls.env.flush_all()
            if name in STEPS:
                cls.env.cr.execute(STEPS[name])

    @classmethod
    def _find_row(cls, name):
        model = cls.env[name].with_context(active_test=False)
        if name == "property.estate":
            return cls.estate
        if name == "account.move":
            return cls.bill
        if name == "helpdesk.ticket":
            return cls.request
        for field, value in (
            ("estate_id", cls.estate.id),
            ("company_id", cls.company.id),
            ("company_ids", cls.company.ids),
        ):
            if cls._is_stored(model, field):
                # A setting of the whole company is seen by all its estates.
                return model.search([(field, "in", value)], limit=1)
        return model if name in cls.by_company else model.search([], limit=1)

    @classmethod
    def _insert_row(cls, name, **known):
        """A row needs no builder: what is not known is filled by the column's type."""
        model = cls.env[name]
        if not model._auto:
            raise AssertionError(f"{name}: the first estate has no row to look at")
        values = {
            field.name: field.convert_to_column_insert(cls._value(field), model)
            for field in model._fields.values()
            if field.store
            and field.column_type
            and field.name not in known
            and cls._must_fill(model, field)
        }
        values.update(known)
        if model._log_access and cls.writer:
            values["create_uid"] = cls.writer.id
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(model._table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        cls.env.invalidate_all()
        return model.browse(cls.env.cr.fetchone())

    @classmethod
    def _must_fill(cls, model, field):
        if field.name == "id":
            return False
        scoped = field.type == "many2one" and field.comodel_name in cls.by_company
        owner = field.name in ("estate_id", "company_id")
        return field.required or owner or (scoped and not cls._has_owner(model))

    @classmethod
    def _has_owner(cls, model):
        return cls._is_stored(model, "estate_id")

    @classmethod
    def _value(cls, field):
        if field.name == "company_id":
            return cls.company.id
        if field.name == "partner_id":
            return cls.owner_a.id
        if field.type == "many2one":
            return cls._row(field.comodel_name).id
        if field.type == "selection":
            return field.get_values(cls.env)[0]
        # Whoever reads the document reads its approvals.
        if field.type == "many2one_reference":
            return cls.rate.id
        if field.name == "res_model":
            return cls.rate._name
        if field.name.endswith("_end") and field.type in ENDING:
            return ENDING[field.type]
        return cls.filling[field.type]
