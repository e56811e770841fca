"""Unit codes in free text, such as what owners write into a bank transfer."""

import re
import unicodedata

# What people write between building, entrance and room.
SEPARATORS = re.compile(r"号楼|单元|[栋幢座室号#_~—–·]")
CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
YEAR = re.compile(r"(?:19|20)\d\d")
BILL = re.compile(r"[A-Z0-9]+(?:/\d+)*/\d{4}(?:/\d\d)?/\d+")
# Receipts of fees and of deposits.
RECEIPT = re.compile(r"(?:SJ|YJ)\d{4}-\d{6}")
DEPOSIT_WORDS = ("押金", "保证金", "DEPOSIT")
REFERENCE = re.compile(r"[A-Z0-9]{6,}")


def plain_text(text):
    """Full-width letters and digits as half-width ones, in capitals."""
    return unicodedata.normalize("NFKC", text or "").upper()


def sort_key(code):
    """The key under which ``property.unit`` stores a code."""
    return "-".join(part.strip().zfill(6) for part in code.split("-"))


def code_candidates(text):
    """What may be a unit code in a text, without repetition, in reading order.

    A number alone is none (it may be a room, an amount, a day), nor is a date.
    """
    text = SEPARATORS.sub("-", plain_text(text))
    text = re.sub(r"-{2,}", "-", text)
    found = []
    for match in CODE.finditer(text):
        code = match.group()
        parts = code.split("-")
        if len(parts) == 1 and (code.isdigit() or code.isalpha()):
            continue
        if YEAR.fullmatch(parts[0]) and len(parts) <= 3:
            continue
        found.append(code)
    return list(dict.fromkeys(found))


def bill_numbers(text):
    return set(BILL.findall(plain_text(text)))


def receipt_numbers(text):
    return set(RECEIPT.findall(plain_text(text)))


def names_deposit(text):
    """Whether the payer says that the money is a deposit."""
    text = plain_text(text)
    return any(word in text for word in DEPOSIT_WORDS)


def references(text):
    """Long runs of letters and digits: order numbers, numbers of bank slips."""
    return set(REFERENCE.findall(plain_text(text)))
