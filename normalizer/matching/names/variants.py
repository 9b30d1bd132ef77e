"""Other readings of one given name: without its title, its possessive, its inversion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from normalizer.entity import TYPES
from normalizer.matching.names.titles import without_titles

_POSSESSIVE = re.compile(r"(?:['’ʼ`´]s|(?<=s)['’])$")
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_INVERTED = re.compile(r"^([^,،、]+)[,،]\s*([^,،、]+)$")
_BRACKETS = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")
_PATRONYMIC_LAST = re.compile(r"^(\S+)\s+(\S+\s+\S+(?:вич|вна|ьич|мич|ична))$", re.IGNORECASE)

_UNTITLED = frozenset(TYPES) - {"person"}
"""Types of entities before whose names no title stands: “President Iraq” is not Iraq."""


class Reading(NamedTuple):
    """A reading of a given name.

    Attributes:
        text: What is read.
        note: What was done to get it, in words; empty for the name as given.
        title: The title that this reading lacks; else empty.
        aloud: Whether it is how another language reads the characters, so that only people count.
    """

    text: str
    note: str = ""
    title: str = ""
    aloud: bool = False

    def may_mean(self, type: str) -> bool:
        """Tell whether an entity of a type may be meant."""
        return not (self.title or self.aloud) or type not in _UNTITLED


@lru_cache(maxsize=2048)
def variants(text: str) -> tuple[Reading, ...]:
    """Return other readings of a name, the closest first.

    Args:
        text: A name as given.

    Returns:
        The readings.
    """
    found: dict[str, Reading] = {}
    for reading in _readings(text):
        if reading.text and reading.text != text:
            found.setdefault(reading.text, reading)
    return tuple(found.values())


def _readings(text: str) -> Iterator[Reading]:
    bare = _POSSESSIVE.sub("", text)
    yield Reading(bare, "without the possessive ending")
    bare = _ARTICLE.sub("", bare)
    yield Reading(bare, "without the article")
    inverted = _INVERTED.match(bare) or _PATRONYMIC_LAST.match(bare)
    if inverted:
        bare = f"{inverted[2].strip()} {inverted[1].strip()}"
        yield Reading(bare, f"read as “{bare}”")
    untitled = without_titles(bare)
    title = " ".join(bare.replace(untitled, " ", 1).split())
    yield Reading(untitled, f"without its title, “{untitled}”", title)


def bracketed(text: str) -> tuple[str, str] | None:
    """Return a name and the one in brackets behind it, or None: ``Popular … Units (PMU)``."""
    match = _BRACKETS.match(text)
    return (match["outer"], match["inner"]) if match else None
