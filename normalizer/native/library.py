"""Load the compiled inner loops, where they were built (`normalizer.native.build`)."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from normalizer.package_folder import PACKAGE

if TYPE_CHECKING:
    import ctypes

FOLDER = os.path.join(PACKAGE, "native")
"""Where the loops lie, and the library is looked for."""
SOURCES = ("scan.c", "network.c")
"""The loops in C."""
SWITCH = "NORMALIZER_NATIVE"
"""Environment variable; ``0`` keeps the loops from being built and from being used."""

_COUNTING = ("look_up_roles", "find_words", "find_attached", "find_hits", "find_strings")
"""The functions that return how many they found."""


def library_name() -> str:
    """Return the library's file name, which tells its sources: none out of date is used."""
    import hashlib  # noqa: PLC0415  # importing this module is to do little

    digest = hashlib.blake2b(digest_size=6)
    for name in SOURCES:
        with open(os.path.join(FOLDER, name), "rb") as file:
            digest.update(file.read())
    return f"loops-{digest.hexdigest()}.so"


@cache
def library() -> ctypes.CDLL | None:
    """Return the library; None where it was not built, cannot be loaded or is switched off."""
    if os.environ.get(SWITCH) == "0":
        return None
    path = os.path.join(FOLDER, library_name())
    if not os.path.exists(path):
        return None
    import ctypes  # noqa: PLC0415

    try:
        loops = ctypes.CDLL(path)
    except OSError:  # built for another machine
        return None
    for name in _COUNTING:
        getattr(loops, name).restype = ctypes.c_int64  # kept: `loops[name]` is a new one each time
    return loops
