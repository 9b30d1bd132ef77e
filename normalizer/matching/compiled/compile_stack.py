"""Compile a stack of gazetteers as its files tell it now."""

from __future__ import annotations

import json
from collections.abc import Sequence

from normalizer.gazetteer import locate
from normalizer.gazetteer.kept_documents import KeptDocuments
from normalizer.gazetteer.layers import read_stack
from normalizer.gazetteer.redirects import redirect_targets
from normalizer.matching.compiled import container
from normalizer.matching.compiled.compile import compile_index
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
    redirects: dict[str, str] = {}
    for folder in folders:
        redirects.update(redirect_targets(folder))
    meta = {
        "fingerprints": [locate.fingerprint(folder) for folder in folders],
        "redirects": redirects,
        "made_by": made_by(),
    }
    return compile_index(read_stack(folders, kept).in_order(), meta)


def packed_documents(kept: KeptDocuments) -> bytes:
    """Return what was read as a file image, for `kept_documents`."""
    told = json.dumps(kept.read, ensure_ascii=False).encode()
    return container.pack({"documents": told}, {"made_by": made_by()})


def kept_documents(image: container.Container | None) -> KeptDocuments:
    """Return what an opened file has kept; nothing where there is none."""
    known = {} if image is None else json.loads(bytes(image.section("documents")))
    return KeptDocuments(known)
