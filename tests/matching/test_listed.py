"""Listed names as single names spell them: which of their conditions hold in a cell."""

from __future__ import annotations

import pytest

from normalizer import Normalizer, build


@pytest.mark.parametrize(
    ("text", "context", "found"),
    [
        ("Aden", None, "aden"),
        (" ADEN ", None, "aden"),
        ("Aden", "a column of towns", "aden"),
        ("Aden", "Konrad Adenauer", None),
        ("Ansar al-Sharia", None, None),
        ("Ansar al-Sharia", "Tunis", "ansar-tunisia"),
    ],
)
def test_a_name_that_needs_context_alone(
    small: Normalizer, text: str, context: str | None, found: str | None
) -> None:
    assert small.resolve(text, context=context).id == found


def test_in_running_text_it_needs_its_context(small: Normalizer) -> None:
    assert not small.find("Aden spoke first.")
    assert [mention.id for mention in small.find("Aden in Yemen fell.")] == ["aden"]


def test_what_counts_in_any_case_goes_before_what_counts_alone() -> None:
    alone = {"requires_context": ["Yemen"], "alone": "counts"}
    other = {"id": "other", "type": "person", "name": "Aden"}
    town = {
        "id": "town",
        "type": "place",
        "name": "Adan",
        "names": [{"text": "Aden", "conditions": alone}],
    }
    both = build([other, town])
    assert both.resolve("Aden").id == "other"
    assert both.resolve("Aden", context="Yemen").id == "town"
    assert both.resolve("Aden", type="place").id == "town"
