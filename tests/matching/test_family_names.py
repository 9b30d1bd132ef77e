"""Family names that endings make of others: which are two, and which are one spelled otherwise."""

from __future__ import annotations

import pytest

from normalizer.matching.likeness.views import Spelling
from normalizer.matching.names.family_names import are_two_families, family_objection


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Nawaz Sharifi", "Nawaz Sharif"),
        ("نواز شريفي", "Nawaz Sharif"),
        ("Omar al-Bashiri", "عمر البشير"),
        ("Mustafa al-Kazimiyya", "Mustafa al-Kazemi"),
        ("Masoud Barzanji", "Masoud Barzani"),
        ("Rafic Harirchi", "Rafic Hariri"),
        ("Владимир Потанин", "Vladimir Putin"),
        ("Володимир Зеленецький", "Volodimir Zelenszkij"),
        ("Александр Лукашенков", "Alexander Lukashenko"),
        ("Дмитрий Песковский", "Dmitri Peskow"),
        ("Віктор Янукевич", "Viktor Yanukovych"),
        ("אריאל שרוני", "Ariel Sharon"),
    ],
)
def test_another_ending_makes_another_family(query: str, name: str) -> None:
    assert family_objection(Spelling.of(query), Spelling.of(name))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Masud Barzany", "Masoud Barzani"),
        ("Ali Larijanii", "Ali Larijani"),
        ("Dmitrij Medwedjew", "Dmitry Medvedev"),
        ("Ilham Aliev", "Ilham Aliyev"),
        ("Volodymyr Zelenskij", "Volodymyr Zelenskyy"),
        ("Serzh Sarkissyan", "Serzh Sargsyan"),
        ("Aleksandr Lukašenka", "Alexander Lukashenko"),
        ("Ali Khamenehi", "Ali Khamenei"),
        ("Uday Huseni", "Uday Husein"),  # two letters in the wrong order
        ("Marwan Barghout", "Marwan Barghouti"),  # a letter dropped at the end
        ("ნავაზ შარიფი", "Nawaz Sharif"),  # every name ends so in Georgian
        ("Sharifi", "Sharif"),  # no family name
    ],
)
def test_other_spellings_do_not(query: str, name: str) -> None:
    assert family_objection(Spelling.of(query), Spelling.of(name)) is None


@pytest.mark.parametrize("stem", ["petr", "karim", "lukash"])
@pytest.mark.parametrize(
    "endings", ["ov off ew", "sky skij ski", "ich ych", "zadeh zade", "enko enka"]
)
def test_one_ending_may_be_spelled_in_several_ways(stem: str, endings: str) -> None:
    words = [stem + ending for ending in endings.split()]
    assert not any(are_two_families(one, other) for one in words for other in words)
