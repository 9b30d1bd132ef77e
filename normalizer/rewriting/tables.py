"""Rewrites columns of a delimited table and leaves every other byte as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.cell_outcomes import CellError
from normalizer.rewriting.csv_bytes import BLOCK_SIZE, RowReader
from normalizer.rewriting.resume import Journal
from normalizer.rewriting.row_columns import FoundColumns, Given, Unasked, keys
from normalizer.rewriting.table_cells import LEFT, NOTHING, CellStore
from normalizer.rewriting.table_columns import Batch, ColumnReader
from normalizer.rewriting.table_dialect import Dialect, Row, other_delimiter
from normalizer.rewriting.table_edits import EditTeller
from normalizer.rewriting.table_formulas import FormulaGuard
from normalizer.rewriting.table_options import (
    CellEdit,
    OnValue,
    Resolver,
    TableOptions,
    TableReport,
    added_names,
    find_columns,
    header_further_down,
)

if TYPE_CHECKING:
    from normalizer.rewriting.even_blocks import EvenBlock
    from normalizer.rewriting.written_cells import WrittenCells

__all__ = ["CellEdit", "Dialect", "TableOptions", "TableReport", "find_columns", "rewrite_table"]


def rewrite_table(
    source: BinaryIO,
    target: BinaryIO,
    resolve: Resolver,
    options: TableOptions,
    *,
    on_edit: Callable[[CellEdit], object] | None = None,
    on_value: OnValue | None = None,
    block_size: int = BLOCK_SIZE,
    journal: Journal | None = None,
) -> TableReport:
    """Rewrite columns of a table, in blocks, in bounded memory.

    Args:
        source: The table, as a binary stream.
        target: Where the rewritten table goes; a partial one if this raises.
        resolve: Resolves a list of distinct texts; called at most once a block.
        options: What to do.
        on_edit: Called with every changed cell and all added ones, in the table's order; an
            `EditLines` is told of whole blocks at once, which is faster.
        on_value: Called with the values of the table, each once for many rows.
        block_size: How many bytes to read at a time.
        journal: Keeps how far the run has come, or says where it goes on; `target` is attached
            to it, and `source` begins at the table's start all the same.

    Returns:
        What was done.

    Raises:
        TableError: If the table cannot be read as one or a value not written into it.
        UsageError: If a column is not there, or one to be added is.
    """
    reader = RowReader(source, options, block_size)
    return _Rewriter(reader, target, resolve, options, on_edit, on_value, journal).run()


class _Rewriter:
    """One run over one table."""

    def __init__(
        self,
        reader: RowReader,
        target: BinaryIO,
        resolve: Resolver,
        options: TableOptions,
        on_edit: Callable[[CellEdit], object] | None,
        on_value: OnValue | None,
        journal: Journal | None,
    ) -> None:
        self.reader = reader
        self.target = target
        self.options = options
        self.report = TableReport()
        self.names: list[str] = []
        self.columns: list[int] = []
        self.read: list[int] = []
        self.rows = FoundColumns((), None, None, None, ())
        self.guard = FormulaGuard(self.reader) if options.escape_formulas else None
        self.store = CellStore(self.reader, resolve, options, on_value)
        self.journal = journal
        self.learned_from = self.written = 0
        self.teller = None
        if on_edit is not None:
            self.teller = EditTeller(self.reader, self.store, on_edit, options.replace)
        # Where nothing is done to single rows, whole blocks are written at once.
        self.is_plain = self.guard is None and (self.teller is None or self.teller.tells_blocks)

    @cached_property
    def at_once(self) -> WrittenCells:
        from normalizer.rewriting.written_cells import WrittenCells  # noqa: PLC0415  # numpy

        return WrittenCells(self.store, self.options.replace)

    def run(self) -> TableReport:
        try:
            self.rewrite_all()
        finally:
            self.store.report(self.report)
        return self.report

    def rewrite_all(self) -> None:
        first, number = self.reader.next_row(), 1
        self.keep(self.reader.bom)
        wanted = self.options.header_row
        while first is not None and (first.is_blank if wanted is None else number < wanted):
            self.keep(first.raw)
            first, number = self.reader.next_row(), number + 1
        if wanted is not None and (first is None or first.is_blank):
            raise UsageError(f"Row {wanted} of the table is empty; give the header's --header-row.")
        if first is not None:
            self.rewrite_from(first, number)
        self.target.write(self.reader.codec.finish())

    def keep(self, data: bytes) -> None:
        """Write bytes of the table as they were."""
        if not self.is_done(0, [data]):
            if self.teller is not None:
                self.teller.at += len(data)
            self.write([data])

    def write(self, rows: Sequence[bytes]) -> None:
        data = self.reader.codec.encode(b"".join(rows))
        self.target.write(data)
        self.written += len(data)

    def rewrite_from(self, first: Row, number: int) -> None:
        """Rewrite the table from its first row that is not blank, whose number is given."""
        width, names = len(first.spans), None
        if self.options.header:
            names = self.names = self.values(first)
        self.columns = find_columns(
            self.options.columns, names, width, lambda: self.other_header(number)
        )
        self.rows = self.options.rows.find(lambda column: find_columns([column], names, width))
        self.read = sorted({*self.columns, *self.rows.all})
        table = ColumnReader(self.reader, width, self.read, number)
        batch = table.single(first)
        if self.teller is not None:
            self.teller.begin(table, self.names, self.columns)
        if not self.options.header:
            self.step(table, batch)
        elif not self.is_done(number, batch.rows):
            batch.cells = [[None] for _ in self.read]
            batch.numbers = [[NOTHING] for _ in self.columns]
            batch.rows = [self.header(first.raw)]
            self.write_batch([first.raw], batch)
        for batch in table.batches():
            self.step(table, batch)
        self.is_done(table.number, ())  # it may have been stopped behind the last row
        if self.journal is not None:
            self.journal.check(table.number)

    def values(self, row: Row) -> list[str]:
        """Return what the fields of a row say."""
        return [field.value for field in self.reader.fields(row)]

    def other_header(self, number: int) -> str:
        """Return where the wanted columns may be, if not in the header, whose row is given."""
        sign = other_delimiter(self.names, self.reader.dialect.delimiter)
        if sign or not self.names:
            return sign
        rows = iter(self.reader.next_row, None)
        below = ((at, self.values(row)) for at, row in enumerate(rows, number + 1))
        try:
            return header_further_down(self.options.columns, below)
        except TableError:  # what stands there is no table's; the column lacks all the same
            return ""

    def step(self, table: ColumnReader, batch: Batch) -> None:
        """Rewrite a batch of data rows, or pass over it if that was done in an earlier run."""
        journal = self.journal
        if self.is_done(batch.number, batch.data):
            assert journal is not None
            assert journal.start is not None
            if batch.number >= journal.start.learned_from:
                self.learn(batch)  # so that what is yet to be asked is asked in the same company
            return
        emptied = self.store.emptied
        self.rewrite(table, batch)
        if self.store.emptied > emptied:
            self.learned_from = batch.number
        if journal is not None and journal.is_due():
            self.store.report(self.report)
            report = {name: getattr(self.report, name) for name in TableReport.__slots__}
            journal.save(
                row=table.number,
                learned_from=self.learned_from,
                written=self.written,
                encoder=self.reader.codec.state,
                report=report,
            )

    def is_done(self, number: int, rows: Sequence[bytes]) -> bool:
        """Tell whether rows, whose first one's number is given, were written in an earlier run."""
        journal = self.journal
        if journal is None:
            return False
        is_done = journal.is_done(number)
        journal.consume(rows)
        start = journal.start
        if start is None:
            return False
        if is_done:
            if self.teller is not None:
                self.teller.at += sum(map(len, rows))
        elif number == start.row:
            self.learned_from, self.written = start.learned_from, start.written
            self.reader.codec.state = start.encoder
            abstained = Counter(start.report["abstained"])
            self.report = TableReport(**{**start.report, "abstained": abstained})
        return is_done

    def header(self, raw: bytes) -> bytes:
        """Return the header row with the names of the added columns.

        Raises:
            UsageError: If the table has one of them.
        """
        if self.options.replace:
            return raw
        added = [name for group in added_names(self.names, self.columns) for name in group]
        body = raw.rstrip(b"\r\n")
        return body + self.reader.added(added) + raw[len(body) :]

    def rewrite(self, table: ColumnReader, batch: Batch) -> None:
        """Rewrite a batch of data rows and write it."""
        self.learn(batch)
        if batch.block is not None and self.is_plain:
            self.rewrite_block(batch.block.of(self.columns), batch)
            return
        numbers = batch.numbers[0]
        self.report.rows += batch.size - numbers.count(NOTHING) + batch.ragged
        self.report.ragged += batch.ragged
        self.report.skipped += numbers.count(LEFT)
        for numbers in batch.numbers:
            self.store.count(numbers)
        batch.part()
        before = batch.rows
        if self.options.replace:
            self.replace(table, batch)
        else:
            self.add(batch)
        self.write_batch(before, batch)

    def rewrite_block(self, block: EvenBlock, batch: Batch) -> None:
        """Rewrite a block, which is cut at the columns to rewrite, and write it."""
        self.report.rows += batch.size
        if self.options.rows.where:
            self.report.skipped += int((batch.block_numbers[0] == LEFT).sum())
        for found in batch.block_numbers:
            self.store.count_block(found)
        rewritten = self.at_once.rewritten(block, batch.block_numbers)
        if self.teller is not None:
            self.teller.tell_block(block, batch)
        self.write([rewritten])

    def learn(self, batch: Batch) -> None:
        """See to it that every cell's outcome is known."""
        try:
            if batch.block is not None and self.is_plain:
                block = batch.block.of(self.columns)
                if self.rows.all:
                    batch.block_numbers = self.at_once.asked.learn(
                        block.cells, self.verdicts(batch)
                    )
                else:
                    batch.block_numbers = self.at_once.known.learn(block)
            else:
                batch.numbers = self.store.learn(self.asked(batch))
        except CellError as error:
            key: Any = error.key
            at = min(column.index(key) for column in self.asked(batch) if key in column)
            raise TableError(f"Line {batch.lines[at]}: {error}") from error

    def asked(self, batch: Batch) -> list[Sequence[Any]]:
        """Return the keys of a batch's cells, as the store knows them."""
        asked: list[Sequence[Any]] = [
            batch.column(self.read.index(column)) for column in self.columns
        ]
        if self.rows.all:
            verdicts = self.verdicts(batch)
            asked = [keys(column, verdicts) for column in asked]
        return asked

    def verdicts(self, batch: Batch) -> list[Given | Unasked]:
        """Return what each row says of its names."""
        return self.rows.verdicts(batch.size, lambda column: self.texts(batch, column))

    def texts(self, batch: Batch, column: int) -> list[str | None]:
        """Return the texts of a column that tells of its rows."""
        cells = batch.column(self.read.index(column))
        read = self.reader.value
        texts = {cell: None if cell is None else read(cell)[0] for cell in set(cells)}
        return list(map(texts.__getitem__, cells))

    def replace(self, table: ColumnReader, batch: Batch) -> None:
        outcomes = self.store.outcomes
        rows = batch.rows = list(batch.rows)
        # From the right, so that the cells further left stay where they were.
        for column, numbers in zip(reversed(self.columns), reversed(batch.numbers), strict=True):
            index = self.read.index(column)
            for at, number in enumerate(numbers):
                new = outcomes[number].new
                if new is not None:
                    start, end = table.span(batch, at, index)
                    rows[at] = rows[at][:start] + new + rows[at][end:]

    def add(self, batch: Batch) -> None:
        outcomes = self.store.outcomes
        columns = [[outcomes[number].added for number in numbers] for numbers in batch.numbers]
        rows = []
        for row, cell, *added in zip(batch.rows, batch.cells[0], *columns, strict=True):
            if cell is None:  # a blank or ragged row
                rows.append(row)
            else:
                body = row.rstrip(b"\r\n")
                rows.append(b"".join((body, *added, row[len(body) :])))
        batch.rows = rows

    def write_batch(self, before: Sequence[bytes], batch: Batch) -> None:
        """Change what is to be escaped, tell of the edits, write the rows."""
        escapes: dict[int, list[int]] = {}
        if self.guard is not None:
            rows = []
            for at, row in enumerate(batch.rows):
                escaped, columns = self.guard.escape(row)
                rows.append(escaped)
                if columns:
                    escapes[at] = columns
                    self.report.escaped += len(columns)
            batch.rows = rows
        if self.teller is not None:
            self.teller.tell(before, batch, escapes)
        self.write(batch.rows)
