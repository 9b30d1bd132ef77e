"""Evidence that two spellings are of one name: which words met, how well, what speaks against.

The words of both spellings are aligned, sound by sound and word by word (see
`normalizer.matching.align`), other views of the spelling are compared beside it, and a logistic
model makes one calibrated probability of all (see `normalizer.matching.score`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from normalizer.matching import align
from normalizer.matching.explain import explain
from normalizer.matching.features import MOST_LOSS, Pairs, script_features, word_features
from normalizer.matching.proposals import Nearness, nearness
from normalizer.matching.score import log_odds, probability
from normalizer.matching.views import Spelling
from normalizer.spelling.script import LATIN

__all__ = ["Comparison", "Spelling", "compare", "compare_many"]

_TURNED = 2.0  # what it costs that words stand in another order
_JOINED = 3.0  # how much better joined words must fit before they count as run together


class Comparison:
    """What a comparison of two spellings found.

    Attributes:
        query: The spelling that was given.
        name: The listed form it was compared with.
        kind: ``"cross"``, ``"latin"`` or ``"same"``: which scripts met.
        features: What was measured, in the order of `score.FEATURES`.
        pairs: The words that met: place among the query's content words, among the name's,
            value, and value as a share of the best possible.
        joined: Whether the words were compared run together.
    """

    __slots__ = ("__dict__", "features", "joined", "kind", "name", "pairs", "query")

    def __init__(
        self,
        query: Spelling,
        name: Spelling,
        kind: str,
        features: tuple[float, ...],
        pairs: Pairs,
        joined: bool,
    ) -> None:
        self.query = query
        self.name = name
        self.kind = kind
        self.features = features
        self.pairs = pairs
        self.joined = joined

    def __repr__(self) -> str:
        return f"Comparison({self.query.text!r}, {self.name.text!r}, {self.score:.3f})"

    @cached_property
    def log_odds(self) -> float:
        """The logarithm of the odds that both are spellings of one name."""
        script = self.name.script if self.query.script == LATIN else self.query.script
        return log_odds(self.kind, script, self.features)

    @cached_property
    def score(self) -> float:
        """The probability that both are spellings of one name, given that no other fits better."""
        return probability(self.log_odds)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """Full short sentences: which words met, by which letters, what spoke against."""
        return explain(self.query, self.name, self.kind, self.pairs, self.joined)


def compare(query: Spelling, name: Spelling) -> Comparison:
    """Compare two spellings.

    Args:
        query: The spelling that was given.
        name: A listed form.

    Returns:
        The probability that they are spellings of one name, with the evidence for it.
    """
    return compare_many(query, [name])[0]


def compare_many(
    query: Spelling, names: Sequence[Spelling], near: Sequence[Nearness] | None = None
) -> list[Comparison]:
    """Compare a spelling with many listed forms, much faster than one by one.

    Args:
        query: The spelling that was given.
        names: Listed forms.
        near: What the letters say of each form; computed where it is not given.

    Returns:
        One comparison for each form, in their order.
    """
    if not names:
        return []
    if near is None:
        near = nearness(query.text, [name.text for name in names])
    by_script = {name.script: 0 for name in names}
    for script in by_script:
        by_script[script] = align.table_number(query.script, script)
    tables = [by_script[name.script] for name in names]
    numbers = np.array(tables)
    rows = align.rows([name.core_sounds for name in names])
    whole = align.align(query.core_sounds, rows, numbers)
    best = whole
    if len(query.content) > 1:
        turned = b"".join((query.word_sounds[-1], *query.word_sounds[:-1]))
        best = np.maximum(whole, align.align(turned, rows, numbers) - _TURNED)
    totals = best.tolist()
    is_turned = (best > whole).tolist()
    name_tops = align.name_ceilings(rows, numbers).tolist()
    query_tops = {n: align.query_ceiling(query.core_sounds, n) for n in set(tables)}

    counts = [len(name.content) for name in names]
    words = [word for name in names for word in name.word_sounds]
    word_numbers = np.repeat(numbers, counts)
    word_rows = align.rows(words)
    values = [align.align(word, word_rows, word_numbers).tolist() for word in query.word_sounds]
    word_tops = align.name_ceilings(word_rows, word_numbers).tolist()
    query_word_tops = {
        n: [align.query_ceiling(word, n) for word in query.word_sounds] for n in set(tables)
    }
    comparisons = []
    at = 0
    for i, name in enumerate(names):
        end = at + counts[i]
        table = tables[i]
        pairs, missing, surplus = _meet(
            [row[at:end] for row in values], query_word_tops[table], word_tops[at:end]
        )
        at = end
        met = sum([pair[2] for pair in pairs])
        joined = len(query.content) != counts[i] and totals[i] > met + _JOINED
        total, tops = totals[i], (query_tops[table], name_tops[i])
        sound_features = (
            1.0,
            total,
            total / max(*tops, 1.0),
            min(max(tops) - total, MOST_LOSS * 2),
            max(met, total) if joined else met,
            min(tops),
            float(is_turned[i]),
        )
        features = word_features(query, name, pairs, joined, missing, surplus)
        comparisons.append(
            Comparison(
                query,
                name,
                _kind(query, name),
                (
                    *sound_features,
                    *features,
                    *script_features(query, name),
                    near[i].cosine,
                    near[i].likeness,
                ),
                pairs,
                joined,
            )
        )
    return comparisons


def _kind(query: Spelling, name: Spelling) -> str:
    """Which model judges a pair."""
    if query.script != name.script:
        return "cross"
    return "latin" if query.script == LATIN else "same"


def _meet(
    values: list[list[float]], query_tops: list[float], name_tops: list[float]
) -> tuple[Pairs, float, float]:
    """Pair words by value, the best first, and weigh those left over on each side."""
    cells = sorted(
        [(value, i, j) for i, row in enumerate(values) for j, value in enumerate(row)],
        reverse=True,
    )
    lone = min(len(query_tops), len(name_tops))
    pairs: list[tuple[int, int, float, float]] = []
    seen_query: set[int] = set()
    seen_name: set[int] = set()
    for value, i, j in cells:
        if len(pairs) == lone:
            break
        if i not in seen_query and j not in seen_name:
            seen_query.add(i)
            seen_name.add(j)
            pairs.append((i, j, value, value / max(query_tops[i], name_tops[j], 1.0)))
    missing = sum([top for j, top in enumerate(name_tops) if j not in seen_name])
    surplus = sum([top for i, top in enumerate(query_tops) if i not in seen_query])
    return tuple(pairs), missing, surplus
