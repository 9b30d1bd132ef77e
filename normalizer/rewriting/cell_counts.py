"""How often each outcome of a table's cells was met, and what that adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.table_options import TableReport

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.intp]


class CellCounts:
    """Counts cells by the numbers of their outcomes."""

    def __init__(self) -> None:
        self._times: Counter[int] = Counter()
        self._of_blocks: Numbers | None = None
        self._report = TableReport()

    def add(self, numbers: Sequence[int]) -> None:
        """Count cells."""
        self._times.update(numbers)

    def add_block(self, numbers: Numbers) -> None:
        """Count the cells of a block."""
        import numpy as np  # noqa: PLC0415  # the numbers are its already

        counts = np.bincount(numbers)
        earlier = self._of_blocks
        if earlier is not None and len(earlier) > len(counts):
            earlier, counts = counts, earlier
        if earlier is not None:
            counts[: len(earlier)] += earlier
        self._of_blocks = counts

    def take(self, outcomes: Sequence[Outcome]) -> Iterator[tuple[int, int]]:
        """Add up what became of the cells counted since the last time.

        Args:
            outcomes: The outcomes by number.

        Yields:
            The numbers that were met, in order, each with how often.
        """
        if self._of_blocks is not None:
            found = enumerate(self._of_blocks.tolist())
            self._times.update({number: times for number, times in found if times})
            self._of_blocks = None
        report = self._report
        for number, times in sorted(self._times.items()):
            outcome = outcomes[number]
            if outcome.new is not None:
                report.changed += times
            for part in outcome.parts:
                if part.reason:
                    report.abstained[part.reason] += times
                elif part.found is not None:
                    report.resolved += times
            yield number, times
        self._times.clear()

    def report(self, report: TableReport) -> None:
        """Add to a report what was added up since the last one."""
        added, self._report = self._report, TableReport()
        report.resolved += added.resolved
        report.changed += added.changed
        report.abstained.update(added.abstained)
