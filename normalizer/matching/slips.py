"""Slips of the pen: one letter left out, doubled, struck too much, or two in the wrong order."""

from __future__ import annotations

from normalizer.matching.views import Spelling

_SHORTEST = 10  # in shorter names one letter more or less often makes another name
_LONG_WORD = 7
SCORE = 0.95
"""What a slip is worth: most names of ten letters and more have no neighbour that near."""


def is_slip(query: Spelling, name: Spelling) -> bool:
    """Tell whether a spelling is a listed form but for one slip inside a word.

    A letter in place of another is no slip: Salimi is not Salami. Nor is one at the beginning or
    end of a word, where Arabic and others put what makes another word (Suleimani, Suleiman), or
    in a short word: Nazim is not Naim.

    Args:
        query: The spelling that was given.
        name: A listed form.

    Returns:
        True for one letter missing, added, or changed for its neighbour.
    """
    one, other = query.folded, name.folded
    if query.script != name.script or min(len(one), len(other)) < _SHORTEST:
        return False
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        swapped = long[:at] + long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
        return swapped == short and _inside(long, at) and _inside(long, at + 1)
    return long[:at] + long[at + 1 :] == short and _inside(long, at)


def _inside(text: str, at: int) -> bool:
    """Tell whether a letter stands inside a long word, neither first nor last in it."""
    if text[at] == " ":
        return False
    begin, end = text.rfind(" ", 0, at) + 1, text.find(" ", at)
    end = len(text) if end < 0 else end
    return begin < at < end - 1 and end - begin >= _LONG_WORD
