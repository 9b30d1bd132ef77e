"""Make full names of persons as two lists have them, for the fit of the score.

Each person has the words of a real full name and some fathers' names between them. One list keeps
some of the words, another keeps others, in another order perhaps, and spells them as its language
does. Some persons have relatives that are listed, too: they share all words but one.
"""

from __future__ import annotations

import gzip
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from normalizer.matching.likeness.views import Spelling
from normalizer.spelling.script import LATIN
from training.names import noisy, one_spelling, read_parts

_LANGUAGES = {"ar": 4, "fa": 2, "ur": 1, "he": 1, "ko": 1, "ru": 1}
"""Whose full names are used, and how often each: as in lists of persons that are looked for."""
_VARIED = ("ar", "fa", "ur", "ru")
"""Languages whose single words tell which Latin spellings are of one word."""
_ALIKE = 70
"""Per cent of the letters that two spellings of a word share."""
_FATHERS = (0, 0, 0, 1, 1, 2)
"""How many words more a person has between the first and the last, each as likely."""
_LISTED, _ASKED = 0.6, 0.6
"""Share of the words between first and last that the listed name has, and that the query has."""
_TURNED, _LESS = 0.1, 0.06
"""Share of the queries that begin with the last word, and that leave the last of several out."""
_AS_LISTED, _RESPELLED = 0.4, 0.45
"""Share of the words that both lists spell alike, and that have another list's spelling, where one
is known; the others are varied."""
_RELATED = 0.15
"""Share of the persons of whom a relative is listed, too."""


class Person(NamedTuple):
    """A person as two lists have them.

    Attributes:
        query: The name as the one has it.
        name: The name as the other has it.
        relative: The name of a relative that the other has as well, or "".
    """

    query: str
    name: str
    relative: str


def read_full_names(folder: Path) -> dict[str, list[str]]:
    """Return the full names of persons in train.tsv.gz by language.

    Args:
        folder: With train.tsv.gz.
    """
    names: dict[str, set[str]] = defaultdict(set)
    with gzip.open(folder / "train.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            language, english, _, type, *_ = line.rstrip("\n").split("\t")
            is_full = 1 < len(english.split()) < 5 and type == "person"
            if language in _LANGUAGES and is_full:
                names[language].add(english)
    return {language: sorted(found) for language, found in sorted(names.items())}


def read_variants(folder: Path) -> dict[str, list[str]]:
    """Return which other Latin spellings each word of a name has.

    Args:
        folder: With train.tsv.gz and parts_train.jsonl.gz.
    """
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    with gzip.open(folder / "train.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            language, english, native, *_ = line.rstrip("\n").split("\t")
            if language in _VARIED and " " not in english:
                groups[language, native].add(english.casefold())
    parts = (forms.get(LATIN, ()) for forms in read_parts(folder))
    found: dict[str, set[str]] = defaultdict(set)
    for group in (*groups.values(), *parts):
        for one in group:
            found[one] |= {
                other
                for other in group
                if other != one and ratio(one, other) > _ALIKE and one_spelling(one, other)
            }
    return {word: sorted(others) for word, others in sorted(found.items()) if others}


def persons(
    names: Mapping[str, Sequence[str]],
    variants: Mapping[str, Sequence[str]],
    count: int,
    drawn: set[tuple[str, ...]],
    rng: random.Random,
) -> Iterator[Person]:
    """Yield persons as two lists have them, no two of them namesakes by their real names.

    Args:
        names: Full names by language, as `read_full_names` gives them.
        variants: Other spellings of words, as `read_variants` gives them.
        count: How many at most.
        drawn: What the names that were drawn before sound like; those drawn here are added.
        rng: Where chance comes from.
    """
    left = {language: rng.sample(found, len(found)) for language, found in names.items()}
    for _ in range(count):
        languages = [language for language in left if left[language]]
        if not languages:
            break
        weights = [_LANGUAGES[language] for language in languages]
        language = rng.choices(languages, weights)[0]
        known = names[language]
        real = left[language].pop()
        sounds = tuple(sorted(Spelling.of(real).core_skeletons))
        if sounds in drawn:  # another spelling of a name that is listed already, or a namesake's
            continue
        drawn.add(sounds)
        first, *between, last = real.split()
        between = [*_fathers(known, rng), *between]
        listed = [word for word in between if rng.random() < _LISTED]
        asked = [word for word in between if rng.random() < _ASKED]
        query = [first, *asked, last]
        if len(query) > 2 and rng.random() < _LESS:
            query.pop()
        if rng.random() < _TURNED:
            query = [query[-1], *query[:-1]]
        relative = ""
        if rng.random() < _RELATED:
            relative = " ".join([rng.choice(known).split()[0], *listed, last])
        yield Person(
            " ".join(_respelled(word, variants, rng) for word in query),
            " ".join([first, *listed, last]),
            relative,
        )


def _fathers(known: Sequence[str], rng: random.Random) -> list[str]:
    return [rng.choice(known).split()[0] for _ in range(rng.choice(_FATHERS))]


def _respelled(word: str, variants: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """Return a word as another list spells it."""
    kind = rng.random()
    if kind < _AS_LISTED:
        return word
    others = variants.get(word.casefold())
    return rng.choice(others) if others and kind < _AS_LISTED + _RESPELLED else noisy(word, rng)
