"""What the pages show is what the commands do: every shown command and snippet is run.

Scores and signatures are only compared in form: they change with the models, and docs/accuracy.md
tells of them. A `…` in what is shown stands for anything.
"""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import normalizer
from normalizer import Normalizer
from tests.cli.conftest import run_here

ROOT = Path(__file__).parents[1]
PAGES = [
    "README.md",
    *(f"docs/{page}.md" for page in ("audit", "context", "tables", "text")),
    *(
        pytest.param(f"docs/{page}.md", marks=pytest.mark.slow)  # they check whole gazetteers
        for page in ("layers", "review")
    ),
]
NOT_RUN = re.compile(r"actors\.parquet|an equal table|people\.names|normalizer review")
"""In commands on files that only the reader has, or that ask somebody."""
LOOSE = re.compile(
    r"(?P<anything>…)|(?P<score>\b[01]\.\d{3}\b)|(?P<key>\b[0-9a-f]{16}\b)|(?P<space>\s+)"
)
FORMS = {"anything": ".*", "score": r"[01]\.\d{3}", "key": "[0-9a-f]{16}", "space": r"\s+"}


def shown(page: str) -> list[tuple[str, str]]:
    """Return the commands of a page, each with what it prints there."""
    text = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    blocks = "".join(re.findall(r"```console\n(.*?)```", text, re.S))
    commands = re.split(r"^\$ ", blocks, flags=re.M)[1:]
    return [(one.split("\n", 1)[0], one.split("\n", 1)[1].strip()) for one in commands]


def done(command: str, folder: Path) -> tuple[str, str]:
    """Run what a shell would run, as far as the pages need it; return all that it prints.

    Both orders of output and messages are returned: a page shows the one that a terminal does.
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    words, data, errors, target = list(lexer), b"", "", None
    if ">" in words:
        words, target = words[: words.index(">")], folder / words[-1]
    for stage in stages(words):
        name, *arguments = stage
        if name == "normalizer":
            ran = run_here(*arguments, data=data)
            data, errors = ran.stdout, errors + ran.stderr.decode()
        elif name == "echo":
            data = " ".join(arguments).encode() + b"\n"
        elif name == "cat":
            data = (folder / arguments[0]).read_bytes()
        else:
            assert name == "tail", f"no such command here: {command}"
            data = b"".join(data.splitlines(keepends=True)[int(arguments[0]) :])
    if target is not None:
        target.write_bytes(data)
        data = b""
    told = data.decode()
    return f"{told}\n{errors}".strip(), f"{errors}\n{told}".strip()


def stages(words: list[str]) -> Iterator[list[str]]:
    while "|" in words:
        yield words[: words.index("|")]
        words = words[words.index("|") + 1 :]
    yield words


def agree(expected: str, found: str) -> bool:
    pattern, at = "", 0
    for loose in LOOSE.finditer(expected):
        pattern += re.escape(expected[at : loose.start()]) + FORMS[str(loose.lastgroup)]
        at = loose.end()
    return bool(re.fullmatch(pattern + re.escape(expected[at:]), found, re.S))


def test_what_differs_is_told() -> None:
    assert agree("a\t0.917 … b", "a\t0.911 x\ny b")
    assert not agree("a\t0.917 … b", "a\t10.911 x b")
    assert not agree("a b", "a\tc")


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_is_shown(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "examples" / "actors.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    commands, wrong = shown(page), []
    assert commands
    for command, expected in commands:
        if NOT_RUN.search(command):
            continue
        made = re.fullmatch(r"cat (\S+)", command)
        if made:
            (tmp_path / made[1]).write_text(f"{expected}\n", encoding="utf-8")
        found = done(command, tmp_path)
        if not any(agree(expected, order) for order in found):
            wrong.append(f"$ {command}\n{found[0]}\n(not: {expected})")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("page", ["README.md", "docs/affixes.md", "docs/python.md", "docs/text.md"])
def test_snippets_give_what_is_shown(page: str, curated: Normalizer) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    names: dict[str, Any] = {"n": curated, "normalizer": normalizer}
    compared = 0
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        lines = block.splitlines()
        for node in ast.parse(block).body:
            assert node.end_lineno is not None
            code = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            if not isinstance(node, ast.Expr):
                exec(code, names)
                continue
            found = eval(code.partition("  #")[0], names)
            said = told(lines, node.end_lineno)
            if said is not None:
                compared += 1
                assert found == said[0], code
    assert compared


def told(lines: list[str], end: int) -> tuple[Any] | None:
    """Return the value that a comment behind a line, or the one below it, gives."""
    below = lines[end] if end < len(lines) and lines[end].startswith("# ") else ""
    comment = (lines[end - 1].partition("  # ")[2] or below.removeprefix("# ")).split(": left")[0]
    comment = re.split(r": (?=inside)", comment)[0]
    try:
        return (ast.literal_eval(comment),)
    except (SyntaxError, ValueError):
        return None


def test_the_page_on_python_names_all_that_is_public() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:normalizer\.)?(\w+)`", page))
    methods = {name for name in dir(Normalizer) if not name.startswith("_")}
    assert not (methods | set(normalizer.__all__)) - named - {"__version__"}
