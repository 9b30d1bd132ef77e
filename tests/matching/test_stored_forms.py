"""Stored forms: their compiled views are those of the spellings themselves."""

from __future__ import annotations

from normalizer.matching.compiled import container
from normalizer.matching.likeness.stored_forms import StoredForms, build_views, romanised_views
from normalizer.matching.likeness.views import Spelling
from tests.case_files import rows

NAMES = sorted({row[1] for name in ("same_name.tsv", "other_name.tsv") for row in rows(name)})


def test_compiled_views_are_those_of_a_fresh_spelling() -> None:
    sections = build_views(NAMES, *romanised_views(NAMES))
    forms = StoredForms(container.Container(container.pack(sections, {})).section)
    assert forms.texts() == NAMES
    for number, name in enumerate(NAMES):
        compiled, fresh = forms.spelling(number), Spelling(name)
        assert compiled.text == name
        assert compiled.script == fresh.script
        assert compiled.romanised == fresh.romanised
        assert compiled.skeletons == fresh.skeletons
        assert compiled.sounds == fresh.sounds
        assert compiled.word_sounds == fresh.word_sounds
    assert forms.spelling(0) is forms.spelling(0)
