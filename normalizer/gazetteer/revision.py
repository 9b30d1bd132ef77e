"""A gazetteer as it was at a git revision."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from normalizer.errors import UsageError
from normalizer.gazetteer.read import SUFFIX


@contextmanager
def folder_at(folder: str | os.PathLike[str], revision: str) -> Iterator[str]:
    """Give a copy of a gazetteer's folder as it was at a revision, for the time of the block.

    Args:
        folder: The folder, in a git repository.
        revision: What git calls one: ``HEAD``, ``origin/main``, ``v1.2.0``, a hash.

    Yields:
        A temporary folder with the YAML files of then; it is empty if there were none.

    Raises:
        UsageError: If the folder is in no git repository, git is missing, or there is no such
            revision.
    """
    root = os.path.realpath(folder)
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{}}")
    prefix = _git(root, "rev-parse", "--show-prefix")
    if not commit:
        raise UsageError(
            f"{root}: its git repository has no revision {revision!r}. `git log` lists them; a "
            "shallow clone has few (`git fetch --unshallow`)."
        )
    with tempfile.TemporaryDirectory(prefix="normalizer-revision-") as copy:
        tree = f"{commit}:{prefix.removesuffix('/')}"
        if _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", tree):
            # At the top, since git archives no tree from inside a folder that it does not have.
            _unpack(_git(root, "rev-parse", "--show-toplevel"), tree, copy)
        yield copy


def _git(folder: str, *arguments: str) -> str:
    """Run git and return its output, which is empty where ``--verify`` finds nothing."""
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments], capture_output=True, check=False, timeout=60
        )
    except FileNotFoundError:
        raise UsageError("There is no git here to ask for a revision; install it.") from None
    if done.returncode and "--verify" not in arguments:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UsageError(f"{folder}: git cannot be asked for a revision ({said}).")
    return os.fsdecode(done.stdout).rstrip("\n")


def _unpack(root: str, tree: str, copy: str) -> None:
    command = ["git", "-C", root, "archive", "--format=tar", tree]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None or not member.name.endswith(SUFFIX):
                    continue
                target = os.path.join(copy, *member.name.split("/"))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "wb") as file:
                    file.write(content.read())
