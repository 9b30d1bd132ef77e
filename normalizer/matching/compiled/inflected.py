"""Inflected forms of an index: made from its names when it is compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

Kind = tuple[str, tuple[str, ...]]
"""A kind of inflected forms: their language, and the cases they may stand for."""

ARTICLE = "article"
"""Stands for the case of a form whose article a particle has swallowed: لحشد in للحشد."""


def inflected_forms(entity: Entity, numbers: Mapping[str, int]) -> Iterator[tuple[str, int, Kind]]:
    """Yield the inflected forms of an entity's names.

    Args:
        entity: The entity.
        numbers: The numbers of its names by form.

    Yields:
        Folded form, number of the name, and kind, each such once. A name is inflected in each
        language that it is given in: where labels of several languages are alike, only one of
        them is a listed name, but each language has its own endings.
    """
    labels = [Name(text, language) for language, text in entity.labels.items()]
    seen: set[tuple[str, str]] = set()
    found: set[tuple[str, int, Kind]] = set()
    for name in (*entity.names, *labels, *_shared_surnames(entity)):
        if name.kind == "demonym" or not _has_forms(name.language):
            continue
        number = numbers.get(listed_form(name.text))
        if number is None or (name.language, name.text) in seen:
            continue
        seen.add((name.language, name.text))
        excluded = excluded_words(name.language)
        for form, kind in _forms(name, entity.type):
            row = form, number, kind
            if form not in excluded and row not in found:
                found.add(row)
                yield row


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


def _forms(name: Name, entity_type: str) -> Iterator[tuple[str, Kind]]:
    merged: dict[str, tuple[str, ...]] = {}
    bare = words.form(name.text)
    for text, cases in inflected(name.text, name.language, entity_type).items():
        form = words.form(text)
        if " " not in form and attached.is_followed_by(bare, form, name.language):
            continue  # the scanner cuts such endings off: Assadem
        merged[form] = (*merged.get(form, ()), *cases)
    language = name.language
    for form, cases in merged.items():
        yield form, (language, tuple(sorted(set(cases))))
    rest = _behind_particle(name, entity_type)
    if rest is not None:
        yield words.form(rest), (language, (ARTICLE,))
