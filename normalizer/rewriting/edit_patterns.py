"""What the lines of changed cells have in common, by what becomes of a cell."""

from __future__ import annotations

from functools import partial

from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.csv_bytes import RowReader
from normalizer.rewriting.edit_lines import EditLines
from normalizer.rewriting.table_cells import CellStore
from normalizer.rewriting.table_options import CellEdit
from normalizer.rewriting.written_cells import BytesOfOutcomes


def patterns(
    lines: EditLines, reader: RowReader, store: CellStore, replaces: bool, column: int, name: str
) -> BytesOfOutcomes:
    """Return the patterns (`EditLines.pattern`) of all outcomes; nothing where nothing changes.

    Args:
        lines: How changes are written.
        reader: The table.
        store: What became of its cells.
        replaces: Whether cells are replaced; otherwise some are added to each row.
        column: The number of their column, counted from 1.
        name: Its name.
    """
    make = _replaced if replaces else _added
    return BytesOfOutcomes(store, partial(make, lines, reader, column, name))


def _replaced(
    lines: EditLines, reader: RowReader, column: int, name: str, outcome: Outcome
) -> bytes:
    if outcome.new is None:
        return b""
    _, _, _, before, after, _, id, _ = outcome
    was, now = reader.raw(outcome.old), reader.raw(outcome.new)
    score, why = outcome.score, outcome.evidence
    return lines.pattern(CellEdit(0, 0, column, name, before, after, was, now, id, score, why, 0))


def _added(lines: EditLines, reader: RowReader, column: int, name: str, outcome: Outcome) -> bytes:
    now, why = reader.raw(outcome.added), outcome.evidence + outcome.abstained
    told = outcome.before, outcome.name, "", now, outcome.id, outcome.score, why
    return lines.pattern(CellEdit(0, 0, column, name, *told, 0))
