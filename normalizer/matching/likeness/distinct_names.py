"""Person names that look alike and are different names: Hassan and Hussein, Khomeini and Khamenei.

Their consonants agree, so no comparison of letters can tell them apart; the data file beside this
module says which spellings are of one name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.romanise import romanise

_PARENT_ALONE = 5  # letters up to which a word that begins so is a name by itself: Abuja


@lru_cache(maxsize=1)
def _rows() -> dict[str, frozenset[int]]:
    """Return the rows in which each romanised spelling stands."""
    rows: dict[str, set[int]] = {}
    for number, (_, spellings, *_) in enumerate(data_rows(__file__, "distinct_names.tsv")):
        for spelling in spellings.split():
            rows.setdefault(romanise(spelling).replace(" ", ""), set()).add(number)
    return {spelling: frozenset(numbers) for spelling, numbers in rows.items()}


class _Kin(NamedTuple):
    """Words that tell of a father or a child (``kin_words.tsv`` says which)."""

    sons: frozenset[str]
    joined_sons: tuple[str, ...]
    fathers: tuple[str, ...]
    parents: frozenset[str]


@lru_cache(maxsize=1)
def _kin() -> _Kin:
    words = {kind: tuple(told.split()) for kind, told in data_rows(__file__, "kin_words.tsv")}
    parents = frozenset([*words["father"], *words["mother"]])
    return _Kin(frozenset(words["son"]), words["joined_son"], words["father"], parents)


def are_distinct(one: str, other: str) -> bool:
    """Tell whether two romanised words are known to be spellings of two different names.

    Args:
        one: A romanised word.
        other: Another one.

    Returns:
        False also where either is not known, or may be a spelling of the other's name.
    """
    rows = _rows()
    first, second = rows.get(one), rows.get(other)
    return first is not None and second is not None and not first & second


def is_byname(words: tuple[str, ...]) -> bool:
    """Tell whether romanised words begin with «father of» or «mother of»: Abu Omar, Abubakar."""
    first = words[0] if words else ""
    kin = _kin()
    joined = len(first) > _PARENT_ALONE and first.startswith(kin.fathers)
    return joined or (len(words) > 1 and first in kin.parents)


def names_father(words: tuple[str, ...]) -> bool:
    """Tell whether romanised words hold one for «son of» between two others."""
    return not _kin().sons.isdisjoint(words[1:-1])


def may_name_father(words: tuple[str, ...]) -> bool:
    """Tell whether romanised words hold one for «son of», alone or joined to a name: Bensalah."""
    joined = _kin().joined_sons
    return names_father(words) or any(word.startswith(joined) for word in words[1:])
