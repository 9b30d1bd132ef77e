"""Write what was measured as Markdown tables and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Any

from benchmarks.accuracy.data import OWN, TEN
from benchmarks.accuracy.metrics import (
    Answers,
    Figures,
    calibration,
    curve,
    figures,
    mean,
    worst,
)
from benchmarks.accuracy.results import OURS, Results, Run

# Shares of false accepts of which curves are drawn: 0.1% to 20%, evenly on a logarithmic scale.
LEVELS = [0.001 * 200 ** (step / 40) for step in range(41)]

_PACKAGES = ("unidecode", "anyascii", "uroman", "rapidfuzz", "fingerprints", "nomenklatura")


def summed_up(answers: Mapping[str, Answers]) -> dict[str, Figures]:
    """Return the figures of languages by row label, then means and the worst of the ten."""
    rows = {language: figures(a) for language, a in answers.items()}
    ten = {language: answers[language] for language in TEN if language in answers}
    if len(ten) > 1:
        of = "the ten" if len(ten) == len(TEN) else f"{len(ten)} of the ten"
        rows[f"mean of {of}"] = mean(ten)
        rows[f"worst of {of}"] = worst(ten)
    if len(answers) > len(ten):
        rows[f"mean of all {len(answers)}"] = mean(answers)
    return rows


def names(results: Results) -> str:
    """Return the tables of native forms looked for among English names."""
    parts = []
    for number, (size, run) in enumerate(results.names.items()):
        if number == 0:
            parts.append(_ours(results, size))
            if len(run) > 1:
                parts.append(_beside(f"Beside peers, {_at_most(size)}", run))
        elif number == 1:
            parts += [_sizes(results), _by_size(results)]
    return "\n\n".join(parts)


def slow(results: Results) -> str:
    """Return the table of the sample for slow peers."""
    size = f"up to {results.small_size} names looked for among up to {results.small_size}"
    return _beside(f"Beside slow peers, {size}", results.small)


def aliases(results: Results) -> str:
    """Return the tables of aliases."""
    parts = [_aliases("Aliases", results.aliases, f"{results.canonical:,}")]
    if results.small_aliases:
        small = f"up to {results.small_size}"
        parts.append(_aliases("Aliases, a sample", results.small_aliases, small))
    return "\n\n".join(parts)


def cases(results: Results) -> str:
    """Return the table of the project's own cases."""
    rows = []
    for label, counts in results.cases.items():
        outcomes = [str(counts[kind]) for kind in ("right", "abstained", "wrong")]
        rows.append([label, str(counts.total()), *outcomes])
    return _table("Own cases", ("set", "cases", "right", "abstained", "wrong"), rows)


def as_json(results: Results) -> dict[str, Any]:
    """Return all figures, curves and bins for `json.dump`."""
    return {
        "versions": {name: _version(name) for name in _PACKAGES},
        "english_names_in_dev": results.total,
        "names": {
            str(size): {"candidates": results.candidates[size], "systems": _plain_run(run)}
            for size, run in results.names.items()
        },
        "small": {"size": results.small_size, "systems": _plain_run(results.small)},
        "aliases": {
            "canonical": results.canonical,
            "systems": {s: _plain(a) for s, a in results.aliases.items()},
            "small": {s: _plain(a) for s, a in results.small_aliases.items()},
        },
        "cases": {label: dict(counts) for label, counts in results.cases.items()},
    }


def _plain_run(run: Run) -> dict[str, Any]:
    return {
        system: {
            "figures": {label: row._asdict() for label, row in summed_up(answers).items()},
            "recall": {language: curve(a, LEVELS) for language, a in answers.items()},
            "levels": LEVELS,
            "bins": [part._asdict() for part in calibration(answers.values())],
        }
        for system, answers in run.items()
    }


def _plain(answers: Answers) -> dict[str, Any]:
    return {**figures(answers)._asdict(), "recall": curve(answers, LEVELS), "levels": LEVELS}


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _at_most(size: int) -> str:
    return f"up to {size:,} English names of the language" if size <= OWN else f"{size:,} names"


def _ours(results: Results, size: int) -> str:
    head = ("language", "names", "candidates", "found in 50", "rank-1", "at 5%", "at 1%", "at 0.1%")
    rows = []
    for label, row in summed_up(results.names[size][OURS]).items():
        count = results.candidates[size].get(label)
        candidates = f"{count:,}" if count else ""
        values = [f"{value:.3f}" for value in row[1:7]]
        rows.append([label, f"{row.queries:,}", candidates, *values, f"{row.rate:,.0f}"])
    return _table(f"Ours, {_at_most(size)}", (*head, "ECE", "names/CPU s"), rows)


def _sizes(results: Results) -> str:
    """The same queries among more candidates, ours."""
    summaries = [summed_up(run[OURS]) for run in results.names.values()]
    head = [f"{size:,}: {what}" for size in results.names for what in ("rank-1", "at 1%")]
    rows = [
        [label, *(f"{v:.3f}" for rows in summaries for v in (rows[label].rank1, rows[label].at1))]
        for label in summaries[0]
    ]
    title = f"Ours, more candidates (dev has {results.total:,} English names in all)"
    return _table(title, ("language", *head), rows)


def _beside(title: str, run: Run) -> str:
    summaries = [summed_up(answers) for answers in run.values()]
    rows = [[label, *(_short(rows[label]) for rows in summaries)] for label in summaries[0]]
    rows.append(["names/CPU s", *(f"{_overall(answers):,.0f}" for answers in run.values())])
    return _table(f"{title}: rank-1 / 5% / 1% / 0.1%", ("language", *run), rows)


def _by_size(results: Results) -> str:
    """What sums the languages up, by system and number of candidates."""
    rows = []
    for system in next(iter(results.names.values())):
        for size, run in results.names.items():
            summary = summed_up(run[system])
            labels = [label for label in summary if label not in run[system]] or list(summary)
            rows.append([system, f"{size:,}", *(_short(summary[label]) for label in labels)])
    title = "By number of candidates: rank-1 / 5% / 1% / 0.1%"
    return _table(title, ("system", "candidates", *labels), rows)


def _aliases(title: str, run: Mapping[str, Answers], canonical: str) -> str:
    rows = []
    for system, answers in run.items():
        row = figures(answers)
        values = [f"{v:.3f}" for v in (row.rank1, row.at5, row.at1, row.at01)]
        rows.append([system, f"{row.queries:,}", *values, f"{row.rate:,.0f}"])
    head = ("system", "aliases", "rank-1", "at 5%", "at 1%", "at 0.1%", "names/CPU s")
    return _table(f"{title}, among {canonical} canonical names of persons", head, rows)


def _overall(answers: Mapping[str, Answers]) -> float:
    """Names asked for in a second of processor time, all languages together."""
    return mean(answers).rate


def _short(row: Figures) -> str:
    return " / ".join(f"{v:.2f}" for v in (row.rank1, row.at5, row.at1, row.at01))


def _table(title: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return f"### {title}\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)
