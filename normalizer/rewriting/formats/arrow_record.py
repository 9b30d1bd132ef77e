"""What undoing must know of rewritten columns of Arrow data, in the order of their rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from normalizer.rewriting.audit_log import Digest
from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.formats.record import Place, Record
from normalizer.rewriting.table_options import ADDED


class ColumnRecord:
    """Tells of columns piece by piece: of their cells, their dictionaries, their hashes.

    Args:
        columns: The columns, counted from 0.
        coded: Those of them whose dictionaries change.
        replaced: Whether their cells are replaced.
        splits: Whether a cell may hold several values.
    """

    def __init__(
        self, columns: Sequence[int], coded: Sequence[int], replaced: bool, splits: bool
    ) -> None:
        self._columns = columns
        self._dictionaries: dict[int, pa.Array | None] = dict.fromkeys(coded)
        self._replaced = replaced
        self._splits = splits
        self._before = [Digest() for _ in columns]
        self._after = [Digest() for _ in columns]

    def tell(
        self,
        record: Record,
        piece: pa.Table,
        cells: Sequence[Sequence[Any]],
        outcomes: Sequence[Sequence[Outcome]],
        place: Callable[[int, int], Place],
    ) -> None:
        """Tell of a piece.

        Args:
            record: What to tell it to.
            piece: The rows as they were.
            cells: The cells of each column.
            outcomes: What becomes of them.
            place: Gives a cell's place by column and number.
        """
        for index, column in enumerate(self._columns):
            if column in self._dictionaries and piece.num_rows:
                self._tell_dictionary(record, place(index, 0), piece.column(column))
        changed = [
            (at, column)
            for column, found in enumerate(outcomes)
            for at, outcome in enumerate(found)
            if outcome.new is not None or any(outcome.added)
        ]
        for at, column in sorted(changed):
            outcome = outcomes[column][at]
            before, after = "", outcome.new
            if after is None:
                after = _written(outcome.added)
            else:
                before = cells[column][at]
            record.cell(place(column, at), outcome, before, after)
        for index, (old, found) in enumerate(zip(cells, outcomes, strict=True)):
            new = rewritten(old, found) if self._replaced else [it.added for it in found]
            self._before[index].add(_listed(old))
            self._after[index].add(_listed(new))

    def _tell_dictionary(self, record: Record, place: Place, values: pa.ChunkedArray) -> None:
        """Tell of a column's dictionary where it is another than before."""
        dictionary = values.unify_dictionaries().chunk(0).dictionary
        told = self._dictionaries[place.column - 1]
        if told is None or not told.equals(dictionary):
            self._dictionaries[place.column - 1] = dictionary
            listed = dictionary.to_pylist()
            record.beside("dictionary", row=place.row, column=place.column, values=listed)

    def tell_content(self, record: Record) -> None:
        """Tell, when all has been told, what was and what is in the columns."""
        before, after = (
            [digest.content().sha256 for digest in digests]
            for digests in (self._before, self._after)
        )
        record.beside(
            "content",
            columns=[column + 1 for column in self._columns],
            replace=self._replaced,
            split=self._splits,
            before=before,
            after=after,
        )


def rewritten(cells: Sequence[Any], outcomes: Sequence[Outcome]) -> list[Any]:
    """Return the cells of a column as they will be."""
    pairs = zip(cells, outcomes, strict=True)
    return [cell if outcome.new is None else outcome.new for cell, outcome in pairs]


def _listed(cells: Sequence[Any]) -> bytes:
    """Return cells as bytes, such that those of two pieces are those of one."""
    return f"{json.dumps(cells)[1:-1]},".encode() if cells else b""


def _written(added: Sequence[str]) -> str:
    """Return added cells as JSON, each behind a comma."""
    return "," + json.dumps(added, ensure_ascii=False)[1:-1]


def read_added(written: str) -> list[str]:
    """Return added cells as they are told of.

    Args:
        written: JSON strings, each behind a comma.

    Raises:
        ValueError: If they are none.
    """
    cells = json.loads(f"[{written[1:]}]")
    if len(cells) != len(ADDED) or not all(isinstance(cell, str) for cell in cells):
        raise ValueError(f"{written!r} is not a row of added cells")
    return list(cells)
