"""Names with the affixes and endings of the language they stand in."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer
from tests.case_files import rows

CASES = rows("inflected.tsv")
FOUND = [case for case in CASES if case[2] != "-"]
NOT_FOUND = [case for case in CASES if case[2] == "-"]


@pytest.mark.parametrize(("language", "text", "span", "prefix", "suffix", "entity"), FOUND)
def test_affixes_are_told_apart(
    curated: Normalizer, language: str, text: str, span: str, prefix: str, suffix: str, entity: str
) -> None:
    found = [(m.text, m.prefix, m.suffix, m.id) for m in curated.find(text)]
    assert (span, prefix, suffix, entity) in found


@pytest.mark.parametrize(("language", "text", "span", "prefix", "suffix", "entity"), NOT_FOUND)
def test_what_only_looks_inflected_is_left_alone(
    curated: Normalizer, language: str, text: str, span: str, prefix: str, suffix: str, entity: str
) -> None:
    assert entity not in [mention.id for mention in curated.find(text)]


@pytest.mark.parametrize("choice", ["keep", "drop", "skip"])
@pytest.mark.parametrize("to", ["name", "ar", "ru", "tr"])
def test_rewriting_is_undone_and_repeated(curated: Normalizer, choice: str, to: str) -> None:
    for case in CASES:
        rewrite = curated.rewrite(case[1], to, affixes=choice)
        assert rewrite.undo() == case[1]
        assert curated.rewrite(rewrite.text, to, affixes=choice).text == rewrite.text


PIECES = st.lists(
    st.sampled_from(
        ["Iraq", "IŞİD", "الحشد الشعبي", "لحشد الشعبي", "و", "ل", "ب", " ", " ", ". ", "'", "ʼ",
         "\u200c", "in", "issa", "ssa", "’s", "צה\"ל", "ה", "וב", "Хашд", "а", "ом", "Ирак", "е",
         "että ", "się ", "и ", "이라크", "에서", "َ", "-", "\u200f", "Hosseini", "em"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(text=PIECES, choice=st.sampled_from(["keep", "drop", "skip"]))
def test_any_affixes_are_undone_and_repeated(small: Normalizer, text: str, choice: str) -> None:
    for to in ("name", "ar"):
        rewrite = small.rewrite(text, to, affixes=choice)
        assert rewrite.undo() == text
        assert small.rewrite(rewrite.text, to, affixes=choice).text == rewrite.text
    for mention in small.find(text):
        assert text[: mention.start].endswith(mention.prefix)
        behind = text[mention.end :].startswith(mention.suffix)
        assert behind or mention.text.endswith(mention.suffix)


def test_long_and_short_texts_are_found_alike(curated: Normalizer) -> None:
    for language in {case[0] for case in CASES}:
        text = "\n\n".join(case[1] for case in CASES if case[0] == language)
        short = Counter((m.text, m.prefix, m.suffix) for m in curated.find(text))
        repeats = 4000 // len(text) + 1
        long = Counter((m.text, m.prefix, m.suffix) for m in curated.find(f"{text}\n\n" * repeats))
        assert long == Counter({key: count * repeats for key, count in short.items()})
