"""What the speed benchmarks share: names from a fixed seed, median times, commands' memory."""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
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


class Run:
    """A finished command, on Linux.

    Attributes:
        seconds: Wall time.
        processor: Seconds of the processor, without those of processes that it did not wait for.
        megabytes: The most memory of its own.
    """

    def __init__(self, command: Sequence[str]) -> None:
        begin, used = time.perf_counter(), _processor()
        self.megabytes = 0.0
        # Not to /dev/null: grep would stop at its first find.
        with (
            tempfile.TemporaryFile() as output,
            subprocess.Popen(command, stdout=output) as process,
        ):
            # What wait4 tells would count the pages of this process, too.
            while process.poll() is None:
                self.megabytes = max(self.megabytes, _peak(process.pid))
                time.sleep(0.02)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}.")
        self.seconds = time.perf_counter() - begin
        self.processor = _processor() - used


def _processor() -> float:
    """Return the processor seconds of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(process: int) -> float:
    """Return the most memory that a process has held so far, in MB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    found = [line for line in lines if line.startswith("VmHWM")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def median_run(command: Sequence[str], repeats: int) -> Run:
    """Run a command several times and return the run of the median time."""
    runs = sorted([Run(command) for _ in range(repeats)], key=lambda run: run.seconds)
    return runs[len(runs) // 2]


def runs_in_turn(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Run]:
    """Run commands in turn, so that all meet with the same of what else the machine does.

    Args:
        commands: The commands, each with a label.
        repeats: How often to run all of them.

    Returns:
        By label the run of the median processor time.
    """
    runs: dict[str, list[Run]] = {label: [] for label in commands}
    for _ in range(repeats):
        for label, command in commands.items():
            runs[label].append(Run(command))
    median = repeats // 2
    return {
        label: sorted(some, key=lambda run: run.processor)[median] for label, some in runs.items()
    }
