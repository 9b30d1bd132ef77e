"""Reading gazetteer files, and mappings of the same form that are given from Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from normalizer.collector import collector_paused
from normalizer.entity import Entity
from normalizer.errors import GazetteerError, UsageError
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.name_tables import is_name_table, read_name_table
from normalizer.gazetteer.records import entity_of
from normalizer.gazetteer.redirects import REDIRECTS
from normalizer.gazetteer.yaml_nodes import Document, load

SUFFIX = ".yaml"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
_ENTRY = {"id", "type", "labels", "names", "extend", "silence"}


@dataclass(frozen=True, slots=True)
class Source:
    """An entity together with the file that says it.

    Attributes:
        entity: The entity.
        document: The file's data and lines.
        faults: Faults in its form; while there are any, the entity is not to be used.
    """

    entity: Entity
    document: Document
    faults: Faults


def read_file(path: str | os.PathLike[str]) -> Entity:
    """Read one entity.

    Args:
        path: A YAML file.

    Returns:
        The entity.

    Raises:
        GazetteerError: If the file cannot be read, is not strict YAML, or is not an entity; each
            problem names the file and the line.
    """
    source = read_source(path)
    problems = problems_of(source)
    if problems:
        raise GazetteerError(problems)
    return source.entity


def entity_from_mapping(mapping: Mapping[str, Any], where: str) -> Entity:
    """Build an entity from a mapping in the YAML's form.

    Only ``id``, ``type`` and ``name`` are required; ``names`` may hold plain strings as well as
    mappings.

    Args:
        mapping: The entity.
        where: What messages call it, such as ``"entity 7"``.

    Returns:
        The entity.

    Raises:
        GazetteerError: If fields are missing, unknown, or of the wrong shape.
    """
    faults = Faults()
    entity = entity_of(mapping, faults)
    if faults:
        raise GazetteerError([f"{where}{_dotted(fault.at)}: {fault.message}" for fault in faults])
    return entity


def entities_from_mappings(mappings: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """Build many entities from mappings, each as `entity_from_mapping` does.

    Args:
        mappings: The entities; messages call them by their number, from 1.

    Returns:
        The entities, sorted by ID.

    Raises:
        GazetteerError: With the problems of all mappings, two with the same ID included.
        UsageError: If it is one mapping, or text.
    """
    if isinstance(mappings, Mapping | str | bytes):
        raise UsageError("Entities are given as a list of mappings; put a single entity in a list.")
    problems: list[str] = []
    found: dict[str, Entity] = {}
    with collector_paused():
        for number, mapping in enumerate(mappings, 1):
            try:
                entity = entity_from_mapping(mapping, f"entity {number}")
            except GazetteerError as error:
                problems += error.problems
                continue
            if found.setdefault(entity.id, entity) is not entity:
                problems.append(
                    f'entity {number}, id: the ID "{entity.id}" belongs to an entity before it. '
                    "Give one of the two another ID, or join them."
                )
    if problems:
        raise GazetteerError(problems)
    return [found[id_] for id_ in sorted(found)]


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read one file, faults in its form included.

    Args:
        path: A YAML file.

    Returns:
        The entity, its lines, and its faults.

    Raises:
        GazetteerError: If the file cannot be read or is not strict YAML.
    """
    return source_of(load(path))


def source_of(document: Document) -> Source:
    """Return the entity that a document says, with the faults in its form."""
    faults = Faults()
    return Source(entity_of(document.data, faults), document, faults)


def problems_of(source: Source) -> list[str]:
    """Return the faults of a file as messages that begin with ``file:line:``.

    Args:
        source: The file as read.

    Returns:
        One sentence for each fault, by line.
    """
    return located(source.faults, source.document)


def located(faults: Faults, document: Document) -> list[str]:
    """Return faults as messages that begin with ``file:line:``, by line."""
    lines = sorted((document.line(fault.at), fault.message) for fault in faults)
    return [f"{document.path}:{line}: {message}" for line, message in lines]


def gazetteer_files(path: str | os.PathLike[str]) -> list[str]:
    """List the entity files under a path, in an order that the file system does not decide.

    Args:
        path: A folder, or a single file.

    Returns:
        The paths of the files, sorted; hidden files and folders and the folder's redirects are
        left out.

    Raises:
        GazetteerError: If there is nothing there, no YAML file, or one that ends in ``.yml``,
            which would else be passed over in silence.
    """
    root = os.fspath(path)
    if os.path.isfile(root):
        return [root]
    if not os.path.isdir(root):
        raise GazetteerError([f"{root}: there is no such file or folder. Check the path."])
    found = sorted(_walk(root))
    if not found:
        raise GazetteerError([f"{root}: no {SUFFIX} file here. Check the path."])
    misnamed = [file for file in found if not file.endswith(SUFFIX)]
    if misnamed:
        raise GazetteerError(
            [f"{file}:1: rename the file to end in {SUFFIX}." for file in misnamed]
        )
    return found


def documents_of(
    path: str | os.PathLike[str],
    load: Callable[[str], Document],
    on_problem: Callable[[GazetteerError, str], object],
) -> Iterator[Document]:
    """Yield what a gazetteer says, entity by entity.

    Args:
        path: A folder of YAML files, or a single file, which may be a table of names.
        load: Reads a YAML file.
        on_problem: Told of each file that cannot be read as what it should be.

    Yields:
        A document for each YAML file, or each entity of the table.

    Raises:
        GazetteerError: If there is no gazetteer.
    """
    shown = os.fspath(path)
    if shown.lower().endswith(_WORKBOOKS):
        raise GazetteerError([f"{shown}: a workbook is not a gazetteer. Save its sheet as CSV."])
    for file in gazetteer_files(path):
        try:
            found = read_name_table(file) if is_name_table(file) else [load(file)]
        except GazetteerError as error:
            on_problem(error, file)
        else:
            yield from found


def is_foreign(document: Document) -> bool:
    """Tell whether a file of YAML is something else than an entry with faults."""
    return not isinstance(document.data, Mapping) or not (_ENTRY & document.data.keys())


def foreign_files(root: str, files: Sequence[str], are_all: bool) -> str:
    """Return the problem that a folder holds YAML which is no gazetteer's, in one sentence.

    Args:
        root: The folder.
        files: The files that are no entries.
        are_all: Whether there is no entry besides.
    """
    example = os.path.relpath(files[0], root)
    if are_all:
        return (
            f"{root}: this folder is not a gazetteer: no {SUFFIX} file in it is an entity "
            f"({example}, for example, is none). Give the folder of a gazetteer."
        )
    others = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
    return (
        f"{root}: not all {SUFFIX} files in this folder are entities ({example}{others} have no "
        "id). Give the folder of a gazetteer alone."
    )


def has_entries(path: str | os.PathLike[str]) -> bool:
    """Tell whether there is a gazetteer: a file, or a folder with an entity file somewhere."""
    root = os.fspath(path)
    return os.path.isfile(root) or (os.path.isdir(root) and any(True for _ in _walk(root)))


def _walk(root: str) -> Iterator[str]:
    for folder, folders, files in os.walk(root, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name == REDIRECTS and folder == root:
                continue
            if name.endswith((SUFFIX, ".yml")) and not name.startswith("."):
                yield os.path.join(folder, name)


def _unreadable(error: OSError) -> None:
    raise GazetteerError(
        [f"{error.filename}: cannot be listed ({error.strerror}). Check its permissions."]
    ) from error


def _dotted(at: tuple[str | int, ...]) -> str:
    if not at:
        return ""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
    return ", " + "".join(steps).lstrip(".")
