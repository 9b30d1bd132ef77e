"""The gazetteer that ``new`` and ``add`` write to, and the trial of what they wrote."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from normalizer.cli.gazetteer.asking import Asker
from normalizer.cli.shared import GazetteerPath
from normalizer.errors import UsageError
from normalizer.gazetteer.layers import Stack, read_stack
from normalizer.gazetteer.locate import curated_folder, is_installed, stack_paths
from normalizer.gazetteer.read import has_entries
from normalizer.matching.texts.coverage import Coverage, CoverageCheck

Function = TypeVar("Function", bound=Callable[..., Any])


def target_option(function: Function) -> Function:
    """Add ``--gazetteer`` for commands that write."""
    return click.option(
        "--gazetteer",
        "-g",
        "gazetteers",
        multiple=True,
        type=GazetteerPath(file_okay=False),
        help="Folder to write to (created if missing) instead of the curated gazetteer; repeat it "
        "for the layers that it lies on, the lowest first (`-g curated -g mine`).",
    )(function)


@dataclass(frozen=True, slots=True)
class Target:
    """A folder to write to.

    Attributes:
        below: The gazetteers that it lies on, the lowest first.
        folder: The folder.
        curated: Whether it is the curated gazetteer, which asks for more than others.
    """

    below: tuple[str, ...]
    folder: str
    curated: bool

    @property
    def paths(self) -> list[str]:
        """The stack, as far as anything is in it."""
        return [*self.below, *([self.folder] if has_entries(self.folder) else [])]

    def stack(self) -> Stack:
        """Read the stack."""
        from normalizer.matching.compiled.store import kept_documents

        return read_stack(self.paths, kept_documents(self.paths) if self.paths else None)

    def coverage(self) -> Callable[[str], Coverage | None]:
        """Return what tells of a name how far the stack reaches it, None where it does not."""
        from normalizer.api import load

        if not self.paths:
            return lambda name: None
        check = CoverageCheck(load(*self.paths).index)

        def covered(name: str) -> Coverage | None:
            found = check.of(name)
            return found if found.entities else None

        return covered


def target_of(gazetteers: tuple[str, ...]) -> Target:
    """Return the last gazetteer of a stack as the one to write to.

    Args:
        gazetteers: What the option gave.

    Returns:
        The target.

    Raises:
        UsageError: If the curated gazetteer is the target and belongs to an installed package.
    """
    if not gazetteers or gazetteers[-1:] == ("curated",):
        *below, folder = stack_paths(gazetteers)
    else:
        # Only what lies below must be there.
        below, folder = stack_paths(gazetteers[:-1]) if gazetteers[:-1] else [], gazetteers[-1]
    curated = os.path.realpath(folder) == os.path.realpath(curated_folder())
    if curated and is_installed(folder):
        raise UsageError(
            f"{folder} is part of the installed package and is lost with the next version. Write "
            "to a folder of your own (`-g curated -g my-names`), or work in a checkout."
        )
    return Target(tuple(below), folder, curated)


def keep_if_sound(path: str, text: str, target: Target, asker: Asker) -> bool:
    """Write a file and check it; put back what was there before unless it is sound.

    Where there are faults and somebody can be asked, the file may be kept to be mended by hand.
    Ctrl-C during the check puts it back, too.

    Args:
        path: The file; its folder is made if it is not there.
        text: Its text.
        target: The gazetteer that it lies in.
        asker: Shows the faults, and asks.

    Returns:
        Whether the file was kept.
    """
    fate = "left as it was" if os.path.exists(path) else "not written"
    with _provisional(path, text) as take_back:
        asker.tell("Checking …")
        faults, doubts = _faults_with(path, target)
        for line in (*faults, *doubts):
            asker.tell(line)
        if not faults:
            return True
        if not asker.silent and click.confirm("Keep the file to correct it by hand?", err=True):
            return True
        take_back()
        asker.tell(f"{path} was {fate}.")
        return False


@contextlib.contextmanager
def _provisional(path: str, text: str) -> Iterator[Callable[[], None]]:
    """Write a file; give what takes it back, which an exception in the block does, too."""
    from normalizer.rewriting.files import replace_file

    before = None
    if os.path.exists(path):
        with open(path, "rb") as file:
            before = file.read()

    def write(content: bytes) -> None:
        with replace_file(path) as out:
            out.write(content)

    def take_back() -> None:
        if before is None:
            os.unlink(path)
        else:
            write(before)

    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    write(text.encode())
    try:
        yield take_back
    except BaseException:
        take_back()
        raise


def _faults_with(path: str, target: Target) -> tuple[list[str], list[str]]:
    """Return what is wrong with a file, and what deserves a second look.

    Faults are lint's errors, in the curated gazetteer its warnings, too, since there both must be
    mended; where it finds none, the examples of the stack that fail with the file.
    """
    from normalizer.api import load
    from normalizer.gazetteer.check import check_folder
    from normalizer.gazetteer.findings import ERROR
    from normalizer.matching.texts.examples import failed_examples
    from normalizer.matching.texts.find import Finder

    stack = target.stack()
    findings = check_folder(target.folder, curated=target.curated, known_ids=stack.entities)
    own = [it for it in findings if it.path == path or f"{path}:" in it.message]
    faults = [str(it) for it in own if it.severity == ERROR or target.curated]
    doubts = [str(it) for it in own if str(it) not in faults]
    if not faults:
        finder = Finder(load(*target.paths).index)
        failures = failed_examples(finder, stack.in_order())
        faults = [f"{failure.entity.id}: {failure} [example]" for failure in failures]
    return faults, doubts
