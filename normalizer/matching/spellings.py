"""Names spelled in a way that nobody has listed: search for candidates, then compare each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from normalizer.matching import objections, slips
from normalizer.matching.candidates import CandidateSearch
from normalizer.matching.evidence import Comparison, compare_many
from normalizer.matching.index import EntityRecord, Index, NameRecord
from normalizer.matching.score import threshold
from normalizer.matching.script import LATIN
from normalizer.matching.views import Spelling

_COMPARED = 24  # comparing 50 gave the same figures on dev names
_LOOKED_AT = 100
_FALSE_ACCEPTS = 0.01
_DOUBTED = 0.5  # matches below are refused anyway
_OWN_SCRIPT = 0.02
_OBJECTED = 0.5  # what is left of the probability of a match that something is known against
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A listed name that a text may spell in another way.

    Attributes:
        record: The listed name.
        comparison: What the two have in common.
        score: Probability that the text means the name's entity, 0 to 1.
        slip: Whether the text is the form but for one slip of the pen.
        objection: What is known against it, in words.
    """

    record: NameRecord
    comparison: Comparison
    score: float
    slip: bool
    objection: str | None

    @property
    def threshold(self) -> float:
        """The score at which 1% of false matches of this kind are accepted."""
        if self.slip:
            return slips.SCORE
        return threshold(self.comparison.kind, _FALSE_ACCEPTS)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it and against it, in words."""
        against = (self.objection,) if self.objection else ()
        slip = ("one slip of the pen",) if self.slip else ()
        listed = f"like “{self.record.name.text}”"
        return (listed, *slip, *self.comparison.evidence, *against)


def is_too_short(text: str, language: str | None) -> bool:
    """Tell whether a name has so few letters that only listed spellings of it count."""
    return len(Spelling.of(text, language).romanised.replace(" ", "")) < _SHORTEST


class _Match(NamedTuple):
    """A comparison with a listed form, which goes by its number in the search."""

    entity: int
    number: int
    comparison: Comparison
    slip: bool
    distinct: str | None
    other: str | None

    @property
    def objection(self) -> str | None:
        """What is known against the match that letters do not show, in words."""
        return self.distinct or self.other

    @property
    def score(self) -> float:
        """The comparison's, or less where something is known against it."""
        score = max(self.comparison.score, slips.SCORE) if self.slip else self.comparison.score
        return score * (_OBJECTED if self.objection else 1.0)

    @property
    def standing(self) -> float:
        """The score, where a form in the query's own script counts a little more.

        Readers follow the evidence more easily in the script they gave.
        """
        comparison = self.comparison
        own = comparison.query.script == comparison.name.script
        return self.score + (_OWN_SCRIPT if own else 0.0)


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
        self, readings: list[str], language: str | None, type: str | None, entities: int = 2
    ) -> list[Likeness]:
        """Return the entities whose names a text may spell, the likeliest first.

        Args:
            readings: The text, and other readings of it.
            language: BCP 47 tag of its language, or None.
            type: Entity type that counts, or None for all.
            entities: How many entities to compare with at least, if there are so many.

        Returns:
            One likeness an entity: that of its closest name.
        """
        best: dict[int, _Match] = {}
        distinct: dict[int, str] = {}
        for reading in readings:
            for match in self._matches(reading, language, type, entities):
                known = best.get(match.entity)
                if known is None or known.standing < match.standing:
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
                match.slip,
                match.objection,
            )
            for match in ordered
        ]

    def _matches(
        self, text: str, language: str | None, type: str | None, entities: int
    ) -> list[_Match]:
        query = Spelling.of(text, language)
        if self._search is None:
            return []
        numbers = [
            number
            for number, _ in self._search.search(text, _LOOKED_AT)
            if type is None or self._entity(number).type == type
        ]
        matches = self._compared(query, self._worth_comparing(numbers, entities))
        if query.script == LATIN and len(query.core_words) == 1:
            matches = [
                self._in_latin(query, match) if match.score >= _DOUBTED else match
                for match in matches
            ]
        return matches

    def _worth_comparing(self, numbers: list[int], entities: int) -> list[int]:
        """Return the first forms, and one each of further entities until there are enough."""
        chosen = numbers[:_COMPARED]
        seen = {self._entities[number] for number in chosen}
        for number in numbers[_COMPARED:]:
            if len(seen) >= entities:
                break
            if self._entities[number] not in seen:
                seen.add(self._entities[number])
                chosen.append(number)
        return chosen

    def _compared(self, query: Spelling, numbers: list[int]) -> list[_Match]:
        assert self._search is not None
        comparisons = compare_many(query, [self._search.spelling(number) for number in numbers])
        return [
            self._judged(query, number, comparison)
            for number, comparison in zip(numbers, comparisons, strict=True)
        ]

    def _judged(self, query: Spelling, number: int, comparison: Comparison) -> _Match:
        """Return a comparison with what else is known of it, where that may matter."""
        slip = slips.is_slip(query, comparison.name)
        distinct = other = None
        if slip or comparison.score >= _DOUBTED:  # the rest is refused anyway
            distinct = objections.distinct_names(query, comparison)
            other = objections.other_name(query, comparison, self._entity(number))
        return _Match(self._entities[number], number, comparison, slip, distinct, other)

    def _entity(self, number: int) -> EntityRecord:
        return self._index.entity(self._entities[number])

    def _in_latin(self, query: Spelling, match: _Match) -> _Match:
        """Judge a match of a single Latin word by how its entity's name is spelled in Latin.

        Other scripts leave letters out: 阿曼 reads Oman as well as Amman. Where the entity lists
        that very name in Latin letters, that form tells, and not the vaguer one.
        """
        assert self._search is not None
        form = self._search.spelling(match.number)
        if form.script == LATIN:
            return match
        own = [n for n in self._forms_of(match.number) if self._search.spelling(n).script == LATIN]
        same = [other.number for other in self._compared(form, own) if other.score >= _DOUBTED]
        if not same:
            return match  # in Latin letters only other names are listed, such as translations
        return max(self._compared(query, same), key=lambda other: other.score)

    def _forms_of(self, number: int) -> Iterator[int]:
        """Yield the numbers of all forms of the entity that a form belongs to."""
        entity = self._entities[number]
        while number > 0 and self._entities[number - 1] == entity:
            number -= 1
        while number < len(self._entities) and self._entities[number] == entity:
            yield number
            number += 1
