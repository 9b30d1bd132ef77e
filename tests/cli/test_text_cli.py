"""``normalizer text`` as a process: markup, annotations, forms, many files, long ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.cli.test_cli import TEXT
from tests.cli.test_cli import run_process as run

HTML = b"<p title='PMU'>The PMU &amp; Da&rsquo;esh</p>\r\n"
REWRITTEN = b"<p title='PMU'>The Popular Mobilization Forces &amp; Islamic State</p>\r\n"
PARAGRAPH = (
    "The PMU and Hashd al-Sha'abi met Qasim Suleimani in Baghdad, where nothing else was said "
    "for a while, and for a long while after it.\n" * 4 + "\n"
)


def test_the_suffix_tells_the_markup_of_a_file(tmp_path: Path) -> None:
    page, text = tmp_path / "a.html", tmp_path / "a.txt"
    page.write_bytes(HTML)
    text.write_bytes(HTML)
    assert run("text", page).stdout == REWRITTEN
    assert run("text", "--markup", "html", data=HTML).stdout == REWRITTEN
    assert b"title='Popular" in run("text", text).stdout
    assert b"title='Popular" in run("text", "--markup", "none", page).stdout
    assert run("text", "--in-place", page).returncode == 0
    assert page.read_bytes() == REWRITTEN


def test_unlisted_spellings_on_request() -> None:
    text = b"Yesterday Hasen Nasralla spoke.\n"
    assert run("text", data=text).stdout == text
    assert run("text", "--unlisted", data=text).stdout == b"Yesterday Hassan Nasrallah spoke.\n"


def test_annotations(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(HTML)
    marked = run("text", "--annotate", "html", page).stdout
    assert marked.startswith(b"<p title='PMU'>The <mark data-id=\"popular-mobilization-forces\"")
    spans = json.loads(run("text", "--annotate", "jsonl", page).stdout)["spans"]
    assert [HTML.decode()[span["start"] : span["end"]] for span in spans] == ["PMU", "Da&rsquo;esh"]
    refused = run("text", "--annotate", "conll", page)
    assert refused.returncode == 2
    assert b"--markup none" in refused.stderr
    assert run("text", "--annotate", "brat", page, page).returncode == 2
    assert run("text", "--annotate", "html", "--json", page).returncode == 2


def test_forms(tmp_path: Path) -> None:
    style = tmp_path / "style.yaml"
    style.write_text("forms:\n  kyiv: Kiev\n", "utf-8")
    assert run("text", "--to", f"style:{style}", data=b"Kyiv, Iraq").stdout == b"Kiev, Iraq"
    as_of = run("text", "--to", "as-of", "--date", "2014-05", data=b"Daesh")
    assert as_of.stdout == b"Islamic State of Iraq and the Levant"
    assert run("text", "--to", "as-of", data=b"Daesh").returncode == 2
    style.write_text("forms:\n  nobody: X\n", "utf-8")
    wrong = run("text", "--to", f"style:{style}", data=b"Kyiv")
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert b"style.yaml:2: there is no entity" in wrong.stderr


def test_several_processes_give_the_same_bytes_in_the_same_order(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(7)]
    for number, file in enumerate(files):
        file.write_bytes(TEXT * (number + 1) + str(number).encode())
    files[3].unlink()
    one, two = run("text", *files), run("text", "--jobs", "2", *files)
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert two.returncode == 1
    assert two.stderr.count(b"\n") == 1
    assert run("text", "-j", "2", "-i", *files).returncode == 1
    assert b"".join(file.read_bytes() for file in files if file.exists()) == one.stdout
    assert run("text", "-j", "2", "--check", *files[:3]).returncode == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "iso-8859-6"])
def test_long_texts_keep_their_bytes(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "long.txt"
    data = ("الحشد الشعبي قال.\r\n\r\n" + "لا شيء هنا " * 9000 + "\r" * 3) * 8
    file.write_bytes(data.encode(encoding))
    expected = data.replace("الحشد الشعبي", "hashd").encode(encoding)
    done = run("text", "--encoding", encoding, "--to", "ru", file)
    assert (done.returncode == 0) is (encoding != "iso-8859-6")
    if done.returncode == 0:
        back = done.stdout.decode(encoding).replace("Силы народной мобилизации", "hashd")
        assert back.encode(encoding) == expected
    else:
        assert b"iso-8859-6 cannot write" in done.stderr
        assert run("text", "-i", "--encoding", encoding, "--to", "ru", file).returncode == 2
        assert file.read_bytes() == data.encode(encoding)
    in_another = run("text", "--encoding", "utf-8", file)
    if "16" in encoding:
        assert run("text", "--json", file).returncode == 1
        assert (in_another.returncode, in_another.stdout) == (1, b"")
        assert b"long.txt: It " in in_another.stderr
        assert b"give --encoding utf-16" in in_another.stderr
    else:
        assert in_another.returncode == 0
    assert os.listdir(tmp_path) == ["long.txt"]


def test_a_long_file_in_place_is_whole_or_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    plain = "Nothing to see here.\n\n" * 60_000
    file.write_text(plain, "utf-8")
    before = file.stat().st_mtime_ns
    assert run("text", "-i", file).returncode == 0
    assert file.stat().st_mtime_ns == before
    file.write_text(plain + "The PMU\n", "utf-8")
    assert run("text", "-i", file).returncode == 0
    assert file.read_text("utf-8") == plain + "The Popular Mobilization Forces\n"
    file.write_text("The PMU\n" + plain + "\0", "utf-8")
    assert run("text", "-i", file).returncode == 1
    assert file.read_text("utf-8") == "The PMU\n" + plain + "\0"
    assert os.listdir(tmp_path) == ["long.txt"]


MEASURED = """
import sys
from normalizer.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print(status.read().split("VmHWM:")[1].split()[0], file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the most memory of a process, from /proc")
def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    def peak(size: int) -> int:
        file = tmp_path / "long.txt"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(repeat(PARAGRAPH, size // len(PARAGRAPH)))
        command = [sys.executable, "-c", MEASURED, "text", str(file), "--quiet"]
        done = subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        return int(done.stderr.split()[-1]) // 1024

    peak(1000)  # compiles the gazetteer if need be
    assert peak(60_000_000) < peak(3_000_000) + 15


@pytest.mark.parametrize("command", ["text", "resolve"])
def test_a_command_that_waits_for_typing_says_so(
    open_terminal: Callable[..., Terminal], command: str
) -> None:
    terminal = open_terminal(command)
    terminal.waits_for(
        "Reading from the terminal; Ctrl-D on a line of its own, perhaps twice, ends it."
    )
    os.write(terminal.ours, b"The PMU left.\n\x04")
    terminal.waits_for("left.")
    os.write(terminal.ours, b"\x04")
    terminal.waits_for("Popular Mobilization Forces" if command == "text" else "unknown")
    assert terminal.end() == 0
