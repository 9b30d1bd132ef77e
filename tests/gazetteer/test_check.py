"""The rules: each has cases that break it, and the curated gazetteer breaks none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizer import entity
from normalizer.errors import GazetteerError
from normalizer.gazetteer import changes, records
from normalizer.gazetteer.check import FORM_RULES, RULES, check_folder
from normalizer.gazetteer.locate import curated_folder
from normalizer.gazetteer.read import gazetteer_files
from normalizer.gazetteer.rules import redirects
from normalizer.gazetteer.yaml_nodes import load

FAULTS = Path(__file__).parents[1] / "cases" / "gazetteer_faults"
BASE = FAULTS / "base"
CASES = load(FAULTS / "cases.yaml").data
SCHEMA = json.loads((Path(curated_folder()) / "schema.json").read_text("utf-8"))
FILES = gazetteer_files(curated_folder())


def _name(file: str) -> str:
    return Path(file).stem


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "gazetteer"))


def test_base_has_no_fault() -> None:
    assert check_folder(BASE) == []


@pytest.mark.parametrize("case", CASES, ids=[case["finds"][0] for case in CASES])
def test_fault(case: dict[str, Any], base: Path) -> None:
    for change in (case, *case.get("also", [])):
        file = base / change["file"]
        text = file.read_text("utf-8")
        assert change["replace"] in text
        file.write_text(text.replace(change["replace"], change["with"], 1), "utf-8")
    findings = check_folder(base, known_ids=case.get("below", ()))
    if not any(find.startswith("layout") for find in case["finds"]):
        findings = [finding for finding in findings if finding.rule != "layout"]
    found = {f"{f.rule} {Path(f.path).relative_to(base).as_posix()}:{f.line}" for f in findings}
    assert found == set(case["finds"])
    assert all(finding.message.rstrip("?").endswith((".", '"')) for finding in findings)
    assert any(case.get("says", "") in finding.message for finding in findings)


def test_every_rule_has_a_case_and_says_why() -> None:
    broken = {find.split()[0] for case in CASES for find in case["finds"]}
    names = [rule.name for rule in (*RULES, *redirects.RULES)]
    assert broken == {*names, *(rule.name for rule in FORM_RULES)}
    assert len(names) == len(set(names))
    assert all(rule.why.endswith(".") and rule.remedy.endswith(".") for rule in RULES)


def test_shared_name_with_conditions_in_both_files_is_good(base: Path) -> None:
    for file, lines in (
        ("organizations/green-league.yaml", "forbids_context: [dye]"),
        ("people/ada-example.yaml", 'since: "2001"'),
    ):
        path = base / file
        name = f"names:\n  - text: Blauer Bund\n    language: de\n    conditions:\n      {lines}"
        example = "examples:\n  - text: Blau.\n    finds: []"
        text = path.read_text("utf-8").replace("names:", name).replace("examples:", example)
        path.write_text(text, "utf-8")
    assert check_folder(base) == []


def test_labels_that_fold_alike_may_all_be_given_conditions(base: Path) -> None:
    path = base / "places" / "oldtown.yaml"
    text = path.read_text("utf-8").replace("  he: העיר העתיקה", "  de: Óldtown")
    names = "".join(
        f"  - text: {form}\n    language: {language}\n"
        "    conditions:\n      forbids_context: [shop]\n"
        for form, language in (("Oldtown", "en"), ("Óldtown", "de"))
    )
    text = text.replace("names:\n", f"names:\n{names}") + "  - text: Oldtown shop\n    finds: []\n"
    path.write_text(text, "utf-8")
    assert check_folder(base) == []


def test_four_letters_are_enough_for_a_place(base: Path) -> None:
    path = base / "places" / "oldtown.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  he: העיר העתיקה", "  de: Alto\n  fr: Yalt"), "utf-8")
    assert check_folder(base) == []


def test_extensions_are_checked_for_what_they_add(tmp_path: Path) -> None:
    (tmp_path / "any.yaml").write_text(
        "{extend: front, silence_names: [F], names: [{text: BF, language: en, kind: acronym}]}"
    )
    findings = check_folder(tmp_path, curated=False, known_ids=["front"])
    assert [finding.rule for finding in findings] == ["acronym-case"]


def test_private_gazetteers_need_no_folders_sources_and_examples(tmp_path: Path) -> None:
    (tmp_path / "any.yaml").write_text(
        "{id: Q42, type: ship, name: Santa, relations: [{type: part_of, target: fleet}]}"
    )
    assert check_folder(tmp_path, curated=False, known_ids=["fleet"]) == []
    assert {finding.rule for finding in check_folder(tmp_path)} == {
        "layout",
        "file-name",
        "id-form",
        "type",
        "required-field",
        "relation-target",
    }


def test_a_file_that_cannot_be_read_does_not_hide_the_others(base: Path) -> None:
    (base / "places" / "oldtown.yaml").write_text("id: [")
    (base / "people" / "ada-example.yaml").write_text(
        "id: ada-example\ntype: thing\nname: Ada Example\n"
    )
    findings = check_folder(base)
    assert [finding.rule for finding in findings].count("yaml") == 1
    assert [finding.rule for finding in findings].count("type") == 1
    assert "relation-target" not in {finding.rule for finding in findings}
    first = findings[0]
    assert str(first).startswith(f"{first.path}:{first.line}:{first.column}: ")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError):
        check_folder(tmp_path / "none")


@given(data=st.data())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
def test_any_change_to_a_file_never_crashes(base: Path, data: st.DataObject) -> None:
    source = (BASE / "organizations" / "blue-front.yaml").read_text("utf-8")
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(start + 30, len(source))))
    text = source[:start] + data.draw(st.text(max_size=10)) + source[end:]
    content = text.encode("utf-8", "surrogatepass")
    (base / "organizations" / "blue-front.yaml").write_bytes(content)
    for finding in check_folder(base):
        assert finding.line >= 1


@pytest.mark.parametrize("file", FILES, ids=map(_name, FILES))
def test_curated_file_and_schema(file: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(load(file).data)


def test_schema_is_a_schema_and_base_fits_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for file in gazetteer_files(BASE):
        jsonschema.Draft202012Validator(SCHEMA).validate(load(file).data)


def test_schema_has_the_fields_and_words_of_the_code() -> None:
    definitions = SCHEMA["$defs"]
    name, conditions = definitions["name"]["properties"], definitions["conditions"]["properties"]
    relation, example = definitions["relation"]["properties"], definitions["example"]["properties"]
    fields = definitions["entity"]["properties"]
    assert tuple(fields["type"]["enum"]) == entity.TYPES
    assert tuple(name["kind"]["enum"]) == entity.KINDS
    assert tuple(relation["type"]["enum"]) == entity.RELATIONS
    assert tuple(conditions["case"]["enum"]) == records.CASES
    assert tuple(fields) == records.ENTITY_FIELDS
    assert tuple(definitions["extension"]["properties"]) == changes.EXTEND_FIELDS
    assert tuple(definitions["silence"]["properties"]) == changes.SILENCE_FIELDS
    assert tuple(name) == records.NAME_FIELDS
    assert tuple(conditions) == records.CONDITION_FIELDS
    assert tuple(relation) == records.RELATION_FIELDS
    assert tuple(example) == records.EXAMPLE_FIELDS


def _objects(schema: object) -> list[dict[str, object]]:
    if isinstance(schema, list):
        return [found for item in schema for found in _objects(item)]
    if not isinstance(schema, dict):
        return []
    inner = [found for item in schema.values() for found in _objects(item)]
    return [schema, *inner] if schema.get("type") == "object" else inner


def test_schema_takes_no_unknown_fields() -> None:
    assert all("additionalProperties" in found for found in _objects(SCHEMA))
