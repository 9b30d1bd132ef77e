"""Counts over an audit log, in memory that its length does not change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from normalizer.rewriting.audit_read import ids_of, read_edits, read_runs
from normalizer.rewriting.files import PathLike

BANDS = (1.0, 0.99, 0.95, 0.9, 0.8, 0.5, 0.0)
"""Least scores of the bands that changes are counted in."""

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\([^)]*\)")


@dataclass(slots=True)
class AuditStats:
    """What a log tells of, in numbers.

    Attributes:
        runs: Runs in the log.
        unfinished: How many of them were cut short.
        edits: Changes.
        entities: Changes by ID, of a cell with several names by each; ``""`` where there is none.
        evidence: Changes by kind of evidence: its words, with what was compared left out.
        bands: Changes with an ID by the least score of their band.
    """

    runs: int = 0
    unfinished: int = 0
    edits: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)
    bands: Counter[float] = field(default_factory=Counter)


def kind_of(evidence: str) -> str:
    """Return a piece of evidence without what was compared: ``like “Qasem”`` gives ``like …``."""
    return _QUOTED.sub("…", evidence)


def audit_stats(log: PathLike) -> AuditStats:
    """Count what a log tells of.

    Args:
        log: The log.

    Raises:
        UndoError: If it is no log, or a line of it is damaged.
        OSError: If it cannot be read.
    """
    stats = AuditStats()
    for run in read_runs(log):
        stats.runs += 1
        stats.unfinished += run.after is None
        for edit in read_edits(log, run):
            _count(stats, edit, ids_of(run, edit))
    return stats


def _count(stats: AuditStats, edit: dict[str, Any], ids: Sequence[str]) -> None:
    stats.edits += 1
    stats.entities.update({*ids} or {""})
    stats.evidence.update({kind_of(why) for why in edit["evidence"]})
    if ids:
        stats.bands[next(band for band in BANDS if edit["score"] >= band)] += 1
