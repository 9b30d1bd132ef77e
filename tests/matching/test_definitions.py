"""What texts say their acronyms mean, and whose a surname is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from normalizer.matching.texts.initials import acronym_letters, spell_out, words_of
from tests.case_files import records, rows

DEFINITIONS = records("definitions.jsonl")


@pytest.mark.parametrize(("acronym", "words", "expected"), rows("initials.tsv"))
def test_initials(acronym: str, words: str, expected: str) -> None:
    spelled = spell_out(acronym_letters(acronym), words_of(words, 0, len(words)))
    assert spelled == (expected == "yes")


@pytest.mark.parametrize("case", DEFINITIONS, ids=lambda case: case["why"])
def test_definition(small: Normalizer, case: dict[str, list[str]]) -> None:
    assert [mention.text for mention in small.find(str(case["text"]))] == case["finds"]


@pytest.mark.parametrize(("text", "finds", "why"), rows("surnames.tsv"))
def test_surname(curated: Normalizer, text: str, finds: str, why: str) -> None:
    assert " | ".join(mention.text for mention in curated.find(text)) == finds, why


def test_a_definition_is_told(small: Normalizer) -> None:
    text = "Hashd\nal-Shaabi (PMU) came. The PMU left."
    _, *defined = small.find(text)
    assert [m.evidence for m in defined] == [("defined in the text as “Hashd al-Shaabi”",)] * 2
    (edit, *_) = [e for e in small.rewrite(text).edits if e.before == "PMU"]
    assert edit.evidence == defined[0].evidence


def test_each_text_has_its_own_definitions(small: Normalizer) -> None:
    assert not small.find("The phasor measurement unit (PMU) hums.")
    assert [mention.text for mention in small.find("The PMU came.")] == ["PMU"]


def test_an_acronym_may_be_defined_as_an_entity_that_does_not_list_it(small: Normalizer) -> None:
    text = "Public Mural Union (US) came. United States stayed. US left."
    assert [m.id for m in small.find(text)] == ["united-states"] * 3
    assert [m.id for m in small.find("Ali al-Hosseini (PMU) came.")] == [
        "ali-al-hosseini",
        "popular-mobilization-forces",
    ]


PIECES = (
    "PMU", "US", "(", ")", " ", ", ", ". ", "\n\n", "the ", "phasor measurement unit",
    "Hashd al-Shaabi", "Popular Mobilization Forces", "United States", "user support",
    "Iraq", " (PMU)", "PMU (", "PMU, the ", " stands for ", "power management", "chip", "«", "»",
    " — ", "hereafter ", "’s",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_rewriting_twice_changes_nothing(small: Normalizer, text: str) -> None:
    rewrite = small.rewrite(text)
    assert rewrite.undo() == text
    assert small.rewrite(rewrite.text).text == rewrite.text
