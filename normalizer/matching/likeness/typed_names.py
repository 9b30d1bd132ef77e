"""Names of organisations compared without the words that say what they are.

كتائب الإمام علي and Imam Ali Brigades share no letter of their first and last words: كتائب is
translated, الإمام علي is written by its sounds. So listed names with type words
(`normalizer.spelling.type_words`) are searched a second time by what remains of them, and count
where the type words of both may stand for each other: Liwa X and Liwa Y never meet by «Liwa».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.joining import Join
from normalizer.matching.likeness.encodings import KnownForms
from normalizer.matching.likeness.near_table import NearTable
from normalizer.matching.likeness.proposals import Nearness, Proposals
from normalizer.spelling.type_words import Split, compatible, split

_PROPOSED = 12
_SHORTEST = 4
"""Letters that must remain: of fewer, only listed spellings count."""


class TypedProposal(NamedTuple):
    """A listed form whose rest a spelling's rest may stand for.

    Attributes:
        number: Number of the listed form.
        query: What remains of the spelling.
        name: What remains of the listed form.
        nearness: What the letters of both rests say.
    """

    number: int
    query: str
    name: str
    nearness: Nearness


class TypedTable(NamedTuple):
    """The forms that have type words, without them.

    Attributes:
        numbers: The number of each form, ascending.
        lines: What remains of each, and the classes of its type words.
        near: What remains, encoded.
    """

    numbers: Numbers
    lines: list[str]
    near: NearTable

    @classmethod
    def of(cls, names: Sequence[str], known: KnownForms | None = None) -> TypedTable:
        """Compile the forms that have type words.

        Args:
            names: The listed forms that may be spelled in a way of their own; "" for those that
                are no organisations.
            known: What `known` tells of an earlier table.
        """
        numbers, lines = _typed(names)
        return cls(numbers, lines, NearTable.of(list(map(_rest, lines)), known))

    @classmethod
    def read(cls, section: Callable[[str], memoryview]) -> TypedTable:
        """Return what `sections` has stored, an empty table where there was nothing to store."""
        try:
            lines = str(section("typed.rests"), "utf-8").split("\n")
        except KeyError:
            return cls.of([])
        near = NearTable.read(lambda name: section(f"typed.{name}"))
        return cls(np.frombuffer(section("typed.numbers"), "<u4").astype(np.int64), lines, near)

    def known(self, places: Iterable[int]) -> KnownForms:
        """Return what remains of forms at some places of the table, encoded."""
        return self.near.known({_rest(self.lines[at]): at for at in places})

    def joined(self, names: Sequence[str], forms: Join) -> TypedTable:
        """Return the table with some forms taken out and others put in.

        Args:
            names: The others, as `of` takes them.
            forms: Which of all forms are taken out, and where the others come.
        """
        numbers, lines = _typed(names)
        join = forms.of_owned(self.numbers, numbers)
        known = self.known(np.flatnonzero(join.old < 0).tolist())
        both = np.array([*self.lines, *lines], dtype=object)
        return TypedTable(
            join.rows(forms.old[self.numbers], forms.new[numbers]),
            join.rows(both[: len(self.lines)], both[len(self.lines) :]).tolist(),
            self.near.joined(join, list(map(_rest, lines)), known),
        )

    def sections(self) -> dict[str, bytes]:
        """Return the sections of a file, all named ``typed.…``; none where there are no forms."""
        if not self.lines:
            return {}
        sections = {f"typed.{label}": data for label, data in self.near.sections().items()}
        sections["typed.numbers"] = self.numbers.astype("<u4").tobytes()
        sections["typed.rests"] = "\n".join(self.lines).encode()
        return sections


def _typed(names: Sequence[str]) -> tuple[Numbers, list[str]]:
    """Return the numbers of the forms that have type words, and what is stored of each."""
    found = [(number, split(name)) for number, name in enumerate(names) if name]
    typed = [(number, it) for number, it in found if it.classes and _is_long(it.rest)]
    lines = [
        it.rest + "\t" + "|".join(",".join(sorted(word)) for word in it.classes) for _, it in typed
    ]
    return np.array([number for number, _ in typed], dtype=np.int64), lines


def _rest(line: str) -> str:
    return line.partition("\t")[0]


class TypedNames:
    """Search over the sections of a `TypedTable`.

    Args:
        section: Gives the bytes of a section by name; raises KeyError where there is none.
    """

    def __init__(self, section: Callable[[str], memoryview]) -> None:
        self._rests: list[Split] = []
        try:
            lines = str(section("typed.rests"), "utf-8").split("\n")
        except KeyError:
            return
        for line in lines:
            rest, classes = line.split("\t")
            words = tuple(frozenset(word.split(",")) for word in classes.split("|"))
            self._rests.append(Split(rest, words))
        self._numbers = np.frombuffer(section("typed.numbers"), "<u4").tolist()
        self._proposals = Proposals(
            lambda name: section(f"typed.{name}"), lambda number: self._rests[number].rest
        )

    def propose(self, texts: Sequence[str], *, aloud: bool = False) -> list[list[TypedProposal]]:
        """Return the listed forms that names may stand for, once both are without type words.

        Args:
            texts: Names.
            aloud: Whether they are readings of names in other characters.

        Returns:
            For each the forms whose type words may stand for its own, the likeliest first.
        """
        queries = [split(text) if self._rests else None for text in texts]
        typed = [it for it in queries if it is not None and it.classes and _is_long(it.rest)]
        if not typed:
            return [[] for _ in texts]
        rests = list(dict.fromkeys(query.rest for query in typed))
        proposed = self._proposals.propose(rests, _PROPOSED, aloud=aloud)
        found = dict(zip(rests, proposed, strict=True))
        return [
            [
                TypedProposal(self._numbers[it.number], query.rest, name.rest, it.nearness)
                for it in found.get(query.rest, ())
                if _may_be_one(query, name := self._rests[it.number])
            ]
            if query is not None and query.classes
            else []
            for query in queries
        ]


def _may_be_one(query: Split, name: Split) -> bool:
    """Tell whether the type words of two names may stand for each other.

    Of a single word that remains the others tell which it is: the Democratic Party is not the
    Democratic Union Party.
    """
    if " " not in query.rest and len(query.classes) < len(name.classes):
        return False
    return bool(compatible(query.classes, name.classes))


def _is_long(rest: str) -> bool:
    return sum(map(str.isalpha, rest)) >= _SHORTEST
