"""Spans of a text: what a name may stand at (`Option`), and what was chosen (`Span`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from normalizer.matching.compiled.index import NameRecord
    from normalizer.matching.texts.in_columns import SpansInColumns
    from normalizer.matching.texts.surfaces import Surface


class Option(NamedTuple):
    """A span whose letters and joints spell listed names.

    `affix` are the hit's flags (`hits`).
    """

    start: int
    end: int
    surface: Surface
    affix: int = 0


class Span(NamedTuple):
    """A chosen span, the name it was recognised by, and evidence other than that name.

    `affix` are the hit's flags (`hits`). `score` is the probability that an unlisted spelling means
    the name's entity; None for a listed one.
    """

    start: int
    end: int
    name: NameRecord
    evidence: tuple[str, ...]
    affix: int = 0
    score: float | None = None


def within(spans: Sequence[Span], begin: int, until: int) -> Sequence[Span]:
    """Return those of some spans, given in order, that begin in a part of their text.

    Args:
        spans: The spans.
        begin: Where the part begins.
        until: Where it ends.
    """
    if not isinstance(spans, list):
        return cast("SpansInColumns", spans).within(begin, until)
    first, behind = (bisect_left(spans, (at,)) for at in (begin, until))
    return spans[first:behind]


def columns_of(spans: Sequence[Span]) -> tuple[list[int], list[int]]:
    """Return where spans begin and where they end."""
    if not isinstance(spans, list):
        columns = cast("SpansInColumns", spans)
        return columns.starts.tolist(), columns.ends.tolist()
    return [span[0] for span in spans], [span[1] for span in spans]
