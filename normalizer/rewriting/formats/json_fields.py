"""Fields of one JSON text by path, each with its span, so that nothing else need be rewritten.

The text is walked only along the wanted paths; all other values are stepped over by Python's own
scanner, which also checks them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from normalizer.rewriting.formats.json_paths import Node, as_step
from normalizer.rewriting.table_options import ADDED

SPACE = r"[ \t\r\n]*"
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_PLAIN = rf'"[^"\\\x00-\x1f]*"|{NUMBER}|true|false|null'
# A key with what follows it, if that is one short value: most members need one match then.
_MEMBER = re.compile(
    rf'{SPACE}"((?:[^"\\\x00-\x1f]|\\.)*)"{SPACE}:{SPACE}(?:({_PLAIN}){SPACE}([,}}]))?'
)
_NEXT = re.compile(rf"{SPACE}([,\]}}])")
_BLANK = re.compile(SPACE)


@lru_cache(maxsize=64)
def _members_but(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of some members of an object that have none of these keys.

    They are plain ones: keys without escapes, values that are neither objects nor arrays.
    """
    wanted = "|".join(map(re.escape, keys))
    key = rf'"(?!(?:{wanted})")[^"\\\x00-\x1f]*"'
    return re.compile(rf"(?:{SPACE}{key}{SPACE}:{SPACE}(?:{_PLAIN}){SPACE},){{0,64}}")


def _as_written(text: str) -> str:
    return text


# Numbers stay as written: they are only compared and shown, and may be longer than an int may be.
_DECODER = json.JSONDecoder(
    parse_int=_as_written, parse_float=_as_written, parse_constant=_as_written
)


class Field:
    """A field that a path leads to.

    Attributes:
        column: The path's column.
        start: Where its value begins in the text.
        end: Where its value ends.
        value: The value; of numbers the text.
        key: The key it, or the array it is an item of, has; as written, without quotes.
        is_item: Whether it is an item of an array.
        after: Where a further key may be written behind it.
        is_spaced: Whether a space follows the colon.
    """

    __slots__ = ("after", "column", "end", "is_item", "is_spaced", "key", "start", "value")

    def __init__(self, column: int, start: int, end: int, value: Any, is_item: bool) -> None:
        self.column = column
        self.start = start
        self.end = end
        self.value = value
        self.is_item = is_item
        self.key = ""
        self.after = end
        self.is_spaced = False


class Fields:
    """The fields of a JSON text that some paths lead to.

    Args:
        text: One JSON value, with nothing but white space around it.
        root: Where the paths lead from it.
        added: For so many columns, the first ones, keys are to be added.

    Attributes:
        found: The fields, in the text's order.
        clashes: Keys to be added that are there already.

    Raises:
        ValueError: If it is no JSON; the message is a clause with the character's number.
    """

    def __init__(self, text: str, root: Node, added: int = 0) -> None:
        self.found: list[Field] = []
        self.clashes: list[str] = []
        self._text = text
        self._added = added
        end = _blank(text, self._value(_blank(text, 0), root, False))
        if end < len(text):
            raise _fault("something follows the value", end)

    def _value(self, start: int, node: Node, is_item: bool) -> int:
        """Note what is wanted of the value that begins here; return where it ends."""
        text = self._text
        sign = text[start : start + 1]
        first = len(self.found)
        end = -1
        if sign == "{" and node.has_keys:
            end = self._object(start + 1, node)
        elif sign == "[" and node.items is not None:
            end = self._array(start + 1, node.items)
        if node.columns:
            value, end = self._skip(start)
            fields = [Field(column, start, end, value, is_item) for column in node.columns]
            self.found[first:first] = fields
        return self._skip(start)[1] if end < 0 else end

    def _skip(self, start: int) -> tuple[Any, int]:
        try:
            return _DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            raise _fault(error.msg[0].lower() + error.msg[1:], error.pos) from None
        except RecursionError:
            raise _fault("values are nested too deeplyly", start) from None

    def _object(self, at: int, node: Node) -> int:
        text = self._text
        closing = _blank(text, at)
        if text[closing : closing + 1] == "}":
            return closing + 1
        keys: list[str] = []
        wanted: set[str] = set()
        # Keys that are to be added may be there already: then each member is looked at.
        others = _members_but(node.keys) if node.keys and not self._added else None
        while True:
            if others is not None and (passed := others.match(text, at)):
                at = passed.end()
            match = _MEMBER.match(text, at)
            if match is None:
                raise _fault("a key and a colon are missing", at)
            written = match[1]
            key = _text(written)
            keys.append(key)
            child = node.child(key)
            start = match.start(2) if match[3] else match.end()
            if child is not None:
                first, end = len(self.found), self._value(start, child, False)
                wanted |= self._name(self.found[first:], written, start, end)
            elif not match[3]:
                end = self._skip(start)[1]
            at = match.end() if match[3] else self._behind(end)
            if text[at - 1] == "}":
                if wanted:
                    made = {f"{_text(key)}_{what}" for key in wanted for what in ADDED}
                    self.clashes += sorted(made.intersection(keys))
                return at

    def _name(self, fields: list[Field], key: str, start: int, end: int) -> set[str]:
        """Give fields without one the key of a value; return it if keys are added beside it."""
        named: set[str] = set()
        for field in fields:
            if not field.key:
                field.key, field.after = key, end
                field.is_spaced = self._text[start - 1] == " "
                if field.column < self._added:
                    named.add(key)
        return named

    def _behind(self, end: int) -> int:
        """Return where a comma or the object's end behind a value ends."""
        following = _NEXT.match(self._text, end)
        if following is None or following[1] == "]":
            raise _fault("a comma or a closing brace is missing", end)
        return following.end()

    def _array(self, at: int, node: Node) -> int:
        text = self._text
        closing = _blank(text, at)
        if text[closing : closing + 1] == "]":
            return closing + 1
        while True:
            end = self._value(_blank(text, at), node, True)
            following = _NEXT.match(text, end)
            if following is None or following[1] == "}":
                raise _fault("a comma or a closing bracket is missing", end)
            at = following.end()
            if following[1] == "]":
                return at


def _text(key: str) -> str:
    """Return the text of a key as written, without quotes."""
    return _DECODER.raw_decode(f'"{key}"')[0] if "\\" in key else key


def _blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _fault(what: str, at: int) -> ValueError:
    # What json says may end in "at" itself.
    return ValueError(f"{what.removesuffix(' at')} at character {at + 1}")


def paths_in(text: str) -> list[str]:
    """Return the paths that lead to the fields of a JSON text, each once."""
    value, _ = _DECODER.raw_decode(text, _blank(text, 0))
    return list(dict.fromkeys(_paths(value, "")))


def _paths(value: Any, before: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            step = as_step(key)
            yield from _paths(inner, f"{before}.{step}" if before else step)
    elif isinstance(value, list):
        for item in value:
            yield from _paths(item, f"{before}[]")
    elif before:
        yield before
