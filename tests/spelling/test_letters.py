"""Names as letter numbers: every script, nothing lost, nothing that crashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.spelling.letters import BORDER, FIRST_KNOWN, LONGEST, PADDING, Alphabet

KNOWN = Alphabet([ord("北"), ord("ш")], ["bei", "sh"])
EMPTY = Alphabet([], [])


def test_a_character_gives_a_number_for_each_letter_of_its_reading() -> None:
    line = KNOWN.line("北")
    assert line == [BORDER, FIRST_KNOWN, FIRST_KNOWN + 1, FIRST_KNOWN + 2, BORDER]


def test_what_is_not_known_goes_by_script_and_letters() -> None:
    assert KNOWN.line("京") == EMPTY.line("京")
    assert KNOWN.line("ш") != EMPTY.line("ш")
    known = KNOWN.line("ш")[1:-1]
    assert [int(KNOWN.plain[number]) for number in known] == EMPTY.line("ш")[1:-1]
    assert EMPTY.line("a") != EMPTY.line("а"), "Latin a and Cyrillic а are two letters"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sha'bi", "Sha’bi"), ("Shaʿbi", "Shabi"), ("AL-SHAABI", "al shaabi"),
        ("مُحَمَّد", "محمد"), ("الحـــشد", "الحشد"), (" a  b ", "a b"), ("한국", "한국"),
    ],
)  # fmt: skip
def test_what_tells_nothing_counts_for_nothing(one: str, other: str) -> None:
    assert KNOWN.line(one) == KNOWN.line(other)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gives_a_row(names: list[str]) -> None:
    rows, lengths = KNOWN.rows(names)
    assert rows.shape == (len(names), LONGEST)
    for name, row, length in zip(names, rows, lengths, strict=True):
        assert row[:length].tolist() == KNOWN.line(name)
        assert not row[length:].any()
        assert PADDING not in row[:length]
        assert 1 <= length <= LONGEST


def test_letters_of_every_script_are_romanised() -> None:
    for name in ("مدينة", "Київ", "ירושלים", "Αθήνα", "서울", "東京", "दिल्ली", "ঢাকা", "சென்னை",
                 "กรุงเทพ", "თბილისი", "Երևան", "አዲስ"):  # fmt: skip
        assert len(set(EMPTY.line(name))) > 3, name
