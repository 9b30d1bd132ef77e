"""Rewrite a text of any length part by part, as if it were in one piece.

A part is some half a million characters and ends behind a paragraph, if need be a line, a
sentence or a space. It is searched with 2,048 characters before and 8,192 behind it: conditions
look 300 characters far and never past a blank line, a definition counts up to 6,000 before it. What
the document told before carries over (`Memory`): which entities it named, whose a surname is, what
its acronyms mean. So the result is that of the whole text, unless there
is neither a line end nor a space in a quarter of a million characters, or a listed name goes on
for 2,000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from normalizer.matching.texts.memory import Memory
from normalizer.matching.texts.spans import Span, within
from normalizer.rewriting.affixes import KEEP
from normalizer.rewriting.in_place import with_last
from normalizer.rewriting.text import Rewrite, rewrite_spans
from normalizer.rewriting.wanted import WantedForms
from normalizer.spelling import fold

SIZE = 1 << 19
_CONTEXT = 2048
_AHEAD = 8192
_ENDS = ("\n\n", "\n", ". ", " ")


def rewritten_parts(
    pieces: Iterable[str],
    spans_of: Callable[[str, Memory], Sequence[Span]],
    wanted: WantedForms,
    size: int = SIZE,
    affixes: str = KEEP,
) -> Iterator[Rewrite]:
    """Yield the rewritten parts of a text.

    Args:
        pieces: The text, cut anywhere.
        spans_of: Finds the mentions of a text, given what the document told before.
        wanted: Gives the wanted forms of its mentions.
        size: About how many characters a part has.
        affixes: What to do with mentions that have affixes, one of `affixes.CHOICES`.

    Yields:
        The parts in order; their originals joined are the text.
    """
    memory = Memory()
    text, base, begin = "", 0, 0

    def part(until: int) -> tuple[Rewrite, int]:
        at_hand = text[: until + _AHEAD]
        found = spans_of(at_hand, memory.at(base, begin, until))
        spans, behind = within(found, begin, until), within(found, until, len(at_hand))
        if spans and behind and (together := with_last(at_hand, spans, behind[0])):
            first = spans[-together].start
            if first > begin:  # what names one thing twice is not parted
                until, spans = first, within(spans, begin, first)
        if spans and spans[-1].end > until:  # a name over the border belongs to the next part
            until = spans[-1].start
            spans = within(spans, begin, until)
        limits = begin, until
        return rewrite_spans(at_hand, spans, wanted, limits, affixes), until

    for piece in _cut_small(pieces):
        text += piece
        while len(text) - begin >= size + _AHEAD:
            rewrite, until = part(_cut(text, begin, begin + size))
            yield rewrite
            kept = max(0, until - _CONTEXT)
            text, base, begin = text[kept:], base + kept, until - kept
    if begin < len(text):
        yield part(len(text))[0]


def _cut_small(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces no longer than a part, so that what is copied does not grow with the pieces."""
    for piece in pieces:
        for at in range(0, len(piece), SIZE):
            yield piece[at : at + SIZE]


def _cut(text: str, begin: int, limit: int) -> int:
    """Return where a part ends, at most at `limit`."""
    for sign in _ENDS:
        at = text.rfind(sign, (begin + limit) // 2, limit)
        if at >= 0:
            return at + len(sign)
    at = limit
    while at > begin + 1 and fold.kind_of(ord(text[at])) not in (fold.UNIT, fold.SOFT, fold.HARD):
        at -= 1  # never inside a word or a grapheme
    return at if at > begin + 1 else limit
