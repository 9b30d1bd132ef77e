"""The normalizer: one object that resolves names, and finds and rewrites them in texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from normalizer.errors import UsageError
from normalizer.matching.compiled.index import EntityRecord, Index
from normalizer.running_texts import RunningTexts
from normalizer.single_names import SingleNames

if TYPE_CHECKING:
    from normalizer.matching.compiled.elsewhere import Place


class Normalizer(SingleNames, RunningTexts):
    """A compiled gazetteer, ready to resolve names and to rewrite texts.

    Make one with `load` or `build`. It may be used from several threads.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        SingleNames.__init__(self, index)
        RunningTexts.__init__(self, index, self._resolver)
        _go_by_path()

    def __repr__(self) -> str:
        count, names = self.index.entity_count, self.index.name_count
        return f"<Normalizer: {count:,} entities, {names:,} names>"

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[bytes, bytes | None]]:
        """Travel with the index; to a process that multiprocessing has started, by its path."""
        _go_by_path()
        return _from_images, self.index.images()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the compiled gazetteer as one file, which `load` maps into memory at once.

        Args:
            path: The file; its name must end in ``.names``.

        Raises:
            UsageError: If the name ends otherwise.
            OSError: If it cannot be written; what was there before is left as it was.
        """
        from normalizer.matching.compiled.one_file import COMPILED, save  # noqa: PLC0415

        file = os.fspath(path)
        if not file.endswith(COMPILED):
            raise UsageError(f"Cannot write to {file}: give it a name that ends in {COMPILED}.")
        save(self.index, file)

    def signature(self, **options: Any) -> dict[str, Any]:
        """Return what results depend on besides the input, with a short key of it.

        Args:
            options: What is asked for; strings, numbers, booleans and lists of them.

        Returns:
            The key under ``signature``, and what it is made of. The same signature on the same
            input gives the same bytes.
        """
        from normalizer.matching.compiled.signature import signature_of  # noqa: PLC0415  # hashlib: 5 ms

        return signature_of(self.index, options)

    def entity(self, entity_id: str) -> EntityRecord | None:
        """Return what is known of an entity.

        Args:
            entity_id: Its ID, or one that was given up for it (``redirects.yaml``).

        Returns:
            The entity under the ID in force, or None where there is none.
        """
        return self.index.entity_by_id(entity_id)


def _go_by_path() -> None:
    """Have multiprocessing send where a normalizer's file lies rather than what is in it.

    Its processes are on this machine, whereas a pickle may go anywhere.
    """
    reduction = sys.modules.get("multiprocessing.reduction")  # importing it takes 10 ms
    if reduction is not None:
        reduction.register(Normalizer, _to_process)


def _to_process(
    normalizer: Normalizer,
) -> tuple[Callable[..., Normalizer], tuple[Place] | tuple[bytes, bytes | None]]:
    from normalizer.matching.compiled.elsewhere import place_of  # noqa: PLC0415

    place = place_of(normalizer.index)
    return normalizer.__reduce__() if place is None else (_at_place, (place,))


@lru_cache(maxsize=4)  # each part of a pool's work brings its place again
def _at_place(place: Place) -> Normalizer:
    from normalizer.matching.compiled.elsewhere import opened_at  # noqa: PLC0415

    return Normalizer(opened_at(place))


def _from_images(image: bytes, spellings: bytes | None) -> Normalizer:
    from normalizer.matching.compiled.one_file import image_index  # noqa: PLC0415

    return Normalizer(image_index(image, spellings))


def load(*paths: str | os.PathLike[str]) -> Normalizer:
    """Load a gazetteer, compiled once and then mapped into memory.

    Args:
        paths: A stack of folders or files of YAML, or tables of names (CSV, TSV), the lowest layer
            first: a later one adds to, replaces or silences what earlier ones say
            (docs/layers.md). ``"curated"`` is the curated gazetteer. The lowest may be a file that
            `Normalizer.save` has written. If none is given, the environment variable
            NORMALIZER_GAZETTEER names them, or else it is the curated gazetteer alone.

    Returns:
        The normalizer.

    Raises:
        GazetteerError: If a path is missing or a file is wrong; it names file and line.
        IndexFileError: If a compiled gazetteer is damaged, or of another version.
        UsageError: If a compiled gazetteer is given above another one.
    """
    from normalizer.gazetteer.locate import stack_paths  # noqa: PLC0415
    from normalizer.matching.compiled.one_file import COMPILED  # noqa: PLC0415
    from normalizer.matching.compiled.store import open_index  # noqa: PLC0415

    stack = stack_paths(paths)
    compiled = [path for path in stack[1:] if path.endswith(COMPILED)]
    if compiled:
        raise UsageError(
            f"{compiled[0]} is a compiled gazetteer, which can only be the lowest layer. Name it "
            "first."
        )
    return Normalizer(open_index(stack))


def build(entities: Iterable[Mapping[str, Any]]) -> Normalizer:
    """Build a normalizer in memory.

    Args:
        entities: Mappings in the form of the gazetteer's YAML. ``id``, ``type`` and ``name`` are
            needed; ``names`` holds strings or mappings.

    Returns:
        The normalizer.

    Raises:
        GazetteerError: If a mapping is wrong or two have one ID.
        UsageError: If `entities` is one mapping, or text.
    """
    from normalizer.gazetteer.read import entities_from_mappings  # noqa: PLC0415  # yaml
    from normalizer.matching.compiled.store import memory_index  # noqa: PLC0415

    return Normalizer(memory_index(entities_from_mappings(entities)))
