"""The files of entries: where one lies, what its text is, and how names are added to it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from normalizer.entity import Example, Name
from normalizer.gazetteer.layout import laid_out
from normalizer.gazetteer.plain import plain_example, plain_name
from normalizer.gazetteer.rules.identity import FOLDERS
from normalizer.gazetteer.yaml_nodes import load, parse

_SCHEMA = "schema.json"


def entry_path(folder: str, entity_type: str, entity_id: str) -> str:
    """Return where the file of an entity belongs.

    Args:
        folder: The gazetteer.
        entity_type: The entity's type.
        entity_id: The entity's ID.

    Returns:
        A path in the type's folder, where the gazetteer has one or is one with a schema, as the
        curated one is; else in the gazetteer's own folder.
    """
    inner = FOLDERS.get(entity_type, "")
    sorted_by_type = os.path.isfile(os.path.join(folder, _SCHEMA))
    if not sorted_by_type and not os.path.isdir(os.path.join(folder, inner)):
        inner = ""
    return os.path.join(folder, inner, f"{entity_id}.yaml")


def entry_text(fields: Mapping[str, Any], path: str, folder: str) -> str:
    """Return the text of a new file, in the one layout.

    Args:
        fields: Plain data in the YAML's form.
        path: Where the file is to lie.
        folder: The gazetteer. Where it has a schema, the first line leads editors to it.

    Returns:
        The text.

    Raises:
        GazetteerError: If a field holds characters that no file may hold.
    """
    schema = os.path.join(folder, _SCHEMA)
    head = ""
    if os.path.isfile(schema):
        relative = os.path.relpath(schema, os.path.dirname(path)).replace(os.sep, "/")
        head = f"# yaml-language-server: $schema={relative}\n"
    # JSON is YAML: the layout is then made as for any file.
    return laid_out(parse(head + json.dumps(fields, ensure_ascii=False) + "\n", path))


def text_with(path: str, names: Sequence[Name], examples: Sequence[Example] = ()) -> str:
    """Return the text of a file with names and examples added behind those that it has.

    Args:
        path: The file of an entity, or of a layer that extends one.
        names: Names to add.
        examples: Sentences to add.

    Returns:
        The text in the one layout, with the comments and the order of the file.

    Raises:
        GazetteerError: If the file cannot be read.
    """
    document = load(path)
    assert isinstance(document.data, dict)
    data = dict(document.data)
    for field, added in (
        ("names", [plain_name(name) for name in names]),
        ("examples", [plain_example(example) for example in examples]),
    ):
        if added:
            before = data.get(field, [])
            assert isinstance(before, list)
            data[field] = [*before, *added]
    return laid_out(replace(document, data=data))


def addition_path(files: Sequence[str], entity_id: str, folder: str) -> str:
    """Return the file in which a layer says more about an entity that is there.

    Args:
        files: The files that speak of the entity, the lowest layer first.
        entity_id: Its ID.
        folder: The layer.

    Returns:
        The last of the files if it lies in the layer, else a new one that extends the entity.
    """
    inside = os.path.join(os.path.abspath(folder), "")
    if os.path.abspath(files[-1]).startswith(inside):
        return files[-1]
    return os.path.join(folder, f"{entity_id}.yaml")


def addition_text(
    path: str,
    entity_id: str,
    names: Sequence[Name],
    examples: Sequence[Example],
    folder: str,
) -> str:
    """Return the text of a file with names and examples added.

    Args:
        path: As `addition_path` gives it; where there is no such file, one that extends is made.
        entity_id: The entity's ID.
        names: Names to add.
        examples: Sentences to add.
        folder: The layer.

    Returns:
        The text in the one layout.

    Raises:
        GazetteerError: If a file cannot be read, or a name not written.
    """
    if os.path.exists(path):
        return text_with(path, names, examples)
    fields = {
        "extend": entity_id,
        "names": [plain_name(name) for name in names],
        "examples": [plain_example(example) for example in examples],
    }
    return entry_text({field: it for field, it in fields.items() if it}, path, folder)
