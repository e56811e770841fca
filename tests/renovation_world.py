"""The world of the renovation's flow: one home, its owner, a login per role."""

from . import clones

PASSWORD = "property"
LOGINS = {
    "assistant": ("陈婷", "property_service.property_service_group_assistant"),
    "supervisor": ("赵建国", "property_service.property_service_group_supervisor"),
    "manager": ("周志强", "property_service.property_service_group_manager"),
    "cashier": ("孙丽", "property_service.property_service_group_cashier"),
    "accountant": ("吴敏", "account.group_account_user"),
}
WORLD = f"""
env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.write({{
    "name": "安居物业服务有限公司",
    "country_id": env.ref("base.cn").id,
    "currency_id": env.ref("base.CNY").id,
}})
env.ref("base.CNY").active = True
estate = env["property.estate"].create({{"code": "SJ", "name": "山景小区"}})
env["property.setup"]._property_setup_company(company, estate)
env = env()
for login, (name, groups) in {LOGINS!r}.items():
    env["res.users"].create({{
        "login": login,
        "password": {PASSWORD!r},
        "name": name,
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
        "group_ids": [(6, 0, [env.ref(group).id for group in groups.split()])],
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        "property_estate_ids": [(6, 0, estate.ids)],
    }})
building = env["property.building"].create(
    {{"estate_id": estate.id, "code": "1", "name": "1栋"}}
)
unit = env["property.unit"].create({{
    "estate_id": estate.id, "building_id": building.id, "code": "1-1-101",
    "area": 100, "state": "occupied", "handover_date": "2024-01-01",
}})
owner = env["res.partner"].create({{"name": "高涵", "phone": "13800000001"}})
env["property.occupancy"].create({{
    "unit_id": unit.id, "partner_id": owner.id, "role": "owner", "share": 100,
    "date_start": "2024-01-01",
}})
items = env["property.fee.item"]
item = items.search([("kind", "=", "renovation")], limit=1) or items.create(
    {{"code": "ZXF", "name": "装修管理费", "kind": "renovation", "basis": "area"}}
)
env["property.fee.rate"].create({{
    "item_id": item.id, "estate_id": estate.id, "date_start": "2024-01-01", "price": 3,
}})._property_put_in_force()
env["property.parameter.value"].create({{
    "parameter_id": env.ref("property_service.parameter_renovation_recheck_months").id,
    "company_id": company.id,
    "value": "0",
}})
env.cr.commit()
print("world is made")
"""


def make_world(name):
    result = clones.run_odoo(name, "shell", "--no-http", code=WORLD)
    if "world is made" not in result.stdout:
        raise AssertionError(result.stdout[-5000:])
