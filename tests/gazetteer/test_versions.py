"""What a change means for the version of the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalizer.entity import Entity, Name
from normalizer.gazetteer.versions import Change, change_between

A = Entity("a", "organization", "Blue Front", names=(Name("BFR", "en", "acronym"),))
B = Entity("b", "place", "Oldtown")
WITHOUT_NAME = replace(A, names=())
WITH_NAME = replace(A, names=(*A.names, Name("Azure Front")))
OTHER_NOTES = replace(A, notes="An invented body.")
DEMONYM = replace(B, names=(Name("Oldtowner", "en", "demonym"),))
ANOTHER_THING = replace(A, name="Purple Party", names=())
MOVED = replace(A, id="c")


@pytest.mark.parametrize(
    ("old", "new", "redirects", "level", "wanted"),
    [
        ([A, B], [A, B], {}, "none", Change()),
        ([A, B], [OTHER_NOTES, B], {}, "patch", Change(changed_ids=("a",))),
        ([A, B], [A, DEMONYM], {}, "patch", Change(changed_ids=("b",))),
        ([A], [A, B], {}, "minor", Change(added_ids=("b",))),
        ([A], [WITH_NAME], {}, "minor",
         Change(added_names=(("a", "Azure Front"),), changed_ids=("a",))),
        ([A], [WITHOUT_NAME], {}, "major",
         Change(removed_names=(("a", "BFR"),), changed_ids=("a",))),
        ([A, B], [A], {}, "major", Change(removed_ids=(("b", None),))),
        ([A], [MOVED], {"a": "c"}, "major", Change(removed_ids=(("a", "c"),), added_ids=("c",))),
        ([A], [replace(A, type="place")], {}, "major",
         Change(repointed_ids=("a",), changed_ids=("a",))),
        ([A], [ANOTHER_THING], {}, "major",
         Change(repointed_ids=("a",), removed_names=(("a", "BFR"), ("a", "Blue Front")),
                added_names=(("a", "Purple Party"),), changed_ids=("a",))),
    ],
)  # fmt: skip
def test_change(
    old: list[Entity], new: list[Entity], redirects: dict[str, str], level: str, wanted: Change
) -> None:
    by_id = [{entity.id: entity for entity in entities} for entities in (old, new)]
    change = change_between(by_id[0], by_id[1], redirects)
    assert change == wanted
    assert change.level == level


def test_capitals_and_marks_make_no_other_name() -> None:
    change = change_between({"b": B}, {"b": replace(B, name="OLD-TOWN")})
    assert (change.removed_names, change.added_names) == ((), ())
    assert change.level == "patch"
