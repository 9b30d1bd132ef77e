"""The forms in which ``normalizer gazetteer diff`` tells what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from normalizer.cli.shared import json_line
from normalizer.entity import Name
from normalizer.gazetteer.difference import EntityChange
from normalizer.gazetteer.plain import plain_conditions, plain_name
from normalizer.gazetteer.versions import Change
from normalizer.matching.texts.sentence_changes import Found, SentenceChange

_SENTENCES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Report:
    """What changed since a revision.

    Attributes:
        revision: The revision.
        change: What it means for the version.
        entities: The entities that differ.
        sentences: The sentences in which other names are found.
        sentence_count: How many sentences were looked at.
    """

    revision: str
    change: Change
    entities: tuple[EntityChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    sentence_count: int = 0

    def counts(self) -> str:
        """Return how much changed, in a line."""
        new = sum(change.before is None for change in self.entities)
        gone = sum(change.after is None for change in self.entities)
        added = sum(len(change.names_added) for change in self.entities)
        removed = sum(len(change.names_removed) for change in self.entities)
        changed = len(self.entities) - new - gone
        return (
            f"entities: {new} new, {gone} gone, {changed} changed; "
            f"names: {added} new, {removed} gone; "
            f"sentences: {len(self.sentences)} of {self.sentence_count} with a different result"
        )


def as_text(report: Report) -> str:
    """Return a report for terminals."""
    lines = [f"Since {report.revision}: {report.change.level}", report.counts()]
    for change in report.entities:
        lines.append(f"\n{_sign(change)} {change.entity.id} ({change.entity.name})")
        lines.extend(f"    {line}" for line in _details(change, report.change))
    if report.sentences:
        lines.append("\nResults that change")
    for sentence in report.sentences[:_SENTENCES_SHOWN]:
        lines.append(f"  {sentence.text}")
        lines.append(f"    before: {_found(sentence.before)}")
        lines.append(f"    after:  {_found(sentence.after)}")
    lines.extend(_more(report))
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """Return a report for a pull request; what the data says is shown as code."""
    lines = [f"### Gazetteer since {_code(report.revision)}: {report.change.level}", ""]
    lines += [report.counts().capitalize() + ".", ""]
    for change in report.entities:
        lines.append(f"- {_sign(change)} {_code(change.entity.id)} {_code(change.entity.name)}")
        lines.extend(f"  - {_code(line)}" for line in _details(change, report.change))
    if report.sentences:
        lines += ["", "| sentence | before | after |", "| --- | --- | --- |"]
    for sentence in report.sentences[:_SENTENCES_SHOWN]:
        cells = (sentence.text, _found(sentence.before), _found(sentence.after))
        lines.append("| " + " | ".join(_code(cell).replace("|", "\\|") for cell in cells) + " |")
    lines.extend(_more(report))
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """Return a report as one JSON object."""
    return json_line(
        {
            "revision": report.revision,
            "level": report.change.level,
            "entities": [_plain(change) for change in report.entities],
            "sentences": [
                {"text": it.text, "before": it.before, "after": it.after} for it in report.sentences
            ],
            "sentence_count": report.sentence_count,
        }
    )


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}


def _details(change: EntityChange, whole: Change) -> Iterator[str]:
    redirects = dict(whole.removed_ids)
    if change.after is None:
        target = redirects.get(change.entity.id)
        yield f"redirected to {target}" if target else "without a redirect"
        return
    if change.entity.id in whole.repointed_ids:
        yield "the ID stands for something else than before"
    yield from (f"+ {_name(name)}" for name in change.names_added)
    yield from (f"- {_name(name)}" for name in change.names_removed)
    for before, after in change.names_changed:
        yield f"~ {_name(before)} → {_name(after).removeprefix(f'{after.text} ')}"
    for field in change.fields:
        old, new = (getattr(state, field) for state in (change.before, change.after))
        told = isinstance(old, str) and field != "notes"
        yield f"{field}: {old} → {new}" if told else f"{field} changed"


def _name(name: Name) -> str:
    conditions = plain_conditions(name.conditions)
    told = "; ".join(
        f"{key}: {', '.join(value) if isinstance(value, list) else value}"
        for key, value in conditions.items()
    )
    return f"{name.text} ({name.language}, {name.kind}{f'; {told}' if told else ''})"


def _sign(change: EntityChange) -> str:
    if change.before is None:
        return "new"
    return "gone" if change.after is None else "changed"


def _found(found: Found) -> str:
    return ", ".join(f"{text} = {entity_id}" for text, entity_id in found) or "nothing"


def _more(report: Report) -> Iterator[str]:
    rest = len(report.sentences) - _SENTENCES_SHOWN
    if rest > 0:
        yield f"\nand {rest} more (--format json has all)."


def _code(text: str) -> str:
    """Return a text as a span of code, in which markdown means nothing."""
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{' '.join(text.split())}{pad}{fence}"


def _plain(change: EntityChange) -> dict[str, Any]:
    return {
        "id": change.entity.id,
        "name": change.entity.name,
        "change": _sign(change),
        "names_added": [plain_name(name) for name in change.names_added],
        "names_removed": [plain_name(name) for name in change.names_removed],
        "names_changed": [
            {"before": plain_name(before), "after": plain_name(after)}
            for before, after in change.names_changed
        ],
        "fields": list(change.fields),
    }
