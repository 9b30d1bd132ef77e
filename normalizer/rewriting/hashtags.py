"""Names in hashtags, which end at the first space or sign: ``#IslamicState``."""

from __future__ import annotations

from normalizer.spelling.fold import (
    APOSTROPHE,
    DOT,
    FOLLOW,
    FORMAT,
    LETTER,
    MARK,
    MODIFIER,
    UNIT,
    kind_of,
)

_KEPT = (LETTER, UNIT, FOLLOW, MARK, FORMAT)
_DROPPED = (APOSTROPHE, MODIFIER, DOT)
"""Signs inside a word: Kata'ib, D.C."""


def hashtag_of(name: str) -> str:
    """Return a name as one word.

    Words begin with a capital each; where a script has none, they are joined by low lines, as is
    the custom in Arabic.

    Args:
        name: A name in plain text: ``"Kata'ib Hezbollah"``.

    Returns:
        Such as ``"KataibHezbollah"`` or ``"الحشد_الشعبي"``; the empty string where nothing is left.
    """
    kinds = [(char, kind_of(ord(char))) for char in name]
    letters = (char if kind in _KEPT else " " for char, kind in kinds if kind not in _DROPPED)
    words = "".join(letters).split()
    if all(word[0].upper() != word[0].lower() or word[0].isdigit() for word in words):
        return "".join(word[0].upper() + word[1:] for word in words)
    return "_".join(words)


def hash_before(text: str, start: int) -> int:
    """Return where the hash sign of the hashtag stands that a place lies in, or -1.

    Args:
        text: The text.
        start: The place, behind the sign.
    """
    while start and text[start - 1].isalnum():
        start -= 1
    return start - 1 if text[start - 1 : start] == "#" else -1
