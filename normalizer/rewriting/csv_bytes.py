"""Delimited text, cut into rows and fields without losing a byte.

Python's ``csv`` module gives values and forgets how they were written. Here a row is its own
bytes and the spans of its fields in them, so that whatever is not edited is written as it was.

A row ends at LF, CRLF or CR outside quotes and nowhere else. A field is quoted if its first
character is the quote; a quote further on in an unquoted field is an ordinary character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from normalizer.errors import UsageError
from normalizer.rewriting import table_faults as faults
from normalizer.rewriting.table_dialect import MEBIBYTE, Dialect, Field, Row
from normalizer.rewriting.table_encoding import Codec

BLOCK_SIZE = MEBIBYTE
"""Bytes read at a time: much new is then asked for at once, and little memory is needed."""


class RowReader:
    """Reads a table row by row, in blocks, in memory bounded by the dialect's row cap.

    Args:
        source: A binary stream.
        dialect: How the table is written.
        block_size: How many bytes to read at a time.

    Attributes:
        bom: The byte order mark the table began with, or nothing; known after the first `load`.
        at: How many of `lines` have been taken.
        number: How many lines of the file have been taken.
        segment: The block at hand, whole lines only.
    """

    def __init__(self, source: BinaryIO, dialect: Dialect, block_size: int = BLOCK_SIZE) -> None:
        self.dialect = dialect
        self.codec = Codec(dialect.encoding)
        self.delimiter = self._sign(dialect.delimiter)
        self.quote = None if dialect.quote is None else self._sign(dialect.quote)
        self.bom = b""
        self.segment = b""
        self._lines: list[bytes] | None = None
        self.at = 0
        self.number = 0
        self._segments = self._cut(self.codec.blocks(source, block_size))
        self._seen_start = False

    def _sign(self, sign: str) -> bytes:
        try:
            return sign.encode(self.codec.inner)
        except UnicodeEncodeError as error:
            raise UsageError(
                f"The encoding {self.codec.encoding} has no character {sign!r} for use as a "
                "delimiter or quote; choose another."
            ) from error

    def _cut(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the blocks cut anew, so that each ends at a line end."""
        pending: list[bytes] = []
        size, held = 0, b""
        for part in blocks:
            block = held + part
            held = b""
            if block.endswith(b"\r"):  # the LF of a CRLF may stand in the next block
                held, block = b"\r", block[:-1]
            cut = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
            if cut:
                pending.append(block[:cut])
                yield b"".join(pending)
                pending, size = [], 0
            pending.append(block[cut:])
            size += len(block) - cut
            if size > self.dialect.row_cap:
                raise faults.too_long(self.dialect, self.number + 1)
        rest = b"".join(pending) + held
        if rest:
            yield rest

    @property
    def lines(self) -> list[bytes]:
        """The lines of the block at hand, line ends included."""
        if self._lines is None:
            # Of bytes, splitlines knows LF, CRLF and CR only: U+2028, U+0085, VT are no ends.
            self._lines = self.segment.splitlines(True)
        return self._lines

    @property
    def is_spent(self) -> bool:
        """Whether all of the block at hand has been taken."""
        return self.at == len(self.lines) if self.at else not self.segment

    def load(self) -> bool:
        """Go on to the next block of whole lines; False at the end."""
        for segment in self._segments:
            self.segment, self._lines, self.at = segment, None, 0
            if not self._seen_start:
                self._seen_start = True
                mark = "\ufeff".encode() if self.codec.inner == "utf-8" else b""
                if mark and segment.startswith(mark):
                    self.bom, self.segment = mark, segment[len(mark) :]
            if self.segment:
                return True
        self.segment, self._lines, self.at = b"", None, 0
        return False

    def drop_taken(self) -> None:
        """Let the block at hand begin where nothing has been taken of it."""
        if self.at:
            self.segment = self.segment[sum(map(len, self.lines[: self.at])) :]
            self._lines, self.at = self.lines[self.at :], 0

    def take_block(self, lines: int) -> None:
        """Take all of the block at hand, of which nothing has been taken and which has so many."""
        self.number += lines
        self.segment, self._lines, self.at = b"", None, 0

    def next_line(self) -> bytes | None:
        """Take the next line, line end included; None at the end."""
        if self.is_spent and not self.load():
            return None
        line = self.lines[self.at]
        self.at += 1
        self.number += 1
        return line

    def next_row(self) -> Row | None:
        """Take the next row; None at the end.

        Raises:
            TableError: If a quote is not closed, text follows a closed one, or a cap is passed.
        """
        line = self.next_line()
        return None if line is None else self.scan(line)

    def scan(self, line: bytes, more: Callable[[], bytes | None] | None = None) -> Row:
        """Cut the row that begins with a line just taken, taking more lines as it needs.

        Args:
            line: The row's first line, with its line end.
            more: Gives the lines that follow, then None; the table's own if left out.

        Raises:
            TableError: As `next_row`.
        """
        delimiter, quote, first = self.delimiter, self.quote, self.number
        spans: list[tuple[int, int]] = []
        raw, rest, base, position = line, bytearray(), 0, 0
        end = len(line.rstrip(b"\r\n"))
        while True:
            start, opened = base + position, self.number
            if quote is not None and line.startswith(quote, position):
                close = line.find(quote, position + len(quote))
                while True:
                    if close < 0:
                        base += len(line)
                        following = (more or self.next_line)()
                        if following is None:
                            raise faults.unclosed(opened)
                        if base + len(following) > self.dialect.row_cap:
                            raise faults.too_long(self.dialect, first)
                        faults.check_field(self.dialect, base - start, opened, len(spans))
                        rest += following
                        line, close = following, following.find(quote)
                    elif line.startswith(quote, close + len(quote)):
                        close = line.find(quote, close + 2 * len(quote))
                    else:
                        break
                position = close + len(quote)
                end = len(line.rstrip(b"\r\n"))
                if position < end and not line.startswith(delimiter, position):
                    raise faults.text_after_quote(self.number, len(spans) + 1)
            else:
                position = line.find(delimiter, position, end)
                position = end if position < 0 else position
            faults.check_field(self.dialect, base + position - start, opened, len(spans))
            spans.append((start, base + position))
            if position == end:
                break
            position += len(delimiter)
        if base + len(line) > self.dialect.row_cap:
            raise faults.too_long(self.dialect, first)
        return Row(raw + rest if rest else raw, spans, first)

    def cut(self, raw: bytes) -> Row:
        """Cut the bytes of one whole, valid row into its fields."""
        lines = iter(raw.splitlines(True))
        return self.scan(next(lines), lambda: next(lines, None))

    def value(self, raw: bytes) -> tuple[str, bool]:
        """Return the value of a field's bytes and whether they are quoted."""
        quote = self.quote
        if quote is None or not raw.startswith(quote):
            return raw.decode(self.codec.inner), False
        inside = raw[len(quote) : -len(quote)].replace(quote + quote, quote)
        return inside.decode(self.codec.inner), True

    def fields(self, row: Row) -> list[Field]:
        """Return every field of a row."""
        raws = [row.raw[start:end] for start, end in row.spans]
        return [Field(raw, *self.value(raw)) for raw in raws]

    def write(self, value: str, quoted: bool) -> bytes:
        """Return a value as a field's bytes.

        Args:
            value: The text.
            quoted: Whether to quote it even where it needs none.

        Raises:
            ValueError: If it needs quotes and the dialect has none, or the encoding lacks a
                character of it; the message is a clause.
        """
        sign = self.dialect.quote
        if not (self.codec.is_direct and value.isascii()) and not self.codec.can_write(value):
            raise ValueError(f"the encoding {self.codec.encoding} cannot write {value!r}")
        needs = self.dialect.delimiter in value or "\n" in value or "\r" in value
        if sign is None:
            if needs:
                raise ValueError(f"{value!r} needs quotes, but this table has none")
        elif quoted or needs or sign in value:
            value = sign + value.replace(sign, sign + sign) + sign
        return value.encode(self.codec.inner)

    def added(self, values: Sequence[str]) -> bytes:
        """Return values as fields to stand at a row's end, each behind a delimiter."""
        return b"".join(self.delimiter + self.write(value, False) for value in values)

    def raw(self, cell: bytes) -> str:
        """Return a field's bytes as text."""
        return cell.decode(self.codec.inner)


def read_rows(
    source: BinaryIO, dialect: Dialect, block_size: int = BLOCK_SIZE
) -> Iterator[tuple[list[Field], bytes]]:
    """Yield each row's fields and line end, as written.

    Fields joined by the delimiter, each row with its line end, give the table byte for byte in
    the encoding `Codec.inner` (behind its byte order mark, if it has one).

    Args:
        source: A binary stream.
        dialect: How the table is written; its ``ragged`` is not looked at.
        block_size: How many bytes to read at a time.

    Raises:
        TableError: As `RowReader.next_row`, and for a wrong encoding.
    """
    reader = RowReader(source, dialect, block_size)
    while (row := reader.next_row()) is not None:
        yield reader.fields(row), row.end
