"""Which words of conditions are listed names: where *Wien* must not stand, Vienna must not either.

Names that stand near by may be rewritten, so they cannot be looked for as they are written. A word
of a condition that is a listed name stands for its entity, in whatever language that is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from normalizer.entity import MASKS, Name
from normalizer.matching import hashing
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.conditions import NamesNear, has_its_case, known_words
from normalizer.spelling import fold

_BLOCK = 128  # code points of one script lie together


class ConditionNames:
    """Tells which words of conditions are names of which entities.

    What is told of a word is kept: a gazetteer has some thousand of them.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._names: dict[str, list[NameRecord]] = {}
        self._named: dict[tuple[str, ...], frozenset[int]] = {}
        self._against: dict[tuple[str, int, tuple[str, ...]], dict[int, str]] = {}

    def named(self, phrases: tuple[str, ...]) -> frozenset[int]:
        """Return the entities, by number, of which one of some words is a name wherever it stands.

        Args:
            phrases: Words or phrases that a name asks for.
        """
        found = self._named.get(phrases)
        if found is None:
            found = self._named[phrases] = frozenset(
                record.entity
                for record in chain(*map(self._names_like, phrases))
                if not _asks(record.name)
            )
        return found

    def against(self, name: Name, owner: int) -> dict[int, str]:
        """Return the entities that must not be named near a name, and the words that say so.

        What speaks of the name's own entity does not speak against it. What is a name only near
        certain words does: it may have been rewritten because it stood near them.

        Args:
            name: A listed name.
            owner: Whose it is, by number.
        """
        key = name.text, owner, name.conditions.forbids_context
        found = self._against.get(key)
        if found is None:
            found = self._against[key] = {
                entity: phrase
                for phrase in reversed(name.conditions.forbids_context)
                for entity in {record.entity for record in self._names_like(phrase)}
                if entity != owner and not self._is_inside(name, phrase, owner, entity)
            }
        return found

    def _is_inside(self, name: Name, phrase: str, owner: int, entity: int) -> bool:
        """Tell whether a word only keeps a name from being found inside another one.

        白俄罗斯 is no 俄罗斯, but may well be mentioned near it. Of two people such a word tells
        that a surname may be either's.
        """
        if _whole(name.text) not in _whole(phrase):
            return False
        return any(self._index.entity(number).type != "person" for number in (owner, entity))

    def _names_like(self, phrase: str) -> list[NameRecord]:
        """Return the names that a word of a condition may be."""
        found = self._names.get(phrase)
        if found is None:
            found = self._names[phrase] = list(self._spelled(phrase))
        return found

    def _spelled(self, phrase: str) -> Iterator[NameRecord]:
        """Yield the names that are spelled like a word of a condition, capitals included.

        Росси* is Россия, too: one letter more, but no two, since سوري* is not سورينام.
        """
        stem = phrase.rstrip("*")
        letters = fold.fold_key(stem)
        if "*" in stem or not letters:
            return
        is_begun = stem != phrase
        for number in self._forms(letters, is_begun=is_begun):
            for record in self._index.names_of_form(number):
                if record.name.kind in MASKS or not _has_capitals_of(stem, record.name):
                    continue
                # An inflected form is not the name, and joints count.
                spelled, whole = _whole(stem), _whole(record.name.text)
                if whole == spelled or (is_begun and whole[:-1] == spelled):
                    yield record

    def _forms(self, letters: str, *, is_begun: bool) -> list[int]:
        """Return the forms of some letters, and of one letter more where a name is but begun."""
        index = self._index
        forms = index.forms_of(letters)
        if not is_begun:
            return forms
        begun = hashing.letters_hash(letters) * hashing.BASE
        for letter in _alphabet(ord(letters[-1]) // _BLOCK):
            slot = hashing.probe_slot((begun + letter) % hashing.MODULUS, index.probe_bits)
            if index.probe[slot] & hashing.WHOLE:  # hardly any are
                forms += index.forms_of(letters + chr(letter))
        return forms


class MentionedNear(NamesNear):
    """The entities that other names near a name mention.

    Args:
        names: Tells which words of conditions are names.
        facts: The entities mentioned whatever counts there, by number.
        told: Those that only speak for the name.
        possible: Those that names with conditions may mention: they only speak against it.
    """

    def __init__(
        self,
        names: ConditionNames,
        facts: Sequence[int],
        told: Iterable[int],
        possible: Sequence[int] = (),
    ) -> None:
        self._names = names
        self._facts = facts
        self._told = told
        self._possible = possible

    def against(self, name: Name, owner: int) -> str | None:
        """Return the first word that a name forbids and that names what is mentioned near."""
        if not (self._facts or self._possible):
            return None
        forbidden = self._names.against(name, owner)
        near = chain(self._facts, self._possible)
        return next((forbidden[entity] for entity in near if entity in forbidden), None)

    def speak_for(self, phrases: tuple[str, ...]) -> bool:
        """Tell whether one of some words is a name of what is mentioned near."""
        if not (self._facts or self._told):
            return False
        named = self._names.named(phrases)
        return not named.isdisjoint(chain(self._facts, self._told))


def _asks(name: Name) -> bool:
    """Tell whether a name counts only near certain words, or only far from them."""
    return bool(name.conditions.requires_context or name.conditions.forbids_context)


def _has_capitals_of(word: str, name: Name) -> bool:
    """Tell whether a word has a name's capitals: sur is a word, Sur a town."""
    if word[:1].islower() and name.text[:1].isupper():
        return False
    return has_its_case(name, word)


@lru_cache(maxsize=256)
def _alphabet(block: int) -> tuple[int, ...]:
    """Return the letters, by code point, that folding leaves of a block of code points."""
    codes = range(block * _BLOCK, (block + 1) * _BLOCK)
    return tuple([code for code in codes if fold.fold_letters(chr(code)) == chr(code)])


def _whole(text: str) -> str:
    """Return the folded words of a name, or of a context word without its ``*``."""
    return known_words(text.replace("*", "")).strip()
