"""From the features of a comparison to a calibrated probability."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "score_weights.json"
_THRESHOLD = "threshold_at_"

FEATURES = (
    "always",
    "sounds",
    "sounds_share",
    "sounds_loss",
    "word_sounds",
    "weight",
    "turned",
    "worst_word_share",
    "worst_word_loss",
    "doubtful_word",
    "uneven_words",
    "missing_words",
    "surplus_words",
    "words_unmet",
    "last_unmet",
    "query_met",
    "name_met",
    "other_first_consonant",
    "other_first_letter",
    "begins_with_the_other",
    "same_skeleton",
    "skeleton_likeness",
    "skeleton_lengths",
    "lengths",
    "letters_likeness",
    "start_likeness",
    "short",
    "script_letters_changed",
    "script_letters_likeness",
    "script_first_letter",
    "script_consonants_changed",
    "vectors",
    "letters",
)
"""What `normalizer.matching.likeness.evidence` measures of a pair, in this order."""

LETTERS_FEATURES = 2
"""How many of them, the last ones, need only what the letters say."""

LATIN_KIND, FULL = "latin", "full"
KINDS = ("cross", "han", "hangul", "kana", "cyrillic", LATIN_KIND, FULL, "same")
"""Pairs in two scripts, of them those in Latin letters and a script of `writing.WRITINGS`, both in
Latin letters, among these the full names of persons, both in one other script: a model each."""

USED = {
    "cross": ("always", "letters"),
    "han": ("always", "letters"),
    "hangul": ("always", "letters"),
    "kana": ("always", "letters"),
    "cyrillic": ("always", "letters"),
    "latin": (
        "always", "word_sounds", "sounds_share", "turned", "worst_word_share", "doubtful_word",
        "uneven_words", "missing_words", "surplus_words", "words_unmet", "query_met", "name_met",
        "begins_with_the_other", "short", "script_letters_changed", "script_letters_likeness",
        "script_first_letter", "script_consonants_changed", "vectors", "letters",
    ),
    FULL: (
        "always", "word_sounds", "sounds_share", "turned", "worst_word_share", "doubtful_word",
        "uneven_words", "missing_words", "surplus_words", "words_unmet", "last_unmet", "query_met",
        "name_met", "begins_with_the_other", "short", "script_letters_changed",
        "script_letters_likeness", "script_first_letter", "script_consonants_changed", "vectors",
        "letters",
    ),
    "same": tuple([name for name in FEATURES if name != "last_unmet"]),
}  # fmt: skip
"""What each model goes by: more than this fitted the training names better and others worse."""


@cache
def _models() -> tuple[dict[str, tuple[float, ...]], dict[str, float]]:
    """The weights by kind of pair, and what each script adds."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    weights = {
        kind: tuple([float(data["weights"][kind].get(name, 0.0)) for name in FEATURES])
        for kind in KINDS
    }
    return weights, {key: float(value) for key, value in data["scripts"].items()}


def threshold(kind: str, strictness: str = "1%") -> float:
    """Return the score above which a share of false accepts was seen.

    Args:
        kind: One of `KINDS`.
        strictness: One of `matching.names.listed.STRICTNESS`: of the queries whose true name
            was not listed, the share that some name among thousands still scored above it.

    Returns:
        A probability.

    Raises:
        KeyError: If the share is not one that was measured.
    """
    return _thresholds()[kind, strictness]


@cache
def _thresholds() -> dict[tuple[str, str], float]:
    """The thresholds by kind of pair and share of false accepts."""
    figures = json.loads(_DATA.read_text(encoding="utf-8"))["figures"]
    return {
        (kind, name.removeprefix(_THRESHOLD)): float(value)
        for kind, seen in figures.items()
        for name, value in seen.items()
        if name.startswith(_THRESHOLD)
    }


def log_odds(kind: str, script: str, features: Sequence[float]) -> float:
    """Return the logarithm of the odds that a pair is one name.

    Args:
        kind: One of `KINDS`.
        script: The script that is not Latin, for a pair in two scripts.
        features: Values in the order of `FEATURES`.

    Returns:
        A number; 0 is even odds.
    """
    weights, scripts = _models()
    total = sum(map(float.__mul__, weights[kind], features))
    return total + scripts.get(script, 0.0) if kind == "cross" else total


@cache
def is_judged_by_letters(kind: str) -> bool:
    """Tell whether a model goes by what the letters say, so that no words need to be aligned."""
    return set(USED[kind]) <= {FEATURES[0], *FEATURES[-LETTERS_FEATURES:]}


def letters_log_odds(kind: str, script: str, letters: Sequence[float]) -> float:
    """Return what `log_odds` does for a kind that is judged by letters alone.

    Args:
        kind: One of `KINDS` for which `is_judged_by_letters`.
        script: The script that is not Latin, for a pair in two scripts.
        letters: Values of the last features.

    Returns:
        A number; 0 is even odds.
    """
    return log_odds(kind, script, letters_alone(letters))


def letters_alone(letters: Sequence[float]) -> tuple[float, ...]:
    """Return `FEATURES` of which only what the letters say was measured.

    Args:
        letters: Values of the last features.
    """
    nothing = (0.0,) * (len(FEATURES) - 1 - LETTERS_FEATURES)
    return (1.0, *nothing, *letters)


def probability(odds: float) -> float:
    """Return the probability for a logarithm of odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
