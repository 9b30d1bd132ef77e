"""An entity type that there is not is told, and does not silently find nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from normalizer import Normalizer, UsageError, build

NAMES = [
    {"id": "red-lotus", "type": "clan", "name": "Red Lotus"},
    {"id": "acme", "type": "organization", "name": "Acme Widgets"},
]
CALLS: dict[str, Callable[[Normalizer, str], Any]] = {
    "resolve": lambda n, type: n.resolve("Red Lotus", type=type).id == "red-lotus",
    "resolve_many": lambda n, type: n.resolve_many(["Red Lotus"], type=type)[0].id == "red-lotus",
    "candidates": lambda n, type: n.candidates("Red Lotus", type=type),
    "find": lambda n, type: n.find("Red Lotus", types=type),
    "find_many": lambda n, type: n.find_many(["Red Lotus"], types=[type])[0],
    "rewrite": lambda n, type: n.rewrite("red lotus", types={type}).edits,
    "rewrite_many": lambda n, type: n.rewrite_many(["red lotus"], types=iter([type]))[0].edits,
    "rewrite_parts": lambda n, type: next(n.rewrite_parts(["red lotus"], types=(type,))).edits,
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_types_of_the_schema_and_of_the_entities_count(
    call: Callable[[Normalizer, str], Any],
) -> None:
    normalizer = build(NAMES)
    assert call(normalizer, "clan")
    assert not call(normalizer, "person")  # of the schema, though nothing here is of it
    with pytest.raises(UsageError, match=r"'clna'; did you mean 'clan'\? Known are clan, event, "):
        call(normalizer, "clna")
    with pytest.raises(UsageError, match="type 'Qqq'; known are clan, event, facility, media"):
        call(normalizer, "Qqq")


def test_types_that_rows_give_are_data() -> None:
    found = build(NAMES).resolve_many(["Red Lotus"] * 3, type=["clan", "Klan", None])
    assert [(it.id, it.reason) for it in found] == [
        ("red-lotus", ""), (None, "type not known"), ("red-lotus", ""),
    ]  # fmt: skip
    assert found[1].evidence == ("no entity has the type “Klan”",)


def test_an_empty_gazetteer_knows_no_types() -> None:
    assert build([]).resolve("Red Lotus", type="clan").reason == "unknown"
