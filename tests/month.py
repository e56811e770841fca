"""The company of the month's flow: one estate without units, a login per role."""

from . import clones

PASSWORD = "property"
LOGINS = {
    "assistant": ("陈婷", "property_service.property_service_group_assistant"),
    "accountant": ("吴敏", "account.group_account_user"),
    "cashier": ("孙丽", "property_service.property_service_group_cashier"),
    "manager": ("周志强", "property_service.property_service_group_manager"),
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
# Few bills, and yet printed in the background.
env["property.parameter.value"].create({{
    "parameter_id": env.ref("property_service.property_parameter_base_print_direct").id,
    "company_id": company.id,
    "value": "5",
}})
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
env.cr.commit()
print("world is made")
"""


def make_world(name):
    result = clones.run_odoo(name, "shell", "--no-http", code=WORLD)
    if "world is made" not in result.stdout:
        raise AssertionError(result.stdout[-5000:])


def bank_file(day, lines):
    """A bank's export as accountants get it: gb18030, with a head and a total line.

    :param lines: tuples of the payer's name, the amount and the text
    """
    head = [
        "建设银行企业网银,,,",
        '账号,="6222000011112222"',
        "交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,备注,交易流水号",
    ]
    rows = [
        f"{day} 09:30:00,,{amount:.2f},,{name},,{text},,T{number:04}"
        for number, (name, amount, text) in enumerate(lines, start=1)
    ]
    total = sum(amount for _name, amount, _text in lines)
    return "\r\n".join([*head, *rows, f"合计,,{total:.2f}"]).encode("gb18030")
