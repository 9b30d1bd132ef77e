"""Names that nobody has listed, grouped by likeness: those that seem to be one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from normalizer.entity import Entity, Name
from normalizer.matching.compiled.store import memory_index
from normalizer.matching.names.match import Match, threshold_of
from normalizer.matching.names.matches import MatchSearch
from normalizer.spelling.fold import fold_key

_TYPE = "organization"  # the one whose names hold words for what it is, which may be left out
_NEIGHBOURS = 9
_TOGETHER = 512


def alike(names: Sequence[str], leaders: Sequence[bool], strictness: str = "5%") -> list[int]:
    """Group names that seem to be spellings of one.

    The names are made a gazetteer of themselves, and each is looked up in it with all that
    resolves names otherwise. In the order given, each joins the group of the name before it that
    it is most like, or else begins one. Only the first of a group attracts others, so that no
    chain of small differences joins what is unlike; and names of up to four letters attract only
    those written alike.

    Args:
        names: Names, those to be trusted most (the frequent ones) first.
        leaders: Which of them begin a group whatever they are like; these come before all others.
        strictness: Share of false matches that is accepted, as for resolving; large by default,
            since people look at the groups.

    Returns:
        For each name the number of the first of its group.
    """
    order = sorted(range(len(names)), key=lambda at: (not leaders[at], at))
    likest = _likest(names, strictness)
    written: dict[str, int] = {}
    group = list(range(len(names)))
    is_first = [False] * len(names)
    for at in order:
        key = fold_key(names[at])
        if not leaders[at]:
            firsts = [other for other in likest[at] if is_first[other]]
            group[at] = written.get(key, firsts[0] if firsts else at)
        is_first[at] = group[at] == at
        written.setdefault(key, group[at])
    return group


def _likest(names: Sequence[str], strictness: str) -> list[list[int]]:
    """Return for each name the others that it seems to be, the likest first."""
    if not names:
        return []
    from normalizer.matching.names.spellings import is_too_short  # noqa: PLC0415  # only here

    index = memory_index(
        Entity(f"{at:09}", _TYPE, name, names=(Name(name),)) for at, name in enumerate(names)
    )
    search = MatchSearch(index.spellings().section, index.entity)
    long = [at for at, name in enumerate(names) if not is_too_short(name, None)]
    likest: list[list[int]] = [[] for _ in names]
    for first in range(0, len(long), _TOGETHER):
        some = long[first : first + _TOGETHER]
        found = search.matches([names[at] for at in some], None, None, "1%", _NEIGHBOURS)
        for at, matches in zip(some, found, strict=True):
            likest[at] = _accepted(matches, strictness)
    return likest


def _accepted(matches: Sequence[Match], strictness: str) -> list[int]:
    best: dict[int, float] = defaultdict(float)
    for match in matches:
        if match.score >= threshold_of(match.slip, match.comparison.kind, strictness):
            best[match.entity] = max(best[match.entity], match.score)
    return sorted(best, key=lambda entity: (-best[entity], entity))
