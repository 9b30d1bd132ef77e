"""An index in another process of this machine: opened from its file rather than sent there."""

from __future__ import annotations

import os
from typing import NamedTuple

from normalizer.errors import IndexFileError
from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.one_file import COMPILED, open_file
from normalizer.matching.compiled.store import open_compiled


class Place(NamedTuple):
    """Where the file of an index lies.

    Attributes:
        path: The file.
        folders: The stack that it was compiled from; none where that does not matter.
        header_hash: What tells whether it is still the same.
    """

    path: str
    folders: tuple[str, ...]
    header_hash: str


def place_of(index: Index) -> Place | None:
    """Return where another process finds an index, None where it has no file."""
    path = index.container.path
    if path is None or not os.path.exists(path):
        return None
    if not index.folders and not path.endswith(COMPILED):
        return None
    folders = tuple(map(os.path.abspath, index.folders))
    return Place(os.path.abspath(path), folders, index.container.header_hash())


def opened_at(place: Place) -> Index:
    """Return the index that lies somewhere.

    Raises:
        IndexFileError: If something else lies there now, or it is damaged.
        OSError: If it cannot be read.
    """
    if place.path.endswith(COMPILED):
        index = open_file(place.path)
    else:
        index = open_compiled(place.path, place.folders)
    if index.container.header_hash() != place.header_hash:
        raise IndexFileError(
            f"{place.path} has changed since the normalizer was loaded; load it again."
        )
    return index
