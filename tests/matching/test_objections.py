"""What is known against a match: it refuses look-alikes and does not stand in a true name's way."""

from __future__ import annotations

import pytest

import normalizer
from tests.case_files import rows

ROWS = rows("joined_words.tsv")


@pytest.fixture(scope="module")
def full_names() -> normalizer.Normalizer:
    """A gazetteer of the listed forms."""
    listed = dict.fromkeys(name for _, name, *_ in ROWS)
    return normalizer.build({"id": name, "type": "person", "name": name} for name in listed)


@pytest.mark.parametrize("row", ROWS, ids="–".join)
def test_words_joined_and_apart(full_names: normalizer.Normalizer, row: list[str]) -> None:
    query, name, *why_two = row
    found = full_names.resolve(query)
    assert found.id == (None if why_two else name), found.evidence
