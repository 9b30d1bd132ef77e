"""Find the listed names of a text: which of the scanner's hits are mentions, and of whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from normalizer.entity import MASKS
from normalizer.matching import affixes, guards, surnames
from normalizer.matching.conditions import Surroundings, refusal
from normalizer.matching.index import Index, NameRecord
from normalizer.matching.results import Mention
from normalizer.matching.scan_short import short_hits
from normalizer.spelling import fold, words

# Below this many characters plain Python is faster than a numpy pass.
_SHORT = 3000
_NEAR = 300
_LINE = 80
_FULL_CACHE = 200_000


@dataclass(frozen=True, slots=True)
class Options:
    """What a search is told besides the text.

    Attributes:
        date: Date of the text, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
        types: Entity types that count; None for all.
        hashtags: Whether names in hashtags count.
    """

    date: str | None = None
    types: frozenset[str] | None = None
    hashtags: bool = False


@dataclass(frozen=True, slots=True)
class _Option:
    """A span whose letters and joints spell listed names."""

    start: int
    end: int
    names: tuple[NameRecord, ...]
    plain: bool  # one entity, no conditions


class Finder:
    """Finds the names of an index in texts.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._scanner: object | None = None
        self._surfaces: dict[str, tuple[tuple[NameRecord, ...], bool]] = {}

    def find(self, text: str, options: Options) -> list[Mention]:
        """Return the mentions of a text, in order, none overlapping another.

        Args:
            text: Any text.
            options: Date, types, hashtags.

        Returns:
            Mentions with offsets in `text`.
        """
        composed, offsets = fold.composed_offsets(text)
        found = self._options(composed, options)
        chosen = self._choose(composed, found, options)
        chosen = surnames.with_surnames(composed, chosen, self._index)
        mentions = []
        for span in chosen:
            if span.name.name.kind in MASKS:
                continue
            mentions.append(self._mention(text, span, offsets))
        return mentions

    def _hits(self, text: str) -> Iterable[tuple[int, int, int, int]]:
        if len(text) < _SHORT:
            return short_hits(self._index, text)
        from normalizer.matching.scan import Scanner  # noqa: PLC0415  # numpy, for long texts only

        if not isinstance(self._scanner, Scanner):
            self._scanner = Scanner(self._index)
        return self._scanner.hits(text)

    def _options(self, text: str, options: Options) -> list[_Option]:
        """Return the hits that spell a name and stand where a name may stand."""
        found: list[_Option] = []
        surfaces = self._surfaces
        for start, end, key, affix in self._hits(text):
            surface = text[start:end]
            known = surfaces.get(surface)
            if known is None:
                known = self._spelled(surface, key)
            names, plain = known
            if not names:
                continue
            if affix and not affixes.may_stand_beside(text, start, end, affix):
                continue
            if not affixes.on_border(text, start, end):
                continue
            if guards.guarded(text, start, end, options.hashtags):
                continue
            if options.types is not None:
                names = tuple(
                    name for name in names if self._index.entity(name.entity).type in options.types
                )
                if not names:
                    continue
            found.append(_Option(start, end, names, plain))
        return found

    def _spelled(self, surface: str, key: int) -> tuple[tuple[NameRecord, ...], bool]:
        """Return the listed names that a span spells, and whether they need no further look."""
        if len(self._surfaces) >= _FULL_CACHE:
            self._surfaces.clear()
        form = words.form(surface)
        names = tuple(
            name
            for number in self._index.forms_with_hash(key)
            if words.spells(self._index.form(number), form)
            for name in self._index.names_of_form(number)
        )
        # What only guards a longer name steps back where the form is a name in its own right.
        names = tuple(name for name in names if name.name.kind not in MASKS) or names
        plain = len({name.entity for name in names}) == 1 and all(
            name.name.conditions.is_empty for name in names
        )
        self._surfaces[surface] = names, plain
        return names, plain

    def _choose(self, text: str, found: list[_Option], options: Options) -> list[surnames.Span]:
        """Take the leftmost longest options that count where they stand."""
        facts: list[_Option] = []
        if not all(option.plain for option in found):
            end = 0
            for option in found:
                if option.plain and option.start >= end:
                    facts.append(option)
                    end = option.end
        starts = [fact.start for fact in facts]
        chosen: list[surnames.Span] = []
        named: set[int] = set()
        end = 0
        for option in found:
            if option.start < end:
                continue
            if option.plain:
                named.add(option.names[0].entity)
                name = self._best(option.names, text[option.start : option.end])
                chosen.append(surnames.Span(option.start, option.end, name, ()))
                end = option.end
                continue
            surroundings = self._surroundings(text, option, facts, starts)
            surface = text[option.start : option.end]
            accepted = [
                name
                for name in option.names
                if not refusal(
                    name.name, surface, surroundings, options.date, self._introduced(name, named)
                )
            ]
            if len({name.entity for name in accepted}) > 1:
                # A name that asked for its surroundings and found them outweighs one that did not.
                accepted = [n for n in accepted if n.name.conditions.requires_context] or accepted
            entities = {name.entity for name in accepted}
            if len(entities) == 1:
                named |= entities
                name = self._best(tuple(accepted), surface)
                chosen.append(surnames.Span(option.start, option.end, name, ()))
            if entities:  # ambiguous: left alone, and so is what stands inside
                end = option.end
        return chosen

    def _introduced(self, name: NameRecord, named: set[int]) -> bool:
        """Tell whether a name is clear since its entity was named before: acronyms, and people."""
        if name.entity not in named:
            return False
        return name.name.kind == "acronym" or self._index.entity(name.entity).type == "person"

    @staticmethod
    def _best(names: tuple[NameRecord, ...], surface: str) -> NameRecord:
        return min(names, key=lambda name: (name.name.text != surface, name.number))

    def _surroundings(
        self, text: str, option: _Option, facts: list[_Option], starts: list[int]
    ) -> Surroundings:
        low = max(0, option.start - _NEAR)
        high = min(len(text), option.end + _NEAR)
        blank = text.rfind("\n\n", low, option.start)
        low = blank if blank >= 0 else low
        blank = text.find("\n\n", option.end, high)
        high = blank if blank >= 0 else high
        near = f"{text[low : option.start]} | {text[option.end : high]}"
        others = [
            fact
            for fact in facts[max(0, bisect_left(starts, low) - 1) : bisect_left(starts, high)]
            if fact.end <= option.start or fact.start >= option.end
        ]
        plain: list[str] = []
        at = low
        for fact in others:
            plain.append(text[at : fact.start])
            at = max(at, fact.end)
        plain.append(text[at:high])
        known = tuple(self._index.entity(fact.names[0].entity).name for fact in others)
        return Surroundings(
            near, known, _shouting(text, option.start, option.end), " | ".join(plain)
        )

    def _mention(self, text: str, span: surnames.Span, offsets: list[int] | None) -> Mention:
        start, end = span.start, span.end
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        end = affixes.with_closing(text, start, end)
        surface = text[start:end]
        entity = self._index.entity(span.name.entity)
        name = span.name.name
        how = "written so" if surface == name.text else "in another capitalisation or orthography"
        evidence = span.evidence or (
            f"listed as “{name.text}” ({name.kind}, {name.language}), {how}",
        )
        score = 1.0 if surface == name.text else 0.99
        return Mention(
            start,
            end,
            surface,
            entity.id,
            entity.name,
            entity.type,
            score,
            evidence,
            dict(entity.labels),
        )


def _shouting(text: str, start: int, end: int) -> bool:
    """Tell whether the rest of the line around a span stands in capitals."""
    low = max(text.rfind("\n", 0, start) + 1, start - _LINE)
    high = text.find("\n", end)
    high = min(high if high >= 0 else len(text), end + _LINE)
    around = text[low:start] + text[end:high]
    capitals = sum(char.isupper() for char in around)
    return capitals >= 4 and not any(char.islower() for char in around)
