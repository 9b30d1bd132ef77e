"""Faults in the form of gazetteer data, collected with the place of each and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from normalizer.gazetteer.yaml_nodes import At

_SUGGESTIONS = 20  # a file of nonsense must not cost a minute of looking for likely words
_SHOWN = 60  # characters of an unknown word that a message repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in the form of an entity.

    Attributes:
        rule: Short name of what was violated.
        at: Where, such as ``("names", 2, "text")``.
        message: What is wrong and how to mend it.
    """

    rule: str
    at: At
    message: str


class Faults(list[Fault]):
    """The faults of one entity, with the messages that several fields share."""

    def add(self, rule: str, at: At, message: str) -> None:
        """Add a fault.

        Args:
            rule: Short name of what was violated.
            at: Where.
            message: What is wrong and how to mend it.
        """
        self.append(Fault(rule, at, message))

    def wrong_shape(self, value: object, owner: str, wanted: str, at: At) -> None:
        """Add that a value is, for example, a list where a string should be.

        Args:
            value: What was found.
            owner: What it was found for, such as ``"the text of a name"``.
            wanted: What it must be.
            at: Where.
        """
        if value is None or value == "":
            found = "nothing"
        elif isinstance(value, str):
            found = "a string"
        elif isinstance(value, (list, tuple)):
            found = "a list"
        elif isinstance(value, Mapping):
            found = "a mapping"
        else:
            found = f"of the type {type(value).__name__}"
        self.add("shape", at, f"{owner} must be {wanted}; here it is {found}.")

    def unknown_fields(
        self, item: Mapping[object, object], owner: str, known: Sequence[str], at: At
    ) -> None:
        """Add each key that is not a field, with the field that was probably meant.

        Args:
            item: The mapping.
            owner: What it is, such as ``"a name"``.
            known: The fields there are.
            at: Where the mapping stands.
        """
        for key in item:
            if key not in known:
                word = str(key)
                message = f'unknown field "{word[:_SHOWN]}" in {owner}. {self._hint(word, known)}'
                self.add("unknown-field", (*at, word), message)

    def unknown_word(self, what: str, word: object, known: Sequence[str], at: At) -> None:
        """Add that a word is not one of a fixed list, with the one that was probably meant.

        Args:
            what: What the list is of, such as ``"kind"``.
            word: The word found.
            known: The list.
            at: Where the word stands.
        """
        shown = str(word)[:_SHOWN]
        self.add(f"unknown-{what}", at, f'unknown {what} "{shown}". {self._hint(shown, known)}')

    def _hint(self, word: str, known: Sequence[str]) -> str:
        close = get_close_matches(word[:_SHOWN], known, 1) if len(self) < _SUGGESTIONS else []
        return f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(known)}."
