"""Names spelled in a way that nobody has listed: which entities they may name, and how likely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.likeness.evidence import Comparison
from normalizer.matching.likeness.proposals import Proposal
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names.match import Match, threshold_of
from normalizer.matching.names.matches import FEW, MatchSearch
from normalizer.matching.names.variants import Reading
from normalizer.spelling.han_readings import has_han

_TOGETHER = 512  # texts looked up at a time
_SHORTEST = 5
_BEYOND_DOUBT = 0.9
"""Where a name as it stands is so likely one, it is not read aloud, which costs as much again."""
_ROUNDING = 0.001  # scores are shown in three decimals
_TYPED = "leaving out the words for the kind of organisation, which are interchangeable"
_GIVEN = "leaving out the given name before it"


Wanted = tuple[str | None, str | None, str]
"""What is asked of texts that are looked up together: BCP 47 tag of their language, or None; the
type of entity that counts, or None for all; the share of false matches that is accepted."""
_Key = tuple[str, bool, Wanted]
"""A text, whether it is read aloud, and what is asked of it."""


class Likeness(NamedTuple):
    """A listed name that a text may spell in another way.

    Attributes:
        record: The listed name.
        comparison: What the two have in common.
        score: Probability that the text means the name's entity, 0 to 1.
        slip: Whether the text is the form but for slips of the pen.
        objection: What is known against it, in words.
        reading: How the text was read, in words, where that is not as it stands.
    """

    record: NameRecord
    comparison: Comparison
    score: float
    slip: bool
    objection: str | None
    reading: str = ""

    def threshold(self, strictness: str) -> float:
        """Return the score at which a share of false matches of this kind is accepted."""
        return threshold_of(self.slip, self.comparison.kind, strictness)

    def evidence(self) -> tuple[str, ...]:
        """Tell what speaks for it and against it, in words."""
        against = (self.objection,) if self.objection else ()
        slip = ("probably a typing error",) if self.slip else ()
        listed = f"like “{self.record.name.text}”"
        rest = self.comparison.name.text
        left_out = _GIVEN if self.reading else _TYPED
        typed = () if rest == self.record.name.text else (f"compared with “{rest}”, {left_out}",)
        read = (self.reading,) if self.reading else ()
        return (listed, *read, *typed, *slip, *self.comparison.evidence, *against)


def is_too_short(text: str, language: str | None) -> bool:
    """Tell whether a name has so few letters that only listed spellings of it count."""
    return len(Spelling.of(text, language).romanised.replace(" ", "")) < _SHORTEST


class SpellingSearch:
    """Compares texts with the listed names of an index.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        section = index.spellings().section
        self._names = np.frombuffer(section("spelled.names"), "<u4").tolist()
        self._search = MatchSearch(section, index.entity) if self._names else None
        self._known: dict[_Key, list[Match]] = {}
        self._in_han: dict[int, bool] = {}

    def prepare(self, names: Sequence[Sequence[Reading]], wanted: Wanted) -> None:
        """Look many names up together, which makes asking for them next one by one much faster.

        Args:
            names: Readings of each name that `likenesses` will be asked for.
            wanted: What is asked of them.
        """
        self._known = {}
        plain = chain.from_iterable(names)
        self._look_up((it for it in plain if not it.aloud), wanted)
        needed = chain.from_iterable(self._needed(it, wanted) for it in names)
        self._look_up((it for it in needed if it.aloud), wanted)

    def _look_up(self, readings: Iterable[Reading], wanted: Wanted) -> None:
        """Look up readings that are not known yet; all of them are read aloud, or none is."""
        asked = dict.fromkeys((it.text, it.aloud) for it in readings)
        different = [it for it in asked if (*it, wanted) not in self._known]
        for first in range(0, len(different), _TOGETHER):
            some = different[first : first + _TOGETHER]
            texts = [text for text, _ in some]
            found = self._matches(texts, wanted, FEW, some[0][1])
            for key, matches in zip(some, found, strict=True):
                self._known[(*key, wanted)] = matches

    def _needed(self, readings: Sequence[Reading], wanted: Wanted) -> list[Reading]:
        """Return the readings to look up: those read aloud only where the name is doubtful."""
        plain = [it for it in readings if not it.aloud]
        if len(plain) < len(readings):
            known = (self._known.get((it.text, False, wanted), ()) for it in plain)
            matches = chain.from_iterable(known)
            if any(match.score >= _BEYOND_DOUBT for match in matches):
                return plain
        return list(readings)

    def likenesses(
        self, readings: list[Reading], wanted: Wanted, entities: int = FEW
    ) -> list[Likeness]:
        """Return the entities whose names a text may spell, the likeliest first.

        Args:
            readings: The text, and other readings of it.
            wanted: What is asked of it.
            entities: How many entities to compare with at least, if there are so many.

        Returns:
            One likeness an entity: that of its closest name.
        """
        read = self._needed(readings, wanted)
        if any((it.text, it.aloud, wanted) not in self._known for it in read):
            self.prepare([readings], wanted)
            read = self._needed(readings, wanted)
        found = [self._known[it.text, it.aloud, wanted] for it in read]
        if entities > FEW:  # what was found with few counts as there: a name has one score
            known_before = {match.entity for match in chain.from_iterable(found)}
            for aloud in (False, True):
                some = [it for it in readings if it.aloud == aloud]
                texts = [it.text for it in some]
                found += [
                    [match for match in matches if match.entity not in known_before]
                    for matches in self._matches(texts, wanted, entities, aloud)
                ]
                read += some
        best: dict[int, Match] = {}
        distinct: dict[int, str] = {}
        families: dict[int, str | None] = {}
        for match in self._meant(read, found):
            known = best.get(match.entity)
            if known is None or self._is_better(match, known):
                best[match.entity] = match
            if match.distinct and not match.reading:
                distinct[match.entity] = match.distinct
            if match.tells_family:
                families[match.entity] = match.family and families.get(match.entity, match.family)
        # What one form of a name shows holds for the entity, however vague its other forms are.
        for entity, objection in distinct.items():
            best[entity] = best[entity]._replace(distinct=objection)
        for entity, family in families.items():
            best[entity] = best[entity]._replace(family=family or best[entity].family)
        ordered = list(best.values())
        if len(ordered) > 1:
            ordered.sort(key=lambda it: (-it.score, self._index.entity(it.entity).id))
        return [self._likeness(match) for match in ordered]

    def _is_better(self, match: Match, other: Match) -> bool:
        """Tell which of two forms of an entity stands for it.

        Of «Ashura Brigades» and «Ashura Companies» the same remains without the type words, and the
        last digits of a score differ with its neighbours in a batch: so they must not decide.
        """
        if abs(match.standing - other.standing) > _ROUNDING:
            return match.standing > other.standing
        return self._order(match) < self._order(other)

    def _order(self, match: Match) -> tuple[bool, int]:
        """Forms that ask for no words near by go first, then those that are listed first."""
        name = self._index.name(self._names[match.number]).name
        return bool(name.conditions.requires_context), match.number

    def _meant(self, readings: list[Reading], found: list[list[Match]]) -> Iterator[Match]:
        """Yield what was found for each reading, but no places for names without a title."""
        for reading, matches in zip(readings, found, strict=True):
            for match in matches:
                if not reading.may_mean(self._index.entity(match.entity).type):
                    continue
                if not reading.aloud:
                    yield match
                elif not self._is_in_han(match.entity):
                    yield match._replace(reading=reading.note)
                    rest = self._search.without_first_word(match) if self._search else None
                    if rest:
                        yield rest._replace(reading=reading.note)

    def _is_in_han(self, entity: int) -> bool:
        """Tell whether a name of an entity is listed in Han characters: others are not its."""
        known = self._in_han.get(entity)
        if known is None:
            names = self._index.names_of_entity(entity)
            known = self._in_han[entity] = any(has_han(record.name.text) for record in names)
        return known

    def between(self, pairs: Sequence[tuple[int, Proposal]]) -> list[Likeness]:
        """Compare listed forms with each other, whichever others are nearer.

        Args:
            pairs: The number of a form, and the one to compare it with.

        Returns:
            What the two have in common, for each pair.
        """
        found = self._search.between(pairs) if self._search else []
        return [self._likeness(match) for match in found]

    def slips(self, numbers: Sequence[int]) -> list[list[Likeness]]:
        """Return the listed forms that others are but for slips of the pen.

        Args:
            numbers: Numbers of forms.

        Returns:
            For each of them the forms, itself included.
        """
        found = self._search.slips(numbers) if self._search else []
        return [[self._likeness(match) for match in matches] for matches in found]

    def _likeness(self, match: Match) -> Likeness:
        return Likeness(
            self._index.name(self._names[match.number]),
            match.comparison,
            match.score,
            match.slip,
            match.objection or match.doubt,
            match.reading,
        )

    def _matches(
        self, texts: Sequence[str], wanted: Wanted, entities: int, aloud: bool
    ) -> list[list[Match]]:
        if self._search is None:  # nothing is listed that can be spelled in other ways
            return [[] for _ in texts]
        return self._search.matches(texts, *wanted, entities, aloud=aloud)
