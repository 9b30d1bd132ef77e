"""Annotations that count in words: CoNLL columns and spaCy's JSON.

Words are those that names are made of (`normalizer.spelling.words`); every other sign that is no
space is a token of its own, and a token ends where a mention begins or ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from normalizer.matching.names.results import Mention
from normalizer.spelling import fold, words

_ESCAPES = str.maketrans(
    {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "\\": "\\\\", "|": "\\p"}
)


def tokens(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the spans of a text's tokens, in order.

    Args:
        text: Any text.
        mentions: Its mentions, in order.
    """
    cuts = [at for mention in mentions for at in mention[:2]]
    found: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        found += pairwise(dict.fromkeys([start, *inside, end]))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in words.WORD.finditer(fold.kinds(text)):
        yield from _signs(text, at, match.start())
        yield match.span()
        at = match.end()
    yield from _signs(text, at, len(text))


def _signs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return ((at, at + 1) for at in range(start, end) if not text[at].isspace())


def _places(
    spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Iterator[tuple[tuple[int, int], Mention | None]]:
    """Yield each token with the mention that it is a part of."""
    waiting = iter(mentions)
    mention = next(waiting, None)
    for span in spans:
        while mention and mention.end <= span[0]:
            mention = next(waiting, None)
        yield span, mention if mention and mention.start <= span[0] else None


def conll(text: str, mentions: Sequence[Mention]) -> str:
    r"""Return a token a line: the token, its tag (B-, I-, O), the entity's ID, and spaces.

    The fourth column tells what stands between the token and the next as CoNLL-U does: nothing
    (``_``) for one space, ``SpaceAfter=No``, or ``SpacesAfter=\n``; what stands before the first
    token is its ``SpacesBefore``. A blank line follows the end of each line of the text.

    Args:
        text: The text.
        mentions: Its mentions, in order.
    """
    spans = tokens(text, mentions)
    lines = []
    first = True
    places = [*_places(spans, mentions), (((len(text), len(text))), None)]
    for (span, mention), (following, next_mention) in pairwise(places):
        start, end = span
        gap = text[end : following[0]]
        notes = []
        if first and start:
            notes.append(f"SpacesBefore={text[:start].translate(_ESCAPES)}")
        if gap != " ":
            notes.append(f"SpacesAfter={gap.translate(_ESCAPES)}" if gap else "SpaceAfter=No")
        tag = f"{'B' if start == mention.start else 'I'}-{mention.type}" if mention else "O"
        row = (text[start:end], tag, mention.id if mention else "_", "|".join(notes) or "_")
        lines.append("\t".join(row))
        if "\n" in gap and (mention is None or mention is not next_mention):
            lines.append("")
        first = False
    return "".join(f"{line}\n" for line in lines)


def spacy(text: str, mentions: Sequence[Mention]) -> dict[str, Any]:
    """Return the data that spaCy's ``Doc.from_json`` reads: text, tokens, entities with their IDs.

    Args:
        text: The text.
        mentions: Its mentions, in order.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end in [*tokens(text, mentions), (len(text), len(text))]:
        # One space belongs to the token before it; further ones are a token, as with spaCy.
        gap = at + 1 if at and text[at:start].startswith(" ") else at
        if gap < start:
            spans.append((gap, start))
        if start < end:
            spans.append((start, end))
        at = end
    entities = [{"start": m.start, "end": m.end, "label": m.type, "kb_id": m.id} for m in mentions]
    return {
        "text": text,
        "ents": entities,
        "spans": {"entities": entities},  # of these spaCy reads the IDs, too
        "tokens": [
            {"id": number, "start": start, "end": end} for number, (start, end) in enumerate(spans)
        ],
    }
