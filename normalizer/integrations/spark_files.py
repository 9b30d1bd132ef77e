"""Compiled gazetteers on the nodes of a Spark cluster: shipped there, or lying there already."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from dataclasses import dataclass
from functools import cache

from pyspark import SparkFiles
from pyspark.sql import SparkSession

from normalizer.api import Normalizer
from normalizer.errors import UsageError
from normalizer.matching.compiled.one_file import COMPILED


@dataclass(frozen=True)
class Shipped:
    """A compiled gazetteer that Spark brings to every executor; `ship` gives it.

    Attributes:
        name: The file's name among the application's files.
    """

    name: str


Gazetteer = Shipped | str | os.PathLike[str]
"""A shipped gazetteer, or the path of a ``.names`` file that is there on every node."""


def ship(spark: SparkSession, gazetteer: Normalizer | str | os.PathLike[str]) -> Shipped:
    """Have Spark bring a compiled gazetteer to every executor, once.

    Args:
        spark: The session; one of Spark Connect has no files, give it paths on the nodes.
        gazetteer: A normalizer, or the ``.names`` file that `Normalizer.save` has written.

    Returns:
        What `resolve_columns` and `rewrite_columns` take.

    Raises:
        UsageError: If the file's name ends otherwise.
        OSError: If the file cannot be read.
    """
    folder = _folder().name
    if isinstance(gazetteer, Normalizer):
        source = os.path.join(folder, f"gazetteer{COMPILED}")
        gazetteer.save(source)
    else:
        source = _compiled(gazetteer)
    # Spark brings a file of one name only once, so that another content needs another name.
    stem = os.path.basename(source).removesuffix(COMPILED)
    name = f"{stem}-{_checksum(source):08x}{COMPILED}"
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        try:
            os.link(source, path)
        except OSError:  # on another disk
            shutil.copyfile(source, path)
    spark.sparkContext.addFile(path)
    return Shipped(name)


def placed(gazetteer: Gazetteer) -> Shipped | str:
    """Return a gazetteer as it travels to the workers.

    Raises:
        UsageError: If a path is not that of a compiled gazetteer.
    """
    return gazetteer if isinstance(gazetteer, Shipped) else _compiled(gazetteer)


def path_here(place: Shipped | str) -> str:
    """Return where a gazetteer lies on the node that this is called on."""
    if isinstance(place, str):
        return place
    return str(SparkFiles.get(place.name))


def _compiled(path: str | os.PathLike[str]) -> str:
    file = os.fspath(path)
    if not file.endswith(COMPILED):
        raise UsageError(
            f"{file} is not a compiled gazetteer; write one with Normalizer.save, "
            f"whose name ends in {COMPILED}."
        )
    return file


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for the files to be shipped, which is removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="normalizer-")


def _checksum(path: str) -> int:
    checksum = 0
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum
