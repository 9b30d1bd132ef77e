"""The lines of a Markdown text that are no running text: code, front matter, link definitions."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CONTAINER = r"(?:[ ]{0,3}(?:>[ ]?|(?:[-*+]|\d{1,9}[.)])[ \t]+))*[ \t]*"
_FENCE = re.compile(rf"{_CONTAINER}(`{{3,}}(?=[^`\n]*$)|~{{3,}})", re.MULTILINE)
_FENCE_END = re.compile(r"[> \t]*(`{3,}|~{3,})[ \t]*\r?$", re.MULTILINE)
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_TWICE_INDENTED = re.compile(r"(?: {4}| {0,3}\t){2}")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)(?=\s)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)((?:\\.|[^\[\]\\\n])+)\]:")
_FRONT_MATTER = re.compile(
    r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:.*\n)*?(?:\1|\.\.\.)[ \t]*\r?(?:\n|\Z)"
)


class Blocks:
    """What a pass over the lines of a Markdown text finds.

    Attributes:
        opaque: Spans that are no running text, in order.
        labels: The labels that link definitions give, as `label_key` writes them.
    """

    def __init__(self, text: str) -> None:
        self.opaque: list[tuple[int, int]] = []
        self.labels: set[str] = set()
        self._fence = ""
        self._in_list = False
        self._after_blank = True  # or after a line of indented code
        front = _FRONT_MATTER.match(text)
        if front:
            self.opaque.append(front.span())
        for line in _LINE.finditer(text, front.end() if front else 0):
            if self._is_opaque(line[0]):
                self.opaque.append(line.span())

    def _is_opaque(self, line: str) -> bool:
        if self._fence:
            end = _FENCE_END.match(line)
            if end and end[1].startswith(self._fence):
                self._fence = ""
            return True
        if not line.strip():
            self._after_blank = True
            return False
        if self._after_blank and (_TWICE_INDENTED if self._in_list else _INDENTED).match(line):
            return True
        fence = _FENCE.match(line)
        if fence:
            self._fence = fence[1]
            return True
        if _ITEM.match(line):
            self._in_list = True
        elif self._after_blank and not line[0].isspace():
            self._in_list = False
        self._after_blank = False
        definition = _DEFINITION.match(line)
        if definition:
            self.labels.add(label_key(definition[1]))
        return bool(definition)


def label_key(label: str) -> str:
    """Return a link label as labels are compared: case and spaces aside."""
    return " ".join(label.split()).casefold()
