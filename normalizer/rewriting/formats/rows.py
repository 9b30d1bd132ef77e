"""What every format but delimited text has in common: batches of cells are read, resolved, put.

A format gives `Batch`es and is handed what becomes of their cells. It alone knows how cells are
written; nothing here looks into one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from normalizer.errors import TableError
from normalizer.rewriting.cell_outcomes import CellError, CellForm, Outcome
from normalizer.rewriting.formats.record import OnBeside, OnEdit, Place, Record
from normalizer.rewriting.row_columns import SKIPPED, FoundColumns, keys
from normalizer.rewriting.table_cells import CellStore
from normalizer.rewriting.table_options import (
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


class Format(Protocol):
    """One open table of a format.

    Attributes:
        record: Where it tells of its changes while it is written; None where nobody asks.
    """

    record: Record | None

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
        """Write the last batch, given what becomes of its cells, and tell of them."""


def rewrite_rows(
    table: Format,
    resolve: Resolver,
    options: TableOptions,
    on_edit: OnEdit | None = None,
    on_value: OnValue | None = None,
    on_beside: OnBeside | None = None,
) -> TableReport:
    """Rewrite columns of a table batch by batch.

    Args:
        table: The table.
        resolve: Resolves texts; called at most once a batch.
        options: What to do.
        on_edit: Called with every changed cell and all added ones, in the table's order.
        on_value: Called with the values of the table, each once for many rows.
        on_beside: Called with what undoing must know beside them; see `Record`.

    Returns:
        What was done.

    Raises:
        TableError: If the table cannot be read as one or a value not written into it.
        UsageError: If a column is not there, or one to be added is.
    """
    report = TableReport()
    store = CellStore(table.form, resolve, options, on_value)
    if on_edit is not None or on_beside is not None:
        table.record = Record(on_edit, on_beside)
    for _ in rewritten_batches(table, store, report):
        pass
    return report


def rewritten_batches(
    table: Format, store: CellStore, report: TableReport
) -> Generator[None, None, None]:
    """Rewrite a table a batch a step, so that whoever asks for the next may fetch the last.

    Args:
        table: The table.
        store: What becomes of its cells; one store may serve several tables of one form.
        report: Where what is done is added up.

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
                table.put(outcomes)
                yield
    finally:
        store.report(report)


def _first(table: Format, asked: list[list[object]], key: object) -> str:
    """Return where the first cell with a key is, in words."""
    places = [table.place(i, column.index(key)) for i, column in enumerate(asked) if key in column]
    return f"{table.unit} {min(place.line for place in places)}"
