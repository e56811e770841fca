"""Records that an update leaves alone, where they differ from what the suite ships.

Run in Odoo's shell. Lists them; where SHIPPED names some of them (module.name,
separated by blanks; ``all`` for all), brings these to what is shipped and commits.
"""

import os
from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import Manifest
from odoo.tools.convert import convert_file
from odoo.tools.misc import file_path

MODULES = ("property_service", "property_service_reports")
LANGUAGES = [code for code, _name in env["res.lang"].get_installed()]  # noqa: F821
# Who wrote it when is not shipped; neither is what Odoo counts up.
LEFT_OUT = {"create_uid", "create_date", "write_uid", "write_date", "number_next"}
LEFT_OUT |= {"nextcall", "lastcall", "failure_count", "first_failure_date"}
if env["ir.config_parameter"].get_param("database.is_neutralized"):  # noqa: F821
    # Switched off with the copy.
    LEFT_OUT |= {"active"}


def records():
    """External identifier to record, of all that updates leave alone."""
    domain = [("module", "in", MODULES), ("noupdate", "=", True)]
    found = env["ir.model.data"].search(domain)  # noqa: F821
    return {
        row.complete_name: env[row.model].browse(row.res_id)  # noqa: F821
        for row in found
        if row.model in env  # noqa: F821
    }


def values(record):
    """(field, language) to value, of what is stored of a record and set by hand."""
    result = {}
    for name, field in record._fields.items():
        if not field.store or name in LEFT_OUT or field.type == "one2many":
            continue
        if field.compute and field.readonly:
            continue
        for language in LANGUAGES if field.translate else [None]:
            value = record.with_context(lang=language)[name]
            if field.relational:
                value = tuple(sorted(value.ids))
            result[name, language] = value
    return result


def ship():
    """Load what is not updated as at an installation; what is refused is said."""
    for module in MODULES:
        idref = {}
        for name in Manifest.for_addon(module)["data"]:
            if 'noupdate="1"' not in Path(file_path(f"{module}/{name}")).read_text():
                continue
            try:
                with env.cr.savepoint():  # noqa: F821
                    convert_file(env, module, name, idref, mode="init")  # noqa: F821
            except Exception as error:  # whatever it is, the other files go on
                print(f"cannot be compared: {module}/{name}: {error}")


def snapshot():
    env.flush_all()  # noqa: F821
    env.invalidate_all()  # noqa: F821
    return {
        name: (record, values(record))
        for name, record in records().items()
        if record.exists()
    }


def show(value):
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


here = snapshot()
savepoint = env.cr.savepoint()  # noqa: F821
ship()
shipped = snapshot()
savepoint.close(rollback=True)
env.invalidate_all()  # noqa: F821
wanted = os.environ.get("SHIPPED", "").split()
different = 0
for name, (record, old) in sorted(here.items()):
    new = shipped[name][1]
    changes = {key: new[key] for key in old if new.get(key) != old[key]}
    different += bool(changes)
    restore = name in wanted or wanted == ["all"]
    for (field, language), value in changes.items():
        print(f"{name}  {field}: {show(old[field, language])} -> {show(value)}")
        if restore:
            if record._fields[field].type == "many2many":
                value = [Command.set(value)]
            elif record._fields[field].relational:
                value = value[:1] and value[0]
            record.with_context(lang=language).write({field: value})
    if changes and restore:
        print(f"{name}  is as shipped now")
for name in sorted(set(shipped) - set(here)):
    print(f"{name}  was deleted here")
if wanted:
    env.cr.commit()  # noqa: F821
print(f"{different} of {len(here)} records differ")
