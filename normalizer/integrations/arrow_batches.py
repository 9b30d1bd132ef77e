"""Names and texts in streams of Arrow record batches, as engines hand them to worker processes.

What is asked travels to the workers as a small job. A worker keeps what it has found between
batches and between tasks, in bounded stores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pyarrow as pa

from normalizer.api import Normalizer
from normalizer.integrations.compiled import opened
from normalizer.matching.names.results import Resolution
from normalizer.rewriting.cell_outcomes import in_a_cell
from normalizer.rewriting.formats.arrow import ArrowTable
from normalizer.rewriting.formats.plain_cells import PlainCells
from normalizer.rewriting.formats.rows import rewritten_batches
from normalizer.rewriting.row_columns import filled
from normalizer.rewriting.table_cells import CellStore
from normalizer.rewriting.table_options import TableOptions, TableReport

EDIT = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("before", pa.string()),
        ("after", pa.string()),
        ("id", pa.string()),
        ("score", pa.float64()),
        ("evidence", pa.string()),
    ]
)
"""An edit as a value of a column; offsets count code points of the original text."""

_SCORE_DIGITS = 3
_STORES = 4
"""Jobs whose finds a worker keeps, those used last."""


@dataclass(frozen=True)
class Resolving:
    """Names in columns to be resolved.

    Attributes:
        options: The columns and what becomes of them; its `to` does not count.
        to: What replaces a name, as for `Normalizer.rewrite`.
        asked: Arguments of `Normalizer.resolve_many` that hold for all rows.
    """

    options: TableOptions
    to: str
    asked: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Rewriting:
    """Running texts in columns to be rewritten.

    Attributes:
        columns: The columns, by name.
        replace: Whether they are replaced; otherwise ``<column>_text`` is added.
        to: As for `Normalizer.rewrite`.
        asked: Other arguments of `Normalizer.rewrite`.
    """

    columns: tuple[str, ...]
    replace: bool
    to: str
    asked: tuple[tuple[str, Any], ...]


class _Stream:
    """Record batches that come and go one by one."""

    def __init__(self, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        self.schema = schema
        self._batches = batches
        self._done: list[pa.Table] = []

    def read(self) -> Iterator[pa.Table]:
        """Yield the batches."""
        return (pa.Table.from_batches([batch]) for batch in self._batches)

    def begin(self, schema: pa.Schema, replaced: Sequence[str]) -> Callable[[pa.Table], object]:
        """Return what takes a finished batch."""
        return self._done.append

    def end(self, whole: bool) -> None:
        """Do nothing: there is no file to close."""

    def fetch(self) -> list[pa.RecordBatch]:
        """Return the batches finished since it was last asked."""
        done, self._done[:] = [*self._done], ()
        return [batch for table in done for batch in table.combine_chunks().to_batches()]


def resolved(
    batches: Iterator[pa.RecordBatch], path: str, job: Resolving
) -> Iterator[pa.RecordBatch]:
    """Resolve the names in columns, each distinct one once.

    Args:
        batches: The rows; all batches have the columns of the first.
        path: The compiled gazetteer.
        job: What is asked.

    Yields:
        Batches of as many rows each, with the columns of `ADDED` or with replaced cells.

    Raises:
        TableError: If a new value holds the separator of several values.
        UsageError: If a column is not there, or one to be added is.
    """
    first = next(batches, None)
    if first is None:
        return
    stream = _Stream(first.schema, _from(first, batches))
    table = ArrowTable(stream, job.options)
    store = _store(opened(path), job)
    for _ in rewritten_batches(table, store, TableReport()):
        yield from stream.fetch()


def _from(first: pa.RecordBatch, others: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from others


@lru_cache(maxsize=_STORES)
def _store(normalizer: Normalizer, job: Resolving) -> CellStore:
    """Return what is known of the cells of a job; a worker keeps it from task to task."""
    asked: dict[str, Any] = dict(job.asked)

    def resolve(texts: list[str], /, **given: Sequence[str | None]) -> list[Resolution]:
        return normalizer.resolve_many(texts, **{**asked, **filled(given, asked)})

    form: Any = job.to
    if job.to not in ("name", "id"):
        form = normalizer.renderer(job.to, date=asked.get("date"))
    return CellStore(PlainCells(), resolve, replace(job.options, to=form))


def rewritten(
    batches: Iterator[pa.RecordBatch], path: str, job: Rewriting
) -> Iterator[pa.RecordBatch]:
    """Rewrite the names in columns of running texts; values that are no text stay as they are.

    Args:
        batches: The rows.
        path: The compiled gazetteer.
        job: What is asked.

    Yields:
        Batches of as many rows each, in which ``<column>_text`` and ``<column>_edits``, of type
        `EDIT`, are added.
    """
    normalizer = opened(path)
    for batch in batches:
        names = list(batch.schema.names)
        columns = list(batch.columns)
        for column in job.columns:
            values = batch.column(column)
            texts, edits = _rewritten(values.to_pylist(), normalizer, job)
            if job.replace:
                columns[names.index(column)] = pa.array(texts, values.type)
            else:
                names.append(f"{column}_text")
                columns.append(pa.array(texts, pa.string()))
            names.append(f"{column}_edits")
            columns.append(pa.array(edits, pa.list_(EDIT)))
        yield pa.record_batch(columns, names=names)


def _rewritten(
    values: list[str | None], normalizer: Normalizer, job: Rewriting
) -> tuple[list[str | None], list[list[dict[str, Any]] | None]]:
    """Return the rewritten texts and their edits; nulls stay nulls."""
    known: dict[str | None, tuple[str | None, list[dict[str, Any]] | None]] = {None: (None, None)}
    texts = list(dict.fromkeys(text for text in values if text is not None))
    rewrites = normalizer.rewrite_many(texts, job.to, **dict(job.asked))
    for text, rewrite in zip(texts, rewrites, strict=True):
        edits = [
            {
                **edit._asdict(),
                "score": round(edit.score, _SCORE_DIGITS),
                "evidence": in_a_cell(edit.evidence),
            }
            for edit in rewrite.edits
        ]
        known[text] = rewrite.text, edits
    found = [known[text] for text in values]
    return [text for text, _ in found], [edits for _, edits in found]
