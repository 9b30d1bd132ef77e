"""Where gazetteers lie, and keys that tell whether one has changed.

This is on the path of a cold start from the compiled index, so it imports next to nothing.
"""

from __future__ import annotations

import os

from normalizer.errors import GazetteerError

TYPE_CHECKING = False  # type checkers know the name; importing typing takes 10 ms
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CURATED = "curated"
"""The word that names the curated gazetteer in a stack; ``./curated`` is a folder of that name."""
VARIABLE = "NORMALIZER_GAZETTEER"
"""The environment variable with the stack that counts where none is named."""

_SUFFIX = ".yaml"
_INSTALLED = "curated"  # its folder beside this module
_MARK = "schema.json"  # what tells the gazetteer from another folder of that name


def curated_folder() -> str:
    """Return the folder of the curated gazetteer.

    Returns:
        The folder inside the installed package or, in a checkout and an editable install, the
        one beside the package.

    Raises:
        GazetteerError: If it is in neither place.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    places = [
        os.path.join(here, _INSTALLED),
        os.path.join(os.path.dirname(os.path.dirname(here)), "gazetteer"),
    ]
    for place in places:
        if os.path.isfile(os.path.join(place, _MARK)):
            return place
    raise GazetteerError(
        [
            f"The curated gazetteer is neither in {places[0]} nor in {places[1]}. "
            "Install entity-normalizer again, or name a gazetteer of your own."
        ]
    )


def is_installed(folder: str) -> bool:
    """Tell whether a folder is the curated gazetteer inside an installed package."""
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.realpath(folder) == os.path.realpath(os.path.join(here, _INSTALLED))


def stack_paths(given: Sequence[str | os.PathLike[str]]) -> list[str]:
    """Return the folders and files of a stack of gazetteers, the lowest first.

    Args:
        given: Folders, files, and the word `CURATED`; where there are none, `VARIABLE` has them,
            separated as in PATH, or else the curated gazetteer is the stack.

    Returns:
        The paths.

    Raises:
        GazetteerError: If the variable names what is not there, or the curated gazetteer is
            wanted and nowhere to be found.
    """
    paths = [os.fspath(path) for path in given]
    if not paths:
        paths = list(filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)))
        missing = [path for path in paths if path != CURATED and not os.path.exists(path)]
        if missing:
            raise GazetteerError(
                [f"{VARIABLE} names {path}, which is not there. Correct it." for path in missing]
            )
    return [curated_folder() if path == CURATED else path for path in paths or [CURATED]]


def fingerprint(folder: str | os.PathLike[str]) -> str:
    """Return a hash of what a gazetteer says: the same files give the same hash everywhere.

    Args:
        folder: A folder, or a single file.

    Returns:
        The SHA-256, in hexadecimal, over relative paths and bytes of all YAML files.

    Raises:
        GazetteerError: If a file or folder cannot be read.
    """
    from hashlib import sha256  # noqa: PLC0415  # 5 ms that `stamp` does without

    digest = sha256()
    root = os.fspath(folder)
    for relative, _ in sorted(_entries(root)):
        try:
            with open(os.path.join(root, relative) if relative else root, "rb") as file:
                content = file.read()
        except OSError as error:
            raise _unreadable(error) from error
        # Lengths keep two files from passing for one, or a name for content.
        digest.update(f"{len(relative)}:{relative}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def stamp(folder: str | os.PathLike[str]) -> str:
    """Return a key that changes when a file is added, removed, renamed or written to.

    It looks at sizes and times only. Use it to find out quickly that nothing has changed; what
    the files say is `fingerprint`'s matter.

    Args:
        folder: A folder, or a single file.

    Returns:
        A short key, good for a file's name.

    Raises:
        GazetteerError: If the folder cannot be read.
    """
    try:
        # As in the standard library's random: hashlib is slow to load.
        from _blake2 import blake2b  # noqa: PLC0415
    except ImportError:
        from hashlib import blake2b  # noqa: PLC0415
    lines = [f"{relative}\0{key}" for relative, key in sorted(_entries(os.fspath(folder)))]
    return blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _entries(root: str) -> Iterator[tuple[str, str]]:
    """Yield the relative path (with slashes) and size and time of each YAML file."""
    try:
        if os.path.isfile(root):
            status = os.stat(root)
            yield "", f"{status.st_size}.{status.st_mtime_ns}"
            return
        waiting = [(root, "")]
        while waiting:
            folder, prefix = waiting.pop()
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        continue
                    if name.endswith(_SUFFIX):
                        status = entry.stat()
                        yield prefix + name, f"{status.st_size}.{status.st_mtime_ns}"
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, f"{prefix}{name}/"))
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> GazetteerError:
    return GazetteerError([f"{error.filename}: cannot be read ({error.strerror}). Check the path."])
