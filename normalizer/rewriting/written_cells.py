"""What becomes of the cells of a block, as it is written: bytes by the number of their outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from normalizer.rewriting.known_cells import KnownCells
from normalizer.rewriting.table_cells import CellStore

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers
    from normalizer.rewriting.even_blocks import EvenBlock


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
        self._emptied = store.emptied
        self._written: dict[tuple[bytes, bytes], npt.NDArray[Any]] = {}

    def rewritten(self, block: EvenBlock, numbers: Sequence[Numbers]) -> bytes:
        """Return what becomes of a block.

        Args:
            block: The block, cut at the columns to rewrite.
            numbers: For each of them its cells' numbers in the store.
        """
        if self._emptied != self._store.emptied:
            self._emptied = self._store.emptied
            self._written.clear()
        if self._replace:
            columns = zip(block.around, numbers, strict=True)
            return block.replaced([self._cells(*signs, found) for signs, found in columns])
        added = [self._cells(b"", b"", found) for found in numbers[:-1]]
        added.append(self._cells(b"", block.end[:1], numbers[-1]))
        return block.extended(list(map(b"".join, zip(*added, strict=True))))

    def _cells(self, before: bytes, behind: bytes, numbers: Numbers) -> list[bytes]:
        """Return the new or added cells with these numbers, between two signs."""
        written = self._written.get((before, behind), np.empty(0, dtype=object))
        new = self._store.outcomes[len(written) :]
        if new:
            more = np.empty(len(new), dtype=object)
            if self._replace:  # what is no cell is in no block
                cells = [it.new or it.old or b"" for it in new]
            else:
                cells = [it.added for it in new]
            more[:] = [before + cell + behind for cell in cells]
            written = self._written[before, behind] = np.concatenate((written, more))
        taken: list[bytes] = written[numbers].tolist()
        return taken
