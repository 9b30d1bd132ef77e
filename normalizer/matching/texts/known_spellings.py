"""The spellings of plain names, numbered, and what is known of them in columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import NameRecord
from normalizer.matching.texts.surfaces import NOTHING, Surface, Surfaces
from normalizer.matching.texts.word_arrays import Bits, Ints

_FULL = 200_000
MAY_BE_GIVEN, IS_PLAIN, IS_PERSONS = 1, 2, 4
"""Signs of a spelling: that it is but a place's; that where nothing beside it asks for more, it is
a mention as it stands; that it is but a person's then."""
_HANGUL = "\uac00"


class KnownSpellings:
    """Spellings that no particle stands in one with.

    Args:
        surfaces: Works out what a spelling may stand for.

    Attributes:
        spelled: The spellings by number.
        surfaces: What they may stand for.
        names: The name that a plain one stands for; of others any.
    """

    def __init__(self, surfaces: Surfaces) -> None:
        self._of = surfaces
        self._numbers: dict[str, int] = {}
        self.spelled: list[str] = []
        self.surfaces: list[Surface] = []
        self.names: list[NameRecord] = []
        self._signs: Bits = np.zeros(1, dtype=np.uint8)  # the first of what spells no name
        self._entities: Ints = np.empty(0, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.spelled)

    def signs_of(self, numbers: Ints) -> Bits:
        """Return signs of some spellings, none of those that spell no name."""
        new = [
            self._sign_of(surface, spelled)
            for surface, spelled in zip(
                self.surfaces[len(self._signs) - 1 :], self.spelled[len(self._signs) - 1 :],
                strict=True,
            )
        ]  # fmt: skip
        if new:
            self._signs = np.append(self._signs, np.array(new, dtype=np.uint8))
        return self._signs[numbers + 1]

    @property
    def entities(self) -> Ints:
        """The numbers of the entities that plain ones stand for, by number."""
        known, every = len(self._entities), len(self.names)
        if known < every:
            new = [name.entity for name in self.names[known:]]
            self._entities = np.append(self._entities, np.array(new, dtype=np.int64))
        return self._entities

    def numbers(self, spelled: Sequence[str], keys: Ints, flags: Ints) -> Ints:
        """Return the numbers of spellings.

        Args:
            spelled: The spellings.
            keys: The hashes of their letters.
            flags: The flags of their hits: what has any is no plain name, and not learned.

        Returns:
            Their numbers, negative for what spells no name.
        """
        found = list(map(self._numbers.get, spelled))
        if None in found:
            found = [
                number if number is not None else -1 if flag else self._learned(spelling, key)
                for number, spelling, key, flag in zip(
                    found, spelled, keys.tolist(), flags.tolist(), strict=True
                )
            ]
        return np.array(found, dtype=np.int64)

    def _learned(self, spelling: str, key: int) -> int:
        """Return the number of a spelling that may not be known yet."""
        number = self._numbers.get(spelling)
        if number is not None:
            return number
        surface = self._of.of(spelling, key, "")
        if surface is NOTHING:
            number = -1
        else:
            number = len(self.spelled)
            self.spelled.append(spelling)
            self.surfaces.append(surface)
            self.names.append(surface.best or surface.names[0])
        self._numbers[spelling] = number
        return number

    def _sign_of(self, surface: Surface, spelled: str) -> int:
        best = surface.best
        is_plain = (
            best is not None
            and best.inflection is None
            and best.name.kind not in MASKS
            and not (surface.asks or surface.is_acronym or surface.evidence)
            and spelled[-1] < _HANGUL  # an ending may hang on it
        )
        is_persons = best is not None and self._of.type_of(best) == "person"
        return MAY_BE_GIVEN * surface.may_be_given | IS_PLAIN * is_plain | IS_PERSONS * is_persons


def is_full(known: KnownSpellings) -> bool:
    """Tell whether the next text should begin with no known spellings."""
    return len(known) >= _FULL
