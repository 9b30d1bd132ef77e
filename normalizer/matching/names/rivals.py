"""What the learned networks find, held against names of other entities that are a slip away.

By their sounds the networks take «Torkia» for Torkoya, though Torkika lacks one letter less, and
«Bodae» for Bode, though of a short name hardly a letter is ever struck too much. What the letters
say of all names that are as near is weighed by the slips' own model, each against the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from normalizer.matching.likeness.evidence import Comparison
from normalizer.matching.names.match import Match

_RIVAL = 0.2  # score from which a name that is a slip away speaks against others
_SEEN = 0.05  # score from which it goes before one that is farther
_FAR_LESS = 0.1  # share of the likeliest one's score below which the networks do not help
_BEHIND = 0.99  # what a name has at most of the score of the one that it stands behind


def held_against(slipped: Sequence[Match], learned: Sequence[Match]) -> Sequence[Match]:
    """Return what the networks found, held against another entity's names that are a slip away.

    Args:
        slipped: Matches that are a spelling but for slips.
        learned: Matches of the same spelling that the networks proposed.

    Returns:
        The latter in their order, with what speaks against them.
    """
    seen = [it for it in slipped if it.score >= _SEEN]
    if not seen:
        return learned
    own: dict[int, float] = {}
    for it in slipped:
        own[it.entity] = max(it.score, own.get(it.entity, 0.0))
    least = min(_edits(it.comparison) for it in seen)
    nearest = max([it for it in seen if _edits(it.comparison) == least], key=_score)
    likeliest = max(seen, key=_score)
    held = []
    for it in learned:
        known = own.get(it.entity, 0.0)
        if known < _SEEN and _edits(it.comparison) > least:
            held.append(_behind(it, nearest, "is closer in spelling"))
        elif it.entity in own and likeliest.score >= _RIVAL and known < _FAR_LESS * likeliest.score:
            held.append(_behind(it, likeliest, "is likelier to be meant"))
        else:
            held.append(it)
    return held


def _score(match: Match) -> float:
    return match.score


def _behind(match: Match, rival: Match, told: str) -> Match:
    """Return a match behind its rival, and refused where the rival is not too unlikely itself."""
    match = match._replace(most=min(match.most, rival.score * _BEHIND))
    if rival.score < _RIVAL or match.objection:
        return match
    return match._replace(other=f"“{rival.comparison.name.text}” {told}")


def _edits(comparison: Comparison) -> int:
    """Return how many slips are between two spellings; none between those of two scripts."""
    query, name = comparison.query, comparison.name
    return OSA.distance(query.folded, name.folded) if query.script == name.script else 0
