"""The curated gazetteer as the wheel ships it: compiled when the wheel was built.

It is used where it says what would be compiled: made from the files that lie in the installed
package, by its code, with this Python's version of Unicode. Otherwise, and in a checkout, which has
none, the gazetteer is compiled on first use.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence

from normalizer.errors import IndexFileError
from normalizer.gazetteer import locate
from normalizer.matching import container

IN_PACKAGE = ("gazetteer", "compiled")
"""The folder in the package."""
INDEX, SPELLINGS = "curated.index", "curated.spellings"
"""Its files: the index, and what finds spellings that nobody listed."""


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
    path = _path(INDEX)
    if not os.path.isfile(path) or len(folders) != 1 or not locate.is_installed(folders[0]):
        return None
    with contextlib.suppress(OSError, IndexFileError):
        found = container.open_container(path)
        if os.path.exists(compared):
            return found
        if _is_made_of(found, folders[0]):
            with contextlib.suppress(OSError):
                container.write_atomically(compared, [])
            return found
    return None


def shipped_spellings() -> str:
    """Return the path of what finds spellings that nobody listed, where it is shipped."""
    return _path(SPELLINGS)


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
    from normalizer.matching.compile_spellings import compile_spellings  # noqa: PLC0415  # numpy
    from normalizer.matching.compile_stack import compile_stack  # noqa: PLC0415  # yaml
    from normalizer.matching.index import Index  # noqa: PLC0415

    image = compile_stack([gazetteer])
    spellings = compile_spellings(Index(container.Container(image)))
    for name, data in ((INDEX, image), (SPELLINGS, spellings)):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    return [INDEX, SPELLINGS]


def _is_made_of(index: container.Container, folder: str) -> bool:
    from normalizer.matching.made_by import made_by  # noqa: PLC0415

    return index.meta.get("made_by") == made_by() and index.meta.get("fingerprints") == [
        locate.fingerprint(folder)
    ]


def _path(name: str) -> str:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.path.join(package, *IN_PACKAGE, name)
