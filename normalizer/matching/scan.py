"""Find listed forms in long texts: whole stretches at once, in numpy.

Letters of a stretch are folded by table look-up and their hashes taken from prefix sums, so that
the hash of any run of words is one subtraction and one multiplication away, whatever stands
between the words. A one-byte probe table rules nearly all words out. What is left is looked up
among the sorted hashes of the index. Nothing is accepted here: a hit is a span whose letters have
the hash of a listed form, and the caller compares the letters.

`normalizer.matching.scan_short` finds the same hits without numpy, for one short text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.matching import tables
from normalizer.matching.compile import PREFIX, WHOLE
from normalizer.matching.hashing import BASE, MODULUS, SPREAD, narrow, narrow_code
from normalizer.matching.index import Index
from normalizer.matching.tables import (
    EXPANDS,
    IN_WORD,
    IS_DOT,
    IS_FOLLOW,
    IS_LETTER,
    IS_QUOTE,
    IS_UNIT,
    TRIM_LEFT,
    TRIM_RIGHT,
)
from normalizer.spelling import fold

Bits = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

# Prefix sums stay below 2**64: at most 2**17 letters of 16 bits, each times a weight of 31 bits.
_MOST_LETTERS = 1 << 17
_STRETCH = 1 << 16
_OVERLAP = 1024


class Hit(NamedTuple):
    """A span whose letters have the hash of listed forms.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one.
        key: The hash.
        affix: Bit 1 where letters and an apostrophe stand before the span in its word (l'Irak),
            bit 2 where they stand behind it (ISIS's).
    """

    start: int
    end: int
    key: int
    affix: int


class _Words(NamedTuple):
    """The words of a stretch: spans in characters and in letters, and the letters' codes."""

    start: Ints
    end: Ints
    first: Ints
    last: Ints
    letters: npt.NDArray[np.uint16]
    heads: tuple[Ints, Ints, Ints]  # word, offset, letter: where a name may begin inside a word
    tails: tuple[Ints, Ints, Ints]  # word, offset, letter: where a name may end inside a word


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
        self._ascii_rest = bytes(code for code in range(256) if not ascii_roles[code] & IS_LETTER)
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
            cut = _cut(text, begin)
            stretch = text[begin : cut + _OVERLAP] if cut < len(text) else text[begin:]
            for hit in self._stretch_hits(stretch, begin):
                if hit.start >= cut:
                    break
                yield hit
            begin = cut

    def _stretch_hits(self, text: str, base: int) -> list[Hit]:
        words = self._words(text)
        if not len(words.start):
            return []
        products = words.letters.astype(np.uint64)
        products *= self._weights[: len(products)]
        sums = np.zeros(len(products) + 1, dtype=np.uint64)
        np.cumsum(products, out=sums[1:])
        found = self._expand(words, sums)
        return self._sorted_hits(found, base)

    def _hash(self, sums: Hashes, first: Ints, last: Ints) -> Hashes:
        """Return the hashes of the letters from `first` up to, not including, `last`."""
        value = sums[last] - sums[first]
        value %= np.uint64(MODULUS)
        value *= self._powers[last]
        value %= np.uint64(MODULUS)
        return value

    def _probed(self, hashes: Hashes) -> Bits:
        slots = (hashes * np.uint64(SPREAD)) >> self._shift
        return self._probe[slots]

    def _expand(self, words: _Words, sums: Hashes) -> list[tuple[Ints, Ints, Hashes, int]]:
        """Try every word as the start of a form, and go on while the index has longer ones."""
        found: list[tuple[Ints, Ints, Hashes, int]] = []
        count = len(words.start)
        tail_of = np.full(count, -1, dtype=np.int64)
        tail_of[words.tails[0]] = np.arange(len(words.tails[0]))
        for affix, word, offset, letter in (
            (0, np.arange(count), words.start, words.first),
            (1, *words.heads),
        ):
            alive = np.arange(len(word))
            for step in range(self._longest):
                last_word = word[alive] + step
                inside = last_word < count
                if not inside.all():
                    alive, last_word = alive[inside], last_word[inside]
                if not len(alive):
                    break
                hashes = self._hash(sums, letter[alive], words.last[last_word])
                seen = self._probed(hashes)
                whole = (seen & WHOLE) != 0
                if whole.any():
                    chosen = alive[whole]
                    ends = words.end[last_word[whole]]
                    found.append((offset[chosen], ends, hashes[whole], affix))
                tails = tail_of[last_word]
                tailed = tails >= 0
                if tailed.any():
                    chosen, tail = alive[tailed], tails[tailed]
                    inner = self._hash(sums, letter[chosen], words.tails[2][tail])
                    hit = (self._probed(inner) & WHOLE) != 0
                    if hit.any():
                        ends = words.tails[1][tail[hit]]
                        found.append((offset[chosen[hit]], ends, inner[hit], affix | 2))
                alive = alive[(seen & PREFIX) != 0]
        return found

    def _sorted_hits(self, found: list[tuple[Ints, Ints, Hashes, int]], base: int) -> list[Hit]:
        if not found:
            return []
        start = np.concatenate([part[0] for part in found])
        end = np.concatenate([part[1] for part in found])
        key = np.concatenate([part[2] for part in found]).astype(np.uint32)
        affix = np.concatenate([np.full(len(part[0]), part[3]) for part in found])
        at = np.searchsorted(self._keys, key)
        at[at == len(self._keys)] = 0
        listed = (self._keys[at] == key) & (end > start)
        start, end, key, affix = start[listed], end[listed], key[listed], affix[listed]
        order = np.lexsort((-end, start))
        columns = (start[order] + base, end[order] + base, key[order], affix[order])
        return list(map(Hit, *(column.tolist() for column in columns)))

    def _words(self, text: str) -> _Words:
        if text.isascii():
            raw = text.encode("ascii")
            codes = np.frombuffer(raw, dtype=np.uint8)
            roles = np.frombuffer(bytearray(raw.translate(self._ascii_roles)), dtype=np.uint8)
            plain = raw.translate(self._ascii_letters, self._ascii_rest)
            letters = np.frombuffer(plain, dtype=np.uint8).astype(np.uint16)
            _drop_points(roles)
            return _find_words(codes, roles, letters, None)
        codes, roles = self._wide(text)
        _drop_points(roles)
        _drop_gershayim(codes, roles)
        letters = self._codes[codes][(roles & IS_LETTER) != 0]
        expanding = np.flatnonzero(letters == EXPANDS)
        if not len(expanding):
            return _find_words(codes, roles, letters, None)
        where = np.flatnonzero((roles & IS_LETTER) != 0)[expanding]
        letters, extra = _expanded(letters, expanding, [text[at] for at in where.tolist()])
        return _find_words(codes, roles, letters, (where, extra))

    def _wide(self, text: str) -> tuple[npt.NDArray[np.uint16], Bits]:
        encoded = text.encode("utf-16-le", "surrogatepass")
        if len(encoded) == 2 * len(text):
            codes = np.frombuffer(encoded, dtype="<u2").astype(np.uint16, copy=False)
            return codes, self._roles[codes]
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        codes = wide.astype(np.uint16)
        roles = self._roles[codes]
        for at in np.flatnonzero(wide > 0xFFFF).tolist():
            # Mathematical letters and the like fold to plain ones, the rest to themselves.
            code = int(wide[at])
            folded = fold.fold_code(code)
            codes[at] = ord(narrow(folded)) if len(folded) == 1 else narrow_code(code)
            roles[at] = tables.bits_of(code)
        return self._narrowed(codes, wide), roles

    def _narrowed(
        self, codes: npt.NDArray[np.uint16], wide: npt.NDArray[np.uint32]
    ) -> npt.NDArray[np.uint16]:
        # The letter table must map the stand-ins of the private use area to themselves.
        stand_ins = codes[wide > 0xFFFF]
        if len(stand_ins) and (self._codes[stand_ins] != stand_ins).any():
            self._codes = self._codes.copy()
            self._codes[stand_ins] = stand_ins
        return codes


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


def _cut(text: str, begin: int) -> int:
    """Return where a stretch from `begin` ends: behind a line if there is one, else a space."""
    end = begin + _STRETCH
    if end >= len(text):
        return len(text)
    for sign in ("\n", ". ", " "):
        at = text.rfind(sign, begin + _STRETCH // 2, end)
        if at >= 0:
            return at + len(sign)
    while end > begin + 1 and fold.kind_of(ord(text[end])) not in (fold.UNIT, fold.SOFT, fold.HARD):
        end -= 1  # never inside a word or a grapheme
    return end if end > begin + 1 else begin + _STRETCH


def _drop_points(roles: Bits) -> None:
    """Turn the points of acronyms (U.S.) into characters that count for nothing, in place."""
    dots = np.flatnonzero(roles & IS_DOT)
    dots = dots[(dots > 0) & (dots < len(roles) - 1)]
    plain = (roles[dots - 1] & (IS_LETTER | IS_UNIT | IS_FOLLOW)) == IS_LETTER
    dots = dots[plain & ((roles[dots + 1] & (IS_LETTER | IS_UNIT | IS_FOLLOW)) == IS_LETTER)]
    run: list[int] = []
    for dot in dots.tolist():
        if run and dot != run[-1] + 2:
            _drop_run(roles, run)
            run = []
        run.append(dot)
    if run:
        _drop_run(roles, run)


def _drop_run(roles: Bits, run: list[int]) -> None:
    before, after = run[0] - 2, run[-1] + 2
    if before >= 0 and roles[before] & (IN_WORD | IS_DOT):
        return
    if after < len(roles) and roles[after] & IN_WORD and not roles[after] & TRIM_RIGHT:
        run = run[:-1]  # a.b.word: the last point ends the acronym
    roles[run] = tables.SILENT_BITS


def _drop_gershayim(codes: npt.NDArray[np.uint16], roles: Bits) -> None:
    """Turn quotation marks between Hebrew letters into characters that count for nothing."""
    quotes = np.flatnonzero(roles & IS_QUOTE)
    quotes = quotes[(quotes > 0) & (quotes < len(roles) - 1)]
    for side in (-1, 1):
        near = codes[quotes + side]
        quotes = quotes[(near >= 0x05D0) & (near <= 0x05EA)]
    roles[quotes] = tables.SILENT_BITS


def _expanded(
    letters: npt.NDArray[np.uint16], expanding: Ints, chars: list[str]
) -> tuple[npt.NDArray[np.uint16], Ints]:
    """Write out the letters that fold to several; return how many more each one takes, too."""
    folded = [fold.fold_code(ord(char)) for char in chars]
    counts = np.ones(len(letters), dtype=np.int64)
    counts[expanding] = [len(part) for part in folded]
    out = np.repeat(letters, counts)
    starts = (np.cumsum(counts) - counts)[expanding]
    for start, part in zip(starts.tolist(), folded, strict=True):
        out[start : start + len(part)] = [ord(char) for char in narrow(part)]
    return out, counts[expanding] - 1


def _find_words(
    codes: npt.NDArray[np.uint8] | npt.NDArray[np.uint16],
    roles: Bits,
    letters: npt.NDArray[np.uint16],
    expanding: tuple[Ints, Ints] | None,
) -> _Words:
    inside = (roles & IN_WORD) != 0
    edges = np.empty(len(roles) + 1, dtype=bool)
    edges[0], edges[-1] = inside[0], inside[-1]
    np.not_equal(inside[1:], inside[:-1], out=edges[1:-1])
    bounds = np.flatnonzero(edges)
    start, end = bounds[0::2].copy(), bounds[1::2].copy()
    if (roles & IS_UNIT).any():
        start, end = _split_units(roles, start, end)
    _trim(roles, start, end)
    kept = start < end
    if not kept.all():
        start, end = start[kept], end[kept]
    silent = np.flatnonzero(inside & ((roles & IS_LETTER) == 0))
    length = end - start
    word = np.searchsorted(start, silent, side="right") - 1
    within = (word >= 0) & (silent < end[word]) if len(start) else np.zeros(len(silent), dtype=bool)
    silent, word = silent[within], word[within]
    length -= np.bincount(word, minlength=len(length))
    if expanding is not None and len(start):
        holder = np.searchsorted(start, expanding[0], side="right") - 1
        length += np.bincount(holder, weights=expanding[1], minlength=len(length)).astype(np.int64)
    last = np.cumsum(length)
    first = last - length
    heads, tails = _inner_bounds(roles, silent, word, start, first, last, expanding)
    if not length.all():
        empty = length == 0
        renumber = np.cumsum(~empty) - 1
        heads, tails = ((renumber[part[0]], part[1], part[2]) for part in (heads, tails))
        kept = ~empty
        start, end, first, last = start[kept], end[kept], first[kept], last[kept]
    return _Words(start, end, first, last, letters, heads, tails)


def _split_units(roles: Bits, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Begin a word at each letter of an unspaced script, and at a plain letter behind one."""
    place = np.arange(len(roles))
    unit = (roles & IS_UNIT) != 0
    plain = (roles & (IS_LETTER | IS_UNIT | IS_FOLLOW)) == IS_LETTER
    run = np.zeros(len(roles), dtype=np.int64)
    run[start] = start
    run = np.maximum.accumulate(run)
    last_unit = np.maximum.accumulate(np.where(unit, place, -1))
    last_plain = np.maximum.accumulate(np.where(plain, place, -1))
    behind_unit = np.zeros(len(roles), dtype=bool)
    behind_unit[1:] = (last_unit[:-1] > last_plain[:-1]) & (last_unit[:-1] >= run[1:])
    begins = unit | (plain & behind_unit)
    begins[start] = True
    starts = np.flatnonzero(begins & ((roles & IN_WORD) != 0))
    run_end = end[np.searchsorted(start, starts, side="right") - 1]
    ends = np.minimum(np.append(starts[1:], len(roles)), run_end)
    return starts, ends


def _trim(roles: Bits, start: Ints, end: Ints) -> None:
    """Take quotes, directions and stray marks off the borders of words, in place."""
    size = len(roles)
    while True:
        loose = (start < end) & ((roles[np.minimum(start, size - 1)] & TRIM_LEFT) != 0)
        if not loose.any():
            break
        start[loose] += 1
    while True:
        loose = (start < end) & ((roles[end - 1] & TRIM_RIGHT) != 0)
        if not loose.any():
            break
        end[loose] -= 1


def _inner_bounds(
    roles: Bits,
    silent: Ints,
    word: Ints,
    start: Ints,
    first: Ints,
    last: Ints,
    expanding: tuple[Ints, Ints] | None,
) -> tuple[tuple[Ints, Ints, Ints], tuple[Ints, Ints, Ints]]:
    """Return where names may begin and end at an apostrophe or joiner inside a word.

    A name may begin behind the first one of a word and end before the last one; which letters
    may stand outside is for the caller to check.
    """
    bound = (roles[silent] & (TRIM_LEFT | TRIM_RIGHT)) == (TRIM_LEFT | TRIM_RIGHT)
    at, of = silent[bound], word[bound]
    # Letters before an offset: those of the words before, then characters less silent ones.
    rank = np.searchsorted(silent, at)
    word_rank = np.searchsorted(silent, start[of])
    letter = first[of] + (at - start[of]) - (rank - word_rank)
    if expanding is not None:
        extra = np.concatenate([[0], np.cumsum(expanding[1])])
        letter += extra[np.searchsorted(expanding[0], at)]
        letter -= extra[np.searchsorted(expanding[0], start[of])]
    between = (letter > first[of]) & (letter < last[of])
    at, of, letter = at[between], of[between], letter[between]
    is_first = np.ones(len(of), dtype=bool)
    is_first[1:] = of[1:] != of[:-1]
    is_last = np.ones(len(of), dtype=bool)
    is_last[:-1] = of[1:] != of[:-1]
    heads = (of[is_first], at[is_first] + 1, letter[is_first])
    tails = (of[is_last], at[is_last], letter[is_last])
    return heads, tails
