"""Findings as text, JSON, GitHub annotations and SARIF."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from normalizer.gazetteer.findings import Finding, RuleText

FORMATS = ("text", "json", "github", "sarif")

_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://pypi.org/project/entity-normalizer/"


def report(findings: Sequence[Finding], format: str, rules: Iterable[RuleText], root: str) -> str:
    """Return findings in one of the `FORMATS`.

    Args:
        findings: The findings.
        format: ``"text"``, a line a finding as compilers write it; ``"json"``, an object a line;
            ``"github"``, workflow commands that GitHub shows beside the lines of a pull request;
            ``"sarif"``, one log in the Static Analysis Results Interchange Format 2.1.0.
        rules: All rules, which SARIF describes.
        root: The folder to which paths in SARIF and for GitHub are relative.

    Returns:
        The report, with a line end after each line.
    """
    if format == "sarif":
        return json.dumps(_sarif(findings, rules, root), ensure_ascii=False, indent=2) + "\n"
    writers: dict[str, Callable[[Finding], str]] = {
        "text": str,
        "json": _json,
        "github": lambda finding: _github(finding, root),
    }
    write = writers[format]
    return "".join(f"{write(finding)}\n" for finding in findings)


def _json(finding: Finding) -> str:
    fields = {
        "file": finding.path,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
    }
    return json.dumps(fields, ensure_ascii=False)


def _github(finding: Finding, root: str) -> str:
    place = {
        "file": _relative(finding.path, root),
        "line": finding.line,
        "col": finding.column,
        "title": finding.rule,
    }
    fields = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in place.items())
    return f"::{finding.severity} {fields}::{_escaped(finding.message)}"


def _escaped(text: str, more: str = "") -> str:
    """Return text as workflow commands want it: what would end a field as %XX."""
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in text)


def _sarif(findings: Sequence[Finding], rules: Iterable[RuleText], root: str) -> dict[str, Any]:
    described = sorted(rules, key=lambda rule: rule.name)
    numbers = {rule.name: number for number, rule in enumerate(described)}
    driver = {
        "name": "normalizer gazetteer lint",
        "informationUri": _HOME,
        "rules": [
            {
                "id": rule.name,
                "shortDescription": {"text": rule.why},
                "help": {"text": rule.remedy},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in described
        ],
    }
    results = [
        {
            "ruleId": finding.rule,
            "ruleIndex": numbers[finding.rule],
            "level": finding.severity,
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(_relative(finding.path, root))},
                        "region": {"startLine": finding.line, "startColumn": finding.column},
                    }
                }
            ],
        }
        for finding in findings
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _relative(path: str, root: str) -> str:
    """Return a path from the root with slashes, or as it is where it lies elsewhere."""
    try:
        relative = os.path.relpath(path, root)
    except ValueError:  # another drive
        relative = path
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")
