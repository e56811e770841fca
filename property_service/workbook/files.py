"""Opens an uploaded workbook, after looking at what the file really is."""

import io
import zipfile

from openpyxl import load_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_BYTES = 30 * 1024**2
MAX_UNPACKED = 400 * 1024**2
# Spreadsheet XML packs 10 to 40 times; a bomb thousands of times.
MAX_RATIO = 300
RATIO_FROM = 5 * 1024**2
MAX_COLUMNS = 200
MAX_ROWS = 200000


class FileError(Exception):
    """A file that is no workbook we read; ``code`` names the issue."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


def check_file(content):
    """:raise FileError: unless the bytes are a harmless .xlsx workbook."""
    if not content:
        raise FileError("file_empty")
    if len(content) > MAX_BYTES:
        raise FileError("file_too_large", limit=MAX_BYTES // 1024**2)
    if content.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise FileError("file_encrypted" if encrypted else "file_old_format")
    if not content.startswith(b"PK"):
        raise FileError("file_type")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise FileError("file_damaged") from error


def _check_archive(archive):
    members = archive.infolist()
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise FileError("file_type")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise FileError("file_macros")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise FileError("file_bomb")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and member.file_size / packed > MAX_RATIO:
            raise FileError("file_bomb")
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                # Workbooks have no document type; entities in one can eat memory.
                if b"<!DOCTYPE" in part.read(2048).upper():
                    raise FileError("file_damaged")


def open_workbook(content):
    """The workbook for reading row by row, with the results of its formulas."""
    check_file(content)
    try:
        return load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
    except Exception as error:
        # openpyxl meets broken files with whatever exception the XML causes.
        raise FileError("file_damaged") from error


def sheet_rows(sheet, first=1, last=None):
    """Rows from ``first``, as tuples of plain values, without the file's wrong
    idea of its size (some programs write A1:A1)."""
    if first == 1:
        sheet.reset_dimensions()
    yield from sheet.iter_rows(
        min_row=first, max_row=last, max_col=MAX_COLUMNS, values_only=True
    )
