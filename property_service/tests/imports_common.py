"""Builds small workbooks and runs them through the importer."""

import base64
import io

from openpyxl import Workbook

from odoo.tests import tagged

from .common import PropertyCommon

UNIT_HEADERS = ["楼栋编号", "单元编号", "房屋编号", "房屋楼层", "建筑面积"]
FLAT_HEADERS = [
    "楼号",
    "单元",
    "房间",
    "楼层",
    "房屋类型",
    "建筑面积",
    "房屋状态",
    "业主名称",
    "手机号",
    "身份证号",
    "业主类型",
]


def workbook(**sheets):
    """Bytes of a workbook; each sheet is a list of rows, the first its headings."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    return save(book)


def save(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class ImportCommon(PropertyCommon):
    """An estate without units, into which workbooks are imported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls._make_estate("NEW", kind="residential")
        cls.role_users.property_estate_ids += cls.target

    def _upload(self, content, kind="archive", user=None, estate=None, **values):
        """An uploaded workbook whose steps run at once instead of in jobs."""
        imports = self.env["property.import"].with_user(user or self.env.user)
        return imports.with_context(property_import_inline=True).create(
            {
                "estate_id": (estate or self.target).id,
                "kind": kind,
                "filename": "test.xlsx",
                "file": base64.b64encode(content),
                "date_default": "2026-01-01",
                **values,
            }
        )

    def _check(self, content=None, /, kind="archive", **sheets):
        record = self._upload(content or workbook(**sheets), kind)
        record.action_check()
        return record

    def _apply(self, content=None, /, kind="archive", **sheets):
        record = self._check(content, kind=kind, **sheets)
        self.assertEqual(record.state, "ready", self._messages(record))
        record.action_apply()
        self.assertEqual(record.state, "applied", record.failure)
        return record

    def _messages(self, record):
        return [
            f"{issue.sheet} {issue.number} {issue.column} {issue.value}:"
            f" {issue.code} {issue.message}"
            for issue in record.issue_ids
        ]

    def _units(self):
        return self.env["property.unit"].search([("estate_id", "=", self.target.id)])

    def _counts(self, record):
        names = {
            model.name: model.model
            for model in self.env["ir.model"].search([("model", "=like", "property.%")])
        } | {self.env["ir.model"]._get("res.partner").name: "res.partner"}
        return {
            names[result.model_name]: (
                result.created,
                result.updated,
                result.unchanged,
            )
            for result in record.result_ids
        }
