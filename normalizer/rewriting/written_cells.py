"""What becomes of the cells of a block, as it is written: bytes by the number of their outcome."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.rewriting.even_blocks import EvenBlock
from normalizer.rewriting.table_cells import CellStore


class WrittenCells:
    """Rewrites blocks.

    Args:
        store: What becomes of cells.
        replace: Whether cells are replaced; otherwise some are added to each row.
    """

    def __init__(self, store: CellStore, replace: bool) -> None:
        self._store = store
        self._replace = replace
        self._emptied = store.emptied
        self._written: dict[tuple[bytes, bytes], list[bytes]] = {}

    def rewritten(self, block: EvenBlock, numbers: Sequence[list[int]]) -> bytes:
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

    def _cells(self, before: bytes, behind: bytes, numbers: list[int]) -> list[bytes]:
        """Return the new or added cells with these numbers, between two signs."""
        written = self._written.setdefault((before, behind), [])
        for outcome in self._store.outcomes[len(written) :]:
            cell = outcome.added
            if self._replace:  # what is no cell is in no block
                cell = outcome.new or outcome.old or b""
            written.append(before + cell + behind)
        return list(map(written.__getitem__, numbers))
