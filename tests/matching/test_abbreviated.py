"""Given names that are abbreviated: whose initials they are."""

from __future__ import annotations

import pytest

from normalizer import Normalizer
from normalizer.matching.names.abbreviated import abbreviated, initials_of_another, written_out
from tests.test_cases import rows


@pytest.mark.parametrize(("name", "expected", "why"), rows("abbreviated.tsv"))
def test_initials_tell_whose_name_it_is(
    curated: Normalizer, name: str, expected: str, why: str
) -> None:
    assert (curated.resolve(name).id or "-") == expected, why
    assert (curated.resolve_many([name])[0].id or "-") == expected, why


def test_a_name_is_parted_into_surname_and_initials() -> None:
    assert abbreviated("J.-Y. Le Drian") == ("Le Drian", ("j", "y"))
    assert abbreviated("PUTIN V V") == ("PUTIN", ("v", "v"))
    assert abbreviated("Malcolm Little") is None
    assert abbreviated("a. b.") is None


def test_each_initial_needs_a_word_of_the_full_name() -> None:
    names = ["Ali Akbar Hashemi Rafsanjani"]
    assert list(written_out("Ali A. H. Rafsanjani", names)) == [
        ("Ali Akbar Hashemi Rafsanjani", "“A.” read as “Akbar”, “H.” read as “Hashemi”")
    ]
    assert not list(written_out("Ali H. A. Rafsanjani", names))
    assert not list(written_out("A. Rafsanjani", names))


def test_any_initial_may_be_of_one_whose_second_name_is_not_known() -> None:
    assert not initials_of_another("Hassan R. Nasrallah", ["Hassan Nasrallah"])
    assert initials_of_another("Hassan R. Nasrallah", ["Hassan Abdulkarim Nasrallah"]) == ("R.",)
