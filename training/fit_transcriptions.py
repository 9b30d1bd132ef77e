"""Learn what the units of scripts stand for in names, and how much that counts.

    python -m training.fit_transcriptions ../shared/data/names

reads train.tsv.gz and writes a table ``transcriptions_….tsv`` for each of `writing.WRITINGS` and
``transcription_weights.json`` into normalizer/matching/likeness/data. Then
`training.fit_score --score-only` fits the score to them. Same data, same files, in some minutes.

Which letters belong to which unit is learned by expectation maximisation over all ways to cut
the letters of a name into parts, one a unit. The weights are those by which the true one of
the forms that are proposed for a name stands out, or none where it is not listed; they are fitted
on names that neither the encoder nor the table has seen.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.likeness import transcription, writing
from normalizer.matching.likeness.proposals import Proposals
from normalizer.matching.likeness.transcription import BY_LENGTH, LETTER, LONGEST_PART, SILENT
from normalizer.matching.likeness.writing import FEATURES, WRITINGS, Writing
from normalizer.spelling.fold import fold
from normalizer.spelling.romanise import romanise
from normalizer.spelling.script import script_of
from training.encoder_data import kept_out
from training.fit_score import proposals_over
from training.names import Pair, read_pairs


class _Learned(NamedTuple):
    """What a table is learned from.

    Attributes:
        languages: Whose names.
        units: How many units a name has at most.
        part: How many letters a unit stands for at most.
        separator: What stands between the words of a full name.
    """

    languages: tuple[str, ...]
    units: int
    part: int
    separator: str


_LEARNED = {
    "han": _Learned(("zh",), 8, LONGEST_PART, "·"),
    "hangul": _Learned(("ko",), 10, LONGEST_PART, " "),
    "kana": _Learned(("ja",), 12, 5, "・"),
    "cyrillic": _Learned(("ru", "uk", "bg"), 14, 4, " "),
}
_ROUNDS, _PRIOR, _LEAST = 8, 3.0, 0.5
"""Rounds of learning; how often all characters' letters are taken to have been seen with each; and
the least count that is kept."""
_MOST_LETTERS = 20
_TOGETHER = 4000
_SLOPE, _SHIFT = 0.7461, -8.0429
"""The logarithm of odds by a likeness, about as the score fits it for other pairs of scripts."""
_SIZE, _PROPOSED, _SEED = 2000, 24, 5
_FULL = 600
"""Made-up names of two words a gazetteer, beside as many names."""
_TINY = 1e-30
_STEPS, _SHRINK, _FARTHEST = 60, 0.01, 3.0
"""Steps towards the best weights; how much smaller ones are liked better; and by how much a step
may change the logarithm of any odds."""


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class _Cut(NamedTuple):
    """Names of so many units and letters, and which counts their parts go to.

    Attributes:
        counts: By name, unit, place and number of letters, a number of a count.
        there: Where there are so many letters.
    """

    counts: Numbers
    there: Numbers


def table(pairs: list[Pair], kind: Writing, learned: _Learned) -> Iterator[str]:
    """Yield lines: a unit, and the letters it stands for with how often it does."""
    sized: dict[tuple[int, int], list[tuple[Sequence[str], str]]] = defaultdict(list)
    for pair in pairs:
        text, name = fold(pair.query), romanise(pair.name)
        units = kind.cut(text)
        if " " not in text + name and len(units) <= learned.units and len(name) <= _MOST_LETTERS:
            sized[len(units), len(name)].append((units, name))
    known = sorted({unit for some in sized.values() for units, _ in some for unit in units})
    numbers = {unit: at for at, unit in enumerate(known)}
    keys = []
    most = transcription.BASE**LONGEST_PART
    for (_, size), some in sorted(sized.items()):
        rows = np.array([[transcription.code_of(c) for c in name] for _, name in some], np.int64)
        codes = transcription.substrings(rows.reshape(-1, size), learned.part)
        owners = np.array([[numbers[unit] for unit in units] for units, _ in some])
        found = owners[:, :, None, None] * most + codes[:, None]
        keys.append(np.where(codes[:, None] < 0, -1, found))
    different = np.unique(np.concatenate([np.unique(found) for found in keys]))
    cuts = [_Cut(np.searchsorted(different, found).astype(np.int32), found >= 0) for found in keys]
    counts = _counted(cuts, different // most, different % most)
    kept = np.flatnonzero((np.rint(counts) > _LEAST) & (different >= 0))
    lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at in kept[np.lexsort((kept, -counts[kept]))].tolist():
        owner, code = divmod(int(different[at]), most)
        count = round(float(counts[at]))
        part = transcription.letters_of(code) or SILENT
        lines[known[owner]].append((count, part))
    for unit, parts in sorted(lines.items()):
        yield f"{unit}\t{' '.join(f'{part}:{count}' for count, part in parts)}"


def _counted(cuts: list[_Cut], owners: Numbers, codes: Numbers) -> Numbers:
    """Count how often each unit stands for which letters."""
    different, part = np.unique(codes, return_inverse=True)
    sizes = np.array([len(transcription.letters_of(int(code))) for code in different])
    unseen = np.array(BY_LENGTH)[sizes] * LETTER**sizes
    chances = unseen[part]
    counts = np.zeros(len(owners))
    for number in range(_ROUNDS):
        counts[:] = 0.0
        total = 0.0
        for cut in cuts:
            for first in range(0, len(cut.counts), _TOGETHER):
                some = cut.counts[first : first + _TOGETHER]
                there = cut.there[first : first + _TOGETHER]
                likely, shares = _ways(np.where(there, chances[some], 0.0))
                total += float(np.log(likely).sum())
                counts += np.bincount(some.ravel(), shares.ravel(), len(counts))
        of_part = np.bincount(part, counts)
        alone = 0.5 * of_part / of_part.sum() + 0.5 * unseen
        of_owner = np.bincount(np.maximum(owners, 0), counts)[np.maximum(owners, 0)]
        chances = (counts + _PRIOR * alone[part]) / (of_owner + _PRIOR)
        _say(f"round {number}: {total:.0f}")
    return counts


def _ways(chances: Numbers) -> tuple[Numbers, Numbers]:
    """Add up all ways to cut names.

    Args:
        chances: By name, unit, place and number of letters, that it stands for them.

    Returns:
        The probability of each name, and the share of its ways that go through each part.
    """
    count, units, width, sizes = chances.shape
    steps = range(min(sizes, width))
    ahead = np.zeros((units + 1, count, width))
    ahead[0, :, 0] = 1.0
    for at in range(units):
        for size in steps:
            end = width - size
            ahead[at + 1, :, size:] += ahead[at, :, :end] * chances[:, at, :end, size]
    behind = np.zeros((count, width))
    behind[:, -1] = 1.0
    shares = np.zeros_like(chances)
    for at in reversed(range(units)):
        left = np.zeros_like(behind)
        for size in steps:
            end = width - size
            way = chances[:, at, :end, size] * behind[:, size:]
            shares[:, at, :end, size] = ahead[at, :, :end] * way
            left[:, :end] += way
        behind = left
    likely = np.maximum(ahead[-1, :, -1], 1e-300)
    return likely, shares / likely[:, None, None, None]


class _Asked(NamedTuple):
    """What was proposed for names: features by form, the name each is for, which are right."""

    features: Numbers
    owners: Numbers
    right: Numbers


def asked(pairs: list[Pair], kind: Writing, separator: str) -> _Asked:
    """Ask gazetteers for names; the weights must be those of letters and vectors alone.

    Args:
        pairs: Names in one script.
        kind: How they are written.
        separator: What stands between two words.
    """
    truth: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        truth[pair.query].add(pair.name.casefold())
    rng = random.Random(_SEED)
    kept = [pair for pair in pairs if kept_out(pair.name) and script_of(pair.query) == kind.script]
    rng.shuffle(kept)
    rows: list[tuple[float, ...]] = []
    owners: list[int] = []
    right: list[bool] = []
    owner = 0
    for first in range(0, len(kept), _SIZE):
        some = kept[first : first + _SIZE]
        shared = some[: len(some) // 10]
        full = [_joined(rng.choice(shared), rng.choice(some), separator, rng) for _ in range(_FULL)]
        for listed in (some, full):
            for pair in full if listed is full else ():
                truth[pair.query].add(pair.name.casefold())
            names = sorted({pair.name for pair in listed})
            queries = sorted({pair.query for pair in listed})
            proposed = _proposed(proposals_over(names), names, queries, kind)
            for query, found in proposed:
                for name, values in found:
                    rows.append(values)
                    owners.append(owner)
                    right.append(name.casefold() in truth[query])
                owner += bool(found)
        _say(f"{owner} names asked")
    return _Asked(np.array(rows), np.array(owners), np.array(right))


def _joined(one: Pair, other: Pair, separator: str, rng: random.Random) -> Pair:
    """Make up a full name; on one side the last word now and then comes first."""
    first, last = (one, other) if rng.random() < 0.5 else (other, one)
    name = f"{first.name} {last.name}" if rng.random() < 0.8 else f"{last.name} {first.name}"
    return Pair(one.language, f"{first.query}{separator}{last.query}", name)


def _proposed(
    proposals: Proposals, names: list[str], queries: list[str], kind: Writing
) -> Iterator[tuple[str, list[tuple[str, tuple[float, ...]]]]]:
    """Yield queries with the forms proposed for them, and what is measured of each."""
    found = proposals.propose(queries, _PROPOSED, thorough=True)
    pairs = [
        (query, names[it.number]) for query, some in zip(queries, found, strict=True) for it in some
    ]
    written = iter(writing.transcriptions(kind.kind).written(pairs))
    for query, some in zip(queries, found, strict=True):
        measured = []
        for it in some:
            judged = next(written)
            if judged is not None:
                values = (1.0, it.nearness.odds, it.nearness.cosine, *judged)
                measured.append((names[it.number], values))
        yield query, measured


def weights(found: _Asked, unused: str) -> Numbers:
    """Return the weights by which a right form stands out, or none where it is not there.

    Source: D. McFadden, Conditional Logit Analysis (1974), solved by Newton's method. Each name
    counts twice: with its right form, and without.
    """
    counted = [name != unused for name in FEATURES]
    values, right = found.features[:, counted], found.right.astype(float)
    sizes = np.bincount(found.owners)
    starts = np.cumsum(sizes) - sizes
    best = np.zeros(values.shape[1])
    for _ in range(_STEPS):
        odds = np.exp(values @ best)
        pull = _SHRINK * best
        curve = _SHRINK * np.eye(len(best))
        for used in (np.ones(len(right)), 1.0 - right):
            chances = odds * used
            chances /= (1.0 + np.add.reduceat(chances, starts))[found.owners]
            mean = np.add.reduceat(values * chances[:, None], starts)
            # Of several right forms each is meant by so much as it is likely.
            meant = odds * right * used
            meant /= np.maximum(np.add.reduceat(meant, starts), 1e-30)[found.owners]
            pull += values.T @ (chances - meant)
            curve += (values * chances[:, None]).T @ values - mean.T @ mean
        move = np.linalg.solve(curve, pull)
        best -= move * min(1.0, _FARTHEST / max(_TINY, float(np.abs(values @ move).max())))
    weighed = np.zeros(len(FEATURES))
    weighed[counted] = best
    return weighed


def on_the_scale_of_others(fitted: Numbers) -> dict[str, float]:
    """Return weights of `Nearness.likeness` instead of the logarithm of odds."""
    scaled = fitted / _SLOPE
    scaled[0] -= _SHIFT / _SLOPE
    return dict(zip(FEATURES, [round(float(value), 4) for value in scaled], strict=True))


def _write_weights(kind: str, values: dict[str, float], names: int) -> None:
    """Write the weights of one kind among those of the others."""
    document = json.loads(writing.WEIGHTS.read_text(encoding="utf-8"))
    document[kind] = {"names": names, "weights": values}
    text = json.dumps(document, indent=1)
    writing.WEIGHTS.write_text(text + "\n", encoding="utf-8")
    writing.forget()


def learn(pairs: dict[str, list[Pair]], kind: Writing) -> None:
    """Learn the table of a script and fit its weights."""
    learned = _LEARNED[kind.kind]
    some = list(dict.fromkeys(pair for language in learned.languages for pair in pairs[language]))
    lines = table([pair for pair in some if not kept_out(pair.name)], kind, learned)
    path = writing.WEIGHTS.with_name(kind.table)
    path.write_text("\n".join([*_HEAD, *lines]) + "\n", encoding="utf-8")
    alone = dict.fromkeys(FEATURES, 0.0) | {"letters": 1.0, "vectors": 12.0}
    _write_weights(kind.kind, alone, 0)
    found = asked(some, kind, learned.separator)
    fitted = on_the_scale_of_others(weights(found, kind.unused))
    _say(f"{kind.kind}: {fitted}")
    _write_weights(kind.kind, fitted, int(found.owners[-1]) + 1)


def main() -> None:
    """Learn the tables and fit the weights."""
    parser = argparse.ArgumentParser("training.fit_transcriptions")
    parser.add_argument("data", type=Path, help="folder with train.tsv.gz")
    every = [kind.kind for kind in WRITINGS]
    parser.add_argument("--kinds", nargs="*", choices=every, default=every, help="only these")
    options = parser.parse_args()
    pairs = read_pairs(options.data)
    for kind in WRITINGS:
        if kind.kind in options.kinds:
            learn(pairs, kind)


_HEAD = (
    "# What the units of a script stand for in names, and how often they do so in the pairs of",
    "# names that it was learned from; units as folded, - where one stands for no letter.",
    "# Columns: unit, letters with counts. Made by python -m training.fit_transcriptions.",
)

if __name__ == "__main__":
    main()
