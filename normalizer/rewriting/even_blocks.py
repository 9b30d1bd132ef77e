"""Blocks of whole rows, all as wide as the header, cut by array arithmetic.

Only the wanted cells become objects. Where a quote opens or closes a field anywhere but at its
border, a row ends in a bare CR, or rows differ in width or line end, there is no such block, and
the rows must be read one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.intp]

_LF, _CR = b"\n\r"


def cut(
    segment: bytes, delimiter: bytes, quote: bytes | None, columns: Sequence[int], width: int
) -> EvenBlock | None:
    """Cut whole lines into rows of as many fields each; None where they are not such rows.

    Args:
        segment: The lines.
        delimiter: The sign between fields.
        quote: The sign round quoted fields, None where there is no quoting.
        columns: The wanted columns, counted from 0, in order.
        width: Number of all columns.
    """
    import numpy as np  # noqa: PLC0415  # only large tables are worth it

    mark = next((bytes((sign,)) for sign in range(255, -1, -1) if sign not in segment), None)
    signs_are_bytes = len(delimiter) == 1 and (quote is None or len(quote) == 1)
    if mark is None or not signs_are_bytes or not segment.endswith(b"\n"):
        return None
    data = b"\n" + segment
    array = _array(data)
    is_sign = array == _LF
    is_sign |= array == delimiter[0]
    if quote is not None and quote in segment:
        is_sign |= array == quote[0]
        places = _unquoted(array, np.flatnonzero(is_sign), delimiter[0], quote[0])
    else:
        places = np.flatnonzero(is_sign)
    rows, odd = divmod(len(places) - 1, width)
    line_ends = places[width::width]
    if not rows or odd or line_ends[-1] != len(segment):
        return None
    if np.count_nonzero(array[places] == _LF) != rows + 1 or (array[line_ends] != _LF).any():
        return None
    end = b"\n"
    if b"\r" in segment:
        is_return = array[line_ends - 1] == _CR
        if (array[np.flatnonzero(array == _CR) + 1] != _LF).any():
            return None
        if is_return.any():
            if not is_return.all():
                return None
            end = b"\r\n"
    if width == 1 and (np.diff(places) == len(end)).any():
        return None  # a blank line, which no delimiter tells from a row of one column
    line_count = segment.count(b"\n") if quote is not None and quote in segment else rows
    return EvenBlock(data, places, columns, width, delimiter, end, mark, line_count)


def _array(data: bytes | bytearray) -> Bytes:
    import numpy as np  # noqa: PLC0415  # as in `cut`

    return np.frombuffer(data, np.uint8)


def _unquoted(array: Bytes, places: Places, delimiter: int, quote: int) -> Places:
    """Return which delimiters and line ends stand outside quotes; none where a quote is odd.

    Args:
        array: The data, which begins and ends with a line end.
        places: Where delimiters, line ends and quotes are.
        delimiter: The sign between fields.
        quote: The sign round quoted fields; two of them inside are one of the text.
    """
    import numpy as np  # noqa: PLC0415  # as in `cut`

    is_quote = array[places] == quote
    quotes = places[is_quote]
    # A doubled quote closes and opens at once, which parts nothing.
    before, behind = array[quotes[::2] - 1], array[quotes[1::2] + 1]
    opens = (before == delimiter) | (before == _LF) | (before == quote)
    closes = (behind == delimiter) | (behind == _LF) | (behind == _CR) | (behind == quote)
    if len(quotes) % 2 or not (opens.all() and closes.all()):
        return places[:1]
    is_outside = (np.cumsum(is_quote) & 1 == 0) & ~is_quote
    outside: Places = places[is_outside]
    return outside


class EvenBlock:
    """A block cut into the fields of its rows; its length is their number.

    Args:
        data: The block behind a line end, which is no part of it.
        places: Where each field of `data` ends: at a delimiter or line end; first the line end
            before the block.
        columns: The wanted columns, counted from 0, in order.
        width: Number of all columns.
        delimiter: One byte.
        end: The line end of all rows.
        mark: A byte that does not occur in the block.
        line_count: The number of its lines, which may end inside quotes, too.

    Attributes:
        around: For each wanted column the signs before and behind its cells that belong to them;
            a sign between two cells belongs to the first.
        end: As the argument.
        line_count: As the argument.
    """

    def __init__(
        self,
        data: bytes,
        places: Places,
        columns: Sequence[int],
        width: int,
        delimiter: bytes,
        end: bytes,
        mark: bytes,
        line_count: int,
    ) -> None:
        self.end = end
        self.line_count = line_count
        self._data = data
        self._places = places
        self._columns = columns
        self._width = width
        self._delimiter = delimiter
        self._mark = mark
        signs = sorted({*columns, *(column + 1 for column in columns)})
        # The sign behind a row is the one before the next row, unless it is two bytes long.
        self._is_closed = signs[0] == 0 and signs[-1] == width and len(end) == 1
        step, stop = (len(signs) - 1, -1) if self._is_closed else (len(signs), None)
        self._slices = [slice(signs.index(column) + 1, stop, step) for column in columns]
        self.around: list[tuple[bytes, bytes]] = []
        for column in columns:
            is_shared = column - 1 in columns if column else self._is_closed
            before = b"" if is_shared else delimiter if column else b"\n"
            self.around.append((before, delimiter if column + 1 < width else end[:1]))

    def __len__(self) -> int:
        return (len(self._places) - 1) // self._width

    def of(self, columns: Sequence[int]) -> EvenBlock:
        """Return the same block with other wanted columns."""
        if tuple(columns) == tuple(self._columns):
            return self
        written = self._delimiter, self.end, self._mark, self.line_count
        return EvenBlock(self._data, self._places, columns, self._width, *written)

    @property
    def data(self) -> bytes:
        """The block's bytes."""
        return self._data[1:]

    @cached_property
    def _pieces(self) -> list[bytes]:
        columns = self._columns
        return self._parted([*map(self._before, columns), *map(self._behind, columns)])

    @cached_property
    def cells(self) -> list[list[bytes]]:
        """The cells of each wanted column, as written."""
        return [self._pieces[places] for places in self._slices]

    def placed(self) -> tuple[bytes, list[tuple[Places, Places]]]:
        """Return some bytes, and for each wanted column where its cells begin and end in them."""
        columns = self._columns
        return self._data, [(self._before(it) + 1, self._behind(it)) for it in columns]

    def starts(self) -> list[Places]:
        """Return for each wanted column where its cells begin in `data`."""
        return [self._before(column) for column in self._columns]

    def row_ends(self) -> Places:
        """Return where the rows end in `data`, without their line ends."""
        return self._behind(self._width - 1) - 1

    def replaced(self, cells: Sequence[Sequence[bytes]]) -> bytes:
        """Return the block with other cells.

        Args:
            cells: For each wanted column its new cells, between the signs of `around`.
        """
        pieces = list(self._pieces)
        for places, column in zip(self._slices, cells, strict=True):
            pieces[places] = column
        whole = b"".join(pieces)
        return whole if self._is_closed else whole[1:]

    def extended(self, added: Sequence[bytes]) -> bytes:
        """Return the block with something added to each row.

        Args:
            added: What is added, and the first byte of the line end behind it.
        """
        rows = self._parted([self._behind(self._width - 1)])
        pieces = [b""] * (len(rows) + len(added))
        pieces[::2], pieces[1::2] = rows, added
        return b"".join(pieces)[1:]

    def rows(self) -> list[bytes]:
        """Return its rows, line ends included."""
        cuts = (self._places[:: self._width] + 1).tolist()
        return [self._data[start:end] for start, end in pairwise(cuts)]

    def spans(self) -> list[tuple[tuple[int, int], ...]]:
        """Return for each row where its wanted cells stand in it."""
        rows = self._before(0) + 1
        columns = []
        for column in self._columns:
            starts, ends = self._before(column) + 1 - rows, self._behind(column) - rows
            columns.append(zip(starts.tolist(), ends.tolist(), strict=True))
        return list(zip(*columns, strict=True))

    def lines(self, first: int) -> Sequence[int]:
        """Return the line on which each row begins, given that of the first one."""
        if self.line_count == len(self):
            return range(first, first + len(self))
        import numpy as np  # noqa: PLC0415  # as in `cut`

        line_ends = np.flatnonzero(_array(self._data) == _LF)
        before: list[int] = np.searchsorted(line_ends, self._before(0)).tolist()
        return [first + lines for lines in before]

    def _before(self, column: int) -> Places:
        """Return where the sign before each cell of a column is."""
        return self._places[column : -1 : self._width]

    def _behind(self, column: int) -> Places:
        """Return where the sign behind each cell of a column begins."""
        behind = self._places[column + 1 :: self._width]
        return behind if column + 1 < self._width else behind + 1 - len(self.end)

    def _parted(self, places: Sequence[Places]) -> list[bytes]:
        """Return the data parted at some places, without the bytes that stand there."""
        marked = _array(bytearray(self._data))
        for some in places:
            marked[some] = self._mark[0]
        return marked.tobytes().split(self._mark)
