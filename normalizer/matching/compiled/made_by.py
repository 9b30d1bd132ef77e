"""What a compiled gazetteer must have been made by, to be used without compiling it anew."""

from __future__ import annotations

import os
import unicodedata
import zlib

from normalizer.package_folder import PACKAGE


def made_by() -> str:
    """Return a checksum of what forms names: code and data that fold and match, and Unicode."""
    checksum = zlib.crc32(unicodedata.unidata_version.encode())
    for part in ("spelling", "matching"):
        for folder, folders, files in os.walk(os.path.join(PACKAGE, part)):
            folders[:] = sorted(set(folders) - {"__pycache__"})
            for name in sorted(files):
                with open(os.path.join(folder, name), "rb") as file:
                    checksum = zlib.crc32(file.read(), checksum)
    return f"{checksum:08x}"
