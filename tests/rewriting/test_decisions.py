"""Decisions: read from files, honoured, and added to them."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer, build
from normalizer.errors import DecisionError
from normalizer.rewriting.decisions import Decision, add_decision, read_decisions

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "decisions.yaml").read_text("utf-8"))
REDIRECTS = {"old-front": "blue-front"}


@pytest.fixture(scope="module")
def front() -> Normalizer:
    return build([{"id": "blue-front", "type": "organization", "name": "Blue Front"}])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], front: Normalizer, tmp_path: Path) -> None:
    path = tmp_path / ("decisions.yaml" if case.get("yaml") else "decisions.jsonl")
    path.write_text(case["file"], encoding="utf-8")

    def entity(entity_id: str) -> Any:
        return front.entity(REDIRECTS.get(entity_id, entity_id))

    if "error" in case:
        with pytest.raises(DecisionError) as caught:
            read_decisions(str(path)).resolver(front.resolve_many, entity)
        assert str(caught.value).startswith(f"{path}{case['error']}")
        return
    resolve = read_decisions(str(path)).resolver(front.resolve_many, entity)
    found = resolve(list(case["values"]))
    assert [it.id or it.reason for it in found] == list(case["values"].values())


def test_evidence_names_file_and_line(front: Normalizer, tmp_path: Path) -> None:
    path = str(tmp_path / "decisions.jsonl")
    add_decision(path, "the Azure", "blue-front")
    add_decision(path, "Azurites", None)
    resolve = read_decisions(path).resolver(front.resolve_many, front.entity)
    first, second = resolve(["the Azure", "Azurites"], context=[None, "a song"])
    assert (first.evidence, first.score) == ((f"decided in {path}:1",), 1.0)
    assert second.evidence == (f"refused in {path}:2",)


def test_a_line_without_an_end_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('{"value": "a", "id": "none"}')
    add_decision(str(path), "b", "blue-front", who="sk")
    assert [it.id for it in read_decisions(str(path)).by_value.values()] == [None, "blue-front"]


DECIDED = st.tuples(st.text(min_size=1).filter(str.strip), st.none() | st.just("blue-front"))


@settings(max_examples=30)  # each line is written to the disk
@given(decided=st.lists(DECIDED, min_size=1, max_size=5))
def test_what_is_added_is_read(
    decided: list[tuple[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = str(tmp_path_factory.mktemp("decisions") / "decisions.jsonl")
    for value, entity_id in decided:
        add_decision(path, value, entity_id)
    assert read_decisions(path).by_value == {
        value.strip(): Decision(entity_id, f"{path}:{line}")
        for line, (value, entity_id) in enumerate(decided, 1)
    }


@given(value=st.text(min_size=1).filter(str.strip))
def test_yaml_holds_a_value_or_is_left_as_it_was(
    value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("decisions") / "decisions.yaml"
    add_decision(str(path), "the Azure", None)
    with contextlib.suppress(DecisionError):
        add_decision(str(path), value, "blue-front")
    found = read_decisions(str(path)).by_value
    assert len(found) == 1 or found[value.strip()].id == "blue-front"


def test_yaml_that_cannot_hold_a_value_names_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    with pytest.raises(DecisionError, match=r"ends in \.jsonl"):
        add_decision(str(path), "two\x07bells", "blue-front")
    assert not path.exists()
