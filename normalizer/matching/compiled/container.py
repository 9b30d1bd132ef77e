"""The file an index lives in: named sections of plain bytes behind a checked header.

Layout, little-endian: 8 bytes of magic; the header's length (u64); the header's CRC-32 (u64); the
header, JSON, which tells of every section where it lies, how long it is and its CRC-32; the
sections, each aligned to 64 bytes. It is read by mapping it into memory, and nothing in it is
executed or unpickled. A section is checked when it is first asked for, so that opening a large file
reads no more of it than is used.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from normalizer.errors import IndexFileError

MAGIC = b"ENTIDX\x00\x02"
_ALIGN = 64
_FIXED = 24
_SMALL = 1 << 26


class _Place(NamedTuple):
    """Where a section lies behind the header, and the CRC-32 of its bytes."""

    offset: int
    size: int
    checksum: int


def pack(sections: Mapping[str, bytes], meta: Mapping[str, Any]) -> bytes:
    """Lay sections out as one file image.

    Args:
        sections: Bytes by name.
        meta: What the header tells besides; must be JSON.

    Returns:
        The file's bytes: the same for the same arguments.
    """
    return b"".join(packed(sections, meta))


def packed(
    sections: Mapping[str, bytes | memoryview], meta: Mapping[str, Any]
) -> Iterator[bytes | memoryview]:
    """Yield what `pack` returns piece by piece, so that large sections are not copied.

    Args:
        sections: Bytes by name.
        meta: What the header tells besides; must be JSON.
    """
    table: dict[str, _Place] = {}
    offset = 0
    for name, data in sections.items():
        table[name] = _Place(offset, len(data), zlib.crc32(data))
        offset += -(-len(data) // _ALIGN) * _ALIGN
    header = json.dumps({"meta": dict(meta), "sections": table}, ensure_ascii=False).encode()
    header += b" " * (-(_FIXED + len(header)) % _ALIGN)
    yield MAGIC + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(8, "little")
    yield header
    for data in sections.values():
        yield data
        yield b"\0" * (-len(data) % _ALIGN)


class Container:
    """A file image opened for reading.

    Args:
        image: The file's bytes, or its memory map.
        path: The file, if it is one.

    Raises:
        IndexFileError: If the image is truncated, its header altered, or of another format.
    """

    def __init__(self, image: bytes | mmap.mmap, path: str | None = None) -> None:
        name = path or "index"
        if len(image) < _FIXED or image[:8] != MAGIC:
            raise IndexFileError(
                f"{name} is not an index of this version; delete it to rebuild it."
            )
        view = memoryview(image)
        size = int.from_bytes(view[8:16], "little")
        header = view[_FIXED : _FIXED + size]
        self.path = path
        self._name = name
        self._header = header
        if zlib.crc32(header) != int.from_bytes(view[16:24], "little"):
            raise self._damaged()
        told = json.loads(bytes(header))
        self.meta: dict[str, Any] = told["meta"]
        self._table = {name: _Place(*place) for name, place in told["sections"].items()}
        self._body = view[_FIXED + size :]
        self._image = view
        self._checked: dict[str, memoryview] = {}
        if any(place.offset + place.size > len(self._body) for place in self._table.values()):
            raise self._damaged()

    def _damaged(self) -> IndexFileError:
        return IndexFileError(f"{self._name} is truncated or altered; delete it to rebuild it.")

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def section(self, name: str) -> memoryview:
        """Return the bytes of a section, without copying them.

        Raises:
            KeyError: If there is none of that name.
            IndexFileError: If its bytes were altered.
        """
        data = self._checked.get(name)
        if data is None:
            offset, size, checksum = self._table[name]
            data = self._body[offset : offset + size]
            if zlib.crc32(data) != checksum:
                raise self._damaged()
            self._checked[name] = data
        return data

    def sections(self) -> dict[str, memoryview]:
        """Return all sections by name.

        Raises:
            IndexFileError: If the bytes of one were altered.
        """
        return {name: self.section(name) for name in self._table}

    def header_hash(self) -> str:
        """Return a hash of the header, which tells checksums of all sections."""
        from hashlib import sha256  # noqa: PLC0415  # 5 ms that resolving does without

        return sha256(self._header).hexdigest()

    @property
    def size(self) -> int:
        """The length of the file in bytes."""
        return len(self._image)

    def image(self) -> bytes:
        """Return a copy of the whole file image."""
        return bytes(self._image)


def open_container(path: str) -> Container:
    """Map a file into memory and check it.

    Args:
        path: The file.

    Returns:
        Its container. The sections of a small file are checked at once.

    Raises:
        IndexFileError: If it is truncated, altered, or of another format.
        OSError: If it cannot be read.
    """
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise IndexFileError(f"{path} is empty; delete it to rebuild it.")
        found = Container(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), path)
    if found.size <= _SMALL:
        found.sections()
    return found


def write_atomically(path: str, pieces: Iterable[bytes | memoryview]) -> None:
    """Write a file so that no reader ever sees a part of it: a temporary file, then a rename.

    Args:
        path: The file.
        pieces: Its bytes, in order.
    """
    import tempfile  # noqa: PLC0415  # 10 ms that reading does without

    folder = os.path.dirname(path)
    os.makedirs(folder or ".", exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder or ".", prefix=".index-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
