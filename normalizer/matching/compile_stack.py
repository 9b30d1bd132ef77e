"""Compile a stack of gazetteers as its files tell it now."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.gazetteer import locate
from normalizer.gazetteer.layers import read_stack
from normalizer.gazetteer.redirects import redirect_targets
from normalizer.matching.compile import compile_index
from normalizer.matching.made_by import made_by


def compile_stack(folders: Sequence[str]) -> bytes:
    """Compile a stack of gazetteers.

    Args:
        folders: Folders or files of YAML, the lowest layer first.

    Returns:
        The file image, to be opened by `normalizer.matching.index.Index`. Its header tells the
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
    return compile_index(read_stack(folders).in_order(), meta)
