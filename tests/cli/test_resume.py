"""A huge table's run is killed, goes on, and gives the bytes of one that never stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "normalizer", "table", "big.csv", "-c", "actor", "-q"]
NAMES = ("PMU", "Da'esh", "nobody known", "Kata'ib Hizballah", "Hezbollah", "Hachd al-Chaabi")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_kill_9_in_the_middle(tmp_path: Path) -> None:
    rng = random.Random(1)
    # Names that are new and not listed take the time that it needs to be killed in.
    names = (f"nobody {i}" if i % 25 == 0 else rng.choice(NAMES) for i in range(400_000))
    rows = "".join(f"{i},{name}\n" for i, name in enumerate(names))
    (tmp_path / "big.csv").write_text(f"n,actor\n{rows}", encoding="utf-8")
    resumed = [*COMMAND, "-o", "out.csv", "--resume", "--audit", "log.jsonl"]
    whole = [*COMMAND, "-o", "whole.csv", "--audit", "whole.jsonl"]
    progress = tmp_path / "out.csv.progress"
    kills, status = 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        seen = progress.stat().st_mtime_ns if progress.exists() else 0
        with subprocess.Popen(resumed, cwd=tmp_path) as process:
            while kills < 2 and process.poll() is None:
                if progress.exists() and progress.stat().st_mtime_ns > seen:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                    break
                time.sleep(0.01)
        status = process.returncode
    assert (kills > 0, status) == (True, 0)
    subprocess.run(whole, cwd=tmp_path, check=True)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    logs = [(tmp_path / name).read_bytes().splitlines() for name in ("log.jsonl", "whole.jsonl")]
    assert logs[0][1:] == logs[1][1:]  # the headers name the files
    left = {name for name in os.listdir(tmp_path) if not name.startswith(".normalizer-")}
    assert left == {"big.csv", "out.csv", "whole.csv", "log.jsonl", "whole.jsonl"}


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_the_original_and_no_log(tmp_path: Path, number: int) -> None:
    table = tmp_path / "big.csv"
    raw = b"n,actor\n" + b"".join(b"%d,PMU %d\n" % (i, i) for i in range(20_000))
    table.write_bytes(raw)
    heedful = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from normalizer.cli import main; main()"
    )
    options = [*COMMAND[4:], "--replace", "-i", "--audit", "log.jsonl"]
    command = [sys.executable, "-c", heedful, "table", *options]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as process:
        while len(os.listdir(tmp_path)) < 3 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(60) in (-number, 128 + number)
    assert os.listdir(tmp_path) == ["big.csv"]
    assert table.read_bytes() == raw
