"""Small gazetteers for tests of matching."""

from __future__ import annotations

from typing import Any

import pytest

from normalizer import Normalizer, build

ENTITIES: list[dict[str, Any]] = [
    {
        "id": "popular-mobilization-forces",
        "type": "organization",
        "name": "Popular Mobilization Forces",
        "labels": {"ar": "الحشد الشعبي", "zh": "人民动员力量"},
        "names": [
            "Hashd al-Shaabi",
            {
                "text": "PMU",
                "language": "en",
                "kind": "acronym",
                "conditions": {"case": "exact", "forbids_context": ["power management", "chip*"]},
            },
        ],
    },
    {"id": "washington-dc", "type": "place", "name": "Washington, D.C.", "names": ["Washington"]},
    {
        "id": "united-states",
        "type": "place",
        "name": "United States",
        "names": [
            {"text": "US", "kind": "acronym", "conditions": {"case": "exact"}},
            "US Army Base",
        ],
    },
    {"id": "strasse", "type": "place", "name": "Straße"},
    {"id": "idf", "type": "organization", "name": "Israel Defense Forces", "names": ['צה"ל']},
    {
        "id": "iraq",
        "type": "place",
        "name": "Iraq",
        "labels": {"ja": "イラク", "ru": "Ирак", "ko": "이라크"},
        "names": [{"text": "Iraqi", "kind": "demonym"}],
    },
    {"id": "math", "type": "place", "name": "𝔘𠀀𠀁"},
    {"id": "isid", "type": "organization", "name": "IŞİD"},
    {
        "id": "ali-al-hosseini",
        "type": "person",
        "name": "Ali al-Hosseini",
        "names": [
            {
                "text": "Abu Hosseini",
                "kind": "nickname",
                "conditions": {"requires_context": ["commander", "hashd"]},
            }
        ],
    },
    {
        "id": "ansar-libya",
        "type": "organization",
        "name": "Ansar al-Sharia in Libya",
        "names": [
            {
                "text": "Ansar al-Sharia",
                "kind": "short",
                "conditions": {"requires_context": ["Libya", "Benghazi"]},
            }
        ],
    },
    {
        "id": "ansar-tunisia",
        "type": "organization",
        "name": "Ansar al-Sharia in Tunisia",
        "names": [
            {
                "text": "Ansar al-Sharia",
                "kind": "short",
                "conditions": {"requires_context": ["Tunisia", "Tunis"]},
            }
        ],
    },
    {
        "id": "aden",
        "type": "place",
        "name": "Aden",
        "names": [
            {
                "text": "Aden",
                "conditions": {
                    "requires_context": ["Yemen*"],
                    "forbids_context": ["Adenauer"],
                    "alone": "counts",
                },
            },
        ],
    },
    {
        "id": "nusra",
        "type": "organization",
        "name": "al-Nusra Front",
        "names": [
            {
                "text": "Jabhat Fateh al-Sham",
                "kind": "name",
                "conditions": {"since": "2016-07-28", "until": "2017-01-28"},
            }
        ],
    },
]


@pytest.fixture(scope="session")
def small() -> Normalizer:
    """A small gazetteer with every kind of condition."""
    return build(ENTITIES)
