"""Files in the cache folder: their names, and how several processes share them.

A file's name begins with a key of what it was compiled from, by sizes and times. One that is
truncated, altered or unreadable is as if it were not there.
"""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from normalizer.errors import IndexFileError
from normalizer.gazetteer import locate
from normalizer.matching.compiled import container
from normalizer.package_folder import PACKAGE

CACHE_VARIABLE = "NORMALIZER_CACHE"
INDEX, SPELLINGS, SHIPPED = ".index", ".spellings", ".shipped"
"""How files end: the index, what finds unlisted spellings, and the note that the index which the
wheel ships is right."""
DOCUMENTS, LAYERS = ".documents", ".layers"
"""How files end that keep what YAML files said when they were read: all of a stack, and those of
its upper layers."""

_KEPT, _MOST_BYTES = 12, 1 << 29
_LOCK = "compiling.lock"


def cache_folder() -> str:
    """Return the folder of compiled indexes: `CACHE_VARIABLE`, or the platform's cache folder."""
    given = os.environ.get(CACHE_VARIABLE)
    if given:
        return given
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "entity-normalizer")


def key_of(folders: Sequence[str]) -> str:
    """Return a key of everything the index depends on: gazetteer, code, tables, Unicode.

    Its first part tells the code, its second the lowest layer's place, its third all of it.
    """
    import zlib  # noqa: PLC0415

    code = [f"{unicodedata.unidata_version} {sys.version_info[:2]}"]
    for part in ("spelling", "matching"):
        code.extend(_code_stamps(os.path.join(PACKAGE, part)))
    # Its folders hold rules, and in an installed package the curated gazetteer, which has a stamp.
    code.extend(_code_stamps(os.path.join(PACKAGE, "gazetteer"), inner=False))
    places = [os.path.abspath(folder) for folder in folders]
    told = [f"{place} {locate.stamp(place)}" for place in places]
    parts = ["\n".join(lines).encode("utf-8", "surrogateescape") for lines in (code, told)]
    whole = b"\n".join(parts)
    lowest = places[0].encode("utf-8", "surrogateescape")
    return (
        f"{zlib.crc32(parts[0]):08x}-{zlib.crc32(lowest):08x}-"
        f"{zlib.crc32(whole):08x}{zlib.adler32(whole):08x}{len(whole):x}"
    )


@contextlib.contextmanager
def found_or_made(
    path: str, is_good: Callable[[container.Container], bool]
) -> Iterator[container.Container | None]:
    """Give a compiled file, or None while no other process may compile one.

    Of several processes that need a file that is not there, one compiles it and the others wait.
    """
    found = opened(path, is_good)
    if found is not None:
        yield found
        return
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415  # Windows has none: there each compiles its own

            os.makedirs(os.path.dirname(path), exist_ok=True)
            lock = held.enter_context(open(os.path.join(os.path.dirname(path), _LOCK), "ab"))
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield opened(path, is_good)


def earlier_file(path: str) -> container.Container | None:
    """Return what was compiled last by the same code of a stack with the same lowest layer.

    Args:
        path: Where the file to be compiled will lie.

    Returns:
        The opened file, or None where there is none.
    """
    folder, name = os.path.split(path)
    beginning, ending = name[: name.rindex("-")], os.path.splitext(name)[1]
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        found = [
            (entry.stat().st_mtime_ns, entry.path)
            for entry in entries
            if entry.name.startswith(beginning) and entry.name.endswith(ending)
        ]
    for _, other in sorted(found, reverse=True):
        earlier = opened(other, lambda found: bool(found.sections()))
        if earlier is not None:
            return earlier
    return None


def opened(path: str, is_good: Callable[[container.Container], bool]) -> container.Container | None:
    """Return a compiled file, or None where there is none that can be used."""
    with contextlib.suppress(OSError, IndexFileError):
        found = container.open_container(path)
        if is_good(found):
            return found
    return None


def forget_oldest(folder: str) -> None:
    """Remove the compiled indexes used longest ago: all but a dozen and what else takes little."""
    with os.scandir(folder) as entries:
        sizes = {entry.name: entry.stat() for entry in entries}
    newest = sorted(
        (name.removesuffix(INDEX) for name in sizes if name.endswith(INDEX)),
        key=lambda key: sizes[key + INDEX].st_mtime,
        reverse=True,
    )
    taken = 0
    for number, key in enumerate(newest):
        files = [key + end for end in (INDEX, SPELLINGS, DOCUMENTS, LAYERS) if key + end in sizes]
        taken += sum(sizes[name].st_size for name in files)
        if number >= _KEPT and taken > _MOST_BYTES:
            for name in files:
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(folder, name))


def _code_stamps(folder: str, inner: bool = True) -> list[str]:
    stamps = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_file():
                status = entry.stat()
                stamps.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
            elif inner and entry.is_dir() and entry.name != "__pycache__":
                stamps.extend(_code_stamps(entry.path))
    return stamps
