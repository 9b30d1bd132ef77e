"""The curated gazetteer as the wheel ships it: compiled when the wheel was built.

It is used where it says what would be compiled: made from the files that lie in the installed
package, by its code, with this Python's version of Unicode. Otherwise, and in a checkout, which has
none, the gazetteer is compiled on first use.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence

from normalizer.gazetteer import locate
from normalizer.matching.compiled import container
from normalizer.matching.compiled.cache_files import DOCUMENTS, INDEX, SPELLINGS, opened
from normalizer.package_folder import PACKAGE

IN_PACKAGE = ("gazetteer", "compiled")
"""The folder in the package, which holds a file of each kind."""
_NAME = "curated"


def shipped_index(folders: Sequence[str], compared: str) -> container.Container | None:
    """Return the shipped index, if it is what compiling a stack would give.

    Args:
        folders: The stack's folders or files.
        compared: A file whose name tells of sizes and times of the gazetteer and the code. Once
            their contents have been compared with what the index was made of, it is written, if it
            can be, and they are not compared again.

    Returns:
        The opened index, or None where it is not shipped, damaged, or of something else.
    """
    if len(folders) != 1 or not locate.is_installed(folders[0]):
        return None
    found = opened(shipped_file(INDEX), lambda found: True)
    if found is None or os.path.exists(compared):
        return found
    if not _is_by_this_code(found):
        return None
    if found.meta.get("fingerprints") != [locate.fingerprint(folders[0])]:
        return None
    with contextlib.suppress(OSError):
        container.write_atomically(compared, [])
    return found


def shipped_part(ending: str) -> container.Container | None:
    """Return a shipped file, whatever becomes of the gazetteer: parts of it serve others.

    Args:
        ending: What the file ends in.

    Returns:
        The opened file, or None where it is not shipped, damaged, or made by other code.
    """
    return opened(shipped_file(ending), _is_by_this_code)


def shipped_file(ending: str) -> str:
    """Return the path of a shipped file: what ends so in `matching.compiled.cache_files`."""
    return os.path.join(PACKAGE, *IN_PACKAGE, _NAME + ending)


def write_shipped(gazetteer: str, folder: str) -> list[str]:
    """Compile the curated gazetteer for the wheel.

    Args:
        gazetteer: Its folder.
        folder: Where to write the files.

    Returns:
        Their names: the same bytes for the same gazetteer, code and processor.

    Raises:
        GazetteerError: If a file of the gazetteer is wrong.
    """
    from normalizer.matching.compiled.compile_spellings import compile_spellings  # noqa: PLC0415  # numpy
    from normalizer.matching.compiled.compile_stack import (  # noqa: PLC0415  # yaml
        compile_stack,
        kept_documents,
        packed_documents,
    )
    from normalizer.matching.compiled.index import Index  # noqa: PLC0415

    kept = kept_documents(None)
    index = Index(container.Container(compile_stack([gazetteer], kept)))
    images = {
        INDEX: index.container.image(),
        SPELLINGS: compile_spellings(index),
        DOCUMENTS: packed_documents(kept),
    }
    for ending, image in images.items():
        with open(os.path.join(folder, _NAME + ending), "wb") as file:
            file.write(image)
    return [_NAME + ending for ending in images]


def _is_by_this_code(found: container.Container) -> bool:
    from normalizer.matching.compiled.made_by import made_by  # noqa: PLC0415

    return found.meta.get("made_by") == made_by() and bool(found.sections())
