"""How fast unlisted spellings are resolved in a large gazetteer, and what the gazetteer costs.

    python -m benchmarks.scale ../shared/data/names --size 100000

Names: pairs of held-out names of one language, put together at random. Queries: such names with one
or two slips, accents or articles (same script), and their native forms (other scripts). Prints a
Markdown table; one process, all cores that numpy takes, and with ``--processes`` as many processes.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
import unicodedata
from pathlib import Path

import normalizer
from benchmarks.accuracy.data import HeldOut

_LANGUAGES = ("ar", "ru", "he", "fa", "ko", "ja")
_SEED = 5


def main() -> None:
    """Build a gazetteer and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with dev.tsv.gz")
    parser.add_argument("--size", type=int, default=100_000, help="names in the gazetteer")
    parser.add_argument("--queries", type=int, default=1000, help="queries of each kind")
    parser.add_argument("--processes", type=int, default=1, help="ask with so many, too")
    options = parser.parse_args()
    rng = random.Random(_SEED)
    names = made_up(HeldOut(options.data / "dev.tsv.gz"), options.size, rng)
    english = list(names)
    begin = time.perf_counter()
    gazetteer = normalizer.build(
        {"id": f"e{number}", "type": "person", "name": name} for number, name in enumerate(english)
    )
    listed = time.perf_counter() - begin
    begin = time.perf_counter()
    gazetteer.index.spellings()
    unlisted = time.perf_counter() - begin
    print(f"| what | {len(english):,} names |\n| --- | --- |")
    print(f"| build, listed names | {listed:.1f} s |")
    print(f"| build, what finds unlisted spellings | {unlisted:.1f} s |")
    images = gazetteer.index.images()
    print(f"| size of both files | {sum(len(image or b'') for image in images) / 1e6:,.0f} MB |")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| most memory while building | {memory:,.0f} MB |")
    some = rng.sample(range(len(english)), options.queries)
    for label, queries in (
        ("same script, with slips", [slipped(english[at], rng) for at in some]),
        ("other scripts", [names[english[at]] for at in some]),
    ):
        gazetteer.resolve_many(queries[:20])
        begin, used = time.perf_counter(), time.process_time()
        found = gazetteer.resolve_many(queries[20:])
        wall, cpu = time.perf_counter() - begin, time.process_time() - used
        right = sum(it.id == f"e{at}" for it, at in zip(found, some[20:], strict=True))
        wrong = sum(not it.abstained for it in found) - right
        count = len(found)
        print(
            f"| {label}: a second | {count / wall:,.0f} ({count / cpu:,.0f} a second of one core) |"
        )
        print(f"| {label}: right, wrong at 1% | {right / count:.3f}, {wrong / count:.3f} |")
        if options.processes > 1:
            with gazetteer.workers(options.processes) as workers:
                # So that they have started.
                others = rng.sample(english, options.queries)
                gazetteer.resolve_many([slipped(it, rng) for it in others], workers=workers)
                begin = time.perf_counter()
                same = gazetteer.resolve_many(queries[20:], workers=workers)
                wall = time.perf_counter() - begin
            told = [[(it.id, it.score, it.evidence) for it in side] for side in (found, same)]
            assert told[0] == told[1], "More processes gave other answers."
            print(f"| {label}: a second, {options.processes} processes | {count / wall:,.0f} |")


def made_up(held_out: HeldOut, size: int, rng: random.Random) -> dict[str, str]:
    """Return full names of two held-out names of one language, with their native forms."""
    words = {}
    for language in _LANGUAGES:
        trial = held_out.trial(language, 100_000)
        pairs = [(min(trial.truth[query]), query) for query in trial.queries]
        words[language] = [pair for pair in pairs if " " not in pair[0] and len(pair[0]) > 2]
    names: dict[str, str] = {}
    while len(names) < size:
        first, last = rng.sample(words[rng.choice(_LANGUAGES)], 2)
        names[f"{first[0]} {last[0]}".title()] = f"{first[1]} {last[1]}"
    return names


def slipped(name: str, rng: random.Random) -> str:
    """Return a name with an accent, an article, or one or two slips of the pen."""
    kind = rng.random()
    if kind < 0.2:
        at = rng.randrange(len(name))
        return unicodedata.normalize("NFC", name[: at + 1] + "\u0301" + name[at + 1 :])
    if kind < 0.4:
        first, last = name.split(" ", 1)
        return f"{first} al-{last}"
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(1, len(name) - 1)
        if rng.random() < 0.5:
            name = name[:at] + name[at + 1 :]
        else:
            name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name


if __name__ == "__main__":
    main()
