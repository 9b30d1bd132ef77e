"""Open the compiled index of a gazetteer, compiling it when the gazetteer or the code has changed.

The index lies in the user's cache folder under a key made of sizes and times of everything it
depends on; that of the curated gazetteer is used as the wheel ships it. A file that is truncated,
altered or unreadable is compiled anew; where the folder cannot be written, the index is used from
memory.
"""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from normalizer.entity import Entity
from normalizer.errors import IndexFileError
from normalizer.gazetteer import locate
from normalizer.matching import container, shipped
from normalizer.matching.index import Index
from normalizer.matching.made_by import made_by

CACHE_VARIABLE = "NORMALIZER_CACHE"
_KEPT, _MOST_BYTES = 12, 1 << 29
_SUFFIX, _SPELLINGS, _SHIPPED = ".index", ".spellings", ".shipped"
_LOCK = "compiling.lock"
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
    path = os.path.join(cache_folder(), _key(folders) + _SUFFIX)
    ready = shipped.shipped_index(folders, path.removesuffix(_SUFFIX) + _SHIPPED)
    if ready is not None:
        return Index(ready, _spellings_at(path, shipped.shipped_spellings()))
    with _found_or_made(path, lambda found: True) as found:
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(path)  # those used lately are kept
            return Index(found, _spellings_at(path))
        from normalizer.matching.compile_stack import compile_stack  # noqa: PLC0415  # yaml

        image = compile_stack(folders)
        try:
            container.write_atomically(path, [image])
            _forget_oldest(os.path.dirname(path))
        except OSError:
            return Index(container.Container(image))
    return Index(container.Container(image, path), _spellings_at(path))


def _spellings_at(path: str, ready: str = "") -> Callable[[Index], container.Container]:
    """Return what opens the spellings that belong to an index, or compiles them anew.

    Args:
        path: The index file; they lie beside it.
        ready: A file that has them already; "" where there is none.
    """
    beside = path.removesuffix(_SUFFIX) + _SPELLINGS

    def open_spellings(index: Index) -> container.Container:
        def belongs(found: container.Container) -> bool:
            return found.meta["names"] == index.name_count and bool(found.sections())

        shipped_ones = _opened(ready, belongs) if ready else None
        if shipped_ones is not None:
            return shipped_ones
        with _found_or_made(beside, belongs) as found:
            if found is not None:
                return found
            from normalizer.matching.compile_spellings import compile_spellings  # noqa: PLC0415

            image = compile_spellings(index, _earlier(beside, ready))
            with contextlib.suppress(OSError):
                container.write_atomically(beside, [image])
        return container.Container(image, beside)

    return open_spellings


@contextlib.contextmanager
def _found_or_made(
    path: str, is_good: Callable[[container.Container], bool]
) -> Iterator[container.Container | None]:
    """Give a compiled file, or None while no other process may compile one.

    Of several processes that need a file that is not there, one compiles it and the others wait.
    """
    found = _opened(path, is_good)
    if found is not None:
        yield found
        return
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415  # Windows has none: there each compiles its own

            os.makedirs(os.path.dirname(path), exist_ok=True)
            lock = held.enter_context(open(os.path.join(os.path.dirname(path), _LOCK), "ab"))
            fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        yield _opened(path, is_good)


def _earlier(path: str, ready: str = "") -> container.Container | None:
    """Return what was compiled last by the same code of a stack with the same lowest layer.

    Args:
        path: Where the file to be compiled will lie.
        ready: What the wheel has shipped of that kind; "" for nothing.
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
    for earlier in (*(path for _, path in sorted(found, reverse=True)), ready):
        if opened := _opened(earlier, lambda found: bool(found.sections())):
            return opened
    return None


def _opened(
    path: str, is_good: Callable[[container.Container], bool]
) -> container.Container | None:
    """Return a compiled file, or None where there is none that can be used."""
    with contextlib.suppress(OSError, IndexFileError):
        found = container.open_container(path)
        if is_good(found):
            return found
    return None


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
    from normalizer.matching.compile import compile_index  # noqa: PLC0415  # not on a cold start

    return Index(container.Container(compile_index(entities)))


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


def _key(folders: Sequence[str]) -> str:
    """Return a key of everything the index depends on: gazetteer, code, tables, Unicode.

    Its first part tells the code, its second the lowest layer's place, its third all of it.
    """
    import zlib  # noqa: PLC0415

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    code = [f"{unicodedata.unidata_version} {sys.version_info[:2]}"]
    for part in ("spelling", "matching"):
        code.extend(_code_stamps(os.path.join(package, part)))
    # Its folders hold rules, and in an installed package the curated gazetteer, which has a stamp.
    code.extend(_code_stamps(os.path.join(package, "gazetteer"), inner=False))
    places = [os.path.abspath(folder) for folder in folders]
    told = [f"{place} {locate.stamp(place)}" for place in places]
    parts = ["\n".join(lines).encode("utf-8", "surrogateescape") for lines in (code, told)]
    whole = b"\n".join(parts)
    lowest = places[0].encode("utf-8", "surrogateescape")
    return (
        f"{zlib.crc32(parts[0]):08x}-{zlib.crc32(lowest):08x}-"
        f"{zlib.crc32(whole):08x}{zlib.adler32(whole):08x}{len(whole):x}"
    )


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


def _forget_oldest(folder: str) -> None:
    """Remove the compiled indexes used longest ago: all but a dozen and what else takes little."""
    with os.scandir(folder) as entries:
        sizes = {entry.name: entry.stat() for entry in entries}
    newest = sorted(
        (name.removesuffix(_SUFFIX) for name in sizes if name.endswith(_SUFFIX)),
        key=lambda key: sizes[key + _SUFFIX].st_mtime,
        reverse=True,
    )
    taken = 0
    for number, key in enumerate(newest):
        files = [key + end for end in (_SUFFIX, _SPELLINGS) if key + end in sizes]
        taken += sum(sizes[name].st_size for name in files)
        if number >= _KEPT and taken > _MOST_BYTES:
            for name in files:
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(folder, name))
