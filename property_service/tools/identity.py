"""Identity numbers: normalise, check, mask and hash. No database here."""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

# GB 11643-1999: weights of the first 17 digits and the check characters.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


def normalise(number):
    """One spelling of a number: half width, capitals, no spaces or dashes."""
    text = unicodedata.normalize("NFKC", str(number or "")).upper()
    return re.sub(r"[^0-9A-Z]", "", text)


def check_character(body):
    """The 18th character of a resident identity number."""
    total = sum(
        int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)
    )
    return CHECK_CHARACTERS[total % 11]


def birthday(number):
    """Day of birth in a resident identity number, or None where it is no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_resident_number(number):
    """Whether a normalised number is an 18-digit resident identity number."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return False
    born = birthday(number)
    if not born or not date(1900, 1, 1) <= born <= date.today():
        return False
    return number[17] == check_character(number[:17])


def mask(number):
    """First three and last four characters; less of a short number."""
    if len(number) < 10:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def keyed_hash(number, secret):
    """Hash under which a number is found again, useless without the secret."""
    return hmac.new(secret.encode(), number.encode(), hashlib.sha256).hexdigest()
