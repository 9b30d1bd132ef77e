"""Bytes of a worksheet that are written anew, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalizer.errors import TableError
from normalizer.rewriting.formats.sheet_text import SheetText, inline_string
from normalizer.rewriting.formats.sheet_xml import SheetCell, SheetRow, letters_of
from normalizer.rewriting.table_options import ADDED

_TYPE = re.compile(rb"""\st\s*=\s*("[^"]*"|'[^']*')""")
_DIMENSION = re.compile(
    rb'(<(?:\w+:)?dimension\b[^>]*\bref=")([A-Z]+[0-9]+)(?::([A-Z]+)([0-9]+))?"'
)
_SPANS = re.compile(rb'\sspans="[0-9]+:([0-9]+)"')


class Change(NamedTuple):
    """Some bytes that are replaced by others.

    Attributes:
        start: Where they begin.
        end: Where they end; `start` where bytes are added.
        new: What they become.
        column: Which of the columns to rewrite they belong to; None if none.
    """

    start: int
    end: int
    new: bytes
    column: int | None = None


def changed(raw: bytes, changes: Iterable[Change]) -> bytes:
    """Return bytes with some of them replaced.

    Args:
        raw: The bytes.
        changes: What to replace, in order.
    """
    pieces, at = [], 0
    for change in changes:
        pieces += [raw[at : change.start], change.new]
        at = change.end
    return b"".join((*pieces, raw[at:]))


def replaced_cell(
    row: SheetRow, cell: SheetCell, column: int, text: SheetText, prefix: str
) -> Change:
    """Return a cell with another text; its other attributes stay.

    Args:
        row: Its row.
        cell: The cell.
        column: Which of the columns to rewrite it is in.
        text: The text.
        prefix: How the names of the sheet's elements begin.
    """
    tag = row.raw[cell.start : row.raw.index(b">", cell.start) + 1]
    tag = _TYPE.sub(b' t="inlineStr"', tag, count=1)
    return Change(cell.start, cell.end, _inline(tag, text, prefix), column)


def added_cells(
    row: SheetRow, groups: Sequence[Sequence[str]], width: int, prefix: str
) -> list[Change]:
    """Return the cells behind a table's last column, and the row's extent as it will be.

    Args:
        row: The row.
        groups: For each column to rewrite the texts of `ADDED`; empty ones get no cell.
        width: How many columns the table has.
        prefix: How the names of the sheet's elements begin.

    Raises:
        TableError: If the row has cells there.
    """
    if not any(map(any, groups)):
        return []
    if row.cells[-1].column >= width:
        raise TableError(
            f"Row {row.number}: it has a cell in column {letters_of(row.cells[-1].column)}, "
            "where columns would be added; give that column a header, or use --replace."
        )
    changes = []
    last = width + len(groups) * len(ADDED)
    spans = _SPANS.search(row.raw, 0, row.raw.index(b">") + 1)
    if spans is not None:
        changes.append(Change(*spans.span(1), b"%d" % last))
    end = row.raw.rindex(b"</")
    for column, texts in enumerate(groups):
        first = width + column * len(ADDED)
        cells = [
            _added(b"%b%d" % (letters_of(first + index).encode(), row.number), what, text, prefix)
            for index, (what, text) in enumerate(zip(ADDED, texts, strict=True))
            if text
        ]
        if cells:
            changes.append(Change(end, end, b"".join(cells), column))
    return changes


def stretched(before: bytes, last: int) -> list[Change]:
    """Return the sheet's extent as it will be, if the sheet tells of it.

    Args:
        before: What stands before the first row.
        last: The number of its last column, counted from 1.
    """
    match = _DIMENSION.search(before)
    if match is None:
        return []
    number = match[4] or re.sub(rb"[A-Z]+", b"", match[2])
    reference = b"%b:%b%b" % (match[2], letters_of(last - 1).encode(), number)
    return [Change(match.start(2), match.end() - 1, reference)]


def reach(before: bytes) -> bytes:
    """Return the letters of the last column of the sheet's extent; none where it tells of none.

    Args:
        before: What stands before the first row.
    """
    match = _DIMENSION.search(before)
    return b"" if match is None else match[3] or b""


def _added(reference: bytes, what: str, text: str, prefix: str) -> bytes:
    p = prefix.encode()
    if what == "score" and _is_number(text):
        return b'<%bc r="%b"><%bv>%b</%bv></%bc>' % (p, reference, p, text.encode(), p, p)
    return _inline(b'<%bc r="%b" t="inlineStr">' % (p, reference), SheetText(text), prefix)


def _inline(tag: bytes, text: SheetText, prefix: str) -> bytes:
    p = prefix.encode()
    return b"%b<%bis>%b</%bis></%bc>" % (tag, p, inline_string(text, prefix), p, p)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
