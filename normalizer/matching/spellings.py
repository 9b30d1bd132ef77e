"""Names spelled in a way that nobody has listed: search for candidates, then compare each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from normalizer.matching.candidates import CandidateSearch
from normalizer.matching.evidence import Comparison, compare_many
from normalizer.matching.index import Index, NameRecord
from normalizer.matching.views import Spelling

_COMPARED = 50
_DOUBTED = 0.5  # matches below are refused anyway
SHORTEST = 5
"""Romanised letters from which on a spelling that nobody listed is recognised at all."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A listed name that a text may spell in another way.

    Attributes:
        record: The listed name.
        comparison: What the two have in common.
    """

    record: NameRecord
    comparison: Comparison

    @property
    def score(self) -> float:
        """Probability that the text means the name's entity, 0 to 1."""
        return self.comparison.score

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it and against it, in words."""
        return (f"like “{self.record.name.text}”", *self.comparison.evidence)


class _Match(NamedTuple):
    """A comparison with a listed form, which goes by its number in the search."""

    entity: int
    number: int
    comparison: Comparison

    @property
    def score(self) -> float:
        """The comparison's."""
        return self.comparison.score


class SpellingSearch:
    """Compares texts with the listed names of an index.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._names = index.numbers("spelled.names")
        self._entities = index.numbers("spelled.entities")
        self._search = CandidateSearch(index.container.section) if len(self._names) else None

    def likenesses(
        self, readings: list[str], language: str | None, type: str | None
    ) -> list[Likeness]:
        """Return the entities whose names a text may spell, the likeliest first.

        Args:
            readings: The text, and other readings of it.
            language: BCP 47 tag of its language, or None.
            type: Entity type that counts, or None for all.

        Returns:
            One likeness an entity: that of its closest name.
        """
        best: dict[int, _Match] = {}
        for reading in readings:
            for match in self._matches(reading, language, type):
                known = best.get(match.entity)
                if known is None or known.score < match.score:
                    best[match.entity] = match
        ordered = sorted(
            best.values(),
            key=lambda match: (-match.score, self._index.entity(match.entity).id),
        )
        return [
            Likeness(self._index.name(self._names[match.number]), match.comparison)
            for match in ordered
        ]

    def _matches(self, text: str, language: str | None, type: str | None) -> list[_Match]:
        query = Spelling.of(text, language)
        if self._search is None or len(query.romanised.replace(" ", "")) < SHORTEST:
            return []
        numbers = [
            number
            for number, _ in self._search.search(text, _COMPARED)
            if type is None or self._index.entity(self._entities[number]).type == type
        ]
        matches = self._compared(query, numbers)
        return [
            self._in_own_script(query, match) if match.score >= _DOUBTED else match
            for match in matches
        ]

    def _compared(self, query: Spelling, numbers: list[int]) -> list[_Match]:
        assert self._search is not None
        comparisons = compare_many(query, [self._search.spelling(number) for number in numbers])
        return [
            _Match(self._entities[number], number, comparison)
            for number, comparison in zip(numbers, comparisons, strict=True)
        ]

    def _in_own_script(self, query: Spelling, match: _Match) -> _Match:
        """Judge a match with a form in another script by the same name in the query's script.

        Scripts leave letters out: חסן נסראללה reads Hassan as well as Hussein. Where the entity
        lists that very name in the query's script, that form tells, and not the vaguer one.
        """
        assert self._search is not None
        form = self._search.spelling(match.number)
        if form.script == query.script:
            return match
        own = [
            number
            for number in self._forms_of(match.number)
            if self._search.spelling(number).script == query.script
        ]
        same_name = [m.number for m in self._compared(form, own) if m.score >= _DOUBTED]
        if not same_name:
            return match  # in the query's script only other names are listed, such as translations
        return max(self._compared(query, same_name), key=lambda match: match.score)

    def _forms_of(self, number: int) -> Iterator[int]:
        """Yield the numbers of all forms of the entity that a form belongs to."""
        entity = self._entities[number]
        while number > 0 and self._entities[number - 1] == entity:
            number -= 1
        while number < len(self._entities) and self._entities[number] == entity:
            yield number
            number += 1
