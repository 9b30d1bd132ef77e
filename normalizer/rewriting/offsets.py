"""From offsets in a text to offsets in the text rewritten, and back.

Offsets stand between characters: 0 before the first, the text's length behind the last. Outside
edits the way leads to the same character and back again. An edit is one piece: its beginning goes
to the beginning of what replaced it, its end to the end, and an offset strictly inside it, which
has no counterpart, to the nearer side that was asked for. A span that reaches into an edit comes
to hold all of it, so that an annotation never covers half a name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Span = tuple[int, int]
"""Where something begins, and the offset behind it."""


class Offsets:
    """The way between the offsets of a text and of the text rewritten.

    Args:
        changes: Start and end of each edit in the original, and the length of what replaced it,
            in order, none overlapping another.
        length: The length of the original.
    """

    def __init__(self, changes: Sequence[tuple[int, int, int]], length: int) -> None:
        self._old: list[Span] = []
        self._new: list[Span] = []
        shift = 0
        for start, end, size in changes:
            self._old.append((start, end))
            self._new.append((start + shift, start + shift + size))
            shift += size - (end - start)
        self._lengths = length, length + shift

    def to_new(self, offset: int, *, after: bool = False) -> int:
        """Return where an offset of the original lies in the rewritten text.

        Args:
            offset: From 0 to the length of the original.
            after: Whether an offset inside an edit goes to the end of what replaced it instead of
                its beginning.

        Raises:
            IndexError: If the original has no such offset.
        """
        return _moved(offset, self._old, self._new, self._lengths[0], after)

    def to_old(self, offset: int, *, after: bool = False) -> int:
        """Return where an offset of the rewritten text lies in the original.

        Args:
            offset: From 0 to the length of the rewritten text.
            after: Whether an offset inside what was put in goes to the end of what stood there
                instead of its beginning.

        Raises:
            IndexError: If the rewritten text has no such offset.
        """
        return _moved(offset, self._new, self._old, self._lengths[1], after)

    def span_to_new(self, start: int, end: int) -> Span:
        """Return the span of the rewritten text that holds what a span of the original held.

        Args:
            start: Where it begins in the original.
            end: The offset behind it.

        Returns:
            Start and end; each edit that the span touches inside is held whole.

        Raises:
            IndexError: If the original has no such span.
        """
        return _moved_span(start, end, self._old, self._new, self._lengths[0])

    def span_to_old(self, start: int, end: int) -> Span:
        """Return the span of the original that holds what a span of the rewritten text holds.

        Args:
            start: Where it begins in the rewritten text.
            end: The offset behind it.

        Returns:
            Start and end; each edit that the span touches inside is held whole.

        Raises:
            IndexError: If the rewritten text has no such span.
        """
        return _moved_span(start, end, self._new, self._old, self._lengths[1])


def _moved(
    offset: int, spans: Sequence[Span], others: Sequence[Span], length: int, after: bool
) -> int:
    if not 0 <= offset <= length:
        raise IndexError(f"The text has no offset {offset}; give one from 0 to {length}.")
    # Where one edit ends and the next begins, both lead to the same place.
    place = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    if place < 0:
        return offset
    start, end = spans[place]
    if start < offset < end:
        return others[place][after]
    if offset == start:
        return others[place][0]
    return others[place][1] + offset - end


def _moved_span(
    start: int, end: int, spans: Sequence[Span], others: Sequence[Span], length: int
) -> Span:
    if start > end:
        raise IndexError(f"A span cannot end at {end} before it begins at {start}.")
    first = _moved(start, spans, others, length, after=False)
    last = _moved(end, spans, others, length, after=True)
    if start == end:  # an empty span stays empty, also inside an edit
        place = bisect_left(spans, end, key=lambda span: span[1])
        if place < len(spans) and spans[place][0] < start < spans[place][1]:
            last = first
    return first, last
