"""Names spelled in a way that nobody has listed: search for candidates, then compare each."""

from __future__ import annotations

from dataclasses import dataclass

from normalizer.matching.index import Index, NameRecord


@dataclass(frozen=True, slots=True)
class Likeness:
    """A listed name that a text may spell in another way.

    Attributes:
        record: The listed name.
        score: Probability that the text means its entity, 0 to 1.
        evidence: What speaks for it and against it, in words.
    """

    record: NameRecord
    score: float
    evidence: tuple[str, ...]


class SpellingSearch:
    """Compares texts with the listed names of an index.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def likenesses(self, text: str, language: str | None, type: str | None) -> list[Likeness]:
        """Return the entities whose names the text may spell, the likeliest first.

        Args:
            text: A name.
            language: BCP 47 tag of its language, or None.
            type: Entity type that counts, or None for all.

        Returns:
            One likeness an entity: that of its closest name.
        """
        return []
