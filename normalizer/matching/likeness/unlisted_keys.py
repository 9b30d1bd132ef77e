"""Which listed forms have consonants like those of a few words of a text, by hashes.

A form's key is made of the skeletons of the words that carry it, written in one: spellings of one
name share it in any script and by any transliteration. The keys lie sorted as hashes of four bytes
each, so that all spans of a text are looked up at once and nearly all are ruled out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.matching.hashing import BASE, MODULUS, letters_hash
from normalizer.matching.likeness.views import Spelling

Numbers = npt.NDArray[Any]

SHORTEST_KEY = 5
"""Consonants of the shortest key: fewer are shared by too many words."""


class Part(NamedTuple):
    """A stretch of a key: its hash, and how many consonants it has."""

    hash: int
    size: int

    @classmethod
    def of(cls, consonants: str) -> Part:
        """Return the part for consonants."""
        return cls(letters_hash(consonants), len(consonants))

    def followed_by(self, other: Part) -> Part:
        """Return both in one."""
        shifted = self.hash * pow(BASE, other.size, MODULUS)
        return Part((shifted + other.hash) % MODULUS, self.size + other.size)


def build(spellings: Iterable[tuple[Spelling, bool]]) -> dict[str, bytes]:
    """Compile forms for `UnlistedKeys`.

    Args:
        spellings: The listed forms, and whether each is a person's.

    Returns:
        Sections for `normalizer.matching.compiled.container.pack`, all named ``unlisted.…``.
    """
    forms: set[int] = set()
    parts: set[int] = set()
    personal: set[int] = set()
    for spelling, is_person in spellings:
        if is_person:
            personal.update(map(letters_hash, spelling.folded.split()))
        skeletons = spelling.core_skeletons
        key = "".join(skeletons)
        if len(key) >= SHORTEST_KEY:
            forms.add(letters_hash(key))
            parts.update(map(letters_hash, skeletons))
    found = {"forms": forms, "parts": parts, "personal": personal}
    return {
        f"unlisted.{label}": np.array(sorted(hashes), dtype="<u4").tobytes()
        for label, hashes in found.items()
    }


class UnlistedKeys:
    """The keys of a gazetteer's forms, from the sections `build` made.

    Args:
        section: Gives the bytes of a section by name, such as `Container.section`.
    """

    def __init__(self, section: Callable[[str], memoryview]) -> None:
        self._forms = np.frombuffer(section("unlisted.forms"), "<u4")
        self._parts = np.frombuffer(section("unlisted.parts"), "<u4")
        self._personal = np.frombuffer(section("unlisted.personal"), "<u4")

    def are_forms(self, keys: Sequence[Part]) -> list[bool]:
        """Tell which keys may be a form's."""
        return _among(self._forms, [key.hash for key in keys])

    def are_parts(self, skeletons: Sequence[str]) -> list[bool]:
        """Tell which skeletons may be those of a word of a form."""
        return _among(self._parts, list(map(letters_hash, skeletons)))

    def are_personal(self, words: Sequence[str]) -> list[bool]:
        """Tell which folded words may be words of people's names."""
        return _among(self._personal, list(map(letters_hash, words)))


def _among(known: Numbers, values: Sequence[int]) -> list[bool]:
    if not len(known):
        return [False] * len(values)
    hashes = np.array(values, dtype=np.uint32)
    at = np.searchsorted(known, hashes)
    at[at == len(known)] = 0
    found: list[bool] = (known[at] == hashes).tolist()
    return found
