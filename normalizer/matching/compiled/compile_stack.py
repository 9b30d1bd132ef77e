"""Compile a stack of gazetteers as its files tell it now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from normalizer.gazetteer import locate
from normalizer.gazetteer.kept_documents import KeptDocuments
from normalizer.gazetteer.layers import read_layers, read_stack
from normalizer.gazetteer.redirects import redirect_targets
from normalizer.matching.compiled import container
from normalizer.matching.compiled.compile import compile_index
from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.indexed_entities import IndexedEntities
from normalizer.matching.compiled.made_by import made_by


def compile_stack(folders: Sequence[str], kept: KeptDocuments | None = None) -> bytes:
    """Compile a stack of gazetteers.

    Args:
        folders: Folders or files of YAML, the lowest layer first.
        kept: What files said when they were last read.

    Returns:
        The file image, to be opened by `matching.compiled.index.Index`. Its header tells the
        content hash of each layer and what compiled it.

    Raises:
        GazetteerError: If a file is missing or wrong.
    """
    return compile_index(read_stack(folders, kept).in_order(), _meta(folders))


def compile_layers(
    folders: Sequence[str],
    below: Index,
    kept: KeptDocuments | None = None,
    *,
    is_whole: bool = True,
) -> bytes:
    """Compile layers on top of a compiled stack: in proportion to what they say.

    Args:
        folders: Folders or files of YAML, the lowest layer first.
        below: What lies below them.
        kept: What files said when they were last read.
        is_whole: As `normalizer.gazetteer.layers.read_layers` takes it.

    Returns:
        What `compile_stack` gives for the whole stack, but for what the header tells of the join.

    Raises:
        GazetteerError: If a file is missing or wrong. If the gazetteer below is not whole, only
            `compile_stack` can tell what is wrong.
    """
    changes = read_layers(folders, IndexedEntities(below), kept, is_whole=is_whole)
    entities = [entity for entity in changes.values() if entity is not None]
    gone = {entity_id for entity_id in changes if below.has_id(entity_id)}
    return compile_index(entities, _meta(folders, below), below, gone)


def _meta(folders: Sequence[str], below: Index | None = None) -> dict[str, Any]:
    """Return what an index's header tells of its files and of what compiled it."""
    redirects: dict[str, str] = {}
    fingerprints: list[str] = []
    if below is not None:
        redirects.update(below.container.meta.get("redirects", {}))
        fingerprints += below.fingerprint().split("+")
    for folder in folders:
        redirects.update(redirect_targets(folder))
        fingerprints.append(locate.fingerprint(folder))
    return {"fingerprints": fingerprints, "redirects": redirects, "made_by": made_by()}


def packed_documents(kept: KeptDocuments) -> bytes:
    """Return what was read as a file image, for `kept_documents`."""
    told = json.dumps(kept.read, ensure_ascii=False).encode()
    return container.pack({"documents": told}, {"made_by": made_by()})


def kept_documents(image: container.Container | None) -> KeptDocuments:
    """Return what an opened file has kept; nothing where there is none."""
    known = {} if image is None else json.loads(bytes(image.section("documents")))
    return KeptDocuments(known)
