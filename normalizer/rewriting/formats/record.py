"""Tells of what becomes of a table: its changed cells, and what else undoing must know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.table_options import CellEdit

OnEdit = Callable[[CellEdit], object]
OnBeside = Callable[[dict[str, Any]], object]


class Place(NamedTuple):
    """Where a cell is: as in `CellEdit`."""

    row: int
    line: int
    column: int
    name: str


class Record:
    """What a table tells while it is written, in its own order.

    Args:
        on_edit: Called with every changed cell and all added ones.
        on_beside: Called with what must be known beside them to undo and replay them; the fields
            are those that docs/audit.md describes.
    """

    def __init__(self, on_edit: OnEdit | None, on_beside: OnBeside | None) -> None:
        self._on_edit = on_edit
        self._on_beside = on_beside

    def cell(
        self, place: Place, outcome: Outcome, before: str, after: str, at: int | None = None
    ) -> None:
        """Tell of a changed cell, or of those added for one.

        Args:
            place: Where it is.
            outcome: What becomes of it.
            before: The cell as it was written; empty for added ones.
            after: The cell, or those added, as they are written.
            at: Where `before` begins, as for `CellEdit`.
        """
        if self._on_edit is None:
            return
        edit = CellEdit(
            *place,
            before=outcome.before,
            after=outcome.name if outcome.new is None else outcome.after,
            raw_before=before,
            raw_after=after,
            id=outcome.id,
            score=outcome.score,
            evidence=outcome.evidence + (outcome.abstained if outcome.new is None else ()),
            at=at,
        )
        self._on_edit(edit)

    def beside(self, what: str, **fields: Any) -> None:
        """Tell of something that is no cell.

        Args:
            what: What it is.
            fields: What is to be known of it, as JSON has it.
        """
        if self._on_beside is not None:
            self._on_beside({"beside": what, **fields})
