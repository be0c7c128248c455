"""Bytes as text, whatever charset they claim, forget or invent."""

# ruff: noqa: RUF001 - the words of many scripts
from __future__ import annotations

import codecs
import re
from functools import cache

GUESSED = "charset-guessed"
WRONG = "charset-wrong"
UNKNOWN = "charset-unknown"
BROKEN = "charset-broken"

# What people write, and the widest charset that reads all of it: mailers say gb2312 and send gbk.
ALIASES = {
    "ansi": "cp1252",
    "ansi_x3.110-1983": "latin-1",
    "ansi_x3.4-1968": "ascii",
    "big5": "cp950",
    "binary": "ascii",
    "cn-big5": "cp950",
    "cn-gb": "gb18030",
    "cp-850": "cp850",
    "cp-1252": "cp1252",
    "default": "ascii",
    "dos-874": "cp874",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "hz-gb-2312": "hz",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-8-i": "cp1255",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "ks_c_5601": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "latin1": "cp1252",
    "macintosh": "mac_roman",
    "none": "ascii",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-2-0-utf-7": "utf-7",
    "unknown-8bit": "ascii",
    "us-ascii": "ascii",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
    "x-unknown": "ascii",
    "x-windows-949": "cp949",
}
# For bytes without a believable claim: each charset, the signs that make up much of what is written
# in it, and how much of a real text they make up.
CANDIDATES = {
    "cp932": ("\u3041-\u3096\u30a1-\u30fc\u3001\u3002日本人年月様送信件", 0.5),
    "euc_jp": ("\u3041-\u3096\u30a1-\u30fc\u3001\u3002日本人年月様送信件", 0.5),
    "gb18030": (
        "的一是不了在人有我他这中大来上个国和说们为你时要就会可也公司发展业管理生产产品客户"
        "信息网工作企如何培训课程邮件您好请，。：！、（）",
        0.3,
    ),
    "cp950": (
        "的一是不了在人有我他這中大來上個國和說們為你時要就會可也公司發展業管理生產產品客戶"
        "信息網工作企如何培訓課程郵件您好請，。：！、（）",
        0.3,
    ),
    "cp949": ("이다는을를의에가한고하지로서기은도사시리어인안녕세요습니메일확답", 0.3),
    "cp1251": ("оеаинтсрвлкмпыьяОЕАИНТСРВЛКМП", 0.7),
    "koi8_r": ("оеаинтсрвлкмпыьяОЕАИНТСРВЛКМП", 0.7),
    "cp1252": ("äöüßÄÖÜéèàçêñóíáúâôõãøåæÉ€’‘“”–—…«»°", 0.6),
}
ESCAPED = re.compile(rb"\x1b\$[@B]|\x1b\(J|\x1b\$\(D")
KOREAN_ESCAPE = b"\x1b$)C"
HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape"}  # for other things
SAMPLE = 4000  # bytes that a guess looks at
BEGINNING = 100_000  # that show whether a claim nearly holds


def decode(payload: bytes, claimed: str | None = None) -> tuple[str, str]:
    """The text, and what was wrong with the claim ("" when nothing was)."""
    name = codec(claimed or "ascii")
    if name is None:
        return guess(payload), UNKNOWN
    if payload.isascii() and b"\x1b" not in payload and name not in ("utf-7", "hz"):
        return _plain(payload, name), ""
    text = _strictly(payload, _escaped(payload) or name)
    if text is not None:
        return text, ""
    return _despite(payload, name, claimed or "")


def guess(payload: bytes) -> str:
    """Bytes without a claim: UTF-8 if they can be, else the charset whose usual signs they hold."""
    shifted = _escaped(payload) or ("hz" if HZ.search(payload) else "utf-8")
    text = _strictly(payload, shifted)
    if text is not None:
        return text
    best = max(CANDIDATES, key=lambda name: _likeness(payload[:SAMPLE], name))
    found = _strictly(payload, best)
    return found if found is not None else payload.decode(best, "replace")


@cache
def codec(claimed: str) -> str | None:
    """Python's name for a charset as mailers write it; None for one that nobody knows."""
    name = claimed.strip("\"' \t;,").lower().removeprefix("charset=").replace("_", "-")
    for candidate in (ALIASES.get(name), ALIASES.get(name.replace("-", "_")), name):
        try:
            found = codecs.lookup(candidate or "")
        except (LookupError, ValueError, UnicodeError):
            continue
        if found._is_text_encoding and found.name not in NO_CHARSETS:
            return candidate
    return _windows(name)


def _windows(name: str) -> str | None:
    """windows1252, cp-1250, win-1251 and their like."""
    number = re.search(r"(?:win|cp|windows)\D{0,3}(12\d\d|8\d\d|9\d\d)\b", name)
    if number:
        return codec(f"cp{number[1]}") if not name.startswith(f"cp{number[1]}") else None
    latin = re.search(r"8859\D?(\d{1,2})\b", name)
    return f"iso8859-{latin[1]}" if latin and 0 < int(latin[1]) < 17 else None


def _despite(payload: bytes, name: str, claimed: str) -> tuple[str, str]:
    """The claim does not hold."""
    defect = WRONG if claimed and name != "ascii" else GUESSED
    text = _strictly(payload, "utf-8")
    if text is not None:
        return text, defect
    # A charset of several bytes a sign that is nearly right is cut or damaged, not wrong.
    for seen in (payload[:BEGINNING], payload):  # the whole takes its time
        nearly = seen.decode(name, "replace") if name != "ascii" else ""
        if not nearly or nearly.count("\ufffd") * 20 > len(nearly):
            break
    else:
        return nearly, BROKEN
    return guess(payload), defect


def _plain(payload: bytes, name: str) -> str:
    wide = name.startswith(("utf-16", "utf-32", "utf_16", "utf_32", "cp037", "cp500"))
    return (_strictly(payload, name) if wide else None) or payload.decode("ascii")


def _escaped(payload: bytes) -> str | None:
    """Escape sequences are the surest claim of all."""
    if b"\x1b" not in payload:
        return None
    if KOREAN_ESCAPE in payload:
        return "iso2022_kr"
    return "iso2022_jp_ext" if ESCAPED.search(payload) else None


def _strictly(payload: bytes, name: str) -> str | None:
    try:
        text = payload.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return _repaired(payload, name)
    return text


def _repaired(payload: bytes, name: str) -> str | None:
    """What strictness refuses although every reader shows it: the five holes of windows-125x."""
    if name.startswith("cp125"):
        return payload.decode(name, "replace")
    return None


def _likeness(payload: bytes, name: str) -> float:
    """How much the bytes look like this charset: 1 for a usual text, 0 for an impossible one."""
    signs, usual = CANDIDATES[name]
    text = payload.decode(name, "replace")
    foreign = [sign for sign in text if sign > "\x7f"]
    if not foreign:
        return 0.0
    if name == "cp1252" and len(foreign) * 2 > sum(map(str.isalpha, text)):
        return 0.1  # Latin scripts are mostly ASCII
    usual_signs = len(re.findall(f"[{signs}]", text))
    broken = 3 * max(0, text.count("\ufffd") - 1)  # the sample may end amidst a sign
    return (usual_signs - broken) / len(foreign) / usual
