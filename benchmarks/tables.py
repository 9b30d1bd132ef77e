"""Measure `normalizer table` as a whole command beside the ways people do its work today.

    python -m benchmarks.tables --rows 1000000 --distinct 50000 --names 100000

One table with 40% noisy names (a letter doubled, dropped or changed) and one with exact variants;
names and noise are made from a fixed seed. pandas with rapidfuzz compares a sample of the distinct
values, and its time for that part is multiplied up. Memory is the most that the command's own
process held. Prints Markdown; compare ratios, since machines are shared.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import normalizer
from benchmarks.speed import noisy
from benchmarks.timing import Run, make_names, median_run

_SEED = 8


def make_values(names: Sequence[str], distinct: int, share: float) -> dict[str, str]:
    """Return distinct values, a share of them noisy, with the name each stands for."""
    rng = random.Random(_SEED)
    values: dict[str, str] = {}
    while len(values) < distinct:
        name = rng.choice(names)
        values[noisy(name, rng) if rng.random() < share else name.upper()] = name
    return values


def write_table(path: Path, values: Sequence[str], rows: int) -> None:
    """Write a table of six columns, the second of them names."""
    rng = random.Random(_SEED)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("row,actor,place,date,note,code\n")
        for row in range(rows):
            name = rng.choice(values)
            file.write(f"{row},{name},somewhere,2020-01-01,text of row {row},00{row % 97}\n")


def compared_by_ratio(
    names: Sequence[str], values: dict[str, str], sample: int
) -> tuple[float, float]:
    """Return rapidfuzz's seconds for all distinct values and its share of right ones, from some."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    folded = [name.casefold() for name in names]
    some = random.Random(_SEED).sample(list(values), min(sample, len(values)))
    begin = time.perf_counter()
    found = {
        value: names[process.extractOne(value.casefold(), folded, scorer=fuzz.ratio)[2]]
        for value in some
    }
    seconds = (time.perf_counter() - begin) * len(values) / len(some)
    return seconds, sum(found[value] == values[value] for value in some) / len(some)


_PANDAS = (
    "import pandas, sys; pandas.read_csv(sys.argv[1], dtype=str).to_csv(sys.argv[2], index=False)"
)
_COPY = (
    "import csv, sys; csv.writer(open(sys.argv[2], 'w', newline=''))"
    ".writerows(csv.reader(open(sys.argv[1], newline='')))"
)


def main() -> None:
    """Make the tables, run the commands, print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=50_000)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=1000, help="values for rapidfuzz")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given)


def measure(folder: Path, given: argparse.Namespace) -> None:
    """Measure everything in a folder of its own."""
    names = make_names(given.names, random.Random(_SEED))
    truth = {name: f"e{number}" for number, name in enumerate(names)}
    gazetteer = str(folder / "people.names")
    built = normalizer.build(
        {"id": id, "type": "person", "name": name} for name, id in truth.items()
    )
    built.save(gazetteer)
    noisy_values = make_values(names, given.distinct, 0.4)
    exact_values = make_values(names, given.distinct, 0.0)
    for label, values in (("noisy", noisy_values), ("exact", exact_values)):
        write_table(folder / f"{label}.csv", list(values), given.rows)
    command = ["-m", "normalizer", "table", "-g", gazetteer, "-c", "actor", "--quiet", "--replace",
               "--to", "id"]  # fmt: skip
    out = str(folder / "out.csv")

    def table(label: str, *more: str) -> Run:
        path = str(folder / f"{label}.csv")
        return median_run([sys.executable, *command, *more, path, "-o", out], given.repeats)

    noisy_run, exact_run = table("noisy"), table("exact")
    one = table("noisy", "--jobs", "1")
    copy = median_run([sys.executable, "-c", _COPY, str(folder / "exact.csv"), out], given.repeats)
    pandas = median_run([sys.executable, "-c", _PANDAS, str(folder / "noisy.csv"), out], 1)
    by_ratio, right_by_ratio = compared_by_ratio(names, noisy_values, given.sample)
    found = normalizer.load(gazetteer).resolve_many(list(noisy_values))
    right = wrong = first = 0
    for resolution, name in zip(found, noisy_values.values(), strict=True):
        right += resolution.id == truth[name]
        wrong += resolution.id not in (None, truth[name])
        best = resolution.id or next((it.id for it in resolution.candidates), None)
        first += best == truth[name]
    count = len(noisy_values)
    theirs = pandas.seconds + by_ratio
    print(f"{given.rows:,} rows × 6 columns, {count:,} distinct names of {given.names:,}\n")
    print("| command | seconds | ratio | most memory | right | wrong |")
    print("| --- | --- | --- | --- | --- | --- |")
    lines = [
        ("normalizer table, 40% noisy", noisy_run, f"{theirs / noisy_run.seconds:.0f} × faster",
         f"{right / count:.4f} (first candidate {first / count:.4f})", f"{wrong / count:.4f}"),
        ("the same, --jobs 1", one, f"{theirs / one.seconds:.0f} × faster", "", ""),
        ("normalizer table, exact variants", exact_run,
         f"{exact_run.seconds / copy.seconds:.2f} of copying", "", ""),
        ("copying with the csv module", copy, "1", "", ""),
    ]  # fmt: skip
    for label, run, ratio, *shares in lines:
        cells = (label, f"{run.seconds:.1f}", ratio, f"{run.megabytes:.0f} MB", *shares)
        print(f"| {' | '.join(cells)} |")
    print(f"| pandas + rapidfuzz extractOne | {theirs:.1f} | 1 | | {right_by_ratio:.4f} | "
          f"{1 - right_by_ratio:.4f} |")  # fmt: skip


if __name__ == "__main__":
    main()
