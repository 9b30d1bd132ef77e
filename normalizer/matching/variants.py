"""Other readings of one given name: without its title, its possessive, its inversion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from normalizer.matching.titles import without_titles

_POSSESSIVE = re.compile(r"(?:['’ʼ`´]s|(?<=s)['’])$")
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_INVERTED = re.compile(r"^([^,،、]+)[,،]\s*([^,،、]+)$")
_BRACKETS = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")


@lru_cache(maxsize=2048)
def variants(text: str) -> tuple[tuple[str, str], ...]:
    """Return other readings of a name, the closest first.

    Args:
        text: A name as given.

    Returns:
        The readings, each with what was done to get it, in words.
    """
    found: dict[str, str] = {}
    for reading, note in _readings(text):
        if reading and reading != text:
            found.setdefault(reading, note)
    return tuple(found.items())


def _readings(text: str) -> Iterator[tuple[str, str]]:
    bare = _POSSESSIVE.sub("", text)
    yield bare, "without the possessive ending"
    bare = _ARTICLE.sub("", bare)
    yield bare, "without the article"
    inverted = _INVERTED.match(bare)
    if inverted:
        bare = f"{inverted[2].strip()} {inverted[1].strip()}"
        yield bare, f"read as “{bare}”"
    untitled = without_titles(bare)
    yield untitled, f"without its title, “{untitled}”"


def bracketed(text: str) -> tuple[str, str] | None:
    """Return a name and the one in brackets behind it, or None: ``Popular … Units (PMU)``."""
    match = _BRACKETS.match(text)
    return (match["outer"], match["inner"]) if match else None
