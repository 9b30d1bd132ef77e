"""The cells of a table that are known: every distinct one is worked out once and remembered.

So a row costs a look-up. The store is emptied when it has grown to its limit; what stays of use is
soon there again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, repeat
from typing import TYPE_CHECKING, Any

from normalizer.collector import collector_paused
from normalizer.rewriting.cell_counts import CellCounts
from normalizer.rewriting.cell_outcomes import CellForm, Outcome, OutcomeMaker, ReadCell
from normalizer.rewriting.row_columns import GIVEN, SKIPPED, Given, Question, Unasked
from normalizer.rewriting.table_options import (
    OnValue,
    Resolved,
    Resolver,
    Seen,
    TableOptions,
    TableReport,
)

if TYPE_CHECKING:
    from normalizer.rewriting.cell_counts import Numbers

NOTHING, LEFT = 0, 1
"""Numbers of the outcomes of what is no cell (None), and of one that is left alone (`SKIPPED`)."""

_NEW = -1
_LIMIT_CELLS = 100_000
_LIMIT_SIZE = 32 << 20  # characters


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
        self._maker = OutcomeMaker(form, options)
        self._values: dict[tuple[str, Given], Resolved] = {}
        self._size = 0
        self._counts = CellCounts()
        self._none = self._maker.untouched("")
        self._forget()

    def _forget(self) -> None:
        self._add_up()
        self.emptied += 1
        self.known = {None: NOTHING, SKIPPED: LEFT}
        self.outcomes = [self._none, self._none]
        self._values.clear()
        self._size = 0

    def make_room(self) -> None:
        """Empty the store if it is full; numbers learned before then mean nothing any more."""
        if len(self.known) > _LIMIT_CELLS or self._size > _LIMIT_SIZE:
            self._forget()

    def learn(self, columns: Sequence[Sequence[Any]]) -> list[list[int]]:
        """Return the numbers of the outcomes of cells, once all of them are known.

        Args:
            columns: The keys of cells, column by column; the resolver is called once for all that
                are new.

        Raises:
            CellError: If a new value cannot be written into the table.
        """
        self.make_room()
        known = self.known
        # One look-up a cell: they are what a row costs most.
        found = [list(map(known.get, keys, repeat(_NEW))) for keys in columns]
        if any(_NEW in numbers for numbers in found):
            new: dict[Any, None] = {}
            for keys, numbers in zip(columns, found, strict=True):
                new.update({key: None for key, it in zip(keys, numbers, strict=True) if it == _NEW})
            with collector_paused(len(new)):
                self._work_out(new)
            found = [list(map(known.__getitem__, keys)) for keys in columns]
        return found

    def _work_out(self, new: Iterable[Any]) -> None:
        """Learn what becomes of cells; every step here is taken for each distinct one."""
        value_of, values_in, values = self._form.value, self._maker.values, self._values
        read: list[ReadCell] = []
        questions: dict[tuple[str, Given], None] = {}
        for key in new:
            kind = type(key)
            if kind is Unasked:
                self.known[key] = len(self.outcomes)
                self.outcomes.append(self._maker.untouched(key.reason))
                continue
            cell, given = key if kind is Question else (key, ())
            value, quoted = value_of(cell)
            read.append((key, cell, value, quoted, given))
            self._size += len(value)
            if given:
                self._size += sum([len(text) for text in given if text])
            for part in values_in(value):
                question = part.strip(), given
                if question[0] and question not in values:
                    questions[question] = None
        if questions:
            values.update(zip(questions, self._resolved(list(questions)), strict=True))
        outcome = self._maker.outcome
        made = [outcome(it, values) for it in read]
        self.known.update(zip([it[0] for it in read], count(len(self.outcomes))))
        self.outcomes += made

    def _resolved(self, questions: list[tuple[str, Given]]) -> Sequence[Resolved]:
        texts = [text for text, _ in questions]
        columns = {
            what: [given[at] for _, given in questions]
            for at, what in enumerate(GIVEN)
            if what in self._asked
        }
        return self._resolve(texts, **columns)

    def count(self, numbers: Sequence[int]) -> None:
        """Count cells of a column by the numbers of their outcomes, for `report`."""
        self._counts.add(numbers)

    def count_block(self, numbers: Numbers) -> None:
        """Count the cells of a column of a block as `count` does."""
        self._counts.add_block(numbers)

    def report(self, report: TableReport) -> None:
        """Add to a report what became of the cells counted since the last one."""
        self._add_up()
        self._counts.report(report)

    def _add_up(self) -> None:
        """Add up what became of the cells counted, while their outcomes are known."""
        keys = list(self.known) if self._on_value is not None else []
        for number, times in self._counts.take(self.outcomes):
            if self._on_value is not None:
                self._tell(keys[number], times, self._on_value)

    def _tell(self, key: Any, times: int, on_value: OnValue) -> None:
        if key is None or isinstance(key, Unasked):
            return
        cell, given = key if isinstance(key, Question) else (key, ())
        for part in self._maker.values(self._form.value(cell)[0]):
            text = part.strip()
            if text:
                found = self._values[text, given]
                on_value(Seen(text, given, found, self._maker.refusal(found), times))
