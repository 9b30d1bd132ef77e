"""Cells that a spreadsheet would run as formulas, made plain text on request."""

from __future__ import annotations

import re

from normalizer.rewriting.csv_bytes import RowReader

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-](\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)


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

    def escape(self, row: bytes) -> tuple[bytes, list[int]]:
        """Return a row with its formulas escaped, and their columns, counted from 0.

        Args:
            row: The bytes of a whole, valid row, line end included.
        """
        if self._suspect(row) is None and not row.startswith(self._starts):
            return row, []
        pieces, done, at = [], [], 0
        for column, (start, end) in enumerate(self._reader.cut(row).spans):
            value, quoted = self._reader.value(row[start:end])
            if is_formula(value):
                done.append(column)
                pieces += [row[at:start], self._reader.write("'" + value, quoted)]
                at = end
        return b"".join((*pieces, row[at:])), done
