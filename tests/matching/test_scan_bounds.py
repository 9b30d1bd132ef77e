"""The compiled loops read and write inside their arrays only, as the compiler's sanitizer tells.

Run by itself this module scans texts with the library that lies in a folder beside a copy of its
source.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import normalizer
from benchmarks.text_cases import read_cases
from normalizer.matching.texts.scan import Scanner
from normalizer.native import library
from normalizer.native.strings import find_strings
from normalizer.spelling.encoder import encoder
from normalizer.spelling.fold import compose

COMPILER = shutil.which("cc")
PIECES = [
    *("Iraq", "U.S.", "Washington, D.C.", "Straße", "että ", "Iraqissa", "się ", "Iraqem", "al"),
    *("الحَشْد", "وال", "بالحشد الشعبي", 'צה"ל', 'ובצה"ל', "人民动员力量", "𝔘𠀀𠀁", "ﷺ", "ﬁ"),
    *"ß'’.ʿ\u0301- \n\u200cً",
]


def sanitizer() -> str:
    """Return the path of the sanitizer's run-time library; nothing where there is none."""
    if COMPILER is None:
        return ""
    command = [COMPILER, "-print-file-name=libasan.so"]
    name = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return name if os.path.isabs(name) else ""


@pytest.mark.slow
@pytest.mark.skipif(not sanitizer(), reason="no compiler with a sanitizer")
def test_no_loop_leaves_its_arrays(tmp_path: Path) -> None:
    sources = [
        shutil.copy(os.path.join(library.FOLDER, name), tmp_path) for name in library.SOURCES
    ]
    options = ("-std=c99", "-O1", "-g", "-fsanitize=address", "-shared", "-fPIC")
    target = tmp_path / library.library_name()
    subprocess.run([str(COMPILER), *options, "-o", target, *sources], check=True)
    result = subprocess.run(
        [sys.executable, __file__, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "LD_PRELOAD": sanitizer(),
            "ASAN_OPTIONS": "detect_leaks=0",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
    )
    assert result.returncode == 0, result.stderr[:4000]


def scan_with(folder: Path) -> None:
    """Scan texts with the library of a folder, and compare what it finds with what numpy finds."""
    library.FOLDER = str(folder)
    assert library.library() is not None
    index = normalizer.load().index
    compiled, plain = Scanner(index), Scanner(index, native=False)
    rng = random.Random(1)
    sentences = [case.text for case in read_cases()]
    for turn in range(2000):
        some = rng.choices(PIECES, k=rng.randint(0, 30)) if turn % 3 else rng.choices(sentences)
        text = compose("".join(some))
        assert compiled.columns(text) == plain.columns(text), text
    for _ in range(200):
        text = " ".join(rng.sample(sentences, 5))
        begins = rng.sample(range(len(text)), 10)
        strings = sorted({text[at : at + rng.randint(1, 9)] for at in begins})
        found = find_strings(text, strings, 1)
        if found is not None:
            at, which = found
            assert all(text.startswith(strings[n], a) for a, n in zip(at, which, strict=True))
    for count in (1, 40, len(sentences)):  # plainly, and by runs of letters
        assert len(encoder().encode(sentences[:count]).vectors) == count


if __name__ == "__main__":
    scan_with(Path(sys.argv[1]))
