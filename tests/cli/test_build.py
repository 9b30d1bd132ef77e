"""``gazetteer build`` and what takes its file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ENTRY = "id: {id}\ntype: organization\nname: {name}\n"


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "normalizer", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


def test_a_compiled_gazetteer_serves_every_command(tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    (entries / "one.yaml").write_text(ENTRY.format(id="one", name="First Name"), encoding="utf-8")
    file = str(tmp_path / "all.names")
    built = run("gazetteer", "build", "-g", str(entries), "-o", file)
    assert (built.returncode, built.stdout) == (0, "")
    assert "1 names of 1 entities" in built.stderr
    names = ("First Name", "Frist Name", "Phirst Naime")
    of_file = run("resolve", "-g", file, *names)
    assert of_file.stdout == run("resolve", "-g", str(entries), *names).stdout != ""
    assert run("text", "-g", file, "--to", "id", given="Of First-Name.").stdout == "Of one."


def test_it_is_no_layer_and_has_its_own_ending(tmp_path: Path) -> None:
    file = tmp_path / "all.names"
    file.write_bytes(b"nothing")
    layered = run("resolve", "-g", "curated", "-g", str(file), "PMU")
    assert (layered.returncode, "can only be the lowest layer" in layered.stderr) == (2, True)
    damaged = run("resolve", "-g", str(file), "PMU")
    assert (damaged.returncode, "not an index" in damaged.stderr) == (1, True)
    named = run("gazetteer", "build", "-q", "-o", str(tmp_path / "x.bin"))
    assert (named.returncode, ".names" in named.stderr) == (2, True)
