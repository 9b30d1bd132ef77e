"""Names in running text in spellings that nobody has listed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normalizer
from benchmarks.text_cases import UNLISTED, read_cases
from normalizer import Normalizer
from normalizer.matching.texts.unlisted_words import runs

SENTENCES = [case.text for case in read_cases(UNLISTED)]


def words_of(text: str) -> list[list[str]]:
    return [[word.text for word in run] for run in runs(text, [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then Moqtada al-Sadir left.", [["Then", "Moqtada", "Sadir"]]),
        ("He met Moqtada. Sadir left.", [["Moqtada"]]),
        ("Moqtada, Sadir", [["Moqtada"]]),
        ("Moqtada\nal-Sadir", [["Moqtada", "Sadir"]]),
        ("Moqtada\n\nal-Sadir", [["Moqtada"]]),
        ("Moqtada said Sadir", [["Moqtada"]]),
        ("d'Hassan Nasralla's", [["Hassan", "Nasralla"]]),
        ("Хашд аш-Шааби", [["Хашд", "Шааби"]]),
        ("محمد بن سلمان", [["محمد", "سلمان"]]),
        ("PMU Brigade", [["Brigade"]]),
        ("the militia", []),
        ("人民动员力量", []),
    ],
)
def test_runs_of_words(text: str, expected: list[list[str]]) -> None:
    assert words_of(text) == expected


@given(st.text(max_size=60))
def test_words_of_runs_stand_in_the_text(text: str) -> None:
    for run in runs(text, []):
        assert all(text[word.start : word.end] == word.text for word in run)
        assert [word.start for word in run] == sorted({word.start for word in run})


def test_evidence_and_score_are_the_resolvers(curated: Normalizer) -> None:
    (mention,) = curated.find("Today Hasen Nasralla spoke.", unlisted=True)
    resolution = curated.resolve("Hasen Nasralla", strictness="0.1%")
    assert (mention.id, mention.score) == (resolution.id, resolution.score)
    assert mention.evidence == resolution.evidence


def test_surname_follows_an_unlisted_full_name(curated: Normalizer) -> None:
    found = curated.find("Today Hasen Nasralla spoke. Nasralla named no date.", unlisted=True)
    assert [mention.text for mention in found] == ["Hasen Nasralla", "Nasralla"]


def test_types_count(curated: Normalizer) -> None:
    text = "Today Hasen Nasralla spoke."
    assert curated.find(text, unlisted=True, types="person")
    assert not curated.find(text, unlisted=True, types="place")


def test_gazetteer_without_spellings() -> None:
    only_acronyms = normalizer.build(
        [{"id": "x", "type": "organization", "name": "XYZ", "names": []}]
    )
    assert not only_acronyms.find("Abcde Fghij Klmnop Qrstuvw", unlisted=True)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
def test_rewriting_twice_changes_nothing(curated: Normalizer, sentences: list[str]) -> None:
    text = "\n\n".join(sentences)
    rewrite = curated.rewrite(text, unlisted=True)
    assert rewrite.undo() == text
    assert curated.rewrite(rewrite.text, unlisted=True).text == rewrite.text


def test_parts_give_what_the_whole_gives(curated: Normalizer) -> None:
    text = "\n\n".join(SENTENCES)
    pieces = [text[at : at + 100] for at in range(0, len(text), 100)]
    parts = "".join(part.text for part in curated.rewrite_parts(pieces, unlisted=True))
    assert parts == curated.rewrite(text, unlisted=True).text
