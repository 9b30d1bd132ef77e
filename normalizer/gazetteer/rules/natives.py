"""The rule that a native name sounds like the name it is native for."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.fuzz import partial_ratio

from normalizer.gazetteer.changes import is_change
from normalizer.gazetteer.findings import WARNING
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Form, Gazetteer, Rule, Violation
from normalizer.gazetteer.scripts import LATIN, scripts_in
from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import loose_skeleton

_ALIKE = 65
"""Share of consonants in percent that must agree: of 5,000 right pairs four had less."""
_SHORT = 2
_SPELLED = ("name", "native", "short", "former")
_BY_SENSE = frozenset(("Hani", "Hira", "Kana", "Mymr"))
"""Scripts whose romanisation does not tell the sounds, or whose words are of few syllables."""


def _far(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    entity_type = source.entity.type
    forms = [form for form in gazetteer.forms(source) if form.name.kind in _SPELLED]
    latin = [form for form in forms if scripts_in(form.name.text) == {LATIN}]
    others = [form for form in forms if not scripts_in(form.name.text) & {LATIN, *_BY_SENSE}]
    if entity_type == "person":
        # Names of people are spelled, not translated.
        doubted, known = others, latin
    elif entity_type == "place" or is_change(source.document.data):
        return  # Suomi is Finland: places have names of their own in their languages
    else:
        doubted = [form for form in latin if form.name.kind == "native"]
        known = [*others, *(form for form in latin if form.at == ("name",))] if others else []
    if not doubted or not known:
        return
    spelled = [_sounds(form) for form in known]
    # Two consonants are a part of everything.
    sounds = [it for it in spelled if len(it) > _SHORT] or spelled
    for form in doubted:
        own = _sounds(form)
        if max(partial_ratio(own, other) for other in sounds) < _ALIKE:
            there = "in Latin letters" if entity_type == "person" else "in another script"
            yield form.at, f'"{form.name.text}" sounds like no name {there} that is listed here.'


def _sounds(form: Form) -> str:
    return loose_skeleton(romanise(form.name.text, form.name.language)).replace(" ", "")


RULES = (
    Rule(
        "native-far",
        "People's names are transcribed into other scripts, and native names in Latin letters "
        "transcribe those in their own script; one that sounds altogether different is somebody "
        "else's, or is not a transcription.",
        "Correct it; if it is a translation, a nickname or a different name altogether, give it "
        "that kind.",
        WARNING,
        find=_far,
    ),
)
