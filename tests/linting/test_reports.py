"""Reports: each form tells every finding, and SARIF has what its schema requires."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from normalizer.gazetteer.findings import Finding
from normalizer.linting.reference import reference
from normalizer.linting.reports import report
from normalizer.linting.run import RULES

FINDINGS = [
    Finding("/g/people/a b.yaml", 3, 5, "script", '"а" is wrong, 100%:\nmend it.'),
    Finding("/g/people/c.yaml", 1, 1, "acronym-fit", "Perhaps.", "warning"),
]

# The parts of the schema of SARIF 2.1.0 (OASIS) that a log of this kind touches.
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_REGION = {
    "type": "object",
    "properties": {
        "startLine": {"type": "integer", "minimum": 1},
        "startColumn": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": _TEXT,
                                                "help": _TEXT,
                                                "defaultConfiguration": {
                                                    "properties": {"level": _LEVEL}
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": _LEVEL,
                                "message": _TEXT,
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"pattern": "^[!-~]+$"}
                                                        }
                                                    },
                                                    "region": _REGION,
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_text() -> None:
    lines = report(FINDINGS, "text", RULES, "/g")
    assert lines.endswith("/g/people/c.yaml:1:1: warning: Perhaps. [acronym-fit]\n")


def test_json() -> None:
    first, second = map(json.loads, report(FINDINGS, "json", RULES, "/g").splitlines())
    assert (first["file"], first["line"], first["column"]) == ("/g/people/a b.yaml", 3, 5)
    assert (second["severity"], second["rule"]) == ("warning", "acronym-fit")


def test_github() -> None:
    first, second = report(FINDINGS, "github", RULES, "/g").splitlines()
    place = "file=people/a b.yaml,line=3,col=5,title=script"
    assert first == f'::error {place}::"а" is wrong, 100%25:%0Amend it.'
    assert second.startswith("::warning file=people/c.yaml,line=1,col=1,title=acronym-fit::")


def test_sarif() -> None:
    log = json.loads(report(FINDINGS, "sarif", RULES, "/g"))
    jsonschema.Draft7Validator(SARIF).validate(log)
    (run,) = log["runs"]
    first, second = run["results"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        "script",
        "acronym-fit",
    ]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "people/a%20b.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 5}
    assert second["level"] == "warning"
    assert json.loads(report([], "sarif", RULES, "/g"))["runs"][0]["results"] == []


def test_the_reference_is_in_step_with_the_rules() -> None:
    page = Path(__file__).parents[2] / "docs" / "lint.md"
    assert page.read_text("utf-8") == reference(), "python -m normalizer.linting.reference"
