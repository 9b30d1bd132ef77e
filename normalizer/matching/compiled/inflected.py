"""Inflected forms of an index: made from its names when it is compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from normalizer.entity import MASKS, Entity, Name
from normalizer.spelling import attached, words
from normalizer.spelling.affix_data import (
    affix_language,
    affix_languages,
    affix_rows,
    excluded_words,
)
from normalizer.spelling.inflection import inflected, paradigms

Listed = tuple[int, Name, str]
"""A name that may change: its number, the name, its entity's type."""

ARTICLE = "article"
"""Stands for the case of a form whose article a particle has swallowed: لحشد in للحشد."""


class Endings:
    """The languages and cases of an index's inflected forms, each kind once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, tuple[str, ...]], int] = {}

    def number(self, language: str, cases: tuple[str, ...]) -> int:
        """Return the number of a kind, from 1."""
        return self._numbers.setdefault((language, cases), len(self._numbers) + 1)

    def listed(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the kinds in the order of their numbers."""
        return list(self._numbers)


def changing_names(entity: Entity, numbers: Mapping[str, int]) -> Iterator[Listed]:
    """Yield the names of an entity that have inflected forms, once for each of their languages.

    Args:
        entity: The entity.
        numbers: The numbers of its names by form.

    Yields:
        Each name in each language that it is given in: where labels of several languages are
        alike, only one of them is a listed name, but each language has its own endings.
    """
    labels = [Name(text, language) for language, text in entity.labels.items()]
    seen: set[tuple[str, str]] = set()
    for name in (*entity.names, *labels, *_shared_surnames(entity)):
        if name.kind == "demonym" or not _has_forms(name.language):
            continue
        form = listed_form(name.text)
        if form in numbers and (name.language, name.text) not in seen:
            seen.add((name.language, name.text))
            yield numbers[form], name, entity.type


def _shared_surnames(entity: Entity) -> Iterator[Name]:
    """Yield a person's short names in the other languages whose labels end in them.

    Netanjahu is listed in German, but is written so in Czech, too, where it has Czech endings.
    """
    if entity.type != "person":
        return
    surnames = {language: text.split()[-1] for language, text in entity.labels.items()}
    for name in entity.names:
        if name.kind == "short":
            for language, surname in surnames.items():
                if surname == name.text and language != name.language:
                    yield replace(name, language=language)


def listed_form(text: str) -> str:
    """Return the form of a listed name."""
    # A zero-width non-joiner is where Persian typists also write a space.
    return words.form(text.replace("\u200c", " "))


@cache
def _has_forms(language: str) -> bool:
    return paradigms(language) is not None or article_of(language) is not None


class Article(NamedTuple):
    """An article that a particle before it swallows, wholly or in part: للحشد, בבית הלבן.

    Attributes:
        whole: What a name begins with that has it.
        rest: What is left of it behind the particle.
        particles: The letters that such particles end in.
        doubtful: The types of entities whose names of one word may have these letters as their
            own (הולנד).
    """

    whole: str
    rest: str
    particles: frozenset[str]
    doubtful: frozenset[str]


@cache
def article_of(language: str) -> Article | None:
    """Return a language's article, if particles swallow it."""
    main = affix_language(language)
    if main not in affix_languages():
        return None
    for what, *cells in affix_rows(main):
        if what == "article":
            whole, rest, particles, *doubtful = cells
            types = frozenset(" ".join(doubtful).split())
            return Article(whole, rest, frozenset(particles.split()), types)
    return None


def _behind_particle(name: Name, entity_type: str) -> str | None:
    """Return a name as it stands behind a particle that swallows its article, if it has one."""
    article = article_of(name.language)
    if article is None or name.kind in MASKS or not name.text.startswith(article.whole):
        return None
    if entity_type in article.doubtful and " " not in name.text:
        return None
    return article.rest + name.text.removeprefix(article.whole)


def forms_of(
    changing: list[Listed], endings: Endings, listed: Collection[str]
) -> dict[str, list[tuple[int, int]]]:
    """Return the inflected forms of names.

    Args:
        changing: The names.
        endings: Numbers the kinds of endings.
        listed: The forms that are listed; what equals one of them is left out.

    Returns:
        For each folded form the numbers of names and of endings.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for number, name, entity_type in changing:
        excluded = excluded_words(name.language)
        for form, ending in _forms(name, entity_type, endings):
            if form in listed or form in excluded:
                continue
            names = found.setdefault(form, [])
            if (number, ending) not in names:
                names.append((number, ending))
    return found


def _forms(name: Name, entity_type: str, endings: Endings) -> Iterator[tuple[str, int]]:
    merged: dict[str, tuple[str, ...]] = {}
    bare = words.form(name.text)
    for text, cases in inflected(name.text, name.language, entity_type).items():
        form = words.form(text)
        if " " not in form and attached.is_followed_by(bare, form, name.language):
            continue  # the scanner cuts such endings off: Assadem
        merged[form] = (*merged.get(form, ()), *cases)
    language = name.language
    for form, cases in merged.items():
        yield form, endings.number(language, tuple(sorted(set(cases))))
    rest = _behind_particle(name, entity_type)
    if rest is not None:
        yield words.form(rest), endings.number(language, (ARTICLE,))
