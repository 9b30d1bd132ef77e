"""Cut stretches of text into words, and find the hits among them, in numpy.

Letters are folded by table look-up and their hashes taken from prefix sums, so that the hash of any
run of words is one subtraction and one multiplication away, whatever stands between the words.

`normalizer.matching.texts.scan_native` does the same in compiled loops.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from normalizer.matching.compiled.letter_tables import EXPANDS, IS_LETTER
from normalizer.matching.hashing import BASE, MODULUS, PREFIX, SPREAD, WHOLE
from normalizer.matching.texts.attached_arrays import with_attached
from normalizer.matching.texts.hits import AFFIX_BEFORE, AFFIX_BEHIND, LOOK_ROUND
from normalizer.matching.texts.scan_tables import (
    FEW,
    Codes,
    Flags,
    Hashes,
    ScanTables,
    beyond,
)
from normalizer.matching.texts.word_arrays import (
    Bits,
    Ints,
    Words,
    drop_gershayim,
    drop_points,
    expanded,
    find_words,
)
from normalizer.native.arguments import units_of
from normalizer.spelling.attached import Bounds

_Found = tuple[Ints, Ints, Hashes, int]

MOST_LETTERS = 1 << 17
"""Prefix sums stay below 2**64: so many letters of 16 bits, each times a weight of 31 bits."""


class ArrayReader:
    """Cuts stretches of text into words.

    Args:
        tables: The tables of an index.
    """

    def __init__(self, tables: ScanTables) -> None:
        self._tables = tables
        self._ascii_roles = tables.roles[:128].tobytes() + bytes(128)
        self._ascii_letters = tables.folded[:128].astype(np.uint8).tobytes() + bytes(128)

    def read(self, text: str) -> ArrayStretch:
        """Return a stretch of text cut into words."""
        return ArrayStretch(*self._words(text), self._tables)

    def _words(self, text: str) -> tuple[Codes, Words]:
        if text.isascii():
            raw = text.encode("ascii")
            return np.frombuffer(raw, dtype=np.uint8), self._ascii_words(raw, None)
        codes = units_of(text)
        if len(codes) == len(text):
            others = np.flatnonzero(codes > 0x7F)
            if len(others) * FEW < len(codes):
                their_roles = self._tables.roles[codes[others]]
                if not (their_roles & IS_LETTER).any():
                    # Curly quotes and dashes in ASCII: the letters are those of ASCII.
                    raw = text.encode("ascii", "replace")
                    return codes, self._ascii_words(raw, (others, their_roles))
            roles, folded = self._looked_up(codes, others)
        else:
            codes, roles, folded = beyond(text, self._tables)
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

    def _looked_up(
        self, codes: npt.NDArray[np.uint16], others: Ints
    ) -> tuple[Bits, npt.NDArray[np.uint16]]:
        """Return roles and folded letters of codes, of which `others` are not ASCII."""
        if len(others) * FEW >= len(codes):
            return self._tables.roles[codes], self._tables.folded[codes]
        # Mostly ASCII: bytes are translated much faster than numpy looks codes up.
        low = codes.astype(np.uint8).tobytes()
        roles = np.frombuffer(bytearray(low.translate(self._ascii_roles)), dtype=np.uint8)
        plain = np.frombuffer(low.translate(self._ascii_letters), dtype=np.uint8)
        folded = plain.astype(np.uint16)
        roles[others] = self._tables.roles[codes[others]]
        folded[others] = self._tables.folded[codes[others]]
        return roles, folded


class ArrayStretch:
    """A stretch of text cut into words (`scan_tables.Stretch`)."""

    def __init__(self, codes: Codes, words: Words, tables: ScanTables) -> None:
        self.codes = codes
        self.words = words
        self.plain = words.letters.dtype == np.uint8
        self._tables = tables

    def with_attached(self, looked_for: Bounds) -> Words:
        """Return the words with further beginnings and ends of names inside them."""
        return with_attached(self.words, looked_for)

    @cached_property
    def _sums(self) -> Hashes:
        """Prefix sums that hashes are taken from."""
        weights, _ = _powers()
        products = self.words.letters.astype(np.uint64)
        products *= weights[: len(products)]
        sums = np.zeros(len(products) + 1, dtype=np.uint64)
        np.cumsum(products, out=sums[1:])
        return sums

    def word_hashes(self, count: int) -> Hashes:
        """Return the hashes of the first words."""
        return self.hashes(self.words.first[:count], self.words.last[:count])

    def hashes(self, first: Ints, last: Ints) -> Hashes:
        """Return the hashes of the letters from `first` up to, not including, `last`."""
        value = _remainder(self._sums[last] - self._sums[first])
        value *= _powers()[1][last]
        return _remainder(value)

    def hits(self, words: Words) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the hits: start, end, key, flags; by start, the longer first."""
        found = self._expand(words)
        start = np.concatenate([part[0] for part in found])
        end = np.concatenate([part[1] for part in found])
        key = np.concatenate([part[2] for part in found]).astype(np.uint32)
        affix = np.concatenate([np.full(len(part[0]), part[3]) for part in found])
        keys = self._tables.keys
        at = np.searchsorted(keys, key)
        at[at == len(keys)] = 0
        listed = (keys[at] == key) & (end > start)
        start, end, key, affix = start[listed], end[listed], key[listed], affix[listed]
        affix |= np.where(self._stands_clear(start, end), 0, LOOK_ROUND)
        order = np.lexsort((-end, start))
        return start[order], end[order], key[order].astype(np.int64), affix[order]

    def _probed(self, hashes: Hashes) -> Bits:
        slots = (hashes * np.uint64(SPREAD)) >> np.uint64(self._tables.shift)
        seen: Bits = self._tables.probe[slots]
        return seen

    def _expand(self, words: Words) -> list[_Found]:
        """Try every word as the start of a form, and go on while the index has longer ones."""
        nothing = np.empty(0, dtype=np.int64)
        found: list[_Found] = [(nothing, nothing, nothing.astype(np.uint64), 0)]
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
            for step in range(self._tables.longest):
                if not len(at):
                    break
                last = words.last if begins is None and step == 0 else words.last[at]
                hashes = self.hashes(first, last)
                seen = self._probed(hashes)
                whole = np.flatnonzero((seen & WHOLE).view(np.bool_))
                if len(whole):
                    found.append((starts[alive[whole]], words.end[at[whole]], hashes[whole], flags))
                if tail_counts is not None:
                    place, tails = _pairs(at, tailed, tail_counts)
                    inner = self.hashes(first[place], tail_letters[tails])
                    hit = np.flatnonzero((self._probed(inner) & WHOLE).view(np.bool_))
                    ends = tail_ends[tails[hit]]
                    behind = flags | AFFIX_BEHIND
                    found.append((starts[alive[place[hit]]], ends, inner[hit], behind))
                going = np.flatnonzero((seen & PREFIX).astype(np.bool_))
                going = going[at[going] + 1 < len(words.start)]
                alive, at, first = alive[going], at[going] + 1, first[going]
        return found

    def _stands_clear(self, start: Ints, end: Ints) -> Flags:
        """Tell which spans touch only spaces, brackets and, behind them, a sign such as a comma."""
        codes, breaks, stops = self.codes, self._tables.breaks, self._tables.stops
        size = len(codes)
        behind = codes[np.minimum(end, size - 1)]
        following = codes[np.minimum(end + 1, size - 1)]
        clear = breaks[behind] | (stops[behind] & (breaks[following] | (end + 1 >= size)))
        clear |= end >= size
        clear &= breaks[codes[np.maximum(start - 1, 0)]] | (start == 0)
        found: Flags = clear
        return found


def _pairs(at: Ints, tailed: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return the places of the words that have tails, each with the number of every tail."""
    those = np.flatnonzero(counts[at])
    each = counts[at[those]]
    nth = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    return np.repeat(those, each), np.repeat(np.searchsorted(tailed, at[those]), each) + nth


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
    down = np.ones(MOST_LETTERS + 1, dtype=np.uint64)
    up = np.ones(MOST_LETTERS + 1, dtype=np.uint64)
    size = 1
    while size <= MOST_LETTERS:  # doubling: the next part is the part so far times one power
        rest = min(size, MOST_LETTERS + 1 - size)
        down[size : size + rest] = down[:rest] * np.uint64(pow(inverse, size, MODULUS)) % MODULUS
        up[size : size + rest] = up[:rest] * np.uint64(pow(BASE, size, MODULUS)) % MODULUS
        size *= 2
    # Letters up to k were divided by BASE**0 … BASE**(k-1); the last one is to weigh 1.
    return down, up * np.uint64(inverse) % np.uint64(MODULUS)
