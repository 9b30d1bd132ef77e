"""Place the spans of a composed text in the text as it stands, with the whole of each mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from normalizer.entity import MASKS
from normalizer.matching.texts import affixes
from normalizer.matching.texts.given_initials import with_initials
from normalizer.matching.texts.hits import INITIALS
from normalizer.matching.texts.spans import Span

if TYPE_CHECKING:
    from normalizer.matching.texts.in_columns import SpansInColumns


def placed(
    text: str, composed: str, offsets: Sequence[int] | None, spans: Sequence[Span]
) -> Sequence[Span]:
    """Return spans with their offsets in a text, without those that only guard longer names.

    Args:
        text: The text.
        composed: The text, composed (`fold.composed_offsets`).
        offsets: Where the characters of the composed text came from; None where nothing was
            composed.
        spans: Spans in the composed text, in order.

    Returns:
        Spans that hold a surname's initials and what closes a mention, but no ending that stands
        outside.
    """
    if offsets is None and not isinstance(spans, list):
        return _placed_in_columns(text, composed, cast("SpansInColumns", spans))
    found: list[Span] = []
    at = 0
    for place in range(len(spans)) if offsets is not None else _asking(composed, spans):
        found += spans[at:place]
        at = place + 1
        span = _placed(text, composed, offsets, spans[place])
        if span is not None:
            found.append(span)
    found += spans[at:]
    return found


def _placed(text: str, composed: str, offsets: Sequence[int] | None, span: Span) -> Span | None:
    """Return a span with its offsets in a text, None if it only guards a longer name."""
    name = span.name
    if name.name.kind in MASKS:
        return None
    if span.affix & INITIALS:
        start, end = with_initials(composed, span.start, span.end)
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        return Span(start, end, name, span.evidence)
    start, end, affix = span.start, *affixes.without_ending(composed, span)
    if offsets is not None:
        start, end = offsets[start], offsets[end]
    end = affixes.with_closing(text, start, end)
    return Span(start, end, name, span.evidence, affix, span.score)


def _placed_in_columns(text: str, composed: str, spans: SpansInColumns) -> SpansInColumns:
    """Do the same for spans in columns, where plain names are mentions as they are."""
    if not spans.others:
        return spans
    return spans.with_others([_placed(text, composed, None, span) for span in spans.others])


def _asking(text: str, spans: Sequence[Span]) -> list[int]:
    """Return which spans are not mentions as they are."""
    return [
        place
        for place, (_, end, name, _, affix, _) in enumerate(spans)
        if name.inflection is not None
        or name.name.kind in MASKS
        or affix & INITIALS
        or text[end : end + 1] in affixes.MAY_CLOSE
    ]
