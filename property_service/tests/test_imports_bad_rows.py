import io
import random
import re
import struct
import zipfile
from datetime import datetime

from openpyxl import Workbook, load_workbook

from odoo.addons.property_service.tools import identity
from odoo.addons.property_service.workbook import files

from .imports_common import UNIT_HEADERS, ImportCommon, save, workbook

BODY = "99999919900101001"
IDENTITY = BODY + identity.check_character(BODY)
WRONG_IDENTITY = BODY + ("1" if IDENTITY[-1] != "1" else "2")
UNIT = [*UNIT_HEADERS, "业主名称", "手机号", "身份证号", "产权份额"]
GOOD = [1, 1, 101, 1, 90, "测试一", "19900000001", None, None]
PERSONS = ["编号", "业主名称", "手机号", "身份证号", "业主类型", "业主编号"]
FEES = [
    "费用编号",
    "收费项目",
    "缴费周期",
    "计算公式",
    "计费单价",
    "固定费用",
    "计费起始时间",
]
HOLDERS = [
    "房屋编号",
    "姓名",
    "手机号",
    "身份",
    "产权份额",
    "是否缴费人",
    "开始时间",
    "结束时间",
]
PARKING = ["停车场编号", "车位编码", "车牌号", "出租还是出售", "业主名称"]
ASSIGN = ["房屋编号", "收费项目", "开始时间", "结束时间"]
VEHICLES = ["车牌号", "房屋编号", "车主"]


def unit(**changes):
    """A good row of the units' sheet with some cells changed."""
    row = dict(zip(UNIT, GOOD, strict=True))
    row.update(changes)
    return list(row.values())


def units(*rows, headers=None):
    return {"房屋信息": [headers or UNIT, *rows]}


# name: (sheets, code of the mistake, sheet, row, heading of the column)
CASES = {
    "no unit": (units(unit(房屋编号=None)), "required", "房屋信息", 2, "房屋编号"),
    "no area": (units(unit(建筑面积=None)), "required", "房屋信息", 2, "建筑面积"),
    "area is text": (
        units(unit(建筑面积="九十")),
        "not_a_number",
        "房屋信息",
        2,
        "建筑面积",
    ),
    "area is negative": (
        units(unit(建筑面积=-90)),
        "negative",
        "房屋信息",
        2,
        "建筑面积",
    ),
    "area is absurd": (
        units(unit(建筑面积=9e6)),
        "area_absurd",
        "房屋信息",
        2,
        "建筑面积",
    ),
    "area has three decimals": (
        units(unit(建筑面积=90.123)),
        "area_decimals",
        "房屋信息",
        2,
        "建筑面积",
    ),
    "area is infinite": (
        units(unit(建筑面积="inf")),
        "not_a_number",
        "房屋信息",
        2,
        "建筑面积",
    ),
    "level is absurd": (
        units(unit(房屋楼层=999)),
        "level_absurd",
        "房屋信息",
        2,
        "房屋楼层",
    ),
    "level is no number": (
        units(unit(房屋楼层="顶楼")),
        "not_a_number",
        "房屋信息",
        2,
        "房屋楼层",
    ),
    "excel error": (
        units(unit(建筑面积="#REF!")),
        "excel_error",
        "房屋信息",
        2,
        "建筑面积",
    ),
    "unit twice": (
        units(GOOD, unit(业主名称=None, 手机号=None)),
        "doubled_row",
        "房屋信息",
        3,
        "房屋编号",
    ),
    "same owner twice": (units(GOOD, GOOD), "doubled_row", "房屋信息", 3, "房屋编号"),
    "unknown kind": (
        units([1, 1, 101, 1, 90, "城堡"], headers=[*UNIT_HEADERS, "房屋类型"]),
        "unknown_choice",
        "房屋信息",
        2,
        "房屋类型",
    ),
    "no date": (
        units([1, 1, 101, 1, 90, "昨天"], headers=[*UNIT_HEADERS, "交房日期"]),
        "not_a_date",
        "房屋信息",
        2,
        "交房日期",
    ),
    "no such day": (
        units([1, 1, 101, 1, 90, "2026-02-30"], headers=[*UNIT_HEADERS, "交房日期"]),
        "no_such_day",
        "房屋信息",
        2,
        "交房日期",
    ),
    "year out of range": (
        units(
            [1, 1, 101, 1, 90, datetime(1905, 1, 1)],
            headers=[*UNIT_HEADERS, "交房日期"],
        ),
        "date_range",
        "房屋信息",
        2,
        "交房日期",
    ),
    "end before start": (
        {
            **units(GOOD),
            "入住信息": [
                HOLDERS,
                [
                    "1-1-101",
                    "测试二",
                    19900000002,
                    "租户",
                    None,
                    "是",
                    "2026-05-01",
                    "2026-04-01",
                ],
            ],
        },
        "end_before_start",
        "入住信息",
        2,
        "结束时间",
    ),
    "share over 100": (
        units(unit(产权份额=120)),
        "share_range",
        "房屋信息",
        2,
        "产权份额",
    ),
    "shares over 100 together": (
        units(
            unit(
                业主名称="测试一#测试二",
                手机号="19900000001#19900000002",
                产权份额="60#50",
            )
        ),
        "shares_exceed",
        "房屋信息",
        2,
        "产权份额",
    ),
    "two payers": (
        {
            **units(GOOD),
            "入住信息": [
                HOLDERS,
                [
                    "1-1-101",
                    "测试二",
                    19900000002,
                    "租户",
                    None,
                    "是",
                    "2026-01-01",
                    None,
                ],
                [
                    "1-1-101",
                    "测试三",
                    19900000003,
                    "租户",
                    None,
                    "是",
                    "2026-03-01",
                    None,
                ],
            ],
        },
        "two_payers",
        "入住信息",
        3,
        "是否缴费人",
    ),
    "neither yes nor no": (
        {
            **units(GOOD),
            "入住信息": [
                HOLDERS,
                [
                    "1-1-101",
                    "测试二",
                    19900000002,
                    "租户",
                    None,
                    "也许",
                    "2026-01-01",
                    None,
                ],
            ],
        },
        "not_yes_no",
        "入住信息",
        2,
        "是否缴费人",
    ),
    "phone malformed": (
        units(unit(手机号="12345")),
        "phone",
        "房屋信息",
        2,
        "手机号",
    ),
    "phone lost digits": (
        units(unit(手机号="1.99E+10")),
        "digits_lost",
        "房屋信息",
        2,
        "手机号",
    ),
    "more phones than owners": (
        units(
            unit(业主名称="测试一#测试二", 手机号="19900000001#19900000002#19900000003")
        ),
        "lists_differ",
        "房屋信息",
        2,
        "手机号",
    ),
    "phone without name": (
        units(unit(业主名称=None)),
        "person_unnamed",
        "房屋信息",
        2,
        None,
    ),
    "ID checksum": (
        units(unit(身份证号=WRONG_IDENTITY)),
        "identity_checksum",
        "房屋信息",
        2,
        "身份证号",
    ),
    "ID too short": (
        units(unit(身份证号="12345")),
        "identity_form",
        "房屋信息",
        2,
        "身份证号",
    ),
    "ID stored as number": (
        units(unit(身份证号=1.1010119900101e17)),
        "digits_lost",
        "房屋信息",
        2,
        "身份证号",
    ),
    "ID of somebody else": (
        units(
            unit(身份证号=IDENTITY),
            unit(
                房屋编号=102, 业主名称="测试二", 手机号="19900000002", 身份证号=IDENTITY
            ),
        ),
        "person_conflict",
        "房屋信息",
        3,
        "身份证号",
    ),
    "formula =": (
        units(unit(业主名称="=cmd|'/c calc'!A1")),
        "formula_text",
        "房屋信息",
        2,
        "业主名称",
    ),
    "formula +": (
        units(unit(业主名称="+SUM(A1)")),
        "formula_text",
        "房屋信息",
        2,
        "业主名称",
    ),
    "formula -": (
        units(unit(业主名称="-SUM(A1)")),
        "formula_text",
        "房屋信息",
        2,
        "业主名称",
    ),
    "formula @": (
        units(unit(业主名称="@SUM(A1)")),
        "formula_text",
        "房屋信息",
        2,
        "业主名称",
    ),
    "control characters": (
        units(unit(业主名称="测试_x0007_一")),
        "control_characters",
        "房屋信息",
        2,
        "业主名称",
    ),
    "name too long": (
        units(unit(业主名称="测" * 300)),
        "too_long",
        "房屋信息",
        2,
        "业主名称",
    ),
    "building not listed": (
        {"楼栋单元": [["楼栋号", "单元编号"], [2, 1]], **units(GOOD)},
        "building_unknown",
        "房屋信息",
        2,
        None,
    ),
    "building twice": (
        {"楼栋单元": [["楼栋号", "单元编号"], [1, 1], ["1栋", "1单元"]], **units(GOOD)},
        "doubled_row",
        "楼栋单元",
        3,
        "楼栋号",
    ),
    "unit code without building": (
        units([None, None, "101", 1, 90]),
        "unit_code",
        "房屋信息",
        2,
        "房屋编号",
    ),
    "owner's number unknown": (
        {
            "业主信息": [PERSONS, [1, "测试一", 19900000001]],
            **units([1, 1, 101, 1, 90, 7], headers=[*UNIT_HEADERS, "业主编号"]),
        },
        "person_unknown",
        "房屋信息",
        2,
        "业主编号",
    ),
    "person number twice": (
        {"业主信息": [PERSONS, [1, "测试一", 19900000001], [1, "测试二", 19900000002]]},
        "doubled_row",
        "业主信息",
        3,
        "编号",
    ),
    "household of nobody": (
        {"业主信息": [PERSONS, [1, "测试一", 19900000001, None, "1003(家庭成员)", 9]]},
        "person_unknown",
        "业主信息",
        2,
        "业主编号",
    ),
    "fee unknown": (
        units([1, 1, 101, 1, 90, "99"], headers=[*UNIT_HEADERS, "房屋费用"]),
        "fee_unknown",
        "房屋信息",
        2,
        "房屋费用",
    ),
    "dates do not fit fees": (
        {
            "费用设置": [
                FEES,
                [1, "甲费", 1, 1001, 2],
                [2, "乙费", 1, 1001, 2],
                [3, "丙费", 1, 1001, 2],
            ],
            **units(
                [1, 1, 101, 1, 90, "1#2#3", "2026-01-01#2026-02-01"],
                headers=[*UNIT_HEADERS, "房屋费用", "费用开始时间"],
            ),
        },
        "lists_differ",
        "房屋信息",
        2,
        "费用开始时间",
    ),
    "cycle unknown": (
        {"费用设置": [FEES, [1, "甲费", 5, 1001, 2]]},
        "unknown_choice",
        "费用设置",
        2,
        "缴费周期",
    ),
    "formula unsupported": (
        {"费用设置": [FEES, [1, "甲费", 1, 1001, 2, 20]]},
        "formula_unsupported",
        "费用设置",
        2,
        "固定费用",
    ),
    "no price": (
        {"费用设置": [FEES, [1, "甲费", 1, 1001, None]]},
        "price_missing",
        "费用设置",
        2,
        "计费单价",
    ),
    "fee number twice": (
        {"费用设置": [FEES, [1, "甲费", 1, 1001, 2], [1, "乙费", 1, 1001, 2]]},
        "doubled_row",
        "费用设置",
        3,
        "费用编号",
    ),
    "same fee, other cycle": (
        {"费用设置": [FEES, [1, "甲费", 1, 1001, 2], [2, "甲费", 3, 1001, 2]]},
        "fee_differs",
        "费用设置",
        3,
        "收费项目",
    ),
    "rent without item": (
        units([1, 1, 101, 1, 90, 500], headers=[*UNIT_HEADERS, "租金"]),
        "rent_item_missing",
        "房屋信息",
        2,
        "租金",
    ),
    "rent in fractions of a cent": (
        units([1, 1, 101, 1, 90, 500.123], headers=[*UNIT_HEADERS, "租金"]),
        "money_decimals",
        "房屋信息",
        2,
        "租金",
    ),
    "rent absurd": (
        units([1, 1, 101, 1, 90, 5e12], headers=[*UNIT_HEADERS, "租金"]),
        "money_absurd",
        "房屋信息",
        2,
        "租金",
    ),
    "storeys in fractions": (
        units([1, 1, 101, 1, 90, 3.5], headers=[*UNIT_HEADERS, "总层数"]),
        "not_whole",
        "房屋信息",
        2,
        "总层数",
    ),
    "assignment twice": (
        {
            "费用设置": [FEES, [1, "甲费", 1, 1001, 2]],
            **units(GOOD),
            "收费分配": [
                ASSIGN,
                ["1-1-101", "甲费", "2026-01-01", None],
                ["1-1-101", 1, "2026-06-01", None],
            ],
        },
        "assignment_overlap",
        "收费分配",
        3,
        "收费项目",
    ),
    "holder of unknown unit": (
        {
            **units(GOOD),
            "入住信息": [
                HOLDERS,
                [
                    "1-1-999",
                    "测试二",
                    19900000002,
                    "租户",
                    None,
                    "是",
                    "2026-01-01",
                    None,
                ],
            ],
        },
        "unit_unknown",
        "入住信息",
        2,
        "房屋编号",
    ),
    "holder without name": (
        {
            **units(GOOD),
            "入住信息": [
                HOLDERS,
                ["1-1-101", None, None, "租户", None, "是", "2026-01-01", None],
            ],
        },
        "required",
        "入住信息",
        2,
        "姓名",
    ),
    "parking without building": (
        {"车位信息": [PARKING, [None, "C001"]]},
        "parking_without_building",
        "车位信息",
        2,
        "停车场编号",
    ),
    "parking twice": (
        {"车位信息": [PARKING, [1, "C001"], [1, "C001"]]},
        "doubled_row",
        "车位信息",
        3,
        "车位编码",
    ),
    "plate malformed": (
        {"车位信息": [PARKING, [1, "C001", "12345", "S", "测试一"]]},
        "plate",
        "车位信息",
        2,
        "车牌号",
    ),
    "vehicle of nobody": (
        {"车位信息": [PARKING, [1, "C001", "京A12345"]]},
        "vehicle_without_owner",
        "车位信息",
        2,
        "车牌号",
    ),
    "rented space of nobody": (
        {"车位信息": [PARKING, [1, "C001", None, "H"]]},
        "rent_without_tenant",
        "车位信息",
        2,
        "出租还是出售",
    ),
    "plate twice": (
        {
            **units(GOOD),
            "车辆信息": [
                VEHICLES,
                ["京A12345", "1-1-101", "测试一"],
                ["京A12345", "1-1-101", "测试一"],
            ],
        },
        "doubled_row",
        "车辆信息",
        3,
        "车牌号",
    ),
    "missing column": (
        {"房屋信息": [["楼栋编号", "房屋编号"], [1, 101]]},
        "missing_column",
        "房屋信息",
        0,
        None,
    ),
    "column twice": (
        units([1, 1, 101, 1, 90, 91], headers=[*UNIT_HEADERS, "面积"]),
        "doubled_column",
        "房屋信息",
        0,
        "面积",
    ),
}


class TestImportBadRows(ImportCommon):
    """Every bad row is named: sheet, row, column, value, what is wrong, what to do."""

    def test_at_least_forty_kinds(self):
        self.assertGreaterEqual(len(CASES), 40)
        self.assertGreaterEqual(len({case[1] for case in CASES.values()}), 35)

    def test_bad_rows(self):
        """Each kind is found at its place, with words, and nothing is taken over."""
        for name, (sheets, code, sheet, row, column) in CASES.items():
            with self.subTest(name):
                record = self._check(**sheets)
                self.assertEqual(record.state, "faulty", self._messages(record))
                issue = record.issue_ids.filtered(lambda i, c=code: i.code == c)
                self.assertTrue(issue, self._messages(record))
                issue = issue.filtered(lambda i, r=row: i.number == r)
                self.assertTrue(issue, self._messages(record))
                self.assertEqual(issue[0].sheet, sheet)
                if column:
                    self.assertEqual(issue[0].column, column)
                self.assertTrue(issue[0].message and issue[0].remedy)
                self.assertNotIn("%(", issue[0].message + issue[0].remedy)
        self.assertFalse(self._units())

    def test_masked_identity(self):
        """Even a mistyped ID number is not written out in the list (SEC-01)."""
        record = self._check(**units(unit(身份证号=WRONG_IDENTITY)))
        shown = record.issue_ids.filtered(lambda i: i.code == "identity_checksum")
        self.assertNotIn(WRONG_IDENTITY, shown.value)
        self.assertIn("*", shown.value)

    def test_hidden_sheet_is_named(self):
        """Hidden sheets are left out, and the user is told."""
        book = Workbook()
        visible = book.active
        visible.title = "房屋信息"
        for row in (UNIT_HEADERS, [1, 1, 101, 1, 90]):
            visible.append(row)
        hidden = book.create_sheet("楼栋单元")
        hidden.append(["楼栋号"])
        hidden.sheet_state = "hidden"
        record = self._check(save(book))
        self.assertEqual(record.state, "ready")
        self.assertEqual(record.issue_ids.mapped("code"), ["hidden_sheet"])

    def test_rows_to_mend(self):
        """Bad rows come back as a workbook, mended in place and uploaded again."""
        record = self._check(
            **units(GOOD, unit(房屋编号=102, 建筑面积="=1+1x", 手机号="1"))
        )
        content = record._property_mistakes_workbook()
        book = load_workbook(io.BytesIO(content))
        sheet = book["房屋信息"]
        self.assertEqual(sheet.max_row, 2)
        cells = {sheet.cell(1, c).value: sheet.cell(2, c) for c in range(1, 11)}
        self.assertEqual(cells["房屋编号"].value, 102)
        # Written as text: a spreadsheet program does not calculate it.
        self.assertEqual(cells["建筑面积"].data_type, "s")
        self.assertTrue(cells["建筑面积"].quotePrefix)
        self.assertIn("手机号", sheet.cell(2, 10).value)
        cells["建筑面积"].value = 88
        cells["手机号"].value = "19900000001"
        again = self._apply(save(book))
        self.assertEqual(again.state, "applied")
        self.assertEqual(self._units().mapped("code"), ["1-1-102"])


class TestImportBadFiles(ImportCommon):
    """Files that are no workbook, or a dangerous one."""

    def _code(self, content):
        record = self._check(content)
        self.assertEqual(record.state, "faulty")
        return set(record.issue_ids.mapped("code"))

    def _zip(self, **members):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name.replace("__", "/"), content)
        return stream.getvalue()

    def test_other_files(self):
        """Old formats, encrypted ones, macros and other types are told apart."""
        ole = files.OLE + struct.pack("<I", 0) * 20
        encrypted = ole + "EncryptedPackage".encode("utf-16-le")
        good = workbook(**units(GOOD))
        cases = {
            "file_old_format": ole,
            "file_encrypted": encrypted,
            "file_type": b"building,unit\n1,101",
            "file_damaged": b"PK\x03\x04 but nothing behind it",
            "no_sheet": workbook(Sheet1=[["a", "b"], [1, 2]]),
            "no_rows": workbook(**units()),
        }
        for code, content in cases.items():
            with self.subTest(code):
                self.assertIn(code, self._code(content))
        self.assertEqual(self._code(good[: len(good) // 2]), {"file_damaged"})
        self.assertEqual(
            self._code(self._zip(**{"word__document.xml": "<x/>"})), {"file_type"}
        )
        macros = self._zip(**{"xl__workbook.xml": "<x/>", "xl__vbaProject.bin": "x"})
        self.assertEqual(self._code(macros), {"file_macros"})

    def _broken(self, part, change):
        """A good workbook in which one part is changed, or missing for ``None``."""
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(workbook(**units(GOOD)))) as source,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                content = source.read(name)
                if name == part:
                    content = change and change(content)
                if content is not None:
                    target.writestr(name, content)
        return stream.getvalue()

    def test_broken_parts(self):
        """Whatever is broken inside is one mistake with a remedy, never a crash."""
        sheet, book = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
        styles, links = "xl/styles.xml", "xl/_rels/workbook.xml.rels"
        cases = {
            "links missing": (links, None),
            "types missing": ("[Content_Types].xml", None),
            "no xml": (book, lambda xml: b"abc"),
            "empty": (book, lambda xml: b""),
            "cut off": (sheet, lambda xml: xml[: len(xml) // 2]),
            "other xml": ("[Content_Types].xml", lambda xml: b"<html/>"),
            "column beyond all": (sheet, lambda xml: xml.replace(b'r="B2"', b'r=">2"')),
            "row no number": (
                sheet,
                lambda xml: xml.replace(b'<row r="2"', b'<row r="x"'),
            ),
            "text unknown": (
                sheet,
                lambda xml: re.sub(
                    rb't="\w+"><(v|is)>.*?</\1>', b't="s"><v>99999</v>', xml
                ),
            ),
            "style no number": (styles, lambda xml: xml.replace(b'"0"', b'"x"')),
            "style unknown word": (
                styles,
                lambda xml: xml.replace(b"builtinId", b"builtinlt"),
            ),
            "style beyond bounds": (
                styles,
                lambda xml: xml.replace(b'"0"', b'"99999999999"'),
            ),
        }
        for label, (part, change) in cases.items():
            with self.subTest(label):
                content = self._broken(part, change)
                self.assertNotEqual(content, self._broken("", None))
                self.assertEqual(self._code(content), {"file_damaged"})

    def test_sheet_missing(self):
        content = self._broken("xl/worksheets/sheet1.xml", None)
        self.assertEqual(self._code(content), {"no_sheet"})

    def test_rows_without_end(self):
        """A row number far away makes the reader count up to it: that has an end."""
        content = self._broken(
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b'<row r="2"', b'<row r="4000000000"'),
        )
        self.assertIn("too_many_rows", self._code(content))

    def test_locked_part(self):
        """A password on a part of the archive, which is not Excel's own."""
        content = bytearray(workbook(**units(GOOD)))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = content.find(mark)
            while place >= 0:
                content[place + offset] |= 1
                place = content.find(mark, place + 1)
        self.assertEqual(self._code(bytes(content)), {"file_damaged"})

    def test_flipped_bytes(self):
        """A byte that changed on the way is found by the checksum or the reader."""
        good = workbook(**units(GOOD))
        chance = random.Random(7)
        for number in range(40):
            content = bytearray(good)
            content[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
            with self.subTest(number):
                record = self._check(bytes(content))
                self.assertIn(record.state, ("ready", "faulty"))

    def test_zip_bomb(self):
        """A small file that unpacks to a huge one is not unpacked."""
        bomb = self._zip(
            **{
                "xl__workbook.xml": "<x/>",
                "xl__worksheets__sheet1.xml": b"0" * (20 * 1024**2),
            }
        )
        self.assertLess(len(bomb), 100 * 1024)
        self.assertEqual(self._code(bomb), {"file_bomb"})

    def test_entities(self):
        """XML with a document type, which could expand without end, is refused."""
        book = self._zip(**{"xl__workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"})
        self.assertEqual(self._code(book), {"file_damaged"})

    def test_too_wide(self):
        """Stray cells far to the right point to a damaged table."""
        headers = UNIT_HEADERS + [None] * 300
        content = workbook(房屋信息=[headers, [1, 1, 101, 1, 90] + [None] * 250 + [1]])
        self.assertIn("too_many_columns", self._code(content))
