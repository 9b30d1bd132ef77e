"""What becomes of the cells of a block, as it is written: bytes by the number of their outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from normalizer.rewriting.asked_cells import AskedCells
from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.known_cells import KnownCells
from normalizer.rewriting.table_cells import CellStore

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers
    from normalizer.rewriting.even_blocks import EvenBlock


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
        asked: Finds them where rows say something of their names.
    """

    def __init__(self, store: CellStore, replace: bool) -> None:
        self._store = store
        self._replace = replace
        self.known = KnownCells(store)
        self.asked = AskedCells(store)
        self._written: dict[tuple[bytes, bytes], BytesOfOutcomes] = {}

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
