"""Worksheets of .xlsx workbooks: only the XML of the changed cells is written anew.

Formats, widths, formulas, other sheets, pictures and whatever else is in the workbook stay as
they are, byte for byte, since they are not looked at. New texts are written into the cells
themselves (inline strings), so that the workbook's list of shared strings stays too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Generator, Iterator, Sequence
from typing import Any, BinaryIO

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.formats.plain_cells import PlainCells
from normalizer.rewriting.formats.rows import Batch, Place
from normalizer.rewriting.formats.sheet_text import SheetText, inline_string, unescape
from normalizer.rewriting.formats.sheet_xml import (
    SheetCell,
    SheetReader,
    SheetRow,
    column_of,
    letters_of,
)
from normalizer.rewriting.formats.workbook import Workbook, zip_faults
from normalizer.rewriting.row_columns import NOT_TEXT, FoundColumns, Unasked
from normalizer.rewriting.table_cells import Outcome
from normalizer.rewriting.table_options import ADDED, TableOptions, find_columns

FORMULA = Unasked("formula")
"""Stands for cells with formulas, which are not replaced."""

_ROWS = 2048
_MOST_COLUMNS = 16_384
_FIRST_SERIAL = 10_000
"""Numbers in a date column from this on are days, smaller ones years; it is the 18th May 1927."""
_TYPE = re.compile(rb"""\st\s*=\s*("[^"]*"|'[^']*')""")
_DIMENSION = re.compile(
    rb'(<(?:\w+:)?dimension\b[^>]*\bref=")([A-Z]+[0-9]+)(?::([A-Z]+)([0-9]+))?"'
)
_SPANS = re.compile(rb'(\sspans=")([0-9]+):[0-9]+"')


class ExcelTable:
    """A worksheet of a workbook.

    Args:
        source: The workbook, as a binary stream that can seek.
        target: Where it goes.
        options: What to do.

    Raises:
        TableError: If it is no workbook.
        UsageError: If the sheet or a column is not there, or one to be added is.
    """

    unit = "Row"

    def __init__(self, source: BinaryIO, target: BinaryIO, options: TableOptions) -> None:
        self.form = PlainCells()
        self.row_columns = FoundColumns((), None, None, None, ())
        self._options = options
        self._target = target
        self._book = Workbook(source, options.sheet)
        self._names: list[str] = []
        self._columns: list[int] = []
        self._width = 0  # of the table; added columns stand behind it
        self._prefix = ""
        self._rows: list[SheetRow] = []
        self._found: list[list[SheetCell | None]] = []
        self._out: Any = None

    def batches(self) -> Generator[Batch, None, None]:
        """Yield the sheet."""
        with zip_faults(), self._book.open_sheet() as source:
            for out in self._book.write(self._target):
                self._out = out
                reader = SheetReader(source)
                rows = reader.rows()
                first = self._first_rows(rows)
                self._prefix = reader.prefix
                if first:
                    yield from self._begin(first)
                for row in rows:
                    self._rows.append(row)
                    if len(self._rows) == _ROWS:
                        yield self._batch()
                if self._rows:
                    yield self._batch()
                self._out.write(reader.rest)

    @staticmethod
    def _first_rows(rows: Iterator[SheetRow]) -> list[SheetRow]:
        """Take the rows up to the first with cells."""
        taken: list[SheetRow] = []
        for row in rows:
            taken.append(row)
            if row.cells:
                break
        return taken

    def _begin(self, first: list[SheetRow]) -> Iterator[Batch]:
        """Find the columns; write the header or keep the row for the first batch."""
        options, cells = self._options, first[-1].cells
        width = max((cell.column + 1 for cell in cells), default=0)
        names: list[str] | None = None
        if options.header:
            names = [""] * width
            for cell in cells:
                names[cell.column] = self._text(cell) or ""
            self._names = names
        limit = _MOST_COLUMNS if names is None else width
        self._columns = find_columns(options.columns, names, limit)
        self.row_columns = options.rows.find(lambda column: find_columns([column], names, limit))
        match = _DIMENSION.search(first[0].before)
        reach = column_of(match[3].decode() + "1") + 1 if match is not None and match[3] else 0
        self._width = max(width, reach)
        if not options.replace and match is not None:
            first[0].before = self._stretched(first[0].before, match)
        for row in first[:-1]:
            self._out.write(row.before + row.raw)
        if not options.header:
            self._rows = first[-1:]
            return
        header = first[-1]
        new = header.raw if options.replace else self._with_cells(header, self._header())
        self._out.write(header.before + new)
        yield from ()

    def _header(self) -> list[str]:
        added = [f"{self._names[column]}_{what}" for column in self._columns for what in ADDED]
        for index, name in enumerate(added):
            if name in self._names or name in added[:index]:
                raise UsageError(
                    f"The table would have two columns {name!r}; rename the one it has, or "
                    "replace the cells instead of adding columns (--replace)."
                )
        return added

    def _stretched(self, before: bytes, match: re.Match[bytes]) -> bytes:
        """Return the bytes before the first row with the sheet's extent as it will be."""
        last = letters_of(self._width + len(self._columns) * len(ADDED) - 1).encode()
        number = match[4] or re.sub(rb"[A-Z]+", b"", match[2])
        reference = b"%b%b:%b%b" % (match[1], match[2], last, number)
        return before[: match.start()] + reference + before[match.end() - 1 :]

    def _batch(self) -> Batch:
        self._found = [self._column(column) for column in self._columns]
        cells = [[self._cell(cell) for cell in found] for found in self._found]
        return Batch(len(self._rows), cells, [None] * len(cells), self._texts)

    def _column(self, column: int) -> list[SheetCell | None]:
        return [next((c for c in row.cells if c.column == column), None) for row in self._rows]

    def _cell(self, cell: SheetCell | None) -> str | Unasked | None:
        if cell is None:
            return None
        if cell.is_formula and self._options.replace:
            return FORMULA
        text = self._text(cell)
        return text if text is not None else NOT_TEXT if cell.text else None

    def _text(self, cell: SheetCell) -> str | None:
        """Return a cell's text, None where it holds none."""
        if cell.type == "s":
            return self._shared(cell).text if cell.text else None
        return unescape(cell.text) if cell.type in ("str", "inlineStr") else None

    def _shared(self, cell: SheetCell) -> SheetText:
        try:
            return self._book.strings[int(cell.text)]
        except (ValueError, IndexError) as error:
            raise TableError(
                f"A cell refers to the shared string {cell.text!r}, which the workbook lacks."
            ) from error

    def _texts(self, column: int) -> list[str | None]:
        texts: list[str | None] = []
        for cell in self._column(column):
            text = None if cell is None else self._text(cell)
            if text is None and cell is not None and cell.text:
                is_date = column == self.row_columns.date and cell.type == "n"
                text = self._date(cell.text) if is_date else cell.text
            texts.append(text)
        return texts

    def _date(self, number: str) -> str:
        """Return the date that a number in the date column stands for."""
        try:
            days = float(number)
            if days < _FIRST_SERIAL:
                return number
            start = datetime.date(1904, 1, 1) if self._book.counts_from_1904 else _EXCEL_START
            return (start + datetime.timedelta(days=int(days))).isoformat()
        except (ValueError, OverflowError):
            return number

    def place(self, column: int, at: int) -> Place:
        """Return where a cell is; its line is its row's number in the sheet."""
        number, row = self._columns[column], self._rows[at].number
        return Place(row, row, number + 1, self._names[number] if self._names else "")

    def put(self, outcomes: Sequence[Sequence[Outcome]]) -> None:
        """Write the rows, each as it was but for the cells replaced or added."""
        written = []
        for at, row in enumerate(self._rows):
            found = [column[at] for column in outcomes]
            if self._options.replace:
                raw = self._replaced(row, [column[at] for column in self._found], found)
            else:
                raw = self._with_cells(row, [text for outcome in found for text in outcome.added])
            written += [row.before, raw]
        self._out.write(b"".join(written))
        self._rows = []

    def _replaced(
        self, row: SheetRow, cells: list[SheetCell | None], outcomes: list[Outcome]
    ) -> bytes:
        raw = row.raw
        for cell, outcome in zip(reversed(cells), reversed(outcomes), strict=True):
            if cell is not None and outcome.new is not None:
                tag = raw[cell.start : raw.index(b">", cell.start) + 1]
                tag = _TYPE.sub(b' t="inlineStr"', tag, count=1)
                format = self._shared(cell).format if cell.type == "s" else cell.format
                new = self._inline(tag, SheetText(outcome.new, format))
                raw = raw[: cell.start] + new + raw[cell.end :]
        return raw

    def _inline(self, tag: bytes, text: SheetText) -> bytes:
        p = self._prefix.encode()
        return b"%b<%bis>%b</%bis></%bc>" % (tag, p, inline_string(text, self._prefix), p, p)

    def _with_cells(self, row: SheetRow, texts: list[str]) -> bytes:
        """Return a row with texts in the cells behind the table."""
        if not any(texts):
            return row.raw
        if row.cells[-1].column >= self._width:
            raise TableError(
                f"Row {row.number}: it has a cell in column {letters_of(row.cells[-1].column)}, "
                "where columns would be added; give that column a header, or use --replace."
            )
        p, pieces = self._prefix.encode(), []
        for number, text in enumerate(texts, self._width):
            reference = b"%b%d" % (letters_of(number).encode(), row.number)
            is_score = (number - self._width) % len(ADDED) == ADDED.index("score")
            if text and is_score and _is_number(text):
                pieces.append(
                    b'<%bc r="%b"><%bv>%b</%bv></%bc>' % (p, reference, p, text.encode(), p, p)
                )
            elif text:
                tag = b'<%bc r="%b" t="inlineStr">' % (p, reference)
                pieces.append(self._inline(tag, SheetText(text)))
        end = row.raw.rindex(b"</")
        opening = row.raw.index(b">") + 1
        tag = _SPANS.sub(rb"\g<1>\g<2>:%d" % (self._width + len(texts)) + b'"', row.raw[:opening])
        return b"".join((tag, row.raw[opening:end], *pieces, row.raw[end:]))


_EXCEL_START = datetime.date(1899, 12, 30)  # Excel takes 1900 for a leap year


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
