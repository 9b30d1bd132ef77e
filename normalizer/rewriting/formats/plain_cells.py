"""Cells that are their own text, as in formats that know no other way to write one."""

from __future__ import annotations

from collections.abc import Sequence


class PlainCells:
    """Cells that are their own text."""

    def value(self, cell: str) -> tuple[str, bool]:
        """Return the cell."""
        return cell, False

    def write(self, value: str, quoted: bool) -> str:
        """Return the text."""
        return value

    def added(self, values: Sequence[str]) -> tuple[str, ...]:
        """Return the texts."""
        return tuple(values)
