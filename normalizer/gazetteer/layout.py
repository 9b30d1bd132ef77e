"""The one layout of an entity's file: order of fields, indentation, quotes. Comments are kept.

A file is written anew from what it says, and each comment goes with the value it stood at. The
result is read again before it counts: it must say the same and hold the same comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from normalizer.errors import GazetteerError
from normalizer.gazetteer.changes import EXTEND, SILENCE, SILENCE_NAMES
from normalizer.gazetteer.comments import NO_COMMENTS, Comments, comments_of, header_of
from normalizer.gazetteer.records import (
    CONDITION_FIELDS,
    ENTITY_FIELDS,
    EXAMPLE_FIELDS,
    NAME_FIELDS,
    RELATION_FIELDS,
)
from normalizer.gazetteer.yaml_nodes import At, Document, Plain, parse

_ORDERS = {
    (): (SILENCE, EXTEND, SILENCE_NAMES, *ENTITY_FIELDS),
    ("names",): NAME_FIELDS,
    ("names", "conditions"): CONDITION_FIELDS,
    ("relations",): RELATION_FIELDS,
    ("examples",): EXAMPLE_FIELDS,
}
"""Order of the fields by the keys on the way to their mapping."""
_IN_A_LINE = ("finds", "requires_context", "forbids_context")

# What another reader of YAML would take for something else than a string, in YAML 1.1 or 1.2.
_TYPED = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|<<|="
    r"|[-+]?0x[0-9a-f_]+|[-+]?0o?[0-7_]+|[-+]?0b[01_]+|[-+]?\.(?:[0-9_]+|inf|nan)"
    r"|[-+]?[0-9][0-9_,.:]*(?:e[-+]?[0-9]+)?"
    r"|[0-9]{4}-[0-9][0-9]?(?:-[0-9].*)?",
    re.IGNORECASE,
)
_STARTS = re.compile(r"[-?:](?:\s|$)|[,\[\]{}#&*!|>'\"%@`]|---|\.\.\.")
_HOLDS = re.compile(r":(?:\s|$)|\s#")
_JOINERS = {0x200C: None, 0x200D: None}
_FLOW = re.compile(r"[,\[\]{}]|:[,\[\]{}]")


def laid_out(document: Document) -> str:
    """Return a file's text in the one layout.

    Args:
        document: The file, read without a fault in its form.

    Returns:
        The text: what it says and its comments are the file's.

    Raises:
        GazetteerError: If the file cannot be written so without losing something.
    """
    header, plain = header_of(document.text)
    if not plain:
        text = header + _text(document.data, NO_COMMENTS)
        if text == document.text:
            return text  # as nearly all files are: no second look at where the comments stand
    text = header + _text(document.data, comments_of(document.text))
    again = parse(text, document.path)
    if again.data != document.data or _all_comments(text) != _all_comments(document.text):
        raise GazetteerError(
            [f"{document.path}:1: cannot be laid out again without loss; it was left as it is."]
        )
    return text


def _all_comments(text: str) -> list[str]:
    """Return all comments of a file, also those it begins with, in an order of their own."""
    header, _ = header_of(text)
    begun = [line.rstrip() for line in header.splitlines()]
    return sorted([*begun, *comments_of(text).all()])


def _text(data: Plain, comments: Comments) -> str:
    lines = list(_entries(data, (), "", comments)) if isinstance(data, (dict, list)) else []
    return "".join(f"{line}\n" for line in (*lines, *comments.last))


def _entries(value: Plain, at: At, indent: str, comments: Comments) -> Iterator[str]:
    """Yield the lines of a mapping's or a list's entries."""
    if isinstance(value, Mapping):
        for key in _ordered(value, at):
            yield from _entry(f"{_scalar(key)}:", value[key], (*at, key), indent, comments)
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            yield from _entry("-", item, (*at, number), indent, comments)


def _entry(head: str, value: Plain, at: At, indent: str, comments: Comments) -> Iterator[str]:
    """Yield the lines of one entry: the comments above it, its head, its value."""
    above, beside_it = comments.above.get(at, []), comments.beside.get(at, [])
    if head == "-" and value and not isinstance(value, str):  # its line is its first field's
        above, beside_it = [*above, *beside_it], []
    yield from (f"{indent}{comment}" for comment in above)
    beside = "".join(f" {comment}" for comment in beside_it)
    if isinstance(value, str):
        yield from _scalar_entry(f"{indent}{head} ", value, indent, beside)
    elif not value:
        yield f"{indent}{head} {'[]' if isinstance(value, list) else '{}'}{beside}"
    elif at[-1] in _IN_A_LINE and _fits_a_line(value, at, comments):
        items = ", ".join(_scalar(str(item), in_flow=True) for item in value)
        yield f"{indent}{head} [{items}]{beside}"
    elif head == "-":
        yield from _item(value, at, indent, comments)
    else:
        yield f"{indent}{head}{beside}"
        yield from _entries(value, at, indent + "  ", comments)


def _item(value: Plain, at: At, indent: str, comments: Comments) -> Iterator[str]:
    """Yield a mapping or list as an item, which begins in the line of its hyphen."""
    first, *rest = _entries(value, at, indent + "  ", comments)
    yield f"{indent}- {first.lstrip()}"
    yield from rest


def _fits_a_line(value: Plain, at: At, comments: Comments) -> bool:
    plain = isinstance(value, list) and all(isinstance(item, str) for item in value)
    places = [(*at, number) for number in range(len(value))]
    return plain and not any(it in comments.above or it in comments.beside for it in places)


def _ordered(mapping: Mapping[str, Plain], at: At) -> list[str]:
    """Return keys in their order; those that have none stay behind as they stand."""
    order = _ORDERS.get(tuple(step for step in at if isinstance(step, str)), ())
    return sorted(mapping, key=lambda key: order.index(key) if key in order else len(order))


def _scalar_entry(head: str, value: str, indent: str, beside: str) -> Iterator[str]:
    lines = value.split("\n")
    is_text = len(lines) > 1 and all(_is_text_line(line) for line in lines)
    if is_text and lines[0][:1] not in ("", " ") and lines[-2]:
        yield f"{head}{'|' if not lines[-1] else '|-'}{beside}"
        whole = lines[:-1] if not lines[-1] else lines
        yield from (f"{indent}  {line}" if line else "" for line in whole)
    else:
        yield f"{head}{_scalar(value)}{beside}"


def _is_text_line(line: str) -> bool:
    return (not line or _is_visible(line)) and line == line.rstrip()


def _scalar(value: str, in_flow: bool = False) -> str:
    """Return a string as plain YAML where every reader takes it for that string, else quoted."""
    special = _STARTS.match(value) or _HOLDS.search(value) or (in_flow and _FLOW.search(value))
    is_plain = value == value.strip() and not value.endswith(":") and not special
    if is_plain and value and _is_visible(value) and not _TYPED.fullmatch(value):
        return value
    if _is_visible(value) and ('"' in value or "\\" in value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _is_visible(text: str) -> bool:
    """Tell whether a text needs no escapes; joiners are letters' business in Persian and Hindi."""
    return text.isprintable() or text.translate(_JOINERS).isprintable()


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign == "\n":
        return "\\n"
    if _is_visible(sign):
        return sign
    code = ord(sign)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
