"""Blocks cut at once: what they make of a table is what is made of it row by row."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import TableError
from normalizer.rewriting import known_cells, table_cells, table_columns
from normalizer.rewriting.audit_log import entry_of_cell, json_line
from normalizer.rewriting.edit_lines import EditLines
from normalizer.rewriting.even_blocks import cut
from normalizer.rewriting.row_columns import Condition, RowColumns
from normalizer.rewriting.table_options import CellEdit, TableOptions, TableReport
from normalizer.rewriting.tables import rewrite_table
from tests.rewriting.conftest import resolve

NEVER = 1 << 30
CELLS = st.sampled_from(
    [
        "PMU",
        "Daesh",
        "المقاومة",
        "x",
        "",
        "é",
        "PMU;Daesh",
        '"PMU"',
        '"a""b"',
        '""',
        '"c\nd"',
        '"e\r\nf"',
        '"g,h"',
        "iÿ\x85",
        "=1",
        "PMU\0",
        "\0" * 8,
        *("long " * 15 + end for end in "ab"),
    ]
)
ODD = st.sampled_from(['a"b', '"open', '"x"y', "a\rb", "1,2", '""z', "\n", "\r"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, dict[str, Any]]:
    """A table, mostly even, and how it is written."""
    width = draw(st.integers(1, 4))
    delimiter = draw(st.sampled_from(",;\t"))
    encoding = draw(st.sampled_from(["utf-8", "utf-16-le", "cp1256"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=8))
    if draw(st.integers(0, 3)) == 0:
        row = draw(st.integers(1, len(rows) - 1))
        rows[row] = [*rows[row][1:], draw(ODD)]
    if draw(st.integers(0, 5)) == 0:
        rows[-1].append("PMU")
    text = "".join(delimiter.join(row) + end for row in rows)
    if draw(st.integers(0, 3)) == 0:
        text = text[: -len(end)]
    raw = text.encode(encoding, "ignore")
    columns = draw(st.lists(st.integers(1, width), min_size=1, max_size=width, unique=True))
    told = draw(st.integers(1, width))
    rows = draw(
        st.sampled_from(
            [
                RowColumns(),
                RowColumns(),
                RowColumns(where=(Condition(str(told), "~", "a"),)),
                RowColumns(context=(1, told), date=told),
                RowColumns(language=told, where=(Condition("1", "!=", "PMU"),)),
            ]
        )
    )
    return raw, {
        "rows": rows,
        "columns": tuple(columns), "delimiter": delimiter, "encoding": encoding, "header": False,
        "ragged": draw(st.sampled_from(["error", "keep"])), "replace": draw(st.booleans()),
        "split": draw(st.sampled_from([None, ";"])), "to": draw(st.sampled_from(["name", "id"])),
    }  # fmt: skip


def rewritten(
    raw: bytes,
    asked: dict[str, Any],
    block: int,
    large: int,
    slot_bits: int = 8,
    most: int = 100,
    on_edit: Callable[[CellEdit], object] | None = None,
) -> tuple[bytes, TableReport] | str:
    target = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_columns, "_LARGE", large)
        patch.setattr(known_cells, "_SLOT_BITS", slot_bits)
        patch.setattr(table_cells, "_LIMIT_CELLS", most)
        try:
            report = rewrite_table(
                io.BytesIO(raw), target, resolve, TableOptions(**asked), on_edit=on_edit,
                block_size=block,
            )  # fmt: skip
        except TableError as error:
            return str(error)
    return target.getvalue(), report


@given(
    tables(),
    st.one_of(st.integers(1, 40), st.just(4096)),
    st.sampled_from([1, 8]),
    st.sampled_from([3, 100]),
)
@settings(max_examples=300)
def test_a_table_becomes_the_same_at_once_and_row_by_row(
    table: tuple[bytes, dict[str, Any]], block: int, slot_bits: int, most: int
) -> None:
    raw, asked = table
    at_once = rewritten(raw, asked, block, 0, slot_bits, most)
    assert at_once == rewritten(raw, asked, block, NEVER)


@given(
    tables(),
    st.integers(1, 4096),
    st.sampled_from([3, 100]),
    st.sampled_from([{}, {"file": '%d "row": 0, "line": 0, '}, {"file": "\udc80"}]),
)
@settings(max_examples=200)
def test_lines_tell_of_blocks_what_edits_tell_row_by_row(
    table: tuple[bytes, dict[str, Any]], block: int, most: int, first: dict[str, str]
) -> None:
    raw, asked = table
    lines: list[bytes] = []
    counts: list[int] = []

    def write(some: bytes, count: int) -> None:
        lines.append(some)
        counts.append(count)

    edits: list[CellEdit] = []
    at_once = rewritten(raw, asked, block, 0, most=most, on_edit=EditLines(write, first))
    assert at_once == rewritten(raw, asked, block, NEVER, on_edit=edits.append)
    if not isinstance(at_once, str):
        told = [json_line({**first, **entry_of_cell(edit)}) for edit in edits]
        assert b"".join(lines).splitlines(True) == told
        assert sum(counts) == len(edits)


@pytest.mark.parametrize(
    ("segment", "rows"),
    [
        (b"a,b\nc,d\n", [b"a,b\n", b"c,d\n"]),
        (b'a,"b\n,"\r\n"""",\r\n', [b'a,"b\n,"\r\n', b'"""",\r\n']),
        (b"a,b\nc,d", None),
        (b"a,b\nc\n", None),
        (b"a,b\nc,d\r\n", None),
        (b"a\rb,\n,d\n", None),
        (b'a"b,c"\n', None),
        (b'a,"b"c\n', None),
        (b'a,b"\n"c,d\n', None),
        (b'a,"b\n', None),
        (b"a,b\n\nc,d\n", None),
    ],
)
def test_only_what_is_surely_even_is_cut_at_once(segment: bytes, rows: list[bytes] | None) -> None:
    block = cut(segment, b",", b'"', [0], 2)
    assert (None if block is None else block.rows()) == rows


def test_every_byte_may_be_in_use() -> None:
    segment = bytes(it for it in range(256) if it not in b'\r\n,"') + b',"\r\n"\r\n'
    assert cut(segment, b",", b'"', [0], 2) is None


def test_lines_inside_quotes_count() -> None:
    block = cut(b'a,"\n\n"\nb,\n"\n",c\nd,e\n', b",", b'"', [1], 2)
    assert block is not None
    assert list(block.lines(3)) == [3, 6, 7, 9]
    assert block.line_count == 7
