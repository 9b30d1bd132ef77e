"""Choose which of the names that a text may hold count where they stand.

`choosing_columns` does the same for names in columns (see `in_columns`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.conditions import Surroundings, refusal
from normalizer.matching.names.titles import has_office
from normalizer.matching.texts import affixes, bearers, datelines
from normalizer.matching.texts.beside_table import beside_table
from normalizer.matching.texts.beside_words import Beside, Site, may_tell
from normalizer.matching.texts.condition_names import ConditionNames
from normalizer.matching.texts.hits import INITIALS
from normalizer.matching.texts.spans import Option, Span
from normalizer.matching.texts.surfaces import asks_language, best_of
from normalizer.matching.texts.surroundings import Neighbourhood
from normalizer.spelling import fold, text_language
from normalizer.spelling.script import script_of

# In others, such as Arabic, surnames are written like given names and words.
_SURNAMES_TELL = frozenset(["Latn", "Cyrl", "Grek", "Armn", "Hang", "Hani", "Jpan"])


_MOST_ROUNDS = 4
_NOT_JOINED = frozenset([*MASKS, "demonym"])
"""Kinds of names that no word such as "and" joins to others, and that words beside do not tell."""


class Round(NamedTuple):
    """What was chosen; what of it needed its surroundings; and whether something was refused."""

    chosen: Sequence[Span]
    conditional: list[Span]
    refused: bool


class Choice:
    """The choice among the options of one text.

    Args:
        text: The whole text.
        found: Its options, by start, the longer first.
        index: The compiled gazetteer.
        date: Date of the text, or None.
        names: Tells which words of conditions are names.
    """

    def __init__(
        self,
        text: str,
        found: Sequence[Option],
        index: Index,
        date: str | None,
        names: ConditionNames,
    ) -> None:
        self._names = names
        self._text = text
        self._found = found
        self._index = index
        self._date = date
        # What no other name that counts can change: where a name asks for words near by, what
        # speaks for it grows from round to round, and what speaks against it stays.
        self._certain: dict[tuple[int, int], list[bool]] = {}
        self._hopeless: set[tuple[int, int]] = set()

    @cached_property
    def _neighbourhood(self) -> Neighbourhood:
        # Only names with conditions are looked round: many texts hold none.
        return Neighbourhood(self._text, self._found, self._index, self._names)

    def spans(self, named: set[int]) -> Sequence[Span]:
        """Take the leftmost longest options that count where they stand.

        Args:
            named: The entities that the document named before, by number.

        Returns:
            Spans in order, none overlapping another.
        """
        found = self._round(set(named))
        # What counts for its surroundings may be what another asks for: after rewriting it will be.
        for _ in range(_MOST_ROUNDS):
            if not found.refused or not self._neighbourhood.told(found.conditional):
                break
            found = self._round(set(named))
        return found.chosen

    def _round(self, named: set[int]) -> Round:
        """Choose by what is known of the neighbourhood so far."""
        if not isinstance(self._found, list):
            from normalizer.matching.texts.choosing_columns import round_of  # noqa: PLC0415  # numpy

            return round_of(self, self._found, named)
        chosen: list[Span] = []
        conditional: list[Span] = []
        refused = False
        found, at, end = self._found, 0, 0
        for place in (*self._asking, len(found)):
            plain = [span_of(option) for option in _behind(found[at:place], end)]
            if plain:
                named.update([span.name.entity for span in plain])
                chosen += plain
                end = plain[-1].end
            at = place + 1
            if place == len(found) or found[place].start < end:
                continue
            option = found[place]
            if option.surface.best is not None:
                named.add(option.surface.best.entity)
                chosen.append(span_of(option))
                end = option.end
                continue
            accepted, span = self.told_around(option, named)
            if span is not None:
                named.add(span.name.entity)
                chosen.append(span)
                conditional.append(span)
            if accepted:  # ambiguous: left alone, and so is what stands inside
                end = option.end
            else:
                refused = True
        return Round(chosen, conditional, refused)

    def told_around(self, option: Option, named: set[int]) -> tuple[bool, Span | None]:
        """Tell whether an option that asks for its surroundings counts where it stands.

        Args:
            option: The option.
            named: The entities named before it.

        Returns:
            Whether it does, and its span; None where it is ambiguous, or does not count.
        """
        accepted = self._accepted(option, named)
        if len({name.entity for name in accepted}) != 1:
            return bool(accepted), None
        name = best_of(tuple(accepted), self._text[option.start : option.end])
        return True, Span(option.start, option.end, name, (), option.affix)

    @cached_property
    def _asking(self) -> list[int]:
        """The places of options with conditions, and of those that reach into the next one.

        The others are taken as they are; most texts hold hardly any but these.
        """
        found = self._found
        places = [
            place
            for place, ((_, end, surface, _), (start, _, _, _)) in enumerate(pairwise(found))
            if surface.best is None or start < end
        ]
        if found and found[-1].surface.best is None:
            places.append(len(found) - 1)
        return places

    def counting(self, option: Option) -> NameRecord | None:
        """Return the name by which an option counts for what stands around it alone, if any."""
        if option.surface.best is not None:
            return option.surface.best
        names = self._accepted(option, set())
        return names[0] if len({name.entity for name in names}) == 1 else None

    def _accepted(self, option: Option, named: set[int]) -> list[NameRecord]:
        """Return the names that count where an option stands."""
        place = option.start, option.end
        if place in self._hopeless:
            return []
        names = option.surface.names
        introduced = [self._introduced(name, named) for name in names]
        if self._certain.get(place) == introduced:
            return list(names)
        around = self._neighbourhood.of(option)
        accepted = [
            name
            for name, clear in zip(names, introduced, strict=True)
            if self._counts(name, option, around, clear)
        ]
        if len({name.entity for name in accepted}) > 1:
            # A name that asked for its surroundings and found them outweighs one that did not.
            return [n for n in accepted if n.name.conditions.requires_context] or accepted
        if accepted:
            if len(accepted) == len(names):
                self._certain[place] = introduced
            return accepted
        possible = [name for name in names if self._counts(name, option, around, True)]
        if not possible:
            self._hopeless.add(place)
            return []
        sources = [name for name in possible if self._type_of(name) == "media"]
        if sources and datelines.names_source(self._text, option.start, option.end):
            return sources
        is_known = self._is_surname(option) and self._is_known_bearer(option)
        return possible if is_known or self._is_told_beside(option, around) else []

    def _is_told_beside(self, option: Option, around: Surroundings) -> bool:
        """Tell whether what stands beside a name that is a word, too, tells that it is one.

        Only of names that are hardly another's: Mali, but not Georgia, a state and a country.
        """
        names = option.surface.names
        if len({name.entity for name in names}) > 1 or names[0].name.kind in _NOT_JOINED:
            return False
        kind = self._type_of(names[0])
        table = beside_table(kind)
        spelled = self._text[option.start : option.end]
        if table is None or not all(may_tell(table, spelled, name) for name in names):
            return False
        others = list(self._neighbourhood.beside(option))
        low = max((end for _, end, _ in others if end <= option.start), default=0)
        high = min((start for start, *_ in others if start >= option.end), default=len(self._text))
        site = Site(self._text, option.start, option.end, around, low, high)
        beside = Beside(site, table)
        source = datelines.source_behind(self._text, option.start, option.end)
        if source and table.has(source.split("/")[0], "agency"):
            return True
        if names[0].name.kind == "acronym":
            return beside.is_spoken()
        return (
            beside.is_told()
            or (kind == "organization" and beside.is_title(names[0].name.language))
            or any(
                beside.is_joined(*span)
                for *span, name in others
                if name.name.kind not in _NOT_JOINED and self._type_of(name) == kind
            )
        )

    def _type_of(self, name: NameRecord) -> str:
        return self._index.entity(name.entity).type

    def _counts(
        self, name: NameRecord, option: Option, around: Surroundings, introduced: bool
    ) -> bool:
        """Tell whether a name counts where an option stands."""
        written = affixes.uninflected(name, self._text[option.start : option.end])
        if refusal(name.name, written, around, self._date, introduced, owner=name.entity):
            return False
        return not asks_language(name) or self._is_in_language(option.start, name)

    def _is_surname(self, option: Option) -> bool:
        """Tell whether an option is but a surname, in a script where few are other words."""
        return script_of(self._text[option.start : option.end]) in _SURNAMES_TELL and all(
            name.name.kind == "short" and self._index.entity(name.entity).type == "person"
            for name in option.surface.names
        )

    def _is_known_bearer(self, option: Option) -> bool:
        """Tell whether initials, an office or company of a surname few bear tell whose it is."""
        if any(bearers.is_common(name.name.text) for name in option.surface.names):
            return False
        return (
            bool(option.affix & INITIALS) or self._has_office(option) or self._is_in_company(option)
        )

    def _has_office(self, option: Option) -> bool:
        """Tell whether an office of state stands beside a surname that is no given name."""
        surnames = (fold.fold_key(name.name.text) for name in option.surface.names)
        if any(map(bearers.is_given_or_common, surnames)):
            return False
        return has_office(self._text, option.start, option.end)

    def _is_in_company(self, option: Option) -> bool:
        """Tell whether another person is named near a surname: Poutine et Erdogan."""
        low, high = self._neighbourhood.bounds(option)
        own = {name.entity for name in option.surface.names}
        apart = self._apart
        for other in islice(apart, bisect_left(apart, low, key=_start), None):
            if other.start >= high:
                break
            if other.end <= option.start or other.start >= option.end:
                person = self._person(other)
                if person is not None and person not in own:
                    return True
        return False

    def _person(self, option: Option) -> int | None:
        """Return the one person that an option may name where it stands, surnames included."""
        best = option.surface.best
        names = option.surface.names if best is None else (best,)
        if len({name.entity for name in names}) > 1 or names[0].name.kind in MASKS:
            return None
        if self._index.entity(names[0].entity).type != "person":
            return None
        if best is None:
            if not self._is_surname(option):
                # A full name that asks for words near by is company as soon as it counts.
                return names[0].entity if self._neighbourhood.counts(option) else None
            around = self._neighbourhood.of(option)
            if not any(self._counts(name, option, around, True) for name in names):
                return None
        return names[0].entity

    @cached_property
    def _apart(self) -> list[Option]:
        """The options without those that begin inside another."""
        apart: list[Option] = []
        for option in self._found:
            if not apart or option.start >= apart[-1].end:
                apart.append(option)
        return apart

    def _introduced(self, name: NameRecord, named: set[int]) -> bool:
        """Tell whether a name is clear since its entity was named before: acronyms, and people."""
        if name.entity not in named:
            return False
        if name.name.kind == "acronym":  # one written as a word may be another: Turkish onu
            return not name.name.text[1:].islower()
        return self._index.entity(name.entity).type == "person"

    def _is_in_language(self, at: int, name: NameRecord) -> bool:
        """Tell whether the text around an inflected form is in its language."""
        around = text_language.around(self._text, at)
        if name.inflection is None or not text_language.is_in(name.inflection.language, around):
            return False
        return not text_language.is_plain(text_language.line_around(self._text, at))


def _behind(options: Sequence[Option], end: int) -> Sequence[Option]:
    """Return those of some options, none overlapping another, that begin behind an offset."""
    inside = next((at for at, option in enumerate(options) if option.start >= end), len(options))
    return options[inside:] if inside else options


def span_of(option: Option) -> Span:
    """Return the span of an option that counts whatever stands around it."""
    start, end, surface, affix = option
    return Span(start, end, surface.best or surface.names[0], surface.evidence, affix)


def _start(option: Option) -> int:
    return option.start
