"""The parts of an .xlsx workbook: a zip archive of which one sheet is written anew."""

from __future__ import annotations

import contextlib
import copy
import posixpath
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.formats.counted import Counted
from normalizer.rewriting.formats.sheet_text import SheetText, shared_strings

_MAIN = "/officeDocument"
"""How the kind of the workbook's main part ends."""

_ZIP64_FROM = 1 << 30
"""From this size on a member is written so that it may outgrow 4 GiB."""


@contextlib.contextmanager
def zip_faults() -> Iterator[None]:
    """Turn what a damaged or encrypted archive raises into a `TableError`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise TableError(
            f"It is not a readable .xlsx workbook: {error}; save an .xls or encrypted one as .xlsx "
            "first."
        ) from error
    except (KeyError, ElementTree.ParseError) as error:
        raise TableError(f"A part of the workbook is missing or is not XML: {error}.") from error


class Archive:
    """A zip archive of which one part is written anew.

    Args:
        source: The file, as a binary stream that can seek.
        part: The part.

    Raises:
        TableError: If it is no such archive.
    """

    def __init__(self, source: BinaryIO, part: str = "") -> None:
        self.part = part
        with zip_faults():
            self._zip = zipfile.ZipFile(source)

    @contextlib.contextmanager
    def open_part(self) -> Iterator[BinaryIO]:
        """Give the part as it was."""
        with self._zip.open(self.part) as stream:
            yield stream  # type: ignore[misc]

    def write(self, target: BinaryIO) -> Iterator[BinaryIO]:
        """Write the archive; yields once, a stream that the part's new content is to go to.

        Args:
            target: Where it goes.
        """
        # Not sought in, whatever it is, so that its bytes do not depend on where they go.
        with zipfile.ZipFile(Counted(target), "w") as new:
            new.comment = self._zip.comment
            for info in self._zip.infolist():
                large = info.file_size > _ZIP64_FROM
                with new.open(copy.copy(info), "w", force_zip64=large) as member:
                    if info.filename == self.part:
                        yield member  # type: ignore[misc]
                    else:
                        with self._zip.open(info) as old:
                            shutil.copyfileobj(old, member)


class Workbook(Archive):
    """A workbook of which one sheet is read.

    Args:
        source: The file, as a binary stream that can seek.
        sheet: The sheet by name, or by number counted from 1; None for the first.

    Attributes:
        strings: The texts that cells refer to by number.
        counts_from_1904: Whether its days are counted from 1904, not from 1900.

    Raises:
        TableError: If it is no workbook.
        UsageError: If there is no such sheet.
    """

    def __init__(self, source: BinaryIO, sheet: str | None) -> None:
        super().__init__(source)
        with zip_faults():
            mains = [part for part, kind in self._parts("").values() if kind.endswith(_MAIN)]
            main = mains[0] if mains else "xl/workbook.xml"
            root = ElementTree.fromstring(self._zip.read(main))
            settings = root.find("{*}workbookPr")
            self.counts_from_1904 = settings is not None and settings.get("date1904") in (
                "1",
                "true",
            )
            parts = self._parts(main)
            self.part = self._chosen(root, parts, sheet)
            self.strings: list[SheetText] = []
            for target, kind in parts.values():
                if kind.endswith("/sharedStrings"):
                    with self._zip.open(target) as stream:
                        self.strings = shared_strings(stream)  # type: ignore[arg-type]

    def _parts(self, part: str) -> dict[str, tuple[str, str]]:
        """Return by their IDs the parts that a part refers to, and what kind they are."""
        folder, name = posixpath.split(part)
        listed = ElementTree.fromstring(
            self._zip.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        )
        found = {}
        for relation in listed.iterfind("{*}Relationship"):
            target = posixpath.join("/", folder, relation.get("Target", ""))
            kind = relation.get("Type", "")
            found[relation.get("Id", "")] = posixpath.normpath(target).lstrip("/"), kind
        return found

    @staticmethod
    def _chosen(
        root: ElementTree.Element, parts: dict[str, tuple[str, str]], wanted: str | None
    ) -> str:
        """Return the part of the sheet that is asked for."""
        sheets: list[tuple[str, str]] = []
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
            target, kind = parts[ids[0]] if ids else ("", "")
            if kind.endswith("/worksheet"):
                sheets.append((sheet.get("name", ""), target))
        for name, target in sheets:
            if wanted in (None, name):
                return target
        if wanted is not None and wanted.isdigit() and 0 < int(wanted) <= len(sheets):
            return sheets[int(wanted) - 1][1]
        listed = ", ".join(f"{i} {name!r}" for i, (name, _) in enumerate(sheets, 1))
        raise UsageError(
            f"The workbook has no sheet {wanted!r}; its sheets are {listed or 'none'}."
        )
