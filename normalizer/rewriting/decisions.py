"""What people have decided about values of tables, kept in a file and honoured from then on.

A file of decisions says of each value which entity it means, or that it means none: in JSON Lines
(``decisions.jsonl``) an object a line, in YAML (``decisions.yaml``) a list of mappings::

    {"value": "Kasem Sulaimani", "id": "qasem-soleimani", "who": "sk", "when": "2024-05-02"}
    {"value": "the Party", "id": "none"}

A value counts as it is written there, spaces around it aside. The last line about it holds, so that
who changes their mind adds a line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from normalizer.errors import DecisionError, GazetteerError
from normalizer.matching.compiled.index import EntityRecord
from normalizer.matching.names.results import DECIDED, REFUSED_BY_DECISION, Resolution
from normalizer.rewriting.table_options import Resolved, Resolver

NONE = "none"
"""What stands for an ID where a value means no entity of the gazetteer."""

_FIELDS = ("value", "id", "who", "when")
_YAML = (".yaml", ".yml")


class Decision(NamedTuple):
    """What was decided about a value.

    Attributes:
        id: The entity's ID; None if it means none.
        where: The file and line that say so.
    """

    id: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by value."""

    by_value: Mapping[str, Decision] = field(default_factory=dict)

    def resolver(
        self,
        resolve: Resolver,
        entity: Callable[[str], EntityRecord | None],
    ) -> Resolver:
        """Return what resolves values as was decided, and all others as before.

        Args:
            resolve: What resolves the others, such as `Normalizer.resolve_many`.
            entity: Gives an entity by its ID, such as `Normalizer.entity`.

        Raises:
            DecisionError: If a decision names an entity that there is not.
        """
        problems: list[str] = []
        settled: dict[str, Resolution] = {}
        for value, decision in self.by_value.items():
            if decision.id is None:
                told = f"refused in {decision.where}"
                settled[value] = Resolution(
                    value, method=DECIDED, reason=REFUSED_BY_DECISION, evidence=(told,)
                )
                continue
            found = entity(decision.id)
            if found is None:
                problems.append(
                    f"{decision.where}: there is no entity {decision.id!r} in the gazetteer. "
                    "Correct the ID, or name the layer that has it with --gazetteer."
                )
                continue
            told = f"decided in {decision.where}"
            settled[value] = Resolution(
                value, found.id, found.name, found.type, 1.0, DECIDED, evidence=(told,),
                labels=found.labels,
            )  # fmt: skip
        if problems:
            raise DecisionError("\n".join(problems))

        def decided(texts: list[str], /, **given: Sequence[str | None]) -> Sequence[Resolved]:
            open_ones = [at for at, text in enumerate(texts) if text.strip() not in settled]
            others = {what: [column[at] for at in open_ones] for what, column in given.items()}
            found: list[Resolved | None] = [settled.get(text.strip()) for text in texts]
            resolved = resolve([texts[at] for at in open_ones], **others) if open_ones else ()
            for at, resolution in zip(open_ones, resolved, strict=True):
                found[at] = resolution
            return [resolution for resolution in found if resolution is not None]

        return decided


def read_decisions(path: str) -> Decisions:
    """Read a file of decisions.

    Args:
        path: The file; YAML if its name ends so, else JSON Lines.

    Returns:
        The decisions.

    Raises:
        DecisionError: If a line is none; it names file and line.
        GazetteerError: If the file cannot be read, or is no YAML.
    """
    by_value = {}
    for line, entry in _yaml(path) if _is_yaml(path) else _json_lines(path):
        where = f"{path}:{line}"
        value, entity_id = _checked(entry, where)
        by_value[value] = Decision(None if entity_id == NONE else entity_id, where)
    return Decisions(by_value)


def add_decision(path: str, value: str, entity_id: str | None, **more: str) -> None:
    """Add a decision to a file, on disk when this returns.

    Args:
        path: The file; it is made if it is not there.
        value: The value.
        entity_id: The entity that it means; None if it means none.
        more: ``who`` has decided, and ``when``.

    Raises:
        DecisionError: If YAML cannot hold the value.
        OSError: If it cannot be written.
    """
    fields = {"value": value, "id": entity_id or NONE, **more}
    line = json.dumps(fields, ensure_ascii=False) + "\n"
    if _is_yaml(path):
        line = f"- {line}"
        _check_yaml(line, path)
    with open(path, "a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else "\n" + line
        file.write(line.encode("utf-8", "surrogatepass"))
        file.flush()
        os.fsync(file.fileno())


def _is_yaml(path: str) -> bool:
    return path.lower().endswith(_YAML)


def _check_yaml(line: str, path: str) -> None:
    from normalizer.gazetteer.yaml_nodes import parse  # noqa: PLC0415  # yaml

    try:
        parse(line, path)
    except GazetteerError as error:
        raise DecisionError(
            f"{path}: the value contains invisible characters, which YAML files here must not. "
            "Keep the decisions in a file whose name ends in .jsonl."
        ) from error


def _json_lines(path: str) -> Iterator[tuple[int, Any]]:
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except ValueError as error:
                    raise DecisionError(
                        f"{path}:{number}: it is no JSON object: {error}. Write one a line, such "
                        'as {"value": "Kasem Sulaimani", "id": "qasem-soleimani"}.'
                    ) from error


def _yaml(path: str) -> Iterator[tuple[int, Any]]:
    from normalizer.gazetteer.yaml_nodes import load  # noqa: PLC0415  # yaml

    if not os.path.getsize(path):
        return
    document = load(path)
    if not isinstance(document.data, list):
        raise DecisionError(f"{path}:1: it is not a list. Begin each decision with a hyphen.")
    for number, entry in enumerate(document.data):
        yield document.line((number,)), entry


def _checked(entry: object, where: str) -> tuple[str, str]:
    """Return the value and the ID that an entry of a file holds."""
    if not isinstance(entry, dict):
        raise DecisionError(f"{where}: it is not a mapping. Give `value` and `id`.")
    unknown = [key for key in entry if key not in _FIELDS]
    if unknown:
        raise DecisionError(
            f"{where}: unknown field {unknown[0]!r}. The fields are {', '.join(_FIELDS)}."
        )
    value, entity_id = entry.get("value"), entry.get("id", "")
    entity_id = NONE if entity_id is None else entity_id
    if not (isinstance(value, str) and value.strip()):
        raise DecisionError(
            f"{where}: it has no `value`. Give the value that the decision is about."
        )
    if not (isinstance(entity_id, str) and entity_id):
        raise DecisionError(f"{where}: it has no `id`. Give an entity's ID, or {NONE!r}.")
    return value.strip(), entity_id
