"""Compile the inner loops with the C compiler of the machine, if it has one.

    python -m normalizer.native.build

It is run when the package is installed or a wheel is made (hatch_build.py). It needs no header
files of Python: the library knows plain arrays only.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory

from normalizer.native.library import FOLDER, SOURCES, SWITCH, library_name

_COMPILERS = ("cc", "gcc", "clang")
_OPTIONS = ("-std=c99", "-O3", "-shared", "-fPIC")


def build(folder: str) -> str | None:
    """Compile the loops.

    Args:
        folder: Where the library is to lie.

    Returns:
        The library's path; None where there is no compiler, where it fails, or where building is
        switched off.
    """
    given = shlex.split(os.environ.get("CC", ""))
    compiler = given or [found for found in map(shutil.which, _COMPILERS) if found][:1]
    if os.environ.get(SWITCH) == "0" or not compiler:
        return None
    path = os.path.join(folder, library_name())
    # Built beside it and moved: a process that reads it now sees the old one or the new one whole.
    with TemporaryDirectory(dir=folder) as work:
        made = os.path.join(work, "loops.so")
        sources = [os.path.join(FOLDER, name) for name in SOURCES]
        command = [*compiler, *_OPTIONS, *sources, "-o", made]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        os.replace(made, path)
    return path


if __name__ == "__main__":
    sys.exit(0 if build(FOLDER) else "There is no C compiler, or it failed.")
