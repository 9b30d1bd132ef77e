"""The rows of a data file, as all tables of this package are read."""

from __future__ import annotations

import os


def data_rows(module_file: str, name: str) -> list[list[str]]:
    """Read a table in the folder ``data`` beside a module.

    Args:
        module_file: The module's ``__file__``.
        name: The table's path in that folder.

    Returns:
        The cells of each row, which tabs part; comments (``#`` first) and empty lines left out.
    """
    path = os.path.join(os.path.dirname(module_file), "data", name)
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and line[0] != "#"]
