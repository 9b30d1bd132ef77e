"""Paths to fields of JSON values, such as ``actor.name`` or ``actors[].name``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from normalizer.errors import UsageError
from normalizer.rewriting.table_options import is_pattern

ITEMS = None
"""The step from an array to each of its items; every other step is a key."""

_STEP = re.compile(r"(?P<items>\[\])|\.?(?P<key>(?:[^.\[\]\\]|\\.)+)")

_SIGNS = re.compile(r"[.\[\]\\]")


def parse_path(path: str) -> list[str | None]:
    r"""Return the steps of a path.

    Args:
        path: Keys parted by dots, with ``[]`` for each item of an array; a backslash takes the
            next character as it is, as in ``a\.b`` for a key with a dot.

    Raises:
        UsageError: If it is no path.
    """
    steps: list[str | None] = []
    at = 0
    while at < len(path):
        match = _STEP.match(path, at)
        if match is None or (steps and match["key"] and path[at] != "."):
            break
        steps.append(ITEMS if match["items"] else match["key"])
        at = match.end()
    if not steps or at < len(path) or path.startswith("."):
        raise UsageError(
            f"{path!r} is not a path to a field; join keys with dots, and write [] for each item "
            "of an array, as in actor.name or actors[].name."
        )
    return steps


def as_step(key: str) -> str:
    """Return how a path says a key: with a backslash before what would mean something else."""
    return _SIGNS.sub(r"\\\g<0>", key)


class Node:
    """Where some paths lead from one place in a value.

    Attributes:
        columns: The columns whose paths end here.
        items: Where they lead from here to each item of an array.
    """

    def __init__(self) -> None:
        self.columns: list[int] = []
        self.items: Node | None = None
        self._keys: dict[str, Node] = {}
        self._patterns: list[tuple[str, Node]] = []

    def add(self, steps: Sequence[str | None], column: int) -> None:
        """Let a path lead to a column."""
        node = self
        for step in steps:
            node = node._next(step)
        node.columns.append(column)

    def _next(self, step: str | None) -> Node:
        if step is ITEMS:
            self.items = self.items or Node()
            return self.items
        if is_pattern(re.sub(r"\\.", "", step)):
            pattern = re.sub(r"\\(.)", lambda m: f"[{m[1]}]" if m[1] in "*?[" else m[1], step)
            for known, node in self._patterns:
                if known == pattern:
                    return node
            self._patterns.append((pattern, Node()))
            return self._patterns[-1][1]
        return self._keys.setdefault(re.sub(r"\\(.)", r"\1", step), Node())

    @property
    def has_keys(self) -> bool:
        """Whether paths lead on from here to keys."""
        return bool(self._keys or self._patterns)

    @property
    def keys(self) -> tuple[str, ...] | None:
        """The keys by which paths lead on from here; None where they lead on by patterns, too."""
        return None if self._patterns else tuple(self._keys)

    def child(self, key: str) -> Node | None:
        """Return where the paths lead by a key; a key so written comes before patterns."""
        found = self._keys.get(key)
        if found is None:
            for pattern, node in self._patterns:
                if fnmatchcase(key, pattern):
                    return node
        return found
