"""The collector is paused while many records are made, and leaves them alone after that."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from normalizer.collector import collector_paused

MANY = 100_000


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_records_made_in_a_pause_are_not_gone_through_after_it() -> None:
    with collector_paused():
        assert not gc.isenabled()
        records = [[number] for number in range(MANY)]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert len(gc.get_objects(generation=2)) > len(records) > len(gc.get_objects(generation=0))


def test_what_was_frozen_before_stays_frozen() -> None:
    gc.freeze()
    before = gc.get_freeze_count()
    with collector_paused():
        records = [[number] for number in range(MANY)]
    assert gc.get_freeze_count() == before
    assert records


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(KeyError), collector_paused():
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_for_few_records_nothing_is_done() -> None:
    with collector_paused(3):
        assert gc.isenabled()
