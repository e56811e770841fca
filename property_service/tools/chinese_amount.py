"""Amounts in capital Chinese numerals (大写金额), as receipts must show them."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def chinese_amount(amount):
    """Write an amount of yuan in capital numerals.

    The rules are those for bank notes (支付结算办法, annex 1): runs of zeros are
    written once, 整 closes an amount without fen.

    :param amount: number of yuan; rounded to the fen
    :return: text such as 壹仟零伍元叁角整
    """
    cents = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "负" if cents < 0 else ""
    total = int(abs(cents) * 100)
    yuan, jiao, fen = total // 100, total // 10 % 10, total % 10
    text = f"{_integer(yuan)}元" if yuan else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif yuan and fen:
        text += DIGITS[0]
    if fen:
        return f"{sign}{text}{DIGITS[fen]}分"
    return f"{sign}{text or '零元'}整"


def _integer(number):
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    text = ""
    for index in reversed(range(len(groups))):
        group = groups[index]
        if not group:
            continue
        # A gap between the groups is read as one zero.
        skipped = index + 1 < len(groups) and (group < 1000 or not groups[index + 1])
        if text and skipped:
            text += DIGITS[0]
        text += _group(group) + GROUPS[index]
    return text


def _group(group):
    """Up to four digits, zeros inside written once and at the end not at all."""
    text = ""
    zero = False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            text += (DIGITS[0] if zero and text else "") + DIGITS[digit] + PLACES[place]
            zero = False
        else:
            zero = True
    return text
