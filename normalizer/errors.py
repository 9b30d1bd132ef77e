"""Every error this package raises on purpose; each message is a sentence that names the remedy."""

from __future__ import annotations


class NormalizerError(Exception):
    """Base of all errors that this package raises on purpose."""


class GazetteerError(NormalizerError):
    """One or more faults in gazetteer data.

    Args:
        problems: The faults, each a full sentence that begins with ``file:line:`` where there
            is a file.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class TableError(NormalizerError):
    """A table that cannot be read as one: names the line (counted from 1) and the remedy."""


class UsageError(NormalizerError):
    """A call that cannot be carried out as asked, for example for a column that is not there."""


class IndexFileError(NormalizerError):
    """A compiled index that is truncated, of another version, or altered."""


class UndoError(NormalizerError):
    """Edits that do not belong to the text or file they are to be undone on."""


class DecisionError(NormalizerError):
    """A decision that cannot be read or honoured: names file, line and remedy."""
