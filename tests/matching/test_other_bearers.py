"""Surnames that somebody else named before bears; datelines; vowel marks."""

from __future__ import annotations

import pytest

from normalizer import Normalizer

_FILLER = "Troops of Iraq and Syria met near Baghdad and Mosul.\n\n" * 300
_PIANIST = "La pianiste Claire Macron a joué Ravel. Macron vit à Lyon."


@pytest.mark.parametrize("filler", ["", _FILLER])
@pytest.mark.parametrize(
    ("text", "surnames"),
    [
        (_PIANIST, 0),
        (f"{_PIANIST}\n\nLe président Macron a parlé à Paris.", 1),
        (f"Emmanuel Macron a applaudi. {_PIANIST}", 2),
    ],
)
def test_surname_of_another_named_before(
    curated: Normalizer, text: str, surnames: int, filler: str
) -> None:
    found = curated.find(f"{filler}{text}\n\n{filler}")
    assert [mention.id for mention in found].count("emmanuel-macron") == surnames


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("BAMAKO (AFP) - Des hommes armés.", ["bamako", "agence-france-presse"]),
        ("МОСКВА, 3 июня. /ТАСС/. Министр.", ["moscow", "tass"]),
        ("Blood tests (AFP) - normal.", []),
        ("A path: /TASS/x", []),
        ("عاد من عمّان إلى عُمان.", ["amman", "oman"]),
    ],
)
def test_datelines_and_marks(curated: Normalizer, text: str, ids: list[str]) -> None:
    assert [mention.id for mention in curated.find(text)] == ids
