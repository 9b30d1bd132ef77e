"""Romanisation: any script to lower-case ASCII words, by tables and a few context rules.

Each script has a table in ``data/romanise``; Arabic and Cyrillic have one for each language that
spells differently. A table says what a letter becomes and, where that depends on its
neighbours, in which context. Hangul is computed from its jamo. What has no table goes to
`normalizer.spelling.fallback`. Tables are read when their script is first met.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from normalizer.spelling.fallback import fallback
from normalizer.spelling.tables import converter, read_rows

_APOSTROPHES = "'`’‘‛ʼʻʽʿʾˈʹʺ′ʔʕ׳״"
_IGNORED = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKS = ("COMBINING ", "VARIATION SELECTOR")


def romanise(text: str, language: str | None = None) -> str:
    """Write a name in lower-case ASCII letters.

    Args:
        text: A name or short text in any script or mixture of scripts.
        language: Language code (``"fa"``, ``"uk"``, ``"tr"``), where it is known; without it,
            letters that only one language uses decide.

    Returns:
        Words of ``a-z`` and ``0-9`` separated by single spaces; empty where nothing can be read.

    Source: the schemes named at the top of each table in ``data/romanise``, simplified to plain
        letters.
    """
    if not text.isascii():
        # NFKC would make of an acute accent used as apostrophe a space and a combining mark.
        text = unicodedata.normalize("NFKC", text.replace("´", "'"))
        text = _IGNORED.sub("", text).lower()
        runs, choices = _runs()

        def convert(run: re.Match[str]) -> str:
            return converter(_choose(choices[run.lastgroup or ""], text, language))(run.group())

        return " ".join(runs.sub(convert, text).translate(_plain()).split())
    return " ".join(text.lower().translate(_plain()).split())


class _Choice(NamedTuple):
    """A table, and what speaks for it."""

    table: str
    languages: frozenset[str]
    telltales: frozenset[str]


class _Plain(dict[int, str | None]):
    """Translation table for what no script's table has handled; fills itself as letters come."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        kind = unicodedata.category(letter)
        value: str | None = " "
        if letter in _APOSTROPHES or unicodedata.name(letter, "").startswith(_MARKS):
            value = None
        elif kind == "Nd":
            value = str(unicodedata.decimal(letter))
        elif kind[0] in "LM" or kind == "Nl":
            base = unicodedata.normalize("NFKD", letter)[0]
            value = base if base.isascii() and base.isalnum() else fallback(letter)
        self[code] = value
        return value


@cache
def _plain() -> _Plain:
    """The table for Latin letters, digits, marks, punctuation and scripts without a table."""
    rows = *read_rows("latin"), *read_rows("han")
    return _Plain({ord(letter): value for letters, value in rows for letter in letters})


@cache
def _runs() -> tuple[re.Pattern[str], dict[str, list[_Choice]]]:
    """The pattern of runs of one script, and by script the tables to choose from."""
    groups: list[str] = []
    choices: dict[str, list[_Choice]] = {}
    for script, table, run, languages, telltales in read_rows("scripts"):
        if run:
            groups.append(f"(?P<{script}>{run})")
        choice = _Choice(table, frozenset(languages.split()), frozenset("".join(telltales.split())))
        choices.setdefault(script, []).append(choice)
    return re.compile("|".join(groups)), choices


def _choose(choices: list[_Choice], text: str, language: str | None) -> str:
    """The table for a text: by its language, else by letters only one language uses."""
    if len(choices) == 1:
        return choices[0].table
    if language:
        code = language.split("-")[0].lower()
        for choice in choices:
            if code in choice.languages:
                return choice.table
    for choice in choices:
        if not choice.telltales.isdisjoint(text):
            return choice.table
    return choices[-1].table
