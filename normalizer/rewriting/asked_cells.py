"""The cells of whole blocks whose rows say something of the names in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from normalizer.rewriting.row_columns import Given, Unasked, keys
from normalizer.rewriting.table_cells import CellStore

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers

_MOST = 1 << 17
"""So many cells are remembered with what was said of them, and one block's more."""


class AskedCells:
    """Finds the numbers of cells' outcomes.

    Args:
        store: Knows what becomes of cells, and learns what becomes of new ones.
    """

    def __init__(self, store: CellStore) -> None:
        self._store = store
        self._emptied = store.emptied
        self._verdicts: dict[Given | Unasked, int] = {}
        self._known: dict[tuple[bytes, int], int] = {}

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
        if self._emptied != self._store.emptied or len(self._known) > _MOST:
            self._emptied = self._store.emptied
            self._known.clear()
            self._verdicts.clear()
        known, number = self._known, self._verdicts.setdefault
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
