"""What rewriting a text came to, as JSON and as a diff."""

from __future__ import annotations

import difflib
import re

from normalizer.rewriting.annotate import json_line
from normalizer.rewriting.text import Rewrite


def rewrite_json(path: str, rewrite: Rewrite) -> str:
    """Return a line of JSON with the mentions, the edits and the rewritten text.

    Args:
        path: What to call the text.
        rewrite: The rewritten text.
    """
    fields = {
        "file": path,
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "prefix": mention.prefix,
                "suffix": mention.suffix,
                "id": mention.id,
                "name": mention.name,
                "type": mention.type,
                "score": mention.score,
                "evidence": mention.evidence,
            }
            for mention in rewrite.mentions
        ],
        "edits": [
            {
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
                "id": edit.id,
                "score": edit.score,
                "evidence": edit.evidence,
            }
            for edit in rewrite.edits
        ],
        "text": rewrite.text,
    }
    return json_line(fields)


def rewrite_diff(path: str, rewrite: Rewrite) -> str:
    """Return a unified diff from the original to the rewritten text; empty where there is none.

    Args:
        path: What to call the text.
        rewrite: The rewritten text.
    """
    # Only a line feed ends a line of a diff; splitlines knows nine more signs.
    before, after = (
        re.findall(r"[^\n]*\n|[^\n]+", part) for part in (rewrite.original, rewrite.text)
    )
    lines = []
    for line in difflib.unified_diff(before, after, path, path):
        lines.append(line)
        if not line.endswith("\n"):
            lines.append("\n\\ No newline at end of file\n")
    return "".join(lines)
