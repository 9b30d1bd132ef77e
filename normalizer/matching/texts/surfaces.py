"""What a spelling in a text may stand for, worked out once for all the places where it stands."""

from __future__ import annotations

from typing import NamedTuple

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import EntityRecord, Index, NameRecord
from normalizer.matching.conditions import has_its_case, may_be_headline
from normalizer.matching.texts import (
    affixes,
    bearers,
    greek_accents,
    marked_names,
    other_words,
    professions,
)
from normalizer.spelling import fold, text_language, words
from normalizer.spelling.attached import SHORTEST_NAME

_FULL_CACHE = 200_000
_LONGEST_ACRONYM = 12


class Surface(NamedTuple):
    """What a spelling in a text may stand for.

    Attributes:
        names: The listed names it spells.
        best: The closest of them, where they are one entity's and none has a condition.
        is_demonym: Whether it is but a demonym; an ending behind it is rather one of a name's.
            Finnish Israelin is Israel with its ending, not Israeli with another.
        may_be_bare: Whether it may rather be another word in its bare form (`affixes.may_be_bare`).
        may_be_other_word: Whether it may rather be an adjective (`affixes.may_be_adjective`), or a
            word of another language (`other_words.may_be_word`).
        may_be_given: Whether it is but a place's, so that a surname behind it makes it somebody's
            given name.
        may_be_surname: Whether it is but people's short names, so that a given name before it
            makes it somebody else's surname.
        may_be_namesake: Whether it is that, or people's full names that many bear, so that a
            profession beside it makes it somebody else's.
        is_acronym: Whether it is an acronym, whose meaning a text may define.
        asks: Whether what stands beside it must be looked at, wherever it stands.
        evidence: Why it stands for its names, where they do not tell.
    """

    names: tuple[NameRecord, ...]
    best: NameRecord | None
    is_demonym: bool = False
    may_be_bare: bool = False
    may_be_other_word: bool = False
    may_be_given: bool = False
    may_be_surname: bool = False
    may_be_namesake: bool = False
    is_acronym: bool = False
    asks: bool = False
    evidence: tuple[str, ...] = ()


NOTHING = Surface((), None, asks=True)


class Surfaces:
    """The spellings met so far.

    Args:
        index: The compiled gazetteer.

    Attributes:
        without_particle: What is known of spellings that no particle stands in one with. To be
            read only; `of` finds what is not in it.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.without_particle: dict[str, Surface] = {}
        self._behind: dict[tuple[str, str], Surface] = {}

    def of(self, spelled: str, key: int, particle: str) -> Surface:
        """Return what a span may stand for.

        Args:
            spelled: The span.
            key: The hash of its letters.
            particle: The folded letters written in one before it, if any.

        Returns:
            What it may stand for, `NOTHING` if that is nothing.
        """
        if not particle:
            surface = self.without_particle.get(spelled)
        else:
            surface = self._behind.get((particle, spelled))
        if surface is not None:
            return surface
        if len(self.without_particle) + len(self._behind) >= _FULL_CACHE:
            self.without_particle.clear()
            self._behind.clear()
        surface = self._made(spelled, key, particle)
        if not particle:
            self.without_particle[spelled] = surface
        else:
            self._behind[particle, spelled] = surface
        return surface

    def of_types(self, surface: Surface, types: frozenset[str]) -> Surface:
        """Return what a span may stand for among entities of some types."""
        names = tuple(name for name in surface.names if self.type_of(name) in types)
        return surface._replace(names=names) if names else NOTHING

    def _made(self, spelled: str, key: int, particle: str) -> Surface:
        if other_words.is_word(spelled):
            return NOTHING
        form = words.form(spelled)
        if particle and len(words.letters_of(form)) < SHORTEST_NAME:
            return NOTHING
        names = tuple(
            name
            for number in self._index.forms_with_hash(key)
            if words.spells(self._index.form(number), form)
            for name in self._index.names_of_form(number)
            if not self._is_accented_elsewhere(name, spelled)
        )
        told = marked_names.bearer(spelled)
        if told is not None:
            names = tuple(name for name in names if self._index.entity(name.entity).id == told)
            return Surface(names[:1], names[0]) if names else NOTHING
        names = self._without_shorter(names, spelled)
        if len(names) == 1 and names[0].inflection is None and names[0].name.conditions.is_empty:
            return self._plain(names[0], spelled)  # most are, and none of what follows asks more
        names = affixes.fitting(names, spelled, particle)
        names = tuple(name for name in names if self._has_accents(name, spelled))
        # What only guards a longer name steps back where the form is a name in its own right.
        names = tuple(name for name in names if name.name.kind not in MASKS) or names
        names = _in_its_case(names, spelled)
        if not names:
            return NOTHING
        best = None
        if len({name.entity for name in names}) == 1 and all(
            name.name.conditions.is_empty and not asks_language(name) for name in names
        ):
            best = best_of(names, spelled)
        bare = affixes.may_be_bare(names[0], spelled)
        other = affixes.may_be_adjective(names[0], spelled) or other_words.may_be_word(spelled)
        namesake = all(_may_be_namesake(name, self._index.entity(name.entity)) for name in names)
        return Surface(
            names,
            best,
            all(name.name.kind == "demonym" for name in names),
            bare,
            other,
            all(name.inflection is None and self.type_of(name) == "place" for name in names),
            all(name.name.kind == "short" and self.type_of(name) == "person" for name in names),
            namesake,
            is_acronym(names, spelled),
            bare or other or namesake,
        )

    def _plain(self, name: NameRecord, spelled: str) -> Surface:
        """Return what a spelling stands for where that is one name without conditions."""
        entity = self._index.entity(name.entity)
        kind = entity.type
        namesake = _may_be_namesake(name, entity)
        other = other_words.may_be_word(spelled)
        return Surface(
            (name,),
            name,
            is_demonym=name.name.kind == "demonym",
            may_be_other_word=other,
            may_be_given=kind == "place",
            may_be_surname=kind == "person" and name.name.kind == "short",
            may_be_namesake=namesake,
            is_acronym=is_acronym((name,), spelled),
            asks=other or namesake,
        )

    def _without_shorter(
        self, names: tuple[NameRecord, ...], spelled: str
    ) -> tuple[NameRecord, ...]:
        """Return names without those that take a name and an ending for one: Hama's, Hamas.

        Args:
            names: The names of a spelling's letters.
            spelled: The spelling.
        """
        bare = affixes.before_clitic(spelled)
        if not bare or not any(
            name.inflection is None and has_its_case(name.name, bare)
            for number in self._index.forms_of(fold.fold_key(bare))
            for name in self._index.names_of_form(number)
            if name.name.kind not in MASKS
        ):
            return names
        behind = len(spelled) - len(bare)
        return tuple(name for name in names if not name.name.text[-behind : -behind + 1].isalpha())

    def _is_accented_elsewhere(self, name: NameRecord, spelled: str) -> bool:
        """Tell whether a Greek place is accented elsewhere; transliterations of people vary."""
        if name.inflection is not None or not greek_accents.differ(name.name.text, spelled):
            return False
        return " " not in spelled and self.type_of(name) == "place"

    def _has_accents(self, name: NameRecord, spelled: str) -> bool:
        is_short = name.name.kind == "short" and spelled != name.name.text
        if is_short and bearers.is_written_given_name(spelled):
            return False  # Sara is no Şara
        kind = self.type_of(name) if name.inflection else ""
        return affixes.has_accents(name, kind, spelled)

    def type_of(self, name: NameRecord) -> str:
        """Return the type of the entity that a name is listed for."""
        return self._index.entity(name.entity).type


def _may_be_namesake(name: NameRecord, entity: EntityRecord) -> bool:
    """Tell whether a name of an entity may as well be somebody else's."""
    if entity.type != "person":
        return False
    return name.name.kind == "short" or professions.may_be_namesakes(entity.name)


def is_acronym(names: tuple[NameRecord, ...], spelled: str) -> bool:
    """Tell whether a spelling of listed names is an acronym that a text may define.

    Args:
        names: The names it spells.
        spelled: The spelling.
    """
    if " " in spelled or not 2 <= len(spelled) <= _LONGEST_ACRONYM or spelled.islower():
        return False
    if sum(char.isupper() for char in spelled) * 2 > len(spelled):
        return True
    return any(name.name.kind == "acronym" for name in names)


def _in_its_case(names: tuple[NameRecord, ...], spelled: str) -> tuple[NameRecord, ...]:
    """Return the names that have the capitals they ask for; if none has, those of headlines."""
    written = [(name, affixes.uninflected(name, spelled)) for name in names]
    found = tuple(name for name, surface in written if has_its_case(name.name, surface))
    if found or not spelled.isupper():
        return found
    return tuple(name for name, surface in written if may_be_headline(name.name, surface))


def asks_language(name: NameRecord) -> bool:
    """Tell whether a form counts only in texts of its language; what guards, guards in all."""
    return (
        name.inflection is not None
        and name.name.kind not in MASKS
        and text_language.is_told(name.inflection.language)
    )


def best_of(names: tuple[NameRecord, ...], spelled: str) -> NameRecord:
    """Return the closest of the names that a span spells: that written alike, or the first."""
    return min(names, key=lambda name: (name.name.text != spelled, name.number))
