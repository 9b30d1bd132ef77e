"""Names looked up together: what is found is what is found of each alone."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from normalizer import Normalizer, Resolution
from normalizer.matching.names.listed import Asked
from normalizer.matching.names.listed_many import ListedMany

ODD: Sequence[object] = (None, 7, float("nan"), "", " ", "—", "x" * 1001, "no such name", "put in",
                         "U.S. Army Base", "Wash ington", "1984")  # fmt: skip


def names_of(given: Normalizer) -> list[str]:
    """Return all listed names."""
    return [text for _, text, *_ in given.index.name_fields(range(given.index.name_count))]


def together(asked_of: Normalizer, texts: Sequence[object], asked: Asked) -> list[Resolution]:
    many = ListedMany(asked_of.index)
    found = many.resolutions([(text, asked) for text in texts])
    return [it for it in found if it is not None]


@pytest.mark.parametrize(
    "asked", [Asked(), Asked(type="person"), Asked(context="Iraq", date="2014-06")]
)
def test_as_each_alone(curated: Normalizer, asked: Asked) -> None:
    names = names_of(curated)[::17]
    texts = [*ODD, *names, *map(str.upper, names[::2]), *(f"  {name} " for name in names[::3])]
    found = together(curated, texts, asked)
    assert len(found) > len(texts) / (10 if asked.type else 3)
    for resolution in found:
        alone = curated.resolve(
            resolution.text, context=asked.context, type=asked.type, date=asked.date
        )
        assert resolution == alone
        assert repr(resolution) == repr(alone)


def test_every_kind_of_condition(small: Normalizer) -> None:
    texts = [*ODD, *names_of(small)]
    for resolution in together(small, [*texts, *(f"{text}s" for text in texts)], Asked()):
        assert resolution == small.resolve(resolution.text)


def pickled(resolution: Resolution) -> object:
    return pickle.loads(pickle.dumps(resolution))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, replace, pickled])
def test_evidence_is_there_when_asked_for(
    small: Normalizer, copied: Callable[[Resolution], object]
) -> None:
    name = "Popular Mobilization Forces"
    (found,) = together(small, [name], Asked())
    assert copied(found) == small.resolve(name)
    assert found.evidence == found.candidates[0].evidence != ()
    with pytest.raises(AttributeError, match="'evidences'"):
        found.evidences  # noqa: B018
    with pytest.raises(AttributeError):
        found.evidence = ()  # type: ignore[misc]


def test_many_together_are_as_each_alone(curated: Normalizer) -> None:
    names = names_of(curated)[:2100]
    texts = [*ODD[:2], *names, *ODD[3:]]
    assert curated.resolve_many(texts) == [curated.resolve(text) for text in texts]
