"""What stands around a name in running text, as far as its conditions ask for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.conditions import ContextWords, Surroundings, is_common_word
from normalizer.matching.texts.condition_names import ConditionNames, MentionedNear
from normalizer.matching.texts.spans import Option, Span

_NEAR = 300
_LINE = 80


class _Facts(NamedTuple):
    """What stands around a name whatever counts there, and how far that reaches.

    `entities` are all whose names stand there, `mentioned` those that are not just part of one,
    `possible` those that what stands there may be a name of, whether it counts or not.
    """

    words: ContextWords
    entities: list[int]
    mentioned: list[int]
    possible: list[int]
    low: int
    high: int


class Neighbourhood:
    """The names of a text, for telling what stands around one of them.

    Args:
        text: The whole text.
        found: The spans that may be names, in order.
        index: The compiled gazetteer.
        names: Tells which words of conditions are names.
    """

    def __init__(
        self, text: str, found: Sequence[Option], index: Index, names: ConditionNames
    ) -> None:
        self._text = text
        self._names = names
        self._found = found
        self._index = index
        # Names that count whatever stands around them: what they are can be relied on.
        self._facts: list[Option] = []
        self._asking: list[Option] = []
        end = 0
        for option in found:
            if option.start < end:
                continue
            if option.surface.best:
                self._facts.append(option)
                end = option.end
            else:
                self._asking.append(option)
        self._starts = [fact.start for fact in self._facts]
        self._asking_starts = [option.start for option in self._asking]
        self._told: list[Span] = []
        self._fixed: dict[tuple[int, int, int], _Facts] = {}
        self._known: dict[tuple[int, int, int], Surroundings] = {}

    def told(self, spans: list[Span]) -> bool:
        """Learn which names count for what stands around them; tell whether that is new.

        They speak for others, but not against them: that would be to refuse what is accepted.

        Args:
            spans: Their spans, in order.
        """
        is_new = {span[:2] for span in spans} != {span[:2] for span in self._told}
        if is_new:
            self._told = spans
            self._known.clear()
        return is_new

    def counts(self, option: Option) -> bool:
        """Tell whether a name is one of those that count for what stands around them."""
        at = bisect_left(self._told, option.start, key=_start)
        return any(span.start == option.start for span in self._told[at : at + 1])

    def bounds(self, option: Option) -> tuple[int, int]:
        """Return what counts as near a name: its paragraph, up to `_NEAR` characters each way."""
        text = self._text
        low = max(0, option.start - _NEAR)
        high = min(len(text), option.end + _NEAR)
        blank = text.rfind("\n\n", low, option.start)
        low = blank if blank >= 0 else low
        blank = text.find("\n\n", option.end, high)
        return low, blank if blank >= 0 else high

    def of(self, option: Option) -> Surroundings:
        """Return what stands around a name, within `bounds`."""
        place = option.start, option.end, option.affix
        if place not in self._known:
            self._known[place] = self._of(option)
        return self._known[place]

    def _of(self, option: Option) -> Surroundings:
        place = option.start, option.end, option.affix
        if place not in self._fixed:
            self._fixed[place] = self._facts_around(option)
        facts = self._fixed[place]
        told = self._told_around(option, facts)
        speaking = told | self._places_shared(option, told.union(facts.entities))
        speaking.difference_update(facts.entities)
        around = sorted({self._index.entity(entity).name for entity in speaking})
        near = MentionedNear(self._names, facts.mentioned, sorted(speaking), facts.possible)
        # Not a method of this object, which holds what is returned: no ring is left to collect.
        shouting = partial(_shouting, self._text, self._found, option)
        company = bool(told or facts.mentioned)
        return Surroundings(facts.words, shouting, around, near, in_company=company)

    def _facts_around(self, option: Option) -> _Facts:
        """Return what stands around a name, whatever else counts there."""
        text, facts, starts = self._text, self._facts, self._starts
        low, high = self.bounds(option)
        near = f"{text[low : option.start]} | {text[option.end : high]}"
        plain: list[str] = []
        entities: dict[int, None] = {}
        mentioned: dict[int, None] = {}
        at = low
        for fact in facts[max(0, bisect_left(starts, low) - 1) : bisect_left(starts, high)]:
            if low < fact.end <= option.start or fact.start >= option.end:
                name = fact.surface.names[0]
                entities[name.entity] = None
                if name.name.kind != "other":
                    mentioned[name.entity] = None
                if name.name.kind == "demonym":
                    continue  # never rewritten: it may speak against a name as it is
                plain.append(text[at : fact.start])
                at = max(at, fact.end)
        plain.append(text[at:high])
        known = tuple([self._index.entity(entity).name for entity in entities])
        words = ContextWords(near, " | ".join(plain), known)
        return _Facts(
            words, list(entities), list(mentioned), self._possible(option, low, high), low, high
        )

    def _possible(self, option: Option, low: int, high: int) -> list[int]:
        """Return the entities that names with conditions around one may name, counting or not.

        In a rewritten text a name may have conditions where it had none before. What may be several
        entities, or what the name is, tells nothing.
        """
        own = {name.entity for name in option.surface.names}
        at = bisect_left(self._asking_starts, low)
        near = self._asking[at : bisect_left(self._asking_starts, high)]
        entities = (
            {name.entity for name in other.surface.names if name.name.kind not in MASKS}
            for other in near
            if low < other.end <= option.start or option.end <= other.start
        )
        return [entity for (entity,) in filter(_is_one, entities) if entity not in own]

    def _told_around(self, option: Option, facts: _Facts) -> set[int]:
        """Return the entities of those names around one that count for what stands around them."""
        if not self._told:
            return set()
        first, behind = (bisect_left(self._told, at, key=_start) for at in (facts.low, facts.high))
        return {
            span.name.entity
            for span in self._told[first:behind]
            if span.end <= option.start or span.start >= option.end
        }

    def beside(self, option: Option) -> Iterator[tuple[int, int, NameRecord]]:
        """Yield start, end and name of what counts right before and right behind a name."""
        for names in (self._facts, self._told):
            behind = bisect_left(names, option.end, key=_start)
            before = bisect_left(names, option.start, key=_start) - 1
            for place in (before, behind):
                if 0 <= place < len(names):
                    other = names[place]
                    name = other.name if isinstance(other, Span) else other.surface.names[0]
                    yield other.start, other.end, name

    def _places_shared(self, option: Option, entities: set[int]) -> set[int]:
        """Return the places around some entities in which what an option names is located, too.

        People are located nowhere: Pakpour in Tabriz may be anybody.
        """
        around = self._index.places_around
        own = {place for name in option.surface.names for place in around(name.entity)}
        return {place for entity in entities for place in around(entity)} & own if own else set()


def _shouting(text: str, found: Sequence[Option], option: Option) -> bool:
    """Tell whether the rest of the line, possible names aside, stands in capitals."""
    start, end = option.start, option.end
    low = max(0, start - _LINE)
    low = max(low, text.rfind("\n", low, start) + 1)
    high = text.find("\n", end, end + _LINE)
    high = high if high >= 0 else end + _LINE
    around = list(text[low:high])
    nearest = bisect_left(found, low - _LINE, key=lambda other: other.start)
    for other in islice(found, nearest, None):
        if other.start >= high:
            break
        # A possible name that is a common word, too, tells of capitals: WHO IS US.
        if other is not option and is_common_word(text[other.start : other.end]):
            continue
        for at in range(max(other.start, low), min(other.end, high)):
            around[at - low] = " "
    capitals = sum(char.isupper() for char in around)
    return capitals >= 4 and not any(char.islower() for char in around)


def _start(span: Span | Option) -> int:
    return span.start


def _is_one(entities: set[int]) -> bool:
    return len(entities) == 1
