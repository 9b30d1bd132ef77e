"""Audit logs from the command line: written whole, undone and replayed to the same bytes."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import run_here as run

ACTORS = (
    b'\xef\xbb\xbfn,actor,note\r\n1,"PMU",=1\r\n\r\n2,Da\'esh,"a\r\nb"\r\n'
    b"3,nobody known,\r\n4,PMU; Hezbollah,x"
)
TEXT = "The PMU said Da'esh left.\r\nNo newline, \xff byte".encode("latin-1")
POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX modes and limits")


@pytest.mark.parametrize(
    "options",
    [
        ["--replace", "--split", ";"],
        ["--split", ";"],
        ["--replace", "--escape-formulas"],
        ["--escape-formulas", "-c", "note"],
    ],
)
def test_a_table_is_undone_and_replayed_by_its_log(tmp_path: Path, options: list[str]) -> None:
    table, log = tmp_path / "actors.csv", tmp_path / "edits.jsonl"
    table.write_bytes(ACTORS)
    assert run("table", table, "-c", "actor", *options, "-i", "--audit", log).returncode == 0
    made = table.read_bytes()
    assert made != ACTORS
    assert run("undo", log).stdout == ACTORS
    assert run("undo", log, "-", data=made).stdout == ACTORS
    assert table.read_bytes() == made
    assert run("undo", log, "--in-place").returncode == 0
    assert table.read_bytes() == ACTORS
    again = run("undo", log, "--in-place")
    assert (again.returncode, table.read_bytes()) == (1, ACTORS)
    assert b"is already as it was before the run" in again.stderr
    out = tmp_path / "again.csv"
    assert run("replay", log, table, "-o", out).returncode == 0
    assert out.read_bytes() == made
    assert sorted(os.listdir(tmp_path)) == ["actors.csv", "again.csv", "edits.jsonl"]


def test_another_file_is_refused(tmp_path: Path) -> None:
    table, log, other = (tmp_path / name for name in ("a.csv", "log.jsonl", "b.csv"))
    table.write_bytes(ACTORS)
    other.write_bytes(ACTORS + b"\n")
    assert run("table", table, "-c", "actor", "--replace", "--audit", log).returncode == 0
    for command in ("undo", "replay"):
        done = run(command, log, other, "--in-place")
        assert (done.returncode, other.read_bytes()) == (1, ACTORS + b"\n")
        assert b"b.csv is not the file that was" in done.stderr
    done = run("undo", log)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"names no file" in done.stderr
    assert run("undo", table).returncode == 1
    assert run("undo", log, "-i", "-o", other).returncode == 2
    for target in (log, table):
        assert run("replay", log, table, "-o", target).returncode == 2
    assert table.read_bytes() == ACTORS


def test_texts_are_undone_and_replayed_by_one_log(tmp_path: Path) -> None:
    files, log = [tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "edits.jsonl"
    for number, file in enumerate(files):
        file.write_bytes(TEXT * (number + 1))
    bad = tmp_path / "none.txt"
    assert run("text", files[0], bad, files[1], "-i", "--audit", log).returncode == 1
    made = [file.read_bytes() for file in files]
    assert run("undo", log).returncode == 2  # which of them?
    assert run("undo", log, files[1]).stdout == TEXT * 2
    assert run("undo", log, "-i").returncode == 0
    assert [file.read_bytes() for file in files] == [TEXT, TEXT * 2]
    assert run("replay", log, "-i").returncode == 0
    assert [file.read_bytes() for file in files] == made
    assert run("text", *files, "--audit", tmp_path / "x").returncode == 2


def test_markup_and_compressed_tables_are_undone(tmp_path: Path) -> None:
    page, table = tmp_path / "a.html", tmp_path / "a.csv.gz"
    page.write_text("<p title='PMU'>The PMU &amp; Da'esh\n", encoding="utf-8")
    table.write_bytes(gzip.compress(ACTORS))
    log, other = tmp_path / "page.jsonl", tmp_path / "table.jsonl"
    assert run("text", page, "-i", "--audit", log).returncode == 0
    assert b"Popular" in page.read_bytes()
    assert run("undo", log, "-i").returncode == 0
    assert page.read_text(encoding="utf-8") == "<p title='PMU'>The PMU &amp; Da'esh\n"
    assert run("table", table, "-c", "actor", "-i", "--audit", other).returncode == 0
    assert run("undo", other).stdout == ACTORS
    assert run("undo", other, "-i").returncode == 0
    assert gzip.decompress(table.read_bytes()) == ACTORS


CONTENT = {"actor": ["PMU", "nobody known", None, "Da'esh", "PMU; Hezbollah"], "n": [1, 2, 3, 4, 5]}


def written(path: Path) -> None:
    """Write a table in the format that a file's name tells."""
    packed = io.BytesIO()
    table = pa.table(CONTENT, schema=pa.schema(FIELDS, {"made by": "a test"}))
    if ".parquet" in path.name:
        pq.write_table(table, packed, row_group_size=2)
    elif ".arrow" in path.name:
        with pa.ipc.new_file(packed, table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    elif ".xlsx" in path.name:
        book = openpyxl.Workbook()
        for row in zip(*([name, *cells] for name, cells in CONTENT.items()), strict=True):
            book.active.append(row)
        book.active["A2"].number_format = "0.00"
        book.save(packed)
    else:
        lines = zip(*CONTENT.values(), strict=True)
        rows = (json.dumps(dict(zip(CONTENT, line, strict=True))) + "\r\n" for line in lines)
        packed.write("".join(rows).encode())
    data = packed.getvalue()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


FIELDS = [("actor", pa.dictionary(pa.int32(), pa.string())), ("n", pa.int16())]


def content(path: Path) -> Any:
    """Return all that a table holds."""
    data = path.read_bytes()
    raw = io.BytesIO(gzip.decompress(data) if path.suffix == ".gz" else data)
    if ".xlsx" in path.name:
        with zipfile.ZipFile(raw) as book:
            return {name: book.read(name) for name in book.namelist()}
    if ".jsonl" in path.name:
        return raw.read()
    table = pq.read_table(raw) if ".parquet" in path.name else pa.ipc.open_file(raw).read_all()
    return table, table.schema.metadata


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.parquet", ["--replace"]),
        ("a.arrow.gz", ["--split", ";"]),
        ("a.xlsx.gz", ["--replace"]),
        ("a.jsonl", []),
    ],
)
def test_tables_of_other_formats_are_undone_and_replayed(
    tmp_path: Path, name: str, options: list[str]
) -> None:
    table, log, out = tmp_path / name, tmp_path / "edits", tmp_path / f"out.{name}"
    written(table)
    before = content(table)
    done = run("table", table, "-c", "actor", *options, "-o", out, "--audit", log)
    assert done.returncode == 0
    made = content(out)
    assert made != before
    other = run("undo", log, table)
    assert (other.returncode, other.stdout) == (1, b"")
    assert b"is already as it was before the run" in other.stderr
    assert run("undo", log, "--in-place").returncode == 0
    assert content(out) == before
    assert run("replay", log, "-o", out).returncode == 0
    assert content(out) == made


def test_a_log_is_written_over_nothing(tmp_path: Path) -> None:
    table, log = tmp_path / "a.csv", tmp_path / "log.jsonl"
    table.write_bytes(ACTORS)
    log.write_bytes(b"all that can undo an earlier run")
    done = run("table", table, "-c", "actor", "--replace", "--audit", log)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is there already" in done.stderr
    assert log.read_bytes() == b"all that can undo an earlier run"
    new = tmp_path / "new.csv"
    done = run("table", table, "-c", "actor", "-o", new, "--audit", f"{tmp_path}/./new.csv")
    assert done.returncode == 2
    assert run("text", "--check", "--audit", new, data=b"PMU").returncode == 2
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "log.jsonl"]


def test_a_run_that_fails_leaves_no_log(tmp_path: Path) -> None:
    table, log = tmp_path / "a.csv", tmp_path / "log.jsonl"
    table.write_bytes(b'actor\nPMU\n"open')
    assert run("table", table, "-c", "actor", "--replace", "-i", "--audit", log).returncode == 1
    assert os.listdir(tmp_path) == ["a.csv"]


def test_show_and_stats(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    run("table", "-c", "actor", "--audit", log, data=b"actor\nPMU\nDa'esh\nnobody known\n")
    shown = run("audit", "show", log).stdout.decode()
    assert shown.startswith("# standard input → standard output: 4 changes; normalizer ")
    assert "line 2, actor: 'PMU' → 'Popular Mobilization Forces'" in shown
    only = run("audit", "show", log, "--id", "islamic-state").stdout.decode().splitlines()
    assert len(only) == 2
    assert "Da'esh" in only[1]
    low = run("audit", "show", log, "--below-score", "0.5").stdout.decode().splitlines()
    assert ["nobody" in line for line in low] == [False, True]
    stats = run("audit", "stats", log).stdout.decode().splitlines()
    assert {"changes\t4", "entity islamic-state\t1", "entity (none)\t2"} <= set(stats)
    cut = log.read_bytes()[:-200]
    log.write_bytes(cut)
    assert b"interrupted" in run("audit", "show", log).stdout
    assert b"interrupted" in run("undo", log, "-", data=b"x").stderr


def test_the_entities_of_a_cell_with_several_names_count_each(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    data = b"actor\nPMU| Daesh| nobody known\nISIL| Daesh\nnobody\n"
    run("table", "-c", "actor", "--split", "| ", "--audit", log, data=data)
    stats = run("audit", "stats", log).stdout.decode().splitlines()
    counted = {"entity islamic-state\t2", "entity popular-mobilization-forces\t1"}
    assert {*counted, "entity (none)\t2"} == {line for line in stats if line.startswith("entity ")}
    only = run("audit", "show", log, "--id", "popular-mobilization-forces").stdout.decode()
    assert [line[:6] for line in only.splitlines()] == ["# stan", "line 2"]


def test_json_and_diff_tell_of_added_cells() -> None:
    data = b"actor\nPMU\n"
    lines = run("table", "-c", "actor", "--json", data=data).stdout.splitlines()
    found = json.loads(lines[1])
    assert (found["row"], found["before"], found["id"]) == (2, "PMU", "popular-mobilization-forces")
    diff = run("table", "-c", "actor", "--diff", data=data).stdout
    assert b"-:2: actor: PMU\n+popular-mobilization-forces,Popular" in diff
    assert run("table", "-c", "actor", "--check", data=data).returncode == 2


def test_the_signature_changes_with_what_the_output_depends_on(tmp_path: Path) -> None:
    def signature(*arguments: str | Path) -> str:
        fields = json.loads(run(*arguments, "--signature").stdout)
        assert {"normalizer", "gazetteer", "unicode", "options"} <= set(fields)
        return str(fields["signature"])

    own = tmp_path / "acme.yaml"
    own.write_text("id: acme\ntype: organization\nname: Acme Widgets\n", encoding="utf-8")
    table = ("table", "a.csv", "-c", "actor")
    keys = [
        signature(),
        signature(*table),
        signature(*table, "--replace"),
        signature(*table, "--replace", "--to", "ar"),
        signature(*table, "--gazetteer", own),
    ]
    assert len(set(keys)) == len(keys)
    assert signature("table", "b.csv", "-c", "actor", "-q") == keys[1]


@POSIX
def test_undo_keeps_mode_and_links_and_survives_a_full_disk(tmp_path: Path) -> None:
    table, log, link = (tmp_path / name for name in ("a.csv", "log.jsonl", "link.csv"))
    table.write_bytes(b"actor\n" + b"PMU\n" * 30_000)
    table.chmod(0o640)
    link.symlink_to("a.csv")
    assert run("table", link, "-c", "1", "--replace", "-i", "--audit", log).returncode == 0
    made = table.read_bytes()
    limited = f"ulimit -f 100; exec {sys.executable} -m normalizer"
    done = subprocess.run(
        ["sh", "-c", f"{limited} undo {log} {link} -i"], capture_output=True, check=False
    )
    assert (done.returncode, table.read_bytes()) == (1, made)
    assert b"Traceback" not in done.stderr
    other = tmp_path / "other.csv"
    other.write_bytes(b"actor\n" + b"PMU\n" * 30_000)
    before = sorted(os.listdir(tmp_path))
    done = subprocess.run(
        ["sh", "-c", f"{limited} table {other} -c 1 --replace -i --audit {tmp_path}/new"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert sorted(os.listdir(tmp_path)) == before
    assert run("undo", log, link, "-i").returncode == 0
    assert link.is_symlink()
    assert stat.S_IMODE(table.stat().st_mode) == 0o640
    assert table.read_bytes() == b"actor\n" + b"PMU\n" * 30_000
