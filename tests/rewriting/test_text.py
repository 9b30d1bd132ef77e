"""Mentions that stand between spaces are put in at once, others one by one: to the same text."""

from __future__ import annotations

import pytest

from benchmarks.text_cases import read_cases
from normalizer import Normalizer
from normalizer.rewriting.wanted import WantedForms

SENTENCES = [case.text for case in read_cases()][::7]


@pytest.mark.parametrize("to", ["name", "ar", "{name} group", "“{name}”"])
def test_at_once_as_one_by_one(
    curated: Normalizer, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    curated.rewrite_many(SENTENCES, to)  # a spelling is put in at once when it is met again
    at_once = curated.rewrite_many(SENTENCES, to)
    again = curated.rewrite_many([rewrite.text for rewrite in at_once], to)
    put = {edit.after for rewrite in at_once for edit in rewrite.edits}
    assert len(put) > 100
    monkeypatch.setattr(WantedForms, "plainly", lambda _self, _text, spans: [""] * len(spans))
    one_by_one = curated.rewrite_many(SENTENCES, to)
    assert [rewrite.text for rewrite in at_once] == [rewrite.text for rewrite in one_by_one]
    assert [rewrite.edits for rewrite in at_once] == [rewrite.edits for rewrite in one_by_one]
    once_more = curated.rewrite_many([rewrite.text for rewrite in at_once], to)
    assert [rewrite.text for rewrite in again] == [rewrite.text for rewrite in once_more]
