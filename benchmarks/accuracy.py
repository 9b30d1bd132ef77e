"""Accuracy across scripts on held-out names, beside Unidecode and rapidfuzz's ratio.

    python -m benchmarks.accuracy ../shared/data/names

Query: the native form. Candidates: up to 2,000 English names a language. Any English spelling
listed for the same native form counts as right. Recall at 5% and 1% false accepts: the share of
queries answered rightly above the score at which 5% (1%) of the queries are still answered when
their true names are taken out. Expected calibration error: over the queries' best answers, the true
names listed for all and for none, in ten bins.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from unidecode import unidecode

from normalizer.matching import evidence
from normalizer.matching.candidates import CandidateSearch, build
from normalizer.matching.views import Spelling

TEN = ("ar", "fa", "he", "ru", "uk", "el", "ko", "zh", "ja", "hi")
_SEED = 7

Ranked = list[tuple[int, float]]


class Answers(NamedTuple):
    """Best answers to all queries of a language.

    Attributes:
        right: Whether the best answer was right, by query.
        best: Its score.
        absent: The best score with the true names taken out.
        retrieved: Whether a true name was among the candidates.
        seconds: Time for all queries.
    """

    right: np.ndarray
    best: np.ndarray
    absent: np.ndarray
    retrieved: np.ndarray
    seconds: float


def read(path: Path) -> dict[str, dict[str, set[str]]]:
    """Return English spellings by native form by language."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            language, english, native, *_ = line.rstrip("\n").split("\t")
            found[language][native].add(english)
    return {language: dict(found[language]) for language in sorted(found)}


def choose(truth: dict[str, set[str]], size: int) -> tuple[list[str], list[str]]:
    """Return queries and the names they are looked for in."""
    queries = sorted(truth)
    random.Random(_SEED).shuffle(queries)
    names: set[str] = set()
    chosen = []
    for query in queries:
        if len(names | truth[query]) > size:
            break
        names |= truth[query]
        chosen.append(query)
    return chosen, sorted(names)


def ours(names: list[str]) -> Callable[[str], Ranked]:
    """Return the ranking of this package."""
    sections = build(names)
    search = CandidateSearch(lambda name: memoryview(sections[name]))

    def rank(query: str) -> Ranked:
        numbers = [number for number, _ in search.search(query, 50)]
        compared = evidence.compare_many(Spelling.of(query), list(map(search.spelling, numbers)))
        scored = zip(numbers, [c.score for c in compared], strict=True)
        return sorted(scored, key=lambda item: -item[1])

    return rank


def peer(names: list[str]) -> Callable[[str], Ranked]:
    """Return the ranking of Unidecode and rapidfuzz's ratio."""
    plain = [unidecode(name).lower() for name in names]

    def rank(query: str) -> Ranked:
        found = process.extract(unidecode(query).lower(), plain, scorer=fuzz.ratio, limit=50)
        return [(number, score / 100) for _, score, number in found]

    return rank


def measure(
    rank: Callable[[str], Ranked], queries: list[str], names: list[str], truth: dict[str, set[str]]
) -> Answers:
    """Ask all queries."""
    right, best, absent, retrieved = [], [], [], []
    start = time.perf_counter()
    ranked = [rank(query) for query in queries]
    seconds = time.perf_counter() - start
    for query, found in zip(queries, ranked, strict=True):
        is_true = [names[number] in truth[query] for number, _ in found]
        right.append(bool(is_true and is_true[0]))
        best.append(found[0][1] if found else 0.0)
        others = [score for (_, score), hit in zip(found, is_true, strict=True) if not hit]
        absent.append(others[0] if others else 0.0)
        retrieved.append(any(is_true))
    return Answers(np.array(right), np.array(best), np.array(absent), np.array(retrieved), seconds)


def recall_at(answers: Answers, level: float) -> float:
    """Return the recall at a share of false accepts."""
    threshold = np.quantile(answers.absent, 1 - level)
    return float((answers.right & (answers.best > threshold)).mean())


def calibration_error(answers: Iterable[Answers]) -> float:
    """Return the expected calibration error, with and without the true names."""
    score = np.concatenate([part for a in answers for part in (a.best, a.absent)])
    right = np.concatenate([part for a in answers for part in (a.right, np.zeros(len(a.right)))])
    bins = np.minimum((score * 10).astype(int), 9)
    gaps = [
        abs(score[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with dev.tsv.gz")
    parser.add_argument("--size", type=int, default=2000, help="candidates a language")
    parser.add_argument("--no-peer", action="store_true", help="leave Unidecode + ratio out")
    options = parser.parse_args()
    print(
        "| language | names | found in 50 | rank-1 | at 5% | at 1% | ECE | names/s "
        "| Unidecode + ratio: rank-1 / 5% / 1% | names/s |\n" + "|---" * 10 + "|"
    )
    everything: dict[str, tuple[list[float], Answers]] = {}
    for language, truth in read(options.data / "dev.tsv.gz").items():
        queries, names = choose(truth, options.size)
        answers = measure(ours(names), queries, names, truth)
        row = figures(answers)
        line = (
            f"| {language} | {len(names)} | {_percent(row)} | {calibration_error([answers]):.3f} "
        )
        line += f"| {len(queries) / answers.seconds:,.0f} |"
        if options.no_peer:
            line += " | |"
            other = [0.0] * 4
        else:
            beside = measure(peer(names), queries, names, truth)
            other = figures(beside)
            line += f" {' / '.join(f'{v:.2f}' for v in other[1:])} "
            line += f"| {len(queries) / beside.seconds:,.0f} |"
        print(line, flush=True)
        everything[language] = ([*row, *other], answers)
    for label, languages in (("mean of the ten", TEN), (f"mean of {len(everything)}", everything)):
        rows = [everything[language][0] for language in languages if language in everything]
        means = np.mean(rows, axis=0).tolist()
        error = calibration_error([everything[key][1] for key in languages if key in everything])
        beside_text = " / ".join(f"{v:.2f}" for v in means[5:])
        print(f"| {label} | | {_percent(means[:4])} | {error:.3f} | | {beside_text} | |")


def figures(answers: Answers) -> list[float]:
    """Return the share found, rank-1 and the recalls."""
    return [
        float(answers.retrieved.mean()),
        float(answers.right.mean()),
        recall_at(answers, 0.05),
        recall_at(answers, 0.01),
    ]


def _percent(values: list[float]) -> str:
    return " | ".join(f"{value:.3f}" for value in values)


if __name__ == "__main__":
    main()
