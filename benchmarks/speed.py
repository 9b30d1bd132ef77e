"""Measure text and table speed beside the peers that do a part of the same work, in one run.

The text is English prose from the standard library's own documentation with names strewn in; names
and noise are made from a fixed seed. Each figure is the median of several runs; compare ratios,
not absolute figures, since machines are shared.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

import normalizer
from benchmarks.text_speed import bench_loaded, prose
from benchmarks.timing import make_names, median_seconds
from normalizer.rewriting.tables import TableOptions, rewrite_table


def bench_texts(count: int, repeats: int) -> None:
    """Finding names in many short texts, beside flashtext and flashtext2."""
    from flashtext import KeywordProcessor  # noqa: PLC0415
    from flashtext2 import KeywordProcessor as KeywordProcessor2  # noqa: PLC0415

    rng = random.Random(3)
    names = make_names(count, rng)
    text = prose(1_100_000, names, 400, rng).replace("\n", " ")
    texts = [text[at : at + 100] for at in range(0, 1_000_000, 100)]
    ours = normalizer.build(
        {"id": f"e{number}", "type": "person", "name": name} for number, name in enumerate(names)
    )
    first, second = KeywordProcessor(), KeywordProcessor2(case_sensitive=False)
    for name in names:
        first.add_keyword(name)
        second.add_keyword(name)
    runs: list[tuple[str, Callable[[], Any]]] = [
        ("normalizer find_many", lambda: ours.find_many(texts)),
        ("normalizer find, one by one", lambda: [*map(ours.find, texts)]),
        ("flashtext extract_keywords", lambda: [*map(first.extract_keywords, texts)]),
        ("flashtext2 extract_keywords", lambda: [*map(second.extract_keywords, texts)]),
    ]
    found = sum(map(len, ours.find_many(texts)))
    print(f"\n## {len(texts):,} texts of 100 characters, {count:,} names, {found:,} found\n")
    print("| system | seconds | MB/s | µs a text |\n| --- | --- | --- | --- |")
    for name, run in runs:
        taken = median_seconds(run, repeats)
        each = taken / len(texts) * 1e6
        print(f"| {name} | {taken:.3f} | {1 / taken:.1f} | {each:.0f} |")


def noisy(name: str, rng: random.Random) -> str:
    """Return a name with one letter doubled, dropped or changed."""
    at = rng.randrange(1, len(name))
    kind = rng.randrange(3)
    if kind == 0:
        return name[:at] + name[at] + name[at:]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    return name[:at] + rng.choice("aeiou") + name[at + 1 :]


def bench_table(rows: int, distinct: int, count: int, repeats: int) -> None:
    """Resolving a column of a table, beside pandas with rapidfuzz over the distinct values."""
    import pandas  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    rng = random.Random(8)
    names = make_names(count, rng)
    ours = normalizer.build(
        {"id": f"e{number}", "type": "person", "name": name} for number, name in enumerate(names)
    )
    truth = {f"e{number}": name for number, name in enumerate(names)}
    values = {}
    while len(values) < distinct:
        name = rng.choice(names)
        values[noisy(name, rng) if rng.random() < 0.4 else name.upper()] = name
    pool = list(values)
    lines = ["row,actor,place,date,note,code"]
    lines += [
        f"{i},{rng.choice(pool)},somewhere,2020-01-01,text {i},00{i % 97}" for i in range(rows)
    ]
    data = "\n".join(lines).encode()
    options = TableOptions(columns=("actor",), replace=True, to="id")
    resolved: dict[str, str | None] = {}

    def run_ours() -> None:
        def resolve(texts: list[str]) -> list[normalizer.Resolution]:
            found = ours.resolve_many(texts)
            resolved.update((text, one.id) for text, one in zip(texts, found, strict=True))
            return found

        rewrite_table(io.BytesIO(data), io.BytesIO(), resolve, options)

    matched: dict[str, str] = {}

    def run_pandas() -> None:
        frame = pandas.read_csv(io.BytesIO(data), dtype=str)
        folded = [name.casefold() for name in names]
        for value in frame["actor"].unique():
            best = process.extractOne(value.casefold(), folded, scorer=fuzz.ratio)
            matched[value] = names[best[2]]
        frame["actor"] = frame["actor"].map(matched)
        frame.to_csv(io.StringIO(), index=False)

    def run_copy() -> None:
        import csv  # noqa: PLC0415

        target = io.StringIO(newline="")
        csv.writer(target).writerows(csv.reader(io.StringIO(data.decode(), newline="")))

    print(f"\n## Table: {rows:,} rows × 6 columns, {distinct:,} distinct names of {count:,}\n")
    print("| system | seconds | right | wrong | times pandas + rapidfuzz |")
    print("| --- | --- | --- | --- | --- |")
    theirs = median_seconds(run_pandas, 1)
    mine = median_seconds(run_ours, repeats)
    copy = median_seconds(run_copy, repeats)
    right = sum(truth.get(resolved[value] or "") == name for value, name in values.items())
    abstained = sum(resolved[value] is None for value in values)
    rows_out = [
        ("normalizer table", mine, right, distinct - right - abstained),
        ("pandas + rapidfuzz extractOne", theirs, *_score(matched, values)),
    ]
    for name, taken, good, bad in rows_out:
        shares = f"{good / distinct:.3f} | {bad / distinct:.3f}"
        print(f"| {name} | {taken:.2f} | {shares} | {theirs / taken:.1f} |")
    print(f"| copying with the csv module | {copy:.2f} | | | |")


def _score(matched: dict[str, str], values: dict[str, str]) -> tuple[int, int]:
    right = sum(matched[value] == name for value, name in values.items())
    return right, len(values) - right


def bench_start(repeats: int) -> None:
    """A listed name from a cold start, beside importing click and numpy."""
    with contextlib.suppress(OSError):
        subprocess.run(
            [sys.executable, "-m", "normalizer", "resolve", "PMU"], check=True, capture_output=True
        )

    def command(*arguments: str) -> float:
        return median_seconds(
            lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True),
            repeats * 5,
        )

    ours = command("-m", "normalizer", "resolve", "PMU")
    theirs = command("-c", "import click, numpy")
    print("\n## Cold start\n\n| command | seconds | ratio |\n| --- | --- | --- |")
    print(f"| normalizer resolve PMU | {ours:.3f} | {ours / theirs:.2f} |")
    print(f'| python -c "import click, numpy" | {theirs:.3f} | 1.00 |')


def bench_short(repeats: int) -> None:
    """One text of 100 characters on a loaded index, and building one of 100,000 entities."""
    ours = normalizer.load()
    text = (
        "The PMU said that Hashd al-Sha'abi had pushed Da'esh out of three villages "
        "west of Mosul last week."
    )
    ours.find(text)
    taken = median_seconds(lambda: [ours.find(text) for _ in range(1000)], repeats) / 1000
    rng = random.Random(9)
    entities = [
        {"id": f"e{number}", "type": "person", "name": name}
        for number, name in enumerate(make_names(100_000, rng))
    ]
    build = median_seconds(lambda: normalizer.build(entities), 1)
    print("\n## Small things\n\n| what | figure |\n| --- | --- |")
    print(f"| find in {len(text)} characters, loaded index | {taken * 1e6:.0f} µs |")
    print(f"| build 100,000 entities in memory | {build:.1f} s |")


def main() -> None:
    """Run all benchmarks and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--names", type=int, default=10_000)
    parser.add_argument(
        "--every", type=int, default=400, help="characters between names in the text"
    )
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--distinct", type=int, default=5_000)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    os.environ.setdefault("NORMALIZER_CACHE", tempfile.mkdtemp(prefix="normalizer-bench-"))
    rng = random.Random(7)
    names = make_names(given.names, rng)
    text = prose(given.megabytes * 1_000_000, names, given.every, rng)
    bench_loaded(text, names, "en", given.repeats)
    bench_texts(given.names, given.repeats)
    bench_table(given.rows, given.distinct, given.names, given.repeats)
    bench_start(given.repeats)
    bench_short(given.repeats)


if __name__ == "__main__":
    main()
