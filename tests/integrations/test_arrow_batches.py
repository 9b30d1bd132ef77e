"""Streams of record batches, cut anywhere, give what the local functions give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Edit, Normalizer, UsageError
from normalizer.integrations.arrow_batches import Resolving, Rewriting, resolved, rewritten
from normalizer.rewriting.edits import revert
from normalizer.rewriting.row_columns import RowColumns, parse_condition
from normalizer.rewriting.table_options import TableOptions
from tests.case_files import records, rows

NAMES = [row[0] for row in rows("spellings.tsv")][:150]
TEXTS = [case["text"] for case in records("text/en.jsonl")]
ROUNDING = 0.0015
"""Scores are shown in three decimals, and their last digits differ with a name's neighbours."""

cells = st.lists(st.one_of(st.none(), st.just(""), st.sampled_from(NAMES)), max_size=40)
cuts = st.integers(min_value=1, max_value=9)


@pytest.fixture(scope="module")
def names_file(curated: Normalizer, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("names") / "curated.names"
    curated.save(path)
    return str(path)


def in_batches(table: pa.Table, rows: int) -> Iterator[pa.RecordBatch]:
    return iter(table.to_batches(max_chunksize=rows))


def job(**options: Any) -> Resolving:
    return Resolving(TableOptions(columns=("actor",), **options), "name", (("strictness", "1%"),))


def rows_of(batches: Iterable[pa.RecordBatch]) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.to_pylist()]


@given(cells, cuts)
@settings(max_examples=40, deadline=None)
def test_cut_anywhere_it_is_what_resolve_many_gives(
    curated: Normalizer, names_file: str, actors: list[str | None], rows: int
) -> None:
    table = pa.table({"n": range(len(actors)), "actor": pa.array(actors, pa.string())})
    found = rows_of(resolved(in_batches(table, rows), names_file, job()))
    assert [(row["n"], row["actor"]) for row in found] == list(enumerate(actors))
    for row, expected in zip(found, curated.resolve_many(actors), strict=True):
        assert row["actor_id"] == expected.id
        assert row["actor_name"] == expected.name
        if expected.id is not None:
            assert abs(row["actor_score"] - expected.score) < ROUNDING
        elif row["actor"]:
            assert row["actor_evidence"] == expected.reason


def test_rows_tell_of_their_names(names_file: str) -> None:
    table = pa.table(
        {
            "actor": ["PMU", "PMU", "PMU;Daesh", None],
            "notes": ["the power management unit", "near Tikrit", "", ""],
            "count": [1, 2, 3, 4],
        }
    )
    rows = RowColumns(context=("notes",), where=(parse_condition("count!=3"),))
    found = rows_of(resolved(in_batches(table, 2), names_file, job(rows=rows)))
    assert [row["actor_id"] for row in found] == [None, "popular-mobilization-forces", None, None]
    assert found[0]["actor_evidence"] == "refused by context"
    found = rows_of(resolved(in_batches(table, 3), names_file, job(replace=True, split=";")))
    assert found[2]["actor"] == "Popular Mobilization Forces;Islamic State"
    assert [row["count"] for row in found] == [1, 2, 3, 4]


def test_what_is_no_text_passes_through(names_file: str) -> None:
    table = pa.table({"actor": [7, None]})
    found = rows_of(resolved(in_batches(table, 1), names_file, job()))
    assert [row["actor"] for row in found] == [7, None]
    assert [row["actor_evidence"] for row in found] == ["not text", None]
    assert list(resolved(iter(()), names_file, job())) == []


def test_a_column_that_is_there_is_not_added_again(names_file: str) -> None:
    table = pa.table({"actor": ["PMU"], "actor_id": ["mine"]})
    with pytest.raises(UsageError, match="actor_id"):
        rows_of(resolved(in_batches(table, 1), names_file, job()))


@pytest.mark.parametrize("replace", [False, True])
def test_texts_come_with_edits_that_undo_them(
    curated: Normalizer, names_file: str, replace: bool
) -> None:
    texts: list[str | None] = [*TEXTS[:60], None, TEXTS[0], ""]
    table = pa.table({"n": range(len(texts)), "text": texts})
    asked = Rewriting(("text",), replace, "name", (("date", None),))
    found = rows_of(rewritten(in_batches(table, 7), names_file, asked))
    column = "text" if replace else "text_text"
    changed = 0
    for row, text in zip(found, texts, strict=True):
        assert replace or row["text"] == text
        if text is None:
            assert row[column] is row["text_edits"] is None
            continue
        assert row[column] == curated.rewrite(text).text
        edits = [
            Edit(**{**edit, "evidence": tuple(edit["evidence"].split(" | "))})
            for edit in row["text_edits"]
        ]
        assert revert(row[column], edits) == text
        changed += bool(edits)
    assert changed > 10
