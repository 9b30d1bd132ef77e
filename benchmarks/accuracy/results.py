"""Run everything that was asked for and keep the answers."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy.cases import Outcomes
from benchmarks.accuracy.data import OWN, TEN, HeldOut, Trial, read_aliases
from benchmarks.accuracy.metrics import Answers, mean
from benchmarks.accuracy.peers import Maker, Peer
from benchmarks.accuracy.ranking import measure, ours

OURS = "ours"

# Answers by system, then by language.
Run = dict[str, dict[str, Answers]]


@dataclass
class Results:
    """What was measured.

    Attributes:
        total: How many different English names dev has.
        names: Native forms looked for among English names, by number of candidates at most.
        candidates: How many candidates there were, by the same number and language.
        small: The same on a sample small enough for the slow peers.
        small_size: How many queries and candidates that sample has at most.
        aliases: Aliases of persons looked for among canonical names, by system.
        small_aliases: The same on the sample for the slow peers.
        canonical: How many canonical names there were.
        cases: The project's own cases.
    """

    total: int
    names: dict[int, Run] = field(default_factory=dict)
    candidates: dict[int, dict[str, int]] = field(default_factory=dict)
    small: Run = field(default_factory=dict)
    small_size: int = 0
    aliases: dict[str, Answers] = field(default_factory=dict)
    small_aliases: dict[str, Answers] = field(default_factory=dict)
    canonical: int = 0
    cases: Outcomes = field(default_factory=dict)


def measure_names(
    results: Results,
    held_out: HeldOut,
    languages: Iterable[str],
    sizes: Iterable[int],
    makers: dict[Peer, Maker],
    sample: int | None,
) -> None:
    """Look native forms up among more and more English names, with all but the slow peers."""
    languages = list(languages)
    for size in sorted({min(size, max(len(held_out), OWN)) for size in sizes}):
        run: Run = {}
        counts = results.candidates[size] = {}
        for language in languages:
            trial = held_out.trial(language, size, sample=sample)
            counts[language] = len(trial.names)
            _ask(run, language, trial, {p: m for p, m in makers.items() if not p.slow})
        results.names[size] = run


def measure_slow(
    results: Results,
    held_out: HeldOut,
    languages: Iterable[str],
    size: int,
    makers: dict[Peer, Maker],
) -> None:
    """Ask all systems, the slow ones too, for a few names each among a few."""
    results.small_size = size
    for language in languages:
        _ask(results.small, language, held_out.trial(language, size), makers)


def measure_aliases(
    results: Results, path: Path, makers: dict[Peer, Maker], sample: int | None, small: int
) -> None:
    """Look aliases up among the canonical names of persons; of the slow peers, among a few."""
    trial = read_aliases(path, sample=sample)
    results.canonical = len(trial.names)
    run: Run = {}
    _ask(run, "aliases", trial, {p: m for p, m in makers.items() if not p.slow})
    results.aliases = {system: answers["aliases"] for system, answers in run.items()}
    if any(peer.slow for peer in makers):
        run = {}
        _ask(run, "aliases", trial.smaller(small), makers)
        results.small_aliases = {system: answers["aliases"] for system, answers in run.items()}


def best_peer(run: Run) -> str | None:
    """Return the peer with the highest mean recall at 1% in the ten languages, if there is one."""
    recalls = {
        system: mean({k: a for k, a in answers.items() if k in TEN} or answers).at1
        for system, answers in run.items()
        if system != OURS
    }
    return max(recalls, key=lambda system: recalls[system]) if recalls else None


def _ask(run: Run, language: str, trial: Trial, makers: dict[Peer, Maker]) -> None:
    """Ask ours and the peers for a language."""
    rankers = {OURS: lambda: ours(trial.names)} | {
        peer.label: lambda maker=maker: maker(trial.names, trial.turned)
        for peer, maker in makers.items()
    }
    for system, make in rankers.items():
        answers = measure(make(), trial)
        run.setdefault(system, {})[language] = answers
        _tell(f"{language} among {len(trial.names):,}: {system} {answers.right.mean():.3f}")


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
