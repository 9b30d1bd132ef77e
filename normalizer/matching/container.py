"""The file an index lives in: named sections of plain bytes behind a checked header.

Layout, little-endian: 8 bytes of magic; the header's length (u64); the CRC-32 of everything after
the first 24 bytes (u64); the header, JSON; the sections, each aligned to 64 bytes. It is read by
mapping it into memory, and nothing in it is executed or unpickled.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from typing import Any

from normalizer.errors import IndexFileError

MAGIC = b"ENTIDX\x00\x01"
_ALIGN = 64
_FIXED = 24


def pack(sections: Mapping[str, bytes], meta: Mapping[str, Any]) -> bytes:
    """Lay sections out as one file image.

    Args:
        sections: Bytes by name.
        meta: What the header tells besides; must be JSON.

    Returns:
        The file's bytes: the same for the same arguments.
    """
    table: dict[str, tuple[int, int]] = {}
    offset = 0
    for name, data in sections.items():
        table[name] = (offset, len(data))
        offset += -(-len(data) // _ALIGN) * _ALIGN
    header = json.dumps({"meta": dict(meta), "sections": table}, ensure_ascii=False).encode()
    header += b" " * (-(_FIXED + len(header)) % _ALIGN)
    body = bytearray(header)
    for data in sections.values():
        body += data
        body += b"\0" * (-len(data) % _ALIGN)
    checksum = zlib.crc32(body).to_bytes(8, "little")
    return MAGIC + len(header).to_bytes(8, "little") + checksum + bytes(body)


class Container:
    """A file image opened for reading.

    Args:
        image: The file's bytes, or its memory map.
        name: What to call it in errors.

    Raises:
        IndexFileError: If the image is truncated, altered, or of another format.
    """

    def __init__(self, image: bytes | mmap.mmap, name: str = "index") -> None:
        if len(image) < _FIXED or image[:8] != MAGIC:
            raise IndexFileError(
                f"{name} is not an index of this version; delete it to rebuild it."
            )
        view = memoryview(image)
        size = int.from_bytes(view[8:16], "little")
        if zlib.crc32(view[_FIXED:]) != int.from_bytes(view[16:24], "little"):
            raise IndexFileError(f"{name} is truncated or altered; delete it to rebuild it.")
        header = json.loads(bytes(view[_FIXED : _FIXED + size]))
        self.meta: dict[str, Any] = header["meta"]
        self._table: dict[str, tuple[int, int]] = {
            k: tuple(v) for k, v in header["sections"].items()
        }
        self._body = view[_FIXED + size :]
        self._image = view

    def section(self, name: str) -> memoryview:
        """Return the bytes of a section, without copying them."""
        offset, size = self._table[name]
        return self._body[offset : offset + size]

    def image(self) -> bytes:
        """Return a copy of the whole file image."""
        return bytes(self._image)

    def names(self) -> list[str]:
        """Return the names of the sections."""
        return list(self._table)


def open_container(path: str) -> Container:
    """Map a file into memory and check it.

    Args:
        path: The file.

    Returns:
        Its container.

    Raises:
        IndexFileError: If it is truncated, altered, or of another format.
        OSError: If it cannot be read.
    """
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise IndexFileError(f"{path} is empty; delete it to rebuild it.")
        return Container(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), path)


def write_atomically(path: str, image: bytes) -> None:
    """Write a file so that no reader ever sees a part of it: a temporary file, then a rename."""
    import tempfile  # noqa: PLC0415  # 10 ms that reading does without

    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".index-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(image)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
