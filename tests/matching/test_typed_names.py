"""Names of organisations whose type word is translated: cases as data, over one gazetteer."""

from __future__ import annotations

from functools import lru_cache

import normalizer
from normalizer import Normalizer
from normalizer.matching.likeness.views import Spelling
from normalizer.spelling.type_words import split
from tests.case_files import rows

ROWS = [row[:3] for row in rows("type_word_names.tsv")]
LISTED = sorted({row[1] for row in ROWS})


def skeletons(text: str) -> set[str]:
    return set(Spelling.of(split(text).rest).skeletons)


@lru_cache(maxsize=4)
def listing(names: tuple[str, ...]) -> Normalizer:
    return normalizer.build(
        [{"id": f"o{n}", "type": "organization", "name": text} for n, text in enumerate(names)]
    )


def resolved(spelling: str, name: str, others: list[str]) -> tuple[str | None, object]:
    """The name that a spelling resolves to, of one and others."""
    names = sorted({name, *others} - {spelling})
    found = listing(tuple(names)).resolve(spelling)
    return (None if found.id is None else names[int(found.id[1:])]), found


def test_translated_type_words_meet() -> None:
    wanted = [row for row in ROWS if row[2] == "yes"]
    missed, wrong = [], []
    for spelling, name, _ in wanted:
        other = [text for text in LISTED if not skeletons(text) & skeletons(name)]
        met, found = resolved(spelling, name, other)
        if met is None:
            missed.append(found)
        elif met != name:
            wrong.append(found)
    assert not wrong, "\n".join(map(str, wrong))
    assert len(missed) <= 0.3 * len(wanted), "\n".join(map(str, missed))


def test_a_type_word_alone_makes_no_match() -> None:
    wrong = []
    for spelling, name, same in ROWS:
        if same == "no":
            met, found = resolved(spelling, name, LISTED)
            if met == name:
                wrong.append(found)
    assert not wrong, "\n".join(map(str, wrong))


def test_of_equally_close_forms_that_goes_first_which_asks_for_nothing() -> None:
    brigades = {
        "text": "Ashura Brigades",
        "language": "en",
        "kind": "translation",
        "conditions": {"requires_context": ["Iraq"]},
    }
    names = [brigades, "Ashura Companies"]
    entity = {"id": "e", "type": "organization", "name": "Nujum Front", "names": names}
    found = normalizer.build([entity])
    others = ["Liwa Badr", "Katibat Omar", "Harakat Nour", "Jaysh Salam", "Hizb Fajr"]
    for count in range(len(others)):
        resolution = found.resolve_many(["Seraya Aşura", *others[:count]])[0]
        assert (resolution.id, resolution.candidates[0].matched) == ("e", "Ashura Companies")
