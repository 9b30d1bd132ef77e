"""Other readings of one given name: without its title, its possessive, what else it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from normalizer.entity import TYPES
from normalizer.matching.names import abbreviated_words
from normalizer.matching.names.apposed import own_and_other, without_remark
from normalizer.matching.names.chat_digits import without_digits
from normalizer.matching.names.titles import without_titles

_POSSESSIVE = re.compile(r"(?:['’ʼ`´]s|(?<=s)['’])$")
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_INVERTED = re.compile(r"^([^,،、]+)[,،]\s*([^,،、]+)$")
_PATRONYMIC_LAST = re.compile(r"^(\S+)\s+(\S+\s+\S+(?:вич|вна|ьич|мич|ична))$", re.IGNORECASE)

_PLACE = "place"
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
        remark: What stands in brackets behind it and names nothing, see `remarks.tsv`; else empty.
        type: The type of what may be meant, if the remark tells; else empty.
    """

    text: str
    note: str = ""
    title: str = ""
    aloud: bool = False
    other: str = ""
    remark: str = ""
    type: str = ""

    @property
    def beside(self) -> str:
        """What is told beside the name: title, other name, remark."""
        return " ".join(filter(None, (self.title, self.other, self.remark)))

    def may_mean(self, type: str) -> bool:
        """Tell whether an entity of a type may be meant."""
        if self.type and type != self.type:
            return False
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
    name, remark, type = without_remark(text)
    if remark:
        note = f"without the remark “{remark}”"
        found[name] = Reading(name, note, remark=remark, type=type)
    for reading in _readings(name):
        if reading.text and reading.text != text:
            found.setdefault(
                reading.text, reading._replace(remark=remark, type=type or reading.type)
            )
    return tuple(found.values())


def _readings(text: str) -> Iterator[Reading]:
    for whole in abbreviated_words.written_out(text) if "." in text else ():
        yield Reading(whole, f"read as “{whole}”", type=_PLACE)
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
