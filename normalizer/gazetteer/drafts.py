"""What follows from a name alone: an ID, a language, a kind. It is proposed, people confirm it."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.entity import NO_CONDITIONS, Conditions
from normalizer.gazetteer.scripts import scripts_in
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.romanise import romanise

_APOSTROPHES = re.compile("['’‘ʼʿʾ`´]")
_LONGEST_ACRONYM = 6


def slug(name: str) -> str:
    """Return the ID that a canonical name gives: ``kataib-hezbollah`` for Kata'ib Hezbollah."""
    letters = _APOSTROPHES.sub("", romanise(_APOSTROPHES.sub("", name), "en")).lower()
    return "-".join(re.findall("[a-z0-9]+", letters))


def language_of(text: str) -> tuple[str | None, bool]:
    """Return the language that a name's script tells.

    Args:
        text: A name.

    Returns:
        A BCP 47 tag, None where the script tells nothing, and whether it can be no other one.
    """
    known = [_languages()[script] for script in scripts_in(text) if script in _languages()]
    if not known:
        return None, False
    # Japanese and Korean mix Han with letters that are theirs alone.
    return max(known, key=lambda pair: pair[1])


def kind_of(text: str) -> str:
    """Return the kind that a name has by its looks: an acronym, or a name."""
    letters = [character for character in text if character.isalpha()]
    capitals = len(letters) > 1 and all(map(str.isupper, letters))
    return "acronym" if capitals and len(text) <= _LONGEST_ACRONYM else "name"


def conditions_of(text: str, kind: str) -> Conditions:
    """Return the conditions that a name of a kind never goes without."""
    if kind == "acronym" and text.lower() != text:
        return Conditions(case="exact")
    return NO_CONDITIONS


@lru_cache(maxsize=1)
def _languages() -> dict[str, tuple[str, bool]]:
    rows = data_rows(__file__, "script_languages.tsv")
    return {script: (language, how == "only") for script, language, how in rows}
