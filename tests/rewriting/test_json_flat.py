"""Flat objects: one match finds in them what the walk through all members finds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.rewriting.formats.json_fields import Field, Fields
from normalizer.rewriting.formats.json_flat import flat_objects
from normalizer.rewriting.formats.json_paths import Node, parse_path

KEYS = st.sampled_from(["a", "b", "a_id", "é", 'a"', "aa"])
PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "PMU", 'x"\\'])
)
VALUES = PLAIN | PLAIN | PLAIN | st.lists(PLAIN, max_size=2)
SPACES = st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " :  ")])


def root(*paths: str) -> Node:
    node = Node()
    for column, path in enumerate(paths):
        node.add(parse_path(path), column)
    return node


def told(field: Field) -> tuple[object, ...]:
    place = field.column, field.start, field.end, field.after, field.key
    return *place, field.is_spaced, field.is_item, field.value is None


@given(
    st.lists(st.tuples(KEYS, VALUES), max_size=4),
    SPACES,
    st.booleans(),
    st.booleans(),
    st.one_of(st.none(), st.tuples(st.integers(0, 40), st.sampled_from('",}:\\a1 \x01'))),
)
@settings(max_examples=500)
def test_what_is_found_is_what_the_walk_finds(
    members: list[tuple[str, Any]],
    spaces: tuple[str, str],
    ascii_only: bool,
    added: bool,
    fault: tuple[int, str] | None,
) -> None:
    comma, colon = spaces
    parts = [(json.dumps(it, ensure_ascii=ascii_only) for it in pair) for pair in members]
    text = f" {{{comma.join(map(colon.join, parts))}}}\r\n"
    if fault is not None:
        at, sign = fault
        text = text[:at] + sign + text[at + 1 :]
    objects = flat_objects(root("a"), added)
    assert objects is not None
    found = objects.field(text)
    if found is not None:
        walked = Fields(text, root("a"), 1 if added else 0)
        assert walked.clashes == []
        assert [told(found)] == list(map(told, walked.found))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('{"a":"PMU"}', '"PMU"'),
        ('{"b":1,"a": "x\\"\\u00e9", "c":null}\n', '"x\\"\\u00e9"'),
        ('{"a":null}', "null"),
        ('{"a":["PMU"]}', None),
        ('{"a":"x","b":{}}', None),
        ('{"a":"x","a":"y"}', None),
        ('{"b":"x"}', None),
        ('{"a":"\\q"}', None),
    ],
)
def test_which_lines_are_flat(line: str, value: str | None) -> None:
    objects = flat_objects(root("a"), False)
    assert objects is not None
    field = objects.field(line)
    assert (None if field is None else line[field.start : field.end]) == value


@pytest.mark.parametrize("paths", [["a.b"], ["a[]"], ["a*"], ["a", "b"], ["a", "a"], ['a"']])
def test_other_paths_are_walked(paths: list[str]) -> None:
    assert flat_objects(root(*paths), False) is None
