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
from functools import partial
from typing import TYPE_CHECKING

from normalizer.entity import Entity
from normalizer.errors import GazetteerError, IndexFileError
from normalizer.matching.compiled import container, shipped
from normalizer.matching.compiled.cache_files import (
    DOCUMENTS,
    INDEX,
    LAYERS,
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
from normalizer.matching.compiled.one_file import COMPILED, open_file

if TYPE_CHECKING:
    from normalizer.gazetteer.kept_documents import KeptDocuments


def open_index(folders: Sequence[str]) -> Index:
    """Return the index of a gazetteer.

    Args:
        folders: Folders or files of YAML, the lowest layer first, which may be a compiled
            gazetteer, too.

    Returns:
        The index.

    Raises:
        GazetteerError: If a file is missing or wrong.
        IndexFileError: If a compiled gazetteer is damaged, or of another version.
        OSError: If it cannot be read.
    """
    stem = _stem(folders)
    ready = _ready(folders, stem)
    if ready is not None:
        return ready
    below = _below(folders)
    with found_or_made(stem + INDEX, lambda found: True) as found:
        image = found or _compiled(folders, stem, below)
        return Index(image, _spellings_at(stem, folders), folders)


def open_compiled(path: str, folders: Sequence[str]) -> Index:
    """Return the index of a file in the cache folder, or in the wheel.

    Args:
        path: The file.
        folders: The stack that it was compiled from.

    Returns:
        The index.

    Raises:
        IndexFileError: If it is damaged.
        OSError: If it cannot be read.
    """
    stem = path.removesuffix(INDEX)
    return Index(container.open_container(path), _spellings_at(stem, folders), folders)


def _ready(folders: Sequence[str], stem: str = "") -> Index | None:
    """Return the index of a gazetteer that has been compiled, None where it has not."""
    if len(folders) == 1 and folders[0].endswith(COMPILED):
        return open_file(folders[0])
    stem = stem or _stem(folders)
    found = shipped.shipped_index(folders, stem + SHIPPED)
    if found is not None:
        ready = shipped.shipped_file(SPELLINGS)
        return Index(found, _spellings_at(stem, folders, ready), folders)
    found = opened(stem + INDEX, lambda found: True)
    if found is None:
        return None
    with contextlib.suppress(OSError):
        os.utime(stem + INDEX)  # those used lately are kept
    return Index(found, _spellings_at(stem, folders), folders)


def _below(folders: Sequence[str]) -> tuple[int, Index] | None:
    """Return how many layers the ones on top are compiled upon, and their index.

    Those are as many as have been compiled already, or else the lowest alone; None where there
    are no others.
    """
    for count in range(len(folders) - 1, 0, -1):
        index = _ready(folders[:count])
        if index is not None:
            return count, index
    return (1, open_index(folders[:1])) if len(folders) > 1 else None


def _compiled(
    folders: Sequence[str], stem: str, below: tuple[int, Index] | None
) -> container.Container:
    """Compile the index of a stack, and keep it and what was read if the folder can be written."""
    from normalizer.matching.compiled.compile_stack import packed_documents  # noqa: PLC0415  # yaml

    image, kept = _image(folders, stem, below)
    try:
        read = stem + (DOCUMENTS if below is None else LAYERS)
        container.write_atomically(read, [packed_documents(kept)])
        container.write_atomically(stem + INDEX, [image])
        forget_oldest(os.path.dirname(stem))
        return container.open_container(stem + INDEX)
    except (OSError, IndexFileError):
        return container.Container(image)


def _image(
    folders: Sequence[str], stem: str, below: tuple[int, Index] | None
) -> tuple[bytes, KeptDocuments]:
    """Return the image of a stack's index, and what was read for it."""
    from normalizer.matching.compiled.compile_stack import (  # noqa: PLC0415  # yaml
        compile_layers,
        compile_stack,
        kept_documents,
    )

    if below is not None:
        count, index = below
        upper, is_whole = folders[count:], folders[0].endswith(COMPILED)
        kept = kept_documents(_earlier(stem + LAYERS))
        try:
            return compile_layers(upper, index, kept, is_whole=is_whole), kept
        except (GazetteerError, IndexFileError):
            if is_whole:
                compile_layers(upper, index)  # which tells where the fault is
                raise
    kept = kept_documents(_earlier(stem + DOCUMENTS))
    return compile_stack(folders, kept), kept


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


def _spellings_at(
    stem: str, folders: Sequence[str], ready: str = ""
) -> Callable[[Index], container.Container]:
    """Return what opens the spellings that belong to an index, or compiles them anew.

    Args:
        stem: The index file, without its ending; they lie beside it.
        folders: The stack that the index is of.
        ready: A file that has them already; "" where there is none.
    """
    path = stem + SPELLINGS

    def open_spellings(index: Index) -> container.Container:
        def belongs(found: container.Container) -> bool:
            return found.meta["names"] == index.name_count and bool(found.sections())

        there = (opened(ready, belongs) if ready else None) or opened(path, belongs)
        if there is not None:
            return there
        compiled = _spellings_compiler(index, folders, path)
        with found_or_made(path, belongs) as found:
            if found is not None:
                return found
            image = compiled()
            with contextlib.suppress(OSError):
                container.write_atomically(path, [image])
        return container.Container(image)

    return open_spellings


def _spellings_compiler(index: Index, folders: Sequence[str], path: str) -> Callable[[], bytes]:
    """Return what compiles the spellings of an index, upon those below where there are some."""
    from normalizer.matching.compiled.compile_spellings import compile_spellings  # noqa: PLC0415  # numpy
    from normalizer.matching.compiled.join_spellings import is_on, join_spellings  # noqa: PLC0415

    for count in range(len(folders) - 1, 0, -1):
        below = _ready(folders[:count])
        if below is not None and is_on(index, below):
            below.spellings()  # while no other process waits
            return partial(join_spellings, index, below)
    return partial(compile_spellings, index, _earlier(path))


def memory_index(entities: Iterable[Entity]) -> Index:
    """Compile entities and return their index, in memory."""
    from normalizer.matching.compiled.compile import compile_index  # noqa: PLC0415  # not on a cold start

    return Index(container.Container(compile_index(entities)))
