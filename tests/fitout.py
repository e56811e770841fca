"""The mall of the fit-out's flow: a shop, its owner, a tenant, and who works there."""

from . import clones

PASSWORD = "property"
LOGINS = {
    "assistant": ("陈婷", "property_service.property_service_group_assistant"),
    "supervisor": ("李建国", "property_service.property_service_group_supervisor"),
    "manager": ("周志强", "property_service.property_service_group_manager"),
    "cashier": ("孙丽", "property_service.property_service_group_cashier"),
}
WORLD = f"""
from datetime import timedelta
from odoo import fields
from odoo.fields import Command

env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.write({{
    "name": "安居物业服务有限公司",
    "country_id": env.ref("base.cn").id,
    "currency_id": env.ref("base.CNY").id,
}})
env.ref("base.CNY").active = True
estate = env["property.estate"].create(
    {{"code": "WX", "name": "万象商业中心", "kind": "commercial"}}
)
env["property.setup"]._property_setup_company(company, estate)
env = env()
for login, (name, groups) in {LOGINS!r}.items():
    user = env["res.users"].create({{
        "login": login,
        "password": {PASSWORD!r},
        "name": name,
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
        "group_ids": [(6, 0, [env.ref(group).id for group in groups.split(",")])],
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        "property_estate_ids": [(6, 0, estate.ids)],
    }})
    employee = env["hr.employee"].create({{"name": name, "user_id": user.id}})
    staff = env["property.staff"].create({{"employee_id": employee.id, "post": login}})
    if login == "assistant":
        agent = staff
zone = env["property.zone"].create(
    {{"name": "一区", "estate_id": estate.id, "agent_id": agent.id}}
)
building = env["property.building"].create({{
    "estate_id": estate.id, "name": "A座", "code": "A", "zone_id": zone.id,
}})
shop = env["property.unit"].create({{
    "code": "A-101",
    "kind": "shop",
    "estate_id": estate.id,
    "building_id": building.id,
    "area": 420,
    "handover_date": "2024-01-01",
    "state": "leased",
}})
items = env["property.fee.item"]
item = items.search([("kind", "=", "renovation")], limit=1) or items.create(
    {{"code": "ZXF", "name": "装修管理费", "kind": "renovation", "basis": "area"}}
)
env["property.fee.rate"].create({{
    "item_id": item.id, "estate_id": estate.id, "date_start": "2024-01-01", "price": 3,
}})._property_put_in_force()
people = env["res.partner"].create([
    {{"name": "高涵", "phone": "19900000001"}},
    {{"name": "瑞丰餐饮管理有限公司", "is_company": True, "phone": "19900000002"}},
    {{"name": "嘉禾装饰工程有限公司", "is_company": True, "phone": "19900000003"}},
])
owner, tenant, builder = people
env["property.occupancy"].create([
    {{"unit_id": shop.id, "partner_id": owner.id, "role": "owner", "share": 100,
      "date_start": "2024-01-01"}},
    {{"unit_id": shop.id, "partner_id": tenant.id, "role": "tenant",
      "is_payer": True, "date_start": "2024-06-01"}},
])
today = fields.Date.today()
desk = env["res.users"].search([("login", "=", "assistant")])
case = env["property.renovation"].with_user(desk).create({{
    "unit_id": shop.id,
    "applicant_id": tenant.id,
    "contractor_id": builder.id,
    "date_start": today,
    "date_end": today + timedelta(days=59),
    "site_manager": "王师傅",
    "investment": 500000,
    "work_ids": [Command.create(
        {{"kind_id": env.ref("property_service.renovation_work_kind_o_paint").id}}
    )],
}})
case.action_start_documents()
env.cr.commit()
print("world is made")
"""


def make_world(name):
    result = clones.run_odoo(name, "shell", "--no-http", code=WORLD)
    if "world is made" not in result.stdout:
        raise AssertionError(result.stdout[-5000:])
