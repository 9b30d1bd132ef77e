"""Words of conditions that are listed names stand for their entities, however these are named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Normalizer, build


def _asking(text: str, condition: str, *context: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "language": "en", "conditions": {condition: list(context)}, **more}


ENTITIES: list[dict[str, Any]] = [
    {
        "id": "vienna",
        "type": "place",
        "name": "Vienna",
        "labels": {"de": "Wien", "ru": "Вена", "zh": "维也纳"},
        "names": [{"text": "Viennese", "language": "en", "kind": "demonym"}],
    },
    {
        "id": "russia",
        "type": "place",
        "name": "Russia",
        "labels": {"ru": "Россия", "zh": "俄罗斯"},
        "names": [_asking("罗刹", "forbids_context", "白罗刹")],
    },
    {"id": "belarus", "type": "place", "name": "Belarus", "labels": {"zh": "白罗刹"}},
    {"id": "suriname", "type": "place", "name": "Suriname", "labels": {"ar": "سورينام"}},
    {"id": "syria", "type": "place", "name": "Syria", "labels": {"ar": "سوريا"}},
    {
        "id": "tyre",
        "type": "place",
        "name": "Tyre",
        "names": [{"text": "Sur", "language": "es"}, _asking("Ty", "requires_context", "Libano")],
    },
    {
        "id": "guard",
        "type": "organization",
        "name": "Home Guard",
        "labels": {"de": "Heimwehr"},
        "names": [
            _asking("the Guard", "requires_context", "Wien"),
            _asking("the Watch", "forbids_context", "Wien"),
            _asking("the Force", "requires_context", "Росси*"),
            _asking("the Ward", "requires_context", "سوري*"),
            _asking("the South", "forbids_context", "sur"),
            _asking("the Vigil", "forbids_context", "Ty"),
            _asking("the Post", "forbids_context", "Viennese"),
            _asking("the Corps", "forbids_context", "Heimwehr", "维也纳"),
        ],
    },
    {
        "id": "elder",
        "type": "person",
        "name": "Ahmad Moro",
        "labels": {"ru": "Ахмад Моро"},
    },
    {
        "id": "younger",
        "type": "person",
        "name": "Ramzan Moro",
        "names": [_asking("Моро", "forbids_context", "Ахмад Моро", kind="short")],
    },
]


@pytest.fixture(scope="module")
def asking() -> Normalizer:
    return build(ENTITIES)


COUNTED = [
    ("the Guard near {}", ["Vienna", "Wien", "Вена", "维也纳"], True),
    ("the Guard near {}", ["Russia", "Россия", "home"], False),
    ("the Watch near {}", ["Vienna", "Wien", "Вена", "维也纳"], False),
    ("the Watch near {}", ["Russia", "home"], True),
    ("the Force near {}", ["Russia", "Россия", "俄罗斯"], True),
    ("the Ward near {}", ["Syria", "سوريا"], True),
    ("the Ward near {}", ["Suriname"], False),
    ("the South near {}", ["Tyre", "Sur"], True),
    ("the Vigil near {}", ["Tyre", "Sur"], False),
    ("the Post near {}", ["Viennese shops"], False),
    ("the Corps near {}", ["Home Guard", "Heimwehr"], True),
    ("the Corps near {}", ["Вена"], False),
    ("罗刹, {}", ["Belarus", "白罗刹"], True),
    ("Моро, {}", ["Ахмад Моро", "Ahmad Moro"], False),
]


@pytest.mark.parametrize(
    ("text", "counts"),
    [(text.format(near), counts) for text, each, counts in COUNTED for near in each],
)
def test_what_is_near_counts_by_what_it_names(
    asking: Normalizer, text: str, *, counts: bool
) -> None:
    found = [mention.start for mention in asking.find(text) if mention.start == 0]
    assert bool(found) == counts


VIENNA = ["Vienna", "Wien", "Вена", "维也纳"]
RUSSIA = ["Россия", "Russia", "俄罗斯"]
SYRIA = ["سوريا", "Syria"]
NAMES = [*VIENNA, *RUSSIA, *SYRIA, "Viennese", "白罗刹", "罗刹", "Tyre", "Sur", "Ty", "Libano"]
NAMES += ["سورينام", "Ахмад Моро", "Ramzan Moro", "Моро", "Belarus", "Heimwehr"]
CONDITIONAL = [name["text"] for name in ENTITIES[6]["names"]]
TEXTS = st.lists(st.sampled_from(NAMES + CONDITIONAL * 2 + ["home", "\n\n"]), max_size=9)


@settings(max_examples=300, deadline=None)
@given(TEXTS.map(", ".join), st.sampled_from(["en", "ru", "zh"]))
def test_rewriting_twice_changes_nothing(asking: Normalizer, text: str, to: str) -> None:
    once = asking.rewrite(text, to)
    assert asking.rewrite(once.text, to).text == once.text
    assert once.undo() == text


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_another_name_of_what_is_near_changes_no_decision(
    asking: Normalizer, parts: list[str], data: st.DataObject
) -> None:
    """In whatever language Vienna, Russia and Syria are named, the same conditional names count."""
    others = {name: names for names in (VIENNA, RUSSIA, SYRIA) for name in names}
    changed = [data.draw(st.sampled_from(others.get(part, [part]))) for part in parts]
    assert [m.id for m in asking.find(", ".join(parts))] == [
        m.id for m in asking.find(", ".join(changed))
    ]
