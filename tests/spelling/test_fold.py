"""Folding: what never tells two names apart, and what does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.spelling.fold import compose, composed_offsets, fold, fold_key, kinds
from normalizer.spelling.fold_many import fold_keys

SAME = [
    (
        "Hashd al-Sha'abi",
        "HASHD AL SHA’ABI",
        "Ḥashd al-Shaʿabī",
        "hashd  al\nshaabi",
        "Hashd al‑Sha`abi",
    ),
    ("Asa'ib", "Asaʾib", "Asaib", "ASA’IB"),
    ("الحشد الشعبي", "الحَشْد الشَعبيّ", "الحشد الشعبى", "الحشـــد الشعبي", "الحشد الشعبی"),
    ("القاعدة", "القاعده"),
    ("أحمد", "احمد", "إحمد", "آحمد"),
    ("حزب‌الله", "حزبالله"),
    ("کرکوک", "كركوك"),
    ("Хезболла", "хезболла", "Хёзболла"),
    ("Київ", "Киів"),
    ("ＩＳＩＳ", "isis"),
    ("Straße", "STRASSE"),
    ("İŞİD", "ISID", "ışıd"),
    ("Guantánamo", "Guanta\u0301namo", "guantanamo"),
    ('צה"ל', "צה״ל", "צהל"),
    ("U.S.", "US", "u.s"),
    ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ("バグダッド", unicodedata.normalize("NFD", "バグダッド"), "ﾊﾞｸﾞﾀﾞｯﾄﾞ"),
    ("Αθήνα", "ΑΘΗΝΑ", "αθηνα"),
]
OTHER = [
    ("Hama", "Hamas"),
    ("حرب", "هرب"),
    ("か", "が"),
    ("Niger", "Nigeria"),
    ("कमल", "कमला"),
    ("ไทย", "ไท"),
    ("北京", "背景"),
    ("Иран", "Иранец"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda group: group[0])
def test_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("pair", OTHER, ids="/".join)
def test_other_key(pair: tuple[str, str]) -> None:
    assert fold_key(pair[0]) != fold_key(pair[1])


def test_words_stay_apart_but_for_the_key() -> None:
    assert fold("Press TV") == "press tv"
    assert fold_key("Press TV") == fold_key("PressTV")


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    nfc, nfd = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold_key(nfc) == fold_key(nfd)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_kinds_have_one_character_per_character(text: str) -> None:
    assert len(kinds(compose(text))) == len(compose(text))


@given(st.text(alphabet=st.sampled_from("xが\u3099か\u1112\u1161\u11abｶﾞ한 ")))
def test_composed_offsets_are_those_of_the_text(text: str) -> None:
    composed, offsets = composed_offsets(text)
    assert composed == compose(text)
    if offsets is not None:
        assert len(offsets) == len(composed) + 1
        assert offsets[-1] == len(text)
        assert offsets == sorted(offsets)
        for at, char in enumerate(composed):
            piece = text[offsets[at] : offsets[at + 1]]
            assert fold_key(piece) == fold_key(char)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from([spelling for spellings in SAME for spelling in spellings]),
            st.sampled_from(["U.S.", 'צה"ל', "\n", "a\nb", "", "ｶﾞｻﾞ", "가"]),
        ),
        max_size=200,
    )
)
def test_many_texts_fold_as_each_alone(texts: list[str]) -> None:
    assert fold_keys(texts) == list(map(fold_key, texts))
