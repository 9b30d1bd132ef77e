"""Names of organisations compared without the words that say what they are.

كتائب الإمام علي and Imam Ali Brigades share no letter of their first and last words: كتائب is
translated, الإمام علي is written by its sounds. So listed names with type words
(`normalizer.spelling.type_words`) are searched a second time by what remains of them, and count
where the type words of both may stand for each other: Liwa X and Liwa Y never meet by «Liwa».
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from normalizer.matching.likeness import nearest
from normalizer.matching.likeness.encodings import KnownForms
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


def build(names: Sequence[str], known: KnownForms | None = None) -> dict[str, bytes]:
    """Compile the forms that have type words.

    Args:
        names: The listed forms that may be spelled in a way of their own; "" for those that are
            no organisations.
        known: What `known_rests` tells of an earlier file.

    Returns:
        Sections for `matching.compiled.container.pack`, all named ``typed.…``; none where no
        form has a type word.
    """
    found = [(number, split(name)) for number, name in enumerate(names) if name]
    typed = [(number, it) for number, it in found if it.classes and _is_long(it.rest)]
    if not typed:
        return {}
    lines = [
        it.rest + "\t" + "|".join(",".join(sorted(word)) for word in it.classes) for _, it in typed
    ]
    built = nearest.build([it.rest for _, it in typed], known)
    sections = {f"typed.{label}": data for label, data in built.items()}
    sections["typed.numbers"] = np.array([number for number, _ in typed], dtype="<u4").tobytes()
    sections["typed.rests"] = "\n".join(lines).encode()
    return sections


def known_rests(section: Callable[[str], memoryview]) -> KnownForms:
    """Return what remains of the forms of a compiled file, with their vectors and states.

    Args:
        section: Gives the bytes of a section by name.

    Raises:
        KeyError: If the file has none.
    """
    lines = str(section("typed.rests"), "utf-8").split("\n")
    rests = [line.partition("\t")[0] for line in lines]
    return KnownForms(lambda name: section(f"typed.{name}"), rests)


class TypedNames:
    """Search over the sections `build` made.

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

    def propose(self, texts: Sequence[str]) -> list[list[TypedProposal]]:
        """Return the listed forms that names may stand for, once both are without type words.

        Args:
            texts: Names.

        Returns:
            For each the forms whose type words may stand for its own, the likeliest first.
        """
        queries = [split(text) if self._rests else None for text in texts]
        typed = [it for it in queries if it is not None and it.classes and _is_long(it.rest)]
        if not typed:
            return [[] for _ in texts]
        rests = list(dict.fromkeys(query.rest for query in typed))
        found = dict(zip(rests, self._proposals.propose(rests, _PROPOSED), strict=True))
        return [
            [
                TypedProposal(self._numbers[it.number], query.rest, name.rest, it.nearness)
                for it in found.get(query.rest, ())
                if compatible(query.classes, (name := self._rests[it.number]).classes)
            ]
            if query is not None and query.classes
            else []
            for query in queries
        ]


def _is_long(rest: str) -> bool:
    return sum(map(str.isalpha, rest)) >= _SHORTEST
