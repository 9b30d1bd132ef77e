"""The rows and cells of a worksheet's XML, each with its bytes, so that the rest stays as it is.

Expat reads the sheet and tells at which byte it is; the bytes themselves are passed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from normalizer.errors import TableError

_BLOCK = 1 << 16
_LETTERS = re.compile(r"([A-Z]{1,3})[0-9]+")


@dataclass(slots=True)
class SheetCell:
    """A cell of a worksheet.

    Attributes:
        column: Its column, counted from 0.
        start: Where its element begins in the row's bytes.
        end: Where it ends; `start` where it is empty.
        type: The attribute ``t``: ``"s"`` for a shared string, ``"n"`` for a number …
        style: The attribute ``s``, or None.
        text: The value as written, or the text of an inline string.
        is_formula: Whether a formula is in it.
        format: The bytes of a rich inline string's first format.
    """

    column: int
    start: int
    end: int
    type: str
    style: str | None
    text: str = ""
    is_formula: bool = False
    format: bytes = b""


@dataclass(slots=True)
class SheetRow:
    """A row of a worksheet.

    Attributes:
        before: The bytes between the row before, or the beginning, and this row.
        raw: Its bytes.
        number: Its number, counted from 1.
        cells: Its cells, in order.
    """

    before: bytes
    raw: bytes
    number: int
    cells: list[SheetCell] = field(default_factory=list)


def column_of(reference: str) -> int:
    """Return the column, counted from 0, of a cell such as ``AB12``."""
    match = _LETTERS.fullmatch(reference)
    if match is None:
        raise TableError(f"The sheet has a cell {reference!r}, which is not the name of a cell.")
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class SheetReader:
    """Yields the rows of a worksheet.

    Args:
        source: The worksheet's XML, as a binary stream.

    Attributes:
        prefix: How the elements' names begin: ``"x:"`` or nothing.
        rest: The bytes behind the last row; known when the rows have been taken.
    """

    def __init__(self, source: BinaryIO) -> None:
        self.prefix = ""
        self.rest = b""
        self._source = source
        self._bytes = bytearray()
        self._base = 0  # where `_bytes` begins in the sheet
        self._rows: list[SheetRow] = []
        self._row: SheetRow | None = None
        self._cell: SheetCell | None = None
        self._start = 0  # of the row
        self._format_start = -1
        self._in_data = False
        self._is_text = self._is_phonetic = False
        self._last = 0
        self._parser = new_parser(self._begin, self._end, self._characters)

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows.

        Raises:
            TableError: If it is no worksheet in UTF-8.
        """
        while True:
            block = self._source.read(_BLOCK)
            self._bytes += block
            parse(self._parser, block, not block)
            yield from self._rows
            self._rows.clear()
            if not block:
                break
        self.rest = bytes(self._bytes)

    def _at(self) -> int:
        return self._parser.CurrentByteIndex - self._base

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        prefix, _, name = tag.rpartition(":")
        if name == "sheetData":
            self._in_data = True
            self.prefix = prefix + ":" if prefix else ""
        elif not self._in_data:
            return
        elif name == "row":
            self._start = self._at()
            number = int(attributes.get("r") or self._last + 1)
            self._row = SheetRow(b"", b"", number)
        elif name == "c" and self._row is not None:
            cells = self._row.cells
            reference = attributes.get("r")
            after = cells[-1].column + 1 if cells else 0
            column = column_of(reference) if reference else after
            start = self._at() - self._start
            type = attributes.get("t", "n")
            self._cell = SheetCell(column, start, start, type, attributes.get("s"))
            cells.append(self._cell)
        elif self._cell is None:
            return
        elif name == "f":
            self._cell.is_formula = True
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "rPr" and not self._cell.format:
            self._format_start = self._at()
        elif name in ("v", "t"):
            self._is_text = not self._is_phonetic

    def _end(self, tag: str) -> None:
        if not self._in_data:
            return
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self._is_text = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "rPr" and self._cell is not None and self._format_start >= 0:
            self._cell.format = bytes(self._bytes[self._format_start : self._closed()])
            self._format_start = -1
        elif name == "c" and self._cell is not None:
            at = self._at() - self._start
            if at > self._cell.start:
                self._cell.end = self._closed() - self._start
            self._cell = None
        elif name == "row" and self._row is not None:
            self._take(self._row)
        elif name == "sheetData":
            self._in_data = False

    def _closed(self) -> int:
        """Return where the element ends whose end is at hand."""
        return self._bytes.index(b">", self._at()) + 1

    def _take(self, row: SheetRow) -> None:
        end = self._closed()
        row.before = bytes(self._bytes[: self._start])
        row.raw = bytes(self._bytes[self._start : end])
        self._last = row.number
        del self._bytes[:end]
        self._base += end
        self._rows.append(row)
        self._row = None

    def _characters(self, text: str) -> None:
        if self._is_text and self._cell is not None:
            self._cell.text += text


Begin = Callable[[str, dict[str, str]], object]


def new_parser(begin: Begin, end: Callable[[str], object], characters: Any) -> expat.XMLParserType:
    """Return a parser that takes no entities of the document's own."""

    def refuse(*_: object) -> None:
        raise TableError("It has a document type declaration, which workbooks never have.")

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise TableError(f"Its XML is in {encoding}; save it with a spreadsheet program.")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = declared
    return parser


def parse(parser: expat.XMLParserType, data: bytes, is_last: bool) -> None:
    """Give a parser more of a document.

    Raises:
        TableError: If it is no XML.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and parser.CurrentByteIndex <= 0:
        raise TableError("Its XML is in UTF-16; save it with a spreadsheet program.")
    try:
        parser.Parse(data, is_last)
    except expat.ExpatError as error:
        raise TableError(f"It holds XML that cannot be read: {error}.") from error
