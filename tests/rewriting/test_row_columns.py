"""Columns by pattern, and columns that tell which rows count and what is known of their names."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import UsageError
from normalizer.rewriting.row_columns import BAD_DATE, RowColumns, parse_condition
from normalizer.rewriting.table_options import TableOptions, find_columns
from normalizer.rewriting.tables import rewrite_table

TABLE = (
    "id,actor,note,kind,when,tongue\n"
    '1,PMU,"near\nMosul",Person ,2015-01-02T03:04, fa\n'
    "2,PMU,,,,\n"
    "3,PMU,x,,soon,\n"
    '4,"PMU","x",,2015,\n'
)


@pytest.mark.parametrize(
    ("wanted", "names", "found"),
    [
        (["actor*"], ["actor1", "x", "actor2"], [0, 2]),
        (["actor*"], ["actor1", "actor*", "actor2"], [1]),
        (["actor*", "actor1"], ["actor1", "x", "actor2"], [0, 2]),
        (["?", "a[12]"], ["x", "a1", "a3"], [0, 1]),
        (["*", 1], ["x", "x"], [0, 1]),
    ],
)
def test_patterns(wanted: list[str | int], names: list[str], found: list[int]) -> None:
    assert find_columns(wanted, names, len(names)) == found


def test_patterns_that_match_nothing() -> None:
    with pytest.raises(UsageError, match="no column like 'b\\*'; its columns are 1 'a'"):
        find_columns(["b*"], ["a"], 1)
    with pytest.raises(UsageError, match="no column like 'b\\*'; it has 1"):
        find_columns(["b*"], None, 1)


def test_each_row_tells_of_its_names(rewritten: Callable[..., Any]) -> None:
    rows = RowColumns(("note", "kind"), "kind", "when", 6)
    out, report, edits = rewritten("csv", TABLE.encode(), "actor", replace=True, rows=rows)
    expected = TABLE.replace("1,PMU", "1,Popular Mobilization Forces")
    expected = expected.replace("2,PMU", "2,Popular Mobilization Forces")
    expected = expected.replace('4,"PMU', '4,"Popular Mobilization Forces')
    assert out.decode() == expected
    assert [edit.evidence[1:] for edit in edits] == [
        ("context near\nMosul\nPerson ", "type person", "date 2015-01-02", "language fa"),
        (),
        ("context x", "date 2015"),
    ]
    assert report.abstained == {BAD_DATE: 1}
    added = rewritten("csv", TABLE.encode(), "actor", rows=rows)[0].decode()
    assert f"\n3,PMU,x,,soon,,,,,{BAD_DATE}\n" in added


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        (["id=2"], [2]),
        (["id!=2"], [1, 3, 4]),
        (["note~s"], [1]),
        (["note="], [2]),
        (["note!=", "note!=x"], [1]),
        (["3=x"], [3, 4]),
        (["when~2015", "kind="], [4]),
    ],
)
def test_conditions(rewritten: Callable[..., Any], written: list[str], ids: list[int]) -> None:
    rows = RowColumns(where=tuple(map(parse_condition, written)))
    _, report, edits = rewritten("csv", TABLE.encode(), "actor", replace=True, rows=rows)
    assert [edit.row - 1 for edit in edits] == ids
    assert (report.rows, report.skipped) == (4, 4 - len(ids))
    added = rewritten("csv", TABLE.encode(), "actor", rows=rows)[0].decode()
    assert added.count(",,,,\n") == 4 - len(ids)


@pytest.mark.parametrize("written", ["", "x", "=x", "!=", "~"])
def test_what_is_no_condition(written: str) -> None:
    with pytest.raises(UsageError, match="is not a condition"):
        parse_condition(written)


def test_conditions_are_cut_at_the_first_sign() -> None:
    assert parse_condition("a=b~c!=d=") == ("a", "=", "b~c!=d=")
    assert parse_condition("a!=b") == ("a", "!=", "b")


def test_columns_that_are_not_there(rewritten: Callable[..., Any]) -> None:
    for rows in (
        RowColumns(("x",)),
        RowColumns(date="x"),
        RowColumns(where=(parse_condition("x="),)),
    ):
        with pytest.raises(UsageError, match="no column 'x'; its columns are 1 'id'"):
            rewritten("csv", TABLE.encode(), "actor", rows=rows)
    with pytest.raises(UsageError, match="matches 2 columns, but the type must come from one"):
        rewritten("csv", TABLE.encode(), "actor", rows=RowColumns(type="*i*"))


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["PMU", "x", "", '"PMU"', "Daesh"])] * 3),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(1, 20),
)
@settings(max_examples=100)
def test_only_rows_that_count_change(
    rewritten: Callable[..., Any],
    cells: list[tuple[str, ...]],
    column: int,
    asked: int,
    block: int,
) -> None:
    new = {"PMU": "Popular Mobilization Forces", '"PMU"': '"Popular Mobilization Forces"'}
    new["Daesh"] = "Islamic State"
    expected = [
        ",".join(
            new.get(cell, cell) if at == column and row[asked].strip('"') == "PMU" else cell
            for at, cell in enumerate(row)
        )
        for row in cells
    ]
    rows = RowColumns(where=(parse_condition(f"{asked + 1}=PMU"),))
    options = {"header": False, "replace": True, "rows": rows}
    raw = "\n".join(",".join(row) for row in cells).encode()
    assert rewritten("csv", raw, column + 1, **options)[0] == "\n".join(expected).encode()
    target = io.BytesIO()
    table = TableOptions(columns=(column + 1,), **options)
    known = {"PMU": new["PMU"], "Daesh": "Islamic State"}

    class Found:
        def __init__(self, text: str) -> None:
            self.name = known.get(text)
            self.id = self.name and "id"
            self.score, self.evidence, self.reason = 1.0, (), "unknown"
            self.method = ""

    def resolve(texts: list[str]) -> list[Found]:
        return [Found(text) for text in texts]

    rewrite_table(io.BytesIO(raw), target, resolve, table, block_size=block)
    assert target.getvalue() == "\n".join(expected).encode()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2015", "2015"),
        ("2015-03-02", "2015-03-02"),
        ("2015-03-02T10:00Z", "2015-03-02"),
        (" 2015-03 ", "2015-03"),
        ("2015-02-30", BAD_DATE),
        ("0000-00-00", BAD_DATE),
        ("2015-3", BAD_DATE),
        ("٢٠١٥", BAD_DATE),  # digits that compare with no date of a name
        ("29.06.2014", "2014-06-29"),
        ("9.6.2014 10:00", "2014-06-09"),
        ("06.2014", "2014-06"),
        ("2014.06.29", "2014-06-29"),
        ("2014/06/29", "2014-06-29"),
        ("2014/06.29", BAD_DATE),
        ("06.29.2014", BAD_DATE),
        ("31.06.2014", BAD_DATE),
        ("29.06.14", BAD_DATE),
        ("02/03/2015", BAD_DATE),
        ("29/03/2015", BAD_DATE),
    ],
)
def test_dates_that_rows_give(written: str, told: str) -> None:
    rows = RowColumns(date="day").find(lambda _column: (0,))
    (verdict,) = rows.verdicts(1, lambda _number: [written])
    assert told in verdict
