from datetime import date, datetime

from odoo.exceptions import UserError

from odoo.addons.property_service.tools import identity

from .imports_common import FLAT_HEADERS, UNIT_HEADERS, ImportCommon, workbook

# Passes the checksum; region 999999 is assigned to no place.
BODY = "99999919900101001"
IDENTITY = BODY + identity.check_character(BODY)


class TestImportApply(ImportCommon):
    """What a good workbook becomes, and what happens when it comes again."""

    def _multi(self):
        return {
            "楼栋单元": [
                ["楼栋号", "单元编号", "总层数", "是否有电梯", None, "说明"],
                [1, 1, 18, "有", None, "楼栋编号"],
                [1, 2, 18, "有"],
            ],
            "业主信息": [
                [
                    "编号",
                    "业主名称",
                    "性别",
                    "年龄",
                    "手机号",
                    "身份证号",
                    "业主类型",
                    "业主编号",
                ],
                [1, "测试甲", "男", 40, 19900000001, IDENTITY, "1001(业主)", 1],
                [2, "测试乙", "女", 38, 19900000002.0, None, 1001, 2],
                [3, "测试丙", "女", 12, None, None, "1003(家庭成员)", 1],
            ],
            "费用设置": [
                [
                    "费用编号",
                    "费用类型",
                    "收费项目",
                    "费用标识",
                    "付费类型",
                    "缴费周期",
                    "计算公式",
                    "计费单价",
                    "固定费用",
                ],
                [1, "物业费", "物业服务费", "周期性费用", "预付费", 1, 1001, 2.8, 0],
                [
                    2,
                    "其他",
                    "垃圾清运费",
                    "周期性费用",
                    "预付费",
                    1,
                    "2002(固定费用)",
                    None,
                    10,
                ],
            ],
            "房屋信息": [
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
                ],
                [
                    101,
                    1,
                    1,
                    1,
                    "两室",
                    94.56,
                    1,
                    "1#2",
                    "2020-06-10#2020-07-10",
                    110,
                    80.1,
                    0,
                ],
                [" 102 ", "1", "1", 1, "三室", "120.5", "1#2", 1, 43992, "住宅", 99, 0],
                [201, 1, 2, 2, "两室", 88, None, None, None, 110, None, 0],
                [None] * 12,
                [None] * 12,
            ],
            "车位信息": [
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
                ],
                [
                    1,
                    "C0001",
                    "地下停车位",
                    12.5,
                    1,
                    "京A12345",
                    "红旗",
                    "9901",
                    "白色",
                    "S",
                    datetime(2021, 5, 1),
                    None,
                ],
                [
                    1,
                    "C0002",
                    "地下停车位",
                    12.5,
                    2,
                    None,
                    None,
                    None,
                    None,
                    "H",
                    "2025-01-01",
                    "2026-12-31",
                ],
                [1, "C0003", "地下停车位", 12.5],
            ],
        }

    def test_parking_space_of_nobody_is_vacant(self):
        """ARC-10: a space is in use through its holder, not because it exists."""
        self._apply(**self._multi())
        states = {
            unit.code: unit.state for unit in self._units() if unit.kind == "parking"
        }
        self.assertEqual(states["P1-C0001"], "occupied")
        self.assertEqual(states["P1-C0003"], "vacant")

    def test_units_before_handover_ask_for_the_developer(self):
        """Until handover the developer pays (物业服务收费管理办法 §16)."""
        self.target.developer_id = False
        record = self._check(**self._multi())
        self.assertEqual(record.state, "ready")
        warning = record.issue_ids.filtered(lambda i: i.code == "developer_missing")
        self.assertEqual(warning.level, "warning")
        self.assertIn(self.target.name, warning.message)
        self.target.developer_id = self.developer
        again = self._check(**self._multi())
        self.assertNotIn("developer_missing", again.issue_ids.mapped("code"))

    def test_multi_sheet_workbook(self):
        """Five sheets with codes, lists and serial dates become the whole estate."""
        record = self._apply(**self._multi())
        units = {unit.code: unit for unit in self._units()}
        self.assertEqual(
            sorted(units),
            ["1-1-101", "1-1-102", "1-2-201", "P1-C0001", "P1-C0002", "P1-C0003"],
        )
        unit = units["1-1-101"]
        self.assertEqual(unit.area, 94.56)
        self.assertEqual(unit.floor_id.level, 1)
        self.assertEqual(unit.building_id.floor_count, 18)
        self.assertEqual(unit.state, "occupied")
        roles = {row.partner_id.name: row.role for row in unit.occupancy_ids}
        self.assertEqual(roles, {"测试甲": "owner", "测试丙": "household"})
        owner = unit.owner_ids
        self.assertEqual(owner.phone, "19900000001")
        self.assertEqual(unit.payer_id, owner)
        # Two owners without shares: neither of them has one made up.
        both = units["1-1-102"].occupancy_ids.filtered(lambda o: o.role == "owner")
        self.assertEqual(both.mapped("share"), [0.0, 0.0])
        self.assertEqual(units["1-2-201"].state, "undelivered")
        self.assertEqual(units["P1-C0002"].occupancy_ids.role, "tenant")
        self.assertEqual(units["P1-C0002"].occupancy_ids.date_end, date(2026, 12, 31))
        vehicle = self.env["property.vehicle"].search([("plate", "=", "京A12345")])
        self.assertEqual(vehicle.space_id, units["P1-C0001"])
        self.assertEqual(vehicle.partner_id, owner)
        self._check_fees(units)
        self.assertEqual(record.number[:4], "IMP/")
        self.assertFalse(record.file)
        self.assertFalse(record.row_ids)
        self.assertEqual(len(record.checksum), 64)

    def _check_fees(self, units):
        assignments = self.env["property.fee.assignment"].search(
            [("estate_id", "=", self.target.id)]
        )
        found = {(a.unit_id.code, a.item_id.name): a.date_start for a in assignments}
        self.assertEqual(
            found,
            {
                ("1-1-101", "物业服务费"): date(2020, 6, 10),
                ("1-1-101", "垃圾清运费"): date(2020, 7, 10),
                ("1-1-102", "物业服务费"): date(2020, 6, 10),
            },
        )
        rates = self.env["property.fee.rate"].search(
            [("estate_id", "=", self.target.id)]
        )
        self.assertEqual(set(rates.mapped("state")), {"draft"})
        self.assertEqual(sorted(rates.mapped("price")), [2.8, 10.0])

    def test_identity_only_in_person_file(self):
        """ID numbers stand in the person file, and nowhere else (SEC-01)."""
        self._apply(**self._multi())
        person = self.env["property.person"].search([("id_number", "=", IDENTITY)])
        self.assertEqual(person.partner_id.name, "测试甲")
        self.assertEqual(person.sex, "male")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM res_partner WHERE company_id = %s"
            " AND res_partner::text LIKE %s",
            [self.company.id, f"%{IDENTITY}%"],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_again_changes_nothing(self):
        """The same workbook a second time creates and changes nothing."""
        self._apply(**self._multi())
        again = self._apply(**self._multi())
        for model, (created, updated, _same) in self._counts(again).items():
            self.assertEqual((created, updated), (0, 0), model)

    def test_again_updates(self):
        """A corrected workbook changes what differs, without doubling."""
        sheets = self._multi()
        self._apply(**sheets)
        sheets["房屋信息"][1][5] = 95.0
        sheets["业主信息"][2][4] = 19900000002
        sheets["房屋信息"].append(
            [202, 1, 2, 2, "两室", 88, 2, 1, "2026-01-01", 110, None, 0]
        )
        counts = self._counts(self._apply(**sheets))
        self.assertEqual(counts["property.unit"], (1, 1, 6 - 1))
        self.assertEqual(counts["res.partner"], (0, 0, 3))
        self.assertEqual(counts["property.occupancy"][0], 1)
        unit = self._units().filtered(lambda u: u.code == "1-1-101")
        self.assertEqual(unit.area, 95.0)

    def test_status_is_not_moved_back(self):
        """The status of a known unit is moved by processes, not by old workbooks."""
        sheet = [
            [*UNIT_HEADERS, "房屋状态"],
            [1, 1, 101, 1, 90, "未交房"],
        ]
        self._apply(房屋信息=sheet)
        unit = self._units()
        unit.handover_date = "2026-02-01"
        unit._property_set_state("occupied")
        self._apply(房屋信息=sheet)
        self.assertEqual(unit.state, "occupied")

    def test_flat_sheet(self):
        """One row is building, unit and owner; a further owner has a further row."""
        self._apply(
            资产信息=[
                FLAT_HEADERS,
                [
                    "1栋",
                    "1单元",
                    1001,
                    "10层",
                    110,
                    94.56,
                    "2001(已入住)",
                    "测试一",
                    "199 0000 0011",
                    None,
                    1001,
                ],
                [
                    "1栋",
                    "1单元",
                    1001,
                    "10层",
                    110,
                    94.56,
                    2001,
                    "测试二",
                    "+86 19900000012",
                    None,
                    "业主",
                ],
                [
                    "2",
                    "0",
                    "S01",
                    1,
                    "商铺",
                    60,
                    2002,
                    "测试商贸有限公司",
                    "010-12345678",
                    "91110000MA0000000X",
                    "租户",
                ],
            ]
        )
        units = {unit.code: unit for unit in self._units()}
        self.assertEqual(sorted(units), ["1-1-1001", "2-0-S01"])
        self.assertEqual(
            sorted(units["1-1-1001"].owner_ids.mapped("phone")),
            ["19900000011", "19900000012"],
        )
        shop = units["2-0-S01"]
        self.assertEqual(shop.kind, "shop")
        merchant = shop.occupancy_ids.partner_id
        self.assertTrue(merchant.is_company)
        self.assertEqual(merchant.vat, "91110000MA0000000X")
        self.assertEqual(shop.payer_id, merchant)

    def test_merged_headings_and_titles(self):
        """A title above, headings in two merged rows, remarks below the data."""
        content = workbook(
            房屋信息=[
                ["XX小区房屋清册"],
                [None],
                ["*楼栋编号(必填)", "单元编号", "房屋编号", "面积", None, "备注"],
                [None, None, None, "建筑面积", "室内面积", None],
                ["说明：填数字", None, None, None, None, None],
                [1, 1, 101, 90.5, 80, "好"],
            ]
        )
        self._apply(content)
        unit = self._units()
        self.assertEqual((unit.area, unit.inner_area, unit.note), (90.5, 80.0, "好"))

    def test_blank_tail(self):
        """Thousands of blank rows below the data are no data."""
        rows = [UNIT_HEADERS, [1, 1, 101, 1, 90]] + [[" "] * 5] * 3000
        record = self._apply(房屋信息=rows)
        self.assertEqual(len(self._units()), 1)
        self.assertEqual(record.row_count, 1)

    def test_own_headings(self):
        """A manager's own words for sheets, columns and values are recognised."""
        sheet = self.env.ref("property_service.property_import_sheet_unit")
        sheet.with_user(self.user_manager).own_synonyms = "物业台账"
        column = self.env.ref("property_service.property_import_column_unit_kind")
        column.with_user(self.user_manager).write(
            {"own_synonyms": "物业形态", "own_choices": "shop=临街门面"}
        )
        self._apply(
            物业台账=[[*UNIT_HEADERS, "物业形态"], [1, 0, "S1", 1, 50, "临街门面"]]
        )
        self.assertEqual(self._units().kind, "shop")

    def test_person_known_by_phone_and_name(self):
        """A person of the company is found again by telephone and name (ARC-02)."""
        known = self._make_partner(
            "测试熟人", phone="199 0000 0099", company_id=self.company.id
        )
        stranger = self._make_partner(
            "测试熟人", phone="19900000098", company_id=self.other_company.id
        )
        sheet = [
            FLAT_HEADERS,
            [1, 1, 101, 1, 110, 90, 2001, "测试熟人", 19900000099, None, 1001],
            [1, 1, 102, 1, 110, 90, 2001, "测试熟人", 19900000098, None, 1001],
        ]
        self._apply(资产信息=sheet)
        owners = {unit.code: unit.owner_ids for unit in self._units()}
        self.assertEqual(owners["1-1-101"], known)
        self.assertNotEqual(owners["1-1-102"], stranger)

    def test_apply_needs_ready(self):
        """Nothing with errors, and nothing twice, is applied."""
        record = self._check(房屋信息=[UNIT_HEADERS, [1, 1, 101, 1, "x"]])
        with self.assertRaises(UserError):
            record.action_apply()
        good = self._apply(房屋信息=[UNIT_HEADERS, [1, 1, 101, 1, 90]])
        with self.assertRaises(UserError):
            good.action_apply()
        self.assertEqual(len(self._units()), 1)
