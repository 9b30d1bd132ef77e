"""How names in Han characters are read."""

from __future__ import annotations

import pytest

from normalizer.spelling.han_readings import han_readings


@pytest.mark.parametrize(
    ("name", "language", "reading"),
    [
        ("安倍晋三", "Japanese", "あべ しんぞう"),
        ("黑泽明", "Japanese", "くろさわ あきら"),
        ("高市さなえ", "Japanese", "たかいち さなえ"),
        ("金日成", "Korean", "김일성"),
        ("李承晩", "Korean", "이승만"),
        ("盧泰愚", "Korean", "노태우"),
        ("胡志明", "Vietnamese", "Ho Chi Minh"),
        ("阮富仲", "Vietnamese", "Nguyen Phu Trong"),
        ("曾俊華", "Mandarin", "Zeng Junhua"),
        ("蔡英文", "Mandarin", "Tsai Ying-wen"),
        ("梁朝偉", "Cantonese", "Leung Chiu-wai"),
        ("歐陽修", "Mandarin", "Ouyang Xiu"),
    ],
)
def test_a_name_is_read_in(name: str, language: str, reading: str) -> None:
    assert reading in [it.text for it in han_readings(name) if it.language == language]


@pytest.mark.parametrize("name", ["", "伦敦", "迈克尔", "Shinzo Abe", "中华人民共和国国务院"])
def test_what_begins_with_no_surname_is_read_in_none(name: str) -> None:
    assert han_readings(name) == []


def test_a_name_of_two_characters_is_not_read_as_japanese() -> None:
    assert not [it for it in han_readings("韩寒") if it.language == "Japanese"]
