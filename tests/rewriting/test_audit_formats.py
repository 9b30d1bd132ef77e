"""Audit logs of Parquet, Arrow, workbooks and JSON Lines lead to the original and back."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from normalizer.errors import UndoError, UsageError
from normalizer.rewriting.audit import replay, undo
from normalizer.rewriting.audit_log import AuditLog, entry_of_cell, logged
from normalizer.rewriting.formats.open import rewrite_any
from normalizer.rewriting.table_options import TableOptions
from tests.rewriting.conftest import resolve
from tests.rewriting.test_arrow import TEXTS, as_ipc, as_parquet, read, table_of
from tests.rewriting.test_excel import book_of, members, opened, sample, saved

CELLS = ["PMU", "Daesh", "Hashd", "المقاومة", "x", "", " Daesh ", "PMU;Daesh;é😀", '"\\\u2028<&>']


def run_logged(format: str, raw: bytes, log: Path, **options: Any) -> bytes:
    """Rewrite a table and write its audit log."""
    source, target = io.BytesIO(raw), io.BytesIO()
    with AuditLog(log) as audit:
        audit.begin({"kind": format, "encoding": "utf-8", "input": "", "output": ""})
        with logged(audit, source, target) as (reader, writer):
            rewrite_any(
                format,
                reader,
                writer,
                resolve,
                TableOptions(**options),
                on_edit=lambda edit: audit.add(entry_of_cell(edit)),
                on_beside=audit.add_beside,
            )
    return target.getvalue()


def carried(work: Callable[..., object], log: Path, raw: bytes) -> bytes:
    target = io.BytesIO()
    work(log, io.BytesIO(raw), target)
    return target.getvalue()


def there_and_back(format: str, raw: bytes, **options: Any) -> tuple[bytes, bytes, bytes]:
    """Return what a run made of a table, what undoing made of that, and replaying of the table."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.jsonl"
        made = run_logged(format, raw, log, **options)
        for work, other in ((undo, made), (replay, raw)):
            with pytest.raises(UndoError, match=r"is not the file that was \w+ in this run"):
                carried(work, log, other + b"\n")
        if made != raw:
            with pytest.raises(UndoError, match="there is nothing to do"):
                carried(undo, log, raw)
        return made, carried(undo, log, made), carried(replay, log, raw)


texts = st.lists(st.sampled_from(CELLS) | st.text("aPMU", max_size=4), max_size=5)


@st.composite
def arrow_tables(draw: st.DrawFn, coded: bool) -> tuple[str, bytes]:
    """Draw a file of Arrow data, its texts in dictionaries or not: its format and bytes."""
    known = draw(st.sampled_from([[], ["PMU"], [None, "Daesh"]]))
    actors = known + draw(st.lists(st.none() | st.sampled_from(CELLS), max_size=3))
    type = TEXTS[-1] if coded else draw(st.sampled_from(TEXTS[:-1]))
    table = table_of(actors, type)
    if coded and actors:
        table = table.set_column(0, table.schema.field(0), draw(dictionaries(actors)))
    rows = draw(st.integers(1, 5))
    if draw(st.booleans()):
        plain = draw(st.booleans())
        return "parquet", as_parquet(table, rows, use_dictionary=plain)
    is_file = draw(st.booleans())
    codec = draw(st.sampled_from([None, "zstd"]))
    if is_file:
        return "arrow", as_ipc(table, rows, codec, True)
    return "arrow", as_ipc(table, rows, codec, False)


@st.composite
def dictionaries(draw: st.DrawFn, actors: list[str | None]) -> pa.ChunkedArray:
    """Draw texts in a dictionary in some order, with entries that nothing uses."""
    entries = draw(st.permutations(sorted({*filter(None, actors), "", "Islamic State", "unused"})))
    numbers = [None if actor is None else entries.index(actor) for actor in actors]
    coded = pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int8()), pa.array(entries))
    return pa.chunked_array([coded])


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize("replace", [False, True])
@given(data=st.data(), splits=st.booleans())
@settings(max_examples=25, deadline=None)
def test_arrow_data(data: st.DataObject, coded: bool, replace: bool, splits: bool) -> None:
    format, raw = data.draw(arrow_tables(coded))
    options = {"columns": ("actor", "n"), "replace": replace, "split": ";" if splits else None}
    made, undone, replayed = there_and_back(format, raw, **options)
    before, after = read(format, raw), read(format, undone)
    assert after.schema.equals(before.schema, check_metadata=True)
    assert after.equals(before)
    assert [len(c) for c in after["n"].chunks] == [len(c) for c in before["n"].chunks]
    assert replayed == made


def test_batches_with_dictionaries_of_their_own() -> None:
    words = [["PMU", "x"], ["x", "Daesh", "PMU"], ["x", "Daesh", "PMU", "new"], ["y", "PMU"]]
    chunks = [
        pa.DictionaryArray.from_arrays(pa.array([0, 1, None, len(entries) - 1]), pa.array(entries))
        for entries in words
    ]
    table = pa.table({"actor": pa.chunked_array(chunks)})
    sink = io.BytesIO()
    settings = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with pa.ipc.new_stream(sink, table.schema, options=settings) as writer:
        writer.write_table(table)
    made, undone, replayed = there_and_back("arrow", sink.getvalue(), columns=(1,), replace=True)
    assert read("arrow", undone).equals(table)
    assert replayed == made != sink.getvalue()


@pytest.mark.parametrize(
    ("replace", "old", "new", "says"),
    [
        (True, b'"raw_before": "PMU"', b'"raw_before": "P.M.U"', "was altered"),
        (True, b'"raw_after": "Islamic', b'"raw_after": "islamic', "where the log has"),
        (True, b'"row": 2', b'"row": 9', "was altered"),
        (True, b'"columns": [1]', b'"columns": [2]', "is damaged"),
        (True, b'"columns": [1]', b'"columns": [9]', "cannot be applied to .* no column 9"),
        (True, b'"columns": [1]', b'"collumn": [1]', "is damaged"),
        (True, b'"raw_after"', b'"after_raw"', "is damaged"),
        (True, b'"values": ["PMU"', b'"values": ["UMP"', "is damaged"),
        (True, b'{"beside": "content"', b'{"beside": "contents"', "by an earlier version"),
        (True, b'"beside": 1', b'"beside": 0', "should have 2 changes and has 3"),
        (False, b'"columns": [1]', b'"columns": [2]', "was altered"),
        (False, b'"columns": [1]', b'"columns": [1, 2, 1]', "was altered"),
    ],
)
def test_an_altered_log_is_refused(
    tmp_path: Path, replace: bool, old: bytes, new: bytes, says: str
) -> None:
    log = tmp_path / "log"
    type = TEXTS[-1 if b"values" in old else 0]
    raw = as_parquet(table_of(["PMU", "Daesh", "x"], type), 3)
    made = run_logged("parquet", raw, log, columns=("actor",), replace=replace)
    lines = log.read_bytes()
    assert old in lines
    log.write_bytes(lines.replace(old, new, 1))
    with pytest.raises(UndoError, match=says):
        carried(undo, log, made)


def test_an_altered_log_of_a_workbook_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "log"
    made = run_logged("excel", sample(), log, columns=("actor",), replace=True)
    lines = log.read_bytes()
    for old, new, says in (
        (b"<is><t>PMU", b"<is><t>PMO", "was altered"),
        (b'inlineStr\\"><is>', b'inlineStr\\"><is/>', "expects"),
        (b"sheet1.xml", b"sheet9.xml", "cannot be applied"),
    ):
        assert old in lines
        log.write_bytes(lines.replace(old, new, 1))
        with pytest.raises(UndoError, match=says):
            carried(undo, log, made)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """Draw a workbook of two sheets, with formats."""
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Other")):
        sheet.append(["n", "actor", "other"])
        for number, text in enumerate(draw(texts), 2):
            cell = sheet.cell(number, 2)
            cell.value = text.replace("\u2028", "")
            cell.font = Font(bold=draw(st.booleans()))
            sheet.cell(number, 3).value = draw(st.sampled_from(["PMU", 7.5, "=1+1", None]))
            sheet.cell(number, 3).number_format = draw(st.sampled_from(["0.00", "General"]))
    return saved(book)


@given(workbooks(), st.booleans(), st.booleans(), st.sampled_from([None, "Other"]))
@settings(max_examples=40, deadline=None)
def test_workbooks(raw: bytes, replace: bool, header: bool, sheet: str | None) -> None:
    columns = ("actor", "other") if header else (2, 3)
    options = {"columns": columns, "replace": replace, "header": header, "sheet": sheet}
    made, undone, replayed = there_and_back("excel", raw, split=";", **options)
    assert members(undone) == members(raw)
    assert replayed == made


@pytest.mark.parametrize("options", [{"replace": True}, {}, {"sheet": "2", "replace": True}])
def test_values_and_formats_of_a_workbook(options: dict[str, Any]) -> None:
    raw = sample()
    made, undone, replayed = there_and_back("excel", raw, columns=("actor",), **options)
    assert members(made) != members(raw) == members(undone)
    assert replayed == made
    for name in ("Fälle", "Other"):
        one, other = (opened(data, rich_text=True)[name] for data in (raw, undone))
        assert one.dimensions == other.dimensions
        for row in one.iter_rows():
            for cell in row:
                twin = other[cell.coordinate]
                assert (str(twin.value), twin.style_id) == (str(cell.value), cell.style_id)


EXTENT = (
    "<?xml version='1.0'?><x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/"
    '2006/main\'><x:dimension ref="A1:B3"/>'
)
ROWS = (
    '<x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="B2"/></x:row><x:row spans="1:1" r="3">'
    '<x:c r="A3" t="inlineStr"><x:is><x:t>Daesh</x:t></x:is></x:c><x:c r="B3" t="s"><x:v>1</x:v>'
    "</x:c></x:row><x:row r=\"4\" spans='1:2'><x:c/>"
)


@pytest.mark.parametrize("options", [{}, {"replace": True}, {"columns": (1,), "header": False}])
def test_the_extent_of_a_sheet(options: dict[str, Any]) -> None:
    strings = "<si><r><rPr><b/></rPr><t>P</t></r><r><t>MU</t></r></si><si><t>المقاومة</t></si>"
    raw = book_of(ROWS, EXTENT, strings)
    parts = members(raw)
    xml = parts["xl/w/s.xml"].decode()
    for tag in ("sheetData", "row", "c ", "c>", "is", "t>", "rPh"):
        xml = xml.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}", f"</x:{tag}")
    raw = packed({**parts, "xl/w/s.xml": xml.replace("</worksheet", "</x:worksheet").encode()})
    made, undone, replayed = there_and_back("excel", raw, **{"columns": ("a",), **options})
    assert members(undone) == members(raw) != members(made)
    assert replayed == made


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


values = st.recursive(
    st.none() | st.integers() | st.sampled_from(CELLS) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("b"), inner, max_size=1),
    max_leaves=4,
)


@given(
    st.lists(st.dictionaries(st.sampled_from(["a", "é"]), values, max_size=2), max_size=4),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
@settings(max_examples=80, deadline=None)
def test_json_lines(lines: list[Any], replace: bool, is_ascii: bool, end: str) -> None:
    text = end.join(json.dumps(line, ensure_ascii=is_ascii) for line in lines)
    raw = ("\ufeff" + text).encode("utf-8", "surrogatepass")
    options = {"columns": ("a", "é", "a[]", "a.b", "é[].b"), "replace": replace}
    try:
        made, undone, replayed = there_and_back("jsonl", raw, **options)
    except UsageError:  # a path leads nowhere
        return
    assert (undone, replayed) == (raw, made)
