"""What is compiled with the help of an earlier file is what is compiled without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import normalizer
from normalizer.matching.compiled.cache_files import CACHE_VARIABLE
from normalizer.matching.compiled.compile_spellings import compile_spellings
from normalizer.matching.compiled.container import Container
from normalizer.spelling.encoder import Encoder

NAMES = [
    "Hashd al-Shaabi", "Хашд аш-Шааби", "الحشد الشعبي", "Liwa Abu al-Fadl al-Abbas",
    "لواء الإمام علي", "Imam Ali Brigades", "Bagdad", "Baghdad", "バグダード", "Bağdat", "北京",
    "Beijing University", "Kata'ib Hezbollah", "Ministry of Defence", "Министерство обороны", "Ali",
]  # fmt: skip
GAZETTEERS = st.lists(st.sampled_from(NAMES), unique=True, max_size=12)
_ROUNDED = ("near.vectors", "near.states", "near.centres")


def _built(names: list[str]) -> normalizer.Normalizer:
    return normalizer.build(
        {"id": f"e{at}", "type": "organization", "name": name} for at, name in enumerate(names)
    )


@given(GAZETTEERS, GAZETTEERS)
def test_any_earlier_file_gives_what_none_gives(before: list[str], after: list[str]) -> None:
    earlier = Container(compile_spellings(_built(before).index))
    index = _built(after).index
    alone = Container(compile_spellings(index)).sections()
    helped = Container(compile_spellings(index, earlier)).sections()
    assert list(helped) == list(alone)
    for label, data in alone.items():
        if label.endswith(_ROUNDED):  # a matrix product's last digit depends on its shape
            kind = "<f4" if label.endswith("centres") else np.int8
            one, other = np.frombuffer(data, kind), np.frombuffer(helped[label], kind)
            assert np.abs(one.astype(float) - other).max(initial=0) <= 1, label
        else:
            assert helped[label] == data, label


def _write(folder: Path, **names: str) -> None:
    folder.mkdir(exist_ok=True)
    for entity, name in names.items():
        text = f"id: {entity}\ntype: place\nname: {name}\n"
        (folder / f"{entity}.yaml").write_text(text, encoding="utf-8")


def test_what_the_lowest_layer_has_is_encoded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    below, above = tmp_path / "below", tmp_path / "above"
    _write(below, baghdad="Baghdad", mosul="Mosul")
    _write(above, basra="Basra")
    encoded: list[str] = []
    encode = Encoder.encode

    def watched(self: Encoder, names: list[str], states: bool = True) -> object:
        encoded.extend(names)
        return encode(self, names, states)

    monkeypatch.setattr(Encoder, "encode", watched)
    assert normalizer.load(below).resolve("Bagdhad").id == "baghdad"
    encoded.clear()
    assert normalizer.load(below, above).resolve("Bassra").id == "basra"
    assert set(encoded) & {"Baghdad", "Mosul", "Basra"} == {"Basra"}
    _write(below, mosul="Mossul")  # an edit
    encoded.clear()
    assert normalizer.load(below).resolve("Bagdhad").id == "baghdad"
    assert set(encoded) & {"Baghdad", "Mossul"} == {"Mossul"}


def test_a_damaged_earlier_file_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    _write(tmp_path / "mine", baghdad="Baghdad", mosul="Mosul")
    normalizer.load(tmp_path / "mine").resolve("Bagdhad")
    (file,) = (tmp_path / "cache").glob("*.spellings")
    image = bytearray(file.read_bytes())
    image[-200] ^= 255
    file.write_bytes(image)
    _write(tmp_path / "mine", basra="Basra")
    assert normalizer.load(tmp_path / "mine").resolve("Bagdhad").id == "baghdad"
