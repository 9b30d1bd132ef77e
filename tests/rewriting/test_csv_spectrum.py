"""The odd CSV files of csv-spectrum, a public collection, come out as they went in.

It is an npm package, fetched as test data and not kept here.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from normalizer.matching.names.results import Resolution
from normalizer.rewriting.tables import TableOptions, rewrite_table

PACKAGE = "csv-spectrum@1.0.0"


@pytest.fixture(scope="module")
def spectrum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spectrum")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so csv-spectrum cannot be fetched")
    done = subprocess.run(
        [npm, "pack", PACKAGE, "--silent"], cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}: {done.stderr.decode(errors='replace')[:200]}")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def resolve(texts: list[str]) -> list[Resolution]:
    return [Resolution(text, "id", f"<{text}>", score=0.9) for text in texts]


def rewrite(raw: bytes, **options: Any) -> bytes:
    target = io.BytesIO()
    rewrite_table(io.BytesIO(raw), target, resolve, TableOptions(columns=(1,), **options))
    return target.getvalue()


def rows_of(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


@pytest.mark.slow
def test_only_the_first_column_changes(spectrum: Path) -> None:
    files = sorted(spectrum.glob("csvs/*.csv"))
    assert len(files) >= 10
    for file in files:
        raw = file.read_bytes()
        expected = json.loads((spectrum / "json" / f"{file.stem}.json").read_bytes())
        assert rewrite(raw, replace=True, to=lambda found: found.text) == raw, file.name
        header, *rows = rows_of(rewrite(raw, replace=True))
        read = [dict(zip(header, row, strict=True)) for row in rows if row]
        for found, wanted in zip(read, expected, strict=True):
            first = wanted[header[0]]
            assert found == {**wanted, header[0]: f"<{first}>" if first.strip() else first}
        added = rows_of(rewrite(raw))
        assert [row[: len(header)] for row in added] == rows_of(raw), file.name
