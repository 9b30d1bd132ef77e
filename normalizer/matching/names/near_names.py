"""Listed names of different entities that the resolver would take for one another.

Every stored form is compared with those of other entities that the encoder puts near it, all at
once: a name that, were it not listed, would be resolved to another entity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.likeness.nearest import NearestForms
from normalizer.matching.likeness.proposals import Nearness, Proposal, odds_between
from normalizer.matching.likeness.stored_forms import StoredForms
from normalizer.matching.names.spellings import Likeness, SpellingSearch, is_too_short
from normalizer.spelling.fold import fold_key
from normalizer.spelling.script import script_of

_NEAR = 0.85
"""Cosine from which forms are compared letter by letter; accepted ones of one script have more."""
_LIKELY = 14.0
"""Likeness from which the resolver may accept: of 30,000 pairs below it, none was accepted."""
_OTHERS = 2
"""Names of the same entity with which each is compared: those nearest to it."""
_BLOCK = 1024
_STRICTNESS = "1%"


class NearNames(NamedTuple):
    """A name that would be resolved to another entity, or by another name, were it not listed."""

    name: NameRecord
    like: Likeness


class NameNeighbours:
    """Compares the listed names of an index with each other.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._search = SpellingSearch(index)
        section = index.spellings().section
        self._names = np.frombuffer(section("spelled.names"), "<u4").tolist()
        self._owners = np.frombuffer(section("spelled.entities"), "<u4")
        self._forms = StoredForms(section) if self._names else None
        self._nearest = NearestForms(section, self._text) if self._names else None

    def collisions(self, entities: Collection[int]) -> Iterator[NearNames]:
        """Yield names that the resolver would give to another entity, were they not listed.

        Names are compared within a script: across scripts a spelling is vague, and lists are there
        to make it clear. Names that count only with context or between dates are left out.

        Args:
            entities: Numbers of the entities whose names to compare with all.

        Yields:
            Each such name of the entities asked for, with the name it would be taken for.
        """
        if self._forms is None:
            return
        asked = np.isin(self._owners, list(entities))
        scripts = np.array([script_of(self._text(at)) for at in range(len(self._names))])
        for script in np.unique(scripts[asked]):
            members = np.flatnonzero(scripts == script)
            yield from self._accepted(*self._near(members[asked[members]], members))
        yield from self._slipped(np.flatnonzero(asked))

    def reached(self, entity: int) -> Iterator[NearNames]:
        """Yield names of an entity that the resolver reaches from another name of it.

        Args:
            entity: The entity's number.

        Yields:
            Each such name once, with the likest other name.
        """
        numbers = np.flatnonzero(self._owners == entity)
        if len(numbers) < 2 or self._nearest is None:
            return
        vectors = self._nearest.vectors(numbers)
        cosines = vectors @ vectors.T
        np.fill_diagonal(cosines, -1.0)
        likest = np.argsort(-cosines, axis=1, kind="stable")[:, :_OTHERS]
        left = np.repeat(np.arange(len(numbers)), likest.shape[1])
        right = likest.ravel()
        best: dict[int, NearNames] = {}
        for near in self._accepted(numbers[left], numbers[right], cosines[left, right]):
            known = best.get(near.name.number)
            if known is None or known.like.score < near.like.score:
                best[near.name.number] = near
        yield from (best[number] for number in sorted(best))

    def _text(self, number: int) -> str:
        assert self._forms is not None
        return self._forms.text(number)

    def _near(self, wanted: Numbers, members: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return pairs of near forms of different entities, and their cosines."""
        assert self._nearest is not None
        lefts, rights, cosines = [], [], []
        vectors = self._nearest.vectors(members)
        for first in range(0, len(wanted), _BLOCK):
            block = wanted[first : first + _BLOCK]
            near = self._nearest.vectors(block) @ vectors.T
            rows, columns = np.nonzero(near > _NEAR)
            left, right = block[rows], members[columns]
            kept = self._owners[left] != self._owners[right]
            lefts.append(left[kept])
            rights.append(right[kept])
            cosines.append(near[rows, columns][kept])
        if not lefts:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, np.zeros(0, np.float32)
        return np.concatenate(lefts), np.concatenate(rights), np.concatenate(cosines)

    def _accepted(self, left: Numbers, right: Numbers, cosines: Numbers) -> Iterator[NearNames]:
        if not len(left):
            return
        assert self._nearest is not None
        odds = odds_between(self._nearest, left, right, cosines)
        nearness = [Nearness(*pair) for pair in zip(cosines.tolist(), odds.tolist(), strict=True)]
        pairs = [
            (one, Proposal(other, near))
            for one, other, near in zip(left.tolist(), right.tolist(), nearness, strict=True)
            if near.likeness >= _LIKELY and self._meet(one, other)
        ]
        for (one, _), like in zip(pairs, self._search.between(pairs), strict=True):
            if like.score >= like.threshold(_STRICTNESS):
                yield NearNames(self._name(one), like)

    def _slipped(self, wanted: Numbers) -> Iterator[NearNames]:
        """Yield names that are another entity's but for a slip of the pen."""
        numbers = [int(at) for at in wanted if _counts(self._name(int(at)))]
        for number, likes in zip(numbers, self._search.slips(numbers), strict=True):
            name = self._name(number)
            for like in likes:
                is_other = like.record.entity != name.entity and _meets(name, like.record)
                if is_other and like.score >= like.threshold(_STRICTNESS):
                    yield NearNames(name, like)

    def _name(self, number: int) -> NameRecord:
        return self._index.name(self._names[number])

    def _meet(self, one: int, other: int) -> bool:
        name, known = self._name(one), self._name(other)
        return _counts(name) and _meets(name, known)


def _counts(record: NameRecord) -> bool:
    """Tell whether a name always counts, and has letters enough to be spelled in other ways."""
    name = record.name
    return name.conditions.is_empty and not is_too_short(name.text, name.language)


def _meets(one: NameRecord, other: NameRecord) -> bool:
    """Tell whether the other always counts, and is not the same form, which other rules see to."""
    return other.name.conditions.is_empty and fold_key(one.name.text) != fold_key(other.name.text)
