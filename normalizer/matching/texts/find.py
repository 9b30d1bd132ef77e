"""Find the listed names of a text: which of the scanner's hits are mentions, and of whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from normalizer.collector import collector_paused
from normalizer.matching.compiled.index import Index
from normalizer.matching.names import listed
from normalizer.matching.names.results import Mention
from normalizer.matching.texts import affixes, definitions
from normalizer.matching.texts.choosing import Choice
from normalizer.matching.texts.condition_names import ConditionNames
from normalizer.matching.texts.definition_reader import EntityWords
from normalizer.matching.texts.hits import Hit, Hits
from normalizer.matching.texts.memory import Memory, of_whole
from normalizer.matching.texts.options import Options
from normalizer.matching.texts.placing import placed
from normalizer.matching.texts.scan_short import ShortScanner
from normalizer.matching.texts.spans import Option, Span, within
from normalizer.matching.texts.standing import Standing
from normalizer.matching.texts.surfaces import Surfaces
from normalizer.matching.texts.surnames import Surnames
from normalizer.spelling import fold

if TYPE_CHECKING:
    from normalizer.matching.names.resolve import Resolver
    from normalizer.matching.texts.in_columns import SpansInColumns
    from normalizer.matching.texts.known_spellings import KnownSpellings
    from normalizer.matching.texts.scan import Scanner
    from normalizer.matching.texts.unlisted import UnlistedNames

# Below this many characters plain Python is faster than a numpy pass.
_SHORT = 3000
_FULL_CACHE = 200_000
ENOUGH = 100
"""So many hits are gone through in columns; fewer take less time one by one."""


class Finder:
    """Finds the names of an index in texts.

    Args:
        index: The compiled gazetteer.
        resolver: Judges spellings that are not listed; one of its own if None.
    """

    def __init__(self, index: Index, resolver: Resolver | None = None) -> None:
        self._index = index
        self._resolver = resolver
        self._unlisted: UnlistedNames | None = None
        self._short = ShortScanner(index)
        self._scanner: Scanner | None = None
        self._surfaces = Surfaces(index)
        self._words = EntityWords(index)
        self._condition_names = ConditionNames(index)
        self._surnames = Surnames(index)
        self._known: KnownSpellings | None = None
        self._told_of_plain: tuple[KnownSpellings | None, dict[int, tuple[Any, ...]]] = (None, {})
        self._told: dict[tuple[int, str], tuple[Any, ...]] = {}

    def find(self, text: str, options: Options) -> list[Mention]:
        """Return the mentions of a text, in order, none overlapping another.

        Args:
            text: Any text.
            options: Date, types, hashtags.

        Returns:
            Mentions with offsets in `text`.
        """
        return self.mentions(text, self.spans(text, options))

    def find_in_each(self, texts: Sequence[str], options: Options) -> list[list[Mention]]:
        """Return the mentions of each of many texts, as `find` does."""
        with collector_paused(sum(map(len, texts))):
            return [
                [self.mention(text, span) for span in spans]
                for text, spans in zip(texts, self.spans_in_each(texts, options), strict=True)
            ]

    def spans(self, text: str, options: Options, memory: Memory | None = None) -> Sequence[Span]:
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
            return self._spans(text, None, options, memory or of_whole(text))

    def spans_in_each(self, texts: Sequence[str], options: Options) -> list[Sequence[Span]]:
        """Return the spans of each of many texts, as `spans` does.

        Args:
            texts: The texts.
            options: Date, types, hashtags.

        Returns:
            For each text its spans in order.
        """
        from normalizer.matching.texts.scan_many import hits_in_each  # noqa: PLC0415  # numpy

        with collector_paused(sum(map(len, texts))):
            each = hits_in_each(self._long(), texts, _SHORT)
            return [
                self._spans(text, hits, options, of_whole(text))
                if hits != [] or options.unlisted
                else []
                for text, hits in zip(texts, each, strict=True)
            ]

    def _spans(
        self, text: str, hits: Sequence[Hit] | None, options: Options, memory: Memory
    ) -> Sequence[Span]:
        """Return the spans of a text, of which the hits may be known."""
        composed, offsets = fold.composed_offsets(text)
        if offsets is not None:
            part = (bisect_left(offsets, memory.begin), bisect_left(offsets, memory.until))
            memory.at(memory.base, *part)
        found = self._options(composed, hits, options)
        if not (found or memory.bearers or options.unlisted):
            return []
        choice = Choice(composed, found, self._index, options.date, self._condition_names)
        settled = definitions.settled(composed, found, self._words, memory, choice.counting)
        if settled is not found:
            choice = Choice(composed, settled, self._index, options.date, self._condition_names)
        chosen = choice.spans(memory.named)
        if options.unlisted:
            chosen = self._unlisted_names().added(composed, chosen, options.types)
        memory.named |= _named(chosen, memory)
        return placed(text, composed, offsets, self._surnames.added(composed, chosen, memory))

    def mentions(self, text: str, spans: Sequence[Span]) -> list[Mention]:
        """Return the mentions that stand at some spans of a text."""
        with collector_paused(len(spans)):
            if not isinstance(spans, list):
                return self._mentions_in_columns(text, cast("SpansInColumns", spans))
            return [self.mention(text, span) for span in spans]

    def _mentions_in_columns(self, text: str, spans: SpansInColumns) -> list[Mention]:
        """Return the mentions of spans of which most are plain names."""
        known, told = self._told_of_plain
        if known is not spans.known:
            known, told = self._told_of_plain = spans.known, {}
        for number in set(spans.numbers.tolist()).difference(told, [-1]):
            spelled = known.spelled[number]
            span = Span(0, len(spelled), known.names[number], ())
            told[number] = spelled, *self._tell(spelled, span)
        others = iter(spans.others)
        return [
            Mention(start, end, *told[number]) if number >= 0 else self.mention(text, next(others))
            for start, end, number in spans.columns.named()
        ]

    def mention(self, text: str, span: Span) -> Mention:
        """Return the mention that stands at a span of a text."""
        surface = text[span.start : span.end]
        prefix, suffix = affixes.affixes_of(text, span.start, span.end, span.affix, span.name)
        told = (*self._tell(surface, span), prefix, suffix)
        return Mention(span.start, span.end, surface, *told)

    def _unlisted_names(self) -> UnlistedNames:
        if self._unlisted is None:
            from normalizer.matching.names.resolve import Resolver  # noqa: PLC0415
            from normalizer.matching.texts.unlisted import UnlistedNames  # noqa: PLC0415  # numpy

            resolver = self._resolver or Resolver(self._index)
            self._unlisted = UnlistedNames(self._index, resolver)
        return self._unlisted

    def _options(self, text: str, hits: Sequence[Hit] | None, options: Options) -> Sequence[Option]:
        """Return what a text's hits may stand for where they stand."""
        standing = Standing(self._index, self._surfaces, text, options)
        if hits is None and len(text) < _SHORT:
            hits = self._short.hits(text)
        if hits is not None:
            return standing.one_by_one(hits)
        found = self._long().arrays(text)
        if found.shape[1] < ENOUGH or standing.asks_each:
            return standing.at_once(Hits(*found.tolist()))
        from normalizer.matching.texts.known_spellings import KnownSpellings, is_full  # noqa: PLC0415
        from normalizer.matching.texts.standing_columns import in_columns  # noqa: PLC0415  # numpy

        if self._known is None or is_full(self._known):
            self._known = KnownSpellings(self._surfaces)
        return in_columns(standing, text, found, self._known)

    def _long(self) -> Scanner:
        from normalizer.matching.texts.scan import Scanner  # noqa: PLC0415  # numpy, for long texts only

        if self._scanner is None:
            self._scanner = Scanner(self._index)
        return self._scanner

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
                listed.listed_score(exact) if span.score is None else span.score,
                span.evidence or (listed.told(span.name, exact),),
                entity.labels,
            )
            if not span.evidence:
                if len(self._told) >= _FULL_CACHE:
                    self._told.clear()
                self._told[span.name.number, surface] = told
        return told


def _named(spans: Sequence[Span], memory: Memory) -> set[int]:
    """Return the entities that are named in the part of a document that is at hand."""
    own = within(spans, memory.begin, memory.until)
    if not isinstance(own, list):
        return cast("SpansInColumns", own).entities()
    return {span.name.entity for span in own}
