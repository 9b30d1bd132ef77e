"""A layer put on top of what is compiled is what compiling all of it at once gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import normalizer
from normalizer import GazetteerError, UsageError
from normalizer.entity import LOCATED_IN, Conditions, Entity, Name, Relation
from normalizer.matching.compiled import cache_files
from normalizer.matching.compiled.compile import compile_index
from normalizer.matching.compiled.compile_spellings import compile_spellings
from normalizer.matching.compiled.compile_stack import compile_stack
from normalizer.matching.compiled.container import Container
from normalizer.matching.compiled.entity_rows import EntityRows
from normalizer.matching.compiled.index import Index
from normalizer.matching.compiled.indexed_entities import IndexedEntities
from normalizer.matching.compiled.join_spellings import is_on, join_spellings
from normalizer.matching.likeness import near_table
from normalizer.matching.likeness.nearest import NearestForms
from normalizer.spelling.encoder import Encoder, encoder

# Ones that inflect (Хезболлы is listed, too, and so hides an inflected form), that are shared, that
# fold alike, that have type words and conditions, in spaced and unspaced scripts.
NAMES = [
    Name("Хезболла", "ru"), Name("Хезболлы", "ru"), Name("الحشد الشعبي", "ar"), Name("Мосул", "ru"),
    Name("Мосула", "und"), Name("Imam Ali Brigades", "en"), Name("كتائب الإمام علي", "ar"),
    Name("Bagdad", "de"), Name("BAGDAD", "en"), Name("Baghdad"), Name("バグダード", "ja"),
    Name("北京", "zh"), Name("Beijing University"), Name("PMU", "en", "acronym"),
    Name("PMU", "en", "acronym", Conditions("exact", ("militia",), since="2014")),
    Name("Pmu", "en", "nickname"), Name("Syrer", "de", "demonym"), Name("Qasem Soleimani"),
    Name("Soleimani", "en", "short"), Name("Kasem Solejmani", "cs"), Name("Ministry of Defence"),
]  # fmt: skip
_HEADS = ("id", "extend", "silence")
_ROUNDED = ("near.vectors", "near.states", "near.centres")


@st.composite
def _entities(draw: st.DrawFn) -> dict[str, Entity]:
    ids = draw(st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6))
    return {entity_id: draw(_entity(entity_id)) for entity_id in ids}


@st.composite
def _entity(draw: st.DrawFn, entity_id: str) -> Entity:
    names = draw(st.lists(st.sampled_from(NAMES), unique_by=lambda name: name.text, max_size=5))
    texts = st.sampled_from([name.text for name in NAMES])
    return Entity(
        entity_id,
        draw(st.sampled_from(["organization", "person", "place"])),
        draw(texts),
        draw(st.dictionaries(st.sampled_from(["ru", "de", "ar"]), texts, max_size=2)),
        tuple(names),
        tuple(Relation(LOCATED_IN, it) for it in draw(st.lists(st.sampled_from("ab"), max_size=1))),
    )


def _assert_alike(one: Container, other: Container) -> None:
    """What both hold is the same but for the last digits of a matrix product."""
    assert list(one.sections()) == list(other.sections())
    for label, data in one.sections().items():
        if label.endswith(_ROUNDED):
            kind = "<f4" if label.endswith("centres") else np.int8
            pair = [np.frombuffer(it, kind).astype(float) for it in (data, other.section(label))]
            assert np.abs(pair[0] - pair[1]).max(initial=0) <= 1, label
        else:
            assert data == other.section(label), label
    assert {**one.meta, "joined": None} == {**other.meta, "joined": None}


@settings(max_examples=40)
@given(_entities(), _entities(), st.sets(st.sampled_from("abcdefg")))
def test_what_is_joined_is_what_is_compiled_at_once(
    before: dict[str, Entity], above: dict[str, Entity], silenced: set[str]
) -> None:
    below = Index(Container(compile_index(before.values())))
    gone = before.keys() & (above.keys() | silenced)
    joined = Index(Container(compile_index(above.values(), None, below, gone)))
    after = {**{key: it for key, it in before.items() if key not in gone}, **above}
    whole = Index(Container(compile_index(after.values())))
    _assert_alike(whole.container, joined.container)
    assert is_on(joined, below)
    assert not is_on(whole, below)
    assert dict(IndexedEntities(joined)) == after
    spellings = Container(compile_spellings(whole))
    _assert_alike(spellings, Container(join_spellings(joined, below)))


def test_an_entity_comes_twice_only_if_it_is_replaced() -> None:
    below = Index(Container(compile_index([Entity("a", "place", "Mosul")])))
    with pytest.raises(GazetteerError, match="Two entities have the ID 'a'"):
        compile_index([Entity("a", "place", "Basra")], None, below)


@pytest.mark.parametrize("most_states", [0, 50, 10_000])
@pytest.mark.parametrize(("added", "made_for"), [(5, 40), (60, 100)])
def test_cells_are_kept_until_they_are_outgrown(
    monkeypatch: pytest.MonkeyPatch, added: int, made_for: int, most_states: int
) -> None:
    monkeypatch.setattr(near_table, "_ONE_CELL", 10)
    monkeypatch.setattr(near_table, "_MOST_STATES", most_states)
    words = [
        "Rivo",
        "Tamsel",
        "Ordun",
        "Kelbi",
        "Mashar",
        "Pintol",
        "Zurgen",
        "Fadil",
        "Hosk",
        "Ibrem",
    ]
    names = [f"{one} {two}" for one in words for two in words]
    entities = [Entity(f"{at:03}", "person", name) for at, name in enumerate(names)]
    below = Index(Container(compile_index(entities[:40])))
    above = entities[40 : 40 + added]
    joined = Index(Container(compile_index(above, None, below)))
    sections = Container(join_spellings(joined, below)).sections()
    assert int.from_bytes(sections["near.made_for"], "little") == made_for
    assert ("near.states" in sections) == (40 + added <= most_states)
    ours = NearestForms(sections.__getitem__, names.__getitem__)
    whole = compile_spellings(Index(Container(compile_index(entities[: 40 + added]))))
    theirs = NearestForms(Container(whole).section, names.__getitem__)
    vectors = encoder().encode(names).vectors
    for one, other in zip(ours.search(vectors, 5), theirs.search(vectors, 5), strict=True):
        assert np.abs(one - other).max() < 0.02  # few cells: all are looked into


_TEXTS = st.sampled_from([name.text for name in NAMES])
_SOME = st.lists(_TEXTS, min_size=1, max_size=2, unique=True)
_ADDED = st.fixed_dictionaries(
    {"names": _SOME},
    optional={
        "name": _TEXTS,
        "labels": st.dictionaries(st.sampled_from(["ru", "fr"]), _TEXTS, min_size=1),
        "silence_names": _SOME,
        "external_ids": st.just({"wikidata": "Q1"}),
    },
)
_LAYER = st.dictionaries(
    st.sampled_from("abx"),
    st.one_of(
        st.builds(lambda text: {"id": "", "type": "place", "name": text}, _TEXTS),
        st.just({"silence": ""}),
        st.builds(lambda added: {"extend": "", **added}, _ADDED),
    ),
    max_size=3,
)
BELOW: list[dict[str, Any]] = [
    {"id": "a", "type": "organization", "name": "Imam Ali Brigades", "sources": ["https://a.b"],
     "names": [{"text": "Хезболла", "language": "ru"}, "PMU"], "external_ids": {"wikidata": "Q1"}},
    {"id": "b", "type": "place", "name": "Baghdad", "labels": {"ru": "Мосул", "de": "Bagdad"},
     "names": [{"text": "Хезболлы", "language": "ru"}, "BAGDAD"]},
    {"id": "c", "type": "person", "name": "Qasem Soleimani", "names": ["Baghdad"]},
]  # fmt: skip


def _written(folder: Path, files: Iterable[Mapping[str, Any]]) -> str:
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(files):
        (folder / f"{number}.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return str(folder)


def _problems(make: Callable[[], object]) -> list[str]:
    try:
        make()
    except GazetteerError as error:
        return error.problems
    return []


@settings(max_examples=40)
@given(st.lists(_LAYER, min_size=1, max_size=2), st.booleans())
def test_layers_are_what_their_files_come_to(
    layers: list[dict[str, dict[str, Any]]], compiled_between: bool
) -> None:
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache_files.CACHE_VARIABLE, f"{place}/cache")
        below = _written(Path(place, "below"), BELOW)
        stack = [below]
        for number, layer in enumerate(layers):
            files = (
                {key: entity_id if key in _HEADS else it for key, it in file.items()}
                for entity_id, file in layer.items()
            )
            stack.append(_written(Path(place, f"layer{number}"), files))
        problems = _problems(lambda: compile_stack(stack))
        if compiled_between:
            _problems(lambda: normalizer.load(*stack[:-1]))
        assert _problems(lambda: normalizer.load(*stack)) == problems
        if problems:
            return
        whole = Container(compile_stack(stack))
        _assert_alike(whole, normalizer.load(*stack).index.container)
        normalizer.load(below).save(f"{place}/below.names")
        on_file = normalizer.load(f"{place}/below.names", *stack[1:]).index
        _assert_alike(whole, on_file.container)
        _assert_alike(Container(compile_spellings(on_file)), on_file.spellings())


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv(cache_files.CACHE_VARIABLE, str(tmp_path / "cache"))
    layer = [
        {"extend": "a", "names": ["الحشد الشعبي"]},
        {"id": "d", "type": "place", "name": "Basra"},
        {"silence": "c"},
    ]
    return [_written(tmp_path / "below", BELOW), _written(tmp_path / "above", layer)]


def _answers(stack: list[str]) -> list[object]:
    loaded = normalizer.load(*stack)
    names = ["Basra", "Bassra", "PMU", "Imam Aly Brigade", "Hashd al Shaabi", "Kasem Soleimani"]
    found = [loaded.resolve(name) for name in names]
    return [
        *found,
        loaded.find("Die PMU in Bagdad, Basra; Хезболлой и Мосула."),
        loaded.signature(),
    ]


def test_only_what_a_layer_says_is_computed(
    stack: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    normalizer.load(stack[0]).resolve("Bagdhad")
    told, encoded = [], []
    of, encode = EntityRows.of.__func__, Encoder.encode  # type: ignore[attr-defined]

    def watched_of(cls: type[EntityRows], entities: Iterable[Entity]) -> EntityRows:
        result: EntityRows = of(cls, entities)
        told.extend(result.ids)
        return result

    def watched_encode(self: Encoder, names: list[str], states: bool = True) -> object:
        encoded.extend(names)
        return encode(self, names, states)

    monkeypatch.setattr(EntityRows, "of", classmethod(watched_of))
    monkeypatch.setattr(Encoder, "encode", watched_encode)
    assert normalizer.load(*stack).resolve("Bassra").id == "d"
    assert told == ["a", "d"]
    assert set(encoded) - {"Bassra"} == {"Basra", "الحشد الشعبي"}


@pytest.mark.parametrize("ending", ["index", "spellings", "layers", "documents"])
@pytest.mark.parametrize("fault", ["missing", "truncated", "altered"])
def test_what_lies_below_may_be_damaged(stack: list[str], ending: str, fault: str) -> None:
    normalizer.load(stack[0]).resolve("Bagdhad")
    expected = _answers(stack)
    cache = Path(stack[0]).parent / "cache"
    for file in cache.glob(f"*.{ending}"):
        image = file.read_bytes()
        if fault == "missing":
            file.unlink()
        elif fault == "truncated":
            file.write_bytes(image[: len(image) // 2])
        else:
            file.write_bytes(image[:-70] + bytes(byte ^ 1 for byte in image[-70:]))
    assert _answers(stack) == expected
    _written(Path(stack[1]), [{"extend": "a", "names": ["Hashd al-Shaabi"]}])
    assert normalizer.load(*stack).resolve("Hashd al-Shaabi").id == "a"


def test_an_edit_below_is_seen(stack: list[str]) -> None:
    assert normalizer.load(*stack).resolve("Bagdhad").id == "b"
    _written(Path(stack[0]), [*BELOW[:1], {**BELOW[1], "name": "Mosul", "names": [], "labels": {}}])
    assert normalizer.load(*stack).resolve("Mosull").id == "b"
    assert normalizer.load(*stack).resolve("Bagdhad").id is None


def test_a_compiled_gazetteer_is_the_lowest_layer(stack: list[str]) -> None:
    file = f"{stack[0]}.names"
    normalizer.build([{"id": "e", "type": "place", "name": "Kirkuk"}]).save(file)
    with pytest.raises(UsageError, match="can only be the lowest layer"):
        normalizer.load(stack[0], file)
    with pytest.raises(GazetteerError, match=r'0\.yaml:1: no layer below has the entity "a"'):
        normalizer.load(file, stack[1])
    layer = _written(Path(f"{stack[0]}-above"), [{"extend": "e", "names": ["Kerkûk"]}])
    assert [normalizer.load(file, layer).resolve(it).id for it in ("Kerkuk", "Kirkukk")] == [
        "e",
        "e",
    ]
