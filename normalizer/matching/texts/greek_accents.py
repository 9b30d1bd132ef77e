"""Whether a Greek word is accented where a listed name is: Αθήνα, Athens, but not Αθηνά, Athena.

Folding leaves accents out. Capitals are written without them, so that only a word that has one
elsewhere is another word.
"""

from __future__ import annotations

import re
import unicodedata

_ACUTE = "\u0301"
_GREEK = re.compile("[\u0370-\u03ff]")


def differ(name: str, spelled: str) -> bool:
    """Tell whether two spellings of the same letters are accented on different ones.

    Args:
        name: A listed name.
        spelled: A spelling of it that folds alike.
    """
    if not _GREEK.search(spelled):
        return False
    places = _places(name), _places(spelled)
    return all(places) and len(places[0]) == len(places[1]) and places[0] != places[1]


def _places(text: str) -> tuple[int, ...]:
    """Return how many letters stand before each accent."""
    letters = 0
    found = []
    for char in unicodedata.normalize("NFD", text):
        if char == _ACUTE:
            found.append(letters)
        elif not unicodedata.combining(char):
            letters += char.isalpha()
    return tuple(found)
