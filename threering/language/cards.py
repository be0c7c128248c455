"""Which numbers in a text are those of payment cards, and the text without them. Pure.

A number counts by all of this: how long it is and how it begins (ISO/IEC 7812), its check digit
(Luhn), how it is grouped, and that nothing around it says that it is something else. One in forty
numbers of sixteen digits, chosen by chance, passes for a card; most of those are labelled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_GAP = r"(?:[ .\-\u00a0\u2009\u202f]|&nbsp;|&#160;)"
_RUN = re.compile(rf"[0-9](?:{_GAP}?[0-9]){{13,}}")
_GAPS = " .-\u00a0\u2009\u202f".encode()
_DIGITS = bytes(ord("0") if chr(sign) in "0123456789" else ord("x") for sign in range(256))
_FOURTEEN = b"0" * 14
_TOKEN = re.compile(r"&nbsp;|&#160;|[0-9]+|.")
_ISSUED = re.compile(
    r"4(?:[0-9]{15}|[0-9]{18})"  # Visa; its old ones of 13 digits look like EAN
    r"|(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"  # MC
    r"|3[47][0-9]{13}"  # American Express
    r"|(?:3[689][0-9]{2}|30[0-5][0-9]|3095)[0-9]{10}(?:[0-9]{2})?"  # Diners Club
    r"|(?:6011|65[0-9]{2}|64[4-9][0-9])[0-9]{12}(?:[0-9]{3})?"  # Discover
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}(?:[0-9]{3})?"  # JCB
    r"|62[0-9]{14,17}"  # UnionPay
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])[0-9]{12}(?:[0-9]{1,3})?"  # Maestro
    r"|220[0-4][0-9]{12}"  # Mir
)
_GROUPED = {(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (8, 8)}
_MOST_GROUPS = max(map(len, _GROUPED))
_EXPIRES = re.compile(r"(?:0[1-9]|1[0-2])[0-9]{2}|20[0-9]{2}")
_CARD = re.compile(
    r"visa|card|karte|carte|carta|tarjeta|amex|maestro|^(?:pan|nr|no)$", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"(?:order|bestell|auftrag|commande|pedido|ordine|encomenda|track|sendung|paket|parcel|shipment"
    r"|shipping|colis|env[ií]o|spedizione|zending|invoice|rechnung|facture|factura|fattura|kunden"
    r"|customer|client|ticket|referen|\bref|serial|serien|imei|iccid|ean|gtin|isbn|sku|artikel"
    r"|article|product|produkt|account|konto|iban|telefon|phone|mobile)\w*[ \-]*"
    r"(?:(?:number|nummer|nr|no|num|n[°º]|n[uú]m[eé]ro|id|code|is|lautet|ist|est|es)(?!\w)\W{0,3}){0,2}"
    r"[\s.:#°º=\"'(]*$",
    re.IGNORECASE,
)
_LEFT, _TOKEN_LEFT = 60, 500
"""Signs before a number that may say what it is; and that may be the address that it is part of."""

Groups = Sequence[re.Match[str]]


def masked(text: str) -> str:
    """The text in which of every card number only the last four digits are left.

    It is as long as before, and what is masked is not found again.
    """
    return _RUN.sub(lambda run: _without(run, text), text) if _may_hold(text) else text


def _may_hold(text: str) -> bool:
    """Whether fourteen digits stand anywhere with nothing but gaps between them.

    It is asked of every text that arrives, so it looks at bytes, without looking for patterns.
    """
    plain = text.encode("utf-8", "replace").replace(b"&nbsp;", b"").replace(b"&#160;", b"")
    return _FOURTEEN in plain.translate(_DIGITS, _GAPS)


def is_card(number: str) -> bool:
    """Whether digits are a card number by how it begins, how long it is and its check digit."""
    return bool(_ISSUED.fullmatch(number)) and luhn(number)


def luhn(number: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    odd, even = number[::-1][::2], number[::-1][1::2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(one), 10)) for one in even)) % 10 == 0


def _without(run: re.Match[str], text: str) -> str:
    """Digits and gaps, without cards; from left to right, a group belongs to one at most."""
    groups = [found for found in _TOKEN.finditer(run[0]) if found[0].isdigit()]
    said, begin = list(run[0]), 0
    while begin < len(groups):
        end = _end_of_card(begin, groups, run, text)
        _strike(said, groups[begin:end])
        begin = end or begin + 1
    return "".join(said)


def _end_of_card(begin: int, groups: Groups, run: re.Match[str], text: str) -> int:
    """After which group a card number ends that begins with this one; 0: none begins here."""
    sizes = [len(one[0]) for one in groups[begin : begin + _MOST_GROUPS]]
    for count, total in enumerate(accumulate(sizes), 1):
        if total > 19:
            break
        if count > 1 and tuple(sizes[:count]) not in _GROUPED:
            continue
        end = begin + count
        number = "".join(one[0] for one in groups[begin:end])
        if is_card(number) and _stands_alone(begin, end, groups, run, text):
            return end
    return 0


def _stands_alone(begin: int, end: int, groups: Groups, run: re.Match[str], text: str) -> bool:
    """Whether it is no piece of something longer, nor called something else."""
    stuck = _is_stuck(text[max(run.start() - _LEFT, 0) : run.start()])
    if begin == 0 and stuck:
        return False
    if end == len(groups) and re.match(r"[\w@]", text[run.end() : run.end() + 1]):
        return False
    if end - begin > 1:  # an IBAN or the number of a parcel goes on in groups of four
        before = groups[begin - 1][0] if begin else ""
        after = groups[end][0] if end < len(groups) else ""
        if len(before) == 4 or (begin == 1 and stuck):
            return False
        if len(after) == 4 and not _EXPIRES.fullmatch(after):
            return False
    return not _is_called_otherwise(run.start() + groups[begin].start(), text)


def _is_stuck(before: str) -> bool:
    """Whether what stands before goes on in the number: a word, or a hyphen that binds one."""
    if re.search(r"[\w+]$", before):
        return True
    joined = re.search(r"(\w+)[\-._/]$", before)
    return bool(joined and not _CARD.search(joined[1]))


def _is_called_otherwise(start: int, text: str) -> bool:
    """Whether it is labelled as something else, or is part of the address of a page."""
    line = re.split(r"[\r\n]", text[max(start - _LEFT, 0) : start])[-1]
    token = re.split(r"[\s<>\"']", text[max(start - _TOKEN_LEFT, 0) : start])[-1]
    return bool(_ANOTHER.search(line)) or "://" in token or token.startswith("www.")


def _strike(said: list[str], card: Groups) -> None:
    """An X for each digit of a card but its last four; gaps stay."""
    left = sum(len(one[0]) for one in card) - 4
    for one in card:
        count = min(left, len(one[0]))
        said[one.start() : one.start() + count] = "X" * count
        left -= count
