"""Accuracy across scripts on held-out names, beside what else one would install.

    python -m benchmarks.accuracy ../shared/data/names

Query: the native form. Candidates: English names, first up to 2,000 of the query's language, then
filled up with those of all others; a name listed for the native form in any language is right.
Recall at 5%, 1%, 0.1%: the share of queries answered rightly above the score at which that share of
them is still answered when their true names are taken out (with less than 1,000 queries, .1% is
the highest such score). Expected calibration error (ECE): over the queries' best answers, the true
names listed for all and for none, in ten bins; of several languages, over all their queries. Then
the aliases of listed persons among their canonical names. Peers that are not installed are left
out: see the extras `bench` and `bench-icu`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.accuracy import peers, report
from benchmarks.accuracy.cases import ask_cases
from benchmarks.accuracy.data import OWN, HeldOut
from benchmarks.accuracy.results import Results, measure_aliases, measure_names, measure_slow

_SIZES = (OWN, 10_000, 100_000)
_KEYS = [peer.key for peer in peers.PEERS]


def _listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _sizes(text: str) -> list[int]:
    return [int(part.replace("_", "")) for part in _listed(text)]


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    options = argparse.ArgumentParser(
        "benchmarks.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = options.add_argument
    add("data", type=Path, help="folder with dev.tsv.gz and aliases_dev.jsonl.gz")
    add("--size", type=_sizes, default=_SIZES, metavar="N,…", help="how many candidates at most")
    add("--all", action="store_true", help="only with all English names as candidates")
    add("--languages", type=_listed, metavar="ar,…", help="only these")
    add("--sample", type=int, metavar="N", help="how many queries a language at most")
    add("--small", type=int, default=200, metavar="N", help="queries and candidates, slow peers")
    add("--peers", type=_listed, default=_KEYS, metavar="KEY,…", help=", ".join(_KEYS) + "; or ''")
    add("--no-names", action="store_true", help="leave the native forms out")
    add("--no-aliases", action="store_true", help="leave the aliases out")
    add("--cases", action="store_true", help="the project's own cases, too")
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    add("--plots", type=Path, metavar="FOLDER", help="draw them there (needs matplotlib)")
    return options


def _print(tables: str) -> None:
    print(tables, end="\n\n", flush=True)


def main() -> None:
    """Measure what is asked for and print tables."""
    options = parser().parse_args()
    unknown = sorted(set(options.peers) - set(_KEYS))
    if unknown:
        sys.exit(f"No such peer: {', '.join(unknown)}; there are {', '.join(_KEYS)}.")
    makers = peers.load(options.peers)
    held_out = HeldOut(options.data / "dev.tsv.gz")
    results = Results(len(held_out))
    languages = options.languages or held_out.languages
    unknown = sorted(set(languages) - set(held_out.languages))
    if unknown:
        sys.exit(f"No such language: {', '.join(unknown)}.")
    if not options.no_names:
        sizes = [len(held_out)] if options.all else options.size
        measure_names(results, held_out, languages, sizes, makers, options.sample)
        _print(report.names(results))
        if any(peer.slow for peer in makers):
            measure_slow(results, held_out, languages, options.small, makers)
            _print(report.slow(results))
    if not options.no_aliases:
        path = options.data / "aliases_dev.jsonl.gz"
        measure_aliases(results, path, makers, options.sample, options.small)
        _print(report.aliases(results))
    if options.cases:
        results.cases = ask_cases()
        _print(report.cases(results))
    if options.json:
        text = json.dumps(report.as_json(results), ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    if options.plots and results.names:
        from benchmarks.accuracy import plots  # noqa: PLC0415  # needs matplotlib

        for path in plots.draw(next(iter(results.names.values())), options.plots):
            print(path, file=sys.stderr)


if __name__ == "__main__":
    main()
