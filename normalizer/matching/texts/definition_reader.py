"""Read what the words beside an acronym say it means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.conditions import cased_letters
from normalizer.matching.texts.definition_sites import (
    closes,
    site_before,
    site_behind,
    spelled_before,
    spelled_behind,
)
from normalizer.matching.texts.initials import Word, acronym_letters, spell_out, words_of
from normalizer.matching.texts.memory import Sense
from normalizer.matching.texts.spans import Option
from normalizer.spelling import fold

_REACH = 200
_OWN_SHARE = 0.5
"""Words of which more are an entity's own are rather an unlisted form of its name."""
_ALIKE = 0.6
_FEWEST = 3
"""Forms of one word share this part of the shorter one's letters, and so many at least."""

Accepted = Callable[[Option], NameRecord | None]
"""Tells by which name an option counts where it stands, whatever the text defines."""


class Definition(NamedTuple):
    """A definition of an acronym.

    Attributes:
        start: Offset of the acronym that stands in it.
        key: The acronym's letters with their case.
        sense: What it means.
    """

    start: int
    key: str
    sense: Sense


class EntityWords:
    """The words of entities' names, collected once for all texts.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[int, frozenset[str]] = {}

    def of(self, entity: int) -> frozenset[str]:
        """Return the folded words, without small ones, of the names of an entity by number."""
        if entity not in self._known:
            names = [name.name for name in self._index.names_of_entity(entity)]
            self._known[entity] = frozenset(
                word.letters
                for name in names
                if name.kind not in MASKS
                for word in words_of(name.text, 0, len(name.text))
                if not word.is_small
            )
        return self._known[entity]


class DefinitionReader:
    """Reads the definitions of a text.

    Args:
        text: The whole text.
        found: The spans that may be names, in order.
        words: The words of entities' names.
        accepted: Tells by which name an option counts where it stands.
    """

    def __init__(
        self, text: str, found: Sequence[Option], words: EntityWords, accepted: Accepted
    ) -> None:
        self._text = text
        self._found = found
        self._starts = [option.start for option in found]
        self._words_of_entity = words.of
        self._accepted = accepted

    def definition(self, option: Option) -> Definition | None:
        """Return the definition in which an acronym stands; None if it stands in none."""
        sense = self._before(option) or self._behind(option)
        if sense is None:
            return None
        key = cased_letters(self._text[option.start : option.end])
        return Definition(option.start, key, sense)

    def _before(self, option: Option) -> Sense | None:
        site = site_before(self._text, option.start, option.end)
        if site is None:
            return None
        first = bisect_left(self._starts, site.at - _REACH)
        until = bisect_left(self._starts, site.at)
        ending = (other for other in self._found[first:until] if other.end == site.at)
        sense = self._named(option, next(ending, None))
        if sense:
            return sense
        words = self._words(max(0, site.at - _REACH), site.at)
        letters = acronym_letters(self._text[option.start : option.end])
        count = spelled_before(self._text, words, letters, site)
        return self._something_else(option, words[-count:]) if count else None

    def _behind(self, option: Option) -> Sense | None:
        site = site_behind(self._text, option.end)
        if site is None:
            return None
        other = self._beginning_at(site.at)
        if other and (not site.is_bracket or closes(self._text, other.end)):
            sense = self._named(option, other)
            if sense:
                return sense
        letters = acronym_letters(self._text[option.start : option.end])
        first = fold.fold_letters(self._text[site.at : site.at + 1])
        if not site.is_bracket and not other and first[:1] != letters[:1]:
            return None
        words = self._words(site.at, site.at + _REACH)
        count = spelled_behind(self._text, words, letters, site)
        return self._something_else(option, words[:count]) if count else None

    def _beginning_at(self, at: int) -> Option | None:
        place = bisect_left(self._starts, at)
        if place < len(self._found) and self._starts[place] == at:
            return self._found[place]
        return None

    def _named(self, option: Option, other: Option | None) -> Sense | None:
        """Return what an acronym means that stands beside a listed name."""
        name = self._accepted(other) if other else None
        if other is None or name is None:
            return None
        text = self._text
        written = text[other.start : other.end]
        acronym = text[option.start : option.end]
        own = [n for n in option.surface.names if n.entity == name.entity]
        if name.name.kind not in MASKS and own:
            return Sense(name.entity, own[0], written)
        words = words_of(text, other.start, other.end)
        if not spell_out(acronym_letters(acronym), words):
            return None
        if name.name.kind in MASKS:
            return Sense(None, None, written)
        return Sense(name.entity, name, written)

    def _something_else(self, option: Option, words: list[Word]) -> Sense | None:
        """Return that an acronym means something else, unless the words are rather a name's own."""
        telling = [word.letters for word in words if word.letters and not word.is_small]
        own = {
            word
            for entity in {n.entity for n in option.surface.names}
            for word in self._words_of_entity(entity)
        }
        beginnings = {word[:_FEWEST] for word in telling}
        begun = [word for word in own if word[:_FEWEST] in beginnings]
        known = sum(any(_alike(word, other) for other in begun) for word in telling)
        if known > _OWN_SHARE * len(telling):
            return None
        return Sense(None, None, self._text[words[0].start : words[-1].end])

    def _words(self, start: int, end: int) -> list[Word]:
        """Return the words of a stretch of text, a name that may be rewritten as one word."""
        words = words_of(self._text, start, end)
        if words and start and self._text[start - 1].isalnum() and words[0].start == start:
            del words[0]
        first, until = bisect_left(self._starts, start), bisect_right(self._starts, end)
        at = start
        for option in self._found[first:until]:
            if option.start < at or option.end > end or _is_mask(option):
                continue
            at = option.end
            inside = [w for w in words if w.start >= option.start and w.end <= option.end]
            if inside:
                place = words.index(inside[0])
                words[place : place + len(inside)] = [Word(option.start, option.end, "")]
        return words


def _is_mask(option: Option) -> bool:
    return all(name.name.kind in MASKS for name in option.surface.names)


def _alike(word: str, other: str) -> bool:
    """Tell whether two words begin alike, as forms of one word in one language or two do."""
    shorter = min(len(word), len(other))
    needed = max(_FEWEST, round(_ALIKE * shorter))
    return word == other or (shorter >= needed and word[:needed] == other[:needed])
