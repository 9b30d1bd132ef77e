"""Digits for Arabic letters, as chats write them: 7amas, sa3d. The data file tells what each is."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.spelling.data_rows import data_rows

_LETTERS = 3
"""So many letters a word must have besides, or it is something else: 3rd, 7th, G7, H2O."""
_WORD = re.compile(r"[A-Za-z0-9'’`]+")
_SINGLE = re.compile(r"(?<![0-9])([0-9])['’`]?(?=[a-z])|(?<=[a-z])([0-9])['’`]?(?=[A-Za-z])")
_ORDINAL = re.compile(r"[0-9](?:i?eme|ten?|tes|ter|ste[nrs]?)", re.IGNORECASE)


def without_digits(text: str) -> str:
    """Return a name with letters for the digits that stand for Arabic ones.

    Args:
        text: A name.

    Returns:
        The name; the text itself where none does.
    """
    if not any(map(str.isdigit, text)):
        return text
    return _WORD.sub(lambda word: _read(word[0]), text)


def _read(word: str) -> str:
    if sum(map(str.isalpha, word)) < _LETTERS or _ORDINAL.fullmatch(word):
        return word
    letters = _letters()
    read = _SINGLE.sub(
        lambda it: letters.get(it[0].replace("’", "'").replace("`", "'"), it[0]), word
    )
    return word if any(map(str.isdigit, read)) else read


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    """Return what is read for each digit, with and without an apostrophe behind it."""
    rows = [
        (digit, "" if read == "-" else read)
        for digit, read in data_rows(__file__, "chat_digits.tsv")
    ]
    plain = dict(rows)
    return {f"{digit}'": read for digit, read in rows if "'" not in digit} | plain
