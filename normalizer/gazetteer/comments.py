"""The comments of a YAML file, each with the value it stands at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalizer.gazetteer.yaml_nodes import At, events_of

if TYPE_CHECKING:
    import yaml

_COMMENT = re.compile(r"(?<!\S)#[^\n\r]*")
_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*[ ]+(#[^\n\r]*)")


@dataclass(frozen=True, slots=True)
class Comments:
    """Comments by place.

    Attributes:
        above: Comments in lines of their own, by the value that begins after them.
        beside: Comments behind a value in its line.
        last: Comments after everything.
    """

    above: dict[At, list[str]] = field(default_factory=dict)
    beside: dict[At, list[str]] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Return all comments in an order that their places do not decide."""
        groups = (*self.above.values(), *self.beside.values(), self.last)
        return sorted(comment for group in groups for comment in group)


NO_COMMENTS = Comments()


def header_of(text: str) -> tuple[str, bool]:
    """Return the comments with which a file begins, and whether more may follow.

    Args:
        text: The file's text.

    Returns:
        The lines, and whether there is a number sign in the rest.
    """
    at = 0
    while text.startswith("#", at):
        end = text.find("\n", at)
        at = len(text) if end < 0 else end + 1
    return text[:at], "#" in text[at:]


def comments_of(text: str) -> Comments:
    """Return the comments of a file, those before its first line of data left out.

    Args:
        text: The text of a file that `normalizer.gazetteer.yaml_nodes.parse` takes.

    Returns:
        The comments.
    """
    values, scalars = _values(text)
    comments = Comments()
    for start, comment in _outside(text, scalars, len(header_of(text)[0])):
        line = text.rfind("\n", 0, start) + 1
        if text[line:start].strip(" -"):
            comments.beside.setdefault(_owner(values, start), []).append(comment)
            continue
        after = next((value.at for value in values if value.start > start), None)
        if after is None:
            comments.last.append(comment)
        else:
            comments.above.setdefault(after, []).append(comment)
    return comments


@dataclass(slots=True)
class _Value:
    """A value: where it begins, its key included, and where it was closed with a bracket."""

    at: At
    start: int
    closed: int | None = None


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    value: _Value
    is_mapping: bool
    is_flow: bool
    count: int = 0
    key: tuple[str, int] | None = None


Span = tuple[int, int]


def _values(text: str) -> tuple[list[_Value], list[Span]]:
    """Return all values in order, an outer one first, and the spans of scalars, keys included."""
    from yaml import events as ev  # noqa: PLC0415  # only files with comments come here

    values: list[_Value] = []
    scalars: list[Span] = []
    stack: list[_Open] = []
    for event in events_of(text):
        start, end = _span(event)
        if isinstance(event, ev.CollectionEndEvent):
            done = stack.pop()
            if done.is_flow:
                done.value.closed = end
        if not isinstance(event, ev.NodeEvent):
            continue
        if isinstance(event, ev.ScalarEvent):
            scalars.append((start, end))
            if stack and stack[-1].is_mapping and stack[-1].key is None:
                stack[-1].key = event.value, start
                continue
        value = _placed(stack[-1] if stack else None, start)
        values.append(value)
        if isinstance(event, ev.CollectionStartEvent):
            is_mapping = isinstance(event, ev.MappingStartEvent)
            stack.append(_Open(value, is_mapping, bool(event.flow_style)))
    return values[1:], scalars


def _span(event: yaml.Event) -> Span:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _placed(parent: _Open | None, start: int) -> _Value:
    """Return the next value of a list or mapping."""
    if parent is None:
        return _Value((), start)
    if parent.key is not None:
        key, start = parent.key
        parent.key = None
        return _Value((*parent.value.at, key), start)
    parent.count += 1
    return _Value((*parent.value.at, parent.count - 1), start)


def _owner(values: list[_Value], start: int) -> At:
    """Return the value a comment stands behind: the last one, or the list it has closed."""
    before = [value for value in values if value.start < start]
    at = before[-1].at
    closed = {value.at for value in before if value.closed is not None and value.closed <= start}
    while any(at[:depth] in closed for depth in range(1, len(at))):
        at = at[:-1]
    return at


def _outside(text: str, scalars: list[Span], position: int) -> list[tuple[int, str]]:
    """Return the comments that do not lie in a scalar, with where they begin."""
    found: list[tuple[int, str]] = []
    for start, end in (*scalars, (len(text), len(text))):
        found += _between(text, position, start)
        head = _BLOCK_HEAD.match(text, start)
        if head:
            found.append((head.start(1), head[1].rstrip()))
        position = end
    return found


def _between(text: str, start: int, end: int) -> list[tuple[int, str]]:
    return [
        (match.start(), match.group().rstrip()) for match in _COMMENT.finditer(text, start, end)
    ]
