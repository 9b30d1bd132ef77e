"""Which script a letter belongs to, and which scripts a language is written in.

The facts are in ``data/scripts.json``; Python has no table of Unicode scripts, but the name of a
letter begins with it.
"""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LATIN = "Latn"


@dataclass(frozen=True, slots=True)
class ScriptTable:
    """The facts of ``data/scripts.json``, turned round for look-up.

    Attributes:
        of_word: Script by the first word of a letter's Unicode name.
        of_language: Scripts by primary language subtag.
        of_tag: Scripts by script subtag, for the subtags that mean several or another.
        together: Sets of scripts that one name may mix.
        joiners: Scripts in which the zero-width joiners mean something.
        cased: Scripts in which a short name is easily a word or an abbreviation.
    """

    of_word: dict[str, str]
    of_language: dict[str, frozenset[str]]
    of_tag: dict[str, frozenset[str]]
    together: tuple[frozenset[str], ...]
    joiners: frozenset[str]
    cased: frozenset[str]


@lru_cache(maxsize=1)
def script_table() -> ScriptTable:
    """Return the table of scripts, read once.

    Returns:
        The table.
    """
    path = os.path.join(os.path.dirname(__file__), "data", "scripts.json")
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    of_word: dict[str, str] = {}
    of_language: dict[str, set[str]] = {}
    for script, facts in data["scripts"].items():
        of_word.update(dict.fromkeys(facts["letters"], script))
        for language in facts["languages"]:
            of_language.setdefault(language, set()).add(script)
    of_tag = {script: frozenset([script]) for script in data["scripts"]}
    of_tag.update({tag: frozenset(scripts) for tag, scripts in data["tags"].items()})
    return ScriptTable(
        of_word,
        {language: frozenset(scripts) for language, scripts in of_language.items()},
        of_tag,
        tuple(frozenset(group) for group in data["together"]),
        frozenset(data["joiners"]),
        frozenset(data["cased"]),
    )


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Return the script of a letter.

    Args:
        character: One character.

    Returns:
        An ISO 15924 code, ``"Zzzz"`` for a script that is not in the table, or None for what all
        scripts share: digits, marks, punctuation, and the letters that stand for ayn and hamza.
    """
    if not unicodedata.category(character).startswith("L"):
        return None
    words = unicodedata.name(character, "UNKNOWN").split(" ")
    if words[0] in ("MODIFIER", "KATAKANA-HIRAGANA"):
        return None
    if words[0] in ("FULLWIDTH", "HALFWIDTH"):
        words = words[1:]
    return script_table().of_word.get(words[0], "Zzzz")


def scripts_in(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text.

    Args:
        text: Any text.

    Returns:
        ISO 15924 codes.
    """
    return frozenset(script for script in map(script_of, text) if script is not None)


def scripts_of_language(tag: str) -> frozenset[str] | None:
    """Return the scripts in which texts of a language are written.

    Args:
        tag: A BCP 47 tag. A script subtag decides (``ar-Latn``); else the language does.

    Returns:
        ISO 15924 codes, or None for a language that the table does not have.
    """
    table = script_table()
    language, *subtags = tag.split("-")
    for subtag in subtags:
        if len(subtag) == 4 and subtag.isalpha():
            return table.of_tag.get(subtag.title(), frozenset([subtag.title()]))
    return table.of_language.get(language.lower())
