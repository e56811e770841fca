"""The demo company and one login per role; run in Odoo's shell on a fresh database.

The logins stand in demo_logins.csv; their password is the word that bin/demo prints.
The persons are made up. What the company is lives in property_service/demo/company.py.
"""

import csv
import os
from pathlib import Path

from odoo.addons.property_service.demo import company as demo

LANGUAGE = {"lang": "zh_CN", "tz": "Asia/Shanghai"}
env = env(context={**env.context, **LANGUAGE, "no_reset_password": True})  # noqa: F821
company = env.company
company.partner_id.lang = LANGUAGE["lang"]
env["res.users"].search([("login", "=", "admin")]).write(
    {"name": "系统管理员", **LANGUAGE}
)
# Who writes what the jobs do overnight.
env.ref("base.partner_root").name = "系统"
estates = demo.build(env)

owners = env["property.occupancy"].search([("role", "=", "owner")], order="id")
# Somebody with a home of her own, so that the portal has something to show.
resident = owners.filtered(lambda row: row.unit_id.kind == "home")[:1].partner_id


def make_user(login, name, groups):
    values = {
        "login": login,
        "password": os.environ["PROPERTY_SERVICE_PASSWORD"],
        "group_ids": [(6, 0, [env.ref(group).id for group in groups.split()])],
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        **LANGUAGE,
    }
    if name:
        values |= {"name": name, "email": f"{login}@example.com"}
        values["property_estate_ids"] = [(6, 0, estates.ids)]
    elif resident:
        values["partner_id"] = resident.id
    else:
        return
    env["res.users"].create(values)


with Path(os.environ["PROPERTY_SERVICE_LOGINS"]).open(encoding="utf-8") as rows:
    for row in csv.DictReader(rows):
        make_user(row["login"], row["name"], row["groups"])
demo.enliven(env, estates)
# As the scheduled job writes it when the month is over.
report = env.ref("property_service_reports.written_report_fee")
report._property_prepare_due()._property_compose()
env.cr.commit()
