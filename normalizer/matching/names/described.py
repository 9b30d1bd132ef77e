"""Names of people with what tells who they are: Ismail Haniyeh, leader of Hamas.

The name is recognised as in a running text, where the same words stand beside it. A cell is held
to more: each word behind the name has to be known, since lists also write surname, given name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from normalizer.entity import MASKS
from normalizer.matching.compiled.index import Index
from normalizer.matching.conditions import ContextWords, Surroundings
from normalizer.matching.country_words import countries_told
from normalizer.matching.names import titles
from normalizer.matching.names.apposed import Described
from normalizer.matching.names.results import Mention
from normalizer.matching.texts import professions
from normalizer.matching.texts.condition_names import ConditionNames
from normalizer.matching.texts.find import Finder
from normalizer.matching.texts.options import Options
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.script import script_of

_PERSON = "person"
_PLACE = "place"
_WORD = re.compile(r"[^\s,،、，;؛:.]+")
_POSSESSIVE = re.compile("['’ʼ]s?$")
_CASED = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """Return the folded words of roles, those that join them, and what matches some in a row."""
    roles = {word for title in titles.all_titles() for word in fold.fold(title).split()}
    joints: set[str] = set()
    for kind, _language, words in data_rows(__file__, "roles.tsv"):
        folded = (part for word in words.split() for part in fold.fold(word).split())
        (roles if kind == "role" else joints).update(folded)
    unspaced = {word for word in roles | joints if fold.UNIT in fold.kinds(word)}
    longest_first = sorted(unspaced, key=lambda word: (-len(word), word))
    in_a_row = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})+")
    return frozenset(roles), frozenset(joints), in_a_row


class _Told(NamedTuple):
    """What the words behind a name are."""

    mentions: list[Mention]
    countries: list[str]
    roles: bool
    unknown: list[str]


class Descriptions:
    """Judges whether what is told beside a name is told of a listed person.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._finder = Finder(index)
        self._condition_names = ConditionNames(index)

    def tells_of(self, parts: Described, name: str, entity: int) -> bool:
        """Tell whether a description is one of a person whose name stands before it.

        Args:
            parts: The name as written, and the description.
            name: The name as it is listed, or written in its place.
            entity: Whose it is, by number.
        """
        person = self._index.entity(entity)
        if person.type != _PERSON:
            return False
        text = f"{name}, {parts.told}"
        mentions = self._finder.find(text, Options())
        if not mentions or mentions[0].id != person.id:
            return False
        if mentions[0].start or mentions[0].end != len(name):
            return False
        told = self._read(text, len(name), mentions[1:])
        if any(it.type == _PERSON and it.id != person.id for it in told.mentions):
            return False
        if any(not _is_lower(word) for word in told.unknown):
            return False  # as likely another name
        if professions.of_another(parts.told, person.id):
            return False
        asked = self._asked_context(entity)
        if _has_word_of(parts.told, asked) or self._is_around(told, asked):
            return True
        if told.unknown or (
            _tell_in_script_of(parts.told, asked) and (told.mentions or told.countries)
        ):
            return False
        if any(map(self._lies_in_another, told.mentions)):
            return False
        return bool(told.mentions or told.countries or told.roles)

    def _asked_context(self, entity: int) -> list[tuple[str, ...]]:
        """Return the words that a person's names ask for: they tell what he or she is known for."""
        return [
            record.name.conditions.requires_context
            for record in self._index.names_of_entity(entity)
            if record.name.conditions.requires_context and record.name.kind not in MASKS
        ]

    def _is_around(self, told: _Told, asked: list[tuple[str, ...]]) -> bool:
        """Tell whether a word that a person's names ask for is, or lies in, what is told."""
        known = {
            self._index.entity(number).name
            for phrases in asked
            for entity in self._condition_names.named(phrases)
            for number in (entity, *self._index.places_around(entity))
        }
        words = (word for phrases in asked for phrase in phrases for word in phrase.split())
        known.update(*map(self._countries, words))
        return not known.isdisjoint([*(it.name for it in told.mentions), *told.countries])

    def _read(self, text: str, start: int, mentions: list[Mention]) -> _Told:
        """Tell what the words behind a name are, the mentions among them known."""
        rest = list(text)
        for it in mentions:
            begin, end = it.start - len(it.prefix), it.end + len(it.suffix)
            rest[begin:end] = " " * (end - begin)
        roles, joints, in_a_row = _words()
        is_role = False
        countries: list[str] = []
        unknown = []
        for word in _WORD.findall("".join(rest[start:])):
            folded = fold.fold(word)
            parts = folded.split()
            told = self._countries(word)
            if told:
                countries += told
            elif all(part in roles for part in parts):
                is_role = is_role or bool(parts)
            elif all(part in roles or part in joints or part.isdigit() for part in parts):
                continue
            elif in_a_row.fullmatch(folded):
                is_role = True
            else:
                unknown.append(word)
        return _Told(mentions, countries, is_role, unknown)

    def _countries(self, word: str) -> list[str]:
        """Return the countries, by canonical name, that a word is an adjective of."""
        folded = fold.fold(_POSSESSIVE.sub("", word.rstrip("*")))
        numbers = {
            record.entity
            for form in self._index.forms_of(folded.replace(" ", ""))
            for record in self._index.names_of_form(form)
            if record.name.kind == "demonym"
        }
        names = [self._index.entity(number).name for number in sorted(numbers)]
        return countries_told([folded]) + names

    def _lies_in_another(self, mention: Mention) -> bool:
        """Tell whether what is mentioned is a town or region: a namesake may be from there."""
        record = self._index.entity_by_id(mention.id)
        return mention.type == _PLACE and record is not None and bool(record.located_in)


def _is_lower(word: str) -> bool:
    """Tell whether a word stands in small letters, as no name does where there are capitals."""
    first = _CASED.search(word)
    return first is not None and first[0].islower()


def _tell_in_script_of(told: str, asked: list[tuple[str, ...]]) -> bool:
    """Tell whether some of the words that a person's names ask for are in a text's script.

    If none is, the text could not have one of them.
    """
    script = script_of(told)
    return any(script_of(phrase) == script for phrases in asked for phrase in phrases)


def _has_word_of(told: str, asked: list[tuple[str, ...]]) -> bool:
    """Tell whether a description has one of the words that a person's names ask for."""
    surroundings = Surroundings(ContextWords(told))
    return any(surroundings.has_words(phrases) for phrases in asked)
