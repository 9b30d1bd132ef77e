"""Gazetteers as tables: a row says of an entity what a YAML file of it would.

A private list of names mostly is a spreadsheet. The header names the fields; nothing else is taken,
so that no column is passed over in silence.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TextIO

from normalizer.errors import GazetteerError
from normalizer.gazetteer.changes import EXTEND
from normalizer.gazetteer.drafts import conditions_of, kind_of, language_of, slug
from normalizer.gazetteer.plain import plain_conditions
from normalizer.gazetteer.yaml_nodes import FORBIDDEN, At, Document, Place, Plain

SEPARATOR = ";"
"""Stands between several names in one cell."""

_SUFFIXES = (".csv", ".tsv")
_DELIMITERS = (",", ";", "\t")
_WORDS, _DATES = ("requires_context", "forbids_context"), ("since", "until")
_CONDITIONS = (*_WORDS, *_DATES)
"""Conditions of the names in a row."""
_FIELDS = ("id", EXTEND, "type", "name", "names", *_CONDITIONS, "notes")
_BY_LANGUAGE = ("names", "label")
_COLUMN = re.compile(rf"({'|'.join(_BY_LANGUAGE)}):([A-Za-z]+(?:-[A-Za-z0-9]+)*)")
_SAID = (
    f"The columns of a table of names are {', '.join(_FIELDS)}, names:fr and label:fr (for any "
    "language)"
)


@dataclass(slots=True)
class _Entry:
    """What the rows so far say of one entity."""

    data: dict[str, Plain]
    line: int
    places: dict[At, Place] = field(default_factory=dict)

    def put(self, at: At, line: int) -> None:
        self.places.setdefault(at, (line, 1))


def is_name_table(path: str | os.PathLike[str]) -> bool:
    """Tell by its name whether a file is a table of names."""
    return os.fspath(path).lower().endswith(_SUFFIXES)


def read_name_table(path: str | os.PathLike[str]) -> list[Document]:
    """Read a table of names.

    Args:
        path: A file in UTF-8, delimited by commas, semicolons or tabs, whichever makes fields of
            its header.

    Returns:
        An entity or a change each, in the form of the YAML, with the lines they stand in. Rows
        with one ID are one entity.

    Raises:
        GazetteerError: If it cannot be read, a column is no field, a row has more cells than the
            header or says of an entity what another row does not; each problem names file and line.
    """
    shown = os.fspath(path)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(_Reader(file, shown).documents())
    except OSError as error:
        raise GazetteerError(
            [f"{shown}: cannot be read ({error.strerror}). Check the path and its permissions."]
        ) from error
    except UnicodeDecodeError as error:
        raise GazetteerError(
            [f"{shown}: these bytes are not UTF-8: {error.reason}. Save the table as UTF-8."]
        ) from error


def has_proposed_id(document: Document) -> bool:
    """Tell whether a document is of a table and its ID is only what its name gives."""
    return is_name_table(document.path) and not {("id",), (EXTEND,)} & document.places.keys()


def rows_of(path: str | os.PathLike[str], entity_id: str) -> dict[str, Plain]:
    """Return what a table says of one entity, in the form of the YAML.

    Args:
        path: The table.
        entity_id: The ID of one that it has or extends.

    Raises:
        GazetteerError: As `read_name_table`.
    """
    found = (document.data for document in read_name_table(path))
    entries = (data for data in found if isinstance(data, dict))
    return next(it for it in entries if entity_id in (it.get("id"), it.get(EXTEND)))


class _Reader:
    """Reads one table."""

    def __init__(self, file: TextIO, path: str) -> None:
        self.path = path
        self.problems: list[str] = []
        self.entries: dict[str, _Entry] = {}
        first = file.readline()
        file.seek(0)
        delimiter = max(_DELIMITERS, key=lambda sign: sum(map(_is_field, _cells(first, sign))))
        self.rows = csv.reader(file, delimiter=delimiter, strict=True)
        self.header: list[str] = []

    def documents(self) -> Iterator[Document]:
        line = 1
        try:
            self.header = [name.strip() for name in next(self.rows, [])]
            self.check_header()
            line = self.rows.line_num + 1
            for row in self.rows:
                if any(cell.strip() for cell in row):
                    self.take(row, line)
                line = self.rows.line_num + 1
        except csv.Error as error:
            self.fault(line, f"this is not a row of a table: {error}. Look for a stray quote.")
        if self.problems:
            raise GazetteerError(self.problems)
        for entry in self.entries.values():
            yield Document(self.path, entry.data, {(): (entry.line, 1), **entry.places}, "")

    def fault(self, line: int, message: str) -> None:
        self.problems.append(f"{self.path}:{line}: {message}")

    def check_header(self) -> None:
        for number, name in enumerate(self.header):
            if not _is_field(name):
                near = get_close_matches(name.lower(), _FIELDS, 1)
                hint = f'Did you mean "{near[0]}"? ' if near else ""
                self.fault(1, f'"{name}" is not a field. {hint}{_SAID}; rename it or delete it.')
            elif name in self.header[:number]:
                self.fault(
                    1, f'two columns "{name}". Join them: names are separated by {SEPARATOR}'
                )
        if EXTEND not in self.header and not {"type", "name"} <= {*self.header}:
            self.fault(1, f"it takes the columns type and name, or {EXTEND}. Add them. {_SAID}.")
        if self.problems:
            raise GazetteerError(self.problems)

    def take(self, row: Sequence[str], line: int) -> None:
        """Add what a row says."""
        if len(row) > len(self.header):
            what = f"{len(row)} cells under a header of {len(self.header)}"
            self.fault(line, f"{what}. Put a cell that holds the delimiter in quotes.")
            return
        hidden = FORBIDDEN.search("".join(row))
        if hidden:
            code = ord(hidden.group())
            self.fault(line, f"the invisible control character U+{code:04X}. Delete it.")
            return
        said = {name: cell.strip() for name, cell in zip(self.header, row, strict=False)}
        said = {name: cell for name, cell in said.items() if cell}
        entry = self.entry(said, line)
        if entry is None:
            return
        conditions = _conditions(said)
        for name, cell in said.items():
            if name in ("type", "name", "notes"):
                before = entry.data.setdefault(name, cell)
                entry.put((name,), line)
                if before != cell:
                    self.fault(line, _other(name, str(before), entry.line))
            elif name.startswith("label:"):
                self.label(entry, name.partition(":")[2], cell, line)
            elif name.startswith("names"):
                self.names(entry, cell, name.partition(":")[2], conditions, line)
        if conditions and not any(name.startswith("names") for name in said):
            if "name" in said:  # which is a name with conditions then, as in YAML
                self.add_name(entry, said["name"], "", conditions, line)
            else:
                what = f"{next(iter(conditions))} applies to no name"
                self.fault(line, f"{what}. Put the names it applies to into the same row.")

    def entry(self, said: dict[str, str], line: int) -> _Entry | None:
        """Return the entity that a row tells of."""
        key = EXTEND if EXTEND in said else "id"
        entity_id = said.get(key) or slug(said.get("name", ""))
        if not entity_id or {EXTEND, "id"} <= said.keys():
            self.fault(
                line, f"the row needs an id or an {EXTEND}, one of the two, or a name in letters."
            )
            return None
        entry = self.entries.get(entity_id)
        if entry is None:
            entry = self.entries[entity_id] = _Entry({key: entity_id}, line)
        elif key not in entry.data:
            other = EXTEND if key == "id" else "id"
            what = f'"{entity_id}" is under {other} in line {entry.line}, but under {key} here'
            self.fault(line, f"{what}. Keep one of the two.")
        if key in said:
            entry.put((key,), line)
        return entry

    def label(self, entry: _Entry, language: str, text: str, line: int) -> None:
        labels = entry.data.setdefault("labels", {})
        assert isinstance(labels, dict)
        before = labels.setdefault(language, text)
        entry.put(("labels", language), line)
        if before != text:
            self.fault(line, _other(f"label:{language}", str(before), entry.line))

    def names(
        self, entry: _Entry, cell: str, language: str, conditions: dict[str, Plain], line: int
    ) -> None:
        for text in filter(None, map(str.strip, cell.split(SEPARATOR))):
            self.add_name(entry, text, language, conditions, line)

    def add_name(
        self, entry: _Entry, text: str, language: str, conditions: dict[str, Plain], line: int
    ) -> None:
        names = entry.data.setdefault("names", [])
        assert isinstance(names, list)
        told, is_certain = language_of(text)
        kind = kind_of(text)
        name: dict[str, Plain] = {
            "text": text,
            "language": language or (told if told and is_certain else "und"),
            "kind": kind,
        }
        both = plain_conditions(conditions_of(text, kind)) | conditions
        if both:
            name["conditions"] = both
        entry.put(("names", len(names)), line)
        names.append(name)


def _is_field(name: str) -> bool:
    return name.strip() in _FIELDS or bool(_COLUMN.fullmatch(name.strip()))


def _conditions(said: dict[str, str]) -> dict[str, Plain]:
    """Return the conditions that a row says, in the form of the YAML."""
    conditions: dict[str, Plain] = {name: said[name] for name in _DATES if name in said}
    for name in _WORDS:
        words: list[Plain] = [*filter(None, map(str.strip, said.get(name, "").split(SEPARATOR)))]
        if words:
            conditions[name] = words
    return conditions


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _other(what: str, before: str, line: int) -> str:
    remedy = "Give all rows of an ID the same, or change the ID."
    return f'the {what} is "{before}" in line {line}. {remedy}'
