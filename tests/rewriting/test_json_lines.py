"""JSON Lines: the wanted strings change and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import NormalizerError, TableError, UsageError
from normalizer.rewriting.formats.json_paths import parse_path
from normalizer.rewriting.row_columns import RowColumns, parse_condition

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "tables" / "json_lines.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_cases(rewritten: Callable[..., Any], case: dict[str, Any]) -> None:
    before, after = case["before"].encode(), case["after"].encode()
    options = {"replace": not case.get("add"), "split": case.get("split")}
    for end in (b"", b"\n", b"\n\n \n"):
        out, _, edits = rewritten("jsonl", before + end, *case["paths"], **options)
        assert out == after + end
    again = after
    for edit in edits:  # as undo has it: each string as written, put back
        assert edit.raw_after in again.decode()
        again = again.replace(edit.raw_after.encode(), edit.raw_before.encode(), 1)
    if options["replace"]:
        assert again == before


STRINGS = st.sampled_from(["PMU", "Daesh", "x", ""]) | st.text(max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS | st.just("a"), inner),
    max_leaves=8,
)


@given(
    st.lists(
        st.tuples(st.dictionaries(st.sampled_from(["a", "b", "é"]) | STRINGS, VALUES), VALUES),
        max_size=3,
    ),
    st.booleans(),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " :  ")]),
)
@settings(max_examples=60, deadline=None)
def test_only_the_wanted_strings_change(
    rewritten: Callable[..., Any],
    rows: list[tuple[dict[str, Any], Any]],
    ascii_only: bool,
    separators: tuple[str, str],
) -> None:
    names = {"PMU": "Popular Mobilization Forces", "Daesh": "Islamic State"}

    def written(row: dict[str, Any], wanted: Any) -> str:
        return json.dumps({"w": wanted} | row, ensure_ascii=ascii_only, separators=separators)

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [names.get(v, v) if isinstance(v, str) else v for v in value]
        return value

    lines = [written({k: v for k, v in row.items() if k != "w"}, wanted) for row, wanted in rows]
    after = [written({k: v for k, v in r.items() if k != "w"}, renamed(w)) for r, w in rows]
    raw = "\n".join(['{"w":[null]}', *lines]).encode("utf-8", "surrogatepass")
    expected = "\n".join(['{"w":[null]}', *after]).encode("utf-8", "surrogatepass")
    try:
        raw.decode()
    except UnicodeDecodeError:
        with pytest.raises(TableError, match="not UTF-8"):
            rewritten("jsonl", raw, "w[]", replace=True)
        return
    assert rewritten("jsonl", raw, "w[]", replace=True)[0] == expected
    added = rewritten("jsonl", raw, "w[]")[0]
    for line, original in zip(added.decode().split("\n"), raw.decode().split("\n"), strict=True):
        row = json.loads(line)
        kept = {k: v for k, v in row.items() if k not in {f"w_{w}" for w in _ADDED}}
        assert json.dumps(kept) == json.dumps(json.loads(original))


_ADDED = ("id", "name", "score", "evidence")


@pytest.mark.parametrize(
    ("raw", "paths", "options", "error", "message"),
    [
        (b'{"a":1}\n{"a":}', ["a"], {}, TableError, "^Line 2: .* at character 6"),
        (b'{"a":"x"', ["a"], {}, TableError, "^Line 1: .*closing brace is missing at character 9"),
        (b'{"a":"x",}', ["a"], {}, TableError, "^Line 1: .*a key and a colon"),
        (b'{"a":["x"}', ["a[]"], {}, TableError, "^Line 1: .*closing bracket"),
        (b'{"a":"x"} 1', ["a"], {}, TableError, "^Line 1: .*something follows .* character 11"),
        (b'{"a":"\x01"}', ["a"], {}, TableError, "^Line 1: .*control character"),
        (b'{"a":"\xff"}', ["a"], {}, TableError, "^Line 1: byte 7 "),
        (b'{"b":' + b"[" * 99_999, ["a"], {}, TableError, "^Line 1: .*nested too deep"),
        (b'{"a":"x"}' + b" " * 99, ["a"], {"row_cap": 50}, TableError, "^Line 1: .*longer than 50"),
        (b'{"x":"PMU;Hashd"}\n', ["x"], {"split": "«"}, TableError, "^Line 1: .*separator"),
        (b'{"b":{"c":[{"d":1}]}}\n', ["a"], {}, UsageError, r"No line .*'a'; .* b\.c\[\]\.d"),
        (b'{"a.b":"PMU"}\n', ["a.b"], {}, UsageError, r"No line .*'a\.b'; .* a\\\.b\."),
        (b'{"a":"x', ["a"], {}, TableError, "^Line 1: .*string starting at character 6.*jq -c [.]"),
        (b'[\n{"a":"x"}]', ["a"], {}, TableError, r"^Line 1: .*jq -c '\.\[\]'"),
        (b'{"a":1,"a_id":2}', ["a"], {"replace": False}, TableError, "^Line 1: .*key 'a_id'"),
        (b"{}", ["a..b"], {}, UsageError, "is not a path"),
        (b"{}", ["a[0]"], {}, UsageError, "is not a path"),
        (b"{}", ["a", "a"], {}, UsageError, "is given twice"),
        (b"{}", ["[]"], {"replace": False}, UsageError, "No key can be added"),
        (b"{}", ["a"], {"encoding": "latin-1"}, UsageError, "UTF-8"),
        (b"{}", ["a"], {"escape_formulas": True}, UsageError, "only in delimited text"),
        (b"{}", ["a"], {"sheet": "1"}, UsageError, "Only workbooks"),
    ],
)
def test_faults(
    rewritten: Callable[..., Any],
    raw: bytes,
    paths: list[str],
    options: dict[str, Any],
    error: type[NormalizerError],
    message: str,
) -> None:
    raw = raw.replace(b"PMU;Hashd", "PMU«Hashd".encode())
    with pytest.raises(error, match=message):
        rewritten("jsonl", raw, *paths, **{"replace": True, **options})


def test_an_empty_file_and_a_context_key_with_a_twin(rewritten: Callable[..., Any]) -> None:
    assert rewritten("jsonl", b"", "a")[0] == b""
    assert rewritten("jsonl", b"\n\n", "a")[1].rows == 0
    rows = RowColumns(context=("c",))
    out, _, _ = rewritten("jsonl", b'{"a":"PMU","c":"near Mosul","c_id":1}', "a", rows=rows)
    assert json.loads(out)["a_evidence"] == "listed | context near Mosul"


def test_rows_tell_of_their_names(rewritten: Callable[..., Any]) -> None:
    rows = RowColumns(("notes[]", "n"), where=(parse_condition("n!=2"),))
    lines = b'{"a":"PMU","n":1,"notes":["x","y"]}\n{"a":"PMU","n":2,"notes":[]}\n'
    out, report, edits = rewritten("jsonl", lines, "a", rows=rows, replace=True)
    assert [json.loads(line)["a"] for line in out.splitlines()] == [
        "Popular Mobilization Forces",
        "PMU",
    ]
    assert edits[0].evidence == ("listed", "context x\ny\n1")
    assert (edits[0].row, edits[0].line, edits[0].name) == (1, 1, "a")
    assert (report.rows, report.skipped, report.changed) == (2, 1, 1)


def test_paths() -> None:
    assert parse_path("a.b[].c") == ["a", "b", None, "c"]
    assert parse_path("[][].a") == [None, None, "a"]
