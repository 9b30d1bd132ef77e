"""Find the words of a long text in numpy, with the same bounds as `normalizer.spelling.words`.

A word is a run of letters with the marks inside it; a letter of a script written without spaces is
a word of its own. Bounds are kept both in characters of the text and in folded letters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.matching.compiled.letter_tables import (
    IN_WORD,
    IS_DOT,
    IS_FOLLOW,
    IS_LETTER,
    IS_QUOTE,
    IS_UNIT,
    SILENT_BITS,
    TRIM_LEFT,
    TRIM_RIGHT,
)
from normalizer.matching.hashing import narrow
from normalizer.spelling import fold

Bits = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Inner = tuple[Ints, Ints, Ints]
"""Word, offset and letter of places inside words where a name may begin or end."""

_ALEF, _TAV = np.uint16(0x05D0), np.uint16(0x05EA)


class Words(NamedTuple):
    """The words of a stretch: spans in characters and in letters, and the letters' codes."""

    start: Ints
    end: Ints
    first: Ints
    last: Ints
    letters: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    roles: Bits
    expanding: tuple[Ints, Ints] | None  # characters that fold to several letters, how many more
    heads: Inner  # where a name may begin inside a word
    tails: Inner  # where a name may end inside a word


def drop_points(roles: Bits) -> None:
    """Turn the points of acronyms (U.S.) into characters that count for nothing, in place."""
    dots = np.flatnonzero(roles == IS_DOT)
    dots = dots[(dots > 0) & (dots < len(roles) - 1)]
    letter = IS_LETTER | IS_UNIT | IS_FOLLOW
    plain = (roles[dots - 1] & letter) == IS_LETTER
    plain &= (roles[dots + 1] & letter) == IS_LETTER
    plain &= (roles[np.maximum(dots - 2, 0)] & IN_WORD == 0) | (dots == 1)
    dots = dots[plain]
    if not len(dots):
        return
    # One point alone with a longer word behind it (s.encode) is no acronym's.
    together = np.zeros(len(dots) + 1, dtype=bool)
    together[1:-1] = np.diff(dots) == 2
    behind = roles[np.minimum(dots + 2, len(roles) - 1)]
    goes_on = ((behind & IN_WORD) != 0) & ((behind & TRIM_RIGHT) == 0)
    dots = dots[together[1:] | together[:-1] | ~goes_on | (dots + 2 >= len(roles))]
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
    roles[run] = SILENT_BITS


def drop_gershayim(text: str, codes: npt.NDArray[np.uint16], roles: Bits) -> None:
    """Turn quotation marks between Hebrew letters into characters that count for nothing."""
    if not (codes - _ALEF <= _TAV - _ALEF).any():  # what lies below comes out as a large number
        return
    quotes = np.flatnonzero(roles & IS_QUOTE)
    quotes = quotes[(quotes > 0) & (quotes < len(roles) - 1)]
    for side in (-1, 1):
        quotes = quotes[codes[quotes + side] - _ALEF <= _TAV - _ALEF]
    if not len(quotes):
        return
    quotes = np.setdiff1d(quotes, fold.opening_quotes(text), assume_unique=True)
    roles[quotes] = SILENT_BITS


def expanded(
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


def find_words(
    roles: Bits,
    letters: npt.NDArray[np.uint8] | npt.NDArray[np.uint16],
    expanding: tuple[Ints, Ints] | None,
) -> Words:
    """Return the words of a stretch.

    Args:
        roles: The roles of its characters, as bits of `letter_tables`.
        letters: Its folded letters.
        expanding: Offsets of the characters that fold to several letters, and how many more than
            one; None where there are none.

    Returns:
        The words, those without a letter left out.
    """
    inside = (roles & IN_WORD).view(np.bool_)  # the lowest bit: 0 or 1
    edges = np.empty(len(roles) + 1, dtype=bool)
    edges[0], edges[-1] = inside[0], inside[-1]
    np.not_equal(inside[1:], inside[:-1], out=edges[1:-1])
    bounds = np.flatnonzero(edges)
    start, end = bounds[0::2].copy(), bounds[1::2].copy()
    if int(np.bitwise_or.reduce(roles)) & IS_UNIT:
        start, end = _split_units(roles, start, end)
    silent = np.flatnonzero((roles & (IN_WORD | IS_LETTER)) == IN_WORD)
    word = silent
    if len(silent):
        start, end = _trim(roles, silent, start, end)
        word = np.searchsorted(start, silent, side="right") - 1
        within = (word >= 0) & (silent < end[word]) if len(start) else silent < 0
        silent, word = silent[within], word[within]
    length = end - start
    if len(silent):
        length -= np.bincount(word, minlength=len(length))
    if expanding is not None and len(start):
        holder = np.searchsorted(start, expanding[0], side="right") - 1
        length += np.bincount(holder, weights=expanding[1], minlength=len(length)).astype(np.int64)
    last = np.cumsum(length)
    first = last - length
    inner = _InnerBounds(roles, start, first, last, expanding)
    heads, tails = inner.find(silent, word)
    if len(silent) and not length.all():
        empty = length == 0
        renumber = np.cumsum(~empty) - 1
        heads, tails = ((renumber[part[0]], part[1], part[2]) for part in (heads, tails))
        kept = ~empty
        start, end, first, last = start[kept], end[kept], first[kept], last[kept]
    return Words(start, end, first, last, letters, roles, expanding, heads, tails)


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


def _trim(roles: Bits, silent: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Take quotes, directions and stray marks off the borders of words; drop what is nothing else.

    `start` and `end` are changed in place. Only characters that count for nothing (`silent`) are
    ever trimmed, and they are few.
    """
    if not len(start):
        return start, end
    loose = np.minimum(np.searchsorted(start, silent), len(start) - 1)
    loose = np.unique(loose[start[loose] == silent])
    loose = loose[(roles[start[loose]] & TRIM_LEFT) != 0]
    while len(loose):
        start[loose] += 1
        loose = loose[start[loose] < end[loose]]
        loose = loose[(roles[start[loose]] & TRIM_LEFT) != 0]
    loose = np.minimum(np.searchsorted(end, silent + 1), len(end) - 1)
    loose = np.unique(loose[end[loose] == silent + 1])
    loose = loose[(roles[end[loose] - 1] & TRIM_RIGHT) != 0]
    while len(loose):
        end[loose] -= 1
        loose = loose[start[loose] < end[loose]]
        loose = loose[(roles[end[loose] - 1] & TRIM_RIGHT) != 0]
    kept = start < end
    return (start, end) if kept.all() else (start[kept], end[kept])


class _InnerBounds(NamedTuple):
    """Where names may begin and end at an apostrophe or joiner inside a word.

    A name may begin behind the first one of a word and end before the last one; which letters
    may stand outside is for the caller to check.
    """

    roles: Bits
    start: Ints
    first: Ints
    last: Ints
    expanding: tuple[Ints, Ints] | None

    def find(self, silent: Ints, word: Ints) -> tuple[Inner, Inner]:
        """Return beginnings and ends: word, offset, letter.

        Args:
            silent: Offsets of the characters in words that count for nothing.
            word: The word each of them is in.
        """
        bound = (self.roles[silent] & (TRIM_LEFT | TRIM_RIGHT)) == (TRIM_LEFT | TRIM_RIGHT)
        at, of = silent[bound], word[bound]
        # Letters before an offset: those of the words before, then characters less silent ones.
        rank = np.searchsorted(silent, at)
        word_rank = np.searchsorted(silent, self.start[of])
        letter = self.first[of] + (at - self.start[of]) - (rank - word_rank)
        if self.expanding is not None:
            extra = np.concatenate([[0], np.cumsum(self.expanding[1])])
            letter += extra[np.searchsorted(self.expanding[0], at)]
            letter -= extra[np.searchsorted(self.expanding[0], self.start[of])]
        between = (letter > self.first[of]) & (letter < self.last[of])
        at, of, letter = at[between], of[between], letter[between]
        is_first = np.ones(len(of), dtype=bool)
        is_first[1:] = of[1:] != of[:-1]
        is_last = np.ones(len(of), dtype=bool)
        is_last[:-1] = of[1:] != of[:-1]
        heads = (of[is_first], at[is_first] + 1, letter[is_first])
        tail_end = at[is_last]
        loose = np.flatnonzero(self.roles[tail_end - 1] & TRIM_RIGHT)
        while len(loose):  # several quotes in a row all stand outside
            tail_end[loose] -= 1
            loose = loose[(self.roles[tail_end[loose] - 1] & TRIM_RIGHT) != 0]
        tails = (of[is_last], tail_end, letter[is_last])
        return heads, tails
