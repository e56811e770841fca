"""Old messages become requests: no word lost, every bad row named (CMP-33, SRV-14)."""

import logging
import random
import time
from datetime import date, datetime, timedelta

from lxml import html
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from odoo.exceptions import AccessError, UserError

from .imports_common import ImportCommon, save, workbook

_logger = logging.getLogger(__name__)
HEADERS = ["编号", "受理时间", "类型", "房号", "姓名", "联系电话", "内容", "处理结果"]
COUNT = 4000
SHEET_ROWS = 65000
PIECES = [
    "   楼上漏水，客厅顶部大面积渗水",
    "<p>电梯<b>经常</b>停运</p><br/>",
    "<script>alert('x')</script> 请回复",
    "3 < 5 && 7 > 2，面积算错了吧？",
    "=物业费怎么算",
    "第一行\n\n  第二行\t制表",
    "&nbsp;门口&amp;车库",
    "Ａ座 😀 噪音 http://example.com/a?b=1&c=2",
]


def text_of(ticket):
    """The description as text, sign by sign."""
    element = html.fromstring(ticket.description)
    for line in element.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return element.text_content()


class TestImportRequests(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls._make_building(cls.target, "1")
        cls.flat = cls._make_unit("1-1-101", building=cls.home)
        cls._make_occupancy(cls.flat, cls.owner_a)

    def _row(self, number="1", text="水管漏水", when="2025-03-05", kind="", **more):
        cells = {"房号": "", "姓名": "", "联系电话": "", "处理结果": "", **more}
        return [number, when, kind, *list(cells.values())[:3], text, cells["处理结果"]]

    def _book(self, *rows, title="留言"):
        return workbook(**{title: [HEADERS, *rows]})

    def _requests(self, record):
        return record.request_ids.sorted("property_import_key")

    def _issues(self, *rows, title="留言"):
        record = self._check(self._book(*rows, title=title), kind="request")
        self.assertEqual(record.state, "faulty")
        return [(issue.number, issue.code) for issue in record.issue_ids]

    # === One message ===

    def test_a_finished_complaint(self):
        row = self._row(
            "TS-1",
            "楼上噪音\n夜里也有",
            datetime(2025, 3, 5, 14, 30),
            "投诉",
            房号="1-1-101",
            姓名="Owner B",
            联系电话="138 0000 0002",
            处理结果="已上门劝说",
        )
        record = self._apply(self._book(row), kind="request")
        ticket = record.request_ids
        self.assertRecordValues(
            ticket,
            [
                {
                    "property_kind": "complaint",
                    "property_step": "closed",
                    "property_unit_id": self.flat.id,
                    "partner_id": self.owner_b.id,
                    # 14:30 in China
                    "property_received_on": datetime(2025, 3, 5, 6, 30),
                    "closed_date": datetime(2025, 3, 5, 6, 30),
                    "property_result": "已上门劝说",
                    "property_first_contact_id": False,
                    "name": "楼上噪音 夜里也有",
                }
            ],
        )
        self.assertEqual(text_of(ticket), "楼上噪音\n夜里也有")
        self.assertFalse(ticket.property_clock_ids, "old messages are not late")
        self.assertFalse(ticket.property_callback_ids)
        self.assertIn("TS-1", ticket.property_import_note)
        self.assertFalse(record.file, "no copy of what people said stays behind")
        self.assertFalse(record.row_ids)

    def test_an_open_inquiry(self):
        record = self._apply(self._book(self._row()), kind="request")
        ticket = record.request_ids
        self.assertEqual(ticket.property_kind, "inquiry")
        self.assertEqual(ticket.property_step, "new")
        self.assertFalse(ticket.closed_date)
        self.assertFalse(ticket.property_clock_ids)

    def test_kind_of_the_sheet(self):
        record = self._apply(self._book(self._row(), title="投诉"), kind="request")
        self.assertEqual(record.request_ids.property_kind, "complaint")

    def test_every_text_sign_by_sign(self):
        texts = [*PIECES, "长" * 3000, "x" * 32000, "说明：第一行也是留言", 12345]
        rows = [self._row(str(i + 10), text) for i, text in enumerate(texts)]
        record = self._apply(self._book(*rows), kind="request")
        found = [text_of(ticket) for ticket in self._requests(record)]
        self.assertEqual(found, [str(text) for text in texts])

    def test_a_note_at_the_top_is_a_message_when_it_has_a_date(self):
        rows = [self._row("说明1", "说明文字"), self._row("说明：", "例子", "填日期")]
        record = self._check(self._book(*rows), kind="request")
        self.assertEqual(record.row_count, 1)

    def test_mixed_dates(self):
        """As people and programs write a moment, on the clock of the estate."""
        written = [
            (datetime(2025, 3, 5, 14, 30, 15), "2025-03-05 06:30:15"),
            (date(2025, 3, 5), "2025-03-04 16:00:00"),
            (45721.5, "2025-03-05 04:00:00"),
            (45721, "2025-03-04 16:00:00"),
            ("2025-03-05 14:30", "2025-03-05 06:30:00"),
            ("  2025/3/5 9:05:07 ", "2025-03-05 01:05:07"),
            ("2025年3月5日 下午2点30分", "2025-03-05 06:30:00"),
            ("2025年3月5日", "2025-03-04 16:00:00"),
            ("2025.3.5 2:30 PM", "2025-03-05 06:30:00"),
            ("2025-03-05T14:30:00.000", "2025-03-05 06:30:00"),
            ("２０２５－０３－０５　１４：３０", "2025-03-05 06:30:00"),
            ("20250305", "2025-03-04 16:00:00"),
            ("20250305143000", "2025-03-05 06:30:00"),
        ]
        rows = [
            self._row(f"{i:02}", when=when) for i, (when, _utc) in enumerate(written)
        ]
        record = self._apply(self._book(*rows), kind="request")
        found = [str(t.property_received_on) for t in self._requests(record)]
        self.assertEqual(found, [utc for _when, utc in written])

    # === Mistakes ===

    def test_mistakes_by_row(self):
        future = datetime.now() + timedelta(days=3)
        found = self._issues(
            self._row("1"),
            self._row("1"),
            self._row("2", when="昨天"),
            self._row("3", when="2025-02-30 10:00"),
            self._row("4", when=future),
            self._row("5", when=None),
            self._row("6", text="  \n "),
            self._row("7", kind="闲聊"),
            self._row("8", 房号="9-9-999"),
            self._row("9", 联系电话="不详"),
            self._row("10", text="#REF!"),
        )
        self.assertEqual(
            sorted(found),
            [
                (3, "doubled_row"),
                (4, "not_a_date"),
                (5, "no_such_day"),
                (6, "moment_future"),
                (7, "required"),
                (8, "required"),
                (9, "unknown_choice"),
                (10, "unit_unknown"),
                (11, "phone"),
                (12, "excel_error"),
            ],
        )
        self.assertFalse(
            self.env["helpdesk.ticket"].search(
                [("property_estate_id", "=", self.target.id)]
            ),
            "a dry run leaves nothing behind",
        )

    def test_a_missing_column(self):
        record = self._check(
            workbook(留言=[["编号", "受理时间"], ["1", "2025-03-05"]]), kind="request"
        )
        self.assertIn("missing_column", record.issue_ids.mapped("code"))

    def test_what_has_no_field_is_kept(self):
        headers = ["时间", "内容", "分类", "处理人", "备注", "状态", "处理结果"]
        row = [
            "2025-03-05",
            "灯坏了",
            "奇怪的分类",
            "李四",
            "转工程",
            "未办结",
            "等配件",
        ]
        record = self._apply(workbook(留言=[headers, row]), kind="request")
        ticket = record.request_ids
        self.assertEqual(ticket.property_step, "new")
        for word in ("奇怪的分类", "李四", "转工程", "等配件"):
            self.assertIn(word, ticket.property_import_note)

    def test_known_category_and_channel(self):
        headers = ["时间", "类型", "内容", "分类", "渠道"]
        row = ["2025-03-05", "投诉", "太贵", "收费方面", "投诉专线"]
        record = self._apply(workbook(留言=[headers, row]), kind="request")
        category = self.env.ref("property_service.helpdesk_ticket_category_c_fee")
        hotline = self.env.ref("property_service.helpdesk_ticket_channel_hotline")
        self.assertEqual(record.request_ids.category_id, category)
        self.assertEqual(record.request_ids.channel_id, hotline)

    # === Again, and by whom ===

    def test_twice_is_once(self):
        """With numbers and without; the same words of two people are two messages."""
        same = self._row(None, "电梯坏了")
        book = self._book(self._row("1"), same, same)
        first = self._apply(book, kind="request")
        self.assertEqual(first.request_count, 3)
        second = self._apply(book, kind="request")
        self.assertEqual(second.request_count, 0)
        self.assertEqual(second.result_ids.unchanged, 3)

    def test_roles(self):
        """The desk imports into its estates; others do not, residents see nothing."""
        book = self._book(self._row("1", 房号="1-1-101"))
        record = self._upload(book, "request", user=self.user_assistant)
        record.action_check()
        record.action_apply()
        self.assertEqual(record.state, "applied", record.failure)
        for user in (self.user_auditor, self.user_technician, self.user_resident):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._upload(book, "request", user=user)
        with self.assertRaises(UserError):
            self._upload(book, "request", user=self.user_accountant)
        ticket = record.request_ids
        for name in ("property_import_key", "property_import_note"):
            with self.assertRaises(AccessError):
                ticket.with_user(self.user_manager).write({name: "x"})
            with self.assertRaises(AccessError):
                ticket.with_user(self.user_resident).read([name])

    def test_limits_are_left_out_by_the_import_alone(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        ticket = tickets.with_context(property_no_clocks=True).create(
            {
                "property_unit_id": self.unit_101.id,
                "property_kind": "complaint",
                "name": "Now",
                "property_import_key": "n:1",
                "stage_id": self.env.ref(
                    "property_service.helpdesk_ticket_stage_closed"
                ).id,
            }
        )
        self.assertEqual(ticket.property_step, "new")
        self.assertTrue(ticket.property_clock_ids)
        self.assertFalse(ticket.property_import_key)

    def test_template_comes_back(self):
        """What the template shows as headings is understood."""
        content = self.env["property.import.sheet"]._property_template("request")
        record = self._check(content, kind="request")
        self.assertEqual(record.issue_ids.mapped("code"), ["no_rows"])

    # === Four thousand ===

    def test_four_thousand_messages(self):
        """A sheet of 65,000 rows, mostly blank, in minutes and without a lost word."""
        texts = self._write_many()
        start = time.monotonic()
        record = self._check(save(self.book), kind="request")
        checked = time.monotonic()
        self.assertEqual(record.state, "ready", self._messages(record)[:5])
        self.assertEqual(record.row_count, COUNT)
        self.assertFalse(record.request_count)
        record.action_apply()
        done = time.monotonic()
        self.assertEqual(record.state, "applied", record.failure)
        _logger.info(
            "%s messages: dry run %.1f s, taking over %.1f s",
            COUNT,
            checked - start,
            done - checked,
        )
        self.assertLess(done - start, 300)
        found = {t.property_import_key: text_of(t) for t in record.request_ids}
        self.assertEqual(found, texts)
        kinds = record.request_ids.grouped("property_kind")
        self.assertEqual(set(kinds), {"complaint", "inquiry"})

    def _text_cell(self, sheet, text):
        """A message that begins with = is no formula."""
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        return cell

    def _write_many(self):
        """Messages strewn over the sheet, with formatted blank rows in between."""
        pick = random.Random(4)
        self.book = Workbook(write_only=True)
        sheet = self.book.create_sheet("投诉咨询")
        sheet.append(HEADERS)
        places = set(pick.sample(range(SHEET_ROWS - 1), COUNT))
        texts, day = {}, datetime(2020, 1, 1, 8, 30)
        for place in range(SHEET_ROWS):
            if place not in places:
                sheet.append(["", None, " "] if place % 7 else [])
                continue
            number = len(texts)
            text = pick.choice(PIECES) + "，" + "详" * pick.choice([0, 20, 200, 3000])
            moment = day + timedelta(hours=number)
            written = [
                moment,
                moment.date(),
                f"  {moment:%Y-%m-%d %H:%M}",
                f"{moment.year}年{moment.month}月{moment.day}日",
                45000 + number / 10,
            ][number % 5]
            sheet.append(
                [
                    f"M{number:05}",
                    written,
                    "投诉" if number % 3 else "咨询",
                    "1-1-101" if number % 2 else "",
                    "Owner A" if number % 4 else "",
                    13800000001 if number % 4 else "",
                    self._text_cell(sheet, text),
                    "  已回复" if number % 5 else "",
                ]
            )
            texts[f"n:M{number:05}"] = text
        return texts
