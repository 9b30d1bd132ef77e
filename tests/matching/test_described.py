"""Names with what tells who or where it is: Ismail Haniyeh, leader of Hamas; Mosul, Nineveh."""

from __future__ import annotations

import pytest

from normalizer import Normalizer
from normalizer.matching.names.apposed import Described, described
from normalizer.matching.names.region_words import has_region_word
from tests.test_cases import rows


@pytest.mark.parametrize(("name", "expected", "why"), rows("described.tsv"))
def test_what_is_told_beside_a_name_has_to_be_told_of_its_bearer(
    curated: Normalizer, name: str, expected: str, why: str
) -> None:
    assert (curated.resolve(name).id or "-") == expected, why


def test_many_names_are_described_as_one_is(curated: Normalizer) -> None:
    names = [name for name, _, _ in rows("described.tsv")]
    assert curated.resolve_many(names) == [curated.resolve(name) for name in names]


def test_a_mark_parts_name_and_description() -> None:
    parts = Described("Ada Lovelace", "mathematician of London")
    for text in (
        "Ada Lovelace (mathematician of London)",
        "Ada Lovelace, mathematician of London",
        "Ada Lovelace – mathematician of London",
    ):
        assert list(described(text)) == [parts], text
    assert list(described("Ada Lovelace (mathematician), London")) == [
        Described("Ada Lovelace", "mathematician, London")
    ]
    assert not list(described("Jean-Paul Marat"))


def test_the_evidence_tells_the_description(curated: Normalizer) -> None:
    found = curated.resolve("Vladimir Putin, President of Russia")
    assert "described as “President of Russia”" in found.evidence


def test_a_name_says_that_a_place_is_a_region() -> None:
    for name in ("Helmand Province", "محافظة نينوى", "湖北省", "Донецкая область"):
        assert has_region_word(name), name
    assert not has_region_word("Provincetown")
