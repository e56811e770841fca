"""Opens an uploaded workbook, after looking at what the file really is."""

import io
import zipfile
import zlib
from contextlib import contextmanager

from openpyxl import load_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_BYTES = 30 * 1024**2
MAX_UNPACKED = 400 * 1024**2
# Spreadsheet XML packs 10 to 40 times; a bomb thousands of times.
MAX_RATIO = 300
RATIO_FROM = 5 * 1024**2
MAX_COLUMNS = 200
MAX_ROWS = 200000
# What a broken file makes its readers raise, each seen with files broken on purpose.
BROKEN = (
    zipfile.BadZipFile,  # cut off, or a part whose checksum is wrong
    zlib.error,  # packed bytes that do not unpack
    EOFError,  # packed bytes that end early
    NotImplementedError,  # packed in a way that nobody uses for workbooks
    RuntimeError,  # a part locked with a password
    OSError,  # openpyxl finds no workbook in the archive
    SyntaxError,  # both XML parsers: text that is no XML
    KeyError,  # a part, or a name in one, that is missing
    IndexError,  # a shared text or style beyond the last
    ValueError,  # openpyxl: a value that its attribute must not have
    TypeError,  # openpyxl: an attribute that its element must not have
    AttributeError,  # openpyxl: an element without the part it refers to
    OverflowError,  # a number beyond all bounds
)


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
    with reading(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_archive(archive)


@contextmanager
def reading():
    """:raise FileError: where the file turns out to be broken."""
    try:
        yield
    except BROKEN as error:
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
    with reading():
        return load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )


def sheet_rows(sheet, first=1, last=None, columns=MAX_COLUMNS):
    """Rows from ``first``, as tuples of plain values, without the file's wrong
    idea of its size (some programs write A1:A1).

    :raise FileError: where the sheet turns out to be broken
    """
    with reading():
        if first == 1:
            sheet.reset_dimensions()
        yield from sheet.iter_rows(
            min_row=first, max_row=last, max_col=columns, values_only=True
        )
