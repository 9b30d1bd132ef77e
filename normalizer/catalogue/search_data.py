"""What the search of the catalogue needs in the browser: names by their views, and the tables.

A page opened from a file may not fetch anything, so the data is a script that defines one constant.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from normalizer.catalogue.pages import page_name
from normalizer.entity import Entity
from normalizer.spelling.fold import fold_key
from normalizer.spelling.romanise import romanise
from normalizer.spelling.skeleton import loose_skeleton

_TABLES = Path(__file__).parents[1] / "spelling" / "data"
_NOT_ITS_NAME = "other"
_ANY_LANGUAGE = "und"


def search_data(entities: Sequence[Entity]) -> str:
    """Write the script that the search reads.

    Args:
        entities: The gazetteer.

    Returns:
        JavaScript that defines ``catalogueData``: under ``entities`` for each its page, name, type
        and names, each as text, romanised and skeleton; under ``tables`` what `spelling.js` needs
        to compute the same of a query.
    """
    tables = {**_tables(), "readings": _readings(entities)}
    data = {"entities": [_entry(entity) for entity in entities], "tables": tables}
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"const catalogueData = {content};\n"


def _entry(entity: Entity) -> dict[str, object]:
    """What the search shows of an entity, and its names, spellings that fold alike once."""
    forms: dict[str, list[str]] = {}
    for name in entity.all_names():
        if name.kind == _NOT_ITS_NAME:
            continue
        language = None if name.language == _ANY_LANGUAGE else name.language
        romanised = romanise(name.text, language)
        form = [name.text, romanised, loose_skeleton(romanised)]
        forms.setdefault(fold_key(name.text), form)
    return {
        "page": page_name(entity.id),
        "name": entity.name,
        "type": entity.type,
        "names": list(forms.values()),
    }


def _readings(entities: Iterable[Entity]) -> list[tuple[str, str]]:
    """How letters are read that no table reads: those of all names, and those the encoder knows."""
    from normalizer.spelling.encoder import encoder  # noqa: PLC0415 - numpy

    letters = {letter for entity in entities for name in entity.all_names() for letter in name.text}
    letters |= encoder().alphabet.known
    composed = set(unicodedata.normalize("NFKC", "\n".join(letters)).lower())
    readings = ((letter, romanise(letter)) for letter in sorted(composed) if not letter.isascii())
    return [(letter, reading) for letter, reading in readings if reading]


def _tables() -> dict[str, object]:
    """The rows of the spelling tables, "-" being nothing."""
    romanise_files = sorted((_TABLES / "romanise").glob("*.tsv"))
    return {
        "fold": [row[:2] for row in _rows(_TABLES / "fold.tsv")],
        "foldLetters": [
            row[:2]
            for file in ("fold_letters.tsv", "han_letters.tsv")
            for row in _rows(_TABLES / file)
        ],
        "skeleton": list(_rows(_TABLES / "skeleton.tsv")),
        "romanise": {path.stem: list(_rows(path)) for path in romanise_files},
    }


def _rows(path: Path) -> Iterable[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield ["" if cell == "-" else cell for cell in line.split("\t")]
