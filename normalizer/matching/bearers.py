"""Tell where a word that is listed as a place is rather a person's given name."""

from __future__ import annotations

import os
import re
from functools import lru_cache

_NEXT_WORD = re.compile(r" ([^\W\d_][\w’'-]*)")


@lru_cache(maxsize=1)
def _surnames() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the endings of surnames, and whole surnames."""
    path = os.path.join(os.path.dirname(__file__), "data", "surname_endings.txt")
    with open(path, encoding="utf-8") as file:
        words = [word for line in file if line[0] != "#" for word in line.split()]
    endings = tuple(word for word in words if word[0] != "=")
    return endings, frozenset(word[1:] for word in words if word[0] == "=")


def is_given_name(text: str, end: int) -> bool:
    """Tell whether a surname stands behind a place: Рим Ахметов, Israel Soares.

    Args:
        text: The whole text.
        end: Offset behind the place's name.
    """
    match = _NEXT_WORD.match(text, end)
    if not match or not match[1][0].isupper():
        return False
    endings, whole = _surnames()
    return match[1] in whole or (len(match[1]) > 4 and match[1].endswith(endings))
