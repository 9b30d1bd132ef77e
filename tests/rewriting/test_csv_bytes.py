"""The tokenizer: bytes are kept, values are those of Python's csv module, faults are named."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import TableError, UsageError
from normalizer.rewriting import table_columns, table_faults
from normalizer.rewriting.csv_bytes import RowReader, read_rows
from normalizer.rewriting.table_columns import ColumnReader
from normalizer.rewriting.table_dialect import Dialect
from normalizer.rewriting.table_encoding import Codec

TEXTS = st.text(
    st.sampled_from("ab ,;\t|\"'=é\u2028\x85\x0b\x00\ufeff\u200cداعش😀\n\r"), max_size=6
)
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "utf-8-sig"]
)
BLOCKS = st.integers(1, 17)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, Dialect, list[list[str]], str]:
    """A well-formed table, how it is written, its values, and its text without the mark."""
    delimiter = draw(st.sampled_from(",;\t|§"))
    quote = draw(st.sampled_from("\"'"))
    encoding = draw(ENCODINGS)
    has_mark = draw(st.booleans()) or encoding in ("utf-16", "utf-32")
    rows, text = [], ""
    for _ in range(draw(st.integers(0, 5))):
        values, cells = draw(st.lists(TEXTS, min_size=1, max_size=4)), []
        for value in values:
            must = any(c in value for c in (delimiter, "\n", "\r")) or value.startswith(quote)
            if must or value == "" or draw(st.booleans()):
                cells.append(quote + value.replace(quote, quote * 2) + quote)
            else:
                cells.append(value)
        rows.append(values)
        text += delimiter.join(cells) + draw(ENDS)
    if draw(st.booleans()) and text:
        text = text.rstrip("\r\n") if not text.endswith(("\n\r", "\r\r")) else text
    codec = {"utf-16": "utf-16-le", "utf-32": "utf-32-be", "utf-8-sig": "utf-8"}
    raw = ("\ufeff" * has_mark + text).encode(codec.get(encoding, encoding))
    return raw, Dialect(delimiter=delimiter, quote=quote, encoding=encoding), rows, text


def joined(raw: bytes, dialect: Dialect, block: int) -> bytes:
    reader = RowReader(io.BytesIO(raw), dialect, block)
    out = b""
    while (row := reader.next_row()) is not None:
        fields = reader.fields(row)
        assert reader.delimiter.join(f.raw for f in fields) + row.end == row.raw
        out += reader.codec.encode(reader.bom if not out else b"") + reader.codec.encode(row.raw)
    return (out or reader.codec.encode(reader.bom)) + reader.codec.finish()


@given(tables(), BLOCKS)
@settings(max_examples=400)
def test_joined_fields_are_the_input(
    table: tuple[bytes, Dialect, list[list[str]], str], block: int
) -> None:
    raw, dialect, rows, text = table
    assert joined(raw, dialect, block) == raw
    read = [[f.value for f in fields] for fields, _ in read_rows(io.BytesIO(raw), dialect, block)]
    if not text.startswith("\ufeff"):  # would be taken for the mark
        assert read == rows


@given(st.text(st.sampled_from('a,"\n\r é'), max_size=30), BLOCKS)
@settings(max_examples=600)
def test_any_text_is_kept_or_refused_and_read_as_csv_reads_it(text: str, block: int) -> None:
    raw = text.encode()
    try:
        assert joined(raw, Dialect(), block) == raw
    except TableError:
        with pytest.raises(csv.Error):
            list(csv.reader(io.StringIO(text, newline=""), strict=True))
        return
    values = [[f.value for f in fields] for fields, _ in read_rows(io.BytesIO(raw), Dialect())]
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert values == [row or [""] for row in expected]


def column_cells(raw: bytes, dialect: Dialect, wanted: list[int], block: int) -> Iterator[object]:
    reader = RowReader(io.BytesIO(raw), dialect, block)
    first = reader.next_row()
    if first is None or first.is_blank:
        return
    columns = [c for c in wanted if c < len(first.spans)]
    table = ColumnReader(reader, len(first.spans), columns, 2)
    for batch in table.batches():
        batch.part()
        for at, row in enumerate(batch.rows):
            cells = [column[at] for column in batch.cells]
            if cells and cells[0] is not None:
                spans = [table.span(batch, at, i) for i in range(len(cells))]
                assert [row[start:end] for start, end in spans] == cells
            yield batch.number + at, batch.lines[at], row, cells


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "", '"b"', '"c,d"', '"e\nf"', '"g""h"', "i"]), max_size=3),
        max_size=8,
    ),
    ENDS,
    st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True).map(sorted),
    st.one_of(BLOCKS, st.just(4096)),
    st.booleans(),
)
@settings(max_examples=400)
def test_fast_ways_give_the_cells_of_the_slow_one(
    rows: list[list[str]], end: str, wanted: list[int], block: int, at_once: bool
) -> None:
    raw = "".join(",".join(row) + end for row in rows).encode()
    dialect = Dialect(ragged="keep")
    slow = RowReader(io.BytesIO(raw), dialect)
    first = slow.next_row()
    expected = []
    number = 1
    while first is not None and (row := slow.next_row()) is not None:
        number += 1
        columns = [c for c in wanted if c < len(first.spans)]
        kept = len(row.spans) != len(first.spans) or row.is_blank
        cells = [None if kept else row.raw[slice(*row.spans[c])] for c in columns]
        expected.append((number, row.line, row.raw, cells))
    if first is not None and not first.is_blank and [c for c in wanted if c < len(first.spans)]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(table_columns, "_LARGE", 0 if at_once else 1 << 30)
            assert list(column_cells(raw, dialect, wanted, block)) == expected


@pytest.mark.parametrize("block", [1, 2, 3, 5, 17, 4096])
def test_only_lf_cr_and_crlf_end_rows(block: int) -> None:
    raw = "a\u2028b\x85c\x0bd\x0ce\x1cf\r\ng\rh\ni".encode()
    rows = [(f[0].value, end) for f, end in read_rows(io.BytesIO(raw), Dialect(), block)]
    assert rows == [
        ("a\u2028b\x85c\x0bd\x0ce\x1cf", b"\r\n"),
        ("g", b"\r"),
        ("h", b"\n"),
        ("i", b""),
    ]


@pytest.mark.parametrize("block", [1, 3, 17, 4096])
@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b'a,b\n1,2\n3,"open\nmore\n', 3, "never closed"),
        (b'a,b\n"x\ny",2\n3,"open', 4, "never closed"),
        (b'a,b\n1,"two"x\n', 2, "text follows the closing quote of field 2"),
        (b'a,b\n1,"two" ,3\n', 2, "text follows"),
        (b'a\n"b\nc"d\n', 3, "text follows"),
    ],
)
def test_faults_name_their_line(raw: bytes, line: int, words: str, block: int) -> None:
    with pytest.raises(TableError, match=f"^Line {line}: .*{words}"):
        list(read_rows(io.BytesIO(raw), Dialect(), block))


@pytest.mark.parametrize("block", [1, 3, 17, 4096])
@pytest.mark.parametrize(
    ("encoding", "raw", "offset"),
    [
        ("utf-8", b"a,b\nc,d\xff\n", 7),
        ("utf-8", "a,é\n".encode("latin-1"), 2),
        ("utf-8", b"abc\xe2\x82", 3),
        ("ascii", "a,é".encode(), 2),
        ("utf-16", b"a,b\n", 0),
        ("utf-16-le", b"a\x00\x00\xd8b\x00", 2),
        ("utf-16-le", b"a\x00b", 2),
        ("cp1252", b"abc\x81", 3),
        ("shift_jis", b"ab\xff", 2),
    ],
)
def test_a_wrong_encoding_names_the_byte(
    encoding: str, raw: bytes, offset: int, block: int
) -> None:
    with pytest.raises(TableError, match=f"^Byte {offset}\\b"):
        list(read_rows(io.BytesIO(raw), Dialect(encoding=encoding), block))


def test_an_encoding_that_would_not_come_out_the_same_is_refused() -> None:
    # The rows of NEC and IBM of cp932 hold some characters twice.
    raw = b"a,\x87\x90\n"
    with pytest.raises(TableError, match=r"^Byte 2: .*would not be reproduced"):
        list(read_rows(io.BytesIO(raw), Dialect(encoding="cp932")))
    raw = "名,組織\n".encode("iso2022_jp")
    assert joined(raw, Dialect(encoding="iso2022_jp"), 3) == raw


@pytest.mark.parametrize(
    ("encoding", "direct"),
    [
        ("utf-8", True),
        ("latin-1", True),
        ("windows-1256", True),
        ("koi8-r", True),
        ("euc-jp", False),
        ("gbk", False),
        ("shift_jis", False),
        ("big5", False),
        ("cp037", False),
        ("utf-7", False),
    ],
)
def test_only_encodings_safe_to_cut_on_bytes_are(encoding: str, direct: bool) -> None:
    assert Codec(encoding).is_direct is direct


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "rot13"])
def test_an_unknown_encoding_is_wrong_use(encoding: str) -> None:
    with pytest.raises(UsageError, match="There is no text encoding"):
        Codec(encoding)


@pytest.mark.parametrize(
    "fault",
    [{"delimiter": ""}, {"delimiter": "::"}, {"delimiter": "\n"}, {"quote": ","}, {"ragged": "x"}],
)
def test_a_dialect_that_cannot_be_is_wrong_use(fault: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Dialect(**fault)


@pytest.mark.parametrize("block", [7, 4096])
@pytest.mark.parametrize("field", [b"x" * 101, b'"' + b"x" * 100 + b'"', b'"' + b"x\n" * 60 + b'"'])
def test_a_field_above_the_cap_names_its_line(field: bytes, block: int) -> None:
    with pytest.raises(TableError, match=r"^Line 2: a field .* longer than 100 bytes"):
        list(read_rows(io.BytesIO(b"a,b\n1," + field + b"\n"), Dialect(field_cap=100), block))
    fine = b"a,b\n" + b"x" * 100 + b',"' + b"y" * 98 + b'"\n'
    assert len(list(read_rows(io.BytesIO(fine), Dialect(field_cap=100), block))) == 2


class Endless(io.RawIOBase):
    """A stream of one line, a gigabyte long, that exists nowhere."""

    def __init__(self, start: bytes, unit: bytes) -> None:
        self.start, self.unit, self.left = start, unit, 1 << 30

    def read(self, size: int = -1) -> bytes:
        if self.left <= 0:
            return b""
        self.left -= size
        start, self.start = self.start, b""
        return start + self.unit * (size // len(self.unit))


@pytest.mark.parametrize(
    ("start", "unit"),
    [(b"", b"x"), (b"", b"x,"), (b"", b'"'), (b'a,"', b"x\n"), (b"", b'"x\n",'), (b'"', b'""')],
)
def test_a_line_of_a_gigabyte_takes_bounded_memory(start: bytes, unit: bytes) -> None:
    dialect = Dialect(field_cap=1 << 16, row_cap=1 << 17)
    stream: Any = Endless(start, unit)
    tracemalloc.start()
    try:
        with pytest.raises(TableError, match=r"^Line \d+: "):
            for _ in read_rows(stream, dialect, 1 << 17):
                pass
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def test_too_many_fields_name_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_faults, "MOST_FIELDS", 10)
    rows = list(read_rows(io.BytesIO(b"," * 9), Dialect()))
    assert len(rows[0][0]) == 10
    with pytest.raises(TableError, match=r"^Line 2: .* more than 10 fields"):
        list(read_rows(io.BytesIO(b"a\n" + b"," * 10), Dialect()))
