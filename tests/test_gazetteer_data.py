"""The curated gazetteer: sound, and every example comes out as it says."""

from __future__ import annotations

from normalizer import Normalizer
from normalizer.gazetteer.layers import read_folder
from normalizer.gazetteer.locate import curated_folder
from normalizer.linting.run import Asked, lint
from normalizer.matching.texts.examples import failed_examples
from normalizer.matching.texts.find import Finder


def test_no_findings() -> None:
    findings = lint(curated_folder(), Asked())
    assert not findings, "\n".join(map(str, findings))


def test_examples(curated: Normalizer) -> None:
    entities = read_folder(curated_folder())
    failures = failed_examples(Finder(curated.index), entities)
    assert not failures, "\n".join(map(str, failures))
    assert sum(len(entity.examples) for entity in entities) > 2 * len(entities)
