"""Every printout is rendered in Chinese, with a record whose fields are filled.

The templates' own words are looked at in test_language_screens.py; here stands what
they fill in: choices, numbers, moments and whatever methods say on paper.
"""

import io
from datetime import datetime

import psycopg2
from lxml import html
from psycopg2.extras import Json
from pypdf import PdfReader

from odoo.tools import mute_logger

from .common import MODULES
from .rows import FILLING, RowsCommon
from .screens import english

CHINESE = "zh_CN"
WORD = "文字"
# Noon in China is the small hours in New York: no paper goes by the reader's clock.
MOMENT = datetime(2026, 1, 1, 4, 0)
READERS_DAY = "2025-12-31"
# Ledger, units and requests are printed as they occur in the world.
OCCURRING = ("account.move", "helpdesk.ticket", "property.unit")
# Filled rows lead to them.
LINKED = (
    "helpdesk.ticket",
    "property.checklist",
    "property.unit",
    "res.partner",
    "res.users",
)
# Files hold them, not columns of the table.
NOT_FILLED = ("id", "create_uid", "write_uid", "signed_on")
# Records that a person makes: their rows would be the words of this test.
NAMED = (
    "res.company",
    "res.partner",
    "property.estate",
    "property.building",
    "property.fee.item",
    "helpdesk.ticket",
    "property.patrol.point",
    "property.patrol.route",
    "property.service.message",
)
WIZARDS = {
    "property.statement.wizard": lambda case: {
        "unit_ids": case.unit_101.ids,
        "date_from": "2026-01-01",
        "date_to": "2026-12-31",
    },
    "property.deposit.register.wizard": lambda case: {"estate_id": case.estate.id},
}
FIGURES = [
    {
        "title": WORD,
        "note": WORD,
        "with_chart": True,
        "columns": [
            {"label": WORD, "kind": kind, "help": WORD}
            for kind in ("integer", "monetary", "percent")
        ],
        "lines": [{"label": WORD, "values": [1, 2.5, None]}],
        "totals": [{"label": WORD, "values": [1, 2.5, 3]}] * 3,
    }
]


class TestPapers(RowsCommon):
    everything = False
    filling = {
        **FILLING,
        "char": WORD,
        "datetime": MOMENT,
        "html": WORD,
        "text": WORD,
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(CHINESE)
        cls.env = cls.env(context={**cls.env.context, "lang": CHINESE})
        cls._setup_world()
        cls.by_company, _by_estate = cls._classify()
        cls.rows = {}
        cls.reports = cls._our_reports()
        cls._name_in_chinese()

    @classmethod
    def _make_item(cls, code, taxes=None, **values):
        """Rates and charges keep the words of their basis, so it is Chinese at once."""
        return super()._make_item(code, taxes, **{"legal_basis": WORD, **values})

    @classmethod
    def _our_reports(cls):
        records = cls.env["ir.model.data"].search(
            [("module", "in", MODULES), ("model", "=", "ir.actions.report")]
        )
        return cls.env["ir.actions.report"].browse(records.mapped("res_id"))

    @classmethod
    def _name_in_chinese(cls):
        """Whatever is Latin on a paper after this comes from the product."""
        for model in NAMED:
            for record in cls.env[model].with_context(active_test=False).search([]):
                record.name = f"{WORD}{record.id}"

    # === A filled record of each kind ===

    @classmethod
    def _find_row(cls, name):
        """Ledger and units as they occur; the rest is filled to the last field."""
        found = super()._find_row(name)
        is_filled = name in cls.reports.mapped("model") and name not in OCCURRING
        return found.browse() if is_filled else found

    @classmethod
    def _insert_row(cls, name, **known):
        """Every column filled; where the table's rules forbid it, what must be."""
        if name == "property.written.issue":
            known["figures"] = Json(FIGURES)
        outer = cls.everything
        for everything in (True, False):
            cls.everything = everything
            try:
                with cls.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    return super()._insert_row(name, **known)
            except psycopg2.IntegrityError:
                if not everything:
                    raise
            finally:
                cls.everything = outer
        raise AssertionError(name)

    @classmethod
    def _must_fill(cls, model, field):
        if field.name != "id" and super()._must_fill(model, field):
            return True
        if field.name in NOT_FILLED:
            return False
        if field.type == "many2one":
            return cls.everything and field.comodel_name in LINKED
        return cls.everything and field.type in (*cls.filling, "selection")

    @classmethod
    def _add_lines(cls, record):
        """A line of each kind that the record may hold; rules may allow none."""
        for field in record._fields.values():
            if field.type != "one2many" or field.comodel_name not in cls.by_company:
                continue
            if not field.inverse_name:
                continue
            inverse = record.env[field.comodel_name]._fields[field.inverse_name]
            if inverse.type != "many2one" or not inverse.store or record[field.name]:
                continue
            try:
                with cls.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    line = cls._insert_row(
                        field.comodel_name, **{field.inverse_name: record.id}
                    )
                    # A paper of its own shows it, where there is one.
                    cls.rows.setdefault(line._name, line)
            except psycopg2.IntegrityError:
                continue

    @classmethod
    def _record(cls, report):
        if report.model in WIZARDS:
            return cls.env[report.model].create(WIZARDS[report.model](cls))
        record = cls._row(report.model).with_env(cls.env)
        if report.model not in OCCURRING:
            cls._add_lines(record)
        return record

    # === The proof ===

    def _text(self, report, record):
        reports = self.env["ir.actions.report"].with_context(tz="America/New_York")
        content, _kind = reports._render_qweb_html(report.report_name, record.ids)
        page = html.fromstring(content.decode())
        return "\n".join(page.xpath("//body//text()[not(ancestor::style)]"))

    def test_each_paper_in_chinese(self):
        """A paper that is written tomorrow is in it: its record is made here."""
        self.assertGreater(len(self.reports), 80)
        for report in self.reports:
            with self.subTest(paper=report.report_name):
                text = self._text(report, self._record(report))
                self.assertRegex(text, "[\u4e00-\u9fff]")
                # Capitals alone are numbers of documents and codes of units.
                words = {word for word in english(text) if not word.isupper()}
                self.assertEqual(words - {"kWh"}, set(), text)
                self.assertNotIn(READERS_DAY, text)

    def test_text_of_the_pdf(self):
        """The words can be searched in the file and copied from it."""
        receipt = self.env["property.receipt"].search(
            [("estate_id", "=", self.estate.id)], limit=1
        )
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "property_service.property_receipt_report", receipt.ids
        )
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        for words in ("收款收据", "人民币（大写）", receipt.name):
            self.assertIn(words, text)
