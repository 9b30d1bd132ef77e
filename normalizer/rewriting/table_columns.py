"""The wanted columns of a table, a block of rows at a time, at the speed of ``bytes.split``.

Three ways lead through a block. One without a quote, all of whose lines have as many delimiters
as the header, is split by whole lines; only the wanted cells become objects. The lines of others
are matched by one compiled pattern. What that does not match (quotes inside unquoted fields, rows
over several lines, ragged rows, faults) goes to `RowReader.scan`. All three give the same cells;
the tests hold them to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from normalizer.errors import TableError
from normalizer.rewriting.csv_bytes import RowReader
from normalizer.rewriting.table_dialect import Row

_PATTERN_LIMIT = 1 << 16
"""Longest line given to the pattern, in bytes: its matcher remembers every doubled quote."""

_UNROLLED = 64
"""Up to so many columns the pattern is written out, which its matcher runs faster."""


Spans = tuple[tuple[int, int], ...]
Found = re.Match[bytes] | Spans | None


@dataclass(slots=True)
class Batch:
    """Some rows of a table and the wanted cells of each.

    Attributes:
        number: Number of the first row; the table's first row is 1.
        rows: Bytes of each row, line end included.
        lines: The line of the file each row begins on, counted from 1.
        cells: For each wanted column the cell of each row as written, quotes included; None in
            rows to leave alone: blank lines and, by ``ragged="keep"``, ragged rows.
        found: Per row where its wanted cells stand; None where `cells` has None. Empty for a
            batch without a quote, in which a split finds the cells.
        end: The line end all its rows have, if that is known.
        ragged: How many rows are ragged.
        keys: For each column to rewrite, what its cells are remembered by; filled in later.
    """

    number: int
    rows: list[bytes] = field(default_factory=list)
    lines: Sequence[int] = ()
    cells: list[list[bytes | None]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    end: bytes = b""
    ragged: int = 0
    keys: Sequence[list[Any]] = ()


class ColumnReader:
    """Yields batches of rows with the cells of chosen columns.

    Args:
        reader: The table, its header already taken.
        width: Number of columns, at least 1.
        columns: The wanted columns, counted from 0, each below `width`.
        number: Number of the next row, counted from 1.
    """

    def __init__(self, reader: RowReader, width: int, columns: Sequence[int], number: int) -> None:
        self.reader = reader
        self.width = width
        self.columns = tuple(columns)
        self.number = number
        self._keep = reader.dialect.ragged == "keep"
        self._pattern = self._compile()

    def _compile(self) -> re.Pattern[bytes] | None:
        """Return the pattern of a whole row on one line; None for signs of several bytes."""
        delimiter, quote = self.reader.delimiter, self.reader.quote
        if quote is None or len(delimiter) != 1 or len(quote) != 1:
            return None
        d, q = re.escape(delimiter), re.escape(quote)
        quoted = rb"%s[^%s]*(?:%s%s[^%s]*)*%s" % (q, q, q, q, q, q)
        cell = rb"%s|[^%s%s\r\n]*" % (quoted, q, d)
        wanted = set(self.columns)
        if self.width <= _UNROLLED:
            cells = [b"(%s%s)" % (b"" if i in wanted else b"?:", cell) for i in range(self.width)]
            return re.compile(d.join(cells) + rb"[\r\n]*")
        written, at = b"", 0
        for column in sorted(wanted):
            written += b"(?:(?:%s)%s){%d}(%s)" % (cell, d, column - at, cell)
            at = column + 1
            written += d if at < self.width else b""
        if at < self.width:
            written += b"(?:(?:%s)%s){%d}(?:%s)" % (cell, d, self.width - at - 1, cell)
        return re.compile(written + rb"[\r\n]*")

    def single(self, row: Row) -> Batch:
        """Return a batch of one row that was read by itself, and count it."""
        spans = tuple(row.spans[column] for column in self.columns)
        cells: list[list[bytes | None]] = [[row.raw[start:end]] for start, end in spans]
        self.number += 1
        return Batch(self.number - 1, [row.raw], [row.line], cells, [spans])

    def batches(self) -> Iterator[Batch]:
        """Yield the rest of the table.

        Raises:
            TableError: As `RowReader.next_row`, and for a ragged row unless they are kept.
        """
        reader = self.reader
        while reader.at < len(reader.lines) or reader.load():
            batch = (self._even() or self._matched()) if reader.at == 0 else None
            batch = batch or self._mixed()
            self.number += len(batch.rows)
            yield batch

    def span(self, batch: Batch, at: int, row: bytes, index: int) -> tuple[int, int]:
        """Return where a wanted cell stands in a row.

        Args:
            batch: The batch the row is of.
            at: Which of its rows, not a blank or ragged one.
            row: The bytes of the row, as they were up to that cell.
            index: Which of the wanted columns.
        """
        if batch.found:
            found = batch.found[at]
            assert found is not None
            return found.span(index + 1) if isinstance(found, re.Match) else found[index]
        delimiter, column = self.reader.delimiter, self.columns[index]
        start = len(row) - len(row.split(delimiter, column)[column])
        return start, start + len(batch.cells[index][at] or b"")

    def _even(self) -> Batch | None:
        """Return the block at hand, or None if a quote, blank or ragged line is in it."""
        reader, delimiter = self.reader, self.reader.delimiter
        if reader.quote is not None and reader.quote in reader.segment:
            return None
        rows = reader.lines
        counts = [row.count(delimiter) for row in rows]
        if counts.count(self.width - 1) != len(rows):
            return None
        if len(reader.segment) > reader.dialect.field_cap:
            return None
        cells = [self._column(rows, column) for column in self.columns]
        if self.width == 1 and not all(cells[0]):
            return None  # a blank line, which no delimiter tells from a row of one column
        return self._whole(cells, [])

    def _matched(self) -> Batch | None:
        """Return the block at hand, or None if the pattern does not match all its lines."""
        reader, pattern = self.reader, self._pattern
        longest = min(reader.dialect.field_cap, _PATTERN_LIMIT)
        if pattern is None or (
            len(reader.segment) > longest and max(map(len, reader.lines)) > longest
        ):
            return None
        found = list(map(pattern.fullmatch, reader.lines))
        matches = [match for match in found if match is not None]
        if len(matches) < len(found):
            return None
        groups = range(1, len(self.columns) + 1)
        cells: list[list[bytes | None]] = [[match[i] for match in matches] for i in groups]
        if self.width == 1 and not all(cells[0]):
            return None
        return self._whole(cells, found)

    def _whole(self, cells: list[list[bytes | None]], found: Sequence[Found]) -> Batch:
        """Return the block at hand as a batch, and take it."""
        reader, rows = self.reader, self.reader.lines
        first = reader.number + 1
        reader.at = len(rows)
        reader.number += len(rows)
        lines = range(first, reader.number + 1)
        is_lf = b"\r" not in reader.segment and reader.segment.endswith(b"\n")
        return Batch(self.number, rows, lines, cells, list(found), b"\n" if is_lf else b"")

    def _column(self, rows: list[bytes], column: int) -> list[bytes | None]:
        """Return one column of rows without quotes, cutting from the nearer side."""
        delimiter = self.reader.delimiter
        from_end = self.width - column
        if from_end == 1:
            return [row.rstrip(b"\r\n").rsplit(delimiter, 1)[-1] for row in rows]
        if column < from_end:
            return [row.split(delimiter, column + 1)[column] for row in rows]
        return [row.rsplit(delimiter, from_end)[1] for row in rows]

    def _mixed(self) -> Batch:
        """Return the rest of the block at hand, row by row."""
        reader, segment, indexes = self.reader, self.reader.segment, range(len(self.columns))
        longest = min(reader.dialect.field_cap, _PATTERN_LIMIT)
        match = None if self._pattern is None else self._pattern.fullmatch
        batch, lines = Batch(self.number), []
        rows_cells: list[Sequence[bytes | None]] = []
        # A row that ends in the next block ends this batch, or batches could grow for ever.
        while reader.at < len(reader.lines) and segment is reader.segment:
            row = reader.lines[reader.at]
            reader.at += 1
            reader.number += 1
            lines.append(reader.number)
            found: Found = None
            cells: Sequence[bytes | None] = (None,) * len(self.columns)
            if match is not None and len(row) <= longest and (matched := match(row)) is not None:
                found, cells = matched, [matched[index + 1] for index in indexes]
            else:
                scanned = reader.scan(row)
                row = scanned.raw
                if len(scanned.spans) == self.width:
                    found = tuple([scanned.spans[column] for column in self.columns])
                    cells = [row[start:end] for start, end in found]
                elif not scanned.is_blank:
                    self._check_ragged(len(scanned.spans), scanned.line)
                    batch.ragged += 1
            if self.width == 1 and not cells[0]:
                cells = (None,)  # a blank line is no row, of one column either
            batch.rows.append(row)
            batch.found.append(found)
            rows_cells.append(cells)
        batch.lines = lines
        batch.cells = [list(column) for column in zip(*rows_cells, strict=True)]
        return batch

    def _check_ragged(self, width: int, line: int) -> None:
        if not self._keep:
            raise TableError(
                f"Line {line}: the row has {width} fields and the first row {self.width}; mend "
                "it, look whether the delimiter is right, or keep such rows with --ragged keep."
            )
