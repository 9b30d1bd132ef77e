"""Exceptions that a file declares: ``# lint-ignore RULE: reason`` at or above a line.

Only warnings can be excepted: an error is wrong whatever the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from normalizer.gazetteer.check import finding
from normalizer.gazetteer.findings import WARNING, Finding, RuleText
from normalizer.gazetteer.yaml_nodes import Document

_MARK = re.compile(r"(?P<before>.*?)(?<!\S)#\s*lint-ignore\b\s*(?P<rule>[a-z-]*)(?P<reason>.*)")

EXCEPTION = RuleText(
    "lint-ignore",
    "An exception tells readers why a warning does not apply; it is deleted once there is no such "
    "warning.",
    "Write `# lint-ignore RULE: reason` at the end of the line that the warning names, or above "
    "it, or delete the comment.",
)
RULES = (EXCEPTION,)


@dataclass(frozen=True, slots=True)
class _Exception:
    line: int
    first: int
    last: int
    rule: str
    reason: str


def without_excepted(
    findings: Iterable[Finding], documents: Iterable[Document], checked: Collection[RuleText]
) -> list[Finding]:
    """Leave out the warnings that files except, and add findings for exceptions without use.

    Args:
        findings: What was found.
        documents: The files.
        checked: The rules that were applied; exceptions from others are left as they are.

    Returns:
        The findings that remain, by file and line.
    """
    left = sorted(findings)
    severities = {rule.name: rule.severity for rule in checked}
    for document in documents:
        if "lint-ignore" not in document.text:
            continue
        for exception in _exceptions(document.text):
            hit = [it for it in left if it.path == document.path and _covers(exception, it)]
            left = [it for it in left if it not in hit]
            wrong = _fault(exception, severities, bool(hit))
            if wrong:
                place = (exception.line, 1)
                message = finding(EXCEPTION, document, (), wrong).message
                left.append(Finding(document.path, *place, EXCEPTION.name, message))
    return sorted(left)


def _covers(exception: _Exception, found: Finding) -> bool:
    is_there = exception.first <= found.line <= exception.last
    return is_there and found.rule == exception.rule and found.severity == WARNING


def _fault(exception: _Exception, severities: dict[str, str], is_used: bool) -> str:
    """Return what is wrong with an exception, or an empty string."""
    severity = severities.get(exception.rule)
    if len(exception.reason) < 2:
        return "the exception gives no reason."
    if severity is not None and severity != WARNING:
        return f"{exception.rule} is not a warning, and errors have no exceptions."
    if severity is not None and not is_used:
        return f"there is no warning of {exception.rule} here."
    return ""


def _exceptions(text: str) -> Iterator[_Exception]:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _MARK.fullmatch(line.rstrip("\r"))
        if found is None:
            continue
        last = number
        if not found["before"].strip():
            while last < len(lines) and lines[last - 1].lstrip().startswith("#"):
                last += 1
        yield _Exception(number, number, last, found["rule"], found["reason"].strip(" :"))
