"""The tally: counts, and the limit of what it counts one by one."""

from __future__ import annotations

import io
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from normalizer import Normalizer, build
from normalizer.matching.names.results import Resolution
from normalizer.rewriting.formats.open import rewrite_any
from normalizer.rewriting.row_columns import RowColumns
from normalizer.rewriting.table_options import Seen, TableOptions
from normalizer.rewriting.tally import Tally, resolved_again


def front() -> Normalizer:
    return build([{"id": "blue-front", "type": "organization", "name": "Blue Front"}])


def tally_of(kind: str, table: bytes, **options: object) -> Tally:
    tally = Tally()
    asked = TableOptions(**options)  # type: ignore[arg-type]
    resolve = front().resolve_many
    rewrite_any(kind, io.BytesIO(table), io.BytesIO(), resolve, asked, on_value=tally.add)
    return tally


def test_values_of_a_split_column() -> None:
    table = b"actor,n\nBlue Front;x,1\nx;,2\n\xd8\xad,3\nblue front,4\n"
    tally = tally_of("csv", table, columns=("actor",), split=";")
    assert tally.methods == {"exact": 1, "folded": 1}
    assert tally.entities == {("blue-front", "Blue Front"): 2}
    assert [(it.text, it.rows) for it in tally.unresolved()] == [("x", 2), ("\u062d", 1)]


def test_values_of_json_lines_with_what_their_rows_say() -> None:
    table = b'{"a": "x", "c": "the sea"}\n{"a": null}\n{"a": "x", "c": "a lake"}\n'
    tally = tally_of("jsonl", table, columns=("a",), rows=RowColumns(context=("c",)))
    (value,) = tally.unresolved()
    assert (value.rows, value.given) == (2, ("the sea", None, None, None))
    assert resolved_again([value], front().resolve_many)[0].reason == value.reason


def test_the_score_asked_for_counts() -> None:
    tally = tally_of("csv", b"a\nBlue Frint\n", columns=("a",), min_score=1.0)
    assert tally.reasons == {"below threshold": 1}


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(2, 40))
def test_no_count_is_farther_off_than_it_says(values: list[int], kept: int) -> None:
    tally = Tally(kept)
    for value in values:
        tally.add(Seen(str(value), (), Resolution(str(value), reason="unknown"), "unknown", 1))
    told = {it.text: it.rows for it in tally.unresolved()}
    assert len(told) <= kept
    for text, rows in Counter(map(str, values)).items():
        assert rows - tally.most_missed <= told.get(text, 0) <= rows
