"""Tell by the word beside a name whose name it is: a given name before it, a surname behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.inflection import inflected
from normalizer.spelling.script import script_of

_NEXT_WORD = re.compile(r" ([^\W\d_][\w’'-]*)")
_WORD_BEFORE = re.compile(r"(?<![\w’'-])([^\W\d_][\w’'ʼ-]*)[ \u00a0](?:[aA]l-)?$")
_JOINED_BEFORE = re.compile(r"([\u30a1-\u30fe]+|[^\W\d_]+)[·・•]$")
_HAN_BEFORE = 8
"""How many Han characters before a point may hold a given name: no space tells where it begins."""
_UNCASED_BEFORE = re.compile(r"(?<!\S)([^\W\d_]\S*)[ \u00a0]$")
_PARTICLES = {"Hebr": "והבלמש", "Arab": "وفبل"}
"""Letters that may be written in one with a given name."""
_PARTS = re.compile(r"[ ·・•]+")
_FEW = 40


@lru_cache(maxsize=1)
def _surnames() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the endings of surnames, and whole surnames."""
    words = [word for row in data_rows(__file__, "surname_endings.txt") for word in row[0].split()]
    endings = tuple(word for word in words if word[0] != "=")
    return endings, frozenset(word[1:] for word in words if word[0] == "=")


def is_given_name(text: str, end: int) -> bool:
    """Tell whether a surname stands behind a place: Рим Ахметов, Israel Soares.

    Args:
        text: The whole text.
        end: Offset behind the place's name.
    """
    match = _NEXT_WORD.match(text, end)
    if not match or not match[1][0].isupper():
        return False
    endings, whole = _surnames()
    return match[1] in whole or (len(match[1]) > 4 and match[1].endswith(endings))


@lru_cache(maxsize=1)
def _common_surnames() -> frozenset[str]:
    rows = data_rows(__file__, "common_surnames.txt")
    return frozenset(fold.fold_key(word) for row in rows for word in row[0].split())


def is_common(surname: str) -> bool:
    """Tell whether many people bear a surname, in its bare form."""
    return fold.fold_key(surname) in _common_surnames()


def listed_given_names(languages: Iterable[str] | None = None) -> frozenset[str]:
    """Return the given names of the data file, as written there.

    Args:
        languages: Tags of the languages whose names are wanted; all by default.
    """
    rows = data_rows(__file__, "given_names.tsv")
    wanted = {language for language, _ in rows} if languages is None else set(languages)
    return frozenset(
        name for language, names in rows if language in wanted for name in names.split()
    )


@lru_cache(maxsize=1)
def _bare_given_names() -> frozenset[str]:
    return frozenset(map(fold.fold_key, listed_given_names()))


@lru_cache(maxsize=1)
def _given_names_as_written() -> frozenset[str]:
    return listed_given_names()


def is_written_given_name(word: str) -> bool:
    """Tell whether a word is a given name with just these accents: Sara, but not Şara."""
    return word in _given_names_as_written()


@lru_cache(maxsize=1)
def given_or_common() -> frozenset[str]:
    """Return the given names, and the surnames that many people bear, folded."""
    return _common_surnames() | _bare_given_names()


def is_given_or_common(word: str) -> bool:
    """Tell whether a folded word is a given name or a surname that many people bear."""
    return word in given_or_common()


@lru_cache(maxsize=1)
def _given_names() -> dict[str, set[str]]:
    """Return folded given names by each of their cases."""
    names: dict[str, set[str]] = {}
    for language, given in data_rows(__file__, "given_names.tsv"):
        for name in given.split():
            for form in (name, *inflected(name, language, "person")):
                names.setdefault(fold.fold_key(form), set()).add(fold.fold_key(name))
    return names


def is_of_another(text: str, start: int, full_names: Iterable[str]) -> bool:
    """Tell whether a given name stands before a surname that none of its bearers has.

    Julien Macron, Оксана Буданова, 伊万·普京; but not Volodimir Zelensky.

    Args:
        text: The whole text.
        start: Offset of the surname.
        full_names: The full names of those who are known by the surname.
    """
    joined = _JOINED_BEFORE.search(text, max(0, start - _FEW), start)
    if joined:
        return not _may_be_joined(joined[1], full_names)
    match = _WORD_BEFORE.search(text, max(0, start - _FEW), start)
    if not match or not match[1][0].isupper():
        return _is_uncased_of_another(text, start, full_names)
    given = _given_names().get(fold.fold_key(match[1]))
    if not given:
        return False
    return given.isdisjoint(word for name in full_names for word in fold.fold(name).split())


def is_before_anothers(text: str, end: int, full_names: Iterable[str]) -> bool:
    """Tell whether a Hungarian given name behind a surname is none of its bearers': Orbán Ráhel.

    Args:
        text: The whole text.
        end: Offset behind the surname.
        full_names: The full names of those who are known by it.
    """
    match = _NEXT_WORD.match(text, end)
    if not match or match[1] not in _surname_first():
        return False
    given = fold.fold(match[1])
    return all(given not in fold.fold(name).split() for name in full_names)


@lru_cache(maxsize=1)
def _surname_first() -> frozenset[str]:
    return listed_given_names(["hu"])


def _may_be_joined(given: str, full_names: Iterable[str]) -> bool:
    """Tell whether what a point joins to a surname may end with a bearer's given name.

    Transliterations differ, but hardly in their first letter.
    """
    first = {word[:1] for name in full_names for word in _PARTS.split(name)[:-1]}
    if script_of(given) == "Hani":
        return not first.isdisjoint(given[-_HAN_BEFORE:])
    return given[0] in first


@lru_cache(maxsize=1)
def _uncased_given_names() -> dict[str, frozenset[str]]:
    """Return folded given names by script, in scripts without capitals."""
    found: dict[str, set[str]] = {}
    for script, names in data_rows(__file__, "uncased_given_names.tsv"):
        found.setdefault(script, set()).update(map(fold.fold_key, names.split()))
    for name in listed_given_names(["ka"]):
        found.setdefault("Geor", set()).add(fold.fold_key(name))
    return {script: frozenset(names) for script, names in found.items()}


def _is_uncased_of_another(text: str, start: int, full_names: Iterable[str]) -> bool:
    """Tell the same in scripts without capitals: סוהא ערפאת, 에릭 트럼프."""
    match = _UNCASED_BEFORE.search(text, max(0, start - _FEW), start)
    if not match:
        return False
    script = script_of(match[1])
    known = _uncased_given_names().get(script)
    if not known:
        return False
    words = [match[1]]
    if match[1][0] in _PARTICLES.get(script, ""):
        words.append(match[1][1:])
    given = known.intersection(map(fold.fold_key, words))
    if not given:
        return False
    return given.isdisjoint(
        fold.fold_key(word) for name in full_names for word in _PARTS.split(name)
    )
