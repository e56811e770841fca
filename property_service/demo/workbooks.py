"""Generates the two demo workbooks, always the same ones.

    bin/odoo shell -d DATABASE < property_service/demo/write_workbooks.py

They have the shape of workbooks that property companies really keep, with the same
difficulties: explanations in cells and beside the data, codes with words, several
values in a cell, dates in four notations, telephones as numbers, stray blanks, a blank
tail, a hidden sheet and merged headings.
"""

import io
import random
import re
import zipfile
from datetime import date, datetime, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import to_excel

from .people import People

HOMES = "estate_homes.xlsx"
MALL = "estate_mall.xlsx"
SEED = 20260601
STAMP = datetime(2026, 1, 1)
HANDOVER = date(2020, 6, 10)
LAYOUTS = [
    ("一室一厅", 58.32, 45.1),
    ("两室一厅", 78.56, 62.4),
    ("两室两厅", 94.56, 76.8),
    ("三室两厅", 118.2, 97.35),
    ("四室两厅", 143.88, 121.0),
]


def notation(source, day):
    """The same day as people write it: serial, true date, or one of two texts."""
    return source.choice(
        [
            int(to_excel(datetime(day.year, day.month, day.day))),
            datetime(day.year, day.month, day.day),
            day.isoformat(),
            f"{day.year}/{day.month}/{day.day}",
        ]
    )


def untidy(source, name):
    """Blanks before and after, half or full width."""
    return source.choice([name, name, name, f" {name}", f"{name}\u3000"])


def untidy_phone(source, phone):
    text = str(phone)
    return source.choice(
        [phone, phone, float(phone), text, f"{text[:3]} {text[3:7]} {text[7:]}"]
    )


def add_sheet(book, title, rows, remarks=(), tail=0):
    """A sheet with headings, remarks to the right of the data and a blank tail."""
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFDDE8CB")
    right = max(len(row) for row in rows[:2]) + 3
    for place, (word, meaning) in enumerate(remarks, start=3):
        sheet.cell(place, right, word)
        sheet.cell(place, right + 1, meaning)
    for number in range(len(rows) + 1, len(rows) + tail + 1):
        sheet.cell(number, 1).font = Font(bold=False)
        if number % 7 == 0:
            sheet.cell(number, 2, " ")
    sheet.freeze_panes = "A2"
    return sheet


def finish(book):
    """Bytes of the workbook, the same at every call: without the time of writing."""
    book.remove(book["Sheet"])
    book.properties.created = book.properties.modified = STAMP
    raw, stream = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.infolist():
                part = zipfile.ZipInfo(member.filename, (2026, 1, 1, 0, 0, 0))
                part.compress_type = zipfile.ZIP_DEFLATED
                content = old.read(member)
                if member.filename == "docProps/core.xml":
                    content = _without_time(content)
                new.writestr(part, content)
    return stream.getvalue()


def _without_time(content):
    return re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", content
    )


class HomesBook:
    """500 homes in five buildings and 200 parking spaces, in five sheets and more."""

    def __init__(self, buildings=5, levels=25, spaces=200):
        self.buildings, self.levels, self.number = buildings, levels, spaces
        self.source = random.Random(SEED)
        self.people = People(self.source)
        self.persons, self.units, self.spaces = [], [], []
        self.tenants, self.vehicles = [], []

    def build(self):
        for building in range(1, self.buildings + 1):
            for entrance in (1, 2):
                for level in range(1, self.levels + 1):
                    for room in (1, 2):
                        self._unit(building, entrance, level, room)
        for number in range(1, self.number + 1):
            self._space(number)
        return self._write()

    def _person(self, role="1001(业主)", owner=None):
        person = self.people.person()
        number = len(self.persons) + 1
        source = self.source
        self.persons.append(
            [
                number,
                untidy(source, person["name"]),
                person["gender"],
                person["age"],
                untidy_phone(source, person["phone"]),
                person["identity"],
                role,
                owner or number,
                "配偶" if owner else None,
            ]
        )
        return number

    def _unit(self, building, entrance, level, room):
        source = self.source
        layout, area, inner = LAYOUTS[(level + room + building) % len(LAYOUTS)]
        chance = source.random()
        owners, fees, starts, state, handed = (
            None,
            "1#2",
            None,
            "2001(已入住)",
            HANDOVER,
        )
        if chance < 0.04:
            # Not sold yet: the developer pays (物业服务收费管理办法 §16).
            state, handed = "2004(未交房)", None
        else:
            first = self._person()
            owners = first
            if chance < 0.12:
                owners = f"{first}#{self._person()}"
            elif chance < 0.30:
                self._person("1003(家庭成员)", first)
            elif chance < 0.36:
                state = "2002(未入住)"
            elif chance < 0.44:
                state = "2008(出租)"
                self._tenant(building, entrance, level, room)
        starts = "2020-06-10#2020-07-10"
        self.units.append(
            [
                level * 100 + room,
                building if source.random() < 0.8 else f"{building}栋",
                entrance,
                level,
                layout,
                area,
                owners,
                fees if source.random() < 0.9 else "1＃2",
                starts,
                source.choice([110, "110(住宅)", "住宅"]),
                inner,
                0,
                state,
                notation(source, handed) if handed else None,
            ]
        )

    def _tenant(self, building, entrance, level, room):
        number = self._person("1002(租户)")
        start = date(2025, self.source.randint(1, 12), 1)
        self.tenants.append(
            [
                f"{building}-{entrance}-{level * 100 + room}",
                number,
                None,
                "租户",
                None,
                "否",
                notation(self.source, start),
                None,
            ]
        )

    def _space(self, number):
        source = self.source
        owner = source.randint(1, len(self.persons))
        while str(self.persons[owner - 1][6])[:4] != "1001":
            owner = source.randint(1, len(self.persons))
        chance = source.random()
        row = [1, f"C{number:04}", "地下停车位", 12.5]
        if chance < 0.6:
            plate = "京" + source.choice("ABCEFGH") + f"{source.randint(10000, 99999)}"
            while plate in self.vehicles:
                plate = plate[:2] + f"{source.randint(10000, 99999)}"
            self.vehicles.append(plate)
            brand = source.choice(["红旗", "吉利", "比亚迪", "长城", "奇瑞"])
            use = "S" if chance < 0.35 else "H"
            row += [owner, plate, brand, source.choice([9901, "9901(家用小汽车)"])]
            row += [source.choice(["白色", "黑色", "银灰"]), use]
            start = date(2021, source.randint(1, 12), 1)
            end = None if use == "S" else date(2028, 12, 31)
            row += [notation(source, start), notation(source, end) if end else None]
            row += [3, "2021-01-01"]
        else:
            row += [None] * 10
        self.spaces.append(row)

    def _write(self):
        book = Workbook()
        add_sheet(
            book,
            "楼栋单元",
            [
                ["楼栋号", "单元编号", "总层数", "是否有电梯", "责任区"],
                *(
                    [b, e, self.levels, "有", f"{'一二三'[(b - 1) // 2]}区"]
                    for b in range(1, self.buildings + 1)
                    for e in (1, 2)
                ),
            ],
            [("说明", None), ("楼栋号", "楼栋编号"), ("单元编号", "商铺固定填写 0")],
        )
        add_sheet(
            book,
            "业主信息",
            [
                [
                    "编号",
                    "业主名称",
                    "性别",
                    "年龄",
                    "手机号",
                    "身份证号",
                    "业主类型",
                    "业主编号",
                    "与业主关系",
                ],
                *self.persons,
            ],
            [("说明", None), ("业主类型", "1001(业主) 1002(租户) 1003(家庭成员)")],
            tail=1500,
        )
        add_sheet(
            book,
            "费用设置",
            self._fees(),
            [("计算公式", None), (1001, "面积*单价"), (2002, "固定费用")],
        )
        add_sheet(
            book,
            "房屋信息",
            [
                [
                    "房屋编号",
                    "楼栋编号",
                    "单元编号",
                    "房屋楼层",
                    "房屋户型",
                    "建筑面积",
                    "业主编号",
                    "房屋费用",
                    "费用开始时间",
                    "房屋类型",
                    "室内面积",
                    "租金",
                    "房屋状态",
                    "交房日期",
                ],
                *self.units,
            ],
            [("说明", None), ("房屋费用", "费用设置中的费用编号，多个用 # 隔开")],
            tail=2000,
        )
        add_sheet(
            book,
            "车位信息",
            [
                [
                    "停车场编号",
                    "车位编码",
                    "停车场类型",
                    "面积",
                    "业主编号",
                    "车牌号",
                    "车品牌",
                    "车类型（9901 家用小汽车 9902 客车 9903 货车）",
                    "颜色",
                    "出租还是出售（H出租S出售）",
                    "开始时间",
                    "结束时间",
                    "车位费用",
                    "费用开始时间",
                ],
                *self.spaces,
            ],
            [("说明", None), ("停车场编号", "小区停车场编号，只有一个时填写 1")],
        )
        add_sheet(
            book,
            "入住信息",
            [
                [
                    "房屋编号",
                    "人员编号",
                    "姓名",
                    "身份",
                    "产权份额",
                    "是否缴费人",
                    "开始时间",
                    "结束时间",
                ],
                *self.tenants,
            ],
        )
        hidden = add_sheet(book, "旧数据", [["业主", "电话"], ["勿用", "勿用"]])
        hidden.sheet_state = "hidden"
        return finish(book)

    def _fees(self):
        return [
            [
                "费用编号",
                "费用类型",
                "收费项目",
                "费用标识",
                "付费类型",
                "缴费周期",
                "出账类型",
                "计费起始时间",
                "计费结束时间",
                "计算公式",
                "计费单价",
                "固定费用",
                "适用类型",
            ],
            [
                1,
                "物业费",
                "物业服务费",
                "周期性费用",
                "预付费",
                1,
                "每月1日",
                "2020-6-10",
                "2037-1-1",
                1001,
                2.8,
                0,
                None,
            ],
            [
                2,
                "其他",
                "生活垃圾清运费",
                "周期性费用",
                "预付费",
                1,
                "每月1日",
                "2020-6-10",
                "2037-1-1",
                "2002(固定费用)",
                None,
                12,
                None,
            ],
            [
                3,
                "停车费",
                "车位管理费",
                "周期性费用",
                "预付费",
                1,
                "每月1日",
                44197,
                50041,
                2002,
                None,
                80,
                None,
            ],
        ]


class MallBook:
    """A mall of 70 shops and an office tower of 50 offices: one flat sheet, leases."""

    def __init__(self):
        self.source = random.Random(SEED + 1)
        self.people = People(self.source, first_phone=5001)
        self.rows, self.leases = [], []

    def build(self):
        for level in (-1, 1, 2, 3, 4):
            for number in range(1, 15):
                prefix = "B1" if level < 0 else str(level)
                self._row("A", level, f"{prefix}{number:02}", "商铺")
        for level in range(1, 11):
            for number in range(1, 6):
                self._row("B", level, f"{level}{number:02}", "写字楼")
        return self._write()

    def _row(self, building, level, room, kind):
        source = self.source
        area = round(source.uniform(28, 260), 2)
        row = [building, 0, room, level, 4 if building == "A" else 10, "有", kind]
        chance = source.random()
        row += [None, area, round(area * 0.82, 2), 0]
        if chance < 0.08:
            row += ["2002(未入住)", None, None, None, None, None]
        else:
            tenant = self.people.company()
            row += ["2008(出租)", untidy(source, tenant["name"]), None]
            row += [untidy_phone(source, tenant["phone"]), tenant["identity"]]
            row += ["1002(租户)"]
            start = date(2025, source.randint(1, 12), 1)
            end = date(start.year + 3, start.month, 1) - timedelta(days=1)
            rent = round(area * (180 if building == "A" else 96), 2)
            self.leases.append((f"{building}-0-{room}", tenant, start, end, rent))
        row += ["1", notation(source, date(2025, 1, 1))]
        row += [notation(source, date(2019, 9, 1)), notation(source, date(2025, 1, 1))]
        self.rows.append(row)

    def _write(self):
        book = Workbook()
        source = self.source
        self._write_units(book)
        functions = {-1: "超市、餐饮", 1: "零售", 2: "服饰", 3: "餐饮", 4: "影院、儿童"}
        add_sheet(
            book,
            "楼层信息",
            [
                ["楼栋号", "楼层", "楼层名称", "功能"],
                *(
                    [
                        "A",
                        "B1" if n < 0 else f"{n}F",
                        "地下一层" if n < 0 else f"{n}层",
                        text,
                    ]
                    for n, text in functions.items()
                ),
                *(["B", n, f"{n}层", "办公"] for n in range(1, 11)),
            ],
        )
        add_sheet(
            book,
            "费用设置",
            [
                [
                    "费用编号",
                    "费用类型",
                    "收费项目",
                    "费用标识",
                    "付费类型",
                    "缴费周期",
                    "出账类型",
                    "计费起始时间",
                    "计费结束时间",
                    "计算公式",
                    "计费单价",
                    "固定费用",
                    "适用类型",
                ],
                [
                    1,
                    "物业费",
                    "商业物业管理费",
                    "周期性费用",
                    "预付费",
                    1,
                    "每月1日",
                    45658,
                    "2037-1-1",
                    1001,
                    18,
                    0,
                    "商铺",
                ],
                [
                    2,
                    "物业费",
                    "商业物业管理费 ",
                    "周期性费用",
                    "预付费",
                    1,
                    "每月1日",
                    45658,
                    "2037-1-1",
                    1001,
                    15,
                    0,
                    "写字楼",
                ],
                [
                    3,
                    "租金",
                    "租金",
                    "周期性费用",
                    "预付费",
                    1,
                    "每月1日",
                    45658,
                    "2037-1-1",
                    "3003(按合同)",
                    None,
                    None,
                    None,
                ],
            ],
        )
        leases = [
            [
                unit,
                tenant["name"],
                tenant["phone"],
                "租户",
                "是",
                notation(source, start),
                notation(source, end),
                rent,
            ]
            for unit, tenant, start, end, rent in self.leases
        ]
        add_sheet(
            book,
            "租赁信息",
            [
                [
                    "房屋编号",
                    "姓名",
                    "手机号",
                    "身份",
                    "是否缴费人",
                    "开始时间",
                    "结束时间",
                    "月租金",
                ],
                *leases,
            ],
        )
        return finish(book)

    def _write_units(self, book):
        """Headings in two rows: areas and tenant under merged cells."""
        sheet = book.create_sheet("资产信息")
        sheet.append(["某商业中心资产清册（2026）"])
        top = [
            "*楼号(必填)",
            "*单元",
            "*房间",
            "楼层",
            "总层数",
            "是否有电梯",
            "房屋类型",
            "房屋户型",
            "面积",
            None,
            "租金",
            "房屋状态",
            "租户",
            None,
            None,
            None,
            None,
            "费用",
            None,
            "交房日期",
            "入住时间",
        ]
        sheet.append(top)
        detail = [None] * 8 + [
            "建筑面积(㎡)",
            "室内面积(㎡)",
            None,
            None,
            "业主名称",
            "性别",
            "手机号",
            "身份证号",
            "业主类型",
            "房屋费用",
            "费用开始时间",
            None,
            None,
        ]
        sheet.append(detail)
        sheet.append(["必填", "商铺填 0"])
        for merged in ("I2:J2", "M2:Q2", "R2:S2"):
            sheet.merge_cells(merged)
        for row in self.rows:
            sheet.append(row)


def build_all():
    """File name to bytes of the workbooks."""
    return {HOMES: HomesBook().build(), MALL: MallBook().build()}
