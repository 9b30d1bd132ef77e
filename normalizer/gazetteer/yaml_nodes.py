"""Strict YAML: plain strings, lists and mappings, and the line of each of them.

YAML guesses: ``NO`` is false, ``010`` is eight, ``9:59`` is 599, a date is a date. Names are full
of such words, so here every scalar is a string. What a gazetteer does not need and an attacker
or an accident could use (aliases, tags, directives, deep nesting, invisible control characters)
is refused, always with the file and the line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Union

from normalizer.errors import GazetteerError

if TYPE_CHECKING:
    import yaml

At = tuple[str | int, ...]
"""Where a value stands in a document: ``("names", 2, "text")``."""

Place = tuple[int, int]
"""A line and a column, counted from 1."""

Plain = Union[str, list["Plain"], dict[str, "Plain"]]  # noqa: UP007  # recursive: `|` needs 3.14

MAX_BYTES = 1 << 20
MAX_DEPTH = 20

# Control characters (a line end is LF or CR LF), everything YAML 1.1 also takes for a line end
# (our line numbers would be wrong), bidi controls, surrogates, noncharacters, and the tag
# characters that hide text from readers.
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"
    "\ufff9-\ufffb\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]|\r(?!\n)"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, and where.

    Attributes:
        path: The file's name, as messages show it.
        data: Strings, lists and mappings.
        places: The line and column, counted from 1, of each value; for a value in a mapping its
            key's.
        text: The file's text.
    """

    path: str
    data: Plain
    places: Mapping[At, Place]
    text: str

    def place(self, at: At) -> Place:
        """Return the place of a value, or of the innermost value around it that there is.

        Args:
            at: Where the value stands.

        Returns:
            Line and column, counted from 1.
        """
        while at and at not in self.places:
            at = at[:-1]
        return self.places.get(at, (1, 1))

    def line(self, at: At) -> int:
        """Return the line of a value, as `place` does."""
        return self.place(at)[0]


def load(path: str | os.PathLike[str]) -> Document:
    """Read a YAML file strictly.

    Args:
        path: The file.

    Returns:
        Its data, with lines.

    Raises:
        GazetteerError: If the file cannot be read, is over 1 MiB, is not UTF-8, or is not YAML
            in the strict form that `parse` describes.
    """
    shown = os.fspath(path)
    try:
        with open(path, "rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise GazetteerError(
            [f"{shown}: cannot be read ({error.strerror}). Check the path and its permissions."]
        ) from error
    if len(raw) > MAX_BYTES:
        _fail(shown, 1, "the file is over 1 MiB. Give each entity a file of its own.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _fail(shown, line, "these bytes are not UTF-8. Save the file as UTF-8.")
    return parse(text, shown)


def parse(text: str, path: str) -> Document:
    """Read YAML strictly: every scalar is a string, and only plain YAML is taken.

    Args:
        text: The YAML.
        path: The file's name, for messages.

    Returns:
        The data, with lines.

    Raises:
        GazetteerError: If it is not YAML, has duplicate keys, anchors, aliases, tags,
            directives, several documents, nesting over 20 levels, or control characters.
    """
    import yaml  # noqa: PLC0415  # 30 ms that a start from the compiled index does not pay

    _refuse_controls(text, path)
    try:
        return _Builder(path, text).document(events_of(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _fail(
            path,
            mark.line + 1 if mark else 1,
            f"this is not YAML: {error.problem or error.context}. "
            "Look for a missing quote, bracket or colon, or wrong indentation.",
        )
    except yaml.YAMLError as error:
        _fail(path, 1, f"this is not YAML: {error}. Look for a character that is out of place.")


def events_of(text: str) -> Iterator[yaml.Event]:
    """Yield the parser's events of a YAML text.

    Args:
        text: The YAML.

    Yields:
        Events, with the places where they begin and end.

    Raises:
        yaml.YAMLError: If it is not YAML.
    """
    import yaml  # noqa: PLC0415  # see parse

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _fail(path: str, line: int, message: str) -> NoReturn:
    raise GazetteerError([f"{path}:{line}: {message}"])


def _refuse_controls(text: str, path: str) -> None:
    found = FORBIDDEN.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start()) + 1
    character = found.group()
    if character == "\t":
        message = "a tab. Write spaces instead."
    elif character == "\ufeff" and found.start() == 0:
        message = "the file begins with a byte order mark. Save it as UTF-8 without one."
    else:
        message = f"the invisible control character U+{ord(character):04X}. Delete it."
    _fail(path, line, message)


class _Builder:
    """Builds data from parser events with a list for a stack: deep nesting cannot overflow it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.places: dict[At, Place] = {}
        self.open: list[tuple[At, list[Plain] | dict[str, Plain]]] = []
        self.key: str | None = None
        self.root: Plain | None = None

    def document(self, events: Iterator[yaml.Event]) -> Document:
        from yaml import events as ev  # noqa: PLC0415  # see parse

        for event in events:
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            if isinstance(event, ev.NodeEvent):
                self._refuse_marks(event, place[0])
            if isinstance(event, ev.ScalarEvent):
                self._scalar(event.value, place)
            elif isinstance(event, ev.SequenceStartEvent):
                self._begin([], place)
            elif isinstance(event, ev.MappingStartEvent):
                self._begin({}, place)
            elif isinstance(event, ev.CollectionEndEvent):
                self.open.pop()
            elif isinstance(event, ev.DocumentStartEvent):
                self._start_document(event, place[0])
        if self.root is None:
            _fail(self.path, 1, "the file is empty. Write an entity with id, type and name.")
        return Document(self.path, self.root, self.places, self.text)

    def _refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            what = f'the anchor or alias "{event.anchor}"'
        elif (tag := getattr(event, "tag", None)) is not None:
            what = f'the tag "{tag}"'
        else:
            return
        _fail(self.path, line, f"{what}. Write the value out; quote it if it begins with & * or !.")

    def _start_document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        if event.version or event.tags:
            _fail(self.path, line, "a % directive. Delete the line.")
        if self.root is not None:
            _fail(self.path, line, "a second document. Give each entity a file of its own.")

    def _scalar(self, value: str, place: Place) -> None:
        found = FORBIDDEN.search(value)  # an escape such as "\u202e" in quotes
        if found:
            code = ord(found.group())
            _fail(
                self.path, place[0], f"an escape for the control character U+{code:04X}. Delete it."
            )
        if self.open and self.key is None:
            at, container = self.open[-1]
            if isinstance(container, dict):
                self._key(value, (*at, value), container, place)
                return
        self._place(value, place)

    def _key(self, key: str, at: At, container: dict[str, Plain], place: Place) -> None:
        if key in container:
            known = f'the key "{key[:60]}" is already in line {self.places[at][0]}'
            _fail(self.path, place[0], f"{known}. Keep one of the two.")
        self.key = key
        self.places[at] = place

    def _begin(self, container: list[Plain] | dict[str, Plain], place: Place) -> None:
        if len(self.open) == MAX_DEPTH:
            message = f"more than {MAX_DEPTH} levels of nesting. An entity needs no more than five."
            _fail(self.path, place[0], message)
        self.open.append((self._place(container, place), container))

    def _place(self, value: Plain, place: Place) -> At:
        if not self.open:
            self.root = value
            self.places[()] = place
            return ()
        at, container = self.open[-1]
        if isinstance(container, list):
            at = (*at, len(container))
            container.append(value)
        elif self.key is None:
            _fail(self.path, place[0], "a list or mapping as a key. Write a word before the colon.")
        else:
            at = (*at, self.key)
            container[self.key] = value
            self.key = None
        self.places.setdefault(at, place)  # in a mapping the key has set it
        return at
