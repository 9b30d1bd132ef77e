"""The command line: what comes out, what stays whole, and the exit status.

What does not depend on being a process of its own is run in this one, without the start of Python.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import run_here

TEXT = "The PMU said Da'esh left.\r\nNo newline, \xff byte".encode("latin-1")
REWRITTEN = b"The Popular Mobilization Forces said Islamic State left.\r\nNo newline, \xff byte"
# A job started in the background inherits an ignored SIGINT.
HEEDFUL = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from normalizer.cli import main; main()"
)
TABLE = b'\xef\xbb\xbfa,actor\r\n007,"PMU"\r\nNA,nobody'


def run_process(
    *arguments: str | Path, data: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "normalizer", *map(str, arguments)],
        input=data,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_text_as_a_filter_keeps_every_other_byte() -> None:
    done = run_process("text", data=TEXT)
    assert (done.returncode, done.stdout, done.stderr) == (0, REWRITTEN, b"")


def test_text_files_and_dash(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    done = run_here("text", file, "-", data=TEXT)
    assert done.stdout == REWRITTEN * 2


def test_text_json_replays_and_undoes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    fields = json.loads(run_here("text", "--json", file).stdout)
    text = TEXT.decode("utf-8", "surrogateescape")
    assert [mention["id"] for mention in fields["mentions"]] == [
        "popular-mobilization-forces",
        "islamic-state",
    ]
    back = fields["text"]
    for edit in reversed(fields["edits"]):
        assert text[edit["start"] : edit["end"]] == edit["before"]
    at = 0
    parts = []
    for edit in fields["edits"]:
        parts += [text[at : edit["start"]], edit["after"]]
        at = edit["end"]
    assert "".join([*parts, text[at:]]) == back
    assert back.encode("utf-8", "surrogateescape") == REWRITTEN


def test_text_diff_and_check(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    diff = run_here("text", "--diff", file)
    assert diff.returncode == 0
    assert b"-The PMU said" in diff.stdout
    assert b"+The Popular Mobilization Forces said" in diff.stdout
    assert diff.stdout.count(b"\\ No newline at end of file") == 1  # a line of context
    assert run_here("text", "--check", file).returncode == 1
    assert run_here("text", "--check", data=REWRITTEN).returncode == 0
    assert file.read_bytes() == TEXT


def test_text_in_place_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    good, missing = tmp_path / "good.txt", tmp_path / "missing.txt"
    good.write_bytes(TEXT)
    good.chmod(0o640)
    done = run_here("text", "--in-place", missing, good)
    assert done.returncode == 1
    assert b"missing.txt" in done.stderr
    assert b"Traceback" not in done.stderr
    assert good.read_bytes() == REWRITTEN
    assert good.stat().st_mode & 0o777 == 0o640
    before = good.stat().st_mtime_ns
    assert run_here("text", "--in-place", good).returncode == 0
    assert good.stat().st_mtime_ns == before
    assert os.listdir(tmp_path) == ["good.txt"]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("id", "The popular-mobilization-forces"),
        ("ar", "The الحشد الشعبي"),
        ("{name} [{id}]", "The Popular Mobilization Forces [popular-mobilization-forces]"),
        ("{label:ru} ({text})", "The Силы народной мобилизации (PMU)"),
    ],
)
def test_text_to(to: str, expected: str) -> None:
    assert run_here("text", "--to", to, data=b"The PMU").stdout.decode() == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["text", "--to", "{nonsense}"],
        ["text", "--to", "!"],
        ["text", "--json", "--diff"],
        ["text", "--annotate", "html", "--to", "id"],
        ["text", "--annotate", "jsonl", "--affixes", "drop"],
        ["table", "--column", "actor", "--report", "missing/report.html", "-"],
        ["text", "--in-place", "-"],
        ["text", "--date", "yesterday"],
        ["text", "--gazetteer", "/nowhere"],
        ["table", "-"],
        ["table", "--column", "nothing", "-"],
        ["table", "--column", "actor", "a.csv", "b.csv"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str]) -> None:
    done = run_here(*arguments, data=TABLE)
    assert done.returncode == 2
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_table_replaces_only_the_cell() -> None:
    done = run_process("table", "--column", "actor", "--replace", data=TABLE)
    assert done.stdout == TABLE.replace(b"PMU", b"Popular Mobilization Forces")
    assert b"1 value resolved" in done.stderr


def test_table_adds_columns_and_reads_tabs_by_ending(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_bytes(b"x\tactor\n1\tPMU\n")
    done = run_here("table", "-q", "--column", "2", file)
    header, row = done.stdout.decode().splitlines()
    assert header.split("\t")[2:] == ["actor_id", "actor_name", "actor_score", "actor_evidence"]
    assert row.split("\t")[2:5] == [
        "popular-mobilization-forces",
        "Popular Mobilization Forces",
        "1.000",
    ]
    assert done.stderr == b""


def test_table_outputs(tmp_path: Path) -> None:
    file, out, log = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "log.jsonl"
    file.write_bytes(TABLE)
    options = ["--column", "actor", "--replace", file]
    assert run_here("table", *options, "--check").returncode == 1
    assert run_here("table", *options, "--output", file).returncode == 2
    assert run_here("table", *options, "--output", out, "--audit", log).returncode == 0
    assert out.read_bytes() == TABLE.replace(b"PMU", b"Popular Mobilization Forces")
    header, edit, end = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    assert (header["input"], header["output"], end["edits"]) == (str(file), str(out), 1)
    assert (edit["row"], edit["before"], edit["id"]) == (2, "PMU", "popular-mobilization-forces")
    assert json.loads(run_here("table", *options, "--json").stdout) == {"file": str(file), **edit}
    assert b"-PMU\n+Popular Mobilization Forces" in run_here("table", *options, "--diff").stdout
    assert file.read_bytes() == TABLE
    assert run_here("table", *options, "--in-place").returncode == 0
    assert file.read_bytes() == out.read_bytes()


def test_table_that_is_none_names_the_line() -> None:
    done = run_here("table", "--column", "actor", data=b'actor\n"open\n')
    assert done.returncode == 1
    assert b"Line 2" in done.stderr


def test_resolve() -> None:
    done = run_process("resolve", "PMU", "Isis Brantley", "Soleimani, Qasem")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert [row[1] for row in rows] == ["popular-mobilization-forces", "", "qasem-soleimani"]
    assert run_process("resolve", "--check", "nobody at all").returncode == 1
    fields = json.loads(run_process("resolve", "--json", "-", data="داعش\n".encode()).stdout)
    assert (fields["id"], fields["method"]) == ("islamic-state", "exact")


def test_a_command_misspelt() -> None:
    done = run_here("tabel", "x")
    assert done.returncode == 2
    assert b"No such command 'tabel'. Did you mean 'table'?" in done.stderr


def test_a_name_or_a_text_where_a_command_or_a_file_stands() -> None:
    done = run_here("Hezbollah")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"normalizer resolve NAME" in done.stderr
    done = run_here("text", "The PMU met.")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"that is not in a file, use standard input" in done.stderr
    assert b"standard input" not in run_here("text", "no such file.txt").stderr


def test_a_form_where_no_cell_is_replaced() -> None:
    done = run_here("table", "-c", "actor", "--to", "ar", data=TABLE)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"add --replace" in done.stderr


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_line_for_excel_is_no_header(delimiter: str) -> None:
    done = run_here("table", "-c", "actor", "-d", delimiter, data=b"sep=;\r\na;actor\r\n1;PMU\r\n")
    assert done.returncode == 2
    assert b"a line for Excel alone: give --header-row 2" in done.stderr


def test_explain_says_why() -> None:
    told = run_here("explain", "isis").stdout.decode()
    assert "counts only in this capitalisation" in told
    assert "islamic-state" in told


def test_gazetteer_show_and_lint(tmp_path: Path) -> None:
    assert b"id: hezbollah" in run_here("gazetteer", "show", "Hizballah").stdout
    assert run_here("gazetteer", "show", "nobody-at-all").returncode == 1
    entry = tmp_path / "mine.yaml"
    entry.write_text(
        "id: mine\ntype: organization\nname: My Group\n"
        "examples:\n  - text: Nothing here.\n    finds: [My Group]\n",
        encoding="utf-8",
    )
    done = run_here("gazetteer", "lint", "--private", tmp_path)
    assert done.returncode == 1
    assert b"mine.yaml:6:" in done.stdout
    entry.write_text(entry.read_text().replace("Nothing here.", "My Group met."), encoding="utf-8")
    assert run_here("gazetteer", "lint", "--private", tmp_path).returncode == 0
    assert (
        run_here("text", "--gazetteer", tmp_path, "--to", "id", data=b"My Group").stdout == b"mine"
    )
    entry.write_text("id: mine\nid: mine\n", encoding="utf-8")
    done = run_here("text", "--gazetteer", tmp_path, data=b"x")
    assert done.returncode == 1
    assert b"mine.yaml:2:" in done.stderr


def test_closed_pipe_leaves_no_traceback() -> None:
    command = f"{{ {sys.executable} -m normalizer text; echo $? >&2; }} | head -c 10"
    parts = b"PMU " * 5_000 + b"word " * 300_000  # more than a pipe holds, of a text read in parts
    done = subprocess.run(["sh", "-c", command], input=parts, capture_output=True, check=False)
    assert done.stdout == b"Popular Mo"
    assert done.stderr == b"0\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk")
@pytest.mark.parametrize("arguments", [["table", "-c", "actor", "-"], ["text", "-"], ["resolve"]])
def test_a_full_disk_is_told_as_the_outputs(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "normalizer", *arguments]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command, input=TABLE, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert b"output" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "tr_TR.UTF-8"}, {"PYTHONHASHSEED": "7"}]
)
def test_same_bytes_whatever_the_environment(environment: dict[str, str]) -> None:
    text = "İŞİD, داعش, US, U.S.".encode()
    assert (
        run_process("text", data=text, **environment).stdout
        == run_process("text", data=text).stdout
    )


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_interrupt_leaves_the_original(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    rows = b"".join(b"%d,Qasem Sulaimany %d\n" % (i, i) for i in range(60_000))
    file.write_bytes(b"n,actor\n" + rows)
    before = file.read_bytes()
    arguments = ["table", "--column", "actor", "--replace", "--in-place", str(file)]
    with subprocess.Popen(
        [sys.executable, "-c", HEEDFUL, *arguments], stderr=subprocess.PIPE
    ) as process:
        until = time.monotonic() + 60
        while len(os.listdir(tmp_path)) == 1 and time.monotonic() < until:
            time.sleep(0.02)  # until it writes beside the original
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["big.csv"]


def test_an_audit_log_is_not_written_over_a_table(tmp_path: Path) -> None:
    table, link = tmp_path / "t.csv", tmp_path / "l.csv"
    table.write_bytes(TABLE)
    link.symlink_to(table)
    for log in (table, link):
        done = run_here("table", table, "-c", "actor", "--replace", "--audit", log)
        assert (done.returncode, table.read_bytes()) == (2, TABLE)
    done = run_here("table", "-c", "actor", "-o", table, "--audit", table, data=TABLE)
    assert (done.returncode, table.read_bytes()) == (2, TABLE)


@pytest.mark.parametrize(
    ("arguments", "data", "says"),
    [
        (["text", "--encoding", "nonsense"], b"PMU", b"There is no encoding"),
        (["text", "--encoding", "utf-16"], b"PMU", b"standard input would not come out of utf-16"),
        (["text", "--encoding", "latin-1", "--to", "ar"], b"PMU", b"latin-1 cannot write"),
        (["table", "-c", "1", "-d", ""], b"a\n", b"empty"),
        (["text", "--date", "2014-13"], b"PMU", b"YYYY-MM"),
        (["text", "--date", "2014-02-30"], b"PMU", b"Give one that exists, as YYYY"),
        (["text", "--date", "0000"], b"PMU", b"Give one that exists"),
        (["table", "-c", "1", "-o", "missing/x"], b"a\n", b"missing"),
        (
            ["table", "-c", "1"],
            b"PK\x03\x04\x14\x00\x90",
            b"by its first bytes, a workbook, a document",
        ),
        (["table", "-c", "1"], b"\xd0\xcf\x11\xe0\xa1\xb1", b"save it as .xlsx"),
        (["table", "-c", "1", "."], b"", b"It is a folder; give the files in it."),
        (
            ["text", "--type", "organisation"],
            b"PMU",
            b"did you mean 'organization'? Known are event",
        ),
        (["table", "-c", "1", "--type", "Person"], b"a\n", b"did you mean 'person'?"),
        (
            ["resolve", "--type", "clan"],
            b"PMU",
            b"no entity type 'clan'; known are event, facility",
        ),
        (["resolve", "--lang", "english"], b"PMU", b"'english'; give a BCP 47 tag"),
        (["text", "."], b"", b"It is a folder; give the files in it.\n"),
        (["undo", "."], b"", b": .: It is a folder; give the files in it.\n"),
    ],
)
def test_errors_are_sentences(arguments: list[str], data: bytes, says: bytes) -> None:
    done = run_here(*arguments, data=data)
    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the shell's way to close a stream")
@pytest.mark.parametrize(
    "command", ["text <&-", "table -c 1 <&-", "resolve <&-", "text >&-", "resolve >&-"]
)
def test_closed_streams_leave_no_traceback(command: str) -> None:
    line = f"echo PMU | {sys.executable} -m normalizer {command}"
    done = subprocess.run(line, shell=True, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"is closed" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the shell's way to close a stream")
def test_work_is_done_where_nobody_can_be_told_of_it() -> None:
    line = f"printf 'actor\\nPMU\\n' | {sys.executable} -m normalizer table -c 1 --replace 2>&-"
    done = subprocess.run(line, shell=True, stdout=subprocess.PIPE, check=False)
    assert (done.returncode, done.stdout) == (0, b"actor\nPopular Mobilization Forces\n")


def test_an_output_without_the_letters_is_an_error() -> None:
    done = run_process("resolve", "داعش", PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert b"PYTHONIOENCODING=utf-8" in done.stderr
    assert b"Traceback" not in done.stderr


def test_resolve_reads_lines_as_the_shell_does() -> None:
    done = run_here("resolve", data=b"\xef\xbb\xbfPMU\r\nDa\xe2\x80\xa8esh\n")
    lines = done.stdout.decode().split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("PMU\tpopular-mobilization-forces\t")


def test_diff_breaks_at_line_feeds_only() -> None:
    done = run_here("text", "--diff", data="a\u2028The PMU\x0b\n".encode())
    assert b"No newline" not in done.stdout
    assert "-a\u2028The PMU\x0b\n" in done.stdout.decode()


def test_help_keeps_the_lines_of_examples() -> None:
    for command in ("text", "table", "resolve"):
        assert b"\\b" not in run_here(command, "--help").stdout
    assert b"\n  normalizer text article.txt\n" in run_here("text", "--help").stdout


def test_binary_files_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "picture.bin"
    file.write_bytes(b"\0\1 PMU \xff")
    done = run_here("text", "--in-place", file)
    assert done.returncode == 1
    assert b"NUL" in done.stderr
    assert file.read_bytes() == b"\0\1 PMU \xff"
