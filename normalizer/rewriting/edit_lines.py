"""Changed cells as lines of JSON.

Where a table is rewritten a block at a time, what a line tells besides the cell's place is written
once for all cells of which the same becomes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from normalizer.rewriting.audit_log import entry_of_cell, json_line
from normalizer.rewriting.table_options import CellEdit

_NOWHERE = b'"row": 0, "line": 0, '
_SOMEWHERE = b'"row": %d, "line": %d, '


class EditLines:
    """Writes a line for each changed cell; hand it to what rewrites tables as ``on_edit``.

    Args:
        write: Takes some lines, and how many these are.
        first: Fields that every line begins with.
    """

    def __init__(
        self,
        write: Callable[[bytes, int], object],
        first: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self._write = write
        self._first = first

    def __call__(self, edit: CellEdit) -> None:
        """Write the line of a change."""
        self._write(self._line(edit), 1)

    def pattern(self, edit: CellEdit) -> bytes:
        """Return a change's line as a pattern into which row, line and place are put by ``%``.

        Args:
            edit: The change; all three are 0 in it.
        """
        line = self._line(edit).replace(b"%", b"%%")
        head, _, rest = line.partition(_NOWHERE)
        return head + _SOMEWHERE + rest.removesuffix(b"0}\n") + b"%d}\n"

    def add(self, lines: Sequence[bytes]) -> None:
        """Write lines that were made of patterns."""
        self._write(b"".join(lines), len(lines))

    def _line(self, edit: CellEdit) -> bytes:
        return json_line({**self._first, **entry_of_cell(edit)})
