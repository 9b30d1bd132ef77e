"""Slips of the pen, and what is none."""

from __future__ import annotations

import pytest

from normalizer.matching.slips import is_slip
from normalizer.matching.views import Spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qasem Soleiimani", "Qasem Soleimani"),
        ("Qasem Solemani", "Qasem Soleimani"),
        ("Qasem Sloeimani", "Qasem Soleimani"),
        ("Benjamin Netnyahu", "Benjamin Netanyahu"),
        ("قاسم سليماننى", "قاسم سليمانى"),
    ],
)
def test_slips(one: str, other: str) -> None:
    assert is_slip(Spelling(one), Spelling(other))
    assert is_slip(Spelling(other), Spelling(one))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Qasem Soleimani", "Qasem Soleimani", "nothing differs"),
        ("Qassim Suleiman", "Qassim Suleimani", "at the end of a word"),
        ("Hossein Salimi", "Hossein Salami", "another letter"),
        ("Nazim Qasim", "Naim Qasim", "a short word"),
        ("Al-Shaab", "Al-Shabab", "a short name"),
        ("Niger Republic", "Nigeria Republic", "two letters"),
        ("Hassan Rouhani", "Hassan Rouhaani Jr", "more than one slip"),
        ("Касем Сулеймани", "Qasem Soleimani", "another script"),
        ("Mahmoud Abbas", "MahmoudAbbas", "a space"),
    ],
)
def test_no_slips(one: str, other: str, why: str) -> None:
    assert not is_slip(Spelling(one), Spelling(other)), why
    assert not is_slip(Spelling(other), Spelling(one)), why
