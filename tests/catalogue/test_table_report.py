"""The report of ``normalizer table``: one page that needs nothing else, everything escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from normalizer.cli import group

HOSTILE = "<script>alert(1)</script>\"'&"
VOID = {"meta", "link", "rect", "br"}


class _Page(HTMLParser):
    """Collects elements, and checks that they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.cells: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("th", "td"):
            self.cells.append(data.strip())


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        group, ["table", *map(str, arguments)], standalone_mode=False, catch_exceptions=False
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "front.yaml").write_text(
        "id: front\ntype: organization\nname: <b>Blue</b> Front\nnames:\n"
        "  - text: Kurush Farahani\n"
    )
    path = tmp_path / "actors.csv"
    quoted = HOSTILE.replace('"', '""')
    rows = ["Koresh Frahni"] * 3 + ["Kurush Farahani", "حركة النجوم", f'"{quoted}"']
    path.write_text("\n".join(["actor", *rows, ""]), encoding="utf-8")
    return path


def test_page(table: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    run(table, "-c", "actor", "-g", tmp_path / "front.yaml", "--report", report)
    text = report.read_text("utf-8")
    page = _Page(text)
    tags = [tag for tag, _ in page.elements]
    assert not {"script", "img", "iframe", "b"} & set(tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert all(not (it.get("href") or "").startswith(("http", "/")) for _, it in page.elements)
    ids = {it["id"] for _, it in page.elements if "id" in it}
    anchors = {str(it["href"])[1:] for tag, it in page.elements if tag == "a"}
    assert anchors <= ids
    assert all(it.get("aria-label") for tag, it in page.elements if tag == "svg")
    assert tags.count("h1") == 1
    review = page.cells[page.cells.index("Closest entities") + 1 :]
    assert (review[0], review[1]) == ("Koresh Frahni", "3")
    assert HOSTILE in review
    assert ("th", {"scope": "row", "dir": "rtl"}) in page.elements
    assert "prefers-color-scheme: dark" in text


def test_it_is_the_same_each_time_and_counts_all_tables(table: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(table.read_bytes())
    pages = []
    for name in ("a.html", "b.html"):
        command = (table, other, "-c", "actor", "-g", tmp_path / "front.yaml", "--replace")
        run(*command, "--check", "--report", tmp_path / name)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]
    assert b"12 rows, 12 values, 2 of them resolved" in pages[0]


def test_it_is_written_over_nothing_else(table: Path) -> None:
    with pytest.raises(click.UsageError, match="would overwrite"):
        run(table, "-c", "actor", "--report", table)
