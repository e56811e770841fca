"""Made-up persons and companies: nobody's name, telephone or number on purpose.

Telephones lie in 199 0000 xxxx; ID numbers carry region 999999, which is assigned to
no place, and a right check digit, so that they pass the checks of the importer.
"""

from ..tools import identity

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玲桂英华玉萍红鹏宇浩然子轩梓涵思源嘉怡"
TRADES = [
    "商贸",
    "餐饮管理",
    "服饰",
    "教育咨询",
    "网络科技",
    "文化传媒",
    "美容",
    "医疗器械",
]
WORDS = "瑞丰恒泰鼎盛嘉禾博远宏图启明万象新源佳美"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class People:
    """Draws persons and companies from a seeded source, each telephone once."""

    def __init__(self, source, first_phone=1):
        self.source = source
        self.phone = first_phone

    def name(self):
        given = "".join(self.source.sample(GIVEN, self.source.choice((1, 2, 2))))
        return self.source.choice(SURNAMES) + given

    def next_phone(self):
        number = 19900000000 + self.phone
        self.phone += 1
        return number

    def identity(self, male):
        born = self.source.randint(1950, 2000)
        month, day = self.source.randint(1, 12), self.source.randint(1, 28)
        order = self.source.randint(0, 49) * 20 + (1 if male else 0)
        body = f"999999{born}{month:02}{day:02}{order:03}"
        return body + identity.check_character(body)

    def person(self):
        male = self.source.random() < 0.5
        return {
            "name": self.name(),
            "gender": "男" if male else "女",
            "age": self.source.randint(24, 78),
            "phone": self.next_phone(),
            "identity": self.identity(male),
        }

    def company(self):
        word = "".join(self.source.sample(WORDS, 2))
        code = "".join(self.source.choice(CREDIT_ALPHABET) for _ in range(8))
        return {
            "name": f"示例{word}{self.source.choice(TRADES)}有限公司",
            "phone": self.next_phone(),
            "identity": f"91999999MA{code}",
        }
