"""Hits looked at all at once and one by one stand for the same names."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.text_cases import read_cases
from normalizer import Normalizer
from normalizer.matching.texts.options import Options
from normalizer.matching.texts.scan import Scanner
from normalizer.matching.texts.standing import Standing
from normalizer.matching.texts.surfaces import Surfaces
from normalizer.spelling.fold import compose

TEXTS = {
    language: [case.text for case in cases]
    for language, cases in groupby(read_cases(), key=lambda case: case.language)
}
OF_PLACES = ["Haifa", " Street", "Haifa Street ", "“Beirut”", " Soares", "Israel", " in ", "-"]


def alike(gazetteer: Normalizer, text: str) -> bool:
    """Tell whether a text's hits stand for the same names either way, some of them for any."""
    index, text = gazetteer.index, compose(text)
    hits = Scanner(index).columns(text)
    known = Surfaces(index)
    alone = Standing(index, known, text, Options()).one_by_one(
        zip(hits.starts, hits.ends, hits.keys, hits.flags, strict=True)
    )
    for surfaces in (known, Surfaces(index)):
        assert Standing(index, surfaces, text, Options()).at_once(hits) == alone
    return bool(alone)


@pytest.mark.parametrize("language", TEXTS)
def test_sentences(curated: Normalizer, language: str) -> None:
    assert alike(curated, " ".join(TEXTS[language]))


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.sampled_from(OF_PLACES), max_size=12))
def test_places_beside_words(curated: Normalizer, pieces: list[str]) -> None:
    alike(curated, "".join(pieces))
