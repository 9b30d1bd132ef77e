"""Romanisation: cases, promises that hold for any text, and the tables themselves."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.spelling import romanise as module
from normalizer.spelling.romanise import romanise
from normalizer.spelling.tables import converter, read_rows
from tests.case_files import rows

_DATA = Path(module.__file__).parent / "data" / "romanise"


@pytest.mark.parametrize(("language", "text", "expected"), rows("romanise.tsv"))
def test_cases(language: str, text: str, expected: str) -> None:
    given_language = None if language == "-" else language
    assert romanise(text, given_language) == ("" if expected == "-" else expected)


def test_cases_cover_every_language_of_the_data() -> None:
    languages = {language for language, _, _ in rows("romanise.tsv")}
    expected = "am ar bg bn el fa he hi hy ja ka ko ru ta th uk ur zh"
    assert languages >= set(expected.split(" "))


@given(st.text(max_size=40), st.sampled_from([None, "ar", "fa", "uk", "ja", "tr", "xx"]))
def test_any_text_becomes_plain_words(text: str, language: str | None) -> None:
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", romanise(text, language))


@given(st.text(max_size=40))
def test_ascii_words_stay_as_they_are(text: str) -> None:
    once = romanise(text)
    assert romanise(once) == once


@given(st.text(alphabet="abcéşçõñüøłضحبموлвгй김스カー नम्ब", max_size=12))
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    from unicodedata import normalize

    assert romanise(normalize("NFC", text)) == romanise(normalize("NFD", text))


def test_the_same_letter_reads_differently_by_language() -> None:
    assert romanise("г", "ru") == "g"
    assert romanise("г", "uk") == "h"
    assert romanise("Щ", "bg") == "sht"
    assert romanise("و", "fa") == "v"
    assert romanise("ق", "xx") == romanise("ق")


def test_a_region_in_the_language_code_changes_nothing() -> None:
    assert romanise("حسین", "fa-AF") == romanise("حسین", "fa")


def test_invisible_characters_vanish() -> None:
    assert romanise("حـــزب\u200f الله\u202c") == romanise("حزب الله")


@pytest.mark.parametrize("path", sorted(_DATA.glob("*.tsv")), ids=lambda path: path.stem)
def test_table_names_its_source_and_compiles(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "Source" in text
    if path.stem not in {"scripts", "latin"}:
        assert converter(path.stem)("") == ""


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(_DATA.glob("*.tsv")) if path.stem not in {"scripts", "hangul"}],
    ids=lambda path: path.stem,
)
def test_no_row_of_a_table_stands_twice(path: Path) -> None:
    keys = [
        (row[0], row[2]) if row[0] == "@word" else (row[0], *row[2:], "", "")[:3]
        for row in read_rows(path.stem)
        if row[0] not in {"@fold", "@class"}
    ]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_importing_loads_no_table_and_no_unidecode() -> None:
    code = (
        "import sys, normalizer.spelling.romanise as m;"
        "assert 'unidecode' not in sys.modules and 'numpy' not in sys.modules;"
        "assert m.romanise('Хашд') == 'khashd';"
        "assert 'unidecode' not in sys.modules;"
        "m.romanise('北'); assert 'unidecode' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
