"""What everything that is measured does: rank names for queries. And how ours is called."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.accuracy.data import Trial
from benchmarks.accuracy.metrics import Answers

# How many names a ranking gives for a query.
DEPTH = 50

# Numbers of names with scores, the best first.
Ranked = list[tuple[int, float]]
Ranker = Callable[[list[str]], list[Ranked]]


def ours(names: list[str]) -> Ranker:
    """Return this package's ranking of names, by the way every user goes."""
    import normalizer  # noqa: PLC0415  # peers are measured without it
    from normalizer.spelling.fold import fold_key  # noqa: PLC0415

    gazetteer = normalizer.build(
        {"id": f"name-{number}", "type": "person", "name": name}
        for number, name in enumerate(names)
        if fold_key(name)
    )

    def rank(queries: list[str]) -> list[Ranked]:
        return [
            [(int(found.id.partition("-")[2]), found.score) for found in resolution.candidates]
            for resolution in gazetteer.resolve_many(queries)
        ]

    return rank


def measure(ranker: Ranker, trial: Trial) -> Answers:
    """Ask all queries of a trial.

    The true names are taken out of a ranking after it was made. So the best score without them is
    what a gazetteer that lacks them would give only as long as no candidate's score depends on the
    other candidates.

    Args:
        ranker: What ranks the trial's names.
        trial: The queries and their true names.

    Returns:
        The best answers, with the true names and without.
    """
    start = time.process_time()
    ranked = ranker(trial.queries)
    seconds = time.process_time() - start
    right, best, absent, retrieved = [], [], [], []
    for query, found in zip(trial.queries, ranked, strict=True):
        is_true = [trial.names[number] in trial.truth[query] for number, _ in found]
        right.append(bool(is_true and is_true[0]))
        best.append(found[0][1] if found else 0.0)
        others = [score for (_, score), hit in zip(found, is_true, strict=True) if not hit]
        absent.append(others[0] if others else 0.0)
        retrieved.append(any(is_true))
    return Answers(
        np.array(right, bool),
        np.array(best, float),
        np.array(absent, float),
        np.array(retrieved, bool),
        seconds,
    )
