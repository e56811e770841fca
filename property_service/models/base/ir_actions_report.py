import base64
import io
import re
from itertools import groupby

import lxml.html
import qrcode
from qrcode.image.svg import SvgPathImage

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...tools import pdf
from .property_estate_calendar import CLOCK

OUR_MODULES = ("property_service", "property_service_reports")
# What stays on one line, alone in its cell: a day with its time, a code, a short word.
WHOLE = re.compile(
    r"\d{4}-\d\d-\d\d( \d\d:\d\d)?|[\dA-Za-z-]{1,16}|[\u4e00-\u9fff]{1,4}"
)
MONTH_CELLS = 14  # more cells than that in a row are the days of a month
# Where a printed record names its estate; wizards name units.
ESTATE_PATHS = (
    "estate_id",
    "property_estate_id",
    "unit_id.estate_id",
    "unit_ids.estate_id",
)


class IrActionsReport(models.Model):
    """Printouts of the suite go through a browser, hundreds of documents in one run.

    A report of ours is an ordinary ``qweb-pdf`` record whose template calls
    ``property_service.property_report_container`` once and, in it,
    ``property_service.property_report_layout`` for every document. Reports of others
    keep wkhtmltopdf, and get a browser where it is missing.
    """

    _inherit = "ir.actions.report"

    def _property_is_ours(self):
        self.ensure_one()
        return self.report_name.split(".")[0] in OUR_MODULES

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if not report._property_is_ours():
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        # Printed in tests too: a page that was never printed proves nothing.
        res_ids = [res_ids] if isinstance(res_ids, int) else res_ids
        streams = self._render_qweb_pdf_prepare_streams(
            report_ref, data or {}, res_ids=res_ids
        )
        return streams, "pdf"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report._property_is_ours():
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        keeps = (
            report.attachment
            and res_ids
            and not self.env.context.get("report_pdf_no_attachment")
        )
        if keeps:
            return self._property_streams_with_attachments(report, data, res_ids)
        content, _counts = self._property_print_documents(report, data, res_ids)
        # Under False, as core names a file that is not split into documents; one
        # document is itself.
        key = res_ids[0] if res_ids and len(res_ids) == 1 else False
        return {key: {"stream": io.BytesIO(content), "attachment": None}}

    def _property_streams_with_attachments(self, report, data, res_ids):
        """A stream per document, from its attachment where that is to be used again."""
        streams = {}
        for record in self.env[report.model].browse(res_ids):
            attachment = report.retrieve_attachment(record)
            reused = attachment and report.attachment_use
            streams[record.id] = {
                "stream": io.BytesIO(attachment.raw) if reused else None,
                "attachment": attachment,
            }
        missing = [res_id for res_id in streams if not streams[res_id]["stream"]]
        if missing:
            content, counts = self._property_print_documents(report, data, missing)
            for res_id, part in zip(missing, pdf.split(content, counts), strict=True):
                streams[res_id]["stream"] = io.BytesIO(part)
        return streams

    def _property_print_documents(self, report, data, res_ids):
        """Print the records of a report of ours.

        :return: PDF as bytes, and the page count of each document
        """
        roots = [
            self._property_page(report, data, ids)
            for ids in self._property_runs(report, res_ids)
        ]
        root = roots[0]
        style = "\n".join(node.text_content() for node in root.findall("head/style"))
        articles = [node for each in roots for node in each.find_class("article")]
        try:
            return pdf.print_documents(
                [lxml.html.tostring(node, encoding="unicode") for node in articles],
                style,
                report._property_page_format(),
                self._property_page_label,
                lang=root.get("lang") or "zh-CN",
            )
        except pdf.PrinterMissing as error:
            raise self._property_no_printer() from error
        except pdf.PrintFailed as error:
            raise UserError(
                self.env._("Printing failed: %(reason)s", reason=error)
            ) from error

    def _property_page(self, report, data, res_ids):
        data = {**(data or {}), "report_type": "pdf"}
        html, _type = self._render_qweb_html(report.report_name, res_ids, data=data)
        root = lxml.html.document_fromstring(
            html, parser=lxml.html.HTMLParser(encoding="utf-8")
        )
        for node in root.xpath("//main//*[self::td or self::th or self::strong]"):
            self._property_keep_whole(node)
        return root

    def _property_keep_whole(self, node):
        """Days, codes of units and names of people are not broken over two lines.

        Browsers break at every hyphen and between any two Chinese characters.
        """
        is_month = node.tag != "strong" and len(node.getparent()) > MONTH_CELLS
        text = (node.text_content() or "").strip()
        if len(node) == 0 and not is_month and WHOLE.fullmatch(text):
            node.set("class", f"{node.get('class', '')} whole".strip())

    # === The clock of papers ===

    def _property_runs(self, report, res_ids):
        """The records in their order, parted where the clock of their estates changes.

        :return: list of lists of ids
        """
        records = self.env[report.model].browse(res_ids or ())
        # Odoo's own groupby would bring the papers out of their order.
        zones = groupby(records, self._property_zone)  # pylint: disable=bad-builtin-groupby
        runs = [[record.id for record in run] for _zone, run in zones]
        return runs or [res_ids]

    @api.model
    def _property_zone(self, record):
        """Time zone of what a paper tells: its estate's, whoever prints it where."""
        for path in ESTATE_PATHS:
            if path.split(".")[0] in record._fields:
                # As the reader: what sudo has read is in the cache for everybody.
                estate = record.mapped(path)[:1]
                if estate:
                    return str(estate._property_tz())
        return str(self.env["resource.calendar"]._property_tz())

    def _render_qweb_html(self, report_ref, docids, data=None):
        report = self._get_report(report_ref)
        if report._property_is_ours():
            ids = [docids] if isinstance(docids, int) else docids or ()
            records = self.env[report.model].browse(ids[:1])
            here = self.with_context(tz=self._property_zone(records))
            return super(IrActionsReport, here)._render_qweb_html(
                report_ref, docids, data=data
            )
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report._property_is_ours():
            values["clock"] = self._property_clock
        return values

    @api.model
    def _property_clock(self, moment, pattern=CLOCK):
        """A moment on paper; what core offers goes by the clock of the reader."""
        if not moment:
            return ""
        return fields.Datetime.context_timestamp(self, moment).strftime(pattern)

    def _property_page_format(self):
        paper = self.get_paperformat()
        return pdf.PageFormat(
            width=paper.print_page_width,
            height=paper.print_page_height,
            margins=(
                paper.margin_top,
                paper.margin_right,
                paper.margin_bottom,
                paper.margin_left,
            ),
        )

    def _property_page_label(self, page, pages):
        return self.env._("Page %(page)s of %(pages)s", page=page, pages=pages)

    def _property_no_printer(self):
        return UserError(
            self.env._(
                "No printing program is installed on the server. Install Chromium"
                " (apt-get install chromium fonts-noto-cjk) and print again."
            )
        )

    @api.model
    def _property_qr(self, value):
        """A QR code as an address that a printout carries without a request."""
        image = qrcode.make(value, image_factory=SvgPathImage, border=1)
        return (
            f"data:image/svg+xml;base64,{base64.b64encode(image.to_string()).decode()}"
        )

    # === Reports of others ===

    @api.model
    def get_wkhtmltopdf_state(self):
        """A browser prints where wkhtmltopdf is missing, as on Debian 13."""
        state = super().get_wkhtmltopdf_state()
        if state in ("install", "broken") and self._property_browser():
            return "ok"
        return state

    @api.model
    def _property_browser(self):
        try:
            kind, path = pdf.find_printer()
        except pdf.PrinterMissing:
            return None
        return path if kind == "browser" else None

    @api.model
    def _run_wkhtmltopdf(self, bodies, *args, **kwargs):
        """One document a call, since unpatched builds of wkhtmltopdf take no more."""
        if _wkhtml().state in ("install", "broken"):
            return self._property_run_browser(bodies, **kwargs)
        if len(bodies) < 2 or _wkhtml().is_patched_qt:
            return super()._run_wkhtmltopdf(bodies, *args, **kwargs)
        return pdf.merge(
            [
                super(IrActionsReport, self)._run_wkhtmltopdf([body], *args, **kwargs)
                for body in bodies
            ]
        )

    @api.model
    def _property_run_browser(self, bodies, header=None, footer=None, **_options):
        """Print documents of others: head, text and foot one after another."""
        path = self._property_browser()
        if not path:
            raise self._property_no_printer()
        heads, feet = self._property_parts(header), self._property_parts(footer)
        pages = []
        for number, body in enumerate(bodies):
            root = lxml.html.document_fromstring(str(body))
            for position, parts in (0, heads), (len(root.body), feet):
                if number < len(parts):
                    root.body.insert(position, parts[number])
            pages.append(
                lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
            )
        return pdf.print_pages(path, pages)

    def _property_parts(self, html):
        """The heads or feet of all documents, which core prepares in one page."""
        if not html:
            return []
        root = lxml.html.document_fromstring(str(html))
        return root.find_class("header") + root.find_class("footer")
