"""Find listed forms in one short text without numpy: the same hits as `scan` finds.

A numpy pass costs some 200 microseconds however short the text is; this costs a few for each word.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.matching import hashing
from normalizer.matching.hashing import PREFIX, WHOLE
from normalizer.matching.index import Index
from normalizer.spelling import fold, words

AFFIX_BEFORE, AFFIX_BEHIND, LOOK_ROUND = 1, 2, 4
"""What a hit's flags tell: letters and an apostrophe stand before it in its word (l'Irak) or
behind it (ISIS's); something other than spaces and punctuation touches it, so that the caller must
look whether it is part of an address or the like."""

Hit = tuple[int, int, int, int]
"""A span whose letters have the hash of listed forms: start, end, hash, flags."""


def short_hits(index: Index, text: str) -> Iterator[Hit]:
    """Yield the hits of a text, by start, the longer first.

    Args:
        index: The compiled gazetteer.
        text: Composed text (`fold.compose`).

    Yields:
        Hits; all of them are to be looked round.
    """
    roles = fold.kinds(text)
    parts = words.split_words(text, roles)
    if not parts:
        return
    letters = [hashing.narrow(word.letters).encode("utf-16-be", "surrogatepass") for word in parts]
    joined = b"".join(letters)
    bounds = [0]
    for piece in letters:
        bounds.append(bounds[-1] + len(piece))
    heads, tails = _inner_bounds(text, roles, parts, bounds)
    probe, bits, longest = index.probe, index.probe_bits, index.longest_form
    count = len(parts)
    for first in range(count):
        hits: list[Hit] = []
        begins = [(parts[first].start, bounds[first], LOOK_ROUND)]
        if first in heads:
            begins.append((*heads[first], LOOK_ROUND | AFFIX_BEFORE))
        for offset, begin, affix in begins:
            for last in range(first, min(first + longest, count)):
                if last in tails:
                    end_offset, end = tails[last]
                    key = int.from_bytes(joined[begin:end], "big") % hashing.MODULUS
                    if end > begin and probe[hashing.probe_slot(key, bits)] & WHOLE:
                        hits.append((offset, end_offset, key, affix | AFFIX_BEHIND))
                key = int.from_bytes(joined[begin : bounds[last + 1]], "big") % hashing.MODULUS
                seen = probe[hashing.probe_slot(key, bits)]
                if seen & WHOLE:
                    hits.append((offset, parts[last].end, key, affix))
                if not seen & PREFIX:
                    break
        if hits:
            hits.sort(key=lambda hit: (hit[0], -hit[1]))
            yield from (hit for hit in hits if index.forms_with_hash(hit[2]))


def _inner_bounds(
    text: str, roles: str, parts: list[words.Word], bounds: list[int]
) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]]:
    """Return where names may begin and end at an apostrophe or joiner inside a word."""
    heads: dict[int, tuple[int, int]] = {}
    tails: dict[int, tuple[int, int]] = {}
    if fold.APOSTROPHE not in roles and fold.FORMAT not in roles:
        return heads, tails
    for number, word in enumerate(parts):
        inner = [
            (at, bounds[number] + _size(text, roles, word.start, at))
            for at in range(word.start, word.end)
            if roles[at] in (fold.APOSTROPHE, fold.FORMAT)
        ]
        inner = [(at, byte) for at, byte in inner if bounds[number] < byte < bounds[number + 1]]
        if inner:
            heads[number] = (inner[0][0] + 1, inner[0][1])
            end, byte = inner[-1]
            while roles[end - 1] in (fold.APOSTROPHE, fold.FORMAT):
                end -= 1  # several quotes in a row all stand outside
            tails[number] = (end, byte)
    return heads, tails


def _size(text: str, roles: str, start: int, end: int) -> int:
    """Return how many bytes the letters of a span take in the hashed form."""
    kept = "".join([text[at] for at in range(start, end) if roles[at] != fold.MODIFIER])
    return 2 * len(fold.fold_letters(kept))
