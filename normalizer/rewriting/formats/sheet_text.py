"""Texts as workbooks write them: escapes, shared strings, inline strings."""

from __future__ import annotations

import re
from typing import BinaryIO, NamedTuple
from xml.sax.saxutils import escape

from normalizer.rewriting.formats.sheet_xml import new_parser, parse

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_BLOCK = 1 << 16


class SheetText(NamedTuple):
    """A text, and the bytes of the first format in it where it is a rich one."""

    text: str
    format: bytes = b""


def unescape(text: str) -> str:
    """Return a text whose characters that XML cannot hold were written as ``_x000D_``."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def inline_string(text: SheetText, prefix: str) -> bytes:
    """Return a text as the content of an inline string.

    Args:
        text: The text, and its format.
        prefix: How the names of the sheet's elements begin.
    """
    safe = _CONTROLS.sub(lambda m: f"_x{ord(m[0]):04X}_", text.text)
    written = escape(safe, {"\r": "_x000D_"}).encode("utf-8")
    p = prefix.encode()
    body = b'<%bt xml:space="preserve">%b</%bt>' % (p, written, p)
    return b"<%br>%b%b</%br>" % (p, text.format, body, p) if text.format else body


def shared_strings(source: BinaryIO) -> list[SheetText]:
    """Read the strings that a workbook's cells refer to by number.

    Args:
        source: The XML, as a binary stream.

    Raises:
        TableError: If it cannot be read.
    """
    strings: list[SheetText] = []
    parts: list[str] = []
    kept = bytearray()
    base = 0
    format_start = -1
    first_format = b""
    is_text = is_phonetic = False

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_text, is_phonetic, format_start, first_format
        name = tag.rpartition(":")[2]
        if name == "si":
            parts.clear()
            first_format = b""
        elif name == "rPh":
            is_phonetic = True
        elif name == "rPr" and not first_format:
            format_start = parser.CurrentByteIndex
        elif name == "t":
            is_text = not is_phonetic

    def end(tag: str) -> None:
        nonlocal is_text, is_phonetic, format_start, first_format, base
        name = tag.rpartition(":")[2]
        at = parser.CurrentByteIndex - base
        if name == "t":
            is_text = False
        elif name == "rPh":
            is_phonetic = False
        elif name == "rPr" and format_start >= 0:
            first_format = bytes(kept[format_start - base : kept.index(b">", at) + 1])
            format_start = -1
        elif name == "si":
            strings.append(SheetText(unescape("".join(parts)), first_format))
            del kept[:at]
            base += at

    def characters(text: str) -> None:
        if is_text:
            parts.append(text)

    parser = new_parser(begin, end, characters)
    while True:
        block = source.read(_BLOCK)
        kept += block
        parse(parser, block, not block)
        if not block:
            return strings
