"""What becomes of the cells of a block, as it is written: bytes by the number of their outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.known_cells import KnownCells
from normalizer.rewriting.row_columns import Given, Unasked, keys
from normalizer.rewriting.table_cells import CellStore

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers
    from normalizer.rewriting.even_blocks import EvenBlock

_MOST = 1 << 17
"""So many questions are remembered, or with one block's more."""


class BytesOfOutcomes:
    """Bytes that are made once of every outcome.

    Args:
        store: Has the outcomes.
        make: Makes the bytes of one.
    """

    def __init__(self, store: CellStore, make: Callable[[Outcome], bytes]) -> None:
        self._store = store
        self._make = make
        self._emptied = store.emptied
        self._made: npt.NDArray[Any] = np.empty(0, dtype=object)

    def of(self, numbers: Numbers) -> list[bytes]:
        """Return the bytes of outcomes with these numbers."""
        made = self._made
        if self._emptied != self._store.emptied:
            self._emptied = self._store.emptied
            made = made[:0]
        new = self._store.outcomes[len(made) :]
        if new:
            more = np.empty(len(new), dtype=object)
            more[:] = list(map(self._make, new))
            made = np.concatenate((made, more))
        self._made = made
        taken: list[bytes] = made[numbers].tolist()
        return taken


class WrittenCells:
    """Rewrites blocks.

    Args:
        store: What becomes of cells.
        replace: Whether cells are replaced; otherwise some are added to each row.

    Attributes:
        known: Finds the numbers of what becomes of a block's cells.
    """

    def __init__(self, store: CellStore, replace: bool) -> None:
        self._store = store
        self._replace = replace
        self.known = KnownCells(store)
        self._written: dict[tuple[bytes, bytes], BytesOfOutcomes] = {}
        self._emptied = store.emptied
        self._verdicts: dict[Given | Unasked, int] = {}
        self._asked: dict[tuple[bytes, int], int] = {}

    def learn(
        self, columns: Sequence[Sequence[bytes]], verdicts: Sequence[Given | Unasked]
    ) -> list[Numbers]:
        """Return the numbers of cells' outcomes, once all of them are known.

        Args:
            columns: The cells, column by column.
            verdicts: What each row says of its names; see `FoundColumns.verdicts`.

        Raises:
            CellError: If a new value cannot be written into the table.
        """
        self._store.make_room()
        if self._emptied != self._store.emptied or len(self._asked) > _MOST:
            self._emptied = self._store.emptied
            self._asked.clear()
            self._verdicts.clear()
        known, number = self._asked, self._verdicts.setdefault
        number_of = {it: number(it, len(self._verdicts)) for it in dict.fromkeys(verdicts)}
        numbered = list(map(number_of.__getitem__, verdicts))
        verdict_of = dict(zip(number_of.values(), number_of, strict=True))
        rows = [list(zip(cells, numbered, strict=True)) for cells in columns]
        new = [{pair: None for pair in pairs if pair not in known} for pairs in rows]
        asked = [
            keys([cell for cell, _ in some], [verdict_of[it] for _, it in some]) for some in new
        ]
        for some, numbers in zip(new, self._store.learn(asked), strict=True):
            known.update(zip(some, numbers, strict=True))
        return [np.fromiter(map(known.__getitem__, pairs), np.intp, len(pairs)) for pairs in rows]

    def rewritten(self, block: EvenBlock, numbers: Sequence[Numbers]) -> bytes:
        """Return what becomes of a block.

        Args:
            block: The block, cut at the columns to rewrite.
            numbers: For each of them its cells' numbers in the store.
        """
        if self._replace:
            columns = []
            for index, (signs, found) in enumerate(zip(block.around, numbers, strict=True)):
                cells = self._cells(*signs, found)
                if b"" in cells:
                    before, behind = signs
                    pairs = zip(cells, block.cells[index], strict=True)
                    cells = [new or before + old + behind for new, old in pairs]
                columns.append(cells)
            return block.replaced(columns)
        added = [self._cells(b"", b"", found) for found in numbers[:-1]]
        added.append(self._cells(b"", block.end[:1], numbers[-1]))
        if len(added) > 1:
            added = [list(map(b"".join, zip(*added, strict=True)))]
        return block.extended(added[0])

    def _cells(self, before: bytes, behind: bytes, numbers: Numbers) -> list[bytes]:
        """Return the new or added cells with these numbers, between two signs.

        What is nobody's outcome alone stays as it is; in place of that nothing is returned.
        """
        written = self._written.get((before, behind))
        if written is None:

            def replaced(outcome: Outcome) -> bytes:
                cell = outcome.old if outcome.new is None else outcome.new
                return b"" if cell is None else before + cell + behind

            def added(outcome: Outcome) -> bytes:
                cells: bytes = outcome.added
                return before + cells + behind

            make = replaced if self._replace else added
            written = self._written[before, behind] = BytesOfOutcomes(self._store, make)
        return written.of(numbers)
