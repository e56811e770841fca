"""Make Chinese text in a PDF searchable and copyable.

Noto's Chinese fonts draw a character and the radical that looks the same with one
glyph. The browser notes the first of the two code points for it, so that 页 is found
as the radical ⻚, and a search for 页 in the PDF finds nothing.
"""

import re
import unicodedata

from pypdf.generic import DecodedStreamObject, StreamObject

# Radicals that Unicode gives no decomposition for, and what they stand for.
_RADICALS = (
    "⺂⺃⺅⺉⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺭⺯⺰⺱⺹⺺⺾⻂⻅⻆⻈⻉⻋⻌"
    "⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲⻳⺎⺫⺲⻁⻃"
    "⼾"
)
_CHARACTERS = (
    "乛乚亻刂尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭礻糹纟罓耂肀艹衤见角讠贝车辶"
    "钅長镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀龟兀罒罒虎覀"
    "户"
)
_TABLE = {
    **{
        chr(code): unicodedata.normalize("NFKC", chr(code))
        for code in range(0x2F00, 0x2FE0)
    },
    **dict(zip(_RADICALS, _CHARACTERS, strict=True)),
}
_CODES = {
    f"{ord(radical):04X}".encode(): f"{ord(character):04X}".encode()
    for radical, character in _TABLE.items()
    if radical != character
}
_SECTION = re.compile(rb"\d+ beginbf(char|range)(.*?)endbf(?:char|range)\s*", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL
)
_SECTION_SIZE = 100  # most entries of one section


def mend_chinese_text(writer):
    """Put characters in place of radicals in the fonts' tables of code points."""
    for number, item in enumerate(writer._objects):
        # Images, fonts and pages name what they are; tables of code points do not.
        if not isinstance(item, StreamObject) or {"/Type", "/Subtype"} & item.keys():
            continue
        table = item.get_data()
        if b"begincmap" in table and (mended := _mend(table)):
            stream = DecodedStreamObject()
            stream.set_data(mended)
            writer._objects[number] = stream.flate_encode()


def _mend(table):
    """The table with every entry spelt out, or None when it holds no radical."""
    entries = [
        entry for section in _SECTION.finditer(table) for entry in _read(section)
    ]
    if not any(code in _CODES for _glyph, code in entries):
        return None
    lines = [b"<%s> <%s>" % (glyph, _CODES.get(code, code)) for glyph, code in entries]
    sections = b""
    for start in range(0, len(lines), _SECTION_SIZE):
        part = lines[start : start + _SECTION_SIZE]
        sections += b"%d beginbfchar\n%s\nendbfchar\n" % (len(part), b"\n".join(part))
    return _SECTION.sub(b"", table).replace(b"endcmap", sections + b"endcmap")


def _read(section):
    """Pairs of glyph number and code point, as they stand in hexadecimal."""
    if section[1] == b"char":
        numbers = [number.upper() for number in _HEX.findall(section[2])]
        return list(zip(numbers[::2], numbers[1::2], strict=True))
    entries = []
    for first, last, code, listed in _RANGE.findall(section[2]):
        glyphs = range(int(first, 16), int(last, 16) + 1)
        codes = _HEX.findall(listed) or [
            b"%0*X" % (len(code), int(code, 16) + step) for step in range(len(glyphs))
        ]
        for glyph, value in zip(glyphs, codes, strict=True):
            entries.append((b"%0*X" % (len(first), glyph), value.upper()))
    return entries
