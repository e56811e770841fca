"""Print HTML as PDF: many documents in one run of a browser, merged by pypdf.

Chromium prints a few hundred pages a second when it gets them in one file, against
five a second one by one, and embeds each font once. Where no browser is found,
wkhtmltopdf prints one document a call: Debian's build takes no more.
"""

import io
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from .pdf_text import mend_chinese_text

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT = 300  # seconds for one run, hundreds of pages
# Printed pages need nothing from outside and run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


class PrinterMissing(Exception):
    """Neither a browser nor wkhtmltopdf is installed."""


class PrintFailed(Exception):
    """The printing program gave no PDF."""


class PageFormat:
    """Paper and margins in millimetres."""

    def __init__(self, width=210, height=297, margins=(15, 15, 18, 15)):
        self.width = width
        self.height = height
        self.margins = margins  # top, right, bottom, left

    @property
    def css(self):
        margins = " ".join(f"{margin}mm" for margin in self.margins)
        return f"@page {{ size: {self.width}mm {self.height}mm; margin: {margins}; }}"

    @property
    def arguments(self):
        """The same for wkhtmltopdf, which does not know @page."""
        top, right, bottom, left = (f"{margin}mm" for margin in self.margins)
        return [
            *("--page-width", f"{self.width}mm", "--page-height", f"{self.height}mm"),
            *("--margin-top", top, "--margin-right", right),
            *("--margin-bottom", bottom, "--margin-left", left),
        ]


def find_printer():
    """Name and path of the program that prints here, the better one first."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return "browser", path
    if path := shutil.which("wkhtmltopdf"):
        return "wkhtmltopdf", path
    raise PrinterMissing


def print_documents(documents, style, page_format, page_label, lang="zh-CN"):
    """Print documents one after another, each beginning on a new page.

    :param documents: list of HTML strings, the contents of a body each
    :param str style: CSS for all of them
    :param page_label: function of page and pages that gives the footer of documents
        of two pages or more; pages count anew in each document
    :return: PDF as bytes and the list of the documents' page counts
    """
    kind, path = find_printer()
    if kind == "browser":
        reader, counts = _print_together(path, documents, style, page_format, lang)
    else:
        reader, counts = _print_apart(path, documents, style, page_format, lang)
    writer = PdfWriter()
    writer.append(reader, import_outline=False)
    labels = [
        page_label(page, count) if count > 1 else None
        for count in counts
        for page in range(1, count + 1)
    ]
    if any(labels):
        _stamp(writer, labels, page_format, (kind, path), lang)
    mend_chinese_text(writer)
    return _to_bytes(writer), counts


def print_pages(path, pages):
    """Print complete HTML pages with the browser, one after another."""
    writer = PdfWriter()
    for page in pages:
        writer.append(_run_browser(path, page), import_outline=False)
    mend_chinese_text(writer)
    return _to_bytes(writer)


def split(pdf, counts):
    """The documents of one PDF as PDFs of their own."""
    reader = PdfReader(io.BytesIO(pdf))
    first = 0
    for count in counts:
        writer = PdfWriter()
        writer.append(reader, pages=(first, first + count), import_outline=False)
        yield _to_bytes(writer)
        first += count


def merge(pdfs):
    """One PDF of several, in their order."""
    writer = PdfWriter()
    for pdf in pdfs:
        writer.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
    return _to_bytes(writer)


def _to_bytes(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _page(body, style, page_format, lang):
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{page_format.css}\n{style}</style></head><body>{body}</body></html>"
    )


def _print_together(path, documents, style, page_format, lang):
    """One run; links to the documents' beginnings tell on which pages they start."""
    ids = [f"property-document-{number}" for number in range(len(documents))]
    parts = [
        f'<div id="{anchor}" class="property_document">{document}</div>'
        for anchor, document in zip(ids, documents, strict=True)
    ]
    style += ".property_document + .property_document { page-break-before: always; }"
    links = "".join(f'<a href="#{anchor}"></a>' for anchor in ids)
    body = "".join(parts) + f'<div style="display: none">{links}</div>'
    reader = _run_browser(path, _page(body, style, page_format, lang))
    places = reader.named_destinations
    starts = [
        reader.get_destination_page_number(places[f"/{anchor}"]) for anchor in ids
    ]
    ends = starts[1:] + [len(reader.pages)]
    return reader, [end - start for start, end in zip(starts, ends, strict=True)]


def _print_apart(path, documents, style, page_format, lang):
    pdfs = [
        _run_wkhtmltopdf(path, _page(document, style, page_format, lang), page_format)
        for document in documents
    ]
    counts = [len(PdfReader(io.BytesIO(pdf)).pages) for pdf in pdfs]
    return PdfReader(io.BytesIO(merge(pdfs))), counts


def _stamp(writer, labels, page_format, printer, lang):
    """Lay the page numbers, printed once each, over the pages."""
    texts = sorted({label for label in labels if label})
    bottom = page_format.height - 10
    style = (
        "body { margin: 0; font-family: sans-serif; }"
        f".label {{ position: relative; height: {page_format.height - 1}mm; }}"
        f".label p {{ position: absolute; top: {bottom}mm; width: 100%; margin: 0;"
        " text-align: center; font-size: 9pt; color: #444; }"
    )
    bare = PageFormat(page_format.width, page_format.height, (0, 0, 0, 0))
    pages = [f'<div class="label"><p>{text}</p></div>' for text in texts]
    kind, path = printer
    run = _print_together if kind == "browser" else _print_apart
    overlay, _counts = run(path, pages, style, bare, lang)
    for page, label in zip(writer.pages, labels, strict=True):
        if label:
            page.merge_page(overlay.pages[texts.index(label)])


def _run_browser(path, html):
    with tempfile.TemporaryDirectory(prefix="property-print-") as folder:
        source, target = Path(folder, "in.html"), Path(folder, "out.pdf")
        source.write_text(html, encoding="utf-8")
        _run(
            [
                path,
                "--headless",
                # The pages are ours, without scripts, frames or network (POLICY);
                # the browser's own sandbox needs rights that servers rarely give.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                # Tags for screen readers make a batch seven times as large.
                "--disable-pdf-tagging",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            folder,
        )
        return _result(target, path)


def _run_wkhtmltopdf(path, html, page_format):
    with tempfile.TemporaryDirectory(prefix="property-print-") as folder:
        source, target = Path(folder, "in.html"), Path(folder, "out.pdf")
        source.write_text(html, encoding="utf-8")
        arguments = ["--quiet", "--disable-javascript", "--disable-local-file-access"]
        command = [path, *arguments, *page_format.arguments, str(source), str(target)]
        _run(command, folder)
        _result(target, path)
        return target.read_bytes()


def _result(target, path):
    if not target.exists():
        raise PrintFailed(f"{path} wrote no file")
    return PdfReader(io.BytesIO(target.read_bytes()))


def _run(command, folder):
    """Run a printing program outside the limits that Odoo sets for its workers.

    A browser reserves far more address space than it uses and dies at the limit.
    """
    lifted = 'ulimit -S -v unlimited; ulimit -S -t unlimited; exec "$@"'
    process = subprocess.Popen(
        ["/bin/sh", "-c", lifted, "sh", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "HOME": folder, "QT_QPA_PLATFORM": "offscreen"},
        start_new_session=True,
    )
    try:
        _out, errors = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise PrintFailed(f"{command[0]} took more than {TIMEOUT} s") from error
    if process.returncode:
        tail = errors.decode(errors="replace")[-500:]
        raise PrintFailed(f"{command[0]}: {process.returncode}, {tail}")
