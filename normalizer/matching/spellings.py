"""Names spelled in a way that nobody has listed: search for candidates, then compare each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, TypeVar

import numpy as np

from normalizer.matching import objections, slips
from normalizer.matching.candidates import StoredForms
from normalizer.matching.evidence import Comparison, compare_many, let_meet
from normalizer.matching.index import EntityRecord, Index, NameRecord
from normalizer.matching.proposals import Proposal, Proposals, nearness
from normalizer.matching.score import threshold
from normalizer.matching.typed_names import TypedNames, TypedProposal
from normalizer.matching.views import Spelling
from normalizer.spelling.script import LATIN

_PROPOSED = 24
_COMPARED = 8
_AT_LEAST = 2
_FARTHER = 6.0  # forms whose likeness is so much less than the best one's cannot win
_KEPT = 4096  # texts whose matches are kept
_TOGETHER = 512  # texts looked up at a time
_DOUBTED = 0.5  # matches below are refused anyway
_OWN_SCRIPT = 0.02
_OBJECTED = 0.5  # what is left of the probability of a match that something is known against
_SHORTEST = 5
_ONE_NAME = frozenset(["place", "person"])  # their names are spelled, not translated
_TYPED = "without the words for what kind of organisation it is, which may stand for one another"


_Key = tuple[str, str | None, str | None]
"""A text, its language, and the type of entity that counts."""
_Pair = tuple[Spelling, int, Spelling, Proposal | TypedProposal]
"""A spelling that was given; number and spelling of a listed form; why it was proposed."""
_P = TypeVar("_P", Proposal, TypedProposal)


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

    def evidence(self) -> tuple[str, ...]:
        """Tell what speaks for it and against it, in words."""
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
        self._known: dict[_Key, list[_Match]] = {}

    def prepare(self, texts: Iterable[str], language: str | None, type: str | None) -> None:
        """Look many texts up together, which makes asking for them one by one much faster.

        Args:
            texts: Texts that `likenesses` will be asked for.
            language: BCP 47 tag of their language, or None.
            type: Entity type that counts, or None for all.
        """
        new = [text for text in dict.fromkeys(texts) if (text, language, type) not in self._known]
        if len(self._known) + len(new) > _KEPT:
            self._known.clear()
        for first in range(0, len(new), _TOGETHER):
            some = new[first : first + _TOGETHER]
            found = self._matches(some, language, type, _AT_LEAST)
            keys = [(text, language, type) for text in some]
            self._known.update(zip(keys, found, strict=True))

    def likenesses(
        self,
        readings: list[str],
        language: str | None,
        type: str | None,
        entities: int = _AT_LEAST,
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
        if entities > _AT_LEAST:
            found = self._matches(readings, language, type, entities)
        else:
            self.prepare(readings, language, type)
            found = [self._known[reading, language, type] for reading in readings]
        best: dict[int, _Match] = {}
        distinct: dict[int, str] = {}
        for match in chain.from_iterable(found):
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
        self, texts: Sequence[str], language: str | None, type: str | None, entities: int
    ) -> list[list[_Match]]:
        """Compare texts with the listed forms that are worth it."""
        if self._proposals is None or self._search is None:
            return [[] for _ in texts]
        thorough = entities > _AT_LEAST
        near = self._proposals.propose(texts, _PROPOSED, thorough=thorough)
        rests = self._typed.propose(texts)
        queries = [Spelling.of(text, language) for text in texts]
        pairs: list[_Pair] = []
        ends = []
        for query, proposed, typed in zip(queries, near, rests, strict=True):
            chosen = self._worth_comparing(self._of_type(proposed, type), entities)
            pairs += [(query, it.number, self._search.spelling(it.number), it) for it in chosen]
            if typed:
                rest = Spelling.of(typed[0].query, language)
                some = self._of_type(typed[:_COMPARED], type)
                pairs += [(rest, it.number, Spelling.of(it.name), it) for it in some]
            ends.append(len(pairs))
        matches = iter(self._compared(pairs))
        found = [
            list(islice(matches, end - begin)) for begin, end in zip((0, *ends), ends, strict=False)
        ]
        for at, query in enumerate(queries):
            if query.script == LATIN and len(query.core_words) == 1:
                found[at] = [
                    self._in_latin(query, match) if match.score >= _DOUBTED else match
                    for match in found[at]
                ]
        return found

    def _of_type(self, proposed: Sequence[_P], type: str | None) -> list[_P]:
        """Return the proposals of entities of a type."""
        return [it for it in proposed if type is None or self._entity(it.number).type == type]

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

    def _compared(self, pairs: Sequence[_Pair]) -> list[_Match]:
        """Compare spellings with listed forms, all together."""
        near = [proposal.nearness for *_, proposal in pairs]
        compared = compare_many([(query, name) for query, _, name, _ in pairs], near)
        let_meet([it for it in compared if it.score >= _DOUBTED])  # objections will ask for it
        return [
            self._judged(query, number, comparison)
            for (query, number, *_), comparison in zip(pairs, compared, strict=True)
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
        names = [self._search.spelling(number) for number in numbers]
        near = nearness([(query.text, name.text) for name in names])
        return self._compared([
            (query, number, name, Proposal(number, letters))
            for number, name, letters in zip(numbers, names, near, strict=True)
        ])  # fmt: skip

    def _forms_of(self, number: int) -> Iterator[int]:
        """Yield the numbers of all forms of the entity that a form belongs to."""
        entity = self._entities[number]
        while number > 0 and self._entities[number - 1] == entity:
            number -= 1
        while number < len(self._entities) and self._entities[number] == entity:
            yield number
            number += 1
