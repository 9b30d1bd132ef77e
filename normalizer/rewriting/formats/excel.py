"""Worksheets of .xlsx workbooks: only the XML of the changed cells is written anew.

Formats, widths, formulas, other sheets, pictures and whatever else is in the workbook stay as
they are, byte for byte, since they are not looked at. New texts are written into the cells
themselves (inline strings), so that the workbook's list of shared strings stays too.
"""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterator, Sequence
from typing import Any, BinaryIO

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.audit_log import HashedReader, HashedWriter
from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.formats.plain_cells import PlainCells
from normalizer.rewriting.formats.record import Place, Record
from normalizer.rewriting.formats.rows import Batch
from normalizer.rewriting.formats.sheet_changes import (
    Change,
    added_cells,
    changed,
    reach,
    replaced_cell,
    stretched,
)
from normalizer.rewriting.formats.sheet_text import SheetText, unescape
from normalizer.rewriting.formats.sheet_xml import (
    SheetCell,
    SheetReader,
    SheetRow,
    column_of,
)
from normalizer.rewriting.formats.workbook import Workbook, zip_faults
from normalizer.rewriting.row_columns import NOT_TEXT, FoundColumns, Unasked
from normalizer.rewriting.table_options import (
    ADDED,
    TableOptions,
    added_names,
    find_columns,
    header_further_down,
)

FORMULA = Unasked("formula")
"""Stands for cells with formulas, which are not replaced."""

_ROWS = 2048
_MOST_COLUMNS = 16_384
_FIRST_SERIAL = 10_000
"""Numbers in a date column from this on are days, smaller ones years; it is the 18th May 1927."""


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
        self.record: Record | None = None
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
        self._passed = 0  # bytes of the sheet as it was
        self._added: list[list[str]] = []
        with zip_faults(), self._book.open_part() as sheet:
            self._find(SheetReader(sheet).rows())  # before anything is written

    def batches(self) -> Generator[Batch, None, None]:
        """Yield the sheet."""
        with zip_faults(), self._book.open_part() as old:
            for new in self._book.write(self._target):
                source, self._out = HashedReader(old), HashedWriter(new)
                reader = SheetReader(source)  # type: ignore[arg-type]
                rows = reader.rows()
                first = self._first_rows(rows)
                self._prefix = reader.prefix
                if first:
                    self._begin(first)
                for row in rows:
                    self._rows.append(row)
                    if len(self._rows) == _ROWS:
                        yield self._batch()
                if self._rows:
                    yield self._batch()
                self._out.write(reader.rest)
                if self.record is not None:
                    before, after = (it.digest.content().sha256 for it in (source, self._out))
                    self.record.beside("content", part=self._book.part, before=before, after=after)

    def _first_rows(self, rows: Iterator[SheetRow]) -> list[SheetRow]:
        """Take the rows up to the header, which is the first with cells if not asked for."""
        taken: list[SheetRow] = []
        wanted = self._options.header_row
        for row in rows:
            taken.append(row)
            if row.cells if wanted is None else row.number >= wanted:
                break
        if wanted is not None and (not taken or taken[-1].number != wanted or not taken[-1].cells):
            raise UsageError(f"Row {wanted} of the sheet is empty; give the header's --header-row.")
        return taken

    def _find(self, rows: Iterator[SheetRow]) -> None:
        """Find the columns, and where those to be added go."""
        options, first = self._options, self._first_rows(rows)
        if not first:
            return
        names = self._names = self._row_texts(first[-1]) if options.header else []
        limit = len(names) if options.header else _MOST_COLUMNS
        known = names if options.header else None

        def further_down() -> str:
            below = ((row.number, self._row_texts(row)) for row in rows)
            return header_further_down(options.columns, below) if options.header else ""

        self._columns = find_columns(options.columns, known, limit, further_down)
        self.row_columns = options.rows.find(lambda column: find_columns([column], known, limit))
        last = reach(first[0].before).decode()
        widths = [cell.column + 1 for row in first for cell in row.cells]
        self._width = max(*widths, 0, column_of(f"{last}1") + 1 if last else 0)
        if options.header and not options.replace:
            self._added = added_names(names, self._columns)

    def _row_texts(self, row: SheetRow) -> list[str]:
        """Return the texts of a row's cells, empty where there is none."""
        texts = [""] * max((cell.column + 1 for cell in row.cells), default=0)
        for cell in row.cells:
            texts[cell.column] = self._text(cell) or ""
        return texts

    def _begin(self, first: list[SheetRow]) -> None:
        """Write what stands above the rows; without a header keep the row for the first batch."""
        options = self._options
        if not options.replace:
            before, first[0].before = first[0].before, b""
            changes = stretched(before, self._width + len(self._columns) * len(ADDED))
            self._tell(before, changes)
            self._out.write(changed(before, changes))
        for row in first[:-1]:
            self._out.write(self._changed(row, ()))
        if not options.header:
            self._rows = first[-1:]
            return
        changes = []
        if not options.replace:
            changes = added_cells(first[-1], self._added, self._width, self._prefix)
        self._out.write(self._changed(first[-1], changes))

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
                f"A cell refers to the shared string {cell.text!r}, which the workbook does not "
                "have."
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
                changes = self._replacements(row, at, found)
            else:
                added = [outcome.added for outcome in found]
                changes = added_cells(row, added, self._width, self._prefix)
            written.append(self._changed(row, changes, at, found))
        self._out.write(b"".join(written))
        self._rows = []

    def _replacements(self, row: SheetRow, at: int, outcomes: Sequence[Outcome]) -> list[Change]:
        changes = []
        for column, outcome in enumerate(outcomes):
            cell = self._found[column][at]
            if cell is not None and outcome.new is not None:
                format = self._shared(cell).format if cell.type == "s" else cell.format
                text = SheetText(outcome.new, format)
                changes.append(replaced_cell(row, cell, column, text, self._prefix))
        return sorted(changes)

    def _changed(
        self,
        row: SheetRow,
        changes: Sequence[Change],
        at: int = 0,
        outcomes: Sequence[Outcome] = (),
    ) -> bytes:
        """Return a row with what stands before it; tell of its changes."""
        before, self._passed = row.before, self._passed + len(row.before)
        self._tell(row.raw, changes, at, outcomes)
        return before + changed(row.raw, changes)

    def _tell(
        self,
        raw: bytes,
        changes: Sequence[Change],
        at: int = 0,
        outcomes: Sequence[Outcome] = (),
    ) -> None:
        """Tell of the changes of the next bytes of the sheet."""
        if self.record is not None:
            for start, end, new, column in changes:
                was, now, place = raw[start:end].decode(), new.decode(), self._passed + start
                if column is None or not outcomes:
                    self.record.beside("splice", at=place, raw_before=was, raw_after=now)
                else:
                    self.record.cell(self.place(column, at), outcomes[column], was, now, place)
        self._passed += len(raw)


_EXCEL_START = datetime.date(1899, 12, 30)  # Excel takes 1900 for a leap year
