"""Parquet and Arrow files: all but the wanted columns come out equal."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import NormalizerError, TableError, UsageError
from normalizer.rewriting.formats.arrow_ipc import _compression
from normalizer.rewriting.row_columns import RowColumns, parse_condition

NAMES = {"PMU": "Popular Mobilization Forces", "Daesh": "Islamic State"}
TEXTS = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
OTHERS = {
    "n": pa.array([1, None, 3, 4, 5], pa.int16()),
    "when": pa.array([datetime.datetime(2015, 1, 2, 3)] * 5, pa.timestamp("us", "Asia/Baghdad")),
    "list": pa.array([["PMU"], [], None, ["x"], ["y", None]], pa.list_(pa.string())),
    "struct": pa.array([{"PMU": 1}] * 5),
    "category": pa.array(["PMU", "x", None, "PMU", "x"]).dictionary_encode(),
    "bytes": pa.array([b"\xff", None, b"", b"PMU", b"x"]),
    "price": pa.array([None, 1, 2, 3, 4], pa.decimal128(9, 2)),
}


def table_of(actors: list[str | None], type: pa.DataType) -> pa.Table:
    others = [column.slice(0, len(actors)) for column in OTHERS.values()]
    fields = [pa.field("actor", type, metadata={"of": "actor"})]
    fields += [pa.field(name, column.type) for name, column in OTHERS.items()]
    schema = pa.schema(fields, metadata={"made by": "a test"})
    return pa.table([pa.array(actors, pa.string()).cast(type), *others], schema=schema)


def as_parquet(table: pa.Table, rows: int = 2, **settings: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, row_group_size=rows, **settings)
    return file.getvalue()


def as_ipc(table: pa.Table, rows: int = 2, codec: str | None = None, file: bool = True) -> bytes:
    sink = io.BytesIO()
    new = pa.ipc.new_file if file else pa.ipc.new_stream
    with new(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as writer:
        writer.write_table(table.unify_dictionaries(), max_chunksize=rows)
    return sink.getvalue()


def read(format: str, raw: bytes) -> pa.Table:
    if format == "parquet":
        return pq.read_table(io.BytesIO(raw))
    is_file = raw.startswith(b"ARROW1")
    return (pa.ipc.open_file if is_file else pa.ipc.open_stream)(io.BytesIO(raw)).read_all()


@given(
    st.lists(st.sampled_from(["PMU", "Daesh", "x", "", None]), max_size=5),
    st.sampled_from(TEXTS),
    st.sampled_from(["parquet", "file", "stream"]),
    st.integers(1, 5),
)
@settings(max_examples=40, deadline=None)
def test_all_other_columns_are_equal(
    rewritten: Callable[..., Any], actors: list[str | None], type: pa.DataType, kind: str, rows: int
) -> None:
    if kind == "parquet":
        raw, format = as_parquet(table_of(actors, type), rows), "parquet"
    else:
        raw, format = as_ipc(table_of(actors, type), rows, file=kind == "file"), "arrow"
    before = read(format, raw)
    out, report, edits = rewritten(format, raw, "actor", replace=True)
    after = read(format, out)
    assert after.schema.equals(before.schema, check_metadata=True)
    assert after.drop_columns("actor").equals(before.drop_columns("actor"))
    expected = [NAMES.get(actor, actor) for actor in actors if actor != ""]
    assert [a for a in after["actor"].to_pylist() if a != ""] == expected
    assert report.changed == len(edits) == sum(actor in NAMES for actor in actors)
    added = read(format, rewritten(format, raw, "actor")[0])
    assert added.select(before.schema.names).equals(before)
    assert added.schema.names[-4:] == [f"actor_{w}" for w in ("id", "name", "score", "evidence")]
    assert added["actor_name"].to_pylist() == [NAMES.get(actor) for actor in actors]
    assert added["actor_score"].to_pylist() == [0.99 if a in NAMES else None for a in actors]


def test_how_a_parquet_file_is_written_is_kept(rewritten: Callable[..., Any]) -> None:
    table = table_of(["PMU", "x", None, "Daesh", "PMU"], pa.string())
    codecs = {"actor": "ZSTD", "n": "SNAPPY", "when": "NONE"}
    names = ["list.list.element", "struct.PMU", "category", "bytes", "price"]
    codecs |= dict.fromkeys(names, "GZIP")
    raw = as_parquet(table, compression=codecs, use_dictionary=["actor"], version="1.0")
    for replace in (True, False):
        out = rewritten("parquet", raw, "actor", replace=replace)[0]
        one, other = (pq.ParquetFile(io.BytesIO(data)).metadata for data in (raw, out))
        assert (one.num_row_groups, one.format_version) == (other.num_row_groups, "1.0")
        for group in range(one.num_row_groups):
            assert one.row_group(group).num_rows == other.row_group(group).num_rows
            for at in range(one.num_columns):
                chunks = (m.row_group(group).column(at) for m in (one, other))
                first, second = ((c.compression, set(c.encodings), c.is_stats_set) for c in chunks)
                assert first == second
    spark_like = as_parquet(table, store_schema=False, use_deprecated_int96_timestamps=True)
    out = rewritten("parquet", spark_like, "actor", replace=True)[0]
    metadata = pq.ParquetFile(io.BytesIO(out)).metadata
    assert not metadata.metadata
    assert metadata.row_group(0).column(2).physical_type == "INT96"


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
@pytest.mark.parametrize("file", [True, False])
def test_how_an_ipc_file_is_compressed_is_kept(
    rewritten: Callable[..., Any], codec: str | None, file: bool
) -> None:
    raw = as_ipc(table_of(["PMU", "x"] * 2, TEXTS[-1]), codec=codec, file=file)
    out = rewritten("arrow", raw, "actor", replace=True)[0]
    assert _compression(io.BytesIO(out), 8 if file else 0) == codec
    assert out.startswith(b"ARROW1") is file


def test_rows_tell_of_their_names_also_in_dictionaries(rewritten: Callable[..., Any]) -> None:
    raw = as_ipc(table_of(["PMU", "PMU", "Daesh", "PMU", "x"], TEXTS[-1]))
    rows = RowColumns(("n", "list"), date="when", where=(parse_condition("n!=3"),))
    out, report, edits = rewritten("arrow", raw, "actor", replace=True, rows=rows)
    pmu = NAMES["PMU"]
    assert read("arrow", out)["actor"].to_pylist() == [pmu, pmu, "Daesh", pmu, "x"]
    assert edits[0].evidence == ("listed", "context 1\n['PMU']", "date 2015-01-02")
    assert (edits[0].row, edits[0].column, edits[0].name) == (1, 1, "actor")
    assert (report.rows, report.skipped) == (5, 1)


def test_numbers_pass_and_several_values_in_a_cell(rewritten: Callable[..., Any]) -> None:
    raw = as_parquet(table_of(["PMU;Daesh", "x"], pa.string()))
    out, report, _ = rewritten("parquet", raw, "actor", "n", replace=True, split=";")
    assert read("parquet", out)["actor"][0].as_py() == ";".join(NAMES.values())
    assert read("parquet", out)["n"].equals(read("parquet", raw)["n"])
    assert report.abstained["not text"] == 1
    added = read("parquet", rewritten("parquet", raw, "actor", split=";")[0])
    assert added["actor_score"].to_pylist() == ["0.990;0.990", None]


@pytest.mark.parametrize(
    ("format", "raw", "column", "error", "message"),
    [
        ("parquet", b"", "a", TableError, "not a readable Parquet file"),
        ("parquet", b"PAR1xPAR1", "a", TableError, "not a readable Parquet file"),
        ("arrow", b"", "a", TableError, "not a readable Arrow IPC file"),
        ("arrow", b"FEA1", "a", TableError, "Feather file of version 1"),
        ("arrow", b"ARROW1\0\0xx", "a", TableError, "not a readable Arrow IPC file"),
        (
            "parquet",
            as_parquet(table_of([], pa.string())),
            "b",
            UsageError,
            "columns are 1 'actor'",
        ),
        ("parquet", as_parquet(pa.table({"a": ["x"], "a_id": [1]})), "a", UsageError, "two col"),
    ],
)
def test_faults(
    rewritten: Callable[..., Any],
    format: str,
    raw: bytes,
    column: str,
    error: type[NormalizerError],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        rewritten(format, raw, column)


def test_a_damaged_page_is_told(rewritten: Callable[..., Any]) -> None:
    table = pa.table({"actor": ["PMU" + str(i) for i in range(999)]})
    raw = bytearray(as_parquet(table, 999, compression="gzip", use_dictionary=False))
    raw[100:200] = bytes(100)
    with pytest.raises(TableError, match=r"^Row 1 or one after"):
        rewritten("parquet", bytes(raw), "actor")
