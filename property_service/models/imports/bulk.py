"""Creating and changing many records at once, counted per kind."""

from collections import defaultdict

from odoo.tools import float_compare

BATCH = 2000
# An import has a record of its own; ten thousand messages in the chatter help nobody.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
}


class Tally:
    """How many records were created, changed and left alone."""

    def __init__(self):
        self.counts = defaultdict(lambda: [0, 0, 0])

    def add(self, model, created=0, updated=0, unchanged=0):
        for place, count in enumerate((created, updated, unchanged)):
            self.counts[model._name][place] += count


def create_all(model, entities, values_of, tally):
    """Create the entities that have no record yet and tie them to it.

    :param model: recordset of the model, with the rights to create
    :param entities: those without a record
    :param values_of: function from entity to the values of its record
    """
    entities = list(entities)
    quiet = model.with_context(**QUIET)
    for start in range(0, len(entities), BATCH):
        batch = entities[start : start + BATCH]
        records = quiet.create([values_of(entity) for entity in batch])
        for entity, record in zip(batch, records, strict=True):
            entity.record = record.with_env(model.env)
    tally.add(model, created=len(entities))


def update_all(model, entities, values_of, tally):
    """Write what differs on the records of the entities."""
    same = defaultdict(list)
    unchanged = 0
    for entity in entities:
        changes = differences(entity.record, values_of(entity))
        if changes:
            same[tuple(sorted(changes.items()))].append(entity.record.id)
        else:
            unchanged += 1
    quiet = model.with_context(**QUIET)
    for changes, ids in same.items():
        quiet.browse(ids).write(dict(changes))
    tally.add(model, updated=sum(map(len, same.values())), unchanged=unchanged)


def differences(record, values):
    """The values that the record does not have yet."""
    changes = {}
    for name, value in values.items():
        field = record._fields[name]
        held = record[name]
        if field.type == "many2one":
            held = held.id
        elif field.type == "date":
            held = str(held) if held else False
        elif field.type in ("float", "monetary"):
            if float_compare(held, value or 0, precision_digits=4) == 0:
                continue
        if (held or False) != (value or False):
            changes[name] = value
    return changes
