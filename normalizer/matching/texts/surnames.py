"""Link a surname that stands alone after its bearer was named in full.

In scripts with capitals another given name before the surname shows that somebody else is meant,
and from then on the surname alone is left alone. In others
`uncased_surnames` tells where one stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, cast

from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.names.titles import is_title
from normalizer.matching.texts import bearers as other_bearers
from normalizer.matching.texts import place_namesakes, surname_sites, uncased_surnames
from normalizer.matching.texts.full_names import FullNames, ListedFullNames
from normalizer.matching.texts.memory import Bearer, Memory
from normalizer.matching.texts.spans import Span, columns_of, within
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows
from normalizer.spelling.inflection import inflected

if TYPE_CHECKING:
    from normalizer.matching.texts.full_names_columns import FamiliesOfPlain
    from normalizer.matching.texts.in_columns import SpansInColumns

_ARTICLE = (
    r"(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]t|[Aa]z|[Aa]d|[Aa]r|[Аа]ль|[Ээ]ль|[Аа]с|[Аа]ш|[Аа]н)-"
)
_FAMILY = re.compile(rf"[ \n]({_ARTICLE})?([^\W\d_][\w'’‘ʿʾ]{{3,}})$")
_ARTICLE_BEFORE = re.compile(rf"{_ARTICLE}$")
_WORD_BEFORE = re.compile(r"(\S+)[ \n]$")
_WORD_AFTER = re.compile(r"[ \n]([^\W\d_])")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n“”\"»—–])\s*$")
_IN_WORD = re.compile(r"[\w'’-]")
_ENDS_NAME = ",;:!?)»”"
_LONGEST_CUT = 4
"""How long a given name or title cut short may be, with its point: Geo., Gen."""
_OF = " of "
_FEW = 60
_FULL_CACHE = 200_000
_REACH = 4000
"""How many characters after the last mention of its bearer a surname still means him."""


class Surnames:
    """Knows the surnames of full names, and where in a text they stand alone.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[tuple[int, str], tuple[str, ...]] = {}
        self._of_plain: FamiliesOfPlain | None = None

    def added(self, text: str, spans: Sequence[Span], memory: Memory) -> Sequence[Span]:
        """Add the surnames of people who were named in full before.

        Args:
            text: The text at hand, all of the document or the surroundings of a part of it.
            spans: Chosen spans, in order.
            memory: What was told before; takes what the part tells.

        Returns:
            All spans, in order.
        """
        full = self._full_names(text, spans, memory)
        if not full.families:
            return spans
        alone = _Alone(text, spans, memory)
        found = [
            Span(start, end, bearer.record, (self._note(bearer),))
            for family in alone.to_look_for(full)
            for start, end, bearer in alone.places(family, full.spans(family))
        ]
        if not found:
            return spans
        if not isinstance(spans, list):
            return cast("SpansInColumns", spans).with_more(found)
        return sorted([*spans, *found], key=lambda span: span.start)

    def _full_names(self, text: str, spans: Sequence[Span], memory: Memory) -> FullNames:
        """Return the full names of a text's own part, and the surnames told before."""
        own = within(spans, memory.begin, memory.until)
        if not isinstance(own, list):
            return self._in_columns(text, cast("SpansInColumns", own), memory)
        return ListedFullNames(own, self._families_of(text, own), memory.within_reach())

    def _in_columns(self, text: str, own: SpansInColumns, memory: Memory) -> FullNames:
        """Return the same of spans in columns."""
        from normalizer.matching.texts.full_names_columns import (  # noqa: PLC0415  # numpy
            FamiliesOfPlain,
            FullNamesInColumns,
        )

        if self._of_plain is None or self._of_plain.known is not own.known:
            self._of_plain = FamiliesOfPlain(own.known)
        self._of_plain.learn(self._families)
        of_others = self._families_of(text, own.others)
        return FullNamesInColumns(own, self._of_plain, of_others, memory.within_reach())

    def _families_of(self, text: str, spans: Sequence[Span]) -> list[tuple[str, ...]]:
        """Return the surnames of each of some spans."""
        names = [(span[2].number, text[span[0] : span[1]]) for span in spans]
        known = list(map(self._known.get, names))
        return [
            self._families(spelled, span.name) if families is None else families
            for families, (_, spelled), span in zip(known, names, spans, strict=True)
        ]

    def _note(self, bearer: Bearer) -> str:
        entity = self._index.entity(bearer.record.entity)
        return f"surname of {entity.name}, named in full earlier as “{bearer.name}”"

    def _families(self, full_name: str, name: NameRecord) -> tuple[str, ...]:
        """Return the surname of a person's full name without its article, and its other cases."""
        families: tuple[str, ...] = ()
        if name.name.kind != "short" and self._index.entity(name.entity).type == "person":
            language = name.inflection.language if name.inflection else name.name.language
            bare = name.name.text
            names = dict.fromkeys((full_name, bare, *inflected(bare, language, "person")))
            if language in _told("genitive"):
                names[f"{full_name}s"] = None
            families = tuple(dict.fromkeys(filter(None, map(_family, names))))
            family = "" if families else uncased_surnames.family_of(full_name)
            if family and not self._index.forms_of(fold.fold_key(family)):
                families = (family,)
        if len(self._known) >= _FULL_CACHE:
            self._known.clear()
        self._known[name.number, full_name] = families
        return families


def _family(full_name: str) -> str:
    if _OF in full_name:  # Hussein of Jordan: a realm is no surname
        return ""
    match = _FAMILY.search(full_name)
    return match[2] if match and match[2][0].isupper() else ""


class _Alone:
    """Finds where surnames stand alone in a text.

    Args:
        text: The text at hand.
        spans: Its chosen spans, in order.
        memory: What was told before; takes what the part tells.
    """

    def __init__(self, text: str, spans: Sequence[Span], memory: Memory) -> None:
        self._text = text
        self._spans = spans
        self._memory = memory

    @cached_property
    def _starts(self) -> list[int]:
        return columns_of(self._spans)[0]

    def to_look_for(self, full: FullNames) -> list[str]:
        """Return the surnames to look for; of those that stand nowhere the bearer is remembered.

        Args:
            full: People's full names.
        """
        if len(full.families) < surname_sites.ENOUGH:
            return list(full.families)
        asked = full.bearers()
        for family, before in self._memory.bearers.items():
            if family not in full.families:
                continue
            if before is None:  # two people bear it: it tells neither
                asked.pop(family, None)
            elif asked.setdefault(family, before.record.entity) != before.record.entity:
                asked[family] = surname_sites.SEVERAL
        sites = surname_sites.elsewhere(self._text, full.columns(), asked)
        if sites is None:
            return [family for family in full.families if family in asked]
        if not self._memory.is_whole:
            self._remember(full, {family: asked[family] for family in asked.keys() - sites})
        return [family for family in full.families if family in sites]

    def _remember(self, full: FullNames, alone_nowhere: Mapping[str, int]) -> None:
        """Remember the bearers of surnames that stand nowhere alone."""
        known = self._memory.bearers
        for family, bearer in alone_nowhere.items():
            last = full.last(family)
            if bearer == surname_sites.SEVERAL:
                known[family] = None
            elif last is not None:
                known[family] = self._bearer(last)

    def places(self, family: str, full_names: list[Span]) -> Iterable[tuple[int, int, Bearer]]:
        """Return where a surname stands alone near its one bearer, who was named in full before."""
        if family not in self._memory.bearers and self._stands_nowhere(family, full_names):
            self._memory.bearers[family] = self._bearer(full_names[-1])
            return ()
        return self._places(family, full_names)

    def _stands_nowhere(self, family: str, full_names: list[Span]) -> bool:
        """Tell whether a surname has one bearer and is nowhere behind his full names."""
        find, entity = self._text.find, full_names[0].name.entity
        for _, end, name, _, _, _ in full_names:
            if name.entity != entity or find(family, end, end + _REACH) >= 0:
                return False
        return True

    def _places(self, family: str, full_names: list[Span]) -> Iterator[tuple[int, int, Bearer]]:
        text, memory = self._text, self._memory
        waiting = iter(full_names)
        base, at = memory.base, memory.begin
        stands_alone = _is_whole if family[0].isupper() else uncased_surnames.stands_alone
        if family in memory.bearers:
            known = memory.bearers[family]
            if known is None:
                return
            bearer = known
        else:
            full = next(waiting)
            bearer, at = self._bearer(full), full.end
        while True:
            start = text.find(family, at, max(0, bearer.limit - base))
            if not memory.holds(start):
                later = next((span for span in waiting if start < 0 and span.start >= at), None)
                if later is None:
                    memory.bearers[family] = bearer
                    return
                if later.name.entity != bearer.record.entity:
                    break  # two bearers: from here on the surname alone tells neither
                bearer, at = self._bearer(later), later.end
                continue
            end = at = start + len(family)
            article = _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
            start = article.start() if article else start
            if not stands_alone(text, start, end) or place_namesakes.is_elsewhere(text, start, end):
                continue
            place = bisect_left(self._starts, end) - 1
            if place >= 0 and self._spans[place].end > start:
                holder = self._spans[place]
                if holder.name.entity == bearer.record.entity:
                    bearer = self._bearer(holder)
                elif holder.end == end:
                    break
                continue
            if _other_name(text, start, end, bearer.name):
                break
            yield start, end, bearer
            bearer = bearer._replace(limit=base + end + _REACH)
        memory.bearers[family] = None

    def _bearer(self, full: Span) -> Bearer:
        limit = self._memory.base + full.end + _REACH
        return Bearer(full.name, self._text[full.start : full.end], limit)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a surname is more than a part of a word."""
    if end < len(text) and _IN_WORD.match(text[end]) and text[end] not in "'’":
        return False
    return start == 0 or _IN_WORD.match(text[start - 1]) is None


@lru_cache(maxsize=2)
def _told(kind: str) -> frozenset[str]:
    """Return words of a kind of ``cased_surnames.tsv``."""
    rows = data_rows(__file__, "cased_surnames.tsv")
    return frozenset(word for of, words in rows if of == kind for word in words.split())


def _ends_sentence(word: str) -> bool:
    """Tell whether a sentence ends with a word: Rome., ONU.; but no initial nor the like of Gen."""
    if word[-1] != "." or "." in word[:-1]:
        return False
    return len(word) > _LONGEST_CUT or (len(word) > len("J.") and word.isupper())


def _other_name(text: str, start: int, end: int, full_name: str) -> bool:
    """Tell whether a capitalised word beside a surname makes it somebody else's name.

    The first word of a sentence does so only if it is a given name that is not the bearer's.
    """
    family = text[start:end]
    if f"{full_name}s".endswith(family) and not full_name.endswith(family):
        # A German genitive stands beside nouns, which have capitals, too: ein Sprecher Scharaas.
        return other_bearers.is_of_another(text, start, [full_name])
    after = _WORD_AFTER.match(text[end : end + 3])
    if after and after[1].isupper():
        return True
    before = _WORD_BEFORE.search(text[max(0, start - _FEW) : start])
    if not before or not before[1][:1].isupper():
        return False
    word = before[1]
    if word[-1] in _ENDS_NAME or _ends_sentence(word) or is_title(fold.fold(word)):
        return False
    if not _SENTENCE_START.search(text[max(0, start - _FEW) : start - len(word) - 1]):
        return True
    return word not in _told("verb") and other_bearers.is_of_another(text, start, [full_name])
