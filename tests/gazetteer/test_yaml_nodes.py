"""Strict YAML: what it refuses, what it leaves alone, and its lines."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.errors import GazetteerError
from normalizer.gazetteer.yaml_nodes import MAX_BYTES, load, parse

CASES = Path(__file__).parents[1] / "cases" / "gazetteer_faults"
FAULTS = load(CASES / "yaml_faults.yaml").data


def _text(case: dict[str, str]) -> str:
    if case.get("escaped"):
        return (
            case["text"].encode("unicode_escape").replace(b"\\\\", b"\\").decode("unicode_escape")
        )
    return case["text"]


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers: not every machine has the one in C."""
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML without libyaml")
    return request.param


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", FAULTS, ids=[case["name"] for case in FAULTS])
def test_refused(case: dict[str, str]) -> None:
    with pytest.raises(GazetteerError) as caught:
        parse(_text(case), "x.yaml")
    (problem,) = caught.value.problems
    # Where a construct is left open the two parsers differ by a line in where they give up.
    assert problem.startswith(f"x.yaml:{case['line']}: ") or "not YAML" in problem
    assert case["says"] in problem
    assert problem.endswith(".")


@pytest.mark.usefixtures("parser")
def test_every_scalar_is_a_string() -> None:
    words = ["NO", "on", "010", "9:59", "2014-06-29", "null", "~", "1.10", "0x1F", ".inf", "1_000"]
    text = "\n".join(f"- {word}" for word in words)
    assert parse(text, "x.yaml").data == words
    assert parse("NO: on\n", "x.yaml").data == {"NO": "on"}
    assert parse("a:\n<<: b\n", "x.yaml").data == {"a": "", "<<": "b"}


@pytest.mark.usefixtures("parser")
def test_lines() -> None:
    document = parse(
        "# first\na:\n  - b: 1\n    c: |\n      text\n      more\n  - [x,\n     y]\n", "x"
    )
    assert document.data == {"a": [{"b": "1", "c": "text\nmore\n"}, ["x", "y"]]}
    lines = {
        (): 2,
        ("a",): 2,
        ("a", 0): 3,
        ("a", 0, "b"): 3,
        ("a", 0, "c"): 4,
        ("a", 1): 7,
        ("a", 1, 1): 8,
        ("a", 1, 1, "not", "there"): 8,
        ("nowhere",): 2,
    }
    assert {at: document.line(at) for at in lines} == lines


def test_lines_with_carriage_returns() -> None:
    document = parse("a: 1\r\nb: 2\r\n", "x")
    assert document.data == {"a": "1", "b": "2"}
    assert document.line(("b",)) == 2


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "text",
    ["[" * 3000 + "]" * 3000, "{a: " * 3000 + "}" * 3000, "- " * 3000, "? " * 3000],
    ids=["lists", "mappings", "hyphens", "question marks"],
)
def test_deep_nesting(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(GazetteerError, match=r"x\.yaml:1: "):
        parse(text, "x.yaml")
    assert time.perf_counter() - start < 2


def test_twenty_levels_are_read() -> None:
    assert parse("[" * 20 + "]" * 20, "x.yaml").data
    with pytest.raises(GazetteerError, match="20 levels"):
        parse("[" * 21 + "]" * 21, "x.yaml")


def test_bomb() -> None:
    lines = ['a0: &a0 ["lol"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(GazetteerError, match=r"x\.yaml:1: the anchor"):
        parse("\n".join(lines), "x.yaml")


def test_file_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"a: " + b"x" * MAX_BYTES)
    with pytest.raises(GazetteerError, match=r"large\.yaml:1: the file is over 1 MiB"):
        load(file)


def test_file_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("a: 1\nb: é\n".encode("latin-1"))
    with pytest.raises(GazetteerError, match=r"latin\.yaml:2: these bytes are not UTF-8"):
        load(file)


def test_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.yaml: cannot be read"):
        load(tmp_path / "none.yaml")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["a: 'b\n", "\U0001f600: {", "%", "@", 'a: "\\x"', "\ud800"])
def test_python_errors_never_come_through(text: str) -> None:
    with pytest.raises(GazetteerError):
        parse(text, "x.yaml")


_PIECES = ("a", ":", " ", "\n", "  ", "- ", "? ", "[", "]", "{", "}", ",", "&x", "*x", "!t", "|")
_ODD = (">", "'", '"', "#", "%", "---", "...", "\\", "é", "ا", "\r\n", "\t", "\x85", "<<", "a: b\n")
_YAML_PIECES = st.lists(st.sampled_from((*_PIECES, *_ODD))).map("".join)


@given(st.one_of(st.text(), _YAML_PIECES))
@settings(deadline=None)  # a busy machine is no fault
def test_any_text(text: str) -> None:
    problems: list[str] = []
    lines = [1]
    try:
        lines = [line for line, _ in parse(text, "x.yaml").places.values()]
    except GazetteerError as error:
        problems = error.problems
    assert all(problem.startswith("x.yaml:") for problem in problems)
    assert min(lines) >= 1
