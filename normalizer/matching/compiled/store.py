"""Open the compiled index of a gazetteer, compiling it when the gazetteer or the code has changed.

The index lies in the user's cache folder under a key made of sizes and times of everything it
depends on; that of the curated gazetteer is used as the wheel ships it. A file that is truncated,
altered or unreadable is compiled anew; where the folder cannot be written, the index is used from
memory.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from normalizer.entity import Entity
from normalizer.errors import IndexFileError
from normalizer.matching.compiled import container, shipped
from normalizer.matching.compiled.cache_files import (
    DOCUMENTS,
    INDEX,
    SHIPPED,
    SPELLINGS,
    cache_folder,
    earlier_file,
    forget_oldest,
    found_or_made,
    key_of,
    opened,
)
from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.made_by import made_by

if TYPE_CHECKING:
    from normalizer.gazetteer.kept_documents import KeptDocuments

COMPILED = ".names"
"""How the name of a compiled gazetteer's file ends."""


def open_index(folders: Sequence[str]) -> Index:
    """Return the index of a gazetteer.

    Args:
        folders: Folders or files of YAML, the lowest layer first.

    Returns:
        The index.

    Raises:
        GazetteerError: If a file is missing or wrong.
    """
    stem = _stem(folders)
    ready = shipped.shipped_index(folders, stem + SHIPPED)
    if ready is not None:
        return Index(ready, _spellings_at(stem, shipped.shipped_file(SPELLINGS)))
    with found_or_made(stem + INDEX, lambda found: True) as found:
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(stem + INDEX)  # those used lately are kept
            return Index(found, _spellings_at(stem))
        from normalizer.matching.compiled.compile_stack import (  # noqa: PLC0415  # yaml
            compile_stack,
            packed_documents,
        )

        kept = kept_documents(folders)
        image = compile_stack(folders, kept)
        try:
            container.write_atomically(stem + DOCUMENTS, [packed_documents(kept)])
            container.write_atomically(stem + INDEX, [image])
            forget_oldest(os.path.dirname(stem))
        except OSError:
            return Index(container.Container(image))
    return Index(container.Container(image, stem + INDEX), _spellings_at(stem))


def kept_documents(folders: Sequence[str]) -> KeptDocuments:
    """Return what the files of a stack said when it, or one on the same layer, was last compiled.

    Args:
        folders: Folders or files of YAML, the lowest layer first.

    Returns:
        What `normalizer.gazetteer.layers.read_stack` takes; nothing is kept where none was.
    """
    from normalizer.matching.compiled import compile_stack  # noqa: PLC0415  # yaml

    return compile_stack.kept_documents(_earlier(_stem(folders) + DOCUMENTS))


def _stem(folders: Sequence[str]) -> str:
    """Return where the files of a stack lie in the cache, without what they end in."""
    return os.path.join(cache_folder(), key_of(folders))


def _earlier(path: str) -> container.Container | None:
    """Return the last file of that kind which has much in common with one to be compiled."""
    return earlier_file(path) or shipped.shipped_part(os.path.splitext(path)[1])


def _spellings_at(stem: str, ready: str = "") -> Callable[[Index], container.Container]:
    """Return what opens the spellings that belong to an index, or compiles them anew.

    Args:
        stem: The index file, without its ending; they lie beside it.
        ready: A file that has them already; "" where there is none.
    """
    path = stem + SPELLINGS

    def open_spellings(index: Index) -> container.Container:
        def belongs(found: container.Container) -> bool:
            return found.meta["names"] == index.name_count and bool(found.sections())

        shipped_ones = opened(ready, belongs) if ready else None
        if shipped_ones is not None:
            return shipped_ones
        with found_or_made(path, belongs) as found:
            if found is not None:
                return found
            from normalizer.matching.compiled.compile_spellings import compile_spellings  # noqa: PLC0415

            image = compile_spellings(index, _earlier(path))
            with contextlib.suppress(OSError):
                container.write_atomically(path, [image])
        return container.Container(image, path)

    return open_spellings


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


def memory_index(entities: Iterable[Entity]) -> Index:
    """Compile entities and return their index, in memory."""
    from normalizer.matching.compiled.compile import compile_index  # noqa: PLC0415  # not on a cold start

    return Index(container.Container(compile_index(entities)))
