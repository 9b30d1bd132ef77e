"""What a scanner finds: spans whose letters may spell names, their flags, and signs beside them."""

from __future__ import annotations

from typing import NamedTuple

AFFIX_BEFORE, AFFIX_BEHIND, LOOK_ROUND, INITIALS = 1, 2, 4, 8
"""What a hit's flags tell, each a bit: letters stand before it in its word (l'Irak, والعراق) or
behind it (ISIS's, Mosulissa); something other than spaces and punctuation touches it, so that the
caller must look whether it is part of an address or the like; of a surname, its bearer's initials
stand beside it (set by `given_initials`; a scanner sets the others, `scan.c` too)."""

Hit = tuple[int, int, int, int]
"""A span whose letters have the hash of listed forms: start, end, hash, flags."""

MAY_BE_PART, MAY_BE_SOMEBODYS, MAY_BE_CLOSED, MAY_BE_PERSONS_PART, IS_SPACED = 1, 2, 4, 8, 16
"""Signs of what stands beside a hit: letters that may make it part of a longer name (Haifa Street);
a capital behind it, or what may be a given name before it, that make a place's name somebody's; a
sign behind it that may belong to it (`affixes.MAY_CLOSE`); letters that may make it part of a
longer one where it is a person's name, a quarter of those that may where it is any; a
space on either side."""


class Hits(NamedTuple):
    """The hits of a long text in columns, by start, the longer first.

    Attributes:
        starts: Where they begin.
        ends: Where they end.
        keys: The hashes of their letters.
        flags: Their flags.
        beside: Signs of what stands beside them.
    """

    starts: list[int]
    ends: list[int]
    keys: list[int]
    flags: list[int]
    beside: list[int]
