"""Texts with their mentions marked, in the forms that people and annotation tools read.

The text itself stays as it is in every form: whoever takes the marks away has it back.
docs/annotate.md shows each form.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from normalizer.errors import UsageError
from normalizer.matching.names.results import Mention
from normalizer.rewriting.annotate_tokens import conll, spacy
from normalizer.rewriting.markup import HTML, MARKDOWN, NONE

FORMATS = ("html", "markdown", "brat", "jsonl", "conll", "spacy")

_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_SEPARATORS = re.compile(r"[\t\r\n]+")
_NO_WORD = re.compile(r"[^\w-]+")
_REACH = 1000


def annotate(text: str, mentions: Sequence[Mention], form: str, markup: str = NONE) -> str:
    """Return a text with its mentions marked, or the marks that belong to it.

    Args:
        text: The text.
        mentions: Its mentions, in order, as `Normalizer.find` gives them.
        form: One of `FORMATS`.
        markup: The markup of the text, ``"html"``, ``"markdown"`` or ``"none"``. Marked-up text
            takes marks of its own kind, and those that only point into it.

    Returns:
        The annotated text (html, markdown), lines of marks (brat), or data with the text in it.

    Raises:
        UsageError: If there is no such form, or the markup does not go with it.
    """
    if form not in FORMATS:
        raise UsageError(f"There is no annotation {form!r}; give one of {', '.join(FORMATS)}.")
    if markup != NONE and (form == "conll" or (form in (HTML, MARKDOWN) and form != markup)):
        raise UsageError(
            f"A text in {markup} cannot be annotated as {form}; give --annotate {markup}, brat, "
            "jsonl or spacy, or --markup none to take its markup for text."
        )
    makers: dict[str, Callable[[], str]] = {
        "html": lambda: _html(text, mentions, escaped=markup == NONE),
        "markdown": lambda: _markdown(text, mentions, escaped=markup == NONE),
        "brat": lambda: _brat(mentions),
        "jsonl": lambda: _json_line(text, mentions),
        "conll": lambda: conll(text, mentions),
        "spacy": lambda: json_line(spacy(text, mentions)),
    }
    return makers[form]()


def json_line(fields: object) -> str:
    """Return data as one line of JSON that every encoding of Unicode can hold."""
    line = json.dumps(fields, ensure_ascii=False)
    # Bytes that are not in the encoding have come in as lone surrogates; JSON escapes those.
    if any("\ud800" <= char <= "\udfff" for char in line):
        line = json.dumps(fields)
    return line + "\n"


def _marked(
    text: str,
    mentions: Sequence[Mention],
    mark: Callable[[Mention], str],
    between: Callable[[str], str],
) -> str:
    parts = []
    at = 0
    for mention in mentions:
        parts += [between(text[at : mention.start]), mark(mention)]
        at = mention.end
    return "".join([*parts, between(text[at:])])


def _html(text: str, mentions: Sequence[Mention], escaped: bool) -> str:
    def content(part: str) -> str:
        return html.escape(part, quote=False) if escaped else part

    return _marked(text, mentions, lambda mention: _tagged(mention, content), content)


def _tagged(mention: Mention, content: Callable[[str], str]) -> str:
    values = {"data-id": mention.id, "data-type": mention.type, "title": mention.name}
    attributes = " ".join(f'{name}="{html.escape(value)}"' for name, value in values.items())
    return f"<mark {attributes}>{content(mention.text)}</mark>"


def _markdown(text: str, mentions: Sequence[Mention], escaped: bool) -> str:
    def mark(mention: Mention) -> str:
        if _in_brackets(text, mention.start, mention.end):  # links do not stand in links
            return _tagged(mention, lambda part: part)
        shown = re.sub(r"[\[\]\\]", r"\\\g<0>", mention.text) if escaped else mention.text
        title = re.sub(r'["\\]', r"\\\g<0>", mention.name)
        return f'[{shown}](#{quote(mention.id, safe="")} "{title}")'

    return _marked(text, mentions, mark, lambda part: part)


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Tell whether a span stands in square brackets, as the text of a link does."""
    low = max(text.rfind("\n\n", 0, start), start - _REACH, 0)
    depth = 0
    for match in _BRACKET.finditer(text, low, start):
        depth = max(0, depth + {"[": 1, "]": -1}.get(match[0], 0))
    high = text.find("\n\n", end)
    return depth > 0 and text.find("]", end, high if high >= 0 else len(text)) >= 0


def _brat(mentions: Sequence[Mention]) -> str:
    """Return lines of brat's standoff form; https://brat.nlplab.org/standoff.html."""
    lines = []
    for number, mention in enumerate(mentions, 1):
        # A mention that goes over a line end has a fragment on each line.
        spans, at = [], 0
        for separator in [*_SEPARATORS.finditer(mention.text), None]:
            end = separator.start() if separator else len(mention.text)
            spans.append(f"{mention.start + at} {mention.start + end}")
            at = separator.end() if separator else end
        kind = _NO_WORD.sub("_", mention.type)
        surface = _SEPARATORS.sub(" ", mention.text)
        lines.append(f"T{number}\t{kind} {';'.join(spans)}\t{surface}\n")
        reference = f"normalizer:{quote(mention.id)}"
        lines.append(f"N{number}\tReference T{number} {reference}\t{mention.name}\n")
    return "".join(lines)


def _json_line(text: str, mentions: Sequence[Mention]) -> str:
    spans = [
        {
            "start": mention.start,
            "end": mention.end,
            "label": mention.type,
            "id": mention.id,
            "name": mention.name,
            "score": mention.score,
        }
        for mention in mentions
    ]
    return json_line({"text": text, "spans": spans})
