"""A run that was stopped goes on to the same bytes, wherever it was stopped."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from normalizer.errors import UsageError
from normalizer.matching.names.results import Resolution
from normalizer.rewriting import table_cells
from normalizer.rewriting.audit_log import AuditLog, entry_of_cell, logged
from normalizer.rewriting.files import replace_file
from normalizer.rewriting.resume import PART, PROGRESS, Journal
from normalizer.rewriting.tables import TableOptions, TableReport, rewrite_table

HEADER = {"kind": "csv", "encoding": "utf-8", "input": "a", "output": "b"}


class StoppedError(Exception):
    """What stops a run here."""


class Resolver:
    """Gives answers that show in what company each name was asked for, until it is stopped."""

    def __init__(self, calls: int) -> None:
        self.calls = calls

    def __call__(self, texts: list[str]) -> list[Resolution]:
        self.calls -= 1
        if self.calls < 0:
            raise StoppedError
        return [Resolution(t, t, f"{t}/{len(texts)}/{texts[0]}", score=0.9) for t in texts]


def table(encoding: str) -> bytes:
    rows = "".join(f"{i},n{i * 7 % 90}{i % 3},é\n" for i in range(400))
    mark = "\ufeff" if encoding == "utf-16" else ""
    return f"{mark}\n\nn,actor,x\n{rows}\n".encode("utf-16-le" if mark else encoding)


def attempt(
    folder: Path, raw: bytes, options: dict[str, Any], calls: int, *, resumes: bool = True
) -> TableReport:
    source, target, log = folder / "a.csv", folder / "b.csv", folder / "log.jsonl"
    source.write_bytes(raw)
    journal = Journal(target, {"options": str(options)}, every=0) if resumes else None
    with (
        AuditLog(log, f"{log}.part" if resumes else None) as audit,
        source.open("rb") as stream,
        replace_file(target, part=journal.part if journal else None) as sink,
    ):
        if journal is None or journal.start is None:
            audit.begin(HEADER)
        if journal is not None:
            journal.attach(sink, audit)
        with logged(audit, stream, sink) as (reader, writer):
            report = rewrite_table(
                reader,
                writer,
                Resolver(calls),
                TableOptions(**options),
                on_edit=lambda edit: audit.add(entry_of_cell(edit)),
                block_size=500,
                journal=journal,
            )
    if journal is not None:
        journal.remove()
    return report


@pytest.mark.parametrize(
    "options",
    [
        {"columns": ("actor",), "replace": True},
        {"columns": ("actor", "n"), "replace": False, "encoding": "utf-16"},
        {"columns": (2,), "replace": True, "header": False, "ragged": "keep"},
        {"columns": ("actor",), "replace": True, "encoding": "iso2022_jp_2"},
    ],
)
def test_it_goes_on_wherever_it_was_stopped(
    tmp_path: Path, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_cells, "_LIMIT_CELLS", 60)  # so that the store is emptied at times
    raw = table(options.get("encoding", "utf-8"))
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    whole.mkdir()
    stopped.mkdir()
    expected = attempt(whole, raw, options, 10_000, resumes=False)
    stops = 0
    for calls in range(1, 60):
        try:
            report = attempt(stopped, raw, options, calls)
            break
        except StoppedError:
            stops += 1
            assert not (stopped / "b.csv").exists()
    assert stops > 2
    assert report == expected
    assert sorted(os.listdir(stopped)) == sorted(os.listdir(whole))
    for name in os.listdir(whole):
        assert (stopped / name).read_bytes() == (whole / name).read_bytes(), name


def test_another_table_or_other_options_are_refused(tmp_path: Path) -> None:
    options: dict[str, Any] = {"columns": ("actor",), "replace": True}
    raw = table("utf-8")
    with pytest.raises(StoppedError):
        attempt(tmp_path, raw, options, 1)
    for changed in (raw.replace(b"\n3,", b"\n4,"), raw[: raw.index(b"\n20,") + 1]):
        with pytest.raises(UsageError, match="does not fit the table"):
            attempt(tmp_path, changed, options, 100)
    with pytest.raises(UsageError, match="other options"):
        attempt(tmp_path, raw, {**options, "to": "id"}, 100)
    progress = tmp_path / f"b.csv{PROGRESS}"
    written = json.loads(progress.read_bytes())["written"]
    part = tmp_path / f"b.csv{PART}"
    os.truncate(part, written - 1)
    with pytest.raises(UsageError, match="shorter"):
        attempt(tmp_path, raw, options, 100)
    progress.write_bytes(b"{")
    with pytest.raises(UsageError, match="damaged"):
        attempt(tmp_path, raw, options, 100)
    progress.unlink()
    assert attempt(tmp_path, raw, options, 100).rows == 400


@pytest.mark.skipif(os.name != "posix", reason="POSIX locks")
def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    journals = [Journal(tmp_path / "b.csv", {}) for _ in range(2)]
    with Path(journals[0].part).open("w+b") as first, Path(journals[1].part).open("r+b") as second:
        journals[0].attach(first)
        with pytest.raises(UsageError, match="Another process"):
            journals[1].attach(second)
