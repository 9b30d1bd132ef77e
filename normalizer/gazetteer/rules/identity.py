"""Rules for what an entity is: its ID, its type, and the file and folder it lies in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from normalizer.entity import TYPES
from normalizer.gazetteer.read import SUFFIX, Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation

FOLDERS = {
    "event": "events",
    "facility": "facilities",
    "media": "media",
    "organization": "organizations",
    "person": "people",
    "place": "places",
}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 80


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an ID."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= _LONGEST_ID


def _file_name(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    stem = os.path.basename(source.document.path).removesuffix(SUFFIX)
    if stem != source.entity.id:
        yield ("id",), f'the ID is "{source.entity.id}", the file is called "{stem}{SUFFIX}".'


def _folder(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    folder = FOLDERS.get(source.entity.type)
    if folder and source.document.path != gazetteer.root:
        found = gazetteer.relative(source).rpartition("/")[0]
        if found != folder:
            where = f'the folder "{found}"' if found else "no folder"
            what = f"an entity of the type {source.entity.type}"
            yield ("type",), f"{what} belongs in {folder}/, the file is in {where}."


def _id_form(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    if not _SLUG.fullmatch(source.entity.id):
        yield ("id",), f'"{source.entity.id}" is not an ID.'
    elif len(source.entity.id) > _LONGEST_ID:
        yield ("id",), f"an ID of {len(source.entity.id)} characters; {_LONGEST_ID} are the most."


def _duplicate_id(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    first = gazetteer.by_id[source.entity.id][0]
    if first is not source:
        yield ("id",), f'the ID "{source.entity.id}" belongs to {first.document.path}.'


def _known_type(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    if source.entity.type not in TYPES:
        yield ("type",), f'unknown type "{source.entity.type}".'


RULES = (
    Rule(
        "file-name",
        "A file can be found by its ID, and no ID can be used twice in a folder.",
        "Rename the file, or correct the ID if it has never been published.",
        find=_file_name,
        curated=True,
    ),
    Rule(
        "folder",
        "Every type has its folder, so that the gazetteer can be read like a book.",
        "Move the file, or correct the type.",
        find=_folder,
        curated=True,
    ),
    Rule(
        "id-form",
        "IDs are in file names, addresses and other people's data, for ever.",
        "Use lower-case ASCII letters and digits, words joined by single hyphens.",
        find=_id_form,
        curated=True,
    ),
    Rule(
        "duplicate-id",
        "An ID means one thing.",
        "Give one of the two another ID, or join the files.",
        find=_duplicate_id,
    ),
    Rule(
        "type",
        "Types choose folders and filters; a mistyped one hides its entity.",
        f"Use one of {', '.join(TYPES)}.",
        find=_known_type,
        curated=True,
    ),
)
