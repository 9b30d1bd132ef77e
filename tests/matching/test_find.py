"""Mentions in running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer

FOUND = [
    ("The PMU’s men and Hashd al-Sha'abi.", ["PMU", "Hashd al-Sha'abi"]),
    ("İ İ İ … PMU", ["PMU"]),
    ("l'Iraq, d’Iraq, ‘Iraq’, Iraq's", ["Iraq", "Iraq", "Iraq", "Iraq"]),
    ("Iraq Washington,Iraq", ["Iraq", "Washington", "Iraq"]),
    ("the U.S. army, in the U.S.", ["U.S.", "U.S"]),
    ("Washington, D.C. and Washington DC", ["Washington, D.C.", "Washington DC"]),
    ("Hashd\nal-Shaabi", ["Hashd\nal-Shaabi"]),
    ("Hashd\n\nal-Shaabi", []),
    ("Hashd. Al-Shaabi", []),
    ("الحَشْدُ الشعبيّ", ["الحَشْدُ الشعبيّ"]),
    ("在人民动员力量里", ["人民动员力量"]),
    ("イラク軍とイラクネット", ["イラク"]),
    ("이라크에서 이라크는 이라크", ["이라크", "이라크", "이라크"]),
    ("남이라크 이라크인들 이라크어", []),
    ("IŞİD'in, Işid", ["IŞİD", "Işid"]),
    ("give us the us army base", ["us army base"]),
    ("GIVE US A SIGN", []),
    ("THE PMU SAID", ["PMU"]),
    ("Iraqi officials, Iraqis", []),
    ("the pmu, Pmu", []),
    ("its power management unit, the PMU, failed", []),
    ("PMU chips", []),
    ("chips are far away" + " x" * 200 + " PMU", ["PMU"]),
    ("chips are in another paragraph.\n\nPMU", ["PMU"]),
    ("https://iraq.example/Iraq Iraq@example.org @Iraq #Iraq /srv/Iraq/x Iraq.csv `Iraq`", []),
    ("Iraq/Washington and (Iraq)", ["Iraq", "Washington", "Iraq"]),
    ("Abu Hosseini slept", []),
    ("the commander Abu Hosseini slept", ["Abu Hosseini"]),
    ("Ansar al-Sharia in Benghazi", ["Ansar al-Sharia"]),
    ("Ansar al-Sharia of Benghazi and Tunis", []),
    ("Ansar al-Sharia in Libya", ["Ansar al-Sharia in Libya"]),
    ("Al-Hosseini. Ali al-Hosseini spoke. Al-Hosseini left.", ["Ali al-Hosseini", "Al-Hosseini"]),
    ("Ali al-Hosseini met Karim al-Hosseini. Al-Hosseini left.", ["Ali al-Hosseini"]),
    ("Ali al-Hosseini and General Hosseini", ["Ali al-Hosseini", "Hosseini"]),
    ("Iraqs Iraquois preIraq", []),
    ("ISIS\ud800 PMU \x00 \ufeffIraq", ["PMU", "Iraq"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_find(small: Normalizer, text: str, expected: list[str]) -> None:
    assert [mention.text for mention in small.find(text)] == expected


def test_offsets_are_those_of_the_text(small: Normalizer) -> None:
    text = "\u1112\u1161\u11ab ß ﷺ 𝔘 ﾊﾞ Iraq İ PMU"
    for mention in small.find(text):
        assert text[mention.start : mention.end] == mention.text
    assert [mention.text for mention in small.find(text)] == ["Iraq", "PMU"]


def test_long_and_short_texts_are_found_alike(small: Normalizer) -> None:
    sentence = "The PMU’s men left Iraq; l'Iraq, the U.S. army and Hashd al-Sha'abi stayed. "
    short = [mention.text for mention in small.find(sentence)]
    assert [mention.text for mention in small.find(sentence * 200)] == short * 200


def test_dates_and_types(small: Normalizer) -> None:
    text = "Jabhat Fateh al-Sham in Iraq"
    assert [m.id for m in small.find(text, date="2016-12")] == ["nusra", "iraq"]
    assert [m.id for m in small.find(text, date="2015")] == ["iraq"]
    assert [m.id for m in small.find(text, date="2019-01-01")] == ["iraq"]
    assert [m.id for m in small.find(text, types=["organization"])] == ["nusra"]
    assert [m.text for m in small.find("#Iraq", hashtags=True)] == ["Iraq"]


TEXTS = st.lists(
    st.sampled_from(
        ["Iraq", "PMU", "US", "U.S.", "Hashd al-Shaabi", "人民动员力量", "Ali al-Hosseini",
         "Hosseini", "commander", "Abu Hosseini", "Ansar al-Sharia", "Tunis", "Libya",
         "power management", "chip", " ", ", ", ". ", "\n", "\n\n", "'s ", "’", "-", "\u200f",
         "الحشد الشعبي", "Washington, D.C.", "x"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
def test_rewriting_can_be_undone_and_repeated(small: Normalizer, text: str) -> None:
    rewrite = small.rewrite(text)
    assert rewrite.undo() == text
    assert all(text[edit.start : edit.end] == edit.before for edit in rewrite.edits)
    assert small.rewrite(rewrite.text).text == rewrite.text


@settings(max_examples=500, deadline=None)
@given(text=st.text())
def test_any_text_is_searched(small: Normalizer, text: str) -> None:
    for mention in small.find(text):
        assert text[mention.start : mention.end] == mention.text
