"""What became of the values of tables, counted: how they were resolved, and which were not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from normalizer.matching.names.results import DECIDED, EXACT, FOLDED, Candidate, Resolution
from normalizer.rewriting.row_columns import GIVEN, Given
from normalizer.rewriting.table_options import Resolver, Seen

KEPT = 100_000
"""Distinct values without an entity that a tally counts one by one."""
BINS = 20
"""Into so many parts the scores from 0 to 1 are counted."""
WORTH_A_LOOK = 0.02
"""People are shown candidates from this probability on."""


@dataclass(slots=True)
class Unresolved:
    """A value that was not resolved.

    Attributes:
        text: The value.
        given: What the first row with it says of it.
        reason: Why it was not resolved there.
        rows: How often it stands in the table.
    """

    text: str
    given: Given
    reason: str
    rows: int = 0


@dataclass(slots=True)
class Tally:
    """The values of one or more tables; its memory is bounded, see `most_missed`.

    Attributes:
        kept: How many distinct unresolved values are counted one by one. When there are more, the
            rarer half is forgotten.
        methods: Values that were resolved, by method.
        reasons: Values that were not, by reason.
        accepted: Scores of the values that were resolved and not listed, in `BINS` parts.
        refused: The same of the best candidates of those that were not resolved.
        entities: Values by the ID and canonical name of their entity.
        most_missed: How much too low the number of rows of an unresolved value may be at most, or
            what a value may have had that is not there; 0 while nothing was forgotten.
    """

    kept: int = KEPT
    methods: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    accepted: list[int] = field(default_factory=lambda: [0] * BINS)
    refused: list[int] = field(default_factory=lambda: [0] * BINS)
    entities: Counter[tuple[str, str]] = field(default_factory=Counter)
    most_missed: int = 0
    _values: dict[str, Unresolved] = field(default_factory=dict)

    def add(self, seen: Seen) -> None:
        """Count a value; hand this to what reads tables as ``on_value``."""
        found, times = seen.found, seen.times
        at = min(int(found.score * BINS), BINS - 1)
        if not seen.reason:
            self.methods[found.method] += times
            self.entities[found.id or "", found.name or ""] += times
            if found.method not in (EXACT, FOLDED, DECIDED):
                self.accepted[at] += times
            return
        self.reasons[seen.reason] += times
        if found.method == DECIDED:  # nobody need look at it again
            return
        if found.score:
            self.refused[at] += times
        known = self._values.get(seen.text)
        if known is None:
            if len(self._values) >= self.kept:
                self._forget()
            known = self._values[seen.text] = Unresolved(seen.text, seen.given, seen.reason)
        known.rows += times

    def unresolved(self) -> list[Unresolved]:
        """Return the values without an entity that nobody has decided on, the most rows first."""
        return sorted(self._values.values(), key=lambda value: (-value.rows, value.text))

    def _forget(self) -> None:
        ordered = self.unresolved()
        half = len(ordered) // 2
        self.most_missed += ordered[half].rows
        self._values = {value.text: value for value in ordered[:half]}


def resolved_again(values: Iterable[Unresolved], resolve: Resolver) -> Sequence[Resolution]:
    """Resolve values once more, for the candidates that a tally does not keep.

    Args:
        values: The values.
        resolve: What resolved them, with a normalizer's resolutions.

    Returns:
        A resolution for each.
    """
    asked = list(values)
    nothing: Given = (None,) * len(GIVEN)
    rows = [value.given or nothing for value in asked]
    columns = {what: [row[at] for row in rows] for at, what in enumerate(GIVEN)}
    return cast(Sequence[Resolution], resolve([value.text for value in asked], **columns))


def worth_a_look(found: Resolution, most: int) -> tuple[Candidate, ...]:
    """Return the candidates that people should look at, the likeliest first.

    Args:
        found: A resolution.
        most: How many at most.
    """
    likely = [it for it in found.candidates if it.score >= WORTH_A_LOOK]
    return tuple(likely[:most])
