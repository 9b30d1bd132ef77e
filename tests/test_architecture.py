"""The map of the code is true: the files that it names exist, its example takes the steps shown."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

import normalizer
from tests.test_docs import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "normalizer"
STEP = re.compile(r"^\| `([\w/]+)\.py` \| `([\w.]+)` \|", re.M)
CALL = re.compile(r"`(?:n = )?((?:n|normalizer)\.[^`]+)`")


def journeys() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each call that the page follows, with the modules and functions of its steps."""
    for part in PAGE.partition("## One name, all the way")[2].split("\n**")[1:]:
        call, steps = CALL.search(part), STEP.findall(part)
        assert call, part
        assert steps, part
        yield call[1], steps


def code_of(module: str, function: str) -> CodeType:
    """Return the code of a function or method that the page names."""
    found: Any = importlib.import_module(f"normalizer.{module.replace('/', '.')}")
    for name in function.split("."):
        found = vars(found)[name]
    while isinstance(found, classmethod) or hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    assert isinstance(found, FunctionType), f"{module} {function}"
    return found.__code__


def calls_of(run: Callable[[], object], wanted: set[CodeType]) -> list[CodeType]:
    """Return which of some functions are called, in order."""
    called: list[CodeType] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in wanted:
            called.append(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return called


def first_not_called(steps: list[CodeType], calls: list[CodeType]) -> int | None:
    """Return which step is the first that the calls do not take in its turn, if any."""
    rest = iter(calls)
    return next((at for at, step in enumerate(steps) if step not in rest), None)


def test_the_example_takes_the_steps_that_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = re.search(r"`(people/[\w-]+\.yaml)`.*?```yaml\n(.*?)```", PAGE, re.S)
    assert file
    (tmp_path / "people").mkdir()
    (tmp_path / file[1]).write_text(file[2], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NORMALIZER_CACHE", str(tmp_path / "cache"))
    names: dict[str, Any] = {"normalizer": normalizer}
    results = {}
    for call, steps in journeys():
        codes = [code_of(*step) for step in steps]

        def run(call: str = call) -> None:
            results[call] = eval(call, names)

        missed = first_not_called(codes, calls_of(run, set(codes)))
        assert missed is None, f"{call} does not call {steps[missed]} where the page says"
        names.setdefault("n", results[call])
    *_, title, spelling, text = results.values()
    assert (title.id, title.method) == ("qasem-soleimani", "folded")
    assert (spelling.id, spelling.method) == ("qasem-soleimani", "spelling")
    assert f"gives `{text}`" in PAGE


def test_a_step_out_of_turn_is_told() -> None:
    one, other = code_of("api", "load"), code_of("api", "build")
    assert first_not_called([one, other], [other, one]) == 1
    assert first_not_called([one, other], [other, one, other]) is None


def test_every_file_on_the_map_exists() -> None:
    named = set(re.findall(r"`([\w/]+/[\w/]*[\w.]+)`", PAGE))
    assert len(named) > 40
    missing = [it for it in named if not any((base / it).exists() for base in (PACKAGE, ROOT))]
    assert not missing


def test_every_package_is_on_the_map() -> None:
    rows = set(re.findall(r"^\| `([\w/]+)` \|", PAGE, re.M))
    packages = {
        str(path.parent.relative_to(PACKAGE))
        for path in PACKAGE.glob("**/__init__.py")
        if path.parent != PACKAGE
    }
    inner = {it for it in packages if it.rpartition("/")[0] in rows}
    assert packages - inner <= rows | {"matching"}
    assert all((PACKAGE / row).is_dir() or (PACKAGE / f"{row}.py").is_file() for row in rows)
