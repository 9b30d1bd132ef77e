"""Find listed forms in one short text without numpy: the same hits as `scan` finds.

A numpy pass costs some 200 microseconds however short the text is; this costs a few for each word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from normalizer.matching import hashing
from normalizer.matching.hashing import PREFIX, WHOLE
from normalizer.matching.index import Index
from normalizer.spelling import attached, fold, text_language, words

AFFIX_BEFORE, AFFIX_BEHIND, LOOK_ROUND = 1, 2, 4
"""What a hit's flags tell: letters stand before it in its word (l'Irak, والعراق) or behind it
(ISIS's, Mosulissa); something other than spaces and punctuation touches it, so that the caller must
look whether it is part of an address or the like."""

_LETTERS = frozenset((fold.LETTER, fold.UNIT, fold.FOLLOW))

Hit = tuple[int, int, int, int]
"""A span whose letters have the hash of listed forms: start, end, hash, flags."""

_Bounds = dict[int, list[tuple[int, int]]]
"""Where names may begin or end inside words: offsets in the text and in the letters, by word."""

_MOST_WORDS = 50_000


class _Seen(NamedTuple):
    """What is known of a word wherever it stands.

    Attributes:
        letters: Its folded letters.
        encoded: They in UTF-16, as they are hashed.
        flags: What the probe table says of them: bits of `hashing.WHOLE` and `hashing.PREFIX`.
    """

    letters: str
    encoded: bytes
    flags: int


class ShortScanner:
    """Finds listed forms in short texts.

    Most words begin no name, and the same words stand in one text after the other: of each the
    scanner remembers what the probe table says.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._longest = index.longest_form
        self._words: dict[str, _Seen] = {}

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the hits of a text, by start, the longer first.

        Args:
            text: Composed text (`fold.compose`).

        Yields:
            Hits; all of them are to be looked round.
        """
        roles = fold.kinds(text)
        parts: list[words.Word] = []
        seen_of: list[_Seen] = []
        for start, end in words.word_spans(roles):
            seen = self._seen(words.plain(text, roles, start, end))
            if seen.letters:
                parts.append(words.Word(start, end, seen.letters))
                seen_of.append(seen)
        if not parts:
            return
        bounds = [0, *accumulate(len(seen.encoded) for seen in seen_of)]
        heads, tails = _inner_bounds(text, roles, parts, bounds)
        joined = b"".join([seen.encoded for seen in seen_of])
        for first, (_, _, flags) in enumerate(seen_of):
            if flags or first in heads or first in tails:
                yield from self._hits_at(first, parts, joined, bounds, heads, tails)

    def _seen(self, word: str) -> _Seen:
        """Return what is known of a word as it is written."""
        seen = self._words.get(word)
        if seen is None:
            letters = fold.fold_letters(word)
            encoded = hashing.narrow(letters).encode("utf-16-be", "surrogatepass")
            index = self._index
            key = int.from_bytes(encoded, "big") % hashing.MODULUS
            flags = index.probe[hashing.probe_slot(key, index.probe_bits)]
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            seen = self._words[word] = _Seen(letters, encoded, flags)
        return seen

    def _hits_at(
        self,
        first: int,
        parts: list[words.Word],
        joined: bytes,
        bounds: list[int],
        heads: _Bounds,
        tails: _Bounds,
    ) -> list[Hit]:
        """Return the hits that begin in a word."""
        index = self._index
        probe, bits = index.probe, index.probe_bits
        hits: list[Hit] = []
        begins = [(parts[first].start, bounds[first], LOOK_ROUND)]
        for head in heads.get(first, ()):
            begins.append((*head, LOOK_ROUND | AFFIX_BEFORE))
        for offset, begin, affix in begins:
            for last in range(first, min(first + self._longest, len(parts))):
                for end_offset, end in tails.get(last, ()):
                    key = int.from_bytes(joined[begin:end], "big") % hashing.MODULUS
                    if end > begin and probe[hashing.probe_slot(key, bits)] & WHOLE:
                        hits.append((offset, end_offset, key, affix | AFFIX_BEHIND))
                key = int.from_bytes(joined[begin : bounds[last + 1]], "big") % hashing.MODULUS
                flags = probe[hashing.probe_slot(key, bits)]
                if flags & WHOLE:
                    hits.append((offset, parts[last].end, key, affix))
                if not flags & PREFIX:
                    break
        if len(hits) > 1:
            hits.sort(key=lambda hit: (hit[0], -hit[1]))
        return [hit for hit in hits if index.forms_with_hash(hit[2])]


def _inner_bounds(
    text: str, roles: str, parts: list[words.Word], bounds: list[int]
) -> tuple[_Bounds, _Bounds]:
    """Return where names may begin and end inside a word, by the word's number."""
    heads: _Bounds = {}
    tails: _Bounds = {}
    if fold.APOSTROPHE in roles or fold.FORMAT in roles:
        _at_signs(text, roles, parts, bounds, heads, tails)
    looked_for = attached.bounds_for(text, text_language.scripts_in(text))
    if looked_for.prefixes or looked_for.suffixes:
        for number, word in enumerate(parts):
            _at_letters(text, roles, word, bounds[number], looked_for, heads, tails, number)
    return heads, tails


def _at_signs(
    text: str,
    roles: str,
    parts: list[words.Word],
    bounds: list[int],
    heads: _Bounds,
    tails: _Bounds,
) -> None:
    """Add where names may begin and end at an apostrophe or joiner."""
    for number, word in enumerate(parts):
        own = roles[word.start : word.end]
        if fold.APOSTROPHE not in own and fold.FORMAT not in own:
            continue
        inner = [
            (at, bounds[number] + _size(text, roles, word.start, at))
            for at in range(word.start, word.end)
            if roles[at] in (fold.APOSTROPHE, fold.FORMAT)
        ]
        inner = [(at, byte) for at, byte in inner if bounds[number] < byte < bounds[number + 1]]
        if inner:
            heads[number] = [(inner[0][0] + 1, inner[0][1])]
            end, byte = inner[-1]
            while roles[end - 1] in (fold.APOSTROPHE, fold.FORMAT):
                end -= 1  # several quotes in a row all stand outside
            tails[number] = [(end, byte)]


def _at_letters(
    text: str,
    roles: str,
    word: words.Word,
    first: int,
    looked_for: attached.Bounds,
    heads: _Bounds,
    tails: _Bounds,
    number: int,
) -> None:
    """Add where names may begin behind a particle and end before an ending."""
    letters = word.letters
    longest = min(attached.LONGEST, len(letters) - attached.SHORTEST_NAME)
    starts = ends = None
    for size in range(1, longest + 1):
        if letters[:size] in looked_for.prefixes:
            starts = starts or _letter_starts(text, roles, word)
            offset = starts.get(size)
            if offset is not None:
                heads.setdefault(number, []).append((offset, first + 2 * size))
        if letters[-size:] in looked_for.suffixes:
            ends = ends or _letter_starts(text, roles, word)
            offset = ends.get(len(letters) - size)
            if offset is not None:
                byte = first + 2 * (len(letters) - size)
                tails.setdefault(number, []).append((offset, byte))


def _letter_starts(text: str, roles: str, word: words.Word) -> dict[int, int]:
    """Return the offset of each letter of a word that directly follows a letter or its mark."""
    starts: dict[int, int] = {}
    count = 0
    follows = False
    for at in range(word.start, word.end):
        size = 0
        if roles[at] in _LETTERS:
            size = len(fold.fold_letters(text[at]))
            if size and follows:
                starts[count] = at
            count += size
        follows = bool(size) or roles[at] == fold.MARK
    return starts


def _size(text: str, roles: str, start: int, end: int) -> int:
    """Return how many bytes the letters of a span take in the hashed form."""
    kept = "".join([text[at] for at in range(start, end) if roles[at] != fold.MODIFIER])
    return 2 * len(fold.fold_letters(kept))
