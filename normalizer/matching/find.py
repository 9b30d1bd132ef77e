"""Find the listed names of a text: which of the scanner's hits are mentions, and of whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from normalizer.collector import collector_paused
from normalizer.entity import MASKS
from normalizer.matching import affixes, bearers, guards, listed, surnames
from normalizer.matching.conditions import refusal
from normalizer.matching.index import Index, NameRecord
from normalizer.matching.memory import Memory, of_whole
from normalizer.matching.results import Mention
from normalizer.matching.scan_short import (
    AFFIX_BEFORE,
    AFFIX_BEHIND,
    LOOK_ROUND,
    ShortScanner,
)
from normalizer.matching.surnames import Span
from normalizer.matching.surroundings import NOTHING, Neighbourhood, Option, Surface
from normalizer.spelling import fold, text_language, words

# Below this many characters plain Python is faster than a numpy pass.
_SHORT = 3000
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


class Finder:
    """Finds the names of an index in texts.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._short = ShortScanner(index)
        self._scanner: object | None = None
        self._surfaces: dict[tuple[str, str], Surface] = {}
        self._told: dict[tuple[int, str], tuple[Any, ...]] = {}

    def find(self, text: str, options: Options) -> list[Mention]:
        """Return the mentions of a text, in order, none overlapping another.

        Args:
            text: Any text.
            options: Date, types, hashtags.

        Returns:
            Mentions with offsets in `text`.
        """
        spans = self.spans(text, options)
        with collector_paused(len(spans)):
            return [self.mention(text, span) for span in spans]

    def spans(self, text: str, options: Options, memory: Memory | None = None) -> list[Span]:
        """Return the spans of a text's mentions, without the objects that tell of them.

        Args:
            text: Any text.
            options: Date, types, hashtags.
            memory: What the document told before, where the text is not all of it; takes what
                its part tells.

        Returns:
            Spans in order, with offsets in `text`.
        """
        with collector_paused(len(text)):
            return self._spans(text, options, memory or of_whole(text))

    def _spans(self, text: str, options: Options, memory: Memory) -> list[Span]:
        composed, offsets = fold.composed_offsets(text)
        if offsets is not None:
            part = (bisect_left(offsets, memory.begin), bisect_left(offsets, memory.until))
            memory.at(memory.base, *part)
        found = self._options(composed, options)
        chosen = self._choose(composed, found, options, set(memory.named))
        memory.named.update(span.name.entity for span in chosen if memory.holds(span.start))
        spans = []
        for span in surnames.with_surnames(composed, chosen, self._index, memory):
            if span.name.name.kind in MASKS:
                continue
            start, end, affix = span.start, *affixes.without_ending(composed, span)
            if offsets is not None:
                start, end = offsets[start], offsets[end]
            end = affixes.with_closing(text, start, end)
            spans.append(Span(start, end, span.name, span.evidence, affix))
        return spans

    def mention(self, text: str, span: Span) -> Mention:
        """Return the mention that stands at a span of a text."""
        surface = text[span.start : span.end]
        prefix, suffix = affixes.affixes_of(text, span.start, span.end, span.affix, span.name)
        told = (*self._tell(surface, span), prefix, suffix)
        return Mention(span.start, span.end, surface, *told)

    def _hits(self, text: str) -> Iterable[tuple[int, int, int, int]]:
        if len(text) < _SHORT:
            return self._short.hits(text)
        from normalizer.matching.scan import Scanner  # noqa: PLC0415  # numpy, for long texts only

        if not isinstance(self._scanner, Scanner):
            self._scanner = Scanner(self._index)
        return self._scanner.hits(text)

    def _options(self, text: str, options: Options) -> list[Option]:
        """Return the hits that spell a name and stand where a name may stand."""
        found: list[Option] = []
        surfaces = self._surfaces
        has_code = "`" in text
        for start, end, key, flags in self._hits(text):
            spelled = text[start:end]
            particle = affixes.particle_before(text, start, flags) if flags & AFFIX_BEFORE else ""
            surface = surfaces.get((particle, spelled))
            if surface is None:
                surface = self._spelled(spelled, key, particle)
            if (
                surface is NOTHING
                or (flags & AFFIX_BEHIND and _is_demonym(surface))
                or affixes.is_rather_bare(text, start, end, surface.names[0])
                or (flags and not self._may_stand(text, start, end, flags, options))
                or (has_code and guards.in_code(text, start, end))
                or bearers.names_somebody(text, end, surface, self._index)
            ):
                continue
            if options.types is not None:
                surface = self._of_types(surface, options.types)
                if surface is NOTHING:
                    continue
            found.append(Option(start, end, surface, flags))
        return found

    @staticmethod
    def _may_stand(text: str, start: int, end: int, flags: int, options: Options) -> bool:
        """Tell whether a name may stand where something else than spaces touches it."""
        if flags != LOOK_ROUND and not affixes.may_stand_beside(text, start, end, flags):
            return False
        if not affixes.on_border(text, start, end):
            return False
        return not guards.guarded(text, start, end, options.hashtags)

    def _spelled(self, spelled: str, key: int, particle: str) -> Surface:
        """Return what a span may stand for behind a particle that is written in one with it."""
        if len(self._surfaces) >= _FULL_CACHE:
            self._surfaces.clear()
            self._told.clear()
        form = words.form(spelled)
        names = tuple(
            name
            for number in self._index.forms_with_hash(key)
            if words.spells(self._index.form(number), form)
            for name in self._index.names_of_form(number)
        )
        names = affixes.fitting(names, spelled, particle)
        names = tuple(name for name in names if self._has_accents(name, spelled))
        # What only guards a longer name steps back where the form is a name in its own right.
        names = tuple(name for name in names if name.name.kind not in MASKS) or names
        best = None
        if len({name.entity for name in names}) == 1 and all(
            name.name.conditions.is_empty and not self._asks_language(name) for name in names
        ):
            best = self._best(names, spelled)
        surface = self._surfaces[particle, spelled] = Surface(names, best) if names else NOTHING
        return surface

    def _has_accents(self, name: NameRecord, spelled: str) -> bool:
        kind = self._index.entity(name.entity).type if name.inflection else ""
        return affixes.has_accents(name, kind, spelled)

    def _of_types(self, surface: Surface, types: frozenset[str]) -> Surface:
        names = tuple(n for n in surface.names if self._index.entity(n.entity).type in types)
        return Surface(names, surface.best) if names else NOTHING

    def _choose(
        self, text: str, found: list[Option], options: Options, named: set[int]
    ) -> list[Span]:
        """Take the leftmost longest options that count where they stand."""
        neighbourhood = None
        if any(option.surface.best is None for option in found):
            neighbourhood = Neighbourhood(text, found, self._index)
        chosen: list[Span] = []
        end = 0
        for option in found:
            if option.start < end:
                continue
            best = option.surface.best
            if best is not None:
                named.add(best.entity)
                chosen.append(Span(option.start, option.end, best, (), option.affix))
                end = option.end
                continue
            surroundings = neighbourhood.of(option) if neighbourhood else None
            surface = text[option.start : option.end]
            accepted = [
                name
                for name in option.surface.names
                if not refusal(
                    name.name,
                    affixes.uninflected(name, surface),
                    surroundings,
                    options.date,
                    self._introduced(name, named),
                )
                and (not self._asks_language(name) or _is_in_language(text, option.start, name))
            ]
            if len({name.entity for name in accepted}) > 1:
                # A name that asked for its surroundings and found them outweighs one that did not.
                accepted = [n for n in accepted if n.name.conditions.requires_context] or accepted
            entities = {name.entity for name in accepted}
            if len(entities) == 1:
                named |= entities
                name = self._best(tuple(accepted), surface)
                chosen.append(Span(option.start, option.end, name, (), option.affix))
            if entities:  # ambiguous: left alone, and so is what stands inside
                end = option.end
        return chosen

    def _introduced(self, name: NameRecord, named: set[int]) -> bool:
        """Tell whether a name is clear since its entity was named before: acronyms, and people."""
        if name.entity not in named:
            return False
        return name.name.kind == "acronym" or self._index.entity(name.entity).type == "person"

    @staticmethod
    def _asks_language(name: NameRecord) -> bool:
        """Tell whether a form counts only in texts of its language."""
        return name.inflection is not None and text_language.is_told(name.inflection.language)

    @staticmethod
    def _best(names: tuple[NameRecord, ...], surface: str) -> NameRecord:
        return min(names, key=lambda name: (name.name.text != surface, name.number))

    def _tell(self, surface: str, span: Span) -> tuple[Any, ...]:
        """Return what a mention tells besides its span: ID, name, type, score, evidence, labels."""
        told = None if span.evidence else self._told.get((span.name.number, surface))
        if told is None:
            entity = self._index.entity(span.name.entity)
            name = span.name.name
            exact = surface == name.text
            told = (
                entity.id,
                entity.name,
                entity.type,
                listed.listed_score(exact),
                span.evidence or (listed.told(span.name, exact),),
                entity.labels,
            )
            if not span.evidence:
                self._told[span.name.number, surface] = told
        return told


def _is_demonym(surface: Surface) -> bool:
    """Tell whether a spelling is but a demonym; an ending behind it is rather one of a name's.

    Finnish Israelin is Israel with its ending, not Israeli with another.
    """
    return all(name.name.kind == "demonym" for name in surface.names)


def _is_in_language(text: str, at: int, name: NameRecord) -> bool:
    """Tell whether the text around an inflected form is in its language."""
    begin = max(0, at // text_language.SAMPLE * text_language.SAMPLE - text_language.SAMPLE // 2)
    around = text[begin : begin + 2 * text_language.SAMPLE]
    return name.inflection is not None and text_language.is_in(name.inflection.language, around)
