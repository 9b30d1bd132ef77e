"""What lint finds: where, what is wrong and how to mend it, by which rule."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class RuleText:
    """What people are told of a rule.

    Attributes:
        name: What findings call it.
        why: Why it is there.
        remedy: What to do, said after each finding.
        severity: `ERROR`, or `WARNING` for what may be right and deserves a second look.
    """

    name: str
    why: str
    remedy: str
    severity: str = ERROR


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One violation.

    Attributes:
        path: The file.
        line: The line, counted from 1.
        column: The column, counted from 1, in characters.
        rule: The rule's name.
        message: What is wrong and how to mend it.
        severity: `ERROR` or `WARNING`.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    severity: str = ERROR

    def __str__(self) -> str:
        """Return the finding as compilers write it."""
        sort = f"{self.severity}: " if self.severity != ERROR else ""
        return f"{self.path}:{self.line}:{self.column}: {sort}{self.message} [{self.rule}]"
