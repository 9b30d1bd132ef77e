"""Names spelled in a way that nobody has listed: search for candidates, then compare each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from normalizer.matching.candidates import CandidateSearch
from normalizer.matching.distinct_names import are_distinct, names_father
from normalizer.matching.evidence import Comparison, compare_many
from normalizer.matching.index import Index, NameRecord
from normalizer.matching.score import threshold
from normalizer.matching.views import Spelling

_COMPARED = 50
_FALSE_ACCEPTS = 0.01
_DOUBTED = 0.5  # matches below are refused anyway
_OBJECTED = 0.5  # what is left of the probability of a match that something is known against
SHORTEST = 5
"""Romanised letters from which on a spelling that nobody listed is recognised at all."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A listed name that a text may spell in another way.

    Attributes:
        record: The listed name.
        comparison: What the two have in common.
        score: Probability that the text means the name's entity, 0 to 1.
        objection: What is known against it, in words.
    """

    record: NameRecord
    comparison: Comparison
    score: float
    objection: str | None

    @property
    def threshold(self) -> float:
        """The score at which 1% of false matches of this kind are accepted."""
        return threshold(self.comparison.kind, _FALSE_ACCEPTS)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it and against it, in words."""
        against = (self.objection,) if self.objection else ()
        return (f"like “{self.record.name.text}”", *self.comparison.evidence, *against)


class _Match(NamedTuple):
    """A comparison with a listed form, which goes by its number in the search."""

    entity: int
    number: int
    comparison: Comparison
    distinct: str | None
    father: str | None

    @property
    def objection(self) -> str | None:
        """What is known against the match that letters do not show, in words."""
        return self.distinct or self.father

    @property
    def score(self) -> float:
        """The comparison's, or less where something is known against it."""
        return self.comparison.score * (_OBJECTED if self.objection else 1.0)


def _distinct(query: Spelling, comparison: Comparison) -> str | None:
    """Return which words that met are known to be two names, in words."""
    if comparison.score < _DOUBTED or comparison.joined:
        return None
    for ours, theirs, *_ in comparison.pairs:
        one, other = query.core_words[ours], comparison.name.core_words[theirs]
        if are_distinct(one, other):
            return f"“{one}” and “{other}” are known to be two different names"
    return None


def _father(query: Spelling, comparison: Comparison) -> str | None:
    """Return that only one of two spellings names the father, in words."""
    if names_father(query.words) == names_father(comparison.name.words):
        return None
    return "only one of the two names a father (“bin”)"


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
        distinct: dict[int, str] = {}
        for reading in readings:
            for match in self._matches(reading, language, type):
                known = best.get(match.entity)
                if known is None or known.score < match.score:
                    best[match.entity] = match
                if match.distinct:
                    distinct[match.entity] = match.distinct
        # What one form of a name shows holds for the entity, however vague its other forms are.
        for entity, objection in distinct.items():
            best[entity] = best[entity]._replace(distinct=objection)
        ordered = sorted(
            best.values(),
            key=lambda match: (-match.score, self._index.entity(match.entity).id),
        )
        return [
            Likeness(
                self._index.name(self._names[match.number]),
                match.comparison,
                match.score,
                match.objection,
            )
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
        return self._compared(query, numbers)

    def _compared(self, query: Spelling, numbers: list[int]) -> list[_Match]:
        assert self._search is not None
        comparisons = compare_many(query, [self._search.spelling(number) for number in numbers])
        return [
            _Match(
                self._entities[number],
                number,
                comparison,
                _distinct(query, comparison),
                _father(query, comparison),
            )
            for number, comparison in zip(numbers, comparisons, strict=True)
        ]
