"""Which cells of a table changed, and where: what an audit log and undoing live on.

A change is told with the place and the bytes of the cell as it was and as it is. So whoever has
all changes of a table can undo them without knowing anything of tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.csv_bytes import RowReader
from normalizer.rewriting.edit_lines import EditLines
from normalizer.rewriting.table_cells import CellStore
from normalizer.rewriting.table_columns import Batch, ColumnReader
from normalizer.rewriting.table_options import ADDED, CellEdit

if TYPE_CHECKING:
    from normalizer.rewriting.even_blocks import EvenBlock
    from normalizer.rewriting.written_cells import BytesOfOutcomes

_ESCAPED = "formula escaped"
_HEADER = "columns added"


class _Change(NamedTuple):
    """A cell's column, counted from 0, its place in the row, and its bytes before and after."""

    column: int
    start: int
    before: bytes
    after: bytes


class EditTeller:
    """Tells of the changes of one table, batch after batch.

    Args:
        reader: The table; says how cells are read.
        store: What became of each cell.
        on_edit: Called with every change, in the table's order.
        replaces: Whether cells are replaced; otherwise some are added to each row.

    Attributes:
        at: Where the next row begins, in bytes as `CellEdit` counts them.
        tells_blocks: Whether it can tell of whole blocks at once.
    """

    def __init__(
        self,
        reader: RowReader,
        store: CellStore,
        on_edit: Callable[[CellEdit], object],
        replaces: bool,
    ) -> None:
        self.at = 0
        self.tells_blocks = isinstance(on_edit, EditLines)
        self._replaces = replaces
        self._names: Sequence[str] = ()
        self._columns: Sequence[int] = ()
        self._reader = reader
        self._store = store
        self._on_edit = on_edit

    def begin(self, table: ColumnReader, names: Sequence[str], columns: Sequence[int]) -> None:
        """Say what will be told of.

        Args:
            table: Says where cells stand.
            names: The header; empty without one.
            columns: The columns whose cells may change, counted from 0.
        """
        self._table = table
        self._names = names
        self._columns = columns
        self._read = [table.columns.index(column) for column in columns]

    def tell_block(self, block: EvenBlock, batch: Batch) -> None:
        """Tell of the changes of a block that is rewritten at once.

        Args:
            block: The block as it was.
            batch: The batch that it is, with the numbers of its cells' outcomes.
        """
        assert isinstance(self._on_edit, EditLines)
        rows = range(batch.number, batch.number + len(block))
        ends = [] if self._replaces else [block.row_ends()] * len(self._columns)
        told = []
        for found, places, patterns in zip(
            batch.block_numbers, ends or block.starts(), self._patterns, strict=True
        ):
            where = zip(rows, batch.lines, (places + self.at).tolist(), strict=True)
            pairs = zip(patterns.of(found), where, strict=True)
            told.append([pattern % at if pattern else b"" for pattern, at in pairs])
        self._on_edit.add(list(filter(None, chain.from_iterable(zip(*told, strict=True)))))
        self.at += len(block.data)

    @cached_property
    def _patterns(self) -> list[BytesOfOutcomes]:
        from normalizer.rewriting.edit_patterns import patterns  # noqa: PLC0415  # numpy

        assert isinstance(self._on_edit, EditLines)
        told = self._on_edit, self._reader, self._store, self._replaces
        return [patterns(*told, column + 1, self._name(column)) for column in self._columns]

    def _name(self, column: int) -> str:
        return self._names[column] if column < len(self._names) else ""

    def tell(
        self,
        before: Sequence[bytes],
        batch: Batch,
        escapes: dict[int, list[int]],
    ) -> None:
        """Tell of the changes of a batch.

        Args:
            before: The rows as they were.
            batch: The rows as they are, with their cells as they were.
            escapes: By row, counted from 0, the columns whose formulas were escaped.
        """
        for number, (old, new) in enumerate(zip(before, batch.rows, strict=True)):
            if old != new:
                outcomes = [self._store.outcomes[found[number]] for found in batch.numbers]
                escaped = escapes.get(number, ())
                is_left = batch.cells[0][number] is None  # a header, or a ragged row
                if escaped or is_left:
                    changes = self._compared(old, new)
                elif outcomes[0].added:
                    end = len(old.rstrip(b"\r\n"))
                    pairs = zip(self._columns, outcomes, strict=True)
                    changes = [_Change(column, end, b"", one.added) for column, one in pairs]
                else:
                    changes = self._replaced(batch, number, old, outcomes)
                by_column = {} if is_left else dict(zip(self._columns, outcomes, strict=True))
                where = batch.number + number, batch.lines[number]
                for change in changes:
                    outcome = by_column.get(change.column)
                    self._on_edit(self._edit(where, change, outcome, change.column in escaped))
            self.at += len(old)

    def _replaced(
        self, batch: Batch, number: int, old: bytes, outcomes: Sequence[Outcome]
    ) -> list[_Change]:
        changes = []
        for column, index, outcome in zip(self._columns, self._read, outcomes, strict=True):
            cell = batch.cells[index][number]
            if outcome.new is not None and cell is not None:
                start = self._table.span(batch, number, index)[0]
                changes.append(_Change(column, start, cell, outcome.new))
        return changes

    def _compared(self, old: bytes, new: bytes) -> list[_Change]:
        """Return the changes of a row by comparing its cells, whatever was done to it."""
        was, now = self._reader.cut(old).spans, self._reader.cut(new).spans
        pairs = zip(was, now, strict=False)
        changes = [
            _Change(column, start, old[start:end], new[first:last])
            for column, ((start, end), (first, last)) in enumerate(pairs)
            if old[start:end] != new[first:last]
        ]
        added = now[len(was) :]
        for index in range(len(added) // len(ADDED)):
            group = added[index * len(ADDED) : (index + 1) * len(ADDED)]
            cells = new[group[0][0] - len(self._reader.delimiter) : group[-1][1]]
            changes.append(_Change(self._columns[index], was[-1][1], b"", cells))
        return changes

    def _edit(
        self, where: tuple[int, int], change: _Change, outcome: Outcome | None, is_escaped: bool
    ) -> CellEdit:
        column, start, raw_before, raw_after = change
        name = self._name(column)
        why: tuple[str, ...] = (_ESCAPED,) if is_escaped else ()
        id, score = "", 1.0
        if outcome is not None and outcome.new is not None:
            id, score, why = outcome.id, outcome.score, outcome.evidence + why
        if raw_before:
            before, after = (self._reader.value(raw)[0] for raw in (raw_before, raw_after))
        elif outcome is None:
            before, after, why = name, "", (_HEADER,)
        else:
            before, after = outcome.before, outcome.name
            id, score = outcome.id, outcome.score
            why = outcome.evidence + outcome.abstained
        was, now = map(self._reader.raw, (raw_before, raw_after))
        row, line = where
        at = self.at + start
        return CellEdit(row, line, column + 1, name, before, after, was, now, id, score, why, at)
