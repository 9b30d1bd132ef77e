"""Paradigms: forms of names by case, words in agreement, and what does not change."""

from __future__ import annotations

import pytest

from normalizer.spelling.affix_data import affix_languages, affix_rows
from normalizer.spelling.attached import LONGEST, attached_of
from normalizer.spelling.inflection import inflected, paradigms
from normalizer.spelling.text_language import TELLING_SCRIPTS, is_told, languages_told

FORMS = [
    ("ru", "Исламское государство Ирака", "organization", "ins", ["Исламским государством Ирака"]),
    ("ru", "Хасан Насралла", "person", "dat", ["Хасану Насралле"]),
    ("ru", "Касем Сулеймани", "person", "gen", ["Касема Сулеймани"]),
    ("ru", "ЧВК Вагнер", "organization", "ins", ["ЧВК Вагнером"]),
    ("ru", "Тель-Авив", "place", "loc", ["Тель-Авиве"]),
    ("ru", "США", "place", "gen", []),
    ("ru", "Сомали", "place", "gen", []),
    ("ru", "Ангела Меркель", "person", "gen", ["Ангелы Меркеля", "Ангелы Меркель"]),
    ("uk", "Київ", "place", "loc", ["Києві"]),
    ("uk", "Донецьк", "place", "gen", ["Донецька"]),
    ("pl", "Arabia Saudyjska", "place", "gen", ["Arabii Saudyjskiej"]),
    ("sr", "Исламска држава", "organization", "loc", ["Исламској држави"]),
    ("bg", "Ислямска държава", "organization", "def", ["Ислямската държава"]),
    ("el", "Ισλαμικό Κράτος", "organization", "gen", ["Ισλαμικού Κράτους"]),
    ("ka", "ერაყი", "place", "in", ["ერაყში"]),
    ("sl", "Vladimir Putin", "person", "ins", ["Vladimirom Putinom", "Vladimirjem Putinom"]),
    (
        "sl",
        "Volodimir Zelenski",
        "person",
        "gen",
        ["Volodimira Zelenskega", "Volodimirja Zelenskega"],
    ),
    ("sl", "Evropska unija", "organization", "acc", ["Evropsko unijo"]),
    ("lt", "Vladimiras Putinas", "person", "gen", ["Vladimiro Putino"]),
    ("lt", "Šiaurės Korėja", "place", "loc", ["Šiaurės Korėjoje"]),
    ("lv", "Vladimirs Putins", "person", "acc", ["Vladimiru Putinu"]),
    ("lv", "Gazas josla", "place", "loc", ["Gazas joslā"]),
    ("sq", "Rusia", "place", "gen", ["Rusisë"]),
    ("sq", "Vladimir Putin", "person", "acc", ["Vladimir Putinin"]),
    ("sk", "Praha", "place", "loc", ["Prahe"]),
    ("is", "Rússland", "place", "gen", ["Rússlands"]),
    ("ta", "ஈரான்", "place", "loc", ["ஈரானில்"]),
    ("ml", "ഇറാൻ", "place", "gen", ["ഇറാന്റെ"]),
    ("mr", "अमेरिका", "place", "erg", ["अमेरिकेने"]),
    ("hy", "Բաքու", "place", "loc", ["Բաքվում"]),
    ("en", "Iraq", "place", "gen", []),
    ("ru", "Iraq", "place", "gen", []),
]


@pytest.mark.parametrize(("language", "name", "entity_type", "case", "expected"), FORMS)
def test_forms(language: str, name: str, entity_type: str, case: str, expected: list[str]) -> None:
    forms = inflected(name, language, entity_type)
    assert [form for form, cases in forms.items() if case in cases] == expected


@pytest.mark.parametrize("language", sorted(affix_languages()))
def test_data_files_are_well_formed(language: str) -> None:
    table = attached_of(language)
    assert all(0 < len(prefix) <= LONGEST for prefix in table.prefixes)
    for endings in table.suffixes.values():
        assert all(0 < len(ending) <= LONGEST for ending in endings)
    script = next(cells[0] for what, *cells in affix_rows(language) if what == "script")
    if table.suffixes and script not in TELLING_SCRIPTS:
        assert is_told(language)  # or its endings would never count
    found = paradigms(language)
    for patterns in found.patterns.values() if found else ():
        assert all(len(pattern.endings) == len(found.cases) for pattern in patterns if found)


def test_the_language_of_a_text_is_told() -> None:
    assert languages_told("Prezydent spotkał się z nim.") == {"pl"}
    assert languages_told("The president met him in Łódź, and then in Iraq.") == frozenset()
