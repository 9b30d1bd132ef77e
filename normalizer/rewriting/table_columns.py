"""The wanted columns of a table, a block of rows at a time.

Three ways lead through a block. A large one whose rows are all as wide as the header is cut at once
(`even_blocks`); only the wanted cells become objects. The lines of others are matched by one
compiled pattern. What that does not match (quotes inside unquoted fields, rows over several lines,
ragged rows, faults) goes to `RowReader.scan`. All three give the same cells; the tests hold them to
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalizer.errors import TableError
from normalizer.rewriting.csv_bytes import RowReader
from normalizer.rewriting.even_blocks import EvenBlock, cut
from normalizer.rewriting.table_dialect import Row

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers

_PATTERN_LIMIT = 1 << 16
"""Longest line given to the pattern, in bytes: its matcher remembers every doubled quote."""

_LARGE = 1 << 18
"""From so many bytes on a block is worth the tenth of a second that numpy takes to import."""

_UNROLLED = 64
"""Up to so many columns the pattern is written out, which its matcher runs faster."""


Spans = tuple[tuple[int, int], ...]
Found = re.Match[bytes] | Spans | None


@dataclass(slots=True)
class Batch:
    """Some rows of a table and the wanted cells of each.

    Attributes:
        number: Number of the first row; the table's first row is 1.
        rows: Bytes of each row, line end included; of a block, once they were wanted.
        lines: The line of the file each row begins on, counted from 1.
        cells: For each wanted column the cell of each row as written, quotes included; None in
            rows to leave alone: blank lines and, by ``ragged="keep"``, ragged rows. Of a block,
            once the rows were wanted.
        found: Per row where its wanted cells stand; None where `cells` has None.
        ragged: How many rows are ragged.
        block: The rows where they were cut at once, and not yet wanted one by one.
        numbers: For each column to rewrite, the outcomes of its cells in `CellStore`; filled in
            later.
        block_numbers: The same of a block that is rewritten at once.
    """

    number: int
    rows: list[bytes] = field(default_factory=list)
    lines: Sequence[int] = ()
    cells: Sequence[Sequence[bytes | None]] = ()
    found: Sequence[Found] = ()
    ragged: int = 0
    block: EvenBlock | None = None
    numbers: Sequence[list[int]] = ()
    block_numbers: Sequence[Numbers] = ()

    @property
    def size(self) -> int:
        """The number of its rows."""
        return len(self.rows if self.block is None else self.block)

    @property
    def data(self) -> Sequence[bytes]:
        """Its bytes, in some pieces."""
        return self.rows if self.block is None else (self.block.data,)

    def column(self, index: int) -> Sequence[bytes | None]:
        """Return the cells of one of the wanted columns, as `cells` has them."""
        return self.cells[index] if self.block is None else self.block.cells[index]

    def part(self) -> None:
        """Fill in the rows of a block, to do something with each of them."""
        if self.block is not None:
            self.cells = self.block.cells
            self.rows, self.found = self.block.rows(), self.block.spans()
            self.block = None


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
        while not reader.is_spent or reader.load():
            reader.drop_taken()
            batch = self._even() or self._matched() or self._mixed()
            self.number += batch.size
            yield batch

    def span(self, batch: Batch, at: int, index: int) -> tuple[int, int]:
        """Return where a wanted cell stands in a row, as it was read.

        Args:
            batch: The batch the row is of.
            at: Which of its rows, not a blank or ragged one.
            index: Which of the wanted columns.
        """
        found = batch.found[at]
        assert found is not None
        return found.span(index + 1) if isinstance(found, re.Match) else found[index]

    def _even(self) -> Batch | None:
        """Return the block at hand cut at once, or None if it is small or its rows differ."""
        reader, segment = self.reader, self.reader.segment
        if not _LARGE <= len(segment) <= reader.dialect.field_cap:
            return None
        block = cut(segment, reader.delimiter, reader.quote, self.columns, self.width)
        if block is None:
            return None
        lines = block.lines(reader.number + 1)
        reader.take_block(block.line_count)
        return Batch(self.number, lines=lines, block=block)

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
        rows, first = reader.lines, reader.number + 1
        reader.take_block(len(rows))
        return Batch(self.number, rows, range(first, reader.number + 1), cells, found)

    def _mixed(self) -> Batch:
        """Return the rest of the block at hand, row by row."""
        reader, segment, indexes = self.reader, self.reader.segment, range(len(self.columns))
        longest = min(reader.dialect.field_cap, _PATTERN_LIMIT)
        match = None if self._pattern is None else self._pattern.fullmatch
        batch, rows, lines = Batch(self.number), reader.lines, []
        batch_found: list[Found] = []
        rows_cells: list[Sequence[bytes | None]] = []
        # A row that ends in the next block ends this batch, or batches could grow for ever.
        while segment is reader.segment and reader.at < len(rows):
            row = rows[reader.at]
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
            batch_found.append(found)
            rows_cells.append(cells)
        batch.lines, batch.found = lines, batch_found
        batch.cells = [list(column) for column in zip(*rows_cells, strict=True)]
        return batch

    def _check_ragged(self, width: int, line: int) -> None:
        if not self._keep:
            raise TableError(
                f"Line {line}: this row and the first row have different numbers of fields, "
                f"{width} and {self.width}; correct the row, check the delimiter, or keep such "
                "rows as they are with --ragged keep."
            )
