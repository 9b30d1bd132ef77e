"""The Python interface."""

from __future__ import annotations

import datetime
import math
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from normalizer import Normalizer, UndoError, UsageError, build
from normalizer.rewriting import edits


def test_resolve_tells_what_and_why(curated: Normalizer) -> None:
    resolution = curated.resolve("Hashd al-Sha'abi")
    assert resolution.id == "popular-mobilization-forces"
    assert not resolution.abstained
    assert resolution.name == "Popular Mobilization Forces"
    assert resolution.score > 0.9
    assert resolution.evidence
    assert resolution.candidates[0].id == resolution.id


def test_a_faint_likeness_is_not_told(curated: Normalizer) -> None:
    found = curated.resolve("Zorgblatt Quux")
    assert (found.evidence, bool(found.candidates)) == (("no similar name is listed",), True)
    near = curated.resolve("Islamic State (Yemen)")
    assert near.evidence == ("closest to “Islamic State” (islamic-state)",)


@pytest.mark.parametrize("value", [None, math.nan, 7, 1.5, b"PMU", True])
def test_what_is_no_text_is_passed_through(curated: Normalizer, value: object) -> None:
    resolution = curated.resolve(value)
    assert resolution.abstained
    assert resolution.reason == "not text"
    assert resolution.text is value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("…!?", "empty"),
        ("x" * 100_000, "too long"),
        ("Zorgblatt Quux", "unknown"),
        ("isis", "refused by context"),
        ("Iraqi", "refused by context"),
    ],
)
def test_abstentions(curated: Normalizer, text: str, reason: str) -> None:
    resolution = curated.resolve(text)
    assert resolution.abstained
    assert resolution.reason == reason
    assert resolution.evidence


def test_a_resolution_is_true_where_an_entity_was_chosen(curated: Normalizer) -> None:
    texts = ["PMU", "Qasim Suleimany", "nobody at all", "", None] * 10
    expected = [True, True, False, False, False] * 10
    assert [bool(curated.resolve(text)) for text in texts] == expected
    assert [bool(found) for found in curated.resolve_many(texts)] == expected


def test_what_is_found_may_be_kept_in_sets_and_is_shown_without_labels(curated: Normalizer) -> None:
    resolutions = {curated.resolve("PMU"), curated.resolve("PMU"), curated.resolve("Daesh")}
    mentions = {*curated.find("Daesh fled."), *curated.find("Daesh fled.")}
    assert (len(resolutions), len(mentions)) == (2, 1)
    for found in (*resolutions, *mentions):
        assert found.labels
        assert "evidence=(" in repr(found)
        assert "labels" not in repr(found)


@pytest.mark.parametrize("day", [datetime.date(2014, 5, 3), datetime.datetime(2014, 5, 3, 12)])
def test_a_date_may_be_a_day_of_datetime(curated: Normalizer, day: datetime.date) -> None:
    assert curated.resolve("Jabhat Fateh al-Sham", date=day).abstained
    assert curated.resolve_many(["Jabhat Fateh al-Sham"], date=day)[0].abstained
    assert "was not in use on 2014-05-03" in curated.explain("Jabhat Fateh al-Sham", date=day)
    assert "was not in use in 2014-05." in curated.explain("Jabhat Fateh al-Sham", date="2014-05")
    as_of = curated.rewrite("Daesh fled.", to="as-of", date=day).text
    assert as_of == "Islamic State of Iraq and the Levant fled."
    assert curated.find("Jabhat Fateh al-Sham fled.", date=day) == []
    assert curated.resolve("Jabhat Fateh al-Sham", date=2014).abstained
    assert curated.find("Jabhat Fateh al-Sham fled.", date="03.05.2014") == []
    assert "2014-05-03" in curated.explain("Jabhat Fateh al-Sham", date="3.5.2014")


def test_explain_is_told_what_resolve_is_told(curated: Normalizer) -> None:
    assert "resolved    popular-mobilization-forces" in curated.explain("PMU")
    for asked in ({"type": "person"}, {"context": "power management"}, {"date": "1900"}):
        found = curated.resolve("Jabhat Fateh al-Sham" if "date" in asked else "PMU", **asked)
        told = curated.explain(str(found.text), **asked)
        assert f"abstained   {found.reason}" in told


def test_context_decides(curated: Normalizer) -> None:
    assert curated.resolve("PMU").id == "popular-mobilization-forces"
    assert curated.resolve("PMU", context="…power management unit…").abstained
    assert curated.resolve("Soleimani").abstained
    assert curated.resolve("Soleimani", context="the Quds Force commander").id == "qasem-soleimani"


@pytest.mark.parametrize(
    "text",
    [
        "General Qasem Soleimani",
        "Soleimani, Qasem",
        "Qasem Soleimani's",
        "the Quds Force",
        "Popular Mobilization Units (PMU)",
        "الشيخ حسن نصر الله",
    ],
)
def test_other_readings(curated: Normalizer, text: str) -> None:
    assert not curated.resolve(text).abstained


def test_every_name_resolves_to_its_entity_or_is_told_ambiguous(curated: Normalizer) -> None:
    index = curated.index
    for number in range(index.name_count):
        record = index.name(number)
        entity = index.entity(record.entity)
        needed = record.name.conditions.requires_context
        context = needed[0].replace("*", "") if needed else None
        resolution = curated.resolve(
            record.name.text, context=context, date=record.name.conditions.since
        )
        if resolution.abstained:
            assert resolution.reason in ("ambiguous", "refused by context"), record.name
        else:
            assert resolution.id == entity.id, record.name


def test_candidates_are_ordered_and_limited(curated: Normalizer) -> None:
    candidates = curated.candidates("Qasim Suleimany", limit=3)
    assert len(candidates) == 3
    assert candidates[0].id == "qasem-soleimani"
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)
    assert curated.candidates("isis")[0].id == "islamic-state"
    assert curated.candidates("…") == []


def test_resolve_many_keeps_order(curated: Normalizer) -> None:
    resolutions = curated.resolve_many(["PMU", None, "PMU", "Daesh"])
    assert [resolution.id for resolution in resolutions] == [
        "popular-mobilization-forces",
        None,
        "popular-mobilization-forces",
        "islamic-state",
    ]


def test_resolve_many_takes_columns_of_a_data_frame(curated: Normalizer) -> None:
    names = ["PMU", "PMU", "Jabhat Fateh al-Sham", "Jabhat Fateh al-Sham", "PMU"]
    notes = np.array([math.nan, "power management unit", None, "", "militia"], dtype=object)
    day, moment = datetime.date(2016, 12, 1), datetime.datetime(1990, 1, 1, 12)
    dates = iter([math.nan, None, day, moment, "2015"])
    found = curated.resolve_many(names, context=notes, date=dates)
    assert list(map(bool, found)) == [True, False, True, False, True]
    with pytest.raises(UsageError, match="The date is 3"):
        curated.resolve_many(names, date=[3] * 5)
    with pytest.raises(UsageError, match="date has 1 values for 5 names"):
        curated.resolve_many(names, date=iter(["2015"]))


def test_many_texts_may_be_a_column_of_arrow(curated: Normalizer) -> None:
    table = pa.table({"name": ["PMU", None, "Daesh"], "note": ["watt", None, None]})
    found = curated.resolve_many(table["name"], context=table["note"])
    assert [one.id for one in found] == [None, None, "islamic-state"]
    assert [one.text for one in curated.rewrite_many(pa.array(["Daesh"]))] == ["Islamic State"]


def test_resolve_many_takes_one_argument_or_one_for_each(curated: Normalizer) -> None:
    contexts = ["the power management unit", None, "fought near Mosul"]
    found = curated.resolve_many(["PMU"] * 3, context=contexts, type="organization")
    alone = [curated.resolve("PMU", context=c, type="organization") for c in contexts]
    assert found == alone
    assert [resolution.abstained for resolution in found] == [True, False, False]
    types = ["person", "organization", None]
    found = curated.resolve_many(["Qasim Suleimany"] * 3, type=types, language=["en", None, "fa"])
    assert [resolution.id for resolution in found] == ["qasem-soleimani", None, "qasem-soleimani"]
    assert curated.resolve_many([], date=[]) == []
    with pytest.raises(UsageError, match="context has 1 values for 2 names"):
        curated.resolve_many(["PMU", "Daesh"], context=["x"])
    with pytest.raises(UsageError, match="context is 5"):
        curated.resolve_many([], context=5)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="The date is 'soon'"):
        curated.resolve_many(["PMU", "Daesh"], date=["2014", "soon"])


def test_undo_refuses_another_text(curated: Normalizer) -> None:
    rewrite = curated.rewrite("The PMU fought Daesh.")
    assert rewrite.undo() == "The PMU fought Daesh."
    assert edits.apply("The PMU fought Daesh.", rewrite.edits) == rewrite.text
    with pytest.raises(UndoError):
        edits.revert("Another text", rewrite.edits)
    with pytest.raises(UsageError):
        curated.rewrite("x", to="{nothing}")


def test_build_takes_strings_and_mappings() -> None:
    small = build(
        [{"id": "a", "type": "company", "name": "Acme Widgets", "names": ["Akme Widgets"]}]
    )
    assert small.resolve("ACME-Widgets").id == "a"
    assert small.candidates("Acme Vidgets")[0].id == "a"


@pytest.mark.parametrize("text", ["12345", "1.10", "2014-06-29", "12,345,679", "١٢٣٤٥٦٧٨"])
def test_numbers_count_only_as_listed(text: str) -> None:
    listed = ["123456", "2014-06-28", "12,345,678 Euro", "12 345 678"]
    names = build({"id": f"e{at}", "type": "media", "name": it} for at, it in enumerate(listed))
    expected = "e3" if text == "١٢٣٤٥٦٧٨" else None
    for found in (names.resolve(text), *names.resolve_many([text, "Another Name"])[:1]):
        assert found.id == expected
        assert found.evidence
    if expected is None:
        assert names.candidates(text) == []
        assert names.resolve(text).reason == "unknown"


def test_no_names_at_all() -> None:
    assert build([]).resolve("anything").reason == "unknown"
    assert build([]).find("anything") == []


def test_import_does_nothing(curated: Normalizer) -> None:
    assert curated  # compiled by now
    code = (
        "import logging, socket, sys\n"
        "def no(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = no\n"
        "import normalizer\n"
        "assert not logging.getLogger().handlers\n"
        "assert 'numpy' not in sys.modules and 'yaml' not in sys.modules\n"
        "n = normalizer.load(); assert n.resolve('PMU').id\n"
        "assert 'numpy' not in sys.modules, 'a listed name needs no numpy'\n"
    )
    assert socket.socket
    subprocess.run([sys.executable, "-c", code], check=True)


def test_full_stops_of_name_and_sentence_are_one(curated: Normalizer) -> None:
    for text in ("He went to Washington, D.C.", "Washington, D.C. is hot.", "(Washington, D.C.)"):
        assert curated.rewrite(text).text == text
    rewrite = curated.rewrite("Вашингтон.")
    assert (rewrite.text, rewrite.undo()) == ("Washington, D.C.", "Вашингтон.")


@pytest.mark.parametrize(
    "call",
    [
        lambda n: n.resolve("x", date="yesterday"),
        lambda n: n.resolve("x", date="2020-13"),
        lambda n: n.resolve("x", min_score=2),
        lambda n: n.resolve("x", context=3),
        lambda n: n.find(None),
        lambda n: n.rewrite(b"x"),
        lambda n: n.find("x", date="2020-02-40"),
        lambda n: n.candidates(None),
        lambda n: n.resolve("x", min_score="high"),
        lambda n: n.workers(0),
        lambda n: n.candidates("Daesh", limit="3"),
        lambda n: n.rewrite("Daesh", to=5),
        lambda n: n.explain(None),
        lambda n: n.explain("Daesh", type="organisation"),
    ],
)
def test_wrong_arguments_are_refused(
    curated: Normalizer, call: Callable[[Normalizer], object]
) -> None:
    with pytest.raises(UsageError):
        call(curated)


def test_one_type_may_be_a_string(curated: Normalizer) -> None:
    assert [m.id for m in curated.find("Daesh in Mosul", types="place")] == ["mosul"]


def test_a_normalizer_travels_to_other_processes(curated: Normalizer) -> None:
    copy = pickle.loads(pickle.dumps(curated))
    assert copy.resolve("Qasim Suleimany") == curated.resolve("Qasim Suleimany")


def test_what_is_found_travels_back(curated: Normalizer) -> None:
    rewrite = curated.rewrite("The PMU fought Daesh in Mosul.")
    copy = pickle.loads(pickle.dumps(rewrite))
    assert (copy.text, copy.undo()) == (rewrite.text, rewrite.original)
    assert copy.mentions == rewrite.mentions
    assert len(copy.mentions) == 3
    assert (copy.edits, copy.edit_count) == (rewrite.edits, 2)
    assert copy.offsets.span_to_new(4, 7) == rewrite.offsets.span_to_new(4, 7)


def test_one_mapping_is_no_list_of_entities() -> None:
    with pytest.raises(UsageError, match="put a single entity in a list"):
        build({"id": "acme", "type": "company", "name": "Acme Widgets"})  # type: ignore[arg-type]


def test_candidates_are_at_least_one(curated: Normalizer) -> None:
    with pytest.raises(UsageError, match="limit is -1"):
        curated.candidates("Daesh", limit=-1)


@pytest.mark.parametrize("many", ["resolve_many", "find_many", "rewrite_many"])
def test_one_text_is_not_many(curated: Normalizer, many: str) -> None:
    with pytest.raises(UsageError, match=r"single text .* give a list of texts"):
        getattr(curated, many)("Daesh")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WHO IS US", []),
        ("THE PMU LEFT MOSUL AND WHO IS US", ["PMU", "MOSUL"]),
        ("Iran\u2066Joe Biden\u2069", ["Iran", "Joe Biden"]),
        ("Iran\ufe0f", ["Iran\ufe0f"]),
        ("US$5 and OPEC+", []),
    ],
)
def test_borders_and_capitals(curated: Normalizer, text: str, expected: list[str]) -> None:
    assert [mention.text for mention in curated.find(text)] == expected
    once = curated.rewrite(text).text
    assert curated.rewrite(once).text == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the PMU's men", "the Popular Mobilization Forces' men"),
        ("The PMU’s!", "The Popular Mobilization Forces’!"),
        ("THE PMU'S MEN", "THE Popular Mobilization Forces' MEN"),
        ("Hamas's men, HAMAS's men", "Hamas's men, Hamas's men"),
        ("Daesh's men", "Islamic State's men"),
        ("the Syrian Democratic Forces' men", "the Syrian Democratic Forces' men"),
    ],
)
def test_possessives_behind_forms_in_s(curated: Normalizer, text: str, expected: str) -> None:
    rewrite = curated.rewrite(text)
    assert rewrite.text == expected
    assert rewrite.undo() == text
    assert curated.rewrite(expected).text == expected


def test_affixes_are_kept_dropped_or_skipped(curated: Normalizer) -> None:
    text = "החמאס תקף בישראל."
    assert curated.rewrite(text).text == "ה-Hamas תקף ב-Israel."
    assert curated.rewrite(text, affixes="drop").text == "Hamas תקף Israel."
    assert curated.rewrite(text, affixes="skip").text == text
    assert (
        curated.rewrite("Переговоры с ИГИЛом.", "ru").text == "Переговоры с Исламским государством."
    )
    assert curated.rewrite("وداعش", "ar").text == "وتنظيم الدولة الإسلامية"
    assert curated.rewrite("داعشي").text == "داعشي"
    assert curated.resolve("Хезболлой").id == "hezbollah"
    with pytest.raises(UsageError, match="keep, drop, skip"):
        curated.rewrite(text, affixes="lose")


@pytest.mark.parametrize("markup", ["none", "html"])
def test_many_texts_are_treated_as_each_alone(curated: Normalizer, markup: str) -> None:
    texts = [
        "<b>PMU</b> in Iraq",
        "",
        "nothing here",
        "l'Irak et l'Iran",
        "الحشد الشعبي",
        "PMU" * 2,
    ]
    asked = {"date": "2020", "types": iter(["organization"]), "markup": markup}
    found = curated.find_many(iter(texts), **asked)
    asked = {"date": "2020", "types": "organization", "markup": markup}
    assert found == [curated.find(text, **asked) for text in texts]
    rewritten = curated.rewrite_many(texts, "id", **asked, affixes="drop")
    alone = [curated.rewrite(text, "id", **asked, affixes="drop") for text in texts]
    assert [one.edits for one in rewritten] == [one.edits for one in alone]
    assert [one.text for one in rewritten] == [one.text for one in alone]


def test_one_of_many_texts_is_no_text(curated: Normalizer) -> None:
    with pytest.raises(UsageError, match="Text number 2 is of type NoneType; give strings"):
        curated.find_many(["PMU", None])


@pytest.mark.parametrize(
    "text",
    ["Qasim Suleimany", "Mosull", "Islamic Stat", "Netanyahoo", "Касем Сулеймони", "الحشد الشعبى"],
)
def test_candidates_score_what_resolve_finds_alike(curated: Normalizer, text: str) -> None:
    found = curated.resolve(text)
    known = {it.id: (it.score, it.matched) for it in curated.candidates(text, limit=10)}
    assert found.candidates
    for candidate in found.candidates:
        assert known.get(candidate.id) == (candidate.score, candidate.matched)
