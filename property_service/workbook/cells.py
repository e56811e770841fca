"""What people type into cells, as values: one parser per kind of column.

The workbooks of property companies hold numbers where text is meant, dates in four
notations, codes with an explanation beside them and several values in one cell.
A parser returns a JSON value or raises :class:`CellError`.
"""

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from openpyxl.utils.datetime import from_excel

from ..tools import identity, plate

EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|_x00[01][0-9A-Fa-f]_")
# Zero-width characters and byte order marks come along when text is pasted.
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
EXPLAINED = re.compile(r"^(.+?)\s*[(\[【](.*)[)\]】]$")
SEPARATOR = re.compile(r"[#;、\n]")
DASHES = re.compile("[\u2010-\u2015\u2212_/\\\\~]")
NUMERIC = re.compile(r"^[-+]?\d[\d.,-]*$")
DATE_TEXT = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?(?:[ T]\d{1,2}:.*)?$"
)
MOMENT_TEXT = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T,]*(上午|下午|晚上|中午|凌晨|AM|PM)?[ ]*(\d{1,2})(?:[:时点](\d{1,2})?分?)?"
    r"(?:[:](\d{1,2})(?:\.\d+)?|(\d{1,2})秒)?[ ]*(AM|PM)?Z?)?$",
    re.I,
)
AFTERNOON = {"下午", "晚上", "PM"}
# Spreadsheet files write a line's end, which XML has no sign for, in letters.
LINE_END = re.compile(r"\r\n?|_x000D_\n?", re.I)
MOBILE = re.compile(r"^1[3-9]\d{9}$")
LANDLINE = re.compile(r"^(0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|\d{7,8})$")
CREDIT_CODE = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{18}$")
UNIT_WORDS = re.compile(
    r"^(?P<building>[0-9A-Z]+)(?:号楼|栋|幢|座|楼)"
    r"(?:(?P<entrance>[0-9A-Z]+)单元)?-?(?P<room>[0-9A-Z-]+)(?:室|号|房|铺)?$"
)
BUILDING_WORDS = re.compile(r"(号楼|栋|幢|座|楼)$")
FIRST_YEAR, LAST_YEAR = 1950, 2100
MAX_TEXT = 250


class CellError(Exception):
    """A cell that cannot be taken over; ``code`` names the issue."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


def show(value):
    """The cell as a person sees it, for lists of mistakes."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
        return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def text_of(value):
    """Text without blanks around it; refuses what could do harm later."""
    text = INVISIBLE.sub("", show(value)).replace("\u3000", " ").replace("\xa0", " ")
    text = text.strip()
    if text in EXCEL_ERRORS:
        raise CellError("excel_error")
    if CONTROL.search(text):
        raise CellError("control_characters")
    return text


def is_empty(value):
    return value is None or (isinstance(value, str) and not text_or_blank(value))


def text_or_blank(value):
    return INVISIBLE.sub("", value).replace("\u3000", " ").strip()


def narrow(value):
    """Codes and numbers in half-width characters."""
    return unicodedata.normalize("NFKC", text_of(value))


def parse_text(value, limit=MAX_TEXT):
    text = text_of(value)
    # Such text becomes a formula as soon as somebody exports it (CSV injection).
    if text[:1] in "=+-@" and not NUMERIC.match(text):
        raise CellError("formula_text")
    if len(text) > limit:
        raise CellError("too_long", limit=limit)
    return text


def parse_note(value):
    return parse_text(value, limit=2000)


def parse_message(value):
    """What a customer said, word for word: blanks, brackets and signs included.

    Such text goes into a field that shows it as text; nothing of it is refused but an
    error of the spreadsheet program, and nothing left out but signs without a look.
    """
    text = LINE_END.sub("\n", show(value))
    if text.strip() in EXCEL_ERRORS:
        raise CellError("excel_error")
    return CONTROL.sub("", text)


def parse_code(value):
    """``1001(业主)`` is 1001; blanks inside a code are typing mistakes."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", parse_text(value)))
    explained = EXPLAINED.match(text)
    return explained.group(1) if explained else text


def parse_fee(value):
    """Number, code or name of a fee item; names may hold blanks and brackets."""
    return unicodedata.normalize("NFKC", parse_text(value))


def fee_key(name):
    """A name or code of a fee item as references to it are compared.

    Brackets may stand in full width in the one and in half width in the other.
    """
    return unicodedata.normalize("NFKC", name).strip().upper()


def fee_keys(text):
    """What a reference to a fee item may mean, the likeliest first, in capitals."""
    found = [text, re.sub(r"\s+", "", text)]
    explained = EXPLAINED.match(text)
    if explained:
        found += explained.groups()
    return [key.strip().upper() for key in found]


def parse_building(value):
    text = parse_code(value).upper().rstrip("#")
    return BUILDING_WORDS.sub("", text) or text


def parse_entrance(value):
    return re.sub(r"单元$", "", parse_code(value).upper())


def parse_room(value):
    return re.sub(r"(室|号|房)$", "", parse_code(value).upper())


def parse_unit(value):
    """``1-1-1001``, ``1_1_1001`` and ``1栋1单元1001室`` are one unit."""
    text = DASHES.sub("-", parse_code(value).upper())
    words = UNIT_WORDS.match(text)
    if words:
        text = "-".join(part for part in words.groups() if part)
    if not re.fullmatch(r"[^-\s]+(-[^-\s]+)*", text):
        raise CellError("unit_code")
    return text


def parse_choice(value, choices):
    """The key for which the cell, its code or its explanation is a synonym."""
    text = narrow(value).lower()
    explained = EXPLAINED.match(text)
    candidates = [text, *(explained.groups() if explained else ())]
    for candidate in candidates:
        if candidate.strip() in choices:
            return choices[candidate.strip()]
    raise CellError("unknown_choice")


def parse_number(value):
    if isinstance(value, bool | datetime | date):
        raise CellError("not_a_number")
    text = re.sub(r"[\s,¥￥元㎡]|m2|平方米?", "", narrow(value))
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise CellError("not_a_number") from error
    if not number.is_finite():
        raise CellError("not_a_number")
    return float(round(number, 8))


def parse_positive(value):
    number = parse_number(value)
    if number < 0:
        raise CellError("negative")
    return number


def parse_area(value):
    number = parse_positive(value)
    if number > 200000:
        raise CellError("area_absurd")
    if not math.isclose(number, round(number, 2), abs_tol=1e-6):
        # The register knows two decimals; more of them come from a calculation.
        raise CellError("area_decimals")
    return round(number, 2)


def parse_money(value):
    number = parse_positive(value)
    if not math.isclose(number, round(number, 2), abs_tol=1e-6):
        raise CellError("money_decimals")
    if number >= 1e9:
        raise CellError("money_absurd")
    return round(number, 2)


def parse_integer(value):
    number = parse_number(value)
    if not number.is_integer():
        raise CellError("not_whole")
    return int(number)


def parse_level(value):
    """Floors: 3, 3F, 3层, B1, -1."""
    text = re.sub(r"(F|层|楼)$", "", narrow(value).upper())
    if re.fullmatch(r"B\d+", text):
        text = "-" + text[1:]
    level = parse_integer(text)
    if not -10 <= level <= 200:
        raise CellError("level_absurd")
    return level


def parse_share(value):
    """Percent: 50, 50%, 1/2; a number up to 1 is the cell format's fraction."""
    text = narrow(value).replace(" ", "")
    fraction = re.fullmatch(r"(\d+)/(\d+)", text)
    if fraction and int(fraction[2]):
        share = 100 * int(fraction[1]) / int(fraction[2])
    elif text.endswith("%"):
        share = parse_positive(text[:-1])
    else:
        share = parse_positive(value)
        share = share * 100 if share <= 1 else share
    if share > 100:
        raise CellError("share_range")
    return round(share, 2)


def parse_boolean(value):
    text = narrow(value).lower()
    if text in ("是", "有", "y", "yes", "true", "1", "√", "对"):
        return True
    if text in ("否", "无", "没有", "n", "no", "false", "0", "×", "x"):
        return False
    raise CellError("not_yes_no")


def parse_date(value, epoch=None):
    """True dates, serial numbers of Excel and the written forms, as ISO text."""
    day = _day(value, epoch)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError("date_range")
    return day.isoformat()


def _day(value, epoch):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = narrow(value)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        options = {"epoch": epoch} if epoch else {}
        return from_excel(float(text), **options).date()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = DATE_TEXT.match(text)
    if not match:
        raise CellError("not_a_date")
    year, month, day = match.groups()
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError as error:
        raise CellError("no_such_day") from error


def parse_moment(value, epoch=None):
    """A day with or without its time, on the clock of who wrote it, as ISO text."""
    moment = _moment(value, epoch).replace(microsecond=0)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise CellError("date_range")
    return moment.isoformat(sep=" ")


def _moment(value, epoch):
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, datetime.min.time())
    text = narrow(value)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        options = {"epoch": epoch} if epoch else {}
        # Half a second is what a day's fraction leaves of the last digit.
        return from_excel(float(text), **options) + timedelta(milliseconds=500)
    if re.fullmatch(r"\d{14}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}"
    match = MOMENT_TEXT.match(text)
    if not match:
        return datetime.combine(_day(text, epoch), datetime.min.time())
    year, month, day, half, hour, minute, second, second_word, half_after = (
        match.groups()
    )
    hour = int(hour or 0)
    half = (half or half_after or "").upper()
    if half in AFTERNOON and hour < 12:
        hour += 12
    elif half == "AM" and hour == 12:
        hour = 0
    try:
        return datetime(
            int(year),
            int(month),
            int(day),
            hour,
            int(minute or 0),
            int(second or second_word or 0),
        )
    except ValueError as error:
        raise CellError("no_such_day") from error


def parse_phone(value):
    """Mobile or landline without country code; several numbers become one list."""
    if isinstance(value, float) and not value.is_integer():
        raise CellError("phone")
    text = re.sub(r"[\s()]", "", narrow(value))
    if re.fullmatch(r"[\d.]+E\+?\d+", text, re.I):
        raise CellError("digits_lost")
    text = re.sub(r"^(\+86|0086)-?", "", DASHES.sub("-", text))
    text = re.sub(r"\.0$", "", text)
    if re.fullmatch(r"1\d{2}-\d{4}-\d{4}", text):
        text = text.replace("-", "")
    if not (MOBILE.match(text) or LANDLINE.match(text)):
        raise CellError("phone")
    return text


def parse_identity(value):
    """Chinese ID number with its check digit, or a company's credit code."""
    if isinstance(value, int | float) and abs(value) >= 1e15:
        # Excel keeps 15 digits of a number.
        raise CellError("digits_lost")
    text = narrow(value)
    if re.fullmatch(r"[\d.]+E\+?\d+", text, re.I):
        raise CellError("digits_lost")
    text = identity.normalise(text)
    if re.fullmatch(r"\d{17}[\dX]", text):
        if not identity.is_resident_number(text):
            raise CellError("identity_checksum")
        return text
    if CREDIT_CODE.match(text):
        return text
    raise CellError("identity_form")


def parse_plate(value):
    text = plate.normalise(narrow(value))
    if not plate.is_plate(text):
        raise CellError("plate")
    return text


def parse_email(value):
    text = parse_text(value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        raise CellError("email")
    return text.lower()


PARSERS = {
    "text": parse_text,
    "note": parse_note,
    "message": parse_message,
    "code": parse_code,
    "fee": parse_fee,
    "building": parse_building,
    "entrance": parse_entrance,
    "room": parse_room,
    "unit": parse_unit,
    "number": parse_positive,
    "integer": parse_integer,
    "level": parse_level,
    "area": parse_area,
    "money": parse_money,
    "share": parse_share,
    "boolean": parse_boolean,
    "date": parse_date,
    "moment": parse_moment,
    "phone": parse_phone,
    "identity": parse_identity,
    "plate": parse_plate,
    "email": parse_email,
}


def parse(value, cell_type, choices=None, epoch=None, multiple=False):
    """The cell as a JSON value, a list of them for columns that hold several.

    :param value: what the workbook holds
    :param str cell_type: key of ``PARSERS``, or ``choice``
    :param dict choices: synonym to key, for choices
    :param epoch: first day of the workbook's calendar, for serial dates
    :param bool multiple: whether ``#`` separates several values
    """
    if multiple and isinstance(value, str):
        parts = SEPARATOR.split(value.replace("；", ";").replace("＃", "#"))
        return [
            parse(part, cell_type, choices, epoch)
            for part in parts
            if not is_empty(part)
        ]
    if cell_type == "choice":
        result = parse_choice(value, choices or {})
    elif cell_type in ("date", "moment"):
        result = PARSERS[cell_type](value, epoch)
    else:
        result = PARSERS[cell_type](value)
    return [result] if multiple else result
