"""What the speed benchmarks share: names from a fixed seed, and median times."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

_SYLLABLES = (
    "ba be bi bo ka ke ki ko ra re ri ro sha sho da de di mo mu na no la lo ta "
    "to ti ya yu za zi ham mar qas lim san dir gur bek vel tor nik pel ran dov mil"
)


def make_names(count: int, rng: random.Random) -> list[str]:
    """Return that many different names of one to three words."""
    syllables = _SYLLABLES.split()
    names: set[str] = set()
    while len(names) < count:
        words = [
            "".join(rng.choices(syllables, k=rng.randint(2, 4))).title()
            for _ in range(rng.choice((1, 2, 2, 3)))
        ]
        names.add(" ".join(words))
    return sorted(names)


def median_seconds(run: Callable[[], Any], repeats: int) -> float:
    """Return the median time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
