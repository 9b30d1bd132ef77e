"""Fit the logistic models of the score, and calibrate them for «the best of a gazetteer»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness.score import FEATURES, FULL, KINDS, USED

_EPOCHS = 250
_RATE = 0.03
_SHRINK = 2e-4
_MADE, _MADE_CROSS = 0.5, 0.15
"""Share of the queries beside which made-up look-alikes stand, in one script and in two."""
_MADE_FULL = 0.05
"""The same for full names, of which most look-alikes are doubted whatever their score."""
_ONE_SCRIPT = ("latin", "same")
_ABSENT = 0.5
"""Share of queries taken to mean something that is not listed."""


class Group(NamedTuple):
    """A query with its compared candidates.

    Attributes:
        language: What the query counts with, so that languages weigh alike.
        kind: Which model judges it.
        script: Its script that is not Latin.
        features: A row a candidate: the true name, then listed look-alikes, then made-up ones.
        listed: How many look-alikes are listed ones.
        objected: Of which candidates something is known that halves the score; None: of none.
    """

    language: str
    kind: str
    script: str
    features: Numbers
    listed: int
    objected: Numbers | None = None


class Fitted(NamedTuple):
    """Weights by kind of pair, and what each script adds in pairs of two scripts."""

    weights: dict[str, list[float]]
    scripts: dict[str, float]


def fit(
    groups: list[Group], seed: int, report: Callable[[str], None]
) -> tuple[Fitted, dict[str, Any]]:
    """Fit the models.

    Args:
        groups: Compared queries.
        seed: For which made-up look-alikes are set beside which query.
        report: Called with lines of progress.

    Returns:
        The weights, and the figures seen on the training queries, of the kinds that have queries.
    """
    weights: dict[str, list[float]] = {}
    scripts: dict[str, float] = {}
    figures: dict[str, Any] = {}
    for kind in KINDS:
        chosen = [group for group in groups if group.kind == kind]
        if not chosen:
            continue
        names = sorted({group.script for group in chosen}) if kind == "cross" else []
        values, extra = _fit_kind(chosen, names, np.random.default_rng(seed))
        slope, shift, seen = _calibrate(chosen, names, values, extra)
        values = values * slope
        values[0] += shift
        weights[kind] = [round(float(value), 4) for value in values]
        for name, value in zip(names, extra, strict=False):
            scripts[name] = round(float(value * slope), 3)
        figures[kind] = {"queries": len(chosen), **seen}
        report(f"{kind}: {figures[kind]}")
    return Fitted(weights, scripts), figures


def fit_apart(
    groups: list[Group], others: list[Group], seed: int
) -> tuple[list[float], dict[str, Any]]:
    """Fit the model of one kind to some queries, and calibrate it on others.

    What is known against a match halves its score, as for whoever resolves, so such candidates
    tell nothing of weights, slope and shift, and count halved for the thresholds.

    Args:
        groups: Compared queries of one kind, with what is known against their candidates.
        others: Others of that kind.
        seed: For which made-up look-alikes are set beside which query.

    Returns:
        The weights, and the figures seen on the other queries.
    """
    values, extra = _fit_kind(_unobjected(groups), [], np.random.default_rng(seed))
    slope, shift, _ = _calibrate(_unobjected(others), [], values, extra)
    values = values * slope
    values[0] += shift
    weights = [round(float(value), 4) for value in values]
    return weights, {"queries": len(others), **_seen(others, np.array(weights))}


def _unobjected(groups: list[Group]) -> list[Group]:
    """Return queries whose true name nothing is known against, with such candidates alone."""
    found = []
    for group in groups:
        if group.objected is not None and not group.objected[0]:
            kept = ~group.objected
            listed = int(kept[1 : 1 + group.listed].sum())
            found.append(group._replace(features=group.features[kept], listed=listed))
    return found


def _seen(groups: list[Group], weights: Numbers) -> dict[str, Any]:
    """Return rank-1, recall and thresholds, with what is known against matches."""
    features, owner, _, first = _stack(groups, [])
    chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
    objected = np.concatenate([group.objected for group in groups if group.objected is not None])
    chance[objected & (chance >= 0.5)] /= 2
    chance[_made_up(groups)] = 0.0
    best_all, best_other = np.zeros(len(groups)), np.zeros(len(groups))
    np.maximum.at(best_all, owner, chance)
    np.maximum.at(best_other, owner[~first], chance[~first])
    right = chance[first] >= best_all
    figures: dict[str, Any] = {"rank_1": round(float(right.mean()), 4)}
    for level in (0.05, 0.01, 0.001):
        threshold = float(np.quantile(best_other, 1 - level))
        accepted = right & (best_all > threshold)
        figures[f"recall_at_{level * 100:g}%"] = round(float(accepted.mean()), 4)
        figures[f"threshold_at_{level * 100:g}%"] = round(threshold, 5)
    return figures


def _stack(groups: list[Group], names: list[str]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Features, group, script and «is true» of all candidates."""
    features = np.concatenate([group.features for group in groups])
    sizes = [len(group.features) for group in groups]
    owner = np.repeat(np.arange(len(groups)), sizes)
    script = np.array([names.index(group.script) if names else 0 for group in groups])[owner]
    first = np.zeros(len(features), dtype=bool)
    first[np.cumsum([0, *sizes[:-1]])] = True
    return features, owner, script, first


def _shares(groups: list[Group]) -> Numbers:
    """What each group counts: languages weigh alike, up to a point."""
    counts = Counter(group.language for group in groups)
    shares = np.array([counts[group.language] ** -0.7 for group in groups])
    total: Numbers = shares / shares.sum()
    return total


def _fit_kind(
    groups: list[Group], names: list[str], rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Fit one model: the true name, a look-alike, or «none», in groups with and without truth."""
    features, owner, script, first = _stack(groups, names)
    spread = features.std(axis=0) + 1e-6
    spread[0] = 1.0
    scaled = features / spread
    shares = _shares(groups)
    made = _made_up(groups)
    kind = groups[0].kind if groups else KINDS[0]
    made_share = _MADE if kind in _ONE_SCRIPT else _MADE_CROSS
    if kind == FULL:
        made_share = _MADE_FULL
    scaled *= [name in USED[kind] for name in FEATURES]
    weights = np.zeros(len(FEATURES))
    extra = np.zeros(max(1, len(names)))
    moments = [np.zeros_like(weights), np.zeros_like(weights)]
    extra_moments = [np.zeros_like(extra), np.zeros_like(extra)]
    for epoch in range(1, _EPOCHS + 1):
        absent = rng.random(len(groups)) < _ABSENT
        used = ~(first & absent[owner])
        # Made-up look-alikes stand in few gazetteers: not beside every query.
        used &= ~made | (rng.random(len(groups)) < made_share)[owner]
        odds = scaled @ weights + extra[script]
        ratio = np.where(used, np.exp(np.clip(odds, -40, 40)), 0.0)
        total = np.bincount(owner, ratio, minlength=len(groups)) + 1.0
        slope = ratio / total[owner]
        slope[first & ~absent[owner]] -= 1.0
        slope *= shares[owner]
        slope[~used] = 0.0
        pull = scaled.T @ slope + _SHRINK * weights
        extra_pull = np.bincount(script, slope, minlength=len(extra)) + 10 * _SHRINK * extra
        _adam(weights, pull, moments, epoch)
        if names:
            _adam(extra, extra_pull, extra_moments, epoch)
    return weights / spread, extra if names else np.zeros(1)


def _adam(values: Numbers, pull: Numbers, moments: list[Numbers], count: int) -> None:
    """One step of Adam, in place."""
    moments[0] += 0.1 * (pull - moments[0])
    moments[1] += 0.01 * (pull * pull - moments[1])
    mean, square = moments[0] / (1 - 0.9**count), moments[1] / (1 - 0.99**count)
    values -= _RATE * (1 - 0.9 * count / _EPOCHS) * 5 * mean / (np.sqrt(square) + 1e-9)


def _made_up(groups: list[Group]) -> Numbers:
    """Which candidates are made-up look-alikes."""
    made: Numbers = np.concatenate(
        [np.arange(len(group.features)) > group.listed for group in groups]
    )
    return made


def _calibrate(
    groups: list[Group], names: list[str], weights: Numbers, extra: Numbers
) -> tuple[float, float, dict[str, Any]]:
    """Fit slope and shift of the best candidate's odds to how often it is right.

    Source: J. Platt (1999), with the true name listed for half of the queries.
    """
    features, owner, script, first = _stack(groups, names)
    odds = features @ weights + extra[script]
    odds[_made_up(groups)] = -np.inf
    count = len(groups)
    best_all = np.full(count, -np.inf)
    best_other = np.full(count, -np.inf)
    np.maximum.at(best_all, owner, odds)
    np.maximum.at(best_other, owner[~first], odds[~first])
    right = odds[first] >= best_all
    shares = _shares(groups)
    value = np.concatenate([best_all, best_other])
    label = np.concatenate([right, np.zeros(count, dtype=bool)]).astype(float)
    share = np.concatenate([shares, shares]) / 2
    known = np.isfinite(value)
    value, label, share = value[known], label[known], share[known]
    slope, shift = 1.0, 0.0
    for _ in range(60):  # Newton's method
        chance = 1 / (1 + np.exp(-np.clip(slope * value + shift, -40, 40)))
        pull = share * (chance - label)
        curve = share * chance * (1 - chance) + 1e-9
        gradient = np.array([pull @ value, pull.sum()])
        matrix = np.array([[curve @ (value * value), curve @ value], [curve @ value, curve.sum()]])
        move = np.linalg.solve(matrix + 1e-9 * np.eye(2), gradient)
        slope, shift = slope - float(move[0]), shift - float(move[1])
    figures: dict[str, Any] = {"rank_1": round(float(right @ shares), 4)}
    for level in (0.05, 0.01, 0.001):
        threshold = float(np.quantile(best_other[np.isfinite(best_other)], 1 - level))
        accepted = right & (best_all > threshold)
        chance = 1 / (1 + np.exp(-(slope * threshold + shift)))
        figures[f"recall_at_{level * 100:g}%"] = round(float(accepted @ shares), 4)
        figures[f"threshold_at_{level * 100:g}%"] = round(float(chance), 5)
    return slope, shift, figures
