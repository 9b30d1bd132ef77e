"""The full names of people in a text, by their surnames.

`full_names_columns` does the same for names in columns (see `in_columns`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from normalizer.matching.texts.surname_sites import SEVERAL

if TYPE_CHECKING:
    from normalizer.matching.texts.spans import Span
    from normalizer.matching.texts.word_arrays import Ints

    Columns = tuple[Sequence[int], Sequence[int], Sequence[int]] | tuple[Ints, Ints, Ints]


class FullNames(Protocol):
    """The full names of people in a text."""

    @property
    def families(self) -> Collection[str]:
        """Their surnames in the order in which they are met."""
        ...

    def bearers(self) -> dict[str, int]:
        """Return the number of the one who bears each surname, `SEVERAL` where people share it.

        Surnames that only were told before are left out.
        """
        ...

    def spans(self, family: str) -> list[Span]:
        """Return where people of a surname are named in full, in order."""
        ...

    def last(self, family: str) -> Span | None:
        """Return where somebody of a surname is named in full for the last time, if anywhere."""
        ...

    def columns(self) -> Columns:
        """Return start, end and entity's number of all full names, in order."""
        ...


class ListedFullNames:
    """The full names among a list of spans.

    Args:
        spans: The spans, in order.
        families_of: The surnames of each.
        before: Surnames that were told before.
    """

    def __init__(
        self,
        spans: Sequence[Span],
        families_of: Iterable[tuple[str, ...]],
        before: Iterable[str],
    ) -> None:
        self.families: dict[str, list[Span]] = {family: [] for family in before}
        self._full: list[Span] = []
        for span, families in zip(spans, families_of, strict=True):
            if families:
                self._full.append(span)
            for family in families:
                self.families.setdefault(family, []).append(span)

    def bearers(self) -> dict[str, int]:
        """Return the number of the one who bears each surname, `SEVERAL` where people share it."""
        found: dict[str, int] = {}
        for family, spans in self.families.items():
            entities = {span.name.entity for span in spans}
            if entities:
                found[family] = entities.pop() if len(entities) == 1 else SEVERAL
        return found

    def spans(self, family: str) -> list[Span]:
        """Return where people of a surname are named in full, in order."""
        return self.families[family]

    def last(self, family: str) -> Span | None:
        """Return where somebody of a surname is named in full for the last time, if anywhere."""
        spans = self.families[family]
        return spans[-1] if spans else None

    def columns(self) -> Columns:
        """Return start, end and entity's number of all full names, in order."""
        full = self._full
        return (
            [span.start for span in full],
            [span.end for span in full],
            [span.name.entity for span in full],
        )
