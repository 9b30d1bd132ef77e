"""The case files under ``tests/cases``, read in one way by all tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table, without empty lines and comments (``# …``).

    Args:
        name: The file in `CASES`, tab-separated.
    """
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def records(name: str) -> list[Any]:
    """Return the values of a file in `CASES`, a line of JSON each."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
