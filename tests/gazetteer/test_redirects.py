"""IDs that were given up lead to the entity that stands for them now."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from normalizer import GazetteerError, Normalizer, load
from normalizer.gazetteer.locate import curated_folder
from normalizer.gazetteer.read import gazetteer_files
from normalizer.gazetteer.yaml_nodes import load as load_yaml


def test_curated_redirects_are_followed(curated: Normalizer) -> None:
    found = curated.entity("green-zone-baghdad")
    assert found is not None
    assert found.id == "green-zone"
    assert curated.entity("no-such-id") is None


def test_curated_redirects_fit_their_schema() -> None:
    schema = json.loads((Path(curated_folder()) / "redirects.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    redirects = load_yaml(Path(curated_folder()) / "redirects.yaml").data
    jsonschema.Draft202012Validator(schema).validate(redirects)


def test_layers_of_redirects(tmp_path: Path) -> None:
    for name, redirects in (("one", "old: a\nolder: a\n"), ("two", "old: b\nlost: c\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "redirects.yaml").write_text(redirects)
    (tmp_path / "one" / "a.yaml").write_text("{id: a, type: place, name: Oldtown}")
    (tmp_path / "two" / "b.yaml").write_text("{id: b, type: place, name: Newtown}")
    assert [Path(file).name for file in gazetteer_files(tmp_path / "one")] == ["a.yaml"]
    stack = load(tmp_path / "one", tmp_path / "two")
    found = {id_: stack.entity(id_) for id_ in ("a", "old", "older", "lost")}
    ids = {id_: entity.id if entity else None for id_, entity in found.items()}
    assert ids == {"a": "a", "old": "b", "older": "a", "lost": None}


def test_a_fault_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{id: a, type: place, name: Oldtown}")
    (tmp_path / "redirects.yaml").write_text("# none\nold: [a]\n")
    with pytest.raises(GazetteerError, match=r"redirects\.yaml:2: .* must be one ID"):
        load(tmp_path)
