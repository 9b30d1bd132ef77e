"""A compiled gazetteer as a single file, which other processes and machines can open."""

from __future__ import annotations

from normalizer.errors import IndexFileError
from normalizer.matching.compiled import container
from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.made_by import made_by

COMPILED = ".names"
"""How the name of a compiled gazetteer's file ends."""


def open_file(path: str) -> Index:
    """Return the index of a compiled gazetteer, a single file that `save` has written.

    Args:
        path: The file.

    Returns:
        The index.

    Raises:
        IndexFileError: If it is damaged, or was written by another version of this package.
        OSError: If it cannot be read.
    """
    found = container.open_container(path)
    if found.meta.get("made_by") != made_by():
        raise IndexFileError(
            f"{path} was compiled by another version of this package or with another version of "
            "Unicode; compile the gazetteer again with this one."
        )
    return Index(found, lambda index: found)


def save(index: Index, path: str) -> None:
    """Write an index, with what finds spellings that nobody listed, as a single file.

    Args:
        index: The index.
        path: The file; one that is there is replaced, whole or not at all.
    """
    both = {**index.container.sections(), **index.spellings().sections()}
    meta = {**index.container.meta, "made_by": made_by()}
    container.write_atomically(path, container.packed(both, meta))


def image_index(image: bytes, spellings: bytes | None) -> Index:
    """Return the index of file images, as `Index.images` gives them."""
    open_spellings = None
    if spellings is not None:
        packed = container.Container(spellings)

        def open_spellings(index: Index) -> container.Container:
            return packed

    return Index(container.Container(image), open_spellings)
