"""Reading: from files and from mappings, with all faults and their lines."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.entity import Conditions, Entity, Example, Name, Relation
from normalizer.errors import GazetteerError
from normalizer.gazetteer.layers import read_folder
from normalizer.gazetteer.locate import curated_folder
from normalizer.gazetteer.read import (
    entities_from_mappings,
    entity_from_mapping,
    read_file,
)
from normalizer.gazetteer.records import ENTITY_FIELDS

BASE = Path(__file__).parents[1] / "cases" / "gazetteer_faults" / "base"


def test_read_file_gives_every_field() -> None:
    entity = read_file(BASE / "organizations" / "blue-front.yaml")
    assert entity.labels == {"ar": "الجبهة الزرقاء", "ru": "Синий фронт"}
    assert entity.names[0] == Name(
        "BFR", "en", "acronym", Conditions(case="exact", forbids_context=("breakfast*",))
    )
    assert entity.names[1].conditions == Conditions(since="1999", until="2004-02-29")
    assert entity.names[2] == Name("جبهه‌ی آبی", "fa", "name")
    assert entity.relations == (Relation("part_of", "green-league", since="2001"),)
    assert entity.external_ids == {"wikidata": "Q1234567"}
    assert entity.sources == ("https://example.org/blue",)
    assert entity.notes == "An invented body."
    assert entity.examples[0] == Example(
        "The BFR, or Blue Front, denied it.", ("BFR", "Blue Front")
    )


def test_read_file_names_file_and_line_of_all_faults(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("id: x\ntype: person\nnames:\n  - txet: X\n    kind: nmae\nsourcse: []\n")
    with pytest.raises(GazetteerError) as caught:
        read_file(file)
    assert caught.value.problems == [
        f"{file}:1: an entity has no name. Add `name: …`.",
        f"{file}:4: a name has no text. Add `text: …`.",
        f'{file}:4: unknown field "txet" in a name. Did you mean "text"?',
        f'{file}:5: unknown kind "nmae". Did you mean "name"?',
        f'{file}:6: unknown field "sourcse" in an entity. Did you mean "sources"?',
    ]


def test_read_folder_sorts_by_id_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from normalizer.gazetteer import read

    expected = ["ada-example", "blue-front", "green-league", "oldtown"]
    assert [entity.id for entity in read_folder(BASE)] == expected
    walk = read.os.walk

    def shuffled(*args: object, **options: object) -> object:
        for folder, folders, files in walk(*args, **options):
            random.shuffle(folders)
            random.shuffle(files)
            yield folder, folders, files

    monkeypatch.setattr(read.os, "walk", shuffled)
    assert [entity.id for entity in read_folder(BASE)] == expected


def test_read_folder_takes_a_file_and_passes_over_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{id: a, type: person, name: A}")
    (tmp_path / ".b.yaml").write_text("nonsense")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.yaml").write_text("nonsense")
    (tmp_path / "README.md").write_text("nonsense")
    assert read_folder(tmp_path) == read_folder(tmp_path / "a.yaml") == [Entity("a", "person", "A")]


def test_read_folder_collects_the_problems_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{id: a, type: person, name: A}")
    (tmp_path / "b.yaml").write_text("{id: b, type: person}")
    (tmp_path / "c.yaml").write_text("id: ]")
    (tmp_path / "d.yaml").write_text("{id: a, type: person, name: D}")
    with pytest.raises(GazetteerError) as caught:
        read_folder(tmp_path)
    missing, broken, twice = caught.value.problems
    assert missing.startswith(f"{tmp_path / 'b.yaml'}:1: an entity has no name")
    assert broken.startswith(f"{tmp_path / 'c.yaml'}:1: this is not YAML")
    assert twice.startswith(f"{tmp_path / 'd.yaml'}:1: ")
    assert str(tmp_path / "a.yaml") in twice


def test_read_folder_that_is_not_there_or_empty_or_misnamed(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file or folder"):
        read_folder(tmp_path / "none")
    with pytest.raises(GazetteerError, match=r"no \.yaml file here"):
        read_folder(tmp_path)
    (tmp_path / "a.yml").write_text("{id: a, type: person, name: A}")
    with pytest.raises(GazetteerError, match=r"a\.yml:1: rename the file"):
        read_folder(tmp_path)


def test_mapping_with_the_least() -> None:
    entity = entity_from_mapping({"id": "a", "type": "ship", "name": "A"}, "entity 1")
    assert entity == Entity("a", "ship", "A")


def test_mapping_with_names_of_both_forms() -> None:
    names = ("B", {"text": "C"}, {"text": "D", "language": "fr", "conditions": {"case": "exact"}})
    entity = entity_from_mapping({"id": "a", "type": "x", "name": "A", "names": names}, "entity 1")
    assert entity.names == (
        Name("B"),
        Name("C"),
        Name("D", "fr", conditions=Conditions(case="exact")),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": None}, "e, name: the name of an entity must be a string; here it is nothing."),
        ({"id": 7}, "e, id: the id of an entity must be a string; here it is of the type int."),
        ({"nmae": "A"}, 'e, nmae: unknown field "nmae" in an entity. Did you mean "name"?'),
        ({7: "A"}, 'e, 7: unknown field "7" in an entity. Known are'),
        ({"names": "A"}, "e, names: names must be a list"),
        ({"names": [7]}, "e, names[0]: a name must be a string or a mapping with text"),
        ({"names": [" "]}, "e, names[0]: a name is empty."),
        ({"names": ["\ud800"]}, "e, names[0]: a name holds a NUL or half a surrogate pair."),
        ({"name": "\0"}, "e, name: the name of an entity holds a NUL"),
        ({"names": [{"text": "A", "kind": []}]}, 'e, names[0].kind: unknown kind "[]".'),
        ({"names": [{"text": "A", "conditions": []}]}, "e, names[0].conditions: conditions must"),
        (
            {"names": [{"text": "A", "conditions": {"requires_context": "b"}}]},
            "e, names[0].conditions.requires_context: requires_context must be a list",
        ),
        ({"labels": ["A"]}, "e, labels: labels must be a mapping of strings; here it is a list."),
        ({"labels": {"ar": 1}}, "e, labels.ar: an entry of labels must be a string"),
        ({"labels": {1: "a"}}, "e, labels.1: a key of labels must be a string"),
        ({"sources": [1]}, "e, sources[0]: an item of sources must be a string"),
        ({"relations": [{"type": "part_of"}]}, "e, relations[0]: a relation has no target."),
        ({"relations": [1]}, "e, relations[0]: a relation must be a mapping"),
        ({"examples": [{"text": "A"}]}, "e, examples[0]: an example has no finds."),
        ({"examples": [1]}, "e, examples[0]: an example must be a mapping"),
        ({"notes": 1}, "e, notes: notes must be a string"),
    ],
)
def test_mapping_with_faults(change: dict[str, object], message: str) -> None:
    mapping = {"id": "a", "type": "x", "name": "A", **change}
    with pytest.raises(GazetteerError) as caught:
        entity_from_mapping(mapping, "e")
    assert caught.value.problems[0].startswith(message)


def test_many_mappings() -> None:
    one, two = ({"id": id_, "type": "x", "name": "A"} for id_ in "ba")
    assert [entity.id for entity in entities_from_mappings([one, two])] == ["a", "b"]
    with pytest.raises(GazetteerError) as caught:
        entities_from_mappings(iter([one, {}, two, one]))
    assert gc.isenabled()
    *missing, twice = caught.value.problems
    assert len(missing) == 3
    assert missing[0].startswith("entity 2: an entity has no id.")
    assert twice.startswith('entity 4, id: the ID "b" belongs to an entity before it.')


def test_importing_read_does_not_import_yaml() -> None:
    code = (
        "import sys, normalizer.gazetteer.read as r, normalizer.gazetteer.locate\n"
        "r.entity_from_mapping({'id': 'a', 'type': 'b', 'name': 'c'}, '')\n"
        "assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_curated_gazetteer_is_read() -> None:
    entities = read_folder(curated_folder())
    assert [entity.id for entity in entities] == sorted({entity.id for entity in entities})


@given(st.binary())
@settings(deadline=None)  # a busy machine is no fault
def test_any_bytes(content: bytes) -> None:
    _reads_or_refuses(content)


_KEYS = st.one_of(
    st.sampled_from((*ENTITY_FIELDS, "text", "kind", "conditions", "case", "finds", "target")),
    st.text(max_size=5),
)
_DATA = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=8), st.sampled_from(["exact", "name"])),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=6)),
    max_leaves=25,
)


@given(_DATA)
@settings(deadline=None)  # a busy machine is no fault
def test_any_yaml(data: object) -> None:
    import yaml

    try:
        content = yaml.safe_dump(data, allow_unicode=True).encode()
    except UnicodeEncodeError:
        return
    _reads_or_refuses(content)


@given(_DATA)
@settings(deadline=None)  # a busy machine is no fault
def test_any_mapping(data: object) -> None:
    problems: list[str] = []
    try:
        entity_from_mapping(data, "e")  # type: ignore[arg-type]
    except GazetteerError as error:
        problems = error.problems
    assert all(problem.startswith("e") for problem in problems)


def _reads_or_refuses(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "x.yaml")
        file.write_bytes(content)
        problems: list[str] = []
        try:
            read_file(file)
        except GazetteerError as error:
            problems = error.problems
        assert all(problem.startswith(f"{file}:") for problem in problems)
