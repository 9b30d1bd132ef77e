"""What every format but delimited text has in common: batches of cells are read, resolved, put.

A format gives `Batch`es and is handed what becomes of their cells. It alone knows how cells are
written; nothing here looks into one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from normalizer.errors import TableError
from normalizer.rewriting.row_columns import SKIPPED, FoundColumns, keys
from normalizer.rewriting.table_cells import CellError, CellForm, CellStore, Outcome
from normalizer.rewriting.table_options import (
    CellEdit,
    OnValue,
    Resolver,
    TableOptions,
    TableReport,
)


@dataclass(slots=True)
class Batch:
    """Some rows of a table.

    Attributes:
        rows: How many.
        cells: For each column to rewrite its cells: as the format has them, None where nothing
            is in one, an `Unasked` where it is not to be resolved.
        at: For each of these columns the row of each cell, counted from 0 in the batch; None
            where there is one cell a row.
        texts: Gives the texts of a column that tells of the rows, one a row.
    """

    rows: int
    cells: list[list[Any]]
    at: list[Sequence[int] | None]
    texts: Callable[[int], Sequence[str | None]]


class Place(NamedTuple):
    """Where a cell is: as in `CellEdit`."""

    row: int
    line: int
    column: int
    name: str


class Format(Protocol):
    """One open table of a format."""

    @property
    def form(self) -> CellForm:
        """How its cells are read and written."""

    @property
    def row_columns(self) -> FoundColumns:
        """Where the columns are that tell of the rows; settled when the first batch is there."""

    @property
    def unit(self) -> str:
        """What its places are called in messages: ``"Line"`` or ``"Row"``."""

    def batches(self) -> Generator[Batch, None, None]:
        """Yield the table; what comes before and behind the rows is written meanwhile."""

    def place(self, column: int, at: int) -> Place:
        """Return where a cell of the last batch is, by column to rewrite and number."""

    def put(self, outcomes: Sequence[Sequence[Outcome]]) -> None:
        """Write the last batch, given what becomes of its cells."""


def rewrite_rows(
    table: Format,
    resolve: Resolver,
    options: TableOptions,
    on_edit: Callable[[CellEdit], object] | None = None,
    on_value: OnValue | None = None,
) -> TableReport:
    """Rewrite columns of a table batch by batch.

    Args:
        table: The table.
        resolve: Resolves texts; called at most once a batch.
        options: What to do.
        on_edit: Called with every changed cell, in the table's order.
        on_value: Called with the values of the table, each once for many rows.

    Returns:
        What was done.

    Raises:
        TableError: If the table cannot be read as one or a value not written into it.
        UsageError: If a column is not there, or one to be added is.
    """
    report = TableReport()
    store = CellStore(table.form, resolve, options, on_value)
    for _ in rewritten_batches(table, store, report, on_edit):
        pass
    return report


def rewritten_batches(
    table: Format,
    store: CellStore,
    report: TableReport,
    on_edit: Callable[[CellEdit], object] | None = None,
) -> Generator[None, None, None]:
    """Rewrite a table a batch a step, so that whoever asks for the next may fetch the last.

    Args:
        table: The table.
        store: What becomes of its cells; one store may serve several tables of one form.
        report: Where what is done is added up.
        on_edit: As for `rewrite_rows`.

    Raises:
        TableError: As for `rewrite_rows`.
        UsageError: As for `rewrite_rows`.
    """
    try:
        with contextlib.closing(table.batches()) as batches:
            for batch in batches:
                verdicts = table.row_columns.verdicts(batch.rows, batch.texts)
                columns = zip(batch.cells, batch.at, strict=True)
                asked = [keys(cells, verdicts, at) for cells, at in columns]
                try:
                    numbers = store.learn(asked)
                except CellError as error:
                    raise TableError(f"{_first(table, asked, error.key)}: {error}") from error
                report.rows += batch.rows
                report.skipped += verdicts.count(SKIPPED)
                for column in numbers:
                    store.count(column)
                outcomes = [list(map(store.outcomes.__getitem__, column)) for column in numbers]
                if on_edit is not None:
                    _tell(table, batch, outcomes, on_edit)
                table.put(outcomes)
                yield
    finally:
        store.report(report)


def _first(table: Format, asked: list[list[object]], key: object) -> str:
    """Return where the first cell with a key is, in words."""
    places = [table.place(i, column.index(key)) for i, column in enumerate(asked) if key in column]
    return f"{table.unit} {min(place.line for place in places)}"


def _tell(
    table: Format,
    batch: Batch,
    outcomes: list[list[Outcome]],
    on_edit: Callable[[CellEdit], object],
) -> None:
    edits = []
    for column, found in enumerate(outcomes):
        for at, outcome in enumerate(found):
            if outcome.new is not None:
                edits.append((table.place(column, at), batch.cells[column][at], outcome))
    for place, cell, outcome in sorted(edits, key=lambda edit: edit[0]):
        raw_before, raw_after = table.form.raw(cell), table.form.raw(outcome.new)
        edit = CellEdit(
            *place,
            before=outcome.before,
            after=outcome.after,
            raw_before=raw_before,
            raw_after=raw_after,
            id=outcome.id,
            score=outcome.score,
            evidence=outcome.evidence,
        )
        on_edit(edit)
