"""Link a surname that stands alone after its bearer was named in full.

Only in scripts with capitals: there, another given name before the surname shows that somebody
else is meant, and from then on the surname alone is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from normalizer.matching.index import Index, NameRecord
from normalizer.matching.titles import is_title
from normalizer.spelling import fold

_FAMILY = re.compile(
    r"[ \n]((?:(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]t|[Aa]z|[Aa]d|[Aa]r|аль|эль|ас|аш|ан)-)?"
    r"([^\W\d_][\w'’‘ʿʾ]{3,}))$"
)
_WORD_BEFORE = re.compile(r"(\S+)[ \n]$")
_WORD_AFTER = re.compile(r"[ \n]([^\W\d_])")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n“”\"»—–])\s*$")
_FEW = 60


@dataclass(frozen=True, slots=True)
class Span:
    """A chosen span, the name it was recognised by, and evidence other than that name."""

    start: int
    end: int
    name: NameRecord
    evidence: tuple[str, ...]


def with_surnames(text: str, spans: list[Span], index: Index) -> list[Span]:
    """Add the surnames of people who were named in full before.

    Args:
        text: The whole text.
        spans: Chosen spans, in order.
        index: The compiled gazetteer.

    Returns:
        All spans, in order.
    """
    bearers: dict[str, dict[int, Span]] = {}
    for span in spans:
        if index.entity(span.name.entity).type != "person" or span.name.name.kind == "short":
            continue
        match = _FAMILY.search(text[span.start : span.end])
        if match and match[1][0].lower() != match[1][0].upper():
            for family in {match[1], match[2]}:
                if family[:1].isupper() or "-" in family:
                    bearers.setdefault(family, {}).setdefault(span.name.entity, span)
    if not bearers:
        return spans
    added = _search(text, spans, bearers, index)
    return sorted([*spans, *added], key=lambda span: span.start) if added else spans


def _search(
    text: str, spans: list[Span], bearers: dict[str, dict[int, Span]], index: Index
) -> list[Span]:
    spellings = {_key(family): family for family in sorted(bearers)}
    pattern = re.compile(
        r"(?<![\w'’-])(?:"
        + "|".join(re.escape(family) for family in sorted(bearers, key=len, reverse=True))
        + r")(?![\w-])",
        re.IGNORECASE,
    )
    starts = [span.start for span in spans]
    added: list[Span] = []
    for match in pattern.finditer(text):
        family = spellings.get(_key(match[0]))
        if family is None or not match[0].lstrip("-")[:1].isalpha() or match[0].islower():
            continue
        at = bisect_left(starts, match.end())
        if at and spans[at - 1].end > match.start():
            continue  # part of a longer mention, which counts as such
        holders = bearers[family]
        if len(holders) > 1 or _other_name(text, match.start(), match.end()):
            # Two bearers: from here on the surname alone tells neither.
            bearers[family] = {**holders, -1: next(iter(holders.values()))}
            continue
        ((entity, full),) = holders.items()
        if full.end > match.start():
            continue  # before the full name nobody can know
        name = text[full.start : full.end]
        note = f"surname of {index.entity(entity).name}, named in full before as “{name}”"
        added.append(Span(match.start(), match.end(), full.name, (note,)))
    return added


def _key(family: str) -> str:
    return fold.fold_key(family)


def _other_name(text: str, start: int, end: int) -> bool:
    """Tell whether a capitalised word beside a surname makes it somebody else's name."""
    after = _WORD_AFTER.match(text[end : end + 3])
    if after and after[1].isupper():
        return True
    before = _WORD_BEFORE.search(text[max(0, start - _FEW) : start])
    if not before or not before[1][:1].isupper():
        return False
    word = before[1]
    if is_title(fold.fold(word)):
        return False
    return not _SENTENCE_START.search(text[max(0, start - _FEW) : start - len(word) - 1])
