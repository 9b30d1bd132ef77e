"""Audit logs: whatever a table is written in, its log leads to the original and back."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import NormalizerError, UndoError
from normalizer.matching.names.results import Resolution
from normalizer.rewriting.audit import replay, undo
from normalizer.rewriting.audit_log import AuditLog, entry_of_cell, logged
from normalizer.rewriting.audit_stats import kind_of
from normalizer.rewriting.edits import backwards, splice
from normalizer.rewriting.tables import TableOptions, rewrite_table

NAMES = {"PMU": "Popular \"Mobilization\" Forces, 'all'", "Daesh": "Islamic State", "Inch": "=5"}
ENCODINGS = {
    "utf-8": "é\u2028داعش",
    "utf-8-sig": "é",
    "utf-16": "é😀",
    "utf-16-be": "داعش",
    "latin-1": "é\x85",
    "cp1256": "داعش",
    "shift_jis": "日本ソ",  # whose second byte is a backslash
    "gb18030": "北京😀",
    "iso2022_jp": "日本",
}
"""Encodings with some of their letters."""


def resolve(texts: list[str]) -> list[Resolution]:
    return [
        Resolution(text, NAMES[text].lower()[:3], NAMES[text], score=0.99, evidence=("listed",))
        if text in NAMES
        else Resolution(text, reason="unknown")
        for text in texts
    ]


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, dict[str, Any]]:
    """Draw a table and how it is written."""
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    quote = draw(st.sampled_from(['"', "'", None]))
    other = ENCODINGS[encoding]
    cells = ["PMU", "Daesh", "Inch", "x", "", " Daesh ", "=1", other]
    if quote:
        inside = [f"a{delimiter}b", f"{quote * 2}", "a\nb", "PMU", "Daesh", f"{other}\r\n"]
        cells += [f"{quote}{text}{quote}" for text in inside]
    width = draw(st.integers(1, 3))
    ragged = draw(st.booleans())
    widths = st.integers(1, 4) if ragged else st.just(width)
    row = widths.flatmap(lambda n: st.lists(st.sampled_from(cells), min_size=n, max_size=n))
    rows = draw(st.lists(row, max_size=6))
    ends = draw(st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=7, max_size=7))
    head = delimiter.join(f"c{i}" for i in range(width)) + ends[6]
    text = head + "".join(
        delimiter.join(cells) + end for cells, end in zip(rows, ends, strict=False)
    )
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    mark = "\ufeff" if encoding == "utf-8" and draw(st.booleans()) else ""
    options = {
        "columns": (draw(st.integers(1, width)),),
        "encoding": encoding,
        "delimiter": delimiter,
        "quote": quote,
        "ragged": "keep" if ragged else "error",
        "replace": draw(st.booleans()),
        "escape_formulas": draw(st.booleans()),
        "to": "id" if quote is None else "name",
    }
    return (mark + text).encode(encoding), options


def rewritten(raw: bytes, options: dict[str, Any], block: int, log: Path) -> bytes:
    source, target = io.BytesIO(raw), io.BytesIO()
    with AuditLog(log) as audit:
        audit.begin({"kind": "csv", "encoding": options["encoding"], "input": "", "output": ""})
        with logged(audit, source, target) as (reader, writer):
            rewrite_table(
                reader,
                writer,
                resolve,
                TableOptions(**options),
                on_edit=lambda edit: audit.add(entry_of_cell(edit)),
                block_size=block,
            )
    return target.getvalue()


def carried(work: Any, log: Path, raw: bytes) -> bytes:
    target = io.BytesIO()
    work(log, io.BytesIO(raw), target)
    return target.getvalue()


@given(tables(), st.sampled_from([1, 7, 4096]))
@settings(max_examples=300, deadline=None)
def test_a_log_leads_back_and_forth(table: tuple[bytes, dict[str, Any]], block: int) -> None:
    raw, options = table
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.jsonl"
        try:
            made = rewritten(raw, options, block, log)
        except NormalizerError:  # a table that cannot be written so; it leaves no log
            assert not list(Path(folder).iterdir())
            return
        assert carried(undo, log, made) == raw
        assert carried(replay, log, raw) == made
        for work, given_to in ((undo, made), (replay, raw)):
            with pytest.raises(UndoError, match="is not the file"):
                carried(work, log, given_to + b"\n\n\n")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"raw_before": "Daesh"', b'"raw_before": "Daish"', "was altered"),
        (b'"raw_after": "Islamic', b'"raw_after": "islamic', "expects"),
        (b'"at": 6', b'"at": 7', "expects"),
        (b'"raw_before"', b'"row_before"', "has no"),
        (b'"edits": 1', b'"edits": 2', "should have 2 changes and has 1"),
        (b'{"row"', b'["row"', "damaged"),
        (b'"audit": 1', b'"audit": 2', "version 2"),
        (b'{"end"', b'{"and"', "interrupted"),
        (b'"output": {', b'"outset": {', "does not have its hashes"),
    ],
)
def test_an_altered_log_is_refused(tmp_path: Path, old: bytes, new: bytes, says: str) -> None:
    log, raw = tmp_path / "log.jsonl", b"actor\nDaesh\n"
    options = {"columns": ("actor",), "encoding": "utf-8", "replace": True}
    made = rewritten(raw, options, 4096, log)
    lines = log.read_bytes()
    assert old in lines
    log.write_bytes(lines.replace(old, new, 1))
    with pytest.raises(UndoError, match=says):
        carried(undo, log, made)


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3), st.text("xyz"))))
def test_splices_fit_blocks_of_any_length(pieces: list[tuple[str, str, str]]) -> None:
    """Each piece is a stretch to keep, one to replace, and what replaces it."""
    before = "".join(kept + old for kept, old, _ in pieces)
    after = "".join(kept + new for kept, _, new in pieces)
    splices, at = [], 0
    for kept, old, new in pieces:
        splices.append((at + len(kept), old, new))
        at += len(kept) + len(old)
    for size in (1, 3, 100):
        blocks = [before[i : i + size] for i in range(0, len(before), size)]
        assert "".join(splice(blocks, splices)) == after
        blocks = [after[i : i + size] for i in range(0, len(after), size)]
        assert "".join(splice(blocks, backwards(splices))) == before


@pytest.mark.parametrize("wrong", [(0, "b", "x"), (1, "b", "x"), (3, "cd", "x"), (9, "", "x")])
def test_a_splice_that_does_not_fit_is_refused(wrong: tuple[int, str, str]) -> None:
    for blocks in (["abcd"], ["a", "b", "c", "d"], []):
        with pytest.raises(UndoError, match="expects"):
            list(splice(blocks, [(0, "ab"[: 2 * bool(blocks)], "x"), wrong]))


def test_evidence_is_counted_by_kind() -> None:
    assert kind_of("listed as “PMU” (acronym, en), exact match") == "listed as … …, exact match"
