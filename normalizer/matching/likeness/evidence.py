"""Evidence that two spellings are of one name: which words met, how well, what speaks against.

What the letters say of both (see `matching.likeness.proposals`) and how their words meet (see
`matching.likeness.meeting`) is measured, and a logistic model makes one calibrated probability
of it (see `normalizer.matching.likeness.score`).
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.matching.likeness.explain import explain
from normalizer.matching.likeness.features import Pairs
from normalizer.matching.likeness.meeting import Meeting, meet
from normalizer.matching.likeness.proposals import Nearness, nearness
from normalizer.matching.likeness.score import (
    FULL,
    LATIN_KIND,
    is_judged_by_letters,
    letters_log_odds,
    log_odds,
    probability,
)
from normalizer.matching.likeness.views import Spelling, view
from normalizer.matching.likeness.writing import KIND_BY_SCRIPT
from normalizer.spelling.script import LATIN

__all__ = ["Comparison", "Spelling", "compare", "compare_many"]


class Comparison:
    """What a comparison of two spellings found.

    How their words meet is found when it is first asked for: most comparisons are refused before.

    Args:
        query: The spelling that was given.
        name: The listed form it was compared with.
        near: What the letters say of both, where that is known already.
        meeting: How their words meet, where that is known already.
        is_person: Whether the form names a person; if that is not known, it counts as other names.

    Attributes:
        query: The spelling that was given.
        name: The listed form it was compared with.
        kind: Which scripts met, one of `score.KINDS`.
    """

    def __init__(
        self,
        query: Spelling,
        name: Spelling,
        near: Nearness | None = None,
        meeting: Meeting | None = None,
        is_person: bool = False,
    ) -> None:
        self.query = query
        self.name = name
        if near is not None:
            self.near = near
        if meeting is not None:
            self.meeting = meeting
        is_aloud = near is not None and near.aloud
        self.kind = kind_of(query, name, aloud=is_aloud, is_person=is_person)

    def __repr__(self) -> str:
        return f"Comparison({self.query.text!r}, {self.name.text!r}, {self.score:.3f})"

    @view
    def near(self) -> Nearness:
        """What the letters say of both."""
        return nearness([(self.query.text, self.name.text)])[0]

    @view
    def meeting(self) -> Meeting:
        """How the words of both meet."""
        return meet([(self.query, self.name)])[0]

    @property
    def pairs(self) -> Pairs:
        """The words that met."""
        return self.meeting.pairs

    @property
    def joined(self) -> bool:
        """Whether the words were compared run together."""
        return self.meeting.joined

    @property
    def features(self) -> tuple[float, ...]:
        """What was measured, in the order of `score.FEATURES`."""
        return (*self.meeting.features, *self.near.measured)

    @view
    def log_odds(self) -> float:
        """The logarithm of the odds that both are spellings of one name."""
        script = self.name.script if self.query.script == LATIN else self.query.script
        if is_judged_by_letters(self.kind):
            return letters_log_odds(self.kind, script, self.near.measured)
        return log_odds(self.kind, script, self.features)

    @view
    def score(self) -> float:
        """The probability that both are spellings of one name, given that no other fits better."""
        return probability(self.log_odds)

    @view
    def evidence(self) -> tuple[str, ...]:
        """Full short sentences: which words met, by which letters, what spoke against."""
        return explain(self.query, self.name, self.kind, self.pairs, self.joined)


def kind_of(
    query: Spelling, name: Spelling, *, aloud: bool = False, is_person: bool = False
) -> str:
    """Return which model judges a pair, one of `score.KINDS`.

    Args:
        query: A spelling.
        name: A listed form.
        aloud: Whether the query is a reading of other characters.
        is_person: Whether the form names a person.
    """
    scripts = {query.script, name.script}
    if len(scripts) == 1:
        if query.script != LATIN:
            return "same"
        full = is_person and not aloud and len(query.content) > 1 and len(name.content) > 1
        return FULL if full else LATIN_KIND
    if aloud or LATIN not in scripts:
        return "cross"
    (other,) = scripts - {LATIN}
    return KIND_BY_SCRIPT.get(other, "cross")


def compare(query: Spelling, name: Spelling) -> Comparison:
    """Compare two spellings.

    Args:
        query: The spelling that was given.
        name: A listed form.

    Returns:
        The probability that they are spellings of one name, with the evidence for it.
    """
    return compare_many([(query, name)])[0]


def compare_many(
    pairs: Sequence[tuple[Spelling, Spelling]],
    near: Sequence[Nearness] | None = None,
    persons: Sequence[bool] | None = None,
) -> list[Comparison]:
    """Compare spellings with listed forms, much faster than one by one.

    Args:
        pairs: A spelling that was given and a listed form each.
        near: What the letters say of each pair; computed where it is not given.
        persons: Whether each form names a person; if None, that is not known of any.

    Returns:
        One comparison for each pair, in their order.
    """
    if near is None:
        near = nearness([(query.text, name.text) for query, name in pairs])
    persons = persons if persons is not None else [False] * len(pairs)
    compared = [
        Comparison(*pair, letters, is_person=is_person)
        for pair, letters, is_person in zip(pairs, near, persons, strict=True)
    ]
    let_meet([it for it in compared if not is_judged_by_letters(it.kind)])
    return compared


def let_meet(comparisons: Sequence[Comparison]) -> None:
    """Find at once how the words of many comparisons meet.

    Args:
        comparisons: Comparisons whose meeting will be asked for.
    """
    new = [it for it in comparisons if "meeting" not in it.__dict__]
    for comparison, meeting in zip(new, meet([(it.query, it.name) for it in new]), strict=True):
        comparison.meeting = meeting
