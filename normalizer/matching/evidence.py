"""Evidence that two spellings are of one name (first version: hand-set, replaced shortly)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from normalizer.matching.views import Spelling

__all__ = ["Comparison", "Spelling", "compare", "compare_many"]


class Comparison:
    """What a comparison of two spellings found.

    Args:
        query: The spelling that was given.
        name: The listed form it was compared with.
        score: Probability that both are spellings of one name.
    """

    def __init__(self, query: Spelling, name: Spelling, score: float) -> None:
        self.query = query
        self.name = name
        self.score = score

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """Full short sentences: which words met, by which letters, what spoke against."""
        return (f"«{self.query.romanised}» was compared with «{self.name.romanised}».",)


def compare_many(query: Spelling, names: Sequence[Spelling]) -> list[Comparison]:
    """Compare a spelling with many listed forms; faster than one by one.

    Args:
        query: The spelling that was given.
        names: Listed forms.

    Returns:
        One comparison for each form, in their order.
    """
    comparisons = []
    left = " ".join(query.skeletons)
    for name in names:
        right = " ".join(name.skeletons)
        letters = ratio(query.romanised, name.romanised) / 100
        keys = ratio(left, right) / 100
        start = JaroWinkler.similarity(query.romanised, name.romanised)
        words = abs(len(query.words) - len(name.words))
        value = -16 + 8 * keys + 6 * letters + 5 * start - 2 * words + (left == right)
        comparisons.append(Comparison(query, name, 1 / (1 + math.exp(-value))))
    return comparisons


def compare(query: Spelling, name: Spelling) -> Comparison:
    """Compare two spellings.

    Args:
        query: The spelling that was given.
        name: A listed form.

    Returns:
        The probability that they are spellings of one name, with the evidence for it.
    """
    return compare_many(query, [name])[0]
