"""Proposals: for each spelling the listed forms nearest to it, with what the letters say of them.

The encoder finds the nearest forms, the pair model compares each letter by letter. Many spellings
together cost much less than one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.matching.nearest import NearestForms
from normalizer.matching.pair_model import pair_model
from normalizer.spelling.encoder import Encoded, encoder
from normalizer.spelling.script import LATIN, script_of

Numbers = npt.NDArray[Any]

_FARTHER, _FEWEST = 0.25, 4
"""By how much smaller a cosine may be than the nearest form's, and how many forms count anyway."""
_TOGETHER = 128
"""Spellings searched at a time: their pairs with forms stay in the processor's cache."""
_LOOKED_AT, _FORMS_EACH, _MORE_ENTITIES = 6, 16, 4
"""Where entities have several forms: how many times as many forms are looked at, how many of one
entity count, and how many further entities are proposed by one form each."""
_COSINE_WEIGHT = 12.0
"""What a cosine of 1 counts beside the pair model's odds: the best recall at 1% false accepts on
training names that were kept from both models."""


_Side = tuple[tuple[Numbers, Numbers], Numbers, Numbers]
"""One side of pairs: states with offsets; the name's number and whether it is Latin, by pair."""


class Nearness(NamedTuple):
    """What the letters of two spellings say.

    Attributes:
        cosine: Of the encoder's vectors, -1 to 1.
        odds: The logarithm of the pair model's odds that they are one name.
    """

    cosine: float
    odds: float

    @property
    def likeness(self) -> float:
        """Both in one number."""
        return self.odds + _COSINE_WEIGHT * self.cosine


class Proposal(NamedTuple):
    """A listed form that a spelling may stand for: its number, and what the letters say."""

    number: int
    nearness: Nearness


class Proposals:
    """Proposes listed forms.

    Args:
        section: Gives the bytes of a section of the index by name.
        text: Gives a listed form by number.
        owners: The entity of each form: of one with many forms, a few are proposed.
    """

    def __init__(
        self,
        section: Callable[[str], memoryview],
        text: Callable[[int], str],
        owners: Sequence[int] | None = None,
    ) -> None:
        self._forms = NearestForms(section, text)
        self._owners = owners

    def propose(self, texts: Sequence[str], limit: int) -> list[list[Proposal]]:
        """Return the forms that spellings may stand for, the likeliest first.

        Args:
            texts: Spellings in any scripts.
            limit: How many forms at most for each.

        Returns:
            Proposals for each spelling.
        """
        found: list[list[Proposal]] = []
        for first in range(0, len(texts), _TOGETHER):
            found += self._propose(texts[first : first + _TOGETHER], limit)
        return found

    def _propose(self, texts: Sequence[str], limit: int) -> list[list[Proposal]]:
        encoded = encoder().encode(texts)
        looked_at = limit if self._owners is None else limit * _LOOKED_AT
        numbers, cosines = self._forms.search(encoded.vectors, looked_at)
        # What is much farther than the nearest would have to be far likelier by its letters.
        there = (numbers >= 0) & (cosines > cosines[:, :1] - _FARTHER)
        there[:, :_FEWEST] = numbers[:, :_FEWEST] >= 0
        if self._owners is not None:
            for row, found in enumerate(numbers.tolist()):
                there[row] = _several(found, there[row].tolist(), self._owners, limit)
        chosen, near = numbers[there], cosines[there]
        owner = np.nonzero(there)[0]
        states, offsets, places = self._forms.states(chosen)
        latin = np.array([script_of(text) == LATIN for text in texts], dtype=bool)
        odds = _odds(
            ((encoded.states, encoded.offsets), owner, latin[owner]),
            ((states, offsets), places, self._forms.latin[chosen]),
            near,
        )
        order = np.lexsort((chosen, -(odds + _COSINE_WEIGHT * near), owner))
        rows: list[list[Proposal]] = [[] for _ in texts]
        values = zip(
            owner[order].tolist(), chosen[order].tolist(), near[order].tolist(),
            odds[order].tolist(), strict=True,
        )  # fmt: skip
        for row, number, cosine, value in values:
            rows[row].append(Proposal(number, Nearness(cosine, value)))
        return rows


def _several(numbers: list[int], near: list[bool], owners: Sequence[int], limit: int) -> list[bool]:
    """Choose the first forms, not all of one entity, and one each of a few further entities."""
    kept = [False] * len(numbers)
    seen: dict[int, int] = {}
    left, more = limit, _MORE_ENTITIES
    for at, number in enumerate(numbers):
        if number < 0 or not more:
            break
        owner = owners[number]
        count = seen[owner] = seen.get(owner, 0) + 1
        if near[at] and left and count <= _FORMS_EACH:
            kept[at] = True
            left -= 1
        elif count == 1:
            kept[at] = True
            more -= 1
    return kept


def _odds(query: _Side, name: _Side, cosines: Numbers) -> Numbers:
    """The pair model's odds; it has learned to compare a name of another script with a Latin one.

    So where the query is the Latin one, the two change places.
    """
    odds = np.empty(len(cosines), dtype=np.float32)
    turned = query[2] & ~name[2]
    for mask, (one, other) in ((~turned, (query, name)), (turned, (name, query))):
        if mask.any():
            odds[mask] = pair_model().compare(
                one[0], other[0], one[1][mask], other[1][mask], cosines[mask]
            )
    return odds


def nearness(query: str, names: Sequence[str]) -> list[Nearness]:
    """Compare a spelling with forms that are in no index.

    Args:
        query: A spelling.
        names: Forms.

    Returns:
        What the letters say of each.
    """
    encoded: Encoded = encoder().encode([query, *names])
    cosines = encoded.vectors[1:] @ encoded.vectors[0]
    states = encoded.states, encoded.offsets
    latin = np.array([script_of(text) == LATIN for text in (query, *names)], dtype=bool)
    left, right = np.zeros(len(names), np.int64), np.arange(1, len(names) + 1)
    odds = _odds((states, left, latin[left]), (states, right, latin[right]), cosines)
    return [Nearness(*pair) for pair in zip(cosines.tolist(), odds.tolist(), strict=True)]
