"""Fit the weights of slips of the pen (`normalizer.matching.likeness.slips`).

    python -m training.fit_slips ../shared/data/names

Gazetteers of real names, one a language and number of words, are asked for made slips of their
names and for names that are not in them. What the search finds for the second are look-alikes. The
thresholds are those at which a share of the second would be accepted, languages weighing alike.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from normalizer.matching.likeness import slip_index, slips
from normalizer.matching.likeness.slip_table import SlipTable
from normalizer.matching.likeness.views import Spelling
from training.names import Pair, read_pairs

Numbers = npt.NDArray[Any]

_DATA = Path(__file__).parent.parent / "normalizer" / "matching" / "likeness" / "data"
_OUT = _DATA / "slip_weights.json"
_SEED = 7
_LANGUAGES = ("ar", "bg", "el", "fa", "he", "hy", "ka", "ru", "uk")
_LATIN = "latin"
_LISTED, _ASKED, _FEWEST = 60_000, 3000, 300
_ROUNDS = 60
_SHRINK = 1e-4
_LEVELS = (0.001, 0.01, 0.05)
_KEYBOARDS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
    "ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ", "ضصثقفغعهخحجچ", "شسيبلاتنمكگ", "ظطزرذدئو",
    "קראטוןםפ", "שדגכעיחלךף", "זסבהנמצת",
)  # fmt: skip
_ARTICLES = {_LATIN: ("al-", "el-", "Al ", "de ", "the "), "ar": ("ال",)}


class Asked(NamedTuple):
    """What the search found for one name.

    Attributes:
        group: The gazetteer it was asked of, and whether the name is listed there.
        features: A row a form.
        right: Which forms are of the name.
    """

    group: tuple[str, int, bool]
    features: Numbers
    right: Numbers


def slipped(name: str, neighbours: dict[str, str], rng: random.Random) -> str:
    """Return a name with one slip of the pen, or now and then two."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        places = [at for at, char in enumerate(name) if char.isalpha()]
        if len(places) < 2:
            return name
        at = rng.choice(places)
        before, char, after = name[:at], name[at], name[at + 1 :]
        near = rng.choice(neighbours.get(char.lower()) or char)
        name = before + rng.choice(
            (after, after, after[:1] + char + after[1:], char + char + after, near + after,
             char + near + after)
        )  # fmt: skip
    return name


def neighbours_on_keyboards() -> dict[str, str]:
    """Return the letters beside each letter."""
    return {
        char: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
        for row in _KEYBOARDS
        for at, char in enumerate(row)
    }


def with_article(name: str, language: str, rng: random.Random) -> str:
    """Return a name with an article before its last word."""
    *words, last = name.split()
    return " ".join([*words, rng.choice(_ARTICLES[language]) + last])


def pools(pairs: dict[str, list[Pair]]) -> dict[tuple[str, int], list[str]]:
    """Return the names by language and number of words: one, or two and more."""
    found: dict[tuple[str, int], set[str]] = {}
    for language in _LANGUAGES:
        for pair in pairs.get(language, ()):
            for label, name in ((language, pair.query), (_LATIN, pair.name)):
                found.setdefault((label, min(2, len(name.split()))), set()).add(name)
    return {key: sorted(names) for key, names in sorted(found.items()) if len(names) > _FEWEST}


def ask(
    key: tuple[str, int], names: dict[tuple[str, int], list[str]], rng: random.Random
) -> list[Asked]:
    """Ask a gazetteer of one language for slips of its names and for names not in it."""
    language, count = key
    pool = rng.sample(names[key], len(names[key]))
    listed = pool[: min(len(pool) * 3 // 4, _LISTED)]
    own = len(listed)
    other = names.get((language, 3 - count), [])
    listed += rng.sample(other, min(len(other), own))
    sections = SlipTable.of(map(Spelling, listed)).sections()
    index = slip_index.SlipIndex(lambda label: memoryview(sections[label]))
    keyboard = neighbours_on_keyboards()
    queries = [(slipped(name, keyboard, rng), at) for at, name in enumerate(listed[:_ASKED])]
    if language in _ARTICLES:
        some = listed[: _ASKED // 5]
        queries += [(with_article(name, language, rng), at) for at, name in enumerate(some)]
    queries += [(name, -1) for name in pool[own : own + _ASKED]]
    spellings = [Spelling(text) for text, _ in queries]
    asked = []
    for (_, truth), query, found in zip(queries, spellings, index.search(spellings), strict=True):
        truly = Spelling(listed[truth]).folded if truth >= 0 else None
        near = [(it, Spelling(listed[it.number]).folded) for it in found]
        if any(folded == query.folded for _, folded in near):
            continue  # listed all the same
        features = [slips.measured(it.query, it.name, it.known, it.script) for it, _ in near]
        asked.append(
            Asked(
                (language, count, truth >= 0),
                np.array(features).reshape(len(near), len(slips.FEATURES)),
                np.array([folded == truly for _, folded in near], dtype=bool),
            )
        )
    return asked


def fit(asked: Sequence[Asked]) -> tuple[Numbers, Numbers]:
    """Fit a logistic model by Newton's method.

    Args:
        asked: What was found for each name.

    Returns:
        The weights, and what each name counts.
    """
    counts = Counter(it.group for it in asked)
    shares = np.array([1.0 / counts[it.group] for it in asked])
    shares /= shares.sum()
    features = np.concatenate([it.features for it in asked])
    right = np.concatenate([it.right for it in asked]).astype(float)
    share = np.repeat(shares, [len(it.features) for it in asked])
    weights = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        pull = features.T @ (share * (chance - right)) + _SHRINK * weights
        curve = (features * (share * chance * (1 - chance))[:, None]).T @ features
        weights -= np.linalg.solve(curve + _SHRINK * np.eye(len(weights)), pull)
    return weights, shares


def figures(asked: Sequence[Asked], weights: Numbers, shares: Numbers) -> dict[str, Any]:
    """Return the thresholds of false accepts, and the share of slips found at each."""
    odds = [it.features @ weights for it in asked]
    best = np.array([values.max(initial=-np.inf) for values in odds])
    right = np.array(
        [bool(len(v)) and bool(it.right[v.argmax()]) for v, it in zip(odds, asked, strict=True)]
    )
    listed = np.array([it.group[2] for it in asked])
    several = np.array([it.group[1] > 1 for it in asked])
    order = np.argsort(-best[~listed])
    passed = np.cumsum(shares[~listed][order]) / shares[~listed].sum()
    seen: dict[str, Any] = {"names": len(asked)}
    for level in _LEVELS:
        limit = best[~listed][order][int(np.searchsorted(passed, level))]
        label = f"{level * 100:g}%"
        seen[f"threshold_at_{label}"] = round(float(1 / (1 + np.exp(-limit))), 5)
        for what, chosen in (("one_word", ~several), ("several_words", several)):
            these, absent = listed & chosen, ~listed & chosen
            found = shares[these & right & (best > limit)].sum() / shares[these].sum()
            wrong = shares[absent & (best > limit)].sum() / shares[absent].sum()
            seen[f"recall_{what}_at_{label}"] = round(float(found), 4)
            seen[f"false_accepts_{what}_at_{label}"] = round(float(wrong), 5)
    return seen


def main(report: Callable[[str], None] = print) -> None:
    """Fit and write the data file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train.tsv.gz")
    options = parser.parse_args()
    rng = random.Random(_SEED)
    names = pools(read_pairs(options.data))
    asked = []
    for key in names:
        found = ask(key, names, rng)
        asked += found
        report(f"{key}: {len(names[key])} names, {len(found)} asked for")
    weights, shares = fit(asked)
    document = {
        "made_by": "training/fit_slips.py; do not edit",
        "figures": figures(asked, weights, shares),
        "weights": {
            name: round(float(weight), 4)
            for name, weight in zip(slips.FEATURES, weights, strict=True)
        },
    }
    _OUT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    report(json.dumps(document["figures"], indent=1))


if __name__ == "__main__":
    main()
