"""Measure `normalizer table` as a whole command beside the ways people do its work today.

    python -m benchmarks.tables --rows 1000000 --distinct 50000 --names 100000

One table with 40% noisy names (a letter doubled, dropped or changed) and one with exact variants;
names and noise are made from a fixed seed. pandas with rapidfuzz compares a sample of the distinct
values, and its time for that part is multiplied up. What is done with exact variants runs in turn
with copying, and its processor time is compared. Memory is the most that the command's own process
held. Prints Markdown; compare ratios, since machines are shared.

    python -m benchmarks.tables --only exact

leaves the noisy names out.
"""

from __future__ import annotations

import argparse
import compileall
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import normalizer
from benchmarks.speed import noisy
from benchmarks.timing import make_names, median_run, runs_in_turn

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
    parser.add_argument("--only", choices=["noisy", "exact"], help="one of the two tables")
    given = parser.parse_args()
    # As an installed package has it; else each run may compile the sources anew.
    compileall.compile_dir(Path(normalizer.__file__).parent, quiet=1)
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
    print(
        f"{given.rows:,} rows × 6 columns, {given.distinct:,} distinct names of {given.names:,}\n"
    )
    if given.only != "exact":
        measure_noisy(folder, given, gazetteer, truth)
    if given.only != "noisy":
        measure_exact(folder, given, gazetteer, names)


def table_command(gazetteer: str, table: Path, out: str, *more: str) -> list[str]:
    """Return the command that resolves the names of a table."""
    command = [sys.executable, "-m", "normalizer", "table", "-g", gazetteer, "-c", "actor", "-q"]
    return [*command, *more, str(table), "-o", out]


def copy_command(program: str, table: Path, out: str) -> list[str]:
    """Return the command that copies a table with a Python program."""
    return [sys.executable, "-c", program, str(table), out]


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells as Markdown, the first as the head."""
    head, *others = rows
    for row in (head, ["---"] * len(head), *others):
        print(f"| {' | '.join(row)} |")
    print()


def measure_exact(
    folder: Path, given: argparse.Namespace, gazetteer: str, names: Sequence[str]
) -> None:
    """Measure what is done with exact variants beside copying."""
    path, out = folder / "exact.csv", str(folder / "out.csv")
    write_table(path, list(make_values(names, given.distinct, 0.0)), given.rows)
    log, by_id = str(folder / "edits.jsonl"), ("--replace", "--to", "id")
    audit = table_command(gazetteer, path, out, *by_id, "--audit", log)
    json = table_command(gazetteer, path, out, *by_id, "--json")[:-2]
    runs = runs_in_turn(
        {
            "copying with the csv module": copy_command(_COPY, path, out),
            "normalizer table, cells replaced": table_command(gazetteer, path, out, *by_id),
            "`--where place=somewhere`": table_command(
                gazetteer, path, out, *by_id, "--where", "place=somewhere"
            ),
            "`--date-column date`": table_command(
                gazetteer, path, out, *by_id, "--date-column", "date"
            ),
            "columns added": table_command(gazetteer, path, out),
            "`--json`": json,
            "`--audit`": ["sh", "-c", f'rm -f "{log}" && exec "$@"', "sh", *audit],
        },
        given.repeats,
    )
    copying = next(iter(runs.values()))
    rows = [["exact variants", "processor seconds", "of copying", "most memory"]]
    for label, run in runs.items():
        ratio = f"{run.processor / copying.processor:.2f}"
        rows.append([label, f"{run.processor:.2f}", ratio, f"{run.megabytes:.0f} MB"])
    print_table(rows)


def measure_noisy(
    folder: Path, given: argparse.Namespace, gazetteer: str, truth: dict[str, str]
) -> None:
    """Measure what is done with noisy names beside pandas and rapidfuzz, and what is right."""
    path, out = folder / "noisy.csv", str(folder / "out.csv")
    values = make_values(list(truth), given.distinct, 0.4)
    write_table(path, list(values), given.rows)
    by_id = ("--replace", "--to", "id")
    noisy = median_run(table_command(gazetteer, path, out, *by_id), given.repeats)
    alone = table_command(gazetteer, path, out, *by_id, "--jobs", "1")
    one = median_run(alone, given.repeats)
    pandas = median_run(copy_command(_PANDAS, path, out), 1)
    by_ratio, right_by_ratio = compared_by_ratio(list(truth), values, given.sample)
    found = normalizer.load(gazetteer).resolve_many(list(values))
    right = wrong = first = 0
    for resolution, name in zip(found, values.values(), strict=True):
        right += resolution.id == truth[name]
        wrong += resolution.id not in (None, truth[name])
        best = resolution.id or next((it.id for it in resolution.candidates), None)
        first += best == truth[name]
    count = len(values)
    theirs = pandas.seconds + by_ratio
    rows = [["40% noisy", "seconds", "ratio", "most memory", "right", "wrong"]]
    share = f"{right / count:.4f} (first candidate {first / count:.4f})"
    for label, run, *shares in (
        ("normalizer table", noisy, share, f"{wrong / count:.4f}"),
        ("the same, `--jobs 1`", one, "", ""),
    ):
        ratio = f"{theirs / run.seconds:.0f} × faster"
        rows.append([label, f"{run.seconds:.1f}", ratio, f"{run.megabytes:.0f} MB", *shares])
    wrong_by_ratio = f"{1 - right_by_ratio:.4f}"
    theirs_told = f"{theirs:.1f}", "1", "", f"{right_by_ratio:.4f}", wrong_by_ratio
    rows.append(["pandas + rapidfuzz extractOne", *theirs_told])
    print_table(rows)


if __name__ == "__main__":
    main()
