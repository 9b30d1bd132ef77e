"""A match: a spelling compared with one listed form, and what is known for and against it."""

from __future__ import annotations

from typing import NamedTuple

from normalizer.matching.likeness import score, slips
from normalizer.matching.likeness.evidence import Comparison
from normalizer.matching.names import full_names

_OWN_SCRIPT = 0.02
_LIKELY = 0.5
_OBJECTED = 0.5  # what is left of the probability of a match that something is known against


class Match(NamedTuple):
    """A comparison with a listed form.

    Attributes:
        entity: Number of the form's entity.
        number: Number of the form in the search.
        comparison: What the two have in common.
        probability: The chance that both are one name, by letters and sounds.
        slip: Whether they are one but for slips of the pen.
        distinct: Which of their words are known to be two names, in words.
        family: Which two family names they end with, in words.
        other: What else tells that it is another's name, in words.
        reading: How the spelling was read, in words, where that is not as it stands.
        doubt: What may tell of somebody else, in words.
        most: The score that it has at most, since another name is likelier.
    """

    entity: int
    number: int
    comparison: Comparison
    probability: float
    slip: bool = False
    distinct: str | None = None
    family: str | None = None
    other: str | None = None
    reading: str = ""
    doubt: str | None = None
    most: float = 1.0

    @property
    def tells_family(self) -> bool:
        """Whether the form is likely enough, and in the query's script, to tell the family name."""
        if self.comparison.query.script != self.comparison.name.script or self.reading:
            return False
        return self.probability >= _LIKELY and (self.family is not None or self.other is None)

    @property
    def objection(self) -> str | None:
        """What is known against the match that letters do not show, in words."""
        return self.distinct or self.family or self.other

    @property
    def score(self) -> float:
        """The probability, or less where something is known against it or makes it doubtful."""
        if self.objection:
            return min(self.most, self.probability * _OBJECTED)
        likely = full_names.doubtful(self.probability) if self.doubt else self.probability
        return min(self.most, likely)

    @property
    def standing(self) -> float:
        """The score, where a form in the query's own script counts a little more.

        Readers follow the evidence more easily in the script they gave.
        """
        comparison = self.comparison
        own = comparison.query.script == comparison.name.script
        return self.score + (_OWN_SCRIPT if own else 0.0)


def threshold_of(slip: bool, kind: str, strictness: str) -> float:
    """Return the score from which a match counts.

    Args:
        slip: Whether it is one but for slips of the pen.
        kind: Of its comparison, one of `score.KINDS`.
        strictness: The share of false matches that is accepted.
    """
    return slips.threshold(strictness) if slip else score.threshold(kind, strictness)
