"""Names in Han characters as several languages read them: cases as data, over one gazetteer."""

from __future__ import annotations

import pytest

import normalizer
from normalizer import Normalizer, Resolution
from tests.case_files import rows

NAMES = rows("han_names.tsv")
OTHERS = [row[0] for row in rows("han_others.tsv") if len(row) == 1]
ABSENT = [row[0] for row in rows("han_others.tsv") if len(row) == 2]
# What is read alike is one name to whoever hears it: Li Ka-chiu, Soong Mei-ling.
ALIKE = {"李家超", "宋美玲"}


@pytest.fixture(scope="module")
def listed() -> Normalizer:
    names = dict.fromkeys([*(row[1] for row in NAMES), *OTHERS])
    return normalizer.build([{"id": name, "type": "person", "name": name} for name in names])


@pytest.fixture(scope="module")
def found(listed: Normalizer) -> list[Resolution]:
    return listed.resolve_many([row[0] for row in NAMES])


@pytest.mark.parametrize(
    ("language", "share"), [("ja", 0.7), ("ko", 0.6), ("vi", 0.85), ("tw", 0.65), ("yue", 0.55)]
)
def test_names_are_found_by_their_reading(
    found: list[Resolution], language: str, share: float
) -> None:
    asked = [(row, it) for row, it in zip(NAMES, found, strict=True) if row[2] == language]
    right = [row for row, it in asked if it.id == row[1]]
    assert len(right) >= share * len(asked)


def test_none_is_taken_for_another(found: list[Resolution]) -> None:
    asked = zip(NAMES, found, strict=True)
    wrong = {row[0]: it.id for row, it in asked if it.id not in (None, row[1])}
    assert wrong.keys() - ALIKE == set()


def test_who_is_not_listed_is_nobody(listed: Normalizer) -> None:
    taken = {
        name: it.id for name, it in zip(ABSENT, listed.resolve_many(ABSENT), strict=True) if it.id
    }
    assert taken.keys() - ALIKE == set()


def test_evidence_tells_the_reading(listed: Normalizer) -> None:
    resolution = listed.resolve("小泉纯一郎")
    assert resolution.id == "Junichiro Koizumi"
    assert "read as Japanese: こいずみ じゅんいちろう" in resolution.evidence


def test_an_english_given_name_before_a_chinese_one_may_be_missing(listed: Normalizer) -> None:
    resolution = listed.resolve("梁朝偉")
    assert resolution.id == "Tony Leung Chiu-wai"
    told = "compared with “Leung Chiu-wai”, leaving out the given name before it"
    assert told in resolution.evidence
    assert listed.resolve("梁朝").id is None


def test_a_japanese_surname_alone_is_no_full_name() -> None:
    entities = [{"id": name, "type": "person", "name": name} for name in ("Kuwabara", "Tadao Ando")]
    gazetteer = normalizer.build(entities)
    assert gazetteer.resolve("桑原").id == "Kuwabara"
    assert gazetteer.resolve("安東").id is None


def test_who_is_listed_in_han_is_meant_by_no_other_characters() -> None:
    entity = {"id": "abe", "type": "person", "name": "Shinzo Abe"}
    assert normalizer.build([entity]).resolve("安部新蔵").id == "abe"
    native = {"text": "安倍晋三", "language": "ja"}
    assert normalizer.build([{**entity, "names": [native]}]).resolve("安部新蔵").id is None


def test_only_people_are_meant() -> None:
    river = {"id": "river", "type": "place", "name": "Jin Yong"}
    assert normalizer.build([river]).resolve("金永").id is None
    assert normalizer.build([{**river, "type": "person"}]).resolve("金永").id == "river"
