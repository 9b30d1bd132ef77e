"""Rewrites columns of a delimited table and leaves every other byte as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, BinaryIO

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.csv_bytes import BLOCK_SIZE, RowReader
from normalizer.rewriting.row_columns import SKIPPED, FoundColumns, keys
from normalizer.rewriting.table_cells import CellError, CellStore
from normalizer.rewriting.table_columns import Batch, ColumnReader
from normalizer.rewriting.table_dialect import Dialect, Row
from normalizer.rewriting.table_formulas import Change, FormulaGuard
from normalizer.rewriting.table_options import (
    ADDED,
    CellEdit,
    Resolver,
    TableOptions,
    TableReport,
    find_columns,
)

__all__ = ["CellEdit", "Dialect", "TableOptions", "TableReport", "find_columns", "rewrite_table"]


def rewrite_table(
    source: BinaryIO,
    target: BinaryIO,
    resolve: Resolver,
    options: TableOptions,
    *,
    on_edit: Callable[[CellEdit], object] | None = None,
    block_size: int = BLOCK_SIZE,
) -> TableReport:
    """Rewrite columns of a table, in blocks, in bounded memory.

    Args:
        source: The table, as a binary stream.
        target: Where the rewritten table goes; a partial one if this raises.
        resolve: Resolves a list of distinct texts; called at most once a block.
        options: What to do.
        on_edit: Called with every changed cell, in the table's order.
        block_size: How many bytes to read at a time.

    Returns:
        What was done.

    Raises:
        TableError: If the table cannot be read as one or a value not written into it.
        UsageError: If a column is not there, or one to be added is.
    """
    reader = RowReader(source, options, block_size)
    return _Rewriter(reader, target, resolve, options, on_edit).run()


class _Rewriter:
    """One run over one table."""

    def __init__(
        self,
        reader: RowReader,
        target: BinaryIO,
        resolve: Resolver,
        options: TableOptions,
        on_edit: Callable[[CellEdit], object] | None,
    ) -> None:
        self.reader = reader
        self.target = target
        self.options = options
        self.on_edit = on_edit
        self.report = TableReport()
        self.names: list[str] = []
        self.columns: list[int] = []
        self.read: list[int] = []
        self.rows = FoundColumns((), None, None, None, ())
        self.guard = FormulaGuard(self.reader) if options.escape_formulas else None
        self.store = CellStore(self.reader, resolve, options)

    def run(self) -> TableReport:
        first, number = self.reader.next_row(), 1
        self.write([self.reader.bom])
        while first is not None and first.is_blank:
            self.write([first.raw])
            first, number = self.reader.next_row(), number + 1
        if first is not None:
            self.rewrite_from(first, number)
        self.target.write(self.reader.codec.finish())
        return self.report

    def write(self, rows: Sequence[bytes]) -> None:
        self.target.write(self.reader.codec.encode(b"".join(rows)))

    def rewrite_from(self, first: Row, number: int) -> None:
        """Rewrite the table from its first row that is not blank, whose number is given."""
        width, names = len(first.spans), None
        if self.options.header:
            names = self.names = [field.value for field in self.reader.fields(first)]
        self.columns = find_columns(self.options.columns, names, width)
        self.rows = self.options.rows.find(lambda column: find_columns([column], names, width))
        self.read = sorted({*self.columns, *self.rows.all})
        table = ColumnReader(self.reader, width, self.read, number)
        batch = table.single(first)
        if self.options.header:
            batch.cells = [[None] for _ in self.read]
            batch.keys = [[None] for _ in self.columns]
            batch.rows = [self.header(first.raw)]
            self.write_batch(batch)
        else:
            self.rewrite(table, batch)
        for batch in table.batches():
            self.rewrite(table, batch)

    def header(self, raw: bytes) -> bytes:
        """Return the header row with the names of the added columns.

        Raises:
            UsageError: If the table has one of them.
        """
        if self.options.replace:
            return raw
        added = [f"{self.names[column]}_{what}" for column in self.columns for what in ADDED]
        for index, name in enumerate(added):
            if name in self.names or name in added[:index]:
                raise UsageError(
                    f"The table would have two columns {name!r}; rename the one it has, or "
                    "replace the cells instead of adding columns (--replace)."
                )
        body = raw.rstrip(b"\r\n")
        self.names += added
        return body + self.reader.added(added) + raw[len(body) :]

    def rewrite(self, table: ColumnReader, batch: Batch) -> None:
        """Rewrite a batch of data rows and write it."""
        cells = [batch.cells[self.read.index(column)] for column in self.columns]
        verdicts = self.rows.verdicts(len(batch.rows), lambda column: self.texts(batch, column))
        batch.keys = [keys(column, verdicts) for column in cells] if self.rows.all else cells
        counts = [Counter(column) for column in batch.keys]
        try:
            self.store.learn(chain.from_iterable(counts))
        except CellError as error:
            key: Any = error.key
            at = min(column.index(key) for column in batch.keys if key in column)
            raise TableError(f"Line {batch.lines[at]}: {error}") from error
        self.report.rows += len(batch.rows) - counts[0][None] + batch.ragged
        self.report.ragged += batch.ragged
        self.report.skipped += counts[0][SKIPPED]
        for count in counts:
            self.store.count(count, self.report)
        if self.options.replace:
            self.replace(table, batch)
        else:
            self.add(batch)
        self.write_batch(batch)

    def texts(self, batch: Batch, column: int) -> list[str | None]:
        """Return the texts of a column that tells of its rows."""
        cells = batch.cells[self.read.index(column)]
        return [None if cell is None else self.reader.value(cell)[0] for cell in cells]

    def replace(self, table: ColumnReader, batch: Batch) -> None:
        outcome_of = self.store.known.__getitem__
        rows = batch.rows = list(batch.rows)
        # From the right, so that the cells further left stay where they were.
        for column, found in zip(reversed(self.columns), reversed(batch.keys), strict=True):
            index = self.read.index(column)
            for at, outcome in enumerate(map(outcome_of, found)):
                if outcome.new is not None:
                    row = rows[at]
                    start, end = table.span(batch, at, row, index)
                    rows[at] = row[:start] + outcome.new + row[end:]

    def add(self, batch: Batch) -> None:
        known = self.store.known
        columns = [[known[key].added for key in found] for found in batch.keys]
        added = columns[0] if len(columns) == 1 else list(map(b"".join, zip(*columns, strict=True)))
        if batch.end == b"\n" and None not in batch.cells[0]:
            pairs = zip(batch.rows, added, strict=True)
            batch.rows = [b"%b%b\n" % (row[:-1], cells) for row, cells in pairs]
            return
        rows = []
        for row, cell, cells in zip(batch.rows, batch.cells[0], added, strict=True):
            if cell is None:  # a blank or ragged row
                rows.append(row)
            else:
                body = row.rstrip(b"\r\n")
                rows.append(body + cells + row[len(body) :])
        batch.rows = rows

    def write_batch(self, batch: Batch) -> None:
        """Change what is to be escaped, tell of the edits, write the rows."""
        escapes: dict[int, list[Change]] = {}
        if self.guard is not None:
            rows = []
            for at, row in enumerate(batch.rows):
                escaped, done = self.guard.escape(row)
                rows.append(escaped)
                if done:
                    escapes[at] = done
                    self.report.escaped += len(done)
            batch.rows = rows
        if self.on_edit is not None:
            self.tell(batch, escapes, self.on_edit)
        self.write(batch.rows)

    def tell(
        self, batch: Batch, escapes: dict[int, list[Change]], on_edit: Callable[[CellEdit], object]
    ) -> None:
        known = self.store.known
        for at, line in enumerate(batch.lines):
            row = batch.number + at
            for column, found in zip(self.columns, batch.keys, strict=True):
                outcome = known[found[at]]
                cell = batch.cells[self.read.index(column)][at]
                if self.options.replace and cell is not None and outcome.new is not None:
                    raws = (cell, outcome.new)
                    change = Change(column, outcome.before, outcome.after, *raws)
                    why = (outcome.id, outcome.score, outcome.evidence)
                    on_edit(self.edit((row, line), change, why))
            for escape in escapes.get(at, ()):
                on_edit(self.edit((row, line), escape, ("", 1.0, ("formula escaped",))))

    def edit(
        self, where: tuple[int, int], change: Change, why: tuple[str, float, tuple[str, ...]]
    ) -> CellEdit:
        column, before, after, *raws = change
        name = self.names[column] if column < len(self.names) else ""
        raw_before, raw_after = map(self.reader.raw, raws)
        row, line = where
        id, score, evidence = why
        return CellEdit(
            row, line, column + 1, name, before, after, raw_before, raw_after, id, score, evidence
        )
