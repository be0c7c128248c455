"""Rich text as Outlook packs it (MS-OXRTFCP), down to its words."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from itertools import islice

RTF_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
WINDOW = 4096
PLAIN = b"MELA"
MAX_UNPACKED, MAX_TOKENS = 2_000_000, 300_000


def unpacked(packed: bytes) -> bytes:
    """Compressed RTF (MS-OXRTFCP) as RTF; b"" when it is none."""
    if len(packed) < 16:
        return b""
    size, kind = struct.unpack_from("<I", packed, 4)[0], packed[8:12]
    if kind == PLAIN:
        return packed[16 : 16 + size]
    return _expanded(packed[16:], size)


def _expanded(packed: bytes, size: int) -> bytes:
    out, at = bytearray(RTF_START), 0
    wanted = len(RTF_START) + min(size, MAX_UNPACKED)
    while at < len(packed) and len(out) < wanted:
        control, at = packed[at], at + 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not control >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            pair = int.from_bytes(packed[at : at + 2], "big")
            at += 2
            _copy(out, pair >> 4, (pair & 15) + 2)
    return bytes(out[len(RTF_START) : wanted])


def _copy(out: bytearray, offset: int, length: int) -> None:
    """Repeat earlier output: the offset counts in a ring of 4096 bytes."""
    start = offset + (len(out) - offset - 1) // WINDOW * WINDOW
    for step in range(length):
        if start + step >= len(out) or start < 0:
            return
        out.append(out[start + step])


TOKEN = re.compile(
    rb"\\\'([0-9a-fA-F]{2})|\\([a-zA-Z]+)(-?\d+)? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
SILENT = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"htmltag",
    b"mhtmltag",
    b"themedata",
}
BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": " "}


def rtf_text(rtf: bytes) -> str:
    """The words of an RTF document, a line a paragraph."""
    page = re.search(rb"\\ansicpg(\d+)", rtf)
    charset = f"cp{page[1].decode()}" if page else "cp1252"
    out: list[str] = []
    stack: list[bool] = []
    silent = False
    for token in islice(TOKEN.finditer(rtf), MAX_TOKENS):
        brace = token[5]
        if brace == b"{":
            stack.append(silent)
        elif brace == b"}":
            silent = stack.pop() if stack else False
        elif token[4] == b"*" or token[2] in SILENT:
            silent = True
        elif token[2] == b"htmlrtf":
            silent = token[3] != b"0"
        elif not silent:
            out.append(_spoken(token, _page(charset)))
    return re.sub(r"\n{3,}", "\n\n", "".join(out)).strip()


def _page(charset: str) -> Callable[[bytes], str]:
    def decoded(piece: bytes) -> str:
        try:
            return piece.decode(charset, "replace")
        except LookupError:
            return piece.decode("cp1252", "replace")

    return decoded


def _spoken(token: re.Match[bytes], decoded: Callable[[bytes], str]) -> str:
    if token[1]:
        return decoded(bytes([int(token[1], 16)]))
    if token[2] == b"u" and token[3]:
        return chr(int(token[3]) % 65536)
    if token[2]:
        return BREAKS.get(token[2], "")
    if token[4]:
        return {b"~": " "}.get(token[4], decoded(token[4]) if token[4] in b"\\{}" else "")
    return decoded(token[6]) if token[6] else ""
