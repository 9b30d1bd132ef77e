"""Where an unlisted spelling may stand: what around it tells that it is something else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from normalizer.matching.compiled.index import EntityRecord, NameRecord
from normalizer.matching.names.titles import is_title
from normalizer.matching.texts import guards
from normalizer.matching.texts.affixes import on_border
from normalizer.matching.texts.spans import Span
from normalizer.matching.texts.unlisted_seeds import Seeds
from normalizer.matching.texts.unlisted_words import Word, with_article
from normalizer.spelling import fold

_REACH = 2000
"""How far from a word it is looked for in small letters: less than what is read beside a part."""
_FEW = 20
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n“”\"»—–*•])\s*$")


class Place(NamedTuple):
    """Words of a run that may be a name, and the words of the run before and behind them."""

    words: tuple[Word, ...]
    before: Word | None
    behind: Word | None

    @classmethod
    def of(cls, line: Sequence[Word], first: int, last: int) -> Place:
        """Return the place of the words of a run from the first to the last one."""
        before = line[first - 1] if first else None
        behind = line[last + 1] if last + 1 < len(line) else None
        return cls(tuple(line[first : last + 1]), before, behind)

    @property
    def holds_mention(self) -> bool:
        """Whether a listed name is a part of it."""
        return any(word.is_mention for word in self.words)

    def bounds(self, text: str) -> tuple[int, int]:
        """Return where it begins, with its article, and where it ends."""
        return with_article(text, self.words[0].start), self.words[-1].end

    def readings(self, text: str) -> tuple[str, ...]:
        """Return it as one name, as it stands and as it stands once listed names are rewritten.

        What is refused in both will be refused in the rewritten text, too.
        """
        found = [self._reading(text, [word.text for word in self.words])]
        if self.holds_mention:
            found.append(self._reading(text, [word.canonical for word in self.words]))
        return tuple(found)

    def _reading(self, text: str, words: Sequence[str]) -> str:
        at, _ = self.bounds(text)
        parts = []
        for word, reads in zip(self.words, words, strict=True):
            parts += [text[at : word.start], reads]
            at = word.end
        return " ".join("".join(parts).split())


def may_stand(
    text: str,
    place: Place,
    name: NameRecord,
    entity: EntityRecord,
    chosen: Sequence[Span],
    seeds: Seeds,
) -> bool:
    """Tell whether nothing around words speaks against their being a name.

    Args:
        text: The whole text.
        place: The words.
        name: The listed name that they spell.
        entity: Its entity.
        chosen: The spans of listed names in the text.
        seeds: Knows the words of listed names.

    Returns:
        False in addresses, code and the like; where a further name stands beside a person's or a
        word alone; and where one of the words stands near by in small letters.
    """
    start, end = place.bounds(text)
    if not on_border(text, start, end) or guards.guarded(text, start, end):
        return False
    if "`" in text and guards.in_code(text, start, end):
        return False
    if not place.words[0].is_cased:
        return len(place.words) > 1
    alone = len(place.words) == 1
    if (alone or entity.type == "person") and _has_neighbour(text, place, seeds):
        return False
    own = fold.fold(name.name.text).split()
    return not any(
        _stands_in_small_letters(text, word, chosen)
        for word in place.words
        if not word.is_mention and fold.fold(word.text) not in own
    )


def _has_neighbour(text: str, place: Place, seeds: Seeds) -> bool:
    """Tell whether a capitalised word stands beside words, so that they are not the whole name.

    The first word of a sentence does if some person is called so: Ali, but not Today.
    """
    if place.behind and not place.behind.is_mention:
        return True
    before = place.before
    if before is None or before.is_mention or is_title(fold.fold(before.text)):
        return False
    if seeds.is_personal(before):
        return True
    return not _SENTENCE_START.search(text[max(0, before.start - _FEW) : before.start])


def _stands_in_small_letters(text: str, word: Word, chosen: Sequence[Span]) -> bool:
    """Tell whether a word stands in small letters near by, outside the listed names."""
    small = re.compile(rf"(?<!\w){re.escape(word.text.lower())}(?!\w)")
    for found in small.finditer(text, max(0, word.start - _REACH), word.end + _REACH):
        at = bisect_right(chosen, found.start(), key=lambda span: span.start) - 1
        if at < 0 or chosen[at].end <= found.start():
            return True
    return False
