"""Family names of which one is the other with another ending: Sharif, Sharifi; Putin, Potanin.

Such endings are made by languages and not by writers, so that a name with another one is another
family's, however alike the letters are. The endings are in ``data/family_endings.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from normalizer.matching.likeness.same_word import are_one_word
from normalizer.matching.likeness.views import Spelling
from normalizer.spelling.data_rows import data_rows

_SCRIPTS = frozenset(["Latn", "Cyrl", "Arab", "Hebr", "Deva", "Beng"])
"""Scripts of languages that neither add nor drop a vowel at the end of a name, as Georgian does."""
_VOWELS = frozenset("aeiouy")  # behind which no vowel is an ending: Larijanii is Larijani
_HEARD = _VOWELS - {"e"}  # Sadate is Sadat
_WITH_FAMILY = 2  # words of a name of which the last is a family name
_STEM = 3
"""Letters that must be left of a name without its ending."""


def family_objection(query: Spelling, name: Spelling) -> str | None:
    """Return that two names of persons end with two family names, in words.

    Args:
        query: The spelling that was given.
        name: A person's listed name.

    Returns:
        A sentence, or None.
    """
    if not _SCRIPTS.issuperset((query.script, name.script)):
        return None
    if min(len(query.core_words), len(name.core_words)) < _WITH_FAMILY:
        return None
    one, other = query.core_words[-1], name.core_words[-1]
    if one != other and are_two_families(one, other):
        return f"“{one}” and “{other}” are two family names by their endings"
    return None


@lru_cache(maxsize=1 << 14)
def are_two_families(one: str, other: str) -> bool:
    """Tell whether two words are a family name and another that is made of the same word.

    Args:
        one: A romanised word.
        other: Another one.

    Returns:
        True where the same is left of both without their endings, and the first one's is another
        ending than the other's. What only lacks an ending may lack it by a slip.
    """
    if sorted(one) == sorted(other):
        return False  # two letters in the wrong order: Huseni, Husein
    alike = [
        (len(one) - len(stem) + len(other) - len(its), ending in ("", its_ending))
        for stem, ending in _parted(one)
        for its, its_ending in _parted(other)
        if (stem[-1] in _HEARD) == (its[-1] in _HEARD) and are_one_word(stem, its)
    ]
    # What explains most of both tells: Kazimiyya is Kazim with an ending, not Kazemi spelled oddly.
    return bool(alike) and not max(alike)[1]


def _parted(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word without each ending that it may have, and with none."""
    yield word, ""
    endings, longest = _endings()
    for size in range(1, min(longest, len(word) - _STEM) + 1):
        stem, ending = word[:-size], word[-size:]
        if ending in endings and not (ending[0] in "iy" and stem[-1] in _VOWELS):
            yield stem, endings[ending]


@lru_cache(maxsize=1)
def _endings() -> tuple[dict[str, str], int]:
    """Return the ending that each spelling is one of, and how many letters the longest has."""
    rows = data_rows(__file__, "family_endings.tsv")
    endings = {spelling: key for key, spellings, *_ in rows for spelling in spellings.split()}
    return endings, max(map(len, endings))
