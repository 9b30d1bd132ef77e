"""What `matching.likeness.slip_index` searches, compiled of forms or put on top of others.

Words lie in the order of their letters. The hash of a form is made of codes of its words that do
not depend on which other words there are, so that it stays what it is when forms come and go.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.hashing import letters_hash
from normalizer.matching.joining import Join, Lines
from normalizer.matching.likeness.views import Spelling

SHORTEST_WORD = 3
"""Letters of the shortest word in which a slip is looked for."""
SCRIPTS = frozenset(["Latn", "Cyrl", "Grek", "Armn", "Geor", "Arab", "Hebr"])
_MOST_WORDS, _MOST_LETTERS = 6, 24
_FACTOR = 0x9E3779B97F4A7C15  # 2**64 / golden ratio, which spreads neighbours
_FIRST = 0x243F6A8885A308D3  # digits of pi
_MASK = (1 << 64) - 1


class SlipTable(NamedTuple):
    """Words of forms, and the forms that have them.

    Attributes:
        words: The words, sorted by their bytes.
        codes: The code of each, of which hashes of forms are made.
        uses: How many words of forms each is.
        keys: Hashes of words and of what is left of them, sorted; then by word.
        owners: The number of the word that each key belongs to.
        hashes: The hash of each form's words, sorted; then by form.
        forms: The number of each form.
    """

    words: Lines
    codes: Numbers
    uses: Numbers
    keys: Numbers
    owners: Numbers
    hashes: Numbers
    forms: Numbers

    @classmethod
    def of(cls, spellings: Iterable[Spelling]) -> SlipTable:
        """Compile forms, given in the order of their numbers."""
        lines = [words_of(spelling) for spelling in spellings]
        uses = Counter(word for line in lines for word in line)
        words = sorted(uses)  # as their bytes in UTF-8
        codes = {word: _code_of(word) for word in words}
        keys: list[int] = []
        owners: list[int] = []
        for number, word in enumerate(words):
            hashes = {letters_hash(word), *map(letters_hash, shortened(word))}
            keys += hashes
            owners += [number] * len(hashes)
        of_forms = [line_hash(map(codes.__getitem__, line)) for line in lines if line]
        forms = [number for number, line in enumerate(lines) if line]
        return cls(
            Lines.of([word.encode() for word in words]),
            np.array(list(codes.values()), dtype=np.uint64),
            np.array(list(map(uses.__getitem__, words)), dtype=np.int64),
            *_sorted(np.array(keys, dtype=np.int64), np.array(owners, dtype=np.int64)),
            *_sorted(np.array(of_forms, dtype=np.uint64), np.array(forms, dtype=np.int64)),
        )

    @classmethod
    def read(cls, section: Callable[[str], memoryview]) -> SlipTable:
        """Return what `sections` has stored."""

        def numbers(name: str) -> Numbers:
            return np.frombuffer(section(f"slips.{name}"), "<u4").astype(np.int64)

        return cls(
            Lines.read(section, "slips.words"),
            np.frombuffer(section("slips.codes"), "<u8"),
            numbers("uses"),
            numbers("keys"),
            numbers("owners"),
            np.frombuffer(section("slips.forms"), "<u8"),
            numbers("numbers"),
        )

    def joined(self, gone: SlipTable, new: SlipTable, forms: Join) -> SlipTable:
        """Return the table with some forms taken out and others put in.

        Args:
            gone: The forms that are taken out.
            new: The others.
            forms: How all are numbered then.
        """
        uses = self.uses.copy()
        uses[[place for place, _ in self._placed(gone.words)]] -= gone.uses
        placed = self._placed(new.words)
        is_here = np.array([is_here for _, is_here in placed], dtype=bool)
        places = np.array([place for place, _ in placed], dtype=np.int64)
        uses[places[is_here]] += new.uses[is_here]
        words = Join(len(uses), np.flatnonzero(uses == 0).tolist(), places[~is_here].tolist())
        others = Join(len(is_here), np.flatnonzero(is_here).tolist(), [])
        owners = words.old[self.owners]
        own = others.old[new.owners]
        numbers = forms.old[self.forms]
        return SlipTable(
            words.lines(self.words, others.lines(new.words, Lines.of([]))),
            words.rows(self.codes, new.codes[~is_here]),
            words.rows(uses, new.uses[~is_here]),
            *_sorted(
                np.concatenate([self.keys[owners >= 0], new.keys[own >= 0]]),
                np.concatenate([owners[owners >= 0], words.new[own[own >= 0]]]),
            ),
            *_sorted(
                np.concatenate([self.hashes[numbers >= 0], new.hashes]),
                np.concatenate([numbers[numbers >= 0], forms.new[new.forms]]),
            ),
        )

    def sections(self) -> dict[str, bytes]:
        """Return the sections of a file, all named ``slips.…``."""
        stored = {"uses": self.uses, "keys": self.keys, "owners": self.owners}
        return {
            **self.words.sections("slips.words"),
            "slips.codes": self.codes.astype("<u8").tobytes(),
            **{f"slips.{label}": it.astype("<u4").tobytes() for label, it in stored.items()},
            "slips.forms": self.hashes.astype("<u8").tobytes(),
            "slips.numbers": self.forms.astype("<u4").tobytes(),
        }

    def _placed(self, words: Lines) -> list[tuple[int, bool]]:
        """Return for each word its number, or that of the next one, and whether it is here."""
        placed = []
        everything = range(self.words.total)
        for word in map(words.line, range(words.total)):
            at = bisect_left(everything, word, key=self.words.line)
            placed.append((at, at < self.words.total and self.words.line(at) == word))
        return placed


def words_of(spelling: Spelling) -> tuple[str, ...]:
    """Return the folded words of a spelling that carry the name, in its own script.

    Args:
        spelling: A spelling.

    Returns:
        Its words; none for scripts whose letters are syllables or words, and where there are too
        many for a search of this kind.
    """
    if spelling.script not in SCRIPTS:
        return ()
    words = tuple(spelling.core_folded.split())
    fits = len(words) == len(spelling.core_words) and len(words) <= _MOST_WORDS
    return words if fits and all(len(word) <= _MOST_LETTERS for word in words) else ()


def _code_of(word: str) -> int:
    """Return a number of 63 bits for a folded word, by which sequences of words are hashed."""
    return zlib.crc32(word.encode()) << 31 | letters_hash(word)


def line_hash(codes: Iterable[int]) -> int:
    """Return the hash of a sequence of words, given by their codes."""
    value = _FIRST
    for code in codes:
        value = ((value ^ code) * _FACTOR) & _MASK
        value ^= value >> 29
    return value


def shortened(word: str) -> Iterator[str]:
    """Yield what is left of a word when one letter is left out, where it is long enough."""
    if len(word) >= SHORTEST_WORD:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


def _sorted(keys: Numbers, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return keys in order with what belongs to them, which orders those that are alike."""
    order = np.lexsort((numbers, keys))
    return keys[order], numbers[order]
