"""The catalogue: what the pages say, that everything is escaped, and what is never overwritten."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from normalizer.catalogue.display import direction, language_name, script_code
from normalizer.catalogue.pages import Pages, page_name
from normalizer.catalogue.site import write_site
from normalizer.catalogue.statistics import charts
from normalizer.entity import RELATIONS, Entity
from normalizer.errors import UsageError
from normalizer.gazetteer.read import entities_from_mappings

SCRIPTS = {"search-data.js", "spelling.js", "search.js", "search-page.js"}
FETCHED = {"script": "src", "img": "src", "iframe": "src", "link": "href"}


class _Page(HTMLParser):
    """Collects the elements of a page with their attributes, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def _entities() -> list[Entity]:
    return entities_from_mappings(
        [
            {
                "id": "hezbollah",
                "type": "organization",
                "name": "Hezbollah",
                "labels": {"ar": "حزب الله", "sr-Latn": "Hezbolah"},
                "names": [
                    {
                        "text": "HZ",
                        "language": "en",
                        "kind": "acronym",
                        "conditions": {"case": "exact", "forbids_context": ["hertz"]},
                    }
                ],
                "relations": [{"type": "located_in", "target": "lebanon", "since": "1982"}],
                "external_ids": {"wikidata": "Q41053"},
                "examples": [{"text": "Hezbollah met HZ.", "finds": ["Hezbollah", "HZ"]}],
            },
            {"id": "hertz", "type": "organization", "name": "Hz"},
            {"id": "lebanon", "type": "place", "name": "Lebanon"},
        ]
    )


def test_an_entity_page_shows_all_that_is_known(tmp_path: Path) -> None:
    write_site(_entities(), tmp_path / "site", "Test")
    page = _Page(tmp_path / "site" / "entity" / "hezbollah.html")
    names = [attributes for tag, attributes in page.elements if tag == "bdi"]
    assert {"dir": "rtl", "lang": "ar"} in names
    assert {"dir": "ltr", "lang": "sr-Latn"} in names
    links = {attributes.get("href") for tag, attributes in page.elements if tag == "a"}
    assert {"lebanon.html", "hertz.html", "https://www.wikidata.org/wiki/Q41053"} <= links
    for said in (
        "Serbian (Latin)",
        "acronym",
        "only in this capitalisation; not near: hertz; also of Hz",
        "(since 1982)",
    ):
        assert said in " ".join(page.text.split())
    assert sum(tag == "mark" for tag, _ in page.elements) == 2
    other = _Page(tmp_path / "site" / "entity" / "lebanon.html")
    assert "place of Hezbollah (since 1982)" in " ".join(other.text.split())


def test_statistics_count(tmp_path: Path) -> None:
    counted = {chart.id: dict(chart.bars) for chart in charts(_entities())}
    assert counted["types"] == {"organization": 2, "place": 1}
    assert counted["places"] == {"Lebanon": 1}
    assert counted["scripts"] == {"Latin": 5, "Arabic": 1}
    assert counted["kinds"] == {"name": 5, "acronym": 1}
    write_site(_entities(), tmp_path / "site", "Test")
    page = _Page(tmp_path / "site" / "statistics.html")
    widths = [float(it["width"]) for tag, it in page.elements if tag == "rect"]
    assert widths[:2] == [340.0, 170.0]


def test_nothing_a_gazetteer_says_becomes_code(hostile_site: Path) -> None:
    pages = sorted(hostile_site.rglob("*.html"))
    assert len(pages) == 6
    for path in pages:
        for tag, attributes in _Page(path).elements:
            assert not [name for name in attributes if name.startswith("on")], path
            assert tag not in {"iframe", "style", "img", "em", "b", "u"}, path
            assert attributes.get("href", "").startswith("javascript:") is False, path
            if tag == "script":
                assert attributes["src"] in SCRIPTS, path
    shown = "".join(_Page(path).text for path in pages)
    for text in ("</script><script>alert('name')</script>", "javascript:alert(9)", "{{ 7 * 7 }}"):
        assert text in shown
    assert not (hostile_site.parent.parent / "outside.html").exists()


def test_no_page_fetches_anything_from_elsewhere(hostile_site: Path) -> None:
    for path in hostile_site.rglob("*.html"):
        for tag, attributes in _Page(path).elements:
            address = attributes.get(FETCHED.get(tag, ""), "")
            assert "//" not in address, path
            if address and not address.startswith("data:"):
                assert (path.parent / address).is_file(), path


def test_links_between_pages_lead_somewhere(hostile_site: Path) -> None:
    for path in hostile_site.rglob("*.html"):
        for tag, attributes in _Page(path).elements:
            address = attributes.get("href", "")
            if tag == "a" and not address.startswith(("https:", "#")):
                assert (path.parent / address).is_file(), (path, address)


def test_same_entities_same_bytes(tmp_path: Path, hostile: list[Entity]) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        write_site(hostile, folder, "Test")
    one, other = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in folders
    )
    assert one == other


def test_a_folder_that_is_no_catalogue_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(UsageError, match="is not a catalogue"):
        write_site(_entities(), tmp_path, "Test")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_catalogue_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(_entities(), folder, "Test")
    write_site(_entities()[1:2], folder, "Test")
    assert sorted(path.name for path in (folder / "entity").iterdir()) == ["hezbollah.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("id_", ["", "..", "a/b", "A", "x" * 300, "con.aux", "لبنان"])
def test_page_names_are_safe_as_file_names(id_: str) -> None:
    assert page_name(id_).isascii()
    assert len(page_name(id_)) < 60
    assert page_name(id_) != page_name(id_ + "x")


def test_names_of_languages_and_scripts() -> None:
    assert [language_name(tag) for tag in ("ckb", "sr-Latn", "qqq", "und")] == [
        "Central Kurdish",
        "Serbian (Latin)",
        "qqq",
        "language not stated",
    ]
    assert [script_code(text) for text in ("東京", "東京タワー", "김정은", "PMU", "1979")] == [
        "Hani",
        "Jpan",
        "Hang",
        "Latn",
        "Zyyy",
    ]
    assert [direction(text) for text in ("חזבאללה", "حزب الله", "Hezbollah", "")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]


def test_each_relation_is_told_from_both_sides() -> None:
    for relation in RELATIONS:
        mappings = [
            {"id": "one", "type": "person", "name": "One"},
            {
                "id": "two",
                "type": "person",
                "name": "Two",
                "relations": [{"type": relation, "target": "one"}],
            },
        ]
        one, two = entities_from_mappings(mappings)
        pages = Pages([one, two])
        told = [tie.words for page in map(pages.page, (one, two)) for tie in page.ties]
        assert len(told) == 2
        assert not any("_" in words or "stated by" in words for words in told), relation


def test_the_command(tmp_path: Path) -> None:
    source = tmp_path / "mine.yaml"
    source.write_text("id: acme\ntype: company\nname: Acme\n", encoding="utf-8")
    command = [sys.executable, "-m", "normalizer", "gazetteer", "site"]
    done = subprocess.run(
        [*command, "--gazetteer", source, "--output", tmp_path / "site"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "Acme" in (tmp_path / "site" / "entity" / "acme.html").read_text(encoding="utf-8")
    refused = subprocess.run(
        [*command, "--output", tmp_path], capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
