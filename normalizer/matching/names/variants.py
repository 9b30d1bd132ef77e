"""Other readings of one given name: without its title, its possessive, what else it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from normalizer.entity import TYPES
from normalizer.matching.names.chat_digits import without_digits
from normalizer.matching.names.titles import without_titles
from normalizer.spelling.data_rows import data_rows

_POSSESSIVE = re.compile(r"(?:['’ʼ`´]s|(?<=s)['’])$")
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_INVERTED = re.compile(r"^([^,،、]+)[,،]\s*([^,،、]+)$")
_BRACKETS = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")
_SLASH = re.compile(r"^(?P<outer>[^/]+?)\s*/\s*(?P<inner>[^/]+)$")
_PATRONYMIC_LAST = re.compile(r"^(\S+)\s+(\S+\s+\S+(?:вич|вна|ьич|мич|ична))$", re.IGNORECASE)

_DIVIDING = r"[\s,،;(（\[]"
_TATWEEL = "ـ"

_UNTITLED = frozenset(TYPES) - {"person"}
"""Types of entities before whose names no title stands: “President Iraq” is not Iraq."""


class Reading(NamedTuple):
    """A reading of a given name.

    Attributes:
        text: What is read.
        note: What was done to get it, in words; empty for the name as given.
        title: The title that this reading lacks; else empty.
        aloud: Whether it is how another language reads the characters, so that only people count.
        other: What else the text says that it is called, see `also_known.tsv`; else empty.
    """

    text: str
    note: str = ""
    title: str = ""
    aloud: bool = False
    other: str = ""

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
    bare, other = own_and_other(text)
    yield Reading(bare, f"without its other name, “{other}”", other=other)
    bare = without_digits(bare)
    yield Reading(bare, f"read as “{bare}”", other=other)
    bare = _POSSESSIVE.sub("", bare)
    yield Reading(bare, "without the possessive ending", other=other)
    bare = _ARTICLE.sub("", bare)
    yield Reading(bare, "without the article", other=other)
    inverted = _INVERTED.match(bare) or _PATRONYMIC_LAST.match(bare)
    if inverted:
        bare = f"{inverted[2].strip()} {inverted[1].strip()}"
        yield Reading(bare, f"read as “{bare}”", other=other)
    untitled = without_titles(bare)
    title = " ".join(bare.replace(untitled, " ", 1).split())
    yield Reading(untitled, f"without its title, “{untitled}”", title, other=other)


@lru_cache(maxsize=1)
def _also_known() -> re.Pattern[str]:
    """Return what matches a name, the words of `also_known.tsv`, and another name."""
    rows = data_rows(__file__, "also_known.tsv")
    phrases = sorted({phrase for _, words in rows for phrase in words.split()}, key=len)
    any_of_them = "|".join(
        re.escape(phrase).replace("_", r"\s+") + ("" if phrase.endswith(_TATWEEL) else r"(?!\w)")
        for phrase in reversed(phrases)
    )
    # What divides them is tried once where it begins, or many spaces would take long.
    between = rf"(?<!{_DIVIDING}){_DIVIDING}+(?:{any_of_them})[\s:]*"
    return re.compile(rf"(?P<own>.+?){between}(?P<other>\S.*?)[)）\]]?", re.IGNORECASE)


def own_and_other(text: str) -> tuple[str, str]:
    """Part a name from what the text says it is called besides; empty where it says nothing.

    Args:
        text: A name, such as ``"Islamic State (a.k.a. ISIS)"``.

    Returns:
        Both.
    """
    match = _also_known().fullmatch(text)
    return (match["own"], match["other"]) if match else (text, "")


def twice_named(text: str) -> tuple[str, str] | None:
    """Return the two names of ``Popular … Units (PMU)`` or ``ISIS/ISIL``, or None."""
    match = _BRACKETS.match(text) or _SLASH.match(text)
    return (match["outer"], match["inner"]) if match else None
