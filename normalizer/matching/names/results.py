"""What matching gives back: candidates, resolutions, mentions, each with evidence in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

# Reasons of an abstention.
UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"
BELOW_THRESHOLD = "below threshold"
REFUSED = "refused by context"
NOT_TEXT = "not text"
TOO_LONG = "too long"
UNKNOWN_TYPE = "type not known"
EMPTY = "empty"
REFUSED_BY_DECISION = "refused by decision"

# How a spelling was recognised.
EXACT = "exact"
FOLDED = "folded"
SPELLING = "spelling"
DECIDED = "decided"
"""A person has decided it, see `normalizer.rewriting.decisions`."""


def in_a_line(evidence: Iterable[str]) -> str:
    """Return evidence as one line."""
    return "; ".join(sentence.rstrip(".") for sentence in evidence)


class Candidate:
    """An entity that may be meant.

    Args:
        id: The entity's ID.
        name: Its canonical name.
        type: Its type.
        score: Probability that it is meant, 0 to 1.
        evidence: What speaks for it and against it, in words, or what finds that when it is asked
            for: of the many candidates of a table, few are looked at.
        matched: The listed form that was compared.
    """

    __slots__ = ("_evidence", "id", "matched", "name", "score", "type")

    def __init__(
        self,
        id: str,
        name: str,
        type: str,
        score: float,
        evidence: tuple[str, ...] | Callable[[], tuple[str, ...]] = (),
        matched: str = "",
    ) -> None:
        self.id = id
        self.name = name
        self.type = type
        self.score = score
        self.matched = matched
        self._evidence = evidence

    @property
    def evidence(self) -> tuple[str, ...]:
        """What speaks for it and against it, in words."""
        if callable(self._evidence):
            self._evidence = self._evidence()
        return self._evidence

    def __repr__(self) -> str:
        return f"Candidate({self.id!r}, {self.score:.3f}, matched={self.matched!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Candidate) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.id, self.matched, self.score))

    def __reduce__(self) -> tuple[type[Candidate], tuple[object, ...]]:
        fields = (self.id, self.name, self.type, self.score, self.evidence, self.matched)
        return Candidate, fields


class _Later:
    """Where a resolution keeps what finds its candidates, until somebody asks for them."""

    __slots__ = ("_find",)
    _find: Callable[[], tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class Resolution(_Later):
    """An entity, or an abstention with its reason.

    Attributes:
        text: What was to be resolved.
        id: The entity's ID, None when abstained.
        name: The entity's canonical name, None when abstained.
        type: The entity's type, None when abstained.
        score: Probability that it is meant, 0 to 1; of the best candidate when abstained.
        method: ``"exact"``, ``"folded"``, ``"spelling"`` or ``"decided"``; empty when abstained,
            unless that was decided.
        reason: Why it abstained: ``"unknown"``, ``"ambiguous"``, ``"below threshold"``,
            ``"refused by context"``, ``"refused by decision"``, ``"type not known"``,
            ``"empty"``, ``"not text"`` or ``"too long"``; else empty.
        evidence: What speaks for it and against it, in words.
        candidates: The entities that may be meant, the likeliest first.
        labels: The entity's display forms by language.
    """

    text: object
    id: str | None = None
    name: str | None = None
    type: str | None = None
    score: float = 0.0
    method: str = ""
    reason: str = ""
    # What is not found yet need not be found to be hashed; labels, of which there may be a hundred,
    # would hide everything else in a shell.
    evidence: tuple[str, ...] = field(default=(), hash=False)
    candidates: tuple[Candidate, ...] = field(default=(), hash=False)
    labels: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)

    @property
    def abstained(self) -> bool:
        """Whether no entity was chosen."""
        return self.id is None

    def __bool__(self) -> bool:
        """Tell whether an entity was chosen: ``if found := n.resolve(text): …``."""
        return self.id is not None

    if not TYPE_CHECKING:  # for which every attribute would be there

        def __getattr__(self, name: str) -> Any:
            """Fill in what `listed` has left open; called for nothing that is there."""
            if name not in ("evidence", "candidates"):
                raise AttributeError(
                    f"A resolution has no attribute {name!r}.", name=name, obj=self
                )
            candidates = self._find()
            object.__setattr__(self, "candidates", candidates)
            object.__setattr__(self, "evidence", candidates[0].evidence)
            return getattr(self, name)

    def __reduce__(self) -> tuple[Callable[..., Resolution], tuple[object, ...]]:
        """Tell pickle what to make it of, which takes half the time it would take by itself.

        Processes that resolve names (`normalizer.matching.names.workers`) give back thousands.
        """
        fields = (
            self.text, self.id, self.name, self.type, self.score, self.method, self.reason,
            self.evidence, self.candidates, self.labels,
        )  # fmt: skip
        return Resolution, fields


def listed(
    text: object,
    id: str,
    name: str,
    type: str,
    score: float,
    method: str,
    labels: Mapping[str, str],
    find: Callable[[], tuple[Candidate, ...]],
) -> Resolution:
    """Return the resolution of a listed name whose evidence is found when it is asked for.

    Args:
        text: As of `Resolution`.
        id: Likewise.
        name: Likewise.
        type: Likewise.
        score: Likewise.
        method: Likewise.
        labels: Likewise.
        find: Finds its candidates; the evidence is that of the first.
    """
    made = object.__new__(Resolution)
    fill = object.__setattr__
    fill(made, "text", text)
    fill(made, "id", id)
    fill(made, "name", name)
    fill(made, "type", type)
    fill(made, "score", score)
    fill(made, "method", method)
    fill(made, "reason", "")
    fill(made, "labels", labels)
    fill(made, "_find", find)
    return made


class Mention(NamedTuple):
    """A span of a text that names an entity.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset behind its last character.
        text: The span as it stands.
        id: The entity's ID.
        name: The entity's canonical name.
        type: The entity's type.
        score: Probability that the entity is meant, 0 to 1.
        evidence: Why, in words.
        labels: The entity's display forms by language.
        prefix: What is written in one with the name before it: و in والعراق, l' in l'Irak.
        suffix: What hangs on it behind: 'in in IŞİD'in, issa in Mosulissa. These stand outside
            the span; only an ending that is in place of the name's own letters is the end of the
            span itself: ой in Хезболлой.
    """

    start: int
    end: int
    text: str
    id: str
    name: str
    type: str
    score: float
    evidence: tuple[str, ...]
    labels: Mapping[str, str]
    prefix: str = ""
    suffix: str = ""

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self._fields if name != "labels")
        return f"Mention({', '.join(shown)})"

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.text, self.id))
