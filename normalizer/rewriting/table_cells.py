"""What becomes of a cell: its values resolved, its new bytes, the cells added for it.

Every distinct cell is worked out once and remembered, so that a row costs a look-up. The store
is emptied when it has grown to its limit; what stays of use is soon there again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, NamedTuple, Protocol

from normalizer.collector import collector_paused
from normalizer.matching.results import DECIDED
from normalizer.rewriting.row_columns import GIVEN, SKIPPED, Given, Question, Unasked
from normalizer.rewriting.table_options import (
    OnValue,
    Resolved,
    Resolver,
    Seen,
    TableOptions,
    TableReport,
)

BELOW = "below threshold"

_QUOTES = str.maketrans("“”’", '""\'')
NOTHING, LEFT = 0, 1
"""Numbers of the outcomes of what is no cell (None), and of one that is left alone (`SKIPPED`)."""

_NEW = -1
_LIMIT_CELLS = 100_000
_LIMIT_SIZE = 32 << 20  # characters


class CellError(Exception):
    """A cell that cannot be written.

    Args:
        key: What the cell is remembered by.
        message: What is wrong and the remedy, a sentence without its line.
    """

    def __init__(self, key: object, message: str) -> None:
        self.key = key
        super().__init__(message)


class CellForm(Protocol):
    """How a format's cells are read and written; a cell is whatever the format says."""

    def value(self, cell: Any, /) -> tuple[str, bool]:
        """Return a cell's text, and whether it was written in quotes."""

    def write(self, value: str, quoted: bool, /) -> Any:
        """Return a text as a cell; raises ValueError, with a clause, where that cannot be."""

    def added(self, values: Sequence[str], /) -> Any:
        """Return texts as the cells that are added for a column, one for each of `ADDED`."""


class Outcome(NamedTuple):
    """What becomes of one cell.

    Attributes:
        old: The cell; None where there is none.
        new: The new cell; None where it stays as it is.
        added: The added cells.
        before: Its value.
        after: Its new value, the same where it stays.
        name: The name; in a cell with several values theirs joined by the separator.
        id: The ID; in a cell with several values theirs joined by the separator.
        score: The lowest score of the values that were resolved; 0 if none was.
        evidence: What speaks for them.
        resolved: How many of its values were resolved.
        abstained: Why each of the others was not.
    """

    old: Any
    new: Any
    added: Any
    before: str
    after: str
    name: str
    id: str
    score: float
    evidence: tuple[str, ...]
    resolved: int
    abstained: tuple[str, ...]


class _Part(NamedTuple):
    """What becomes of one of a cell's values.

    Attributes:
        after: The value as it is to be, with the spaces around it.
        id: The ID, empty without one.
        name: The name likewise.
        found: What it was resolved to; None where it was not.
        reason: Why it was not, empty for a value that is empty.
        told: The same as the added cells tell it.
    """

    after: str
    id: str
    name: str
    found: Resolved | None
    reason: str
    told: str


class CellStore:
    """Outcomes by the key of a cell: itself as its format has it, a `Question`, an `Unasked`, None.

    Args:
        form: How cells are read and written.
        resolve: Resolves a list of texts.
        options: What to do with the cells.
        on_value: Told of the values in the cells that are counted.

    Attributes:
        known: The number of each key's outcome; the keys stand in the order of their numbers.
        outcomes: The outcomes by number.
        emptied: How often it was emptied.
    """

    def __init__(
        self,
        form: CellForm,
        resolve: Resolver,
        options: TableOptions,
        on_value: OnValue | None = None,
    ) -> None:
        self.known: dict[Any, int] = {}
        self.outcomes: list[Outcome] = []
        self.emptied = -1
        self._form = form
        self._resolve = resolve
        self._on_value = on_value
        self._asked = options.rows.asked
        self._to = options.to
        self._split = options.split
        self._min_score = options.min_score
        self._replace = options.replace
        self._values: dict[tuple[str, Given], Resolved] = {}
        self._size = 0
        self._times: Counter[int] = Counter()
        self._counted = TableReport()
        self._none = self._untouched("")
        self._forget()

    def _forget(self) -> None:
        self._add_up()
        self.emptied += 1
        self.known = {None: NOTHING, SKIPPED: LEFT}
        self.outcomes = [self._none, self._none]
        self._values.clear()
        self._size = 0

    def learn(self, columns: Sequence[Sequence[Any]]) -> list[list[int]]:
        """Return the numbers of the outcomes of cells, once all of them are known.

        Args:
            columns: The keys of cells, column by column; the resolver is called once for all that
                are new.

        Raises:
            CellError: If a new value cannot be written into the table.
        """
        if len(self.known) > _LIMIT_CELLS or self._size > _LIMIT_SIZE:
            self._forget()
        known = self.known
        # One look-up a cell: they are what a row costs most.
        found = [list(map(known.get, keys, repeat(_NEW))) for keys in columns]
        if any(_NEW in numbers for numbers in found):
            new: dict[Any, None] = {}
            for keys, numbers in zip(columns, found, strict=True):
                new.update({key: None for key, it in zip(keys, numbers, strict=True) if it == _NEW})
            with collector_paused(len(new)):
                self._work_out(new)
            found = [
                [known[key] if it == _NEW else it for key, it in zip(keys, numbers, strict=True)]
                for keys, numbers in zip(columns, found, strict=True)
            ]
        return found

    def _work_out(self, new: Iterable[Any]) -> None:
        questions: dict[tuple[str, Given], None] = {}
        for key in new:
            if isinstance(key, Unasked):
                continue
            cell, given = key if isinstance(key, Question) else (key, ())
            value = self._form.value(cell)[0]
            self._size += len(value) + sum(len(text) for text in given if text)
            for part in self._parts(value):
                question = part.strip(), given
                if question[0] and question not in self._values:
                    questions[question] = None
        if questions:
            self._values.update(zip(questions, self._resolved(list(questions)), strict=True))
        for key in new:
            if isinstance(key, Unasked):
                outcome = self._untouched(key.reason)
            elif isinstance(key, Question):
                outcome = self._outcome(key, key.cell, key.given)
            else:
                outcome = self._outcome(key, key, ())
            self.known[key] = len(self.outcomes)
            self.outcomes.append(outcome)

    def count(self, numbers: Sequence[int]) -> None:
        """Count cells of a column by the numbers of their outcomes, for `report`."""
        self._times.update(numbers)

    def report(self, report: TableReport) -> None:
        """Add to a report what became of the cells counted since the last one."""
        self._add_up()
        counted, self._counted = self._counted, TableReport()
        report.resolved += counted.resolved
        report.changed += counted.changed
        report.abstained.update(counted.abstained)

    def _add_up(self) -> None:
        """Add up what became of the cells counted, while their outcomes are known."""
        report = self._counted
        keys = list(self.known) if self._on_value is not None else []
        for number, times in self._times.items():
            outcome = self.outcomes[number]
            report.resolved += times * outcome.resolved
            if outcome.new is not None:
                report.changed += times
            for reason in outcome.abstained:
                report.abstained[reason] += times
            if self._on_value is not None:
                self._tell(keys[number], times, self._on_value)
        self._times.clear()

    def _tell(self, key: Any, times: int, on_value: OnValue) -> None:
        if key is None or isinstance(key, Unasked):
            return
        cell, given = key if isinstance(key, Question) else (key, ())
        for part in self._parts(self._form.value(cell)[0]):
            text = part.strip()
            if text:
                found = self._values[text, given]
                on_value(Seen(text, given, found, self._reason(found), times))

    def _reason(self, found: Resolved) -> str:
        """Return why a resolution does not count, nothing where it does."""
        if found.id is None:
            return found.reason
        return BELOW if found.score < self._min_score else ""

    def _resolved(self, questions: list[tuple[str, Given]]) -> Sequence[Resolved]:
        texts = [text for text, _ in questions]
        columns = {
            what: [given[at] for _, given in questions]
            for at, what in enumerate(GIVEN)
            if what in self._asked
        }
        return self._resolve(texts, **columns)

    def _untouched(self, reason: str) -> Outcome:
        """Return the outcome of a cell that nothing is asked about."""
        added = () if self._replace else self._form.added(("", "", "", reason))
        return Outcome(None, None, added, "", "", "", "", 0.0, (), 0, (reason,) if reason else ())

    def _parts(self, value: str) -> list[str]:
        return [value] if self._split is None else value.split(self._split)

    def _text(self, found: Resolved) -> str:
        if self._to == "name":
            return found.name or ""
        return (found.id or "") if self._to == "id" else str(self._to(found) or "")

    def _outcome(self, key: object, cell: Any, given: Given) -> Outcome:
        value, quoted = self._form.value(cell)
        parts = [self._part(key, part, given) for part in self._parts(value)]
        after, id, name = parts[0][:3]
        if len(parts) > 1:
            after, id, name = self._joined([part[:3] for part in parts])
        found = [part.found for part in parts if part.found is not None]
        try:
            new = None if after == value else self._form.write(after, quoted)
            added = () if self._replace else self._added(parts)
        except ValueError as error:
            raise CellError(
                key,
                f"for {value!r}, {error}; convert the table to utf-8 first (iconv -t utf-8), or "
                "replace by IDs with --replace --to id.",
            ) from error
        return Outcome(
            cell,
            new,
            added,
            value,
            after,
            name,
            id,
            min([it.score for it in found], default=0.0),
            tuple([words for it in found for words in it.evidence]),
            len(found),
            tuple([part.reason for part in parts if part.reason]),
        )

    def _added(self, parts: Sequence[_Part]) -> Any:
        """Return the added cells, the evidence in ASCII where the table cannot take it as it is."""
        values = self._told(parts)
        try:
            return self._form.added(values)
        except ValueError:
            return self._form.added([*values[:3], _in_ascii(values[3])])

    def _part(self, key: object, part: str, given: Given) -> _Part:
        """Return what becomes of one of a cell's values."""
        text = part.strip()
        if not text:
            return _Part(part, "", "", None, "", "")
        found = self._values[text, given]
        reason = self._reason(found)
        if reason:
            told = " | ".join(found.evidence) if found.method == DECIDED else reason
            return _Part(part, "", "", None, reason, told)
        new = self._text(found)
        name = (found.name or "") if self._to == "id" else new
        if self._replace and new:
            self._check_separator(key, new)
            part = part.replace(text, new, 1)
        return _Part(part, found.id or "", name, found, "", "")

    def _told(self, parts: Sequence[_Part]) -> Sequence[str]:
        """Return what is written into the added cells of a cell with these values."""
        cells = []
        for _, id, name, found, _, told in parts:
            if found is None:
                cells.append((id, name, "", told))
            else:
                cells.append((id, name, f"{found.score:.3f}", " | ".join(found.evidence)))
        return cells[0] if len(cells) == 1 else self._joined(cells)

    def _joined(self, parts: Iterable[tuple[str, ...]]) -> list[str]:
        return list(map((self._split or "").join, zip(*parts, strict=True)))

    def _check_separator(self, key: object, new: str) -> None:
        if self._split is not None and self._split in new:
            raise CellError(
                key,
                f"{new!r} holds the separator {self._split!r} and would read as several values; "
                "write IDs with --to id.",
            )


def _in_ascii(evidence: str) -> str:
    return evidence.translate(_QUOTES).encode("ascii", "backslashreplace").decode("ascii")
