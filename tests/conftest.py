"""What all tests share: the curated gazetteer, compiled into a folder of the tests' own."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from normalizer import Normalizer, load
from normalizer.entity import Entity
from normalizer.gazetteer.layers import read_folder
from normalizer.gazetteer.locate import curated_folder

# The same cases each time, so that a failure is always the change's. To look for new cases:
# HYPOTHESIS_PROFILE=default make test
# No deadline: a busy machine is no fault of the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's cache and gazetteers out of the tests, and the tests out of the cache.

    What was compiled is kept for the next run: `pytest --cache-clear` forgets it.
    """
    kept: pytest.Cache | None = getattr(pytestconfig, "cache", None)  # -p no:cacheprovider
    folder = kept.mkdir("compiled") if kept else tmp_path_factory.getbasetemp() / "compiled"
    os.environ["NORMALIZER_CACHE"] = str(folder)
    os.environ.pop("NORMALIZER_GAZETTEER", None)


@pytest.fixture(scope="session")
def curated(_own_cache: None) -> Normalizer:
    """The curated gazetteer."""
    return load()


@pytest.fixture(scope="session")
def curated_entities() -> list[Entity]:
    """The curated gazetteer as its files say it."""
    return read_folder(curated_folder())
