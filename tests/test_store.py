"""The compiled index: rebuilt when anything changed, never a wrong answer."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest

from normalizer import GazetteerError, IndexFileError, build, load
from normalizer.gazetteer import yaml_nodes
from normalizer.matching.compiled import cache_files, container

ENTRY = "id: {id}\ntype: organization\nname: {name}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache_files.CACHE_VARIABLE, str(tmp_path / "cache"))
    entries = tmp_path / "entries"
    entries.mkdir()
    (entries / "one.yaml").write_text(ENTRY.format(id="one", name="First Name"), encoding="utf-8")
    return entries


def compiled(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*.index"))


def test_changes_are_seen(folder: Path) -> None:
    assert load(folder).resolve("First Name").id == "one"
    assert load(folder).resolve("First Name").id == "one"
    assert len(compiled(folder)) == 1
    (folder / "two.yaml").write_text(ENTRY.format(id="two", name="Second Name"), encoding="utf-8")
    assert load(folder).resolve("Second Name").id == "two"
    (folder / "two.yaml").unlink()
    assert load(folder).resolve("Second Name").id is None


@pytest.mark.parametrize("fault", ["truncated", "altered", "empty", "other"])
def test_damaged_files_are_rebuilt(folder: Path, fault: str) -> None:
    load(folder)
    (file,) = compiled(folder)
    image = file.read_bytes()
    damaged = {
        "truncated": image[: len(image) // 2],
        "altered": image[:-70] + bytes(byte ^ 1 for byte in image[-70:]),
        "empty": b"",
        "other": b"something else entirely, but long enough",
    }[fault]
    file.write_bytes(damaged)
    if damaged:
        with pytest.raises(IndexFileError):
            container.open_container(str(file))
    assert load(folder).resolve("First Name").id == "one"
    assert file.read_bytes() == image


@pytest.mark.parametrize("fault", ["truncated", "altered", "empty", "another's"])
def test_damaged_spellings_are_rebuilt(folder: Path, fault: str) -> None:
    assert not list((folder.parent / "cache").glob("*.spellings"))
    assert load(folder).resolve("Phirst Naime").candidates[0].id == "one"
    (file,) = (folder.parent / "cache").glob("*.spellings")
    image = file.read_bytes()
    other = container.pack({"spelled.names": b"", "spelled.entities": b""}, {"names": 77})
    file.write_bytes(
        {
            "truncated": image[: len(image) // 2],
            "altered": image[:-70] + bytes(byte ^ 1 for byte in image[-70:]),
            "empty": b"",
            "another's": other,
        }[fault]
    )
    assert load(folder).resolve("Phirst Naime").candidates[0].id == "one"
    assert file.read_bytes() == image


def test_listed_names_need_no_spellings(folder: Path) -> None:
    assert load(folder).resolve("First Name").id == "one"
    load(folder).rewrite("First Name and others.")
    assert not list((folder.parent / "cache").glob("*.spellings"))


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_normalizer_travels_between_processes(folder: Path, asked_before: bool) -> None:
    original = load(folder)
    if asked_before:
        original.resolve("Phirst Naime")
    copy = pickle.loads(pickle.dumps(original))
    assert copy.resolve("First Name").id == "one"
    assert copy.resolve("Phirst Naime") == original.resolve("Phirst Naime")


def test_a_process_of_this_machine_opens_the_file(folder: Path) -> None:
    original = load(folder)
    sent = bytes(ForkingPickler.dumps(original.resolve))
    assert len(sent) < 1000 < len(pickle.dumps(original))
    assert pickle.loads(sent)("Phirst Naime") == original.resolve("Phirst Naime")
    file = folder.parent / "one.names"
    original.save(file)
    saved = bytes(ForkingPickler.dumps(load(file)))
    assert len(saved) < 1000
    assert pickle.loads(saved) is pickle.loads(saved)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(load(file).resolve, ["First Name"]) == [original.resolve("First Name")]
    build([{"id": "two", "type": "place", "name": "Second Name"}]).save(file)
    other = folder.parent / "other.names"
    original.save(other)
    of_other = bytes(ForkingPickler.dumps(load(other)))
    file.replace(other)
    with pytest.raises(IndexFileError, match="has changed since"):
        pickle.loads(of_other)


def test_what_has_no_file_travels_whole(folder: Path) -> None:
    built = build([{"id": "one", "type": "place", "name": "First Name"}])
    assert pickle.loads(bytes(ForkingPickler.dumps(built))).resolve("First Name").id == "one"
    original = load(folder)
    compiled(folder)[0].unlink()
    assert pickle.loads(bytes(ForkingPickler.dumps(original))).resolve("First Name").id == "one"


def test_a_cache_that_cannot_be_written_is_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = folder.parent / "blocked"
    blocked.write_text("a file, no folder")
    monkeypatch.setenv(cache_files.CACHE_VARIABLE, str(blocked / "cache"))
    assert load(folder).resolve("First Name").id == "one"
    assert load(folder).resolve("Phirst Naime").candidates[0].id == "one"


def test_indexes_used_longest_ago_are_forgotten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_files, "_KEPT", 2)
    monkeypatch.setattr(cache_files, "_MOST_BYTES", 0)
    load(folder)
    (first,) = compiled(folder)
    for number in range(4):
        os.utime(first, (number, number))
        other = folder.parent / f"entries-{number}"
        other.mkdir()
        text = ENTRY.format(id="one", name=f"Name {number}")
        (other / "one.yaml").write_text(text, encoding="utf-8")
        load(folder)  # used once more
        load(other)
    assert first in compiled(folder)
    assert len(compiled(folder)) == 2


def test_of_several_processes_one_compiles(folder: Path) -> None:
    code = (
        "import sys, normalizer; from normalizer.matching.compiled import compile_stack as module\n"
        "calls, old = [], module.compile_stack\n"
        "module.compile_stack = lambda *given: calls.append(1) or old(*given)\n"
        "assert normalizer.load(sys.argv[1]).resolve('first-name').id == 'one'\n"
        "print(len(calls))"
    )
    command = [sys.executable, "-c", code, str(folder)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    compiled_by = [int(process.communicate()[0]) for process in running]
    assert sorted(compiled_by) == [0, 0, 0, 1]


def test_two_at_once(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: load(folder).resolve("first-name").id, range(8)))
    assert found == ["one"] * 8
    assert not [name for name in os.listdir(folder.parent / "cache") if name.startswith(".")]


def test_layers_replace_by_id(folder: Path) -> None:
    private = folder.parent / "private"
    private.mkdir()
    (private / "one.yaml").write_text(ENTRY.format(id="one", name="Other Name"), encoding="utf-8")
    both = load(folder, private)
    assert both.resolve("Other Name").id == "one"
    assert both.resolve("First Name").id is None


def test_the_order_of_files_does_not_matter(folder: Path) -> None:
    (folder / "two.yaml").write_text(ENTRY.format(id="two", name="Second Name"), encoding="utf-8")
    first = load(folder)
    renamed = folder.parent / "renamed"
    renamed.mkdir()
    for name in ("two.yaml", "one.yaml"):
        (renamed / name).write_bytes((folder / name).read_bytes())
    assert bytes(load(renamed).index.keys) == bytes(first.index.keys)


def test_a_layer_on_what_was_read_says_the_same(folder: Path) -> None:
    load(folder)
    layer = folder.parent / "layer"
    layer.mkdir()
    text = "extend: one\nnames:\n  - text: Second Name\n    language: en\n    kind: name\n"
    (layer / "one.yaml").write_text(text, encoding="utf-8")
    with_help = load(folder, layer).index.container.image()
    for file in (folder.parent / "cache").iterdir():
        file.unlink()
    assert load(folder, layer).index.container.image() == with_help


def test_faults_beside_what_was_read_name_their_lines(folder: Path) -> None:
    load(folder)
    twin = folder / "twin.yaml"
    twin.write_text("# Once more.\n" + ENTRY.format(id="one", name="Twin"), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"twin.yaml:2: the ID"):
        load(folder)


def test_what_was_read_is_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder)
    (folder / "two.yaml").write_text(ENTRY.format(id="two", name="Second"), encoding="utf-8")
    parsed: list[str] = []
    parse = yaml_nodes.parse
    monkeypatch.setattr(
        yaml_nodes, "parse", lambda text, path: parsed.append(path) or parse(text, path)
    )
    assert load(folder).resolve("First Name").id == "one"
    assert parsed == [str(folder / "two.yaml")]
