"""Rewriting what was rewritten changes nothing, whichever listed name stands in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from normalizer import Normalizer
from normalizer.entity import Entity, Name

FRAMES = {
    "en": ("Reporters wrote about {} on Monday.", "The report on {}'s role came out (see {})."),
    "ar": ("كتبت الصحف أمس عن {} في تقرير.",),
    "fa": ("روزنامه‌ها دیروز درباره {} نوشتند.",),
    "ru": ("Газеты вчера писали про {} в отчёте.",),
    "he": ("העיתונים כתבו אתמול על {} בדו״ח.",),
    "tr": ("Gazeteler dün {} hakkında yazdı.",),
    "fr": ("{} est dans les journaux.",),
    "de": ("{} war in den Nachrichten.",),
    "es": ("Los periódicos escribieron ayer sobre {} en un informe.",),
    "zh": ("报纸昨天报道了{}的消息。",),
    "ja": ("新聞は昨日、{}について報じた。",),
    "ko": ("신문은 어제 {}에 대해 보도했다.",),
    "el": ("Οι εφημερίδες έγραψαν χθες για {} σε μια έκθεση.",),
    "hi": ("अख़बारों ने कल {} के बारे में लिखा।",),
}
OTHERS = ("(2024) {} (2024)",)
FORMS = ["name", *FRAMES]
KNOWN = {"jimmy-cherizier"}
"""His nickname becomes a full name, whose surname is then recognised alone."""


def sentences(entities: Iterable[Entity], step: int = 1) -> list[str]:
    """Return sentences with each name of some entities, and with a word it asks for."""
    names = [(entity.id, name) for entity in entities for name in entity.names][::step]
    return [text for entity, name in names if entity not in KNOWN for text in _sentences_with(name)]


def _sentences_with(name: Name) -> Iterable[str]:
    asked = name.conditions.requires_context
    for frame in FRAMES.get(name.language.split("-")[0], OTHERS):
        yield frame.replace("{}", name.text)
        if asked:
            yield f"{frame.replace('{}', name.text)} {asked[0].rstrip('*')}."


def changed(normalizer: Normalizer, texts: list[str], to: str) -> list[str]:
    once = [rewrite.text for rewrite in normalizer.rewrite_many(texts, to)]
    twice = [rewrite.text for rewrite in normalizer.rewrite_many(once, to)]
    return [f"{one} -> {two}" for one, two in zip(once, twice, strict=True) if one != two]


def test_rewriting_sampled_names_twice(curated: Normalizer, curated_entities: list[Entity]) -> None:
    texts = sentences(curated_entities, 53)
    assert len(texts) > 500
    assert not changed(curated, texts, "name")


@pytest.mark.slow
def test_rewriting_all_names_twice(curated: Normalizer, curated_entities: list[Entity]) -> None:
    assert not changed(curated, sentences(curated_entities), "name")


@pytest.mark.slow
@pytest.mark.parametrize("to", FORMS[1:])
def test_rewriting_names_to_a_language_twice(
    curated: Normalizer, curated_entities: list[Entity], to: str
) -> None:
    # Labels that are names in other languages' texts, too, may ask for words near by.
    texts = sentences(curated_entities, 7)
    assert len(changed(curated, texts, to)) <= len(texts) // 500
