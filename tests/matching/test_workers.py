"""Several processes give what one gives."""

from __future__ import annotations

from pathlib import Path

import pytest

import normalizer
from normalizer import IndexFileError, UsageError
from normalizer.matching.names import resolve, workers

ENTITIES = [
    {"id": f"e{number}", "type": "person", "name": f"{first} {last}"}
    for number, (first, last) in enumerate(
        (first, last)
        for first in ("Qasem", "Yahya", "Natalia", "Dmitri", "Mehmet")
        for last in ("Soleimani", "Sinwar", "Poklonskaya", "Medvedev", "Yilmaz")
    )
]


def test_processes_resolve_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WORTH_IT", 2)
    monkeypatch.setattr(resolve, "TOGETHER", 8)
    names = normalizer.build(ENTITIES)
    texts: list[object] = [f"{entity['name']}"[:-2] + "zi" for entity in ENTITIES]
    texts += ["Касем Сулеймани", "Yahya Sinwar", "Nobody at all", "", None, 7]
    alone = names.resolve_many(texts)
    with names.workers(2) as pool:
        together = names.resolve_many(texts, workers=pool)
        assert pool.least_parts == 2  # they have started
    assert [(it.id, it.score, it.reason) for it in together] == [
        (it.id, it.score, it.reason) for it in alone
    ]
    assert [it.evidence for it in together] == [it.evidence for it in alone]


def test_a_saved_gazetteer_is_the_same(tmp_path: Path) -> None:
    names = normalizer.build(ENTITIES)
    path = tmp_path / "people.names"
    names.save(path)
    loaded = normalizer.load(path)
    for text in ("Natalia Poklonskaya", "Наталья Поклонская", "Dimitri Medwedew", "Nobody"):
        assert loaded.resolve(text) == names.resolve(text)


def test_a_damaged_or_foreign_file_is_refused(tmp_path: Path) -> None:
    names = normalizer.build(ENTITIES)
    path = tmp_path / "people.names"
    names.save(path)
    image = path.read_bytes()
    path.write_bytes(image[:-100] + bytes(byte ^ 1 for byte in image[-100:]))
    with pytest.raises(IndexFileError, match="altered"):
        normalizer.load(path)
    made_by = image.index(b'"made_by": "') + len(b'"made_by": "')
    path.write_bytes(image[:made_by] + b"x" + image[made_by + 1 :])
    with pytest.raises(IndexFileError):
        normalizer.load(path)
    with pytest.raises(UsageError, match=r"\.names"):
        names.save(tmp_path / "people.bin")
