"""The collector is paused while many records are made, and no longer."""

from __future__ import annotations

import gc
import weakref

import pytest

from normalizer.collector import collector_paused


def test_the_collector_runs_again_after_the_pause() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_rings_made_in_pauses_are_collected_in_time() -> None:
    class Ring:
        def __init__(self) -> None:
            self.me = self

    rings: weakref.WeakSet[Ring] = weakref.WeakSet()
    for _ in range(100):
        with collector_paused():
            for _ in range(1000):
                rings.add(Ring())
    assert len(rings) < 50_000


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
