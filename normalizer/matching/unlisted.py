"""Find names in running text that are spelled in a way nobody has listed.

Few words of a text may be parts of such a name, and few runs of them have the consonants of a
listed form, as they stand or but for a slip in a word. Those are told by table look-ups, all spans
of a text together. What is left is judged as single names are, at the strictest rate, and counts
only where nothing around it speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, product

from normalizer.matching.index import EntityRecord, Index, NameRecord
from normalizer.matching.listed import Asked
from normalizer.matching.resolve import Resolver
from normalizer.matching.results import SPELLING, Resolution
from normalizer.matching.surnames import Span
from normalizer.matching.unlisted_keys import UnlistedKeys
from normalizer.matching.unlisted_places import Place, may_stand
from normalizer.matching.unlisted_seeds import STRICTNESS, Seeds
from normalizer.matching.unlisted_words import Word, runs

_ASKED = Asked(strictness=STRICTNESS)
_MOST_WORDS = 6
_MOST_READINGS = 64
_FULL_CACHE = 50_000


class UnlistedNames:
    """Finds unlisted spellings of an index's names in texts.

    Args:
        index: The compiled gazetteer.
        resolver: Judges what may be such a spelling.
    """

    def __init__(self, index: Index, resolver: Resolver) -> None:
        section = index.spellings().section
        self._index = index
        self._resolver = resolver
        self._keys = UnlistedKeys(section)
        self._seeds = Seeds(section, self._keys)
        self._judged: dict[str, Resolution] = {}

    def added(self, text: str, chosen: list[Span], types: frozenset[str] | None) -> list[Span]:
        """Add unlisted spellings to the spans of listed names, which may be parts of them.

        Args:
            text: Composed text (`fold.compose`).
            chosen: The spans of the listed names in it, in order.
            types: Entity types that count; None for all.

        Returns:
            All spans, in order, none overlapping another.
        """
        entity = self._index.entity
        named = [(span, entity(span.name.entity).name) for span in chosen]
        places = self._places(list(runs(text, named)))
        self._judge({reading for place in places for reading in place.readings(text)})
        found = [(place, self._span(text, place, chosen, types)) for place in places]
        # The longest first, then the likeliest.
        found.sort(key=lambda it: (-len(it[0].words), -(it[1].score or 0.0) if it[1] else 0.0))
        taken: list[Span] = []
        for _, span in found:
            if span and not _overlaps(span, taken):
                taken.append(span)
        if not taken:
            return chosen
        left = [span for span in chosen if not _overlaps(span, taken)]
        return sorted([*left, *taken], key=lambda span: span.start)

    def _places(self, lines: Sequence[list[Word]]) -> list[Place]:
        """Return where words stand that may be a listed form, spelled in another way."""
        self._seeds.learn(lines)
        found: list[Place] = []
        keys: list[str] = []
        owners: list[tuple[int, int, int]] = []
        for number, line in enumerate(lines):
            for at, word in enumerate(line):
                if self._seeds.is_alone(word):
                    found.append(Place.of(line, at, at))
            if len(line) == 1:
                continue
            parts = [self._seeds.parts(word) for word in line]
            for first in range(len(parts)):
                for last in range(first, min(first + _MOST_WORDS, len(parts))):
                    if not parts[last]:
                        break
                    if last > first:
                        some = islice(product(*parts[first : last + 1]), _MOST_READINGS)
                        before = len(keys)
                        keys += map("".join, some)
                        owners += [(number, first, last)] * (len(keys) - before)
        are_forms = zip(owners, self._keys.are_forms(keys), strict=True)
        places = sorted({owner for owner, is_form in are_forms if is_form})
        return found + [Place.of(lines[number], first, last) for number, first, last in places]

    def _judge(self, readings: Iterable[str]) -> None:
        """Resolve what is not known yet, all together."""
        if len(self._judged) >= _FULL_CACHE:
            self._judged.clear()
        new = sorted(reading for reading in readings if reading not in self._judged)
        resolutions = self._resolver.resolve_many([(reading, _ASKED) for reading in new])
        self._judged.update(zip(new, resolutions, strict=True))

    def _span(
        self, text: str, place: Place, chosen: Sequence[Span], types: frozenset[str] | None
    ) -> Span | None:
        """Return the span of words that are an unlisted spelling where they stand."""
        judged = max(map(self._judged.__getitem__, place.readings(text)), key=_standing)
        if judged.id is None or (judged.method != SPELLING and not place.holds_mention):
            return None  # a listed name that was refused where it stands
        if types is not None and judged.type not in types:
            return None
        entity = self._index.entity_by_id(judged.id)
        assert entity is not None
        name = self._matched(entity, judged.candidates[0].matched)
        if name is None or not may_stand(text, place, name, entity, chosen):
            return None
        return Span(*place.bounds(text), name, judged.evidence, score=judged.score)

    def _matched(self, entity: EntityRecord, text: str) -> NameRecord | None:
        """Return the name that was matched, if it counts whatever stands around it."""
        for name in self._index.names_of_entity(entity.number):
            if name.name.text == text and name.name.conditions.is_empty:
                return name
        return None


def _standing(resolution: Resolution) -> tuple[bool, float]:
    return resolution.id is not None, resolution.score


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span overlaps one of others."""
    return any(span.start < other.end and other.start < span.end for other in others)
