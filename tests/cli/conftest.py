"""The command line in the process of the test, and on a terminal for what asks people."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from click.testing import CliRunner

from normalizer.cli import main


def run_here(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command in this process: what a process of its own does, without its start."""
    given, sys.argv = sys.argv, ["normalizer", *map(str, arguments)]
    try:
        with TemporaryFile() as file, CliRunner().isolation(input=file) as (out, err, _):
            file.write(data)
            file.seek(0)
            with pytest.raises(SystemExit) as ended:
                main()
            sys.stdout.flush()
            sys.stderr.flush()
            told = out.getvalue(), err.getvalue()
    finally:
        sys.argv = given
    return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), *told)


class Terminal:
    """A command on a terminal of its own, as somebody sits before it."""

    # Who begins a session gets the first terminal that it opens: Ctrl-C then reaches it. A job
    # started in the background inherits an ignored SIGINT.
    START = (
        "import os, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "os.close(os.open(os.ttyname(0), os.O_RDWR)); "
        "from normalizer.cli import main; main()"
    )

    def __init__(self, *arguments: str | Path) -> None:
        pty = pytest.importorskip("pty")
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.START, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""

    def waits_for(self, words: str) -> None:
        """Read until the words come."""
        while words not in self.seen:
            ready, _, _ = select.select([self.ours], [], [], 60)
            assert ready, f"{words!r} did not come after {self.seen!r}"
            try:
                self.seen += os.read(self.ours, 4096).decode("utf-8", "replace")
            except OSError:
                pytest.fail(f"{words!r} did not come before the end of {self.seen!r}")
        self.seen = self.seen.partition(words)[2]

    def answer(self, question: str, answer: str) -> None:
        self.waits_for(question)
        os.write(self.ours, answer.encode() + b"\n")

    def interrupt(self) -> int:
        """Press Ctrl-C, again where it came just before the command began to wait for a line."""
        for _ in range(20):
            os.write(self.ours, b"\x03")
            try:
                return self.process.wait(2)
            except subprocess.TimeoutExpired:
                continue
        pytest.fail("Ctrl-C did not end it")

    def end(self) -> int:
        while select.select([self.ours], [], [], 60)[0]:
            try:
                if not os.read(self.ours, 4096):
                    break
            except OSError:  # Linux says so that nobody has the other side any more
                break
        return self.process.wait(60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.ours)


@pytest.fixture
def open_terminal() -> Iterator[Callable[..., Terminal]]:
    """Run the command with arguments in a terminal of its own."""
    opened: list[Terminal] = []

    def open_one(*arguments: str | Path) -> Terminal:
        opened.append(Terminal(*arguments))
        return opened[-1]

    yield open_one
    for terminal in opened:
        terminal.close()
