"""The benchmark's figures on examples that were worked out by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.data import HeldOut, Trial, read_aliases
from benchmarks.accuracy.metrics import (
    Answers,
    calibration,
    calibration_error,
    curve,
    figures,
    mean,
    recall_at,
    worst,
)
from benchmarks.accuracy.ranking import Ranked, measure


def answers(right: list[bool], best: list[float], absent: list[float]) -> Answers:
    flags = np.array(right, bool)
    return Answers(flags, np.array(best), np.array(absent), flags, 2.0)


FIVE = answers([True, True, False, True, False], [0.9, 0.8, 0.7, 0.3, 0.2], [0, 0.1, 0.2, 0.4, 0.6])


@pytest.mark.parametrize(
    ("level", "recall"),
    [
        (0.0, 0.4),  # above .6: two right answers of five; the third above it is wrong
        (0.25, 0.4),  # above .4
        (0.5, 0.6),  # above .2: .3 as well
        (0.125, 0.4),  # above .5, half-way between .4 and .6
        (1.0, 0.6),  # above 0: wrong answers never count
    ],
)
def test_recall_at(level: float, recall: float) -> None:
    assert recall_at(FIVE, level) == pytest.approx(recall)


def test_recall_needs_a_score_above_the_threshold() -> None:
    assert recall_at(answers([True, True], [0.5, 0.6], [0.5, 0.5]), 0.01) == 0.5


def test_curve_never_falls() -> None:
    recalls = curve(FIVE, [0.001, 0.01, 0.1, 0.5, 1])
    assert recalls == sorted(recalls)


def test_recall_of_nothing() -> None:
    assert recall_at(answers([], [], []), 0.01) == 0
    assert calibration_error([]) == 0


def test_calibration_error() -> None:
    # Bin .9-1: two answers of mean score .95, both right: off by .05. Bin 0-.1: two answers of
    # mean score .05 with the true names taken out, never right: off by .05.
    good = answers([True, True], [0.92, 0.98], [0.04, 0.06])
    assert calibration_error([good]) == pytest.approx(0.05)
    # The same with one wrong: half of .9-1 is right, off by .45.
    bad = answers([True, False], [0.92, 0.98], [0.04, 0.06])
    assert calibration_error([bad]) == pytest.approx((0.45 + 0.05) / 2)


def test_calibration_of_several_languages_counts_queries() -> None:
    sure = answers([True], [1.0], [0.0])
    unsure = answers([False, False, False], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0])
    assert calibration_error([sure]) == 0
    assert calibration_error([sure, unsure]) == pytest.approx(3 / 8)


def test_calibration_bins() -> None:
    bins = calibration([answers([True, False], [1.0, 0.5], [0.55, 0.0])])
    assert [part.size for part in bins] == [1, 0, 0, 0, 0, 2, 0, 0, 0, 1]
    assert bins[5].score == pytest.approx(0.525)
    assert bins[5].right == 0
    assert bins[9] == (1, 1.0, 1.0)


def test_mean_and_worst() -> None:
    both = {"xx": answers([True, True], [1.0, 1.0], [0.0, 0.0]), "yy": FIVE}
    assert figures(FIVE).rank1 == pytest.approx(0.6)
    assert figures(FIVE).rate == pytest.approx(2.5)
    assert mean(both).rank1 == pytest.approx(0.8)
    assert mean(both).queries == 7
    assert mean(both).error == pytest.approx(calibration_error(both.values()))
    assert worst(both).rank1 == pytest.approx(0.6)
    assert worst(both).error == pytest.approx(figures(FIVE).error)


def test_measure_takes_the_true_names_out() -> None:
    def rank(queries: list[str]) -> list[Ranked]:
        return [[(0, 0.9), (1, 0.8), (2, 0.1)] if query == "a" else [] for query in queries]

    found = measure(rank, Trial(["a", "b"], ["A", "Aa", "C"], {"a": {"A", "Aa"}, "b": {"B"}}))
    assert found.right.tolist() == [True, False]
    assert found.best.tolist() == [0.9, 0.0]
    assert found.absent.tolist() == [0.1, 0.0]
    assert found.retrieved.tolist() == [True, False]


@pytest.fixture
def held_out(tmp_path: Path) -> HeldOut:
    rows = ["language\tenglish\tnative\ttype\tsource"]
    for language in ("xx", "yy"):
        rows += [
            f"{language}\t{language}{n}\t{language.upper()}{n}\tperson\t-" for n in range(3000)
        ]
    rows.append("yy\tother\tXX7\tperson\t-")
    path = tmp_path / "dev.tsv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    return HeldOut(path)


def test_trials_grow_around_the_same_queries(held_out: HeldOut) -> None:
    own, filled, everything = (held_out.trial("xx", size) for size in (2000, 4000, len(held_out)))
    assert len(held_out) == 6001
    assert own.queries == filled.queries == everything.queries
    assert (len(own.names), len(filled.names), len(everything.names)) == (2000, 4000, 6001)
    assert set(own.names) < set(filled.names) < set(everything.names)
    assert sum(name.startswith("xx") for name in filled.names) == 3000
    assert own.truth["XX7"] == {"xx7", "other"}


def test_a_sample_leaves_the_candidates_alone(held_out: HeldOut) -> None:
    assert held_out.trial("xx", 2000, sample=5).names == held_out.trial("xx", 2000).names
    assert len(held_out.trial("xx", 2000, sample=5).queries) == 5


def test_aliases(tmp_path: Path) -> None:
    entries = [
        {"type": "org", "canonical": "Firm", "aliases": [{"name": "F"}]},
        {"type": "person", "canonical": "Ann B", "aliases": [{"name": "ANN B"}, {"name": "A B"}]},
        {"type": "person", "canonical": "Al B", "aliases": [{"name": "A B"}]},
    ]
    path = tmp_path / "aliases.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, entries)).encode()))
    trial = read_aliases(path)
    assert trial.queries == ["A B"]
    assert trial.names == ["Al B", "Ann B"]
    assert trial.truth["A B"] == {"Ann B", "Al B"}
    assert trial.smaller(1).names == []
