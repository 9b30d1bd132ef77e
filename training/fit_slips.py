"""Fit the weights of slips of the pen (`normalizer.matching.likeness.slips`).

    python -m training.fit_slips ../shared/data/names

Gazetteers of real names, one a language and number of words, are asked for made slips of their
names and for names that are not in them. What the search finds for the second are look-alikes. Of
the forms that are found for one name, at most one is it: the model is fitted to tell which, or
none. The thresholds are those at which a share of the absent names would be accepted, languages,
numbers of words and sizes of gazetteers weighing alike.

How usual letters are is counted first, from half of the names (`training.fit_letter_runs`); absent
names are of the other half. With ``--held-out`` nothing is fitted: the model in use is measured on
the names of ``dev.tsv.gz``.
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

from normalizer.arrays import Numbers
from normalizer.matching.likeness import letter_runs, slip_index
from normalizer.matching.likeness.slip_table import SlipTable
from normalizer.matching.likeness.slips import FEATURES
from normalizer.matching.likeness.views import Spelling
from training import fit_letter_runs
from training.names import Pair, read_pairs

_DATA = Path(__file__).parent.parent / "normalizer" / "matching" / "likeness" / "data"
_OUT = _DATA / "slip_weights.json"
_SEED = 7
_LANGUAGES = ("ar", "bg", "el", "fa", "he", "hy", "ka", "ru", "uk")
_LATIN = "latin"
_SIZES = (1500, 40_000)
_ASKED, _FEWEST = 1500, 300
_SLIPS = (1, 1, 1, 2)
_ROUNDS, _LONGEST_STEP = 60, 5.0
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
        group: The gazetteer it was asked of (language, number of words, size), and whether the name
            is listed there.
        slips: How many were made.
        features: A row a form.
        right: Which forms are of the name.
        apart: Which forms are refused, see `slips.are_apart`.
    """

    group: tuple[str, int, int, bool]
    slips: int
    features: Numbers
    right: Numbers
    apart: Numbers


def slipped(name: str, slips: int, neighbours: dict[str, str], rng: random.Random) -> str:
    """Return a name with so many slips of the pen."""
    for _ in range(slips):
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


def pools(
    pairs: dict[str, list[Pair]],
) -> dict[tuple[str, int], list[str]]:
    """Return the names by language and number of words: one, or two and more."""
    found: dict[tuple[str, int], set[str]] = {}
    for language in _LANGUAGES:
        for pair in pairs.get(language, ()):
            for label, name in ((language, pair.query), (_LATIN, pair.name)):
                found.setdefault((label, min(2, len(name.split()))), set()).add(name)
    return {key: sorted(names) for key, names in sorted(found.items()) if len(names) > _FEWEST}


def ask(
    key: tuple[str, int],
    size: int,
    names: dict[tuple[str, int], list[str]],
    numbers: Sequence[int],
    rng: random.Random,
    others: Sequence[str] = (),
) -> list[Asked]:
    """Ask a gazetteer of one language for slips of its names and for names not in it.

    Args:
        key: The language and the number of words.
        size: How many names of that kind the gazetteer has, if there are so many.
        names: All names, by such keys.
        numbers: How many slips a name may get, each as likely.
        rng: Tells which names, and which slips.
        others: Names to list as well until there are so many.

    Returns:
        What was found for each name that is not listed as it stands.
    """
    language, count = key
    pool = rng.sample(names[key], len(names[key]))
    own = min(len(pool) * 3 // 4, size)
    listed = pool[:own]
    absent = [name for name in pool[own:] if others or not fit_letter_runs.is_counted(name)]
    listed += rng.sample(others, min(len(others), max(0, size - own)))
    other = names.get((language, 3 - count), [])
    listed += rng.sample(other, min(len(other), own))
    sections = SlipTable.of(map(Spelling, listed)).sections()
    index = slip_index.SlipIndex(lambda label: memoryview(sections[label]))
    keyboard = neighbours_on_keyboards()
    queries = []
    for at, name in enumerate(listed[: min(_ASKED, own)]):
        slips = rng.choice(numbers)
        queries.append((slipped(name, slips, keyboard, rng), at, slips))
    if language in _ARTICLES:
        some = listed[: min(_ASKED, own) // 5]
        queries += [(with_article(name, language, rng), at, 0) for at, name in enumerate(some)]
    queries += [(name, -1, 0) for name in absent[:_ASKED]]
    spellings = [Spelling(text) for text, *_ in queries]
    asked = []
    for (_, truth, slips), query, found in zip(
        queries, spellings, index.search(spellings), strict=True
    ):
        truly = Spelling(listed[truth]).folded if truth >= 0 else None
        near = {Spelling(listed[it.number]).folded: it for it in found}
        if query.folded in near:
            continue  # listed all the same
        features = [it.features for it in near.values()]
        asked.append(
            Asked(
                (language, count, size, truth >= 0),
                slips,
                np.array(features).reshape(len(near), len(FEATURES)),
                np.array([folded == truly for folded in near], dtype=bool),
                np.array([it.apart for it in near.values()], dtype=bool),
            )
        )
    return asked


def chances(odds: Numbers, which: Numbers, count: int) -> Numbers:
    """Return how likely each form is the one that is meant.

    Args:
        odds: Its logarithmic odds against there being none.
        which: The number of the name it was found for.
        count: How many names there are.
    """
    own = np.exp(np.clip(odds, -30, 30))
    return own / (1 + np.bincount(which, own, minlength=count)[which])


def fit(asked: Sequence[Asked]) -> Numbers:
    """Fit a model of choosing one form or none by Newton's method.

    Args:
        asked: What was found for each name.

    Returns:
        The weights.
    """
    shares = shares_of(asked)
    features = np.concatenate([it.features for it in asked])
    right = np.concatenate([it.right for it in asked]).astype(float)
    which = np.repeat(np.arange(len(asked)), [len(it.features) for it in asked])
    share = shares[which]
    weights = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        chance = chances(features @ weights, which, len(asked))
        pull = features.T @ (share * (chance - right)) + _SHRINK * weights
        means = np.stack(
            [np.bincount(which, chance * it, minlength=len(asked)) for it in features.T], axis=1
        )
        curve = (features * (share * chance)[:, None]).T @ features
        curve -= (means * shares[:, None]).T @ means
        step = np.linalg.solve(curve + _SHRINK * np.eye(len(weights)), pull)
        weights -= step * min(1.0, _LONGEST_STEP / np.abs(step).max())
        if np.abs(step).max() < _SHRINK:
            break
    return weights


def shares_of(asked: Sequence[Asked]) -> Numbers:
    """Return what each name counts, so that groups count alike and all of them one."""
    counts = Counter(it.group for it in asked)
    shares = np.array([1.0 / counts[it.group] for it in asked])
    return shares / shares.sum()


def figures(
    asked: Sequence[Asked], weights: Numbers, limits: dict[str, float] | None = None
) -> dict[str, Any]:
    """Return the thresholds of false accepts, and the share of slips found at each.

    The thresholds are those of all forms, also of such as are refused as being apart; in the other
    figures these are refused.

    Args:
        asked: What was found for each name.
        weights: The weights.
        limits: Thresholds to measure; those of the asked shares of these names if None.
    """
    shares = shares_of(asked)
    which = np.repeat(np.arange(len(asked)), [len(it.features) for it in asked])
    odds = np.concatenate([it.features for it in asked]) @ weights
    chance = np.split(chances(odds, which, len(asked)), np.flatnonzero(np.diff(which)) + 1)
    found = iter(chance)
    of_each = [next(found) if len(it.features) else np.zeros(0) for it in asked]
    best = np.array([values.max(initial=0.0) for values in of_each])
    listed = np.array([it.group[3] for it in asked])
    several = np.array([it.group[1] > 1 for it in asked])
    large = np.array([it.group[2] > _SIZES[0] for it in asked])
    order = np.argsort(-best[~listed])
    passed = np.cumsum(shares[~listed][order]) / shares[~listed].sum()
    limits = limits or {
        _label(level): float(best[~listed][order][int(np.searchsorted(passed, level))])
        for level in _LEVELS
    }
    of_each = [np.where(it.apart, 0.0, v) for v, it in zip(of_each, asked, strict=True)]
    best = np.array([values.max(initial=0.0) for values in of_each])
    right = np.array(
        [bool(len(v)) and bool(it.right[v.argmax()]) for v, it in zip(of_each, asked, strict=True)]
    )
    seen: dict[str, Any] = {"names": len(asked)}
    for level in _LEVELS:
        label = _label(level)
        limit = limits[label]
        seen[f"threshold_at_{label}"] = round(limit, 5)
        for what, chosen in (
            ("one_word", ~several),
            ("several_words", several),
            ("small", ~large),
            ("large", large),
        ):
            these, absent = listed & chosen, ~listed & chosen
            taken = best > limit
            for kind, some, among in (
                ("recall", these & right & taken, these),
                ("mistaken", these & ~right & taken, these),
                ("false_accepts", absent & taken, absent),
            ):
                seen[f"{kind}_{what}_at_{label}"] = round(
                    float(shares[some].sum() / shares[among].sum()), 5
                )
    return seen


def _label(level: float) -> str:
    return f"{level * 100:g}%"


def ask_all(
    names: dict[tuple[str, int], list[str]],
    others: dict[tuple[str, int], list[str]],
    numbers: Sequence[int],
    report: Callable[[str], None],
) -> list[Asked]:
    """Ask gazetteers of all languages and sizes for so many slips; see `ask`."""
    rng = random.Random(_SEED)
    asked = []
    for key, own in names.items():
        more = others.get(key, [])
        for size in _SIZES:
            if size == _SIZES[0] or len(own) + len(more) > 2 * _SIZES[0]:
                found = ask(key, size, names, numbers, rng, more)
                asked += found
                report(f"{key}, {size}: {len(found)} asked for")
    return asked


def main(report: Callable[[str], None] = print) -> None:
    """Fit and write the data files, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train.tsv.gz and dev.tsv.gz")
    parser.add_argument(
        "--held-out", action="store_true", help="measure on dev.tsv.gz, fit nothing"
    )
    options = parser.parse_args()
    pairs = read_pairs(options.data)
    names = pools(pairs)
    if options.held_out:
        weights, levels = in_use()
        asked = ask_all(pools(read_pairs(options.data, "dev")), names, (1, 2, 3), report)
        report(json.dumps(figures(asked, weights, levels), indent=1))
        for slips in sorted({it.slips for it in asked}):
            some = [it for it in asked if not it.group[3] or it.slips == slips]
            seen = figures(some, weights, levels)
            told = {key: value for key, value in seen.items() if key.startswith("recall")}
            report(f"with {slips} slips (0: an article): {told}")
        return
    count = fit_letter_runs.fit({name for it in names.values() for name in it})
    report(f"letters counted in {count} words")
    letter_runs.forget()
    asked = ask_all(names, {}, _SLIPS, report)
    weights = fit(asked)
    document = {
        "made_by": "training/fit_slips.py; do not edit",
        "figures": figures(asked, weights),
        "weights": {
            name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)
        },
    }
    _OUT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    report(json.dumps(document["figures"], indent=1))


def in_use() -> tuple[Numbers, dict[str, float]]:
    """Return the weights in use, and the thresholds by the share of false accepts."""
    document = json.loads(_OUT.read_text(encoding="utf-8"))
    limits = {label: document["figures"][f"threshold_at_{label}"] for label in map(_label, _LEVELS)}
    return np.array([document["weights"][name] for name in FEATURES]), limits


if __name__ == "__main__":
    main()
