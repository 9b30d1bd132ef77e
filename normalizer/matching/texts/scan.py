"""Find listed forms in long texts: whole stretches at once, in numpy.

Letters of a stretch are folded by table look-up and their hashes taken from prefix sums, so that
the hash of any run of words is one subtraction and one multiplication away, whatever stands
between the words. A one-byte probe table rules nearly all words out. What is left is looked up
among the sorted hashes of the index. Nothing is accepted here: a hit is a span whose letters have
the hash of a listed form, and the caller compares the letters.

`normalizer.matching.texts.scan_short` finds the same hits without numpy, for one short text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.letter_tables import EXPANDS, IS_LETTER, bits_of
from normalizer.matching.hashing import BASE, MODULUS, PREFIX, SPREAD, WHOLE, narrow, narrow_code
from normalizer.matching.texts.attached_arrays import with_attached
from normalizer.matching.texts.guards import BREAKS, STOPS
from normalizer.matching.texts.scan_short import AFFIX_BEFORE, AFFIX_BEHIND, LOOK_ROUND, Hit
from normalizer.matching.texts.telling_arrays import may_tell
from normalizer.matching.texts.word_arrays import (
    Bits,
    Ints,
    Words,
    drop_gershayim,
    drop_points,
    expanded,
    find_words,
)
from normalizer.spelling import attached, fold, text_language

Hashes = npt.NDArray[np.uint64]
_Found = tuple[Ints, Ints, Hashes, int]
Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

# Prefix sums stay below 2**64: at most 2**17 letters of 16 bits, each times a weight of 31 bits.
_MOST_LETTERS = 1 << 17
_OVERLAP = 1024
STRETCH = _MOST_LETTERS - 2 * _OVERLAP
"""How many characters are searched at once."""
_FEW = 4
"""Text of which less than one in so many characters is no ASCII is mostly ASCII."""


class Scanner:
    """Finds the forms of an index in texts.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._keys = np.frombuffer(index.keys, dtype=np.uint32)
        self._probe = np.frombuffer(index.probe, dtype=np.uint8)
        self._shift = np.uint64(64 - index.probe_bits)
        self._longest = index.longest_form
        self._roles, self._codes = index.letter_tables()
        ascii_roles = self._roles[:128].tobytes() + bytes(128)
        self._ascii_roles = ascii_roles
        self._ascii_letters = self._codes[:128].astype(np.uint8).tobytes() + bytes(128)
        self._weights, self._powers = _powers()

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the hits of a text, by start, the longer first.

        Args:
            text: Composed text (`fold.compose`).

        Yields:
            Hits with offsets in `text`.
        """
        begin = 0
        while begin < len(text):
            cut = _cut(text, begin, begin + STRETCH)
            yield from self._hits_until(text, begin, cut)
            begin = cut

    def _hits_until(self, text: str, begin: int, cut: int) -> list[Hit]:
        """Return the hits that begin in a part of a text; they may end behind it."""
        hits = self._stretch_hits(text[begin : cut + _OVERLAP], begin)
        return [hit for hit in hits if hit[0] < cut] if cut < len(text) else hits

    def _stretch_hits(self, text: str, base: int) -> list[Hit]:
        codes, words = self._words(text)
        if not len(words.start):
            return []
        if len(words.letters) > _MOST_LETTERS:  # a text of ligatures such as ﷺ
            middle = _cut(text, 0, len(text) // 2)
            parts = (*self._hits_until(text, 0, middle), *self._hits_until(text, middle, len(text)))
            return [(start + base, end + base, key, flags) for start, end, key, flags in parts]
        sums = self._sums(words)
        if self._may_have_attached(text, words, sums):
            words = with_attached(words, attached.bounds_for(text, _scripts_in(codes)))
        found = self._expand(words, sums)
        return self._sorted_hits(found, codes, base) if found else []

    def _may_have_attached(self, text: str, words: Words, sums: Hashes) -> bool:
        """Tell whether the beginning of a text may tell a language whose letters hang on names."""
        if words.letters.dtype != np.uint8:
            return True
        sample = text_language.SAMPLE
        count = int(np.searchsorted(words.start, sample))
        if count and words.end[count - 1] > sample:  # the sample holds a part of the last word
            count -= 1
            if text_language.may_tell(text[words.start[count] : sample]):
                return True
        return len(self._telling(words, sums, count)) > 0

    def plain_hits(self, text: str) -> tuple[list[Hit], Ints]:
        """Return the hits of a text in which no letters are to hang on names.

        Args:
            text: At most `STRETCH` characters, no letters but those of ASCII.

        Returns:
            The hits, by start, and the offsets of words that may tell the language.
        """
        if not text:
            return [], np.empty(0, dtype=np.int64)
        codes, words = self._words(text)
        if not len(words.start):
            return [], words.start
        sums = self._sums(words)
        found = self._expand(words, sums)
        hits = self._sorted_hits(found, codes, 0) if found else []
        return hits, words.start[self._telling(words, sums, len(words.start))]

    def _telling(self, words: Words, sums: Hashes, count: int) -> Ints:
        """Return which of the first words may tell the language, or a part at an apostrophe."""
        telling = may_tell(self._hash(sums, words.first[:count], words.last[:count]))
        inner = int(np.searchsorted(words.heads[0], count))
        of, _, behind = (part[:inner] for part in words.heads)
        _, _, before = (part[:inner] for part in words.tails)  # of the same words, one each
        telling[of] |= may_tell(self._hash(sums, behind, words.last[of]))
        telling[of] |= may_tell(self._hash(sums, words.first[of], before))
        telling[of[behind != before]] = True  # between two apostrophes it does not look
        return np.flatnonzero(telling)

    def _sums(self, words: Words) -> Hashes:
        """Return the prefix sums that hashes are taken from."""
        products = words.letters.astype(np.uint64)
        products *= self._weights[: len(products)]
        sums = np.zeros(len(products) + 1, dtype=np.uint64)
        np.cumsum(products, out=sums[1:])
        return sums

    def _hash(self, sums: Hashes, first: Ints, last: Ints) -> Hashes:
        """Return the hashes of the letters from `first` up to, not including, `last`."""
        value = _remainder(sums[last] - sums[first])
        value *= self._powers[last]
        return _remainder(value)

    def _probed(self, hashes: Hashes) -> Bits:
        slots = (hashes * np.uint64(SPREAD)) >> self._shift
        seen: Bits = self._probe[slots]
        return seen

    def _expand(self, words: Words, sums: Hashes) -> list[_Found]:
        """Try every word as the start of a form, and go on while the index has longer ones."""
        found: list[_Found] = []
        tailed, tail_ends, tail_letters = words.tails
        tail_counts = np.bincount(tailed, minlength=len(words.start)) if len(tailed) else None
        for flags, begins, starts, letters in (
            (0, None, words.start, words.first),
            (AFFIX_BEFORE, *words.heads),
        ):
            # `at` is the last word of each attempt, `alive` its place among the beginnings.
            at = np.arange(len(starts)) if begins is None else begins
            alive = np.arange(len(starts))
            first = letters
            for step in range(self._longest):
                if not len(at):
                    break
                last = words.last if begins is None and step == 0 else words.last[at]
                hashes = self._hash(sums, first, last)
                seen = self._probed(hashes)
                whole = np.flatnonzero((seen & WHOLE).view(np.bool_))
                if len(whole):
                    found.append((starts[alive[whole]], words.end[at[whole]], hashes[whole], flags))
                if tail_counts is not None:
                    place, tails = _pairs(at, tailed, tail_counts)
                    inner = self._hash(sums, first[place], tail_letters[tails])
                    hit = np.flatnonzero((self._probed(inner) & WHOLE).view(np.bool_))
                    ends = tail_ends[tails[hit]]
                    behind = flags | AFFIX_BEHIND
                    found.append((starts[alive[place[hit]]], ends, inner[hit], behind))
                going = np.flatnonzero((seen & PREFIX).astype(np.bool_))
                going = going[at[going] + 1 < len(words.start)]
                alive, at, first = alive[going], at[going] + 1, first[going]
        return found

    def _sorted_hits(self, found: list[_Found], codes: Codes, base: int) -> list[Hit]:
        """Return the hits whose hash is that of a listed form."""
        start = np.concatenate([part[0] for part in found])
        end = np.concatenate([part[1] for part in found])
        key = np.concatenate([part[2] for part in found]).astype(np.uint32)
        affix = np.concatenate([np.full(len(part[0]), part[3]) for part in found])
        at = np.searchsorted(self._keys, key)
        at[at == len(self._keys)] = 0
        listed = (self._keys[at] == key) & (end > start)
        start, end, key, affix = start[listed], end[listed], key[listed], affix[listed]
        affix |= np.where(_stands_clear(codes, start, end), 0, LOOK_ROUND)
        order = np.lexsort((-end, start))
        columns = (start[order] + base, end[order] + base, key[order], affix[order])
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def _words(self, text: str) -> tuple[Codes, Words]:
        if text.isascii():
            raw = text.encode("ascii")
            return np.frombuffer(raw, dtype=np.uint8), self._ascii_words(raw, None)
        encoded = text.encode("utf-16-le", "surrogatepass")
        if len(encoded) == 2 * len(text):
            codes = np.frombuffer(encoded, dtype="<u2").astype(np.uint16, copy=False)
            others = np.flatnonzero(codes > 0x7F)
            if len(others) * _FEW < len(codes):
                their_roles = self._roles[codes[others]]
                if not (their_roles & IS_LETTER).any():
                    # Curly quotes and dashes in ASCII: the letters are those of ASCII.
                    raw = text.encode("ascii", "replace")
                    return codes, self._ascii_words(raw, (others, their_roles))
            roles, folded = self._looked_up(codes, others)
        else:
            codes, roles, folded = self._beyond(text)
        drop_points(roles)
        drop_gershayim(text, codes, roles)
        offsets = np.flatnonzero((roles & IS_LETTER) != 0)
        letters = folded.take(offsets)  # much faster than by a mask
        expanding = np.flatnonzero(letters == EXPANDS)
        if not len(expanding):
            return codes, find_words(roles, letters, None)
        where = offsets[expanding]
        letters, extra = expanded(letters, expanding, [text[at] for at in where.tolist()])
        return codes, find_words(roles, letters, (where, extra))

    def _ascii_words(self, raw: bytes, others: tuple[Ints, Bits] | None) -> Words:
        """Return the words of ASCII bytes, in which `others` stand for signs with other roles."""
        roles = np.frombuffer(bytearray(raw.translate(self._ascii_roles)), dtype=np.uint8)
        if others is not None:
            roles[others[0]] = others[1]
        folded = np.frombuffer(raw.translate(self._ascii_letters), dtype=np.uint8)
        letters = folded.take(np.flatnonzero((roles & IS_LETTER) != 0))
        drop_points(roles)
        return find_words(roles, letters, None)

    def _beyond(self, text: str) -> tuple[npt.NDArray[np.uint16], Bits, npt.NDArray[np.uint16]]:
        """Return codes, roles and folded letters of a text with characters beyond U+FFFF."""
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        codes = wide.astype(np.uint16)
        roles, folded = self._looked_up(codes, np.flatnonzero(codes > 0x7F))
        for at in np.flatnonzero(wide > 0xFFFF).tolist():
            # Mathematical letters and the like fold to plain ones, the rest to stand-ins.
            code = int(wide[at])
            letters = fold.fold_code(code)
            codes[at] = folded[at] = (
                ord(narrow(letters)) if len(letters) == 1 else narrow_code(code)
            )
            roles[at] = bits_of(code)
        return codes, roles, folded

    def _looked_up(
        self, codes: npt.NDArray[np.uint16], others: Ints
    ) -> tuple[Bits, npt.NDArray[np.uint16]]:
        """Return roles and folded letters of codes, of which `others` are not ASCII."""
        if len(others) * _FEW >= len(codes):
            return self._roles[codes], self._codes[codes]
        # Mostly ASCII: bytes are translated much faster than numpy looks codes up.
        low = codes.astype(np.uint8).tobytes()
        roles = np.frombuffer(bytearray(low.translate(self._ascii_roles)), dtype=np.uint8)
        plain = np.frombuffer(low.translate(self._ascii_letters), dtype=np.uint8)
        folded = plain.astype(np.uint16)
        roles[others] = self._roles[codes[others]]
        folded[others] = self._codes[codes[others]]
        return roles, folded


def _pairs(at: Ints, tailed: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return the places of the words that have tails, each with the number of every tail."""
    those = np.flatnonzero(counts[at])
    each = counts[at[those]]
    nth = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    return np.repeat(those, each), np.repeat(np.searchsorted(tailed, at[those]), each) + nth


def _scripts_in(codes: Codes) -> tuple[str, ...]:
    """Return what `text_language.scripts_in` does, from the codes of a text."""
    if codes.dtype == np.uint8:
        return ()
    # One subtraction tells a range: what lies below it comes out as a large number.
    return tuple(
        script
        for script, (first, last) in text_language.TELLING_SCRIPTS.items()
        if (codes - np.uint16(ord(first)) <= ord(last) - ord(first)).any()
    )


def _stands_clear(codes: Codes, start: Ints, end: Ints) -> npt.NDArray[np.bool_]:
    """Tell which spans touch only spaces, brackets and, behind them, a sign such as a comma."""
    breaks, stops = _border_tables()
    size = len(codes)
    behind = codes[np.minimum(end, size - 1)]
    following = codes[np.minimum(end + 1, size - 1)]
    clear = breaks[behind] | (stops[behind] & (breaks[following] | (end + 1 >= size)))
    clear |= end >= size
    clear &= breaks[codes[np.maximum(start - 1, 0)]] | (start == 0)
    found: npt.NDArray[np.bool_] = clear
    return found


@lru_cache(maxsize=1)
def _border_tables() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    tables = []
    for signs in (BREAKS, STOPS):
        table = np.zeros(0x10000, dtype=bool)
        table[[ord(sign) for sign in signs if sign]] = True
        tables.append(table)
    return tables[0], tables[1]


def _remainder(values: Hashes) -> Hashes:
    """Return values modulo `MODULUS`; numpy divides three times faster than it takes remainders."""
    whole = values // np.uint64(MODULUS)
    whole *= np.uint64(MODULUS)
    values -= whole
    return values


@lru_cache(maxsize=1)
def _powers() -> tuple[Hashes, Hashes]:
    """Return BASE**-k and BASE**(k-1) modulo MODULUS for every k a stretch may need."""
    inverse = pow(BASE, MODULUS - 2, MODULUS)
    down = np.ones(_MOST_LETTERS + 1, dtype=np.uint64)
    up = np.ones(_MOST_LETTERS + 1, dtype=np.uint64)
    size = 1
    while size <= _MOST_LETTERS:  # doubling: the next part is the part so far times one power
        rest = min(size, _MOST_LETTERS + 1 - size)
        down[size : size + rest] = down[:rest] * np.uint64(pow(inverse, size, MODULUS)) % MODULUS
        up[size : size + rest] = up[:rest] * np.uint64(pow(BASE, size, MODULUS)) % MODULUS
        size *= 2
    # Letters up to k were divided by BASE**0 … BASE**(k-1); the last one is to weigh 1.
    return down, up * np.uint64(inverse) % np.uint64(MODULUS)


def _cut(text: str, begin: int, end: int) -> int:
    """Return where a stretch ends: behind a line if there is one, else a space."""
    if end >= len(text):
        return len(text)
    limit = end
    for sign in ("\n", ". ", " "):
        at = text.rfind(sign, (begin + end) // 2, end)
        if at >= 0:
            return at + len(sign)
    while end > begin + 1 and fold.kind_of(ord(text[end])) not in (fold.UNIT, fold.SOFT, fold.HARD):
        end -= 1  # never inside a word or a grapheme
    return end if end > begin + 1 else limit
