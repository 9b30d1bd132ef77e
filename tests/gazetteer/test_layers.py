"""Stacks of gazetteers: what a layer adds, replaces and silences, and what it may not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from normalizer import GazetteerError, load
from normalizer.gazetteer import locate
from normalizer.gazetteer.layers import read_stack
from normalizer.gazetteer.yaml_nodes import load as load_yaml

CASES: Any = load_yaml(Path(__file__).parents[1] / "cases" / "layers" / "cases.yaml").data


def _written(case: dict[str, Any], folder: Path) -> list[Path]:
    layers = []
    for number, files in enumerate(case["layers"]):
        layer = folder / f"layer{number}"
        layer.mkdir()
        for name, text in files.items():
            (layer / name).write_text(text, "utf-8")
        layers.append(layer)
    return layers


def _cases(key: str) -> Any:
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=case["case"]) for case in CASES if key in case]
    )


@_cases("resolves")
def test_stack(case: dict[str, Any], tmp_path: Path) -> None:
    normalizer = load(*_written(case, tmp_path))
    found = {text: normalizer.resolve(text).id or "" for text in case["resolves"]}
    assert found == case["resolves"]
    if "name" in case:
        assert {normalizer.resolve(text).name for text in found} <= {case["name"], None}


@_cases("fails")
def test_fault(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(GazetteerError) as caught:
        load(*_written(case, tmp_path))
    assert case["fails"] in str(caught.value)


def test_schema_takes_layer_files(tmp_path: Path) -> None:
    schema = json.loads((Path(locate.curated_folder()) / "schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    example = {"name": "N", "labels": {"fr": "N"}, "names": [{"text": "M", "language": "en"}]}
    validator.validate({"extend": "front", "silence_names": ["PMU"], **example})
    validator.validate({"silence": "front", "notes": "Not of our time."})
    for wrong in (
        {"extend": "front"},
        {"silence": "front", "names": []},
        {"extend": "x", "id": "x"},
    ):
        assert not validator.is_valid(wrong)


def test_files_of_an_entity_in_the_order_of_layers(tmp_path: Path) -> None:
    (case,) = (case for case in CASES if case["case"] == "extensions add up")
    stack = read_stack(_written(case, tmp_path))
    assert [Path(file).name for file in stack.files["front"]] == [
        "front.yaml",
        "mine.yaml",
        "more.yaml",
    ]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "x.yaml").write_text("{extend: hezbollah, names: [Our Hezzies]}", "utf-8")
    return folder


def test_a_layer_on_the_curated_gazetteer(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load("curated", mine).resolve("Our Hezzies").id == "hezbollah"
    monkeypatch.setenv(locate.VARIABLE, f"curated{os.pathsep}{mine}")
    assert load().resolve("Our Hezzies").id == "hezbollah"
    assert load("curated").resolve("Our Hezzies").id is None


def test_variable_names_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locate.VARIABLE, f"curated{os.pathsep}/nowhere")
    with pytest.raises(GazetteerError, match="NORMALIZER_GAZETTEER names /nowhere, which is not"):
        load()
    monkeypatch.setenv(locate.VARIABLE, os.pathsep)
    assert load().resolve("Hezbollah").id == "hezbollah"


def test_a_folder_that_is_no_gazetteer_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "style.yaml").write_text("about: A style.\nforms: {iraq: Irak}\n", "utf-8")
    (tmp_path / "list.yaml").write_text("- one\n- two\n", "utf-8")
    (tmp_path / "broken.yaml").write_text("a: &b [*b\n", "utf-8")
    with pytest.raises(GazetteerError) as caught:
        read_stack([tmp_path])
    (problem,) = caught.value.problems
    assert problem.startswith(f"{tmp_path}: this folder is not a gazetteer")
    (tmp_path / "broken.yaml").unlink()
    (tmp_path / "mine").mkdir()
    mine = "id: mine\ntype: place\nname: Mine\n"
    (tmp_path / "mine" / "mine.yaml").write_text(mine, "utf-8")
    with pytest.raises(GazetteerError) as caught:
        read_stack([tmp_path])
    (problem,) = caught.value.problems
    assert "(list.yaml and 1 more have no id)" in problem
    assert list(read_stack([tmp_path / "mine"]).entities) == ["mine"]
    with pytest.raises(GazetteerError, match=r"style\.yaml:1: unknown field"):
        read_stack([tmp_path / "style.yaml"])
