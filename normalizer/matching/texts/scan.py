"""Find listed forms in long texts: whole stretches at once.

A stretch is cut into words, each with the hash of its folded letters; a one-byte probe table rules
nearly all words out. What is left is looked up among the sorted hashes of the index. Nothing is
accepted here: a hit is a span whose letters have the hash of a listed form, and the caller compares
the letters.

The work is done in compiled loops where they were built (`scan_native`), else in numpy
(`scan_arrays`). `normalizer.matching.texts.scan_short` finds the same hits without numpy, for one
short text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from normalizer.matching.compiled.index import Index
from normalizer.matching.texts.beside_arrays import beside
from normalizer.matching.texts.hits import Hit, Hits
from normalizer.matching.texts.scan_arrays import MOST_LETTERS, ArrayReader
from normalizer.matching.texts.scan_native import native_reader
from normalizer.matching.texts.scan_tables import FEW, Codes, Reader, Stretch, tables_of
from normalizer.matching.texts.telling_arrays import may_tell
from normalizer.matching.texts.word_arrays import Ints
from normalizer.spelling import attached, fold, text_language

_OVERLAP = 1024
_FIRST_TELLING = min(ord(first) for first, _ in text_language.TELLING_SCRIPTS.values())
_NO_HITS = np.empty((len(Hits._fields), 0), dtype=np.int64)
STRETCH = MOST_LETTERS - 2 * _OVERLAP
"""How many characters are searched at once."""


class Scanner:
    """Finds the forms of an index in texts.

    Args:
        index: The compiled gazetteer.
        native: Whether compiled loops may do it, where they were built.
    """

    def __init__(self, index: Index, *, native: bool = True) -> None:
        tables = tables_of(index)
        self._reader: Reader = (native and native_reader(tables)) or ArrayReader(tables)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the hits of a text, by start, the longer first.

        Args:
            text: Composed text (`fold.compose`).

        Yields:
            Hits with offsets in `text`.
        """
        starts, ends, keys, flags, _ = self.columns(text)
        yield from zip(starts, ends, keys, flags, strict=True)

    def columns(self, text: str) -> Hits:
        """Return the hits of a text, as `hits` does, and what stands beside them.

        Args:
            text: Composed text.
        """
        return Hits(*self.arrays(text).tolist())

    def arrays(self, text: str) -> Ints:
        """Return what `columns` does, a row for each of its columns.

        Args:
            text: Composed text.
        """
        parts = [_NO_HITS]
        begin = 0
        while begin < len(text):
            cut = _cut(text, begin, begin + STRETCH)
            parts.append(self._hits_until(text, begin, cut))
            begin = cut
        return np.concatenate(parts, axis=1)

    def _hits_until(self, text: str, begin: int, cut: int) -> Ints:
        """Return the hits that begin in a part of a text; they may end behind it."""
        hits = self._stretch_hits(text[begin : cut + _OVERLAP])
        if cut < len(text):
            hits = hits[:, : np.searchsorted(hits[0], cut - begin)]
        hits[:2] += begin
        return hits

    def _stretch_hits(self, text: str) -> Ints:
        """Return the hits of a stretch, a column each."""
        stretch = self._reader.read(text)
        words = stretch.words
        if not len(words.start):
            return _NO_HITS
        if len(words.letters) > MOST_LETTERS:  # a text of ligatures such as ﷺ
            middle = _cut(text, 0, len(text) // 2)
            parts = (self._hits_until(text, 0, middle), self._hits_until(text, middle, len(text)))
            return np.concatenate(parts, axis=1)
        if not stretch.plain or self._may_have_attached(text, stretch):
            bounds = attached.bounds_for(text, _scripts_in(stretch.codes))
            if bounds.longest:
                words = stretch.with_attached(bounds)
        start, end, key, flags = stretch.hits(words)
        return np.array([start, end, key, flags, beside(stretch.codes, start, end)])

    def _may_have_attached(self, text: str, stretch: Stretch) -> bool:
        """Tell whether the beginning of a plain text may tell a language with affixes on names."""
        words = stretch.words
        sample = text_language.SAMPLE
        count = int(np.searchsorted(words.start, sample))
        if count and words.end[count - 1] > sample:  # the sample holds a part of the last word
            count -= 1
            if text_language.may_tell(text[words.start[count] : sample]):
                return True
        return len(_telling(stretch, count)) > 0

    def plain_hits(self, text: str) -> tuple[list[Hit], Ints]:
        """Return the hits of a text in which no letters are to hang on names.

        Args:
            text: At most `STRETCH` characters, no letters but those of ASCII.

        Returns:
            The hits, by start, and the offsets of words that may tell the language.
        """
        if not text:
            return [], np.empty(0, dtype=np.int64)
        stretch = self._reader.read(text)
        words = stretch.words
        if not len(words.start):
            return [], words.start
        hits = zip(*(column.tolist() for column in stretch.hits(words)), strict=True)
        return list(hits), words.start[_telling(stretch, len(words.start))]


def _telling(stretch: Stretch, count: int) -> Ints:
    """Return which of the first words may tell the language, or a part at an apostrophe."""
    words = stretch.words
    telling = may_tell(stretch.word_hashes(count))
    inner = int(np.searchsorted(words.heads[0], count))
    of, _, behind = (part[:inner] for part in words.heads)
    _, _, before = (part[:inner] for part in words.tails)  # of the same words, one each
    telling[of] |= may_tell(stretch.hashes(behind, words.last[of]))
    telling[of] |= may_tell(stretch.hashes(words.first[of], before))
    telling[of[behind != before]] = True  # between two apostrophes it does not look
    return np.flatnonzero(telling)


def _scripts_in(codes: Codes) -> tuple[str, ...]:
    """Return what `text_language.scripts_in` does, from the codes of a text."""
    if codes.dtype == np.uint8:
        return ()
    beyond = codes >= _FIRST_TELLING
    if np.count_nonzero(beyond) * FEW < len(codes):  # curly quotes and dashes: hardly any letters
        codes = codes[np.flatnonzero(beyond)]
    # One subtraction tells a range: what lies below it comes out as a large number.
    return tuple(
        script
        for script, (first, last) in text_language.TELLING_SCRIPTS.items()
        if (codes - np.uint16(ord(first)) <= ord(last) - ord(first)).any()
    )


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
