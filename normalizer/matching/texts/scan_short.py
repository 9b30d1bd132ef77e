"""Find listed forms in one short text without numpy: the same hits as `scan` finds.

A numpy pass costs some 200 microseconds however short the text is; this costs a few for each word.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from normalizer.matching import hashing
from normalizer.matching.compiled.index import Index
from normalizer.matching.hashing import PREFIX, WHOLE
from normalizer.matching.texts.hits import AFFIX_BEFORE, AFFIX_BEHIND, LOOK_ROUND, Hit
from normalizer.spelling import attached, fold, text_language, words

_LETTERS = frozenset((fold.LETTER, fold.UNIT, fold.FOLLOW))

_Bounds = dict[int, list[tuple[int, int]]]
"""Where names may begin or end inside words, by the word's number: the offset in the text, and how
many of the word's letters stand before it."""

_MOST_WORDS = 50_000
_MASK = (1 << 64) - 1


class _Seen(NamedTuple):
    """What is known of a word wherever it stands.

    Attributes:
        letters: Its folded letters.
        key: Their hash.
        flags: What the probe table says of them: bits of `hashing.WHOLE` and `hashing.PREFIX`.
        tells: Whether it may tell which language the text is in.
    """

    letters: str
    key: int
    flags: int
    tells: bool


class _Parts(NamedTuple):
    """The words of a text, and where names may begin and end inside them."""

    spans: list[tuple[int, int]]
    seen: list[_Seen]
    heads: _Bounds
    tails: _Bounds


class ShortScanner:
    """Finds listed forms in short texts.

    Most words begin no name, and the same words stand in one text after the other: of each the
    scanner remembers what the probe table says. Of several words the hash is made from theirs.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._probe = index.probe
        self._shift = 64 - index.probe_bits
        self._longest = index.longest_form
        self._words: dict[str, _Seen] = {}

    def hits(self, text: str) -> list[Hit]:
        """Return the hits of a text, by start, the longer first.

        Args:
            text: Composed text (`fold.compose`).

        Returns:
            Hits; all of them are to be looked round.
        """
        roles = fold.kinds(text)
        spans = [match.span() for match in words.WORD.finditer(roles)]
        written = [text[start:end] for start, end in spans]
        if fold.MODIFIER in roles:
            written = [words.plain(text, roles, start, end) for start, end in spans]
        known = self._words.get
        seen = [known(word) or self._seen(word) for word in written]
        if any(not word.letters for word in seen):
            spans = [span for span, word in zip(spans, seen, strict=True) if word.letters]
            seen = [word for word in seen if word.letters]
        heads, tails = _inner_bounds(text, roles, spans, seen)
        parts = _Parts(spans, seen, heads, tails)
        hits: list[Hit] = []
        inside = heads.keys() | tails.keys()
        for first, (_, key, flags, _) in enumerate(seen):
            if first not in inside:
                if not flags:
                    continue
                # Most words that begin longer names begin none here: the next word is another.
                if flags == PREFIX and first + 1 not in inside:
                    if first + 1 == len(seen):
                        continue
                    letters, other, _, _ = seen[first + 1]
                    if not self._flags(_joined(key, other, len(letters))):
                        continue
            hits += self._hits_at(first, parts)
        return hits

    def _seen(self, word: str) -> _Seen:
        """Return what is known of a word as it is written."""
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        letters = fold.fold_letters(word)
        key = hashing.letters_hash(letters)
        seen = _Seen(letters, key, self._flags(key), text_language.may_tell(word))
        self._words[word] = seen
        return seen

    def _flags(self, key: int) -> int:
        return self._probe[((key * hashing.SPREAD) & _MASK) >> self._shift]

    def _hits_at(self, first: int, parts: _Parts) -> list[Hit]:
        """Return the hits that begin in a word."""
        spans, seen, heads, tails = parts
        start = spans[first][0]
        letters, key, flags, _ = seen[first]
        hits: list[Hit] = []
        begins = [(start, 0, key, flags, LOOK_ROUND)]
        for offset, skipped in heads.get(first, ()):
            key = hashing.letters_hash(letters[skipped:])
            begins.append((offset, skipped, key, self._flags(key), LOOK_ROUND | AFFIX_BEFORE))
        limit = min(first + self._longest, len(spans))
        for offset, skipped, begun, bits, affix in begins:
            before, key, flags = 0, begun, bits
            for last in range(first, limit):
                if last > first:
                    before, key = key, _joined(key, seen[last].key, len(seen[last].letters))
                    flags = self._flags(key)
                for end, size in tails.get(last, ()):
                    if last == first and size <= skipped:
                        continue
                    inner = seen[last].letters[skipped if last == first else 0 : size]
                    until = _joined(before, hashing.letters_hash(inner), len(inner))
                    if self._flags(until) & WHOLE:
                        hits.append((offset, end, until, affix | AFFIX_BEHIND))
                if flags & WHOLE:
                    hits.append((offset, spans[last][1], key, affix))
                if not flags & PREFIX:
                    break
        if len(hits) > 1:
            hits.sort(key=lambda hit: (hit[0], -hit[1]))
        return [hit for hit in hits if self._index.forms_with_hash(hit[2])]


@lru_cache(maxsize=1024)
def _power(size: int) -> int:
    return pow(hashing.BASE, size, hashing.MODULUS)


def _joined(key: int, other: int, size: int) -> int:
    """Return the hash of letters that have one hash, followed by `size` letters of another."""
    return (key * _power(size) + other) % hashing.MODULUS


def _inner_bounds(
    text: str, roles: str, spans: list[tuple[int, int]], seen: list[_Seen]
) -> tuple[_Bounds, _Bounds]:
    """Return where names may begin and end inside a word."""
    heads: _Bounds = {}
    tails: _Bounds = {}
    if fold.APOSTROPHE in roles or fold.FORMAT in roles:
        _at_signs(text, roles, spans, seen, heads, tails)
    if text.isascii() and not any(word.tells for word in seen):
        return heads, tails
    looked_for = attached.bounds_for(text, text_language.scripts_in(text))
    if looked_for.prefixes or looked_for.suffixes:
        for number, span in enumerate(spans):
            word = words.Word(*span, seen[number].letters)
            _at_letters(text, roles, word, looked_for, heads, tails, number)
    return heads, tails


def _at_signs(
    text: str,
    roles: str,
    spans: list[tuple[int, int]],
    seen: list[_Seen],
    heads: _Bounds,
    tails: _Bounds,
) -> None:
    """Add where names may begin and end at an apostrophe or joiner."""
    for number, (start, stop) in enumerate(spans):
        own = roles[start:stop]
        if fold.APOSTROPHE not in own and fold.FORMAT not in own:
            continue
        inner = [
            (at, _size(text, roles, start, at))
            for at in range(start, stop)
            if roles[at] in (fold.APOSTROPHE, fold.FORMAT)
        ]
        inner = [(at, size) for at, size in inner if 0 < size < len(seen[number].letters)]
        if inner:
            heads[number] = [(inner[0][0] + 1, inner[0][1])]
            end, size = inner[-1]
            while roles[end - 1] in (fold.APOSTROPHE, fold.FORMAT):
                end -= 1  # several quotes in a row all stand outside
            tails[number] = [(end, size)]


def _at_letters(
    text: str,
    roles: str,
    word: words.Word,
    looked_for: attached.Bounds,
    heads: _Bounds,
    tails: _Bounds,
    number: int,
) -> None:
    """Add where names may begin behind a particle and end before an ending."""
    letters = word.letters
    longest = min(looked_for.longest, len(letters) - attached.SHORTEST_WORD)
    starts = ends = None
    for size in range(1, longest + 1):
        if letters[:size] in looked_for.prefixes:
            starts = starts or _letter_starts(text, roles, word)
            offset = starts.get(size)
            if offset is not None:
                heads.setdefault(number, []).append((offset, size))
        if size > len(letters) - attached.SHORTEST_NAME:
            break
        if letters[-size:] in looked_for.suffixes:
            ends = ends or _letter_starts(text, roles, word)
            offset = ends.get(len(letters) - size)
            if offset is not None:
                tails.setdefault(number, []).append((offset, len(letters) - size))


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
    """Return how many folded letters a span has."""
    kept = "".join([text[at] for at in range(start, end) if roles[at] != fold.MODIFIER])
    return len(fold.fold_letters(kept))
