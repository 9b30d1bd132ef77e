"""The figures: rank-1, recall at a share of false accepts, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

BINS = 10

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


class Answers(NamedTuple):
    """Best answers to all queries of a language.

    Attributes:
        right: Whether the best answer was right, by query.
        best: Its score.
        absent: The best score with the true names taken out.
        retrieved: Whether a true name was among the names that were given.
        seconds: Processor time for all queries, which other work on the machine leaves alone.
    """

    right: Flags
    best: Scores
    absent: Scores
    retrieved: Flags
    seconds: float


class Bin(NamedTuple):
    """Answers of like score: how many, their mean score, the share of them that is right."""

    size: int
    score: float
    right: float


class Figures(NamedTuple):
    """The figures of a language, or what sums up those of several.

    Attributes:
        queries: How many names were asked for.
        found: The share of them whose true name was among those given.
        rank1: The share of them answered rightly.
        at5: Recall at 5% false accepts.
        at1: Recall at 1%.
        at01: Recall at 0.1%.
        error: Expected calibration error.
        rate: Names asked for in a second of processor time.
    """

    queries: int
    found: float
    rank1: float
    at5: float
    at1: float
    at01: float
    error: float
    rate: float


def recall_at(answers: Answers, level: float) -> float:
    """Return the share of queries answered rightly above a score.

    The score is the one that a share of the queries still reach when their true names are taken
    out, between two queries in proportion.

    Args:
        answers: The answers.
        level: That share, 0 to 1.
    """
    if not len(answers.right):
        return 0.0
    threshold = np.quantile(answers.absent, 1 - level)
    return float((answers.right & (answers.best > threshold)).mean())


def curve(answers: Answers, levels: Iterable[float]) -> list[float]:
    """Return the recall at each share of false accepts."""
    return [recall_at(answers, level) for level in levels]


def calibration(answers: Iterable[Answers]) -> list[Bin]:
    """Sort the best answers with and without the true names into bins of equal width.

    Args:
        answers: The answers of one or several languages; a query counts as one, wherever it is.
    """
    parts = list(answers)
    if not parts:
        return []
    score = np.concatenate([part for a in parts for part in (a.best, a.absent)])
    right = np.concatenate([part for a in parts for part in (a.right, np.zeros(len(a.right)))])
    numbers = np.clip((score * BINS).astype(int), 0, BINS - 1)
    return [
        Bin(int(here.sum()), float(score[here].mean()), float(right[here].mean()))
        if here.any()
        else Bin(0, 0.0, 0.0)
        for here in (numbers == number for number in range(BINS))
    ]


def calibration_error(answers: Iterable[Answers]) -> float:
    """Return the expected calibration error, with and without the true names."""
    bins = calibration(answers)
    count = sum(part.size for part in bins)
    return sum(abs(part.score - part.right) * part.size for part in bins) / max(count, 1)


def figures(answers: Answers) -> Figures:
    """Return the figures of a language."""
    count = len(answers.right)
    return Figures(
        count,
        float(answers.retrieved.mean()) if count else 0.0,
        float(answers.right.mean()) if count else 0.0,
        recall_at(answers, 0.05),
        recall_at(answers, 0.01),
        recall_at(answers, 0.001),
        calibration_error([answers]),
        count / answers.seconds if answers.seconds else 0.0,
    )


def mean(answers: Mapping[str, Answers]) -> Figures:
    """Return the mean of languages' figures; the calibration error is that of all their queries."""
    parts = [figures(a) for a in answers.values()]
    queries = sum(part.queries for part in parts)
    seconds = sum(a.seconds for a in answers.values())
    found, rank1, at5, at1, at01 = np.mean([part[1:6] for part in parts], axis=0).tolist()
    error = calibration_error(answers.values())
    return Figures(queries, found, rank1, at5, at1, at01, error, queries / max(seconds, 1e-9))


def worst(answers: Mapping[str, Answers]) -> Figures:
    """Return the worst of each of languages' figures, whichever language's it is."""
    parts = [figures(a) for a in answers.values()]
    columns: dict[str, Any] = {
        name: (max if name == "error" else min)(getattr(part, name) for part in parts)
        for name in Figures._fields
    }
    return Figures(**columns)
