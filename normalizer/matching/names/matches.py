"""Matches: listed forms compared with spellings that nobody has listed, many spellings at a time.

Forms a slip or two away come first; where none is near enough, the learned networks propose, and
what they propose is compared (see `matching.likeness.evidence`). Every match that may count is
held against what is known of names beyond their letters (see `matching.names.objections`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from normalizer.matching.compiled.index import EntityRecord
from normalizer.matching.likeness import slips
from normalizer.matching.likeness.evidence import Comparison, compare_many, let_meet
from normalizer.matching.likeness.meeting import Meeting
from normalizer.matching.likeness.proposals import Proposal, Proposals, nearness
from normalizer.matching.likeness.shared_words import SharedWords
from normalizer.matching.likeness.slip_index import Near, SlipIndex
from normalizer.matching.likeness.stored_forms import StoredForms
from normalizer.matching.likeness.typed_names import TypedNames, TypedProposal
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names import full_names, objections
from normalizer.matching.names.family_names import family_objection
from normalizer.matching.names.match import Match
from normalizer.matching.names.rivals import held_against
from normalizer.spelling.one_thread import one_thread
from normalizer.spelling.script import LATIN

FEW = 2
"""So many entities are compared at least; who asks for more gets all that may be meant."""
_PROPOSED = 24
_COMPARED = 8
_FARTHER = 6.0  # forms whose likeness is so much less than the best one's cannot win
_DOUBTED = 0.5  # matches below are refused anyway
_LIKE_THE_REST = 75  # per cent of the letters; words that differ more are other names
_APART = (
    "a different consonant in a short word, or a different number, is unlikely to be a typing error"
)
_BEYOND_DOUBT = 0.95
"""From this score on a match in another script needs no likeness to names in the query's own."""
_UNLIKE = "none of its listed names in the same script is like it"
_PERSON = "person"
_ONE_NAME = frozenset(["place", _PERSON])  # their names are spelled, not translated

_Pair = tuple[Spelling, int, Spelling, Proposal | TypedProposal]
"""A spelling that was given; number and spelling of a listed form; why it was proposed."""
_P = TypeVar("_P", Proposal, TypedProposal)


class MatchSearch:
    """Matches spellings with the listed forms of an index.

    Args:
        section: Gives the bytes of a section of the index by name, such as `Container.section`.
        entity: Gives an entity by number.
    """

    def __init__(
        self, section: Callable[[str], memoryview], entity: Callable[[int], EntityRecord]
    ) -> None:
        entities = np.frombuffer(section("spelled.entities"), "<u4")
        self._entities = entities.tolist()
        self._entity_by_number = entity
        self._search = StoredForms(section)
        self._slips = SlipIndex(section)
        shared = SharedWords(section, entities)
        self._proposals = Proposals(section, self._search.text, self._entities, shared)
        self._typed = TypedNames(section)

    def matches(
        self,
        texts: Sequence[str],
        language: str | None,
        type: str | None,
        strictness: str,
        entities: int,
        *,
        aloud: bool = False,
    ) -> list[list[Match]]:
        """Match texts with listed forms.

        Args:
            texts: Spellings that nobody has listed.
            language: BCP 47 tag of their language, or None.
            type: Entity type that counts, or None for all.
            strictness: The share of false matches that is accepted.
            entities: How many entities to compare with at least, if there are so many.
            aloud: Whether the texts are readings of names in other characters.

        Returns:
            Matches for each text.
        """
        queries = [Spelling.of(text, language) for text in texts]
        found = self._slipped(queries, type)
        left: Sequence[int] = range(len(texts))
        if entities <= FEW:  # one that is a slip away will do
            clear = max(slips.threshold(), slips.threshold(strictness))
            left = [at for at in left if all(it.score < clear for it in found[at])]
        if not left:
            return found
        with one_thread():
            some = [queries[at] for at in left]
            learned = self._learned(some, language, type, entities, aloud)
        for at, more in zip(left, learned, strict=True):
            found[at] += held_against(found[at], more)
        return found

    def between(self, pairs: Sequence[tuple[int, Proposal]]) -> list[Match]:
        """Compare listed forms with each other: the number of one, and the other."""
        spelling = self._search.spelling
        return self._compared(
            [(spelling(at), it.number, spelling(it.number), it) for at, it in pairs]
        )

    def slips(self, numbers: Sequence[int]) -> list[list[Match]]:
        """Match listed forms with the forms they are but for slips, themselves included."""
        return self._slipped([self._search.spelling(number) for number in numbers], None)

    def _slipped(self, queries: Sequence[Spelling], type: str | None) -> list[list[Match]]:
        """Match spellings with the forms they are but for slips."""
        found: list[list[Match]] = []
        for query, near in zip(queries, self._slips.search(queries), strict=True):
            some = [it for it in near if type is None or self._entity(it.number).type == type]
            odds = [it.odds for it in some]
            owners = [self._entities[it.number] for it in some]
            best: dict[int, float] = {}  # the odds of each entity
            for owner, own in zip(owners, odds, strict=True):
                best[owner] = max(own, best.get(owner, 0.0))
            every = sum(best.values())
            matches = []
            for it, owner, own in zip(some, owners, odds, strict=True):
                name = self._search.spelling(it.number)
                comparison = Comparison(query, name, meeting=_met(it))
                likely = slips.score(own, every - best[owner])
                match = self._judged(it.number, comparison, likely, slip=True)
                matches.append(match._replace(other=_APART) if it.apart else match)
            found.append(matches)
        return found

    def _learned(
        self,
        queries: Sequence[Spelling],
        language: str | None,
        type: str | None,
        entities: int,
        aloud: bool,
    ) -> list[list[Match]]:
        """Match spellings with the forms that the learned networks propose."""
        texts = [query.text for query in queries]
        near = self._proposals.propose(texts, _PROPOSED, thorough=entities > FEW, aloud=aloud)
        rests = self._typed.propose(texts, aloud=aloud)
        pairs: list[_Pair] = []
        ends = [0]
        for query, proposed, typed in zip(queries, near, rests, strict=True):
            chosen = self._worth_comparing(self._of_type(proposed, type), entities)
            pairs += [(query, it.number, self._search.spelling(it.number), it) for it in chosen]
            if typed:
                rest = Spelling.of(typed[0].query, language)
                some = self._of_type(typed[:_COMPARED], type)
                pairs += [(rest, it.number, Spelling.of(it.name), it) for it in some]
            ends.append(len(pairs))
        matches = iter(self._compared(pairs))
        found = [list(islice(matches, end - begin)) for begin, end in pairwise(ends)]
        for at, query in enumerate(queries):
            if query.script == LATIN:
                found[at] = [
                    self._in_latin(query, match) if match.score >= _DOUBTED else match
                    for match in found[at]
                ]
            else:
                found[at] = self._beside_own(query, found[at])
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

    def _compared(self, pairs: Sequence[_Pair]) -> list[Match]:
        """Compare spellings with listed forms, all together."""
        near = [proposal.nearness for *_, proposal in pairs]
        persons = [
            query.script == name.script == LATIN and self._entity(number).type == _PERSON
            for query, number, name, _ in pairs
        ]
        compared = compare_many([(query, name) for query, _, name, _ in pairs], near, persons)
        likely = [it for it in compared if it.score >= _DOUBTED]
        let_meet(likely)  # objections will ask for it
        words = objections.word_likeness(likely)
        return [
            self._judged(number, comparison, comparison.score, words)
            for (_, number, *_), comparison in zip(pairs, compared, strict=True)
        ]

    def _judged(
        self,
        number: int,
        comparison: Comparison,
        probability: float,
        words: objections.WordLikeness | None = None,
        *,
        slip: bool = False,
    ) -> Match:
        """Return a comparison with what else is known of it, where that may matter."""
        distinct = family = other = doubt = None
        if probability >= _DOUBTED:  # the rest is refused anyway
            distinct = objections.distinct_names(comparison.query, comparison)
            entity = self._entity(number)
            query = comparison.query
            if entity.type == _PERSON:
                family = family_objection(query, comparison.name)
            other, lone = objections.other_name(query, comparison, entity, words)
            doubt = full_names.doubt(comparison, lone)
        owner = self._entities[number]
        known = distinct, family, other
        return Match(owner, number, comparison, probability, slip, *known, doubt=doubt)

    def _entity(self, number: int) -> EntityRecord:
        return self._entity_by_number(self._entities[number])

    def _in_latin(self, query: Spelling, match: Match) -> Match:
        """Judge a match of Latin letters by how its entity's name is spelled in Latin.

        Other scripts leave letters out: 阿曼 reads Oman as well as Amman, बशर Bushra as well as
        Bashar. Where the entity lists that very name in Latin letters, that form tells: of a single
        word how likely it is, of a person's full name whether it is another.
        """
        form = self._search.spelling(match.number)
        single = len(query.core_words) == 1
        type = self._entity(match.number).type
        if form.script == LATIN or not (single or type == _PERSON):
            return match
        own = [n for n in self._forms_of(match.number) if self._search.spelling(n).script == LATIN]
        same = [other.number for other in self._told(form, own) if other.score >= _DOUBTED]
        if single and not same and type in _ONE_NAME:
            same = own  # an organisation may list only other names, such as translations
        aloud = match.comparison.near.aloud
        likest = max(
            self._told(query, same, aloud=aloud), key=lambda other: other.score, default=match
        )
        return match if not single and likest.score >= _DOUBTED else likest

    def _beside_own(self, query: Spelling, matches: Sequence[Match]) -> list[Match]:
        """Hold matches of people in other scripts against their names in the query's script.

        بشرى الأسد is like בשאר אל-אסד, but not at all like بشار الأسد: she is Bushra.
        """
        count, script = len(query.core_words), query.script
        beside = [
            it
            for it in matches
            if it.score >= _DOUBTED
            and it.comparison.name.script != script
            and self._entity(it.number).type == _PERSON
        ]
        told: dict[int, list[Match]] = {}
        for match in beside if count > 1 else ():
            if match.entity not in told:
                forms = map(self._search.spelling, numbers := list(self._forms_of(match.number)))
                own = [
                    number
                    for number, form in zip(numbers, forms, strict=True)
                    if form.script == script and len(form.core_words) == count
                ]
                told[match.entity] = self._told(query, own)
        unlike = {
            entity
            for entity, own in told.items()
            if own and all(it.score < _DOUBTED and _has_other_word(it.comparison) for it in own)
        }
        held = [
            it._replace(other=it.other or _UNLIKE)
            if it.entity in unlike and it.score < _BEYOND_DOUBT
            else it
            for it in matches
        ]
        return held + [it for own in told.values() for it in own]

    def _told(self, query: Spelling, numbers: list[int], *, aloud: bool = False) -> list[Match]:
        """Compare a spelling with forms that were not proposed for it."""
        names = [self._search.spelling(number) for number in numbers]
        near = nearness([(query.text, name.text) for name in names], aloud=aloud)
        return self._compared([
            (query, number, name, Proposal(number, letters))
            for number, name, letters in zip(numbers, names, near, strict=True)
        ])  # fmt: skip

    def without_first_word(self, match: Match) -> Match | None:
        """Compare with a listed name without its first word, where the rest is like the spelling.

        Many Chinese bear an English given name before theirs: Tony Leung Chiu-wai.
        """
        query, name = match.comparison.query, match.comparison.name
        rest = Spelling.of(name.text.partition(" ")[2])
        count = len(query.words)
        if query.script != LATIN or count < 2 or {len(rest.words), len(name.words) - 1} != {count}:
            return None
        if ratio(query.romanised, rest.romanised) < _LIKE_THE_REST:
            return None
        (near,) = nearness([(query.text, rest.text)], aloud=rest.script == LATIN)
        return self._compared([(query, match.number, rest, Proposal(match.number, near))])[0]

    def _forms_of(self, number: int) -> Iterator[int]:
        """Yield the numbers of all forms of the entity that a form belongs to."""
        entity = self._entities[number]
        while number > 0 and self._entities[number - 1] == entity:
            number -= 1
        while number < len(self._entities) and self._entities[number] == entity:
            yield number
            number += 1


def _has_other_word(comparison: Comparison) -> bool:
    """Tell whether a word differs from the one in its place in half of its letters or more."""
    words, names = comparison.query.core_folded.split(), comparison.name.core_folded.split()
    pairs = zip(words, names, strict=False)
    return len(words) == len(names) and any(
        2 * OSA.distance(one, other) >= max(len(one), len(other)) for one, other in pairs
    )


def _met(near: Near) -> Meeting:
    """How words meet that are the same but for slips: each its own."""
    pairs = tuple(
        [
            (at, at, 1.0, 1.0 if one == other else 1 - 1 / max(len(one), len(other)))
            for at, (one, other) in enumerate(zip(near.query, near.name, strict=True))
        ]
    )
    return Meeting((), pairs, joined=False)
