"""Cells that a spreadsheet would run as formulas, made plain text on request."""

from __future__ import annotations

import re
from typing import NamedTuple

from normalizer.rewriting.csv_bytes import RowReader

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-](\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)


class Change(NamedTuple):
    """A changed cell: its column, counted from 0, its value and its bytes before and after."""

    column: int
    before: str
    after: str
    raw_before: bytes
    raw_after: bytes


def is_formula(value: str) -> bool:
    """Tell whether a spreadsheet may run a value: it begins with ``= + - @`` and is no number."""
    return _FORMULA.match(value) is not None and _NUMBER.fullmatch(value) is None


class FormulaGuard:
    """Puts an apostrophe before each formula of a row, which spreadsheets read as «text».

    Args:
        reader: The table; says how rows are read and written.
    """

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        quote = reader.quote or b""
        signs = [bytes((sign,)) for sign in b"=+-@\t\r"]
        self._starts = (*signs, *(quote + sign for sign in signs))
        # It begins with a literal, which the matcher looks for at the speed of a byte search.
        opening = b"(?:%s)?" % re.escape(quote)
        pattern = re.escape(reader.delimiter) + opening + rb"[=+\-@\t\r]"
        self._suspect = re.compile(pattern).search

    def escape(self, row: bytes) -> tuple[bytes, list[Change]]:
        """Return a row with its formulas escaped, and which they were.

        Args:
            row: The bytes of a whole, valid row, line end included.
        """
        if self._suspect(row) is None and not row.startswith(self._starts):
            return row, []
        lines = iter(row.splitlines(True))
        scanned = self._reader.scan(next(lines), lambda: next(lines, None))
        pieces, done, at = [], [], 0
        for column, (start, end) in enumerate(scanned.spans):
            value, quoted = self._reader.value(row[start:end])
            if is_formula(value):
                after = "'" + value
                raw = self._reader.write(after, quoted)
                done.append(Change(column, value, after, row[start:end], raw))
                pieces += [row[at:start], raw]
                at = end
        return b"".join((*pieces, row[at:])), done
