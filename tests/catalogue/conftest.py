from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalizer.catalogue.site import write_site
from normalizer.entity import Entity
from normalizer.gazetteer.read import entities_from_mappings

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture(scope="session")
def hostile() -> list[Entity]:
    """Entities whose every field tries to become code in a page."""
    text = (CASES / "hostile_gazetteer.json").read_text(encoding="utf-8")
    return entities_from_mappings(json.loads(text))


@pytest.fixture(scope="session")
def hostile_site(hostile: list[Entity], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "site"
    write_site(hostile, folder, "A <b>title</b>")
    return folder
