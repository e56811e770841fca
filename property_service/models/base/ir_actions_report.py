import base64
import io

import lxml.html
import qrcode
from qrcode.image.svg import SvgPathImage

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...tools import pdf

OUR_MODULES = ("property_service", "property_service_reports")


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
        data = {**(data or {}), "report_type": "pdf"}
        html, _type = self._render_qweb_html(report.report_name, res_ids, data=data)
        root = lxml.html.document_fromstring(
            html, parser=lxml.html.HTMLParser(encoding="utf-8")
        )
        style = "\n".join(node.text_content() for node in root.findall("head/style"))
        articles = root.find_class("article")
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
