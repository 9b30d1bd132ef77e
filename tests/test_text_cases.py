"""Sentences of many languages: what is to be found in them, and what must not be.

Data: ``tests/cases/text``, a file per language, and ``tests/cases/text_unlisted`` for names in
spellings that nobody has listed. A sentence known to fail stands with its reason in
``known_failures.tsv`` and must be taken out of there once it passes.
"""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.text_cases import UNLISTED, Case, known_failures, read_cases
from normalizer import Normalizer

CASES = read_cases()
KNOWN = known_failures()
CASES_UNLISTED = read_cases(UNLISTED)
KNOWN_UNLISTED = known_failures(UNLISTED)
NEGATIVE = [case for case in CASES if case.is_negative]


def parameter(case: Case, known: dict[tuple[str, str], str] = KNOWN) -> object:
    reason = known.get((case.language, case.text))
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=f"{case.language}-{case.number}", marks=marks)


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_sentence(case: Case, curated: Normalizer) -> None:
    fault = case.fault(curated.find(case.text))
    assert not fault, f"{case.text} ({case.why}): {fault}"


def test_all_sentences_at_once(curated: Normalizer) -> None:
    texts = [case.text for case in CASES]
    assert curated.find_many(texts) == [curated.find(text) for text in texts]
    rewritten = curated.rewrite_many(texts, "id")
    assert [one.text for one in rewritten] == [curated.rewrite(text, "id").text for text in texts]


@pytest.mark.parametrize("case", [parameter(case, KNOWN_UNLISTED) for case in CASES_UNLISTED])
def test_unlisted_spelling(case: Case, curated: Normalizer) -> None:
    fault = case.fault(curated.find(case.text, unlisted=True))
    assert not fault, f"{case.text} ({case.why}): {fault}"


def test_unlisted_spellings_of_many_texts_at_once(curated: Normalizer) -> None:
    texts = [case.text for case in CASES_UNLISTED]
    each = [curated.find(text, unlisted=True) for text in texts]
    assert curated.find_many(texts, unlisted=True) == each


def test_unlisted_spellings_are_not_listed(curated: Normalizer) -> None:
    """Each positive sentence would fail without the option."""
    positives = [case for case in CASES_UNLISTED if not case.is_negative]
    assert not [case.text for case in positives if not case.fault(curated.find(case.text))]


def test_asking_for_unlisted_spellings_adds_no_fault(curated: Normalizer) -> None:
    for case in CASES:
        fault = case.fault(curated.find(case.text, unlisted=True))
        assert fault == case.fault(curated.find(case.text)), case.text


def test_cases_of_unlisted_spellings_have_the_promised_size() -> None:
    negatives = [case for case in CASES_UNLISTED if case.is_negative]
    assert len({case.language for case in CASES_UNLISTED}) >= 15
    assert len(CASES_UNLISTED) >= 90
    assert 0.45 <= len(negatives) / len(CASES_UNLISTED) <= 0.55
    assert set(KNOWN_UNLISTED) <= {(case.language, case.text) for case in CASES_UNLISTED}
    assert not [case for case in negatives if (case.language, case.text) in KNOWN_UNLISTED]


def test_cases_have_the_promised_size() -> None:
    assert len({case.language for case in CASES}) >= 28
    assert len(CASES) >= 640
    assert 0.45 <= len(NEGATIVE) / len(CASES) <= 0.55
    assert len({(case.language, case.text) for case in CASES}) == len(CASES)
    assert all(case.why for case in CASES)


def test_every_known_failure_is_a_case() -> None:
    assert set(KNOWN) <= {(case.language, case.text) for case in CASES}
    assert all(KNOWN.values())


def test_few_negatives_are_known_to_fail() -> None:
    failing = Counter(case.language for case in NEGATIVE if (case.language, case.text) in KNOWN)
    assert failing.total() <= 3, failing


def test_entities_of_the_cases_exist(curated: Normalizer) -> None:
    ids = {entity for case in [*CASES, *CASES_UNLISTED] for _, _, entity in case.mentions}
    ids |= {entity for case in [*CASES, *CASES_UNLISTED] for entity in case.unwanted or ()}
    assert not {entity for entity in ids if curated.entity(entity) is None}


def test_a_fault_is_told(curated: Normalizer) -> None:
    found = curated.find("Mosul fell.")
    positive = Case("en", 1, "Mosul fell.", ((0, 5, "mosul"),), None, "")
    assert not positive.fault(found)
    assert positive.fault([]) == "missed: Mosul"
    other = Case("en", 2, "Mosul fell.", ((0, 5, "iraq"),), None, "")
    assert other.fault(found) == "wrong: Mosul as mosul; missed: Mosul"
    negative = Case("en", 3, "Mosul fell.", (), ("mosul",), "")
    assert not negative.fault([])
    assert negative.fault(found) == "wrong: Mosul as mosul"


def test_an_ending_may_be_told_apart_from_the_mention(curated: Normalizer) -> None:
    found = curated.find("Mosul fell.")
    assert not Case("en", 1, "Mosulom fell.", ((0, 7, "mosul"),), None, "").fault(found)
    assert Case("en", 2, "Mosul-om fell.", ((0, 8, "mosul"),), None, "").fault(found)
