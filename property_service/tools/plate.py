"""Number plates of mainland vehicles (GA 36-2018). No database here."""

import re
import unicodedata

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"[{PROVINCES}使领][A-Z][A-HJ-NP-Z0-9]{{4}}"
    r"([A-HJ-NP-Z0-9]{1,2}|[挂学警港澳使领])"
)


def normalise(plate):
    """One spelling of a plate: half width, capitals, no blanks, dots or dashes."""
    text = unicodedata.normalize("NFKC", str(plate or "")).upper()
    return re.sub(r"[\s·•∙・.\-_]", "", text)


def is_plate(plate):
    """Whether a normalised plate has the form of a car or new-energy plate."""
    return bool(PLATE.fullmatch(plate))
