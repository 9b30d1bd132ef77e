"""What a document has told so far, for one that is read in parts."""

from __future__ import annotations

from typing import NamedTuple

from normalizer.matching.compiled.index import NameRecord


class Bearer(NamedTuple):
    """The one bearer of a surname so far.

    Attributes:
        record: The name by which he was recognised.
        name: His full name as it stood.
        limit: Offset in the document up to which the surname alone still means him.
    """

    record: NameRecord
    name: str
    limit: int


class Sense(NamedTuple):
    """What an acronym means where the text defines it.

    Attributes:
        entity: The entity's number; None for something that is no entity of the gazetteer.
        record: A name of the entity; None likewise.
        words: The words by which the text defines it.
    """

    entity: int | None
    record: NameRecord | None
    words: str


class Memory:
    """What carries over from one part of a document to the next.

    A part is searched together with some text before and behind it, so that what stands around its
    names is seen; only what the part itself says is remembered.

    Attributes:
        named: The entities named so far, by number.
        bearers: The bearer of each surname; None where two people bear it.
        senses: What the acronyms mean that were defined, by their letters and the entity's number.
        base: Offset in the document of the text at hand.
        begin: Offset in the text at hand where the part begins.
        until: Offset behind the part.
        is_whole: Whether the text at hand is all of the document, so that nothing is remembered
            for another part.
    """

    def __init__(self, *, is_whole: bool = False) -> None:
        self.is_whole = is_whole
        self.named: set[int] = set()
        self.bearers: dict[str, Bearer | None] = {}
        self.senses: dict[str, dict[int | None, Sense]] = {}
        self.base = 0
        self.begin = 0
        self.until = 0

    def at(self, base: int, begin: int, until: int) -> Memory:
        """Go on to a part, given by its place in the text at hand; return this memory."""
        self.base, self.begin, self.until = base, begin, until
        return self

    def within_reach(self) -> list[str]:
        """Return the surnames that still mean their one bearer where the part begins."""
        begin = self.base + self.begin
        return [
            family
            for family, bearer in self.bearers.items()
            if bearer is not None and bearer.limit > begin
        ]

    def learn(self, acronym: str, sense: Sense) -> None:
        """Remember what an acronym means by a definition."""
        self.senses.setdefault(acronym, {}).setdefault(sense.entity, sense)

    def holds(self, offset: int) -> bool:
        """Tell whether an offset of the text at hand lies in the part."""
        return self.begin <= offset < self.until


def of_whole(text: str) -> Memory:
    """Return the memory for a document that is read in one piece."""
    return Memory(is_whole=True).at(0, 0, len(text) + 1)
