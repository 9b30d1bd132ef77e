"""Inflected forms of an index: made from its names when it is compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from normalizer.entity import Entity, Name
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
"""Stands for the case of a form that lacks its article's first letter: لحشد in للحشد."""


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
    for name in (*entity.names, *labels):
        if name.kind == "demonym" or not _has_forms(name.language):
            continue
        form = listed_form(name.text)
        if form in numbers and (name.language, name.text) not in seen:
            seen.add((name.language, name.text))
            yield numbers[form], name, entity.type


def listed_form(text: str) -> str:
    """Return the form of a listed name."""
    # A zero-width non-joiner is where Persian typists also write a space.
    return words.form(text.replace("\u200c", " "))


@cache
def _has_forms(language: str) -> bool:
    return paradigms(language) is not None or bool(_article(language))


@cache
def _article(language: str) -> tuple[str, ...]:
    """Return a language's article and what it becomes behind a particle in its last letter."""
    main = affix_language(language)
    if main not in affix_languages():
        return ()
    return next((tuple(row[1:3]) for row in affix_rows(main) if row[0] == "article"), ())


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
    article = _article(language)
    if article and name.text.startswith(article[0]):
        rest = article[1] + name.text.removeprefix(article[0])
        yield words.form(rest), endings.number(language, (ARTICLE,))
