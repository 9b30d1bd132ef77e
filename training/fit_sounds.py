"""Fit the values of meeting sounds (matching/likeness/data/sound_scores.npz) from name pairs.

Each query is set against its true name, the look-alikes the candidate search finds, and «none of
them»; in a part of the steps the true name is left out and «none» is right. The values are
ascended by Adam on the logarithm of the right answer's share, along each pair's best alignment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness import align
from normalizer.matching.likeness.sounds import GAP, SPACE, sound_names

WIDTH = 26
BATCH = 96
NEGATIVES = 10
LEFT_OUT = 0.35
"""Share of the steps' queries whose true name is left out."""


@dataclass
class Queries:
    """Queries and, for each, names to tell apart.

    Attributes:
        scripts: The table that compares the query with names, by query.
        sounds: The query's sounds, padded, by query.
        names: All names' sounds, padded.
        right: The number of the true name, by query.
        wrong: Numbers of look-alikes, by query; -1 where there are fewer.
        weights: What a query counts.
    """

    scripts: Numbers
    sounds: Numbers
    names: Numbers
    right: Numbers
    wrong: Numbers
    weights: Numbers


def padded(sounds: list[bytes]) -> Numbers:
    """Return sounds as rows of `WIDTH` codes."""
    fill = bytes([align.padding()])
    joined = b"".join([line[:WIDTH].ljust(WIDTH, fill) for line in sounds])
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(sounds), WIDTH)


def start() -> Numbers:
    """Return the values learning begins with: like meets like, vowels come and go."""
    names = sound_names()
    size = len(names)
    vowels = [all(letter in "aeiouy" for letter in name) and bool(name) for name in names]
    values = np.full((size, size), -2.5, dtype=np.float32)
    for one in range(size):
        for other in range(size):
            if vowels[one] and vowels[other]:
                values[one, other] = 0.0
        values[one, one] = 0.8 if vowels[one] else 1.5
        values[one, GAP] = values[GAP, one] = -0.6 if vowels[one] else -1.8
    values[SPACE, SPACE] = 0.5
    values[SPACE, GAP] = values[GAP, SPACE] = -1.0
    values[GAP, GAP] = 0.0
    return values


def first_values() -> Numbers:
    """Return `start` for all scripts and places."""
    return np.tile(start(), (len(align.SCRIPTS), 3, 1, 1))


def best_paths(
    table: Numbers, queries: Numbers, names: Numbers, numbers: Numbers
) -> tuple[Numbers, list[Numbers]]:
    """Return the value of each pair's best alignment, and its steps as places in the table.

    Args:
        table: As `align.expand` gives it.
        queries: Padded sounds, one row a pair.
        names: Padded sounds, one row a pair.
        numbers: Which table, by pair.

    Returns:
        Values, and for each step of the alignments one flat index a pair.
    """
    size = table.shape[1]
    flat = table.reshape(-1)
    base = numbers.astype(np.int64) * (size * size)
    cells = base[:, None] + names
    count, width = names.shape
    height = queries.shape[1]
    best = np.zeros((height + 1, count, width + 1), dtype=np.float32)
    inserted = flat[cells]
    met_all = np.empty((height, count, width), dtype=np.float32)
    rows = queries.astype(np.int64) * size
    for at in range(height):
        met = flat[cells + rows[:, at, None]] - inserted + best[at, :, :-1]
        met_all[at] = met
        line = best[at] + flat[base + rows[:, at]][:, None]
        np.maximum(line[:, 1:], met, out=line[:, 1:])
        np.maximum.accumulate(line, axis=1, out=best[at + 1])
    values = best[-1, :, -1] + inserted.sum(axis=1)
    steps = []
    i = np.full(count, height)
    j = np.full(count, width)
    everyone = np.arange(count)
    while (i + j).any():
        here = best[i, everyone, j]
        left = (j > 0) & (best[i, everyone, j - 1] == here)
        left |= i == 0
        diagonal = ~left & (j > 0) & (met_all[i - 1, everyone, j - 1] == here)
        up = ~left & ~diagonal
        query = np.where(left, GAP, queries[everyone, i - 1])
        name = np.where(up, GAP, names[everyone, j - 1])
        done = (i == 0) & (j == 0)
        query = np.where(done, GAP, query)
        name = np.where(done, GAP, name)
        steps.append(base + query.astype(np.int64) * size + name)
        i = np.where(left | done, i, i - 1)
        j = np.where(up | done, j, j - 1)
    return values, steps


class _Adam:
    """Adam (D. Kingma and J. Ba, 2015) for one array."""

    def __init__(self, value: Numbers) -> None:
        self.value = value
        self._mean = np.zeros_like(value)
        self._square = np.zeros_like(value)
        self._count = 0

    def step(self, gradient: Numbers, rate: float) -> None:
        self._count += 1
        self._mean += 0.1 * (gradient - self._mean)
        self._square += 0.002 * (gradient * gradient - self._square)
        mean = self._mean / (1 - 0.9**self._count)
        square = self._square / (1 - 0.998**self._count)
        self.value -= rate * mean / (np.sqrt(square) + 1e-7)


def fit(  # noqa: PLR0915 - one loop, read from top to bottom
    data: Queries, steps: int, seed: int = 1, report: Callable[[str], None] = print
) -> Numbers:
    """Fit the tables.

    Args:
        data: Queries with their names.
        steps: How many batches to learn from.
        seed: For the order of queries and the choice of look-alikes.
        report: Called with a line of progress now and then.

    Returns:
        Values as ``[script, place, sound of the script, sound of the Latin spelling]``.
    """
    rng = np.random.default_rng(seed)
    scripts, size = len(align.SCRIPTS), len(sound_names())
    origin = start()
    shared = _Adam(np.repeat(origin[None], 3, axis=0))
    own = _Adam(np.zeros((scripts, 3, size, size), dtype=np.float32))
    bias = _Adam(np.full(scripts, -6.0, dtype=np.float32))
    share = data.weights / data.weights.sum()
    order = rng.choice(len(share), size=steps * BATCH, p=share)
    losses: list[float] = []
    for step in range(steps):
        chosen = order[step * BATCH : (step + 1) * BATCH]
        picks = rng.permuted(np.tile(np.arange(data.wrong.shape[1]), (BATCH, 1)), axis=1)
        wrong = np.take_along_axis(data.wrong[chosen], picks[:, :NEGATIVES], axis=1)
        names = np.concatenate([data.right[chosen, None], wrong], axis=1)
        there = names >= 0
        out = rng.random(BATCH) < LEFT_OUT
        there[:, 0] &= ~out
        table = align.expand(shared.value[None] + own.value)
        pair, column = np.nonzero(there)
        numbers = data.scripts[chosen][pair]
        values, paths = best_paths(
            table, data.sounds[chosen][pair], data.names[names[pair, column]], numbers
        )
        logits = np.full((BATCH, names.shape[1] + 1), -1e9, dtype=np.float64)
        logits[:, -1] = 0
        logits[pair, column] = values + bias.value[numbers % scripts]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        target = np.where(out, names.shape[1], 0)
        hit = shares[np.arange(BATCH), target]
        losses.append(float(-np.log(hit + 1e-9).mean()))
        slope = shares
        slope[np.arange(BATCH), target] -= 1
        # A pair that can be no pair at all (misaligned data) pulls no more than a doubtful one.
        slope *= np.where(hit < 0.02, 0.1, 1.0)[:, None]
        pulls = slope[pair, column] / BATCH
        places = np.concatenate(paths)
        slopes = np.bincount(places, np.tile(pulls, len(paths)), minlength=table.size)
        each = align.gather(slopes.reshape(table.shape), scripts, size)
        each[1] = (each[1] + each[1].transpose(0, 2, 1)) / 2  # Latin with Latin has no direction
        each[:, :, GAP, GAP] = 0
        rate = 0.03 * (0.5 + 0.5 * np.cos(np.pi * step / steps)) + 0.0005
        shared.step(each.sum(axis=0).astype(np.float32), rate)
        own.step(each.astype(np.float32), rate)
        # What a script shows seldom stays near what all scripts show, and that near the start.
        shared.value += rate * 0.002 * (origin - shared.value)
        own.value *= 1 - rate * 0.02
        own.value[0] = 0
        own.value[1] = (own.value[1] + own.value[1].transpose(0, 2, 1)) / 2
        bias.step(np.bincount(numbers % scripts, pulls, minlength=scripts).astype(np.float32), rate)
        if (step + 1) % 250 == 0:
            report(f"step {step + 1}: loss {np.mean(losses[-250:]):.3f}")
    values = shared.value[None] + own.value
    values[0] = (values[0] + values[0].transpose(0, 2, 1)) / 2
    # The threshold belongs to the score; folding it in here would tie it to a name's length.
    report(
        "bias " + " ".join(f"{s}:{b:.1f}" for s, b in zip(align.SCRIPTS, bias.value, strict=True))
    )
    return values.astype(np.float32)
