"""A small gazetteer, and a resolver that knows a few names, for tests of rewriting."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from normalizer import Normalizer, build
from normalizer.rewriting.formats.open import rewrite_any
from normalizer.rewriting.table_options import CellEdit, TableOptions, TableReport
from tests.matching.conftest import ENTITIES

NAMES = {
    "PMU": ("popular-mobilization-forces", "Popular Mobilization Forces"),
    "Daesh": ("islamic-state", "Islamic State"),
    "Hashd": ("hashd", "al-Ḥashd <«\x0b\"&'\\»>"),
    "المقاومة": ("resistance", "Resistance"),
}

Rewritten = tuple[bytes, TableReport, list[CellEdit]]


class Resolution(NamedTuple):
    id: str | None
    name: str | None
    score: float
    evidence: tuple[str, ...]
    reason: str
    method: str = ""


def resolve(texts: list[str], /, **given: Sequence[str | None]) -> list[Resolution]:
    """Resolve known names; say what was given of them in the evidence."""
    rows = zip(*given.values(), strict=True) if given else [()] * len(texts)
    told = [
        tuple(f"{what} {value}" for what, value in zip(given, row, strict=True) if value)
        for row in rows
    ]
    found = zip(texts, told, strict=True)
    return [
        Resolution(*NAMES[text], 0.99, ("listed", *why), "")
        if text in NAMES
        else Resolution(None, None, 0.0, (), "unknown")
        for text, why in found
    ]


@pytest.fixture(scope="session")
def small() -> Normalizer:
    """A small gazetteer with every kind of condition."""
    return build(ENTITIES)


@pytest.fixture(scope="session")
def rewritten() -> Callable[..., Rewritten]:
    """Rewrite bytes of a format; columns are added unless ``replace`` is given."""

    def run(format: str, raw: bytes, *columns: str | int, **options: Any) -> Rewritten:
        target, edits = io.BytesIO(), []
        report = rewrite_any(
            format,
            io.BytesIO(raw),
            target,
            resolve,
            TableOptions(columns=columns, **options),
            on_edit=edits.append,
        )
        return target.getvalue(), report, edits

    return run
