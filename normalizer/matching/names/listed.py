"""The listed names that one given name spells: as written, folded, or in another reading."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.conditions import ContextWords, Surroundings, refusal
from normalizer.matching.names.apposed import described, located, twice_named, without_remark
from normalizer.matching.names.results import Candidate
from normalizer.matching.names.variants import Reading, variants
from normalizer.matching.texts import affixes
from normalizer.spelling import attached, fold, words

if TYPE_CHECKING:
    from normalizer.matching.names.described import Descriptions

_PERSON = "person"
_PLACE = "place"
_PENALTY = 0.01  # of a reading that is not the text as given

LONGEST_QUERY = 1000
"""Longer texts are no names and are refused at once."""

SPLIT_LETTERS = 8
"""From so many letters on, spaces that the name does not have count for nothing."""

STRICTNESS = ("0.1%", "1%", "5%")
"""Shares of false accepts for which a threshold was measured."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a resolution is told besides the name.

    Attributes:
        context: Text around the name.
        type: Entity type that counts; None for all.
        date: Date of the text.
        language: BCP 47 tag of the text's language.
        min_score: Probability from which an unlisted spelling is accepted; None for the one that
            `strictness` says.
        strictness: Share of the names that are not in a gazetteer of thousands which may be
            accepted all the same: ``"0.1%"``, ``"1%"`` or ``"5%"``.
    """

    context: str | None = None
    type: str | None = None
    date: str | None = None
    language: str | None = None
    min_score: float | None = None
    strictness: str = "1%"


NOTHING_ASKED = Asked()

_MASKED = {
    "demonym": "“{}” says where somebody or something comes from.",
    "other": "“{}” names something else.",
}


@dataclass(frozen=True, slots=True)
class Sense:
    """A listed name that a reading spells, and why it does not count, if so."""

    record: NameRecord
    refused: str | None
    note: str
    exact: bool


def told(record: NameRecord, exact: bool) -> str:
    """Return how a spelling is listed, in words."""
    name = record.name
    if record.inflection is not None:
        cases = ", ".join(record.inflection.cases)
        return f"inflected form ({cases}) of “{name.text}” ({name.kind}, {name.language})"
    return listed_as(name.text, name.kind, name.language, exact)


def listed_as(text: str, kind: str, language: str, exact: bool) -> str:
    """Return how a spelling is listed as a name, in words."""
    how = "exact match" if exact else "ignoring case, accents and the like"
    return f"listed as “{text}” ({kind}, {language}), {how}"


def listed_score(exact: bool) -> float:
    """Return the probability that a listed name means its entity where it counts."""
    return 1.0 if exact else 0.99


def is_written_so(name: str, text: str) -> bool:
    """Tell whether a text is a name as it is listed, but for how its accents are encoded."""
    if name == text or (name.isascii() and text.isascii()):
        return name == text
    return unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", text)


def _may_be_bare(record: NameRecord, text: str, letters: str) -> bool:
    """Tell whether one word alone, in an inflected form, may as well be another bare name."""
    inflection = record.inflection
    if inflection is None or " " in text:
        return False
    return attached.may_be_bare(letters, inflection.language)


class ListedNames:
    """The listed names of an index, as single names spell them.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def senses(self, text: str, asked: Asked) -> list[Sense]:
        """Return the listed names that a text spells, or else one of its other readings.

        Args:
            text: A name without spaces around it.
            asked: Context, type, date.

        Returns:
            The names, those included that do not count.
        """
        senses = self._spelled(text, "", asked)
        if senses:
            return senses
        bare = without_remark(text).name
        senses = self._doubled(bare, asked) or self._located(bare, asked)
        if senses:
            return senses
        for reading in variants(text):
            senses = self._read(reading, asked)
            if senses:
                return senses
        for reading in (Reading(text), *variants(text)):
            senses = self._by_initials(reading, asked)
            if senses:
                return senses
        return self._described(text, asked)

    def _described(self, text: str, asked: Asked) -> list[Sense]:
        """Read a listed person's name with what tells who that is: Hassan Nasrallah (Hezbollah)."""
        for parts in described(text):
            for reading in (Reading(parts.name), *variants(parts.name)):
                note = "; ".join(filter(None, (reading.note, f"described as “{parts.told}”")))
                told = f"{reading.beside} {parts.told}"
                found = [
                    sense
                    for sense in self._spelled(reading.text, note, asked, told)
                    if self.descriptions.tells_of(parts, reading.text, sense.record.entity)
                ]
                if found:
                    return found
        return []

    @cached_property
    def descriptions(self) -> Descriptions:
        """What judges the descriptions beside names."""
        from normalizer.matching.names.described import Descriptions  # noqa: PLC0415  # unlisted

        return Descriptions(self._index)

    def _by_initials(self, reading: Reading, asked: Asked) -> list[Sense]:
        """Read a listed surname with its bearer's initials, which tell whose it is: V. Putin.

        They do as words near by would, but not where many people bear the surname.
        """
        from normalizer.matching.names.abbreviated import abbreviated  # noqa: PLC0415  # unlisted

        parts = abbreviated(reading.text)
        if parts is None:
            return []
        from normalizer.matching.texts import bearers, given_initials  # noqa: PLC0415  # seldom used

        note = "; ".join(filter(None, (reading.note, "with that person's initials")))
        tells = not bearers.is_common(parts.surname)
        spelled = self._spelled(parts.surname, note, asked, reading.beside, introduced=tells)
        return [
            sense
            for sense in spelled
            if self._index.entity(sense.record.entity).type == _PERSON
            and given_initials.are_of(
                parts.letters, given_initials.given_names(self._index, sense.record)
            )
        ]

    def names_of_person(self, entity: int) -> list[str]:
        """Return all listed names of a person; none of what is no person.

        Args:
            entity: The entity's number.
        """
        if self._index.entity(entity).type != _PERSON:
            return []
        return [record.name.text for record in self._index.names_of_entity(entity)]

    def _read(self, reading: Reading, asked: Asked) -> list[Sense]:
        """Return the listed names that a reading spells; none of what its other name is not."""
        return [
            sense
            for sense in self._spelled(reading.text, reading.note, asked, reading.beside)
            if reading.may_mean(self._index.entity(sense.record.entity).type)
            and not self.names_others(reading.other, sense.record.entity)
        ]

    def names_others(self, text: str, entity: int) -> bool:
        """Tell whether a text is a listed name, and none of an entity's.

        Args:
            text: A name, or nothing.
            entity: The entity's number.
        """
        senses = self._spelled(text, "", NOTHING_ASKED) if text else ()
        return bool(senses) and all(sense.record.entity != entity for sense in senses)

    def _doubled(self, text: str, asked: Asked) -> list[Sense]:
        """Read ``Name (Other Name)`` and ``Name/Other Name`` where both are names of one entity.

        It counts if one of them does, since each tells which is meant by the other.
        """
        parts = twice_named(text)
        if not parts:
            return []
        first, second = (self._spelled(part, "", asked) for part in parts)
        both = {s.record.entity for s in first} & {s.record.entity for s in second}
        note = f"“{parts[0]}” and “{parts[1]}” both name it"
        found = [
            Sense(sense.record, sense.refused, note, False)
            for sense in (*first, *second)
            if sense.record.entity in both
        ]
        return [sense for sense in found if sense.refused is None] or found

    def _located(self, text: str, asked: Asked) -> list[Sense]:
        """Read ``Name (Place)`` and ``Name, Place`` where the gazetteer has it located there."""
        parts = located(text)
        if not parts:
            return []
        around = [self._places(place) for place in parts.places]
        if not all(around):
            return []
        names = (self._index.entity(number).name for number in chain.from_iterable(around))
        told = ", ".join((*parts.places, *names))
        note = f"located in “{', '.join(parts.places)}”"
        found = []
        for sense in self._spelled(parts.name, note, asked, told):
            if self._lies_in(sense.record.entity, around):
                found.append(sense)
        return found

    def _lies_in(self, entity: int, places: list[set[int]]) -> bool:
        """Tell whether an entity may lie in all of some places, as far as the gazetteer knows.

        Of a place of which only the country is told, any region of that country may be told.
        """
        around = self._index.places_around(entity)
        known = set(around)
        is_open = len(around) == 1 and self._index.entity(entity).type == _PLACE
        return bool(known) and all(
            known & named or (is_open and any(self._is_region_of(it, around) for it in named))
            for named in places
        )

    def _is_region_of(self, entity: int, around: tuple[int, ...]) -> bool:
        """Tell whether an entity is a region of a country, which one of its names says."""
        if self._index.places_around(entity) != around:
            return False
        from normalizer.matching.names.region_words import has_region_word  # noqa: PLC0415  # unlisted

        return any(
            has_region_word(record.name.text)
            for record in self._index.names_of_entity(entity)
            if record.name.kind not in MASKS
        )

    def _places(self, text: str) -> set[int]:
        """Return the places that a text names."""
        return {it for it in self._named(text) if self._index.entity(it).type == _PLACE}

    def _named(self, text: str) -> set[int]:
        """Return the entities that a text is a name of, context aside."""
        senses = self._spelled(text, "", NOTHING_ASKED)
        return {s.record.entity for s in senses if s.record.name.kind not in MASKS}

    def has_elsewhere(self, text: str, entity: int) -> str:
        """Tell whether a text names an entity and a place, and the entity is not the one given.

        ``Islamic State (Iraq)`` is that organisation in Iraq, not one called Islamic State of Iraq.

        Args:
            text: A name, perhaps with places behind it.
            entity: The number of an entity that the whole is like.

        Returns:
            The name before the place if so; else nothing.
        """
        parts = located(text)
        if not parts or not all(map(self._places, parts.places)):
            return ""
        named = self._named(parts.name)
        return parts.name if named and entity not in named else ""

    def _spelled(
        self, text: str, note: str, asked: Asked, told: str = "", *, introduced: bool = False
    ) -> list[Sense]:
        letters = fold.fold_key(text)
        numbers = self._index.forms_of(letters)
        if not numbers:
            return []
        context = f"{told} {asked.context or ''}".strip()
        surroundings = Surroundings(ContextWords(context)) if context else None
        records = []
        form = words.form(text)
        for number in numbers:
            if len(letters) < SPLIT_LETTERS and not words.spells(self._index.form(number), form):
                continue  # "put in" is not Putin
            names = tuple(self._index.names_of_form(number))
            for record in affixes.fitting(names, text, ""):
                if _may_be_bare(record, text, letters):
                    continue  # Катара may be another name
                if asked.type and self._index.entity(record.entity).type != asked.type:
                    continue
                records.append(record)
        for alone in (False, True):  # standing alone it counts if nothing else does
            senses = []
            for record in records:
                surface = affixes.uninflected(record, text)
                why = refusal(
                    record.name, surface, surroundings, asked.date, introduced, alone=alone
                )
                if why is None and record.name.kind in MASKS:
                    why = _MASKED[record.name.kind].format(record.name.text)
                exact = is_written_so(record.name.text, text)
                senses.append(Sense(record, why, note, exact))
            if any(sense.refused is None for sense in senses):
                break
        return senses

    def candidates(self, senses: list[Sense]) -> tuple[Candidate, ...]:
        """Return the entities of senses, the likeliest first; equal ones share the probability."""
        best = self.by_entity(senses)
        shared = len(best) if all(sense.refused is None for sense in senses) else 1
        ordered = sorted(best.values(), key=lambda c: (-c.score, c.id))
        if shared == 1:
            return tuple(ordered)
        return tuple(
            Candidate(c.id, c.name, c.type, c.score / shared, c.evidence, c.matched)
            for c in ordered
        )

    def by_entity(self, senses: list[Sense]) -> dict[str, Candidate]:
        """Return the best candidate of each entity of senses, by its ID."""
        best: dict[str, Candidate] = {}
        for sense in senses:
            candidate = self._candidate(sense)
            if candidate.id not in best or best[candidate.id].score < candidate.score:
                best[candidate.id] = candidate
        return best

    def _candidate(self, sense: Sense) -> Candidate:
        entity = self._index.entity(sense.record.entity)
        name = sense.record.name
        evidence = [told(sense.record, sense.exact)]
        score = listed_score(sense.exact)
        if sense.note:
            evidence.append(sense.note)
            score -= _PENALTY
        if sense.refused:
            evidence.append(sense.refused)
            score /= 2
        return Candidate(entity.id, entity.name, entity.type, score, tuple(evidence), name.text)
