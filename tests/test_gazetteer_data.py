"""The curated gazetteer: sound, and every example comes out as it says."""

from __future__ import annotations

from normalizer import Normalizer
from normalizer.entity import Entity
from normalizer.gazetteer.locate import curated_folder
from normalizer.linting.run import Asked, lint
from normalizer.matching.texts.examples import failed_examples
from normalizer.matching.texts.find import Finder


def test_no_findings() -> None:
    findings = lint(curated_folder(), Asked())
    assert not findings, "\n".join(map(str, findings))


def test_examples(curated: Normalizer, curated_entities: list[Entity]) -> None:
    failures = failed_examples(Finder(curated.index), curated_entities)
    assert not failures, "\n".join(map(str, failures))
    assert sum(len(entity.examples) for entity in curated_entities) > 2 * len(curated_entities)
