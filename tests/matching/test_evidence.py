"""Comparison of spellings: cases as data, and what holds of every comparison."""

from __future__ import annotations

import pytest

from normalizer.matching.likeness import score
from normalizer.matching.likeness.evidence import Spelling, compare, compare_many
from tests.case_files import rows

SAME = rows("same_name.tsv")
OTHER = rows("other_name.tsv")


@pytest.mark.parametrize(("query", "name"), SAME)
def test_spellings_of_one_name(query: str, name: str) -> None:
    found = compare(Spelling.of(query), Spelling.of(name))
    assert found.score > score.threshold(found.kind, "5%"), (found, found.evidence)


@pytest.mark.parametrize(("query", "name", "why"), OTHER)
def test_look_alikes(query: str, name: str, why: str) -> None:
    found = compare(Spelling.of(query), Spelling.of(name))
    assert found.score < score.threshold(found.kind, "1%"), (found, why, found.evidence)


@pytest.mark.parametrize(("query", "name", "why"), OTHER)
def test_look_alikes_the_other_way_round(query: str, name: str, why: str) -> None:
    found = compare(Spelling.of(name), Spelling.of(query))
    assert found.score < score.threshold(found.kind, "1%"), (found, why, found.evidence)


@pytest.mark.parametrize(("query", "name", "truth"), rows("name_known_failures.tsv"))
def test_known_failures_are_no_accepted_links(query: str, name: str, truth: str) -> None:
    """What is known to go wrong, so that a change which mends it moves the case."""
    found = compare(Spelling.of(query), Spelling.of(name))
    if truth == "other":
        assert found.score >= score.threshold(found.kind, "1%"), "move it to other_name.tsv"
    else:
        assert found.score <= score.threshold(found.kind, "5%"), "move it to same_name.tsv"


def test_cases_are_many_and_in_many_scripts() -> None:
    assert len(SAME) >= 120
    assert len(OTHER) >= 120
    assert len({Spelling.of(query).script for query, _ in SAME}) >= 10


def test_a_batch_gives_what_single_comparisons_give() -> None:
    query = Spelling.of("قاسم سليماني")
    names = [Spelling.of(name) for _, name in SAME[:40]]
    together = [found.score for found in compare_many([(query, name) for name in names])]
    alone = [compare(query, name).score for name in names]
    assert together == pytest.approx(alone, abs=1e-6)


def test_no_names_no_comparisons() -> None:
    assert compare_many([]) == []


@pytest.mark.parametrize("text", ["", "…", "١٢٣", "x", "😀", "a" * 500, "word " * 80])
def test_odd_text_gives_a_probability(text: str) -> None:
    for found in (
        compare(Spelling.of(text), Spelling.of("Hassan Nasrallah")),
        compare(Spelling.of("Hassan Nasrallah"), Spelling.of(text)),
        compare(Spelling.of(text), Spelling.of(text)),
    ):
        assert 0.0 <= found.score <= 1.0
        assert all(found.evidence) or not found.evidence


def test_features_have_names() -> None:
    found = compare(Spelling.of("حماس"), Spelling.of("Hamas"))
    assert len(found.features) == len(score.FEATURES)


def test_words_left_out_leave_the_others_met() -> None:
    def met(query: str, name: str) -> list[float]:
        found = compare(Spelling.of(query), Spelling.of(name))
        values = dict(zip(score.FEATURES, found.features, strict=True))
        return [values["query_met"], values["name_met"]]

    ours, theirs = met("Junaid Dockrat", "Junaid Ismail Dockrat")
    assert 1.0 >= ours > theirs + 0.1 > 0.5
    assert met("Junaid Ismail Dockrat", "Junaid Dockrat") == pytest.approx([theirs, ours])
    assert max(met("Junaid Dockrat", "Helmut Koch")) < 0.5


def test_evidence_tells_what_met_and_what_spoke_against() -> None:
    found = compare(Spelling.of("Hussein Nasrallah"), Spelling.of("Hassan Nasrallah"))
    text = " ".join(found.evidence)
    assert "«nasrallah» is written the same." in text
    assert "«hussein»" in text
    assert all(sentence.endswith(".") for sentence in found.evidence)


def test_evidence_names_missing_and_surplus_words() -> None:
    surplus = compare(Spelling.of("Niger Delta"), Spelling.of("Niger")).evidence
    assert any("delta" in sentence for sentence in surplus)
    missing = compare(Spelling.of("Судан"), Spelling.of("South Sudan")).evidence
    assert any("south" in sentence and "missing" in sentence for sentence in missing)


def test_own_script_letters_speak_against() -> None:
    found = compare(Spelling.of("حرب"), Spelling.of("هرب"))
    assert any("حرب" in sentence and "هرب" in sentence for sentence in found.evidence)
