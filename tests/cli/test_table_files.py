"""``normalizer table`` on files of all formats, compressed or not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from normalizer.cli import group
from normalizer.errors import UsageError
from normalizer.rewriting.formats.compression import compressed, decompressed
from normalizer.rewriting.formats.open import format_of
from tests.cli.conftest import Terminal

CSV = b"actor,note\nPMU,x\nPMU,the power management unit\nno one,x\n"
REPLACED = CSV.replace(b"PMU,", b"Popular Mobilization Forces,")
JSON = b'{"actor": "PMU", "n": 1.0}\n'
SUFFIXES = [".gz", ".bz2", ".xz", ".zst"]


def run(*args: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(
        group,
        ["table", *map(str, args)],
        input=stdin,
        catch_exceptions=False,
        standalone_mode=False,
    )


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    """One entity, which is read faster than all."""
    file = tmp_path / "popular-mobilization-forces.yaml"
    source = Path(__file__).parents[2] / "gazetteer" / "organizations" / file.name
    file.write_bytes(source.read_bytes())
    return file


def packed(data: bytes, name: str) -> bytes:
    file = io.BytesIO()
    with compressed(file, name) as stream:
        stream.write(data)
    return file.getvalue()


def unpacked(data: bytes, name: str) -> bytes:
    with decompressed(io.BytesIO(data), name) as stream:
        return stream.read()


def test_what_is_packed_is_what_others_read() -> None:
    for suffix, read in (
        (".gz", gzip.decompress),
        (".bz2", bz2.decompress),
        (".xz", lzma.decompress),
    ):
        assert read(packed(CSV, "x" + suffix)) == CSV
    assert packed(CSV, "x.zst").startswith(b"\x28\xb5\x2f\xfd")
    assert packed(CSV, "a.gz") == packed(CSV, "b.GZ")
    assert packed(CSV, "x.csv") == CSV


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_compressed_in_and_out(tmp_path: Path, gazetteer: Path, suffix: str) -> None:
    file, out = tmp_path / f"a.csv{suffix}", tmp_path / "out.csv"
    file.write_bytes(packed(CSV, file.name))
    asked = ("-g", gazetteer, "-c", "actor", "--replace", "--where", "note=x")
    expected = CSV.replace(b"PMU,x", b"Popular Mobilization Forces,x")
    assert run(file, *asked, "-o", out).return_value == 0
    assert out.read_bytes() == expected
    assert run(file, *asked).stdout_bytes == expected
    assert run(file, *asked, "-i").return_value == 0
    assert unpacked(file.read_bytes(), file.name) == expected
    data = packed(CSV * 9, file.name)
    for damaged in (data[:-9], data[:9] + b"xxxxxx" + data[15:]):
        file.write_bytes(damaged)
        result = run(file, *asked, "-i")
        assert result.return_value == 1
        assert file.name in result.stderr
        assert file.read_bytes() == damaged


def test_formats_by_name_and_by_option(tmp_path: Path, gazetteer: Path) -> None:
    asked = ("-g", gazetteer, "-c", "actor", "--replace")
    new = JSON.replace(b"PMU", b"Popular Mobilization Forces")
    assert run("-", *asked, "--format", "jsonl", stdin=JSON).stdout_bytes == new
    (tmp_path / "a.JSONL").write_bytes(JSON)
    assert run(tmp_path / "a.JSONL", *asked).stdout_bytes == new
    table = pa.table({"actor": ["PMU", None], "n": [1, 2]})
    pq.write_table(table, tmp_path / "a.parquet")
    out = run("-", *asked, "-f", "parquet", stdin=(tmp_path / "a.parquet").read_bytes())
    assert pq.read_table(io.BytesIO(out.stdout_bytes))["n"].equals(table["n"])
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress((tmp_path / "a.parquet").read_bytes()))
    assert run(tmp_path / "a.parquet.gz", *asked, "--check").return_value == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["a.csv", "-c", "actor", "-o", "b.parquet"], "would not become parquet"),
        (["a.jsonl", "-c", "actor", "-o", "b.csv"], "would not become csv"),
        (["a.csv", "-c", "actor", "--where", "x"], "is not a condition"),
        (["a.csv", "-c", "actor", "--where", "x=1"], "no column 'x'"),
        (["a.csv", "-c", "actor", "--context-column", "nix"], "no column 'nix'"),
        (["a.csv", "-c", "nix*"], "no column like 'nix*'; its columns are 1 'actor', 2 'note'"),
        (["a.csv", "-c", "actor", "--sheet", "1"], "Only workbooks"),
        (["a.jsonl", "-c", "nix"], "No line has a field 'nix'"),
    ],
)
def test_wrong_use(
    tmp_path: Path,
    gazetteer: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    message: str,
) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "a.jsonl").write_bytes(JSON)
    monkeypatch.chdir(tmp_path)
    with pytest.raises((click.UsageError, UsageError)) as raised:
        run("-g", gazetteer, *args)
    assert message in str(raised.value)
    assert sorted(path.name for path in tmp_path.glob("b.*")) == []


@pytest.mark.parametrize("begins", [b"\xef\xbb\xbf", b"\n\n"])
def test_nothing_is_written_after_wrong_use(gazetteer: Path, begins: bytes) -> None:
    asked = ("table", "-g", str(gazetteer), "-", "--column")
    done = CliRunner().invoke(group, [*asked, "nix"], input=begins + CSV)
    assert isinstance(done.exception, UsageError)
    assert done.stdout_bytes == b""
    done = CliRunner().invoke(group, [*asked, "actor", "--replace"], input=begins + CSV)
    assert done.stdout_bytes.startswith(begins + b"actor,note\nPopular")


def test_what_was_done_before_a_data_error_is_written(gazetteer: Path) -> None:
    table = b"actor,note\n" + b"PMU,x\n" * 200_000 + b'PMU,"x\n'
    done = run("-g", gazetteer, "-", "--column", "actor", "--replace", stdin=table)
    assert done.return_value == 1
    assert done.stdout_bytes.startswith(b"actor,note\nPopular Mobilization Forces,x\n")


def test_rows_tell_of_their_names(tmp_path: Path, gazetteer: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    asked = ("-g", gazetteer, "-c", "actor", "--replace", "--context-column", "note")
    result = run(tmp_path / "a.csv", *asked)
    assert result.stdout_bytes == CSV.replace(b"PMU,x", b"Popular Mobilization Forces,x")
    assert "1 refused by context" in result.stderr


def test_dates_in_another_form_are_told_of_with_the_remedy(gazetteer: Path) -> None:
    table = b"day,actor\n01/02/2015,PMU\n"
    asked = ("-g", gazetteer, "-c", "actor", "--replace", "--date-column", "day", "-")
    result = run(*asked, stdin=table)
    assert result.stdout_bytes == table
    assert "1 date not understood\n" in result.stderr
    assert (
        "dates are read only if written as YYYY, YYYY-MM or YYYY-MM-DD, or with dots"
        in result.stderr
    )
    assert run(*asked, "--quiet", stdin=table).stderr == ""


def test_names_of_formats() -> None:
    cases: list[tuple[str, str | None]] = [
        ("a.CSV.gz", "csv"), ("a.tab", "tsv"), ("x.ndjson.zst", "jsonl"), ("x.gz", None),
        ("a.pq", "parquet"), ("a.feather", "arrow"), ("a.xlsm", "excel"), ("csv", None),
    ]  # fmt: skip
    assert [format_of(name) for name, _ in cases] == [format for _, format in cases]


@pytest.mark.slow
def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    table = tmp_path / "actors.csv"
    names = [f"Zorvan {number} Quibblethwaite{number % 97}" for number in range(2500)]
    table.write_text("actor\n" + "\n".join(["Qasim Suleimany", *names]), encoding="utf-8")
    for command, found in (("table", b"qasem-soleimani"), ("suggest", b"Quibblethwaite")):
        start = [sys.executable, "-m", "normalizer", command, str(table), "-c", "actor", "--quiet"]
        one, three = (subprocess.check_output([*start, "--jobs", jobs]) for jobs in ("1", "3"))
        assert one == three
        assert found in one


@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("a.json", b'[{"actor": "PMU"}]', "--format jsonl"),
        ("a.json", b'{"actor": "PMU"}\n', "--format jsonl"),
        ("a.csv", b'\xef\xbb\xbf [\n  {\n    "actor": "PMU"', "--format jsonl"),
        ("a.txt", b"PK\x03\x04\x14", "--format excel"),
        ("a.csv", b"\x1f\x8b\x08", "ends in .gz"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
    ],
)
def test_what_is_no_delimited_text(
    tmp_path: Path, gazetteer: Path, name: str, data: bytes, remedy: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    asked = ("-g", gazetteer, "-c", "1", "--encoding", "latin-1")
    result = run(file, *asked)
    assert (result.return_value, result.stdout) == (1, "")
    assert remedy in result.stderr
    other = run(file, *asked, "-o", tmp_path / "out.xlsx")
    assert (other.return_value, remedy in other.stderr) == (1, True)
    assert run(file, *asked, "--format", "csv").return_value == 0


def test_an_array_on_one_line_is_json_lines(tmp_path: Path, gazetteer: Path) -> None:
    asked = ("-g", gazetteer, "--format", "jsonl", "-c", "[].actor", "--replace")
    data = b'[{"actor": "PMU"}, {"actor": "x"}]'
    new = data.replace(b"PMU", b"Popular Mobilization Forces")
    assert run("-", *asked, stdin=data).stdout_bytes == new
    spread = run("-", *asked, stdin=b'[\n{"actor": "PMU"}\n]')
    assert spread.return_value == 1
    assert "jq -c" in spread.stderr


def test_what_people_cannot_read_does_not_go_to_a_terminal(
    tmp_path: Path, gazetteer: Path, open_terminal: Callable[..., Terminal]
) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"actor": ["PMU"]}), file)
    asked = ("table", file, "-g", gazetteer, "-c", "actor", "--replace")
    terminal = open_terminal(*asked)
    terminal.waits_for("give --output FILE")
    assert terminal.end() == 2
    terminal = open_terminal(*asked, "--diff")
    terminal.waits_for("+Popular Mobilization Forces")
    assert terminal.end() == 0


def test_at_a_terminal_messages_have_a_line_of_their_own(
    tmp_path: Path, gazetteer: Path, open_terminal: Callable[..., Terminal]
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"actor\nPMU\nnobody")
    terminal = open_terminal("table", file, "-c", "actor", "--replace", "-g", gazetteer)
    terminal.waits_for("nobody\r\n")
    terminal.waits_for("a.csv: 2 rows")
    assert terminal.end() == 0
    assert run(file, "-c", "actor", "--replace", "-g", gazetteer).stdout.endswith("nobody")
