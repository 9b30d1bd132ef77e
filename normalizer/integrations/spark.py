"""Names and texts in the columns of Spark DataFrames, resolved where their partitions are.

Each Python worker maps one compiled gazetteer into memory and keeps what it has found between its
tasks. Rows stay where they are: nothing is shuffled, no gazetteer is pickled. Every node needs this
package, with pyarrow, in the version that compiled the gazetteer. See docs/spark.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from normalizer.api import Normalizer, build
from normalizer.errors import UsageError
from normalizer.rewriting.row_columns import RowColumns, parse_condition
from normalizer.rewriting.table_options import ADDED, TableOptions, find_columns

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import ArrayType, StructType

    from normalizer.integrations import arrow_batches
    from normalizer.integrations.spark_files import Gazetteer, Shipped, path_here, placed, ship
except ImportError as error:
    raise ImportError(
        "Names in Spark need pyspark and pyarrow, here and on every node; install them with "
        "pip install 'entity-normalizer[spark]'."
    ) from error

__all__ = ["EDIT", "Gazetteer", "Shipped", "resolve_columns", "rewrite_columns", "ship"]

_KINDS = {"int32": "integer", "double": "double", "string": "string"}

EDIT = {field.name: _KINDS[str(field.type)] for field in arrow_batches.EDIT}
"""The fields of an edit; its offsets count characters (code points) of the original text."""


def resolve_columns(
    frame: DataFrame,
    columns: str | Sequence[str],
    gazetteer: Gazetteer,
    *,
    replace: bool = False,
    to: str = "name",
    split: str | None = None,
    context: str | None = None,
    type: str | None = None,
    date: str | None = None,
    language: str | None = None,
    context_columns: Sequence[str] = (),
    type_column: str | None = None,
    date_column: str | None = None,
    language_column: str | None = None,
    where: Iterable[str] = (),
    strictness: str = "1%",
) -> DataFrame:
    """Resolve the names in columns of a frame, as ``normalizer table`` does in files.

    Args:
        frame: The frame.
        columns: Columns with names, or patterns such as ``"actor_*"``. Nulls stay nulls, and what
            is no text stays as it is.
        gazetteer: What `ship` gave, or the path of a ``.names`` file that is on every node.
        replace: Replace the cells instead of adding columns.
        to: What replaces a name, as for `Normalizer.rewrite`.
        split: Separator of several names in one cell.
        context: Text that counts as every row's context.
        type: Entity type that counts where `type_column` says nothing.
        date: Date that counts where `date_column` says nothing.
        language: Language that counts where `language_column` says nothing.
        context_columns: Columns whose texts are the context of their row's names.
        type_column: Column with the entity type that counts.
        date_column: Column with the date: a date, a time, or text as `Normalizer.resolve` wants.
        language_column: Column with the names' language.
        where: Conditions such as ``"country=Iraq"``, all of which must hold for a row to count.
        strictness: As for `Normalizer.resolve`.

    Returns:
        The frame with ``<column>_id``, ``_name``, ``_score`` (0 to 1 in three decimals) and
        ``_evidence`` added for each column, which are null, but for the evidence, where a name
        was not resolved; or with the cells replaced.

    Raises:
        UsageError: If a column is not there, one to be added is, or an argument is out of range.
    """
    asked: dict[str, Any] = {
        "context": context,
        "type": type,
        "date": date,
        "language": language,
        "strictness": strictness,
    }
    empty = build([])  # refuses here what every task would refuse
    empty.resolve("", **asked)
    _check_form(empty, to, date)
    conditions = tuple(map(parse_condition, where))
    rows = RowColumns(tuple(context_columns), type_column, date_column, language_column, conditions)
    found = _found(frame, columns)
    rows.find(lambda column: find_columns([column], frame.columns, len(frame.columns)))
    options = TableOptions(columns=found, replace=replace, split=split, rows=rows)
    job = arrow_batches.Resolving(options, to, tuple(asked.items()))
    added = [] if replace else [(f"{column}_{what}", what) for column in found for what in ADDED]
    score = "string" if split else "double"
    types = {name: score if what == "score" else "string" for name, what in added}
    place = placed(gazetteer)

    def work(part: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return arrow_batches.resolved(part, path_here(place), job)

    return frame.mapInArrow(work, _schema(frame, types))


def rewrite_columns(
    frame: DataFrame,
    columns: str | Sequence[str],
    gazetteer: Gazetteer,
    *,
    replace: bool = False,
    to: str = "name",
    date: str | None = None,
    types: Iterable[str] | None = None,
    hashtags: bool = False,
    markup: str = "none",
) -> DataFrame:
    """Rewrite the names in columns of running texts.

    Args:
        frame: The frame.
        columns: Columns with texts, or patterns. Nulls stay nulls.
        gazetteer: As for `resolve_columns`.
        replace: Replace the texts instead of adding ``<column>_text``.
        to: As for `Normalizer.rewrite`.
        date: As for `Normalizer.rewrite`.
        types: As for `Normalizer.rewrite`.
        hashtags: As for `Normalizer.rewrite`.
        markup: As for `Normalizer.rewrite`.

    Returns:
        The frame with the rewritten texts, and ``<column>_edits``, an array of `EDIT`, from which
        `normalizer.rewriting.edits.revert` gives the original back.

    Raises:
        UsageError: If a column is not there or holds no text, one to be added is there, or an
            argument is out of range.
    """
    asked: dict[str, Any] = {
        "date": date,
        "types": None if types is None else ((types,) if isinstance(types, str) else tuple(types)),
        "hashtags": hashtags,
        "markup": markup,
    }
    empty = build([])  # refuses here what every task would refuse
    empty.rewrite("", **asked)
    _check_form(empty, to, date)
    found = _found(frame, columns)
    for column in found:
        kind = dict(frame.dtypes)[column]
        if kind.partition(" ")[0] != "string":
            raise UsageError(f"The column {column!r} is of type {kind}; texts are strings.")
    job = arrow_batches.Rewriting(found, replace, to, tuple(asked.items()))
    edits = ArrayType(_struct(StructType(), EDIT))
    added: dict[str, Any] = {}
    for column in found:
        if not replace:
            added[f"{column}_text"] = "string"
        added[f"{column}_edits"] = edits
    place = placed(gazetteer)

    def work(part: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return arrow_batches.rewritten(part, path_here(place), job)

    return frame.mapInArrow(work, _schema(frame, added))


def _check_form(empty: Normalizer, to: str, date: str | None) -> None:
    if not to.startswith("style:"):  # whose IDs an empty gazetteer does not know
        empty.renderer(to, date=date)


def _found(frame: DataFrame, columns: str | Sequence[str]) -> tuple[str, ...]:
    """Return the wanted columns by name."""
    wanted = [columns] if isinstance(columns, str) else columns
    names = frame.columns
    return tuple(names[number] for number in find_columns(wanted, names, len(names)))


def _schema(frame: DataFrame, added: dict[str, Any]) -> Any:
    """Return a frame's schema with columns added: types by name, which Spark has, too."""
    there = {name.lower() for name in frame.columns}  # Spark does not tell capitals apart
    for name in added:
        if name.lower() in there:
            raise UsageError(
                f"The frame would have two columns {name!r}; rename the one it has, or replace "
                "the cells instead of adding columns (replace=True)."
            )
    return _struct(StructType(list(frame.schema.fields)), added)


def _struct(fields: StructType, added: dict[str, Any]) -> StructType:
    for name, kind in added.items():
        fields = fields.add(name, kind)
    return fields
