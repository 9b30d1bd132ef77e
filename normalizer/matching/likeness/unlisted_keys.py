"""Which listed forms have consonants like those of a few words of a text, by hashes.

A form's key is made of the skeletons of the words that carry it, written in one: spellings of one
name share it in any script and by any transliteration. The keys lie sorted as hashes of four bytes
each, so that all spans of a text are looked up at once and nearly all are ruled out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.arrays import Numbers
from normalizer.matching.counted import Counted
from normalizer.matching.hashing import BASE, MODULUS, letters_hash
from normalizer.matching.hashing_many import letters_hashes
from normalizer.matching.likeness.views import Spelling

SHORTEST_KEY = 5
"""Consonants of the shortest key: fewer are shared by too many words."""


_MOST_WORDS = 6
_MOST_READINGS = 64
"""Of the first words up to some word, so that runs of words with many readings end."""
_MOST_LETTERS = 1024


class Part(NamedTuple):
    """A stretch of a key: its hash, and how many consonants it has."""

    hash: int
    size: int

    @classmethod
    def of(cls, consonants: str) -> Part:
        """Return the part for consonants."""
        return cls(letters_hash(consonants), len(consonants))


def build(spellings: Iterable[tuple[Spelling, bool]]) -> dict[str, bytes]:
    """Compile forms for `UnlistedKeys`.

    Args:
        spellings: The listed forms, and whether each is a person's.

    Returns:
        Sections for `normalizer.matching.compiled.container.pack`, all named ``unlisted.…``.
    """
    return _sections(_counted(spellings))


def join(
    section: Callable[[str], memoryview],
    gone: Iterable[tuple[Spelling, bool]],
    new: Iterable[tuple[Spelling, bool]],
) -> dict[str, bytes]:
    """Take some forms out of what `build` made, and put others in.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
        gone: Forms that are in it.
        new: Others.

    Returns:
        The sections as `build` would make them.
    """
    less, more = _counted(gone), _counted(new)
    return _sections(
        {name: Counted.read(section, name).joined(less[name], more[name]) for name in less}
    )


def _counted(spellings: Iterable[tuple[Spelling, bool]]) -> dict[str, Counted]:
    forms: list[str] = []
    parts: Counter[str] = Counter()
    personal: Counter[str] = Counter()
    for spelling, is_person in spellings:
        if is_person:
            personal.update(spelling.folded.split())
        skeletons = spelling.core_skeletons
        key = "".join(skeletons)
        if len(key) >= SHORTEST_KEY:
            forms.append(key)
            parts.update(skeletons)
    found = {"forms": Counter(forms), "parts": parts, "personal": personal}
    return {f"unlisted.{label}": Counted.of_letters(some) for label, some in found.items()}


def _sections(found: Mapping[str, Counted]) -> dict[str, bytes]:
    return dict(chain.from_iterable(it.sections(name).items() for name, it in found.items()))


class UnlistedKeys:
    """The keys of a gazetteer's forms, from the sections `build` made.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
    """

    def __init__(self, section: Callable[[str], memoryview]) -> None:
        self._forms = np.frombuffer(section("unlisted.forms"), "<u4")
        self._parts = np.frombuffer(section("unlisted.parts"), "<u4")
        self._personal = np.frombuffer(section("unlisted.personal"), "<u4")

    def stretches(
        self, lines: Sequence[Sequence[tuple[Part, ...]]], least: Sequence[int]
    ) -> list[tuple[int, int, int]]:
        """Return the stretches of two or more words that may have the key of a form.

        Args:
            lines: For each run the parts that each of its words may be.
            least: How many consonants a key has at least, for each run.

        Returns:
            The number of the run, of the first and of the last word, each stretch once, in order.
        """
        words = [parts for line in lines for parts in line]
        parts = np.array([part for word in words for part in word], dtype=np.uint64).reshape(-1, 2)
        counts = np.array([*map(len, words)], dtype=np.int64)
        begins = np.cumsum(counts) - counts
        lengths = np.array([*map(len, lines)], dtype=np.int64)
        line = np.repeat(np.arange(len(lines)), lengths)
        shortest = np.array(least, dtype=np.uint64)[line]
        ends = np.cumsum(lengths)  # behind the last word of each run
        first = np.repeat(np.arange(len(words)), counts)
        last = first
        hashes, sizes = parts[:, 0], parts[:, 1]
        found = [np.empty((0, 2), dtype=np.int64)]
        for _ in range(_MOST_WORDS - 1):
            goes_on = np.flatnonzero(last + 1 < ends[line[first]])
            after = counts[last[goes_on] + 1]
            before = np.repeat(goes_on, after)
            nth = np.arange(len(before)) - np.repeat(np.cumsum(after) - after, after)
            part = begins[last[before] + 1] + nth
            first, last = first[before], last[before] + 1
            kept = _first_of_each(first, _MOST_READINGS)
            first, last, before, part = first[kept], last[kept], before[kept], part[kept]
            powers = _powers()[parts[part, 1].astype(np.int64)]
            hashes = (hashes[before] * powers + parts[part, 0]) % np.uint64(MODULUS)
            sizes = sizes[before] + parts[part, 1]
            asked = np.flatnonzero(sizes >= shortest[first])
            are_forms = asked[_among(self._forms, hashes[asked])]
            found.append(np.stack([first[are_forms], last[are_forms]], axis=1))
        places = np.unique(np.concatenate(found), axis=0)
        begin = (ends - lengths)[line[places[:, 0]]]
        return list(
            zip(
                line[places[:, 0]].tolist(),
                (places[:, 0] - begin).tolist(),
                (places[:, 1] - begin).tolist(),
                strict=True,
            )
        )

    def are_parts(self, skeletons: Sequence[str]) -> list[bool]:
        """Tell which skeletons may be those of a word of a form."""
        return _all_among(self._parts, skeletons)

    def are_personal(self, words: Sequence[str]) -> list[bool]:
        """Tell which folded words may be words of people's names."""
        return _all_among(self._personal, words)


def _all_among(known: Numbers, words: Sequence[str]) -> list[bool]:
    found: list[bool] = _among(known, letters_hashes(words)).tolist()
    return found


def _among(known: Numbers, hashes: Numbers) -> npt.NDArray[np.bool_]:
    """Tell which hashes are among sorted ones."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    hashes = hashes.astype(np.uint32)
    at = np.searchsorted(known, hashes)
    at[at == len(known)] = 0
    found: npt.NDArray[np.bool_] = known[at] == hashes
    return found


def _first_of_each(sorted_numbers: Numbers, most: int) -> Numbers:
    """Return the places of numbers of which at most so many equal ones stand before."""
    begins = np.searchsorted(sorted_numbers, sorted_numbers)
    return np.flatnonzero(np.arange(len(sorted_numbers)) - begins < most)


@cache
def _powers() -> Numbers:
    """Return what a hash is multiplied by when so many letters follow."""
    return np.array([pow(BASE, size, MODULUS) for size in range(_MOST_LETTERS)], dtype=np.uint64)
