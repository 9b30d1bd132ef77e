"""Find names in running text that are spelled in a way nobody has listed.

Few words of a text may be parts of such a name, and few runs of them have the consonants of a
listed form, as they stand or but for a slip in a word. Those are told by table look-ups, all spans
of a text together. What is left is judged as single names are, at the strictest rate, and counts
only where nothing around it speaks against it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import EntityRecord, Index, NameRecord
from normalizer.matching.likeness.unlisted_keys import SHORTEST_KEY, UnlistedKeys
from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names.listed import Asked
from normalizer.matching.names.resolve import Resolver
from normalizer.matching.names.results import BELOW_THRESHOLD, SPELLING, Resolution
from normalizer.matching.texts import longer_names
from normalizer.matching.texts.hits import AFFIX_BEHIND
from normalizer.matching.texts.spans import Span
from normalizer.matching.texts.unlisted_places import Place, may_stand
from normalizer.matching.texts.unlisted_seeds import STRICTNESS, Seeds
from normalizer.matching.texts.unlisted_words import Word, may_be_alone, runs

_OF_LIKE_SOUND = "1%"
"""The same for names of several words that have just the consonants of the listed one."""
_LONG_KEY = 5
_MANY_CONSONANTS = 6
"""How many tell a name among the words of a script without capitals."""
_OPEN_ENDINGS = frozenset("aeiouyh")
_CASED_SCRIPTS = frozenset(["Latn", "Cyrl", "Grek", "Armn"])
_FULL_CACHE = 50_000
_TOGETHER = 5000
"""Runs that are looked up at once: some megabytes for a few hundred thousand keys."""


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

    def added(
        self, text: str, chosen: Sequence[Span], types: frozenset[str] | None
    ) -> Sequence[Span]:
        """Add unlisted spellings to the spans of listed names, which may be parts of them.

        Args:
            text: Composed text (`fold.compose`).
            chosen: The spans of the listed names in it, in order.
            types: Entity types that count; None for all.

        Returns:
            All spans, in order, none overlapping another.
        """
        named = [(span, self._as_part(span)) for span in chosen]
        places = self._places(list(runs(text, named)))
        self._judge({reading for place in places for reading in place.readings(text)})
        found = [(place, self._span(text, place, chosen, types)) for place in places]
        # The longest first, then the likeliest.
        found.sort(key=lambda it: (-len(it[0].words), -(it[1].score or 0.0) if it[1] else 0.0))
        taken: list[Span] = []  # by start
        for _, span in found:
            if span and not _overlaps(span, taken):
                insort(taken, span, key=_start)
        if not taken:
            return chosen
        left = [span for span in chosen if not _overlaps(span, taken)]
        return sorted([*left, *taken], key=_start)

    def _as_part(self, span: Span) -> str:
        """Return what a mention reads in a longer name once it is rewritten; nothing if in none.

        An inflected name belongs to a phrase rather than to a name: არმია უკრაინაში, an army in
        Ukraine.
        """
        if span.name.name.kind in MASKS or span.name.inflection or span.affix & AFFIX_BEHIND:
            return ""
        return self._index.entity(span.name.entity).name

    def _places(self, lines: Sequence[list[Word]]) -> list[Place]:
        """Return where words stand that may be a listed form, spelled in another way."""
        self._seeds.learn(lines)
        alone = [
            Place.of(line, at, at)
            for line in filter(may_be_alone, lines)
            for at, word in enumerate(line)
            if self._seeds.is_alone(word)
        ]
        several = [line for line in lines if len(line) > 1]
        together = (several[at : at + _TOGETHER] for at in range(0, len(several), _TOGETHER))
        return alone + [place for some in together for place in self._places_in(some)]

    def _places_in(self, lines: Sequence[list[Word]]) -> list[Place]:
        """Return where several words stand that may be a listed form."""
        parts = list(map(self._seeds.parts, lines))
        least = [SHORTEST_KEY if line[0].is_cased else _MANY_CONSONANTS for line in lines]
        found = self._keys.stretches(parts, least)
        return [Place.of(lines[number], first, last) for number, first, last in found]

    def _judge(self, readings: Iterable[str]) -> None:
        """Resolve what is not known yet, all together."""
        if len(self._judged) >= _FULL_CACHE:
            self._judged.clear()
        new = sorted(reading for reading in readings if reading not in self._judged)
        for asked in (Asked(strictness=STRICTNESS), Asked(strictness=_OF_LIKE_SOUND)):
            resolutions = self._resolver.resolve_many([(reading, asked) for reading in new])
            self._judged.update(zip(new, resolutions, strict=True))
            new = [reading for reading in new if _sounds_alike(self._judged[reading])]

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
        if name is None or not may_stand(text, place, name, entity, chosen, self._seeds):
            return None
        if longer_names.holds_unlisted(entity.type, text, *place.bounds(text)):
            return None
        return Span(*place.bounds(text), name, judged.evidence, score=judged.score)

    def _matched(self, entity: EntityRecord, text: str) -> NameRecord | None:
        """Return the name that was matched, if it counts whatever stands around it."""
        for name in self._index.names_of_entity(entity.number):
            if name.name.text == text and name.name.conditions.is_empty:
                return name
        return None


def _sounds_alike(resolution: Resolution) -> bool:
    """Tell whether a refused name has just the consonants of the listed one, word by word."""
    if resolution.reason != BELOW_THRESHOLD:
        return False
    query = Spelling.of(str(resolution.text))
    name = Spelling.of(resolution.candidates[0].matched)
    return (
        query.script == name.script
        and query.script in _CASED_SCRIPTS
        and len(query.core_skeletons) > 1
        and query.core_skeletons == name.core_skeletons
        and len("".join(name.core_skeletons)) >= _LONG_KEY
        and [_ends_open(word) for word in query.core_words]
        == [_ends_open(word) for word in name.core_words]
    )


def _ends_open(word: str) -> bool:
    """Tell whether a word ends in a vowel, which makes another name of many: Asad, Asadi."""
    return word[-1] in _OPEN_ENDINGS


def _standing(resolution: Resolution) -> tuple[bool, float]:
    return resolution.id is not None, resolution.score


def _start(span: Span) -> int:
    return span.start


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span overlaps one of others, sorted by start, of which no two overlap."""
    # Of those that begin before its end only the last may reach into it.
    at = bisect_left(others, span.end, key=_start) - 1
    return at >= 0 and others[at].end > span.start
