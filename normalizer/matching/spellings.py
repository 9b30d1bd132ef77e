"""Names spelled in a way that nobody has listed: search for candidates, then compare each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from normalizer.matching import objections, slips
from normalizer.matching.candidates import StoredForms
from normalizer.matching.evidence import Comparison, compare_many
from normalizer.matching.index import EntityRecord, Index, NameRecord
from normalizer.matching.proposals import Proposal, Proposals, nearness
from normalizer.matching.score import threshold
from normalizer.matching.typed_names import TypedNames, TypedProposal
from normalizer.matching.views import Spelling
from normalizer.spelling.script import LATIN

_PROPOSED = 24
_COMPARED = 8
_FARTHER = 6.0  # forms whose likeness is so much less than the best one's cannot win
_KEPT = 4096  # texts whose proposals are kept
_DOUBTED = 0.5  # matches below are refused anyway
_OWN_SCRIPT = 0.02
_OBJECTED = 0.5  # what is left of the probability of a match that something is known against
_SHORTEST = 5
_ONE_NAME = frozenset(["place", "person"])  # their names are spelled, not translated
_TYPED = "without the words for what kind of organisation it is, which may stand for one another"


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

    def threshold(self, strictness: str) -> float:
        """Return the score at which a share of false matches of this kind is accepted."""
        if self.slip:
            return slips.SCORE
        return threshold(self.comparison.kind, strictness)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it and against it, in words."""
        against = (self.objection,) if self.objection else ()
        slip = ("one slip of the pen",) if self.slip else ()
        listed = f"like “{self.record.name.text}”"
        rest = self.comparison.name.text
        typed = () if rest == self.record.name.text else (f"{_TYPED}, “{rest}” remains",)
        return (listed, *typed, *slip, *self.comparison.evidence, *against)


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
        section = index.spellings().section
        self._names = np.frombuffer(section("spelled.names"), "<u4").tolist()
        self._entities = np.frombuffer(section("spelled.entities"), "<u4").tolist()
        self._search: StoredForms | None = None
        self._proposals: Proposals | None = None
        if len(self._names):
            self._search = StoredForms(section)
            owners = self._entities
            self._proposals = Proposals(section, self._search.text, owners)
        self._typed = TypedNames(section)
        self._known: dict[str, list[Proposal]] = {}

    def propose(self, texts: Iterable[str]) -> None:
        """Look many texts up together, which makes asking for them one by one much faster.

        Args:
            texts: Texts that `likenesses` will be asked for.
        """
        if self._proposals is None:
            return
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(new) > _KEPT:
            self._known.clear()
        self._known.update(zip(new, self._proposals.propose(new, _PROPOSED), strict=True))

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
        self.propose(readings)
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
        proposed = [
            proposal
            for proposal in self._known.get(text, ())
            if type is None or self._entity(proposal.number).type == type
        ]
        chosen = self._worth_comparing(proposed, entities)
        matches = self._compared(query, chosen, self._forms(chosen))
        matches += self._by_rest(text, language, type)
        if query.script == LATIN and len(query.core_words) == 1:
            matches = [
                self._in_latin(query, match) if match.score >= _DOUBTED else match
                for match in matches
            ]
        return matches

    def _by_rest(self, text: str, language: str | None, type: str | None) -> list[_Match]:
        """Compare a name without its type words with listed forms without theirs."""
        proposed = [
            proposal
            for proposal in self._typed.propose(text)[:_COMPARED]
            if type is None or self._entity(proposal.number).type == type
        ]
        if not proposed:
            return []
        query = Spelling.of(proposed[0].query, language)
        return self._compared(query, proposed, [Spelling.of(it.name) for it in proposed])

    def _worth_comparing(self, proposed: list[Proposal], entities: int) -> list[Proposal]:
        """Return the first forms, and one each of further entities until there are enough."""
        least = proposed[0].nearness.likeness - _FARTHER if proposed else 0.0
        chosen = [it for it in proposed[:_COMPARED] if it.nearness.likeness > least]
        seen = {self._entities[proposal.number] for proposal in chosen}
        for proposal in proposed[len(chosen) :]:
            if len(seen) >= entities:
                break
            if self._entities[proposal.number] not in seen:
                seen.add(self._entities[proposal.number])
                chosen.append(proposal)
        return chosen

    def _forms(self, proposed: list[Proposal]) -> list[Spelling]:
        if self._search is None:
            return []
        return [self._search.spelling(proposal.number) for proposal in proposed]

    def _compared(
        self,
        query: Spelling,
        proposed: Sequence[Proposal | TypedProposal],
        names: Sequence[Spelling],
    ) -> list[_Match]:
        near = [proposal.nearness for proposal in proposed]
        return [
            self._judged(query, proposal.number, comparison)
            for proposal, comparison in zip(proposed, compare_many(query, names, near), strict=True)
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
        same = [other.number for other in self._told(form, own) if other.score >= _DOUBTED]
        if not same:
            # In Latin letters an organisation may list only other names, such as translations.
            same = own if self._entity(match.number).type in _ONE_NAME else []
        if not same:
            return match
        return max(self._told(query, same), key=lambda other: other.score)

    def _told(self, query: Spelling, numbers: list[int]) -> list[_Match]:
        """Compare a spelling with forms that were not proposed for it."""
        assert self._search is not None
        near = nearness(query.text, [self._search.text(number) for number in numbers])
        proposed = [Proposal(*pair) for pair in zip(numbers, near, strict=True)]
        return self._compared(query, proposed, self._forms(proposed))

    def _forms_of(self, number: int) -> Iterator[int]:
        """Yield the numbers of all forms of the entity that a form belongs to."""
        entity = self._entities[number]
        while number > 0 and self._entities[number - 1] == entity:
            number -= 1
        while number < len(self._entities) and self._entities[number] == entity:
            yield number
            number += 1
