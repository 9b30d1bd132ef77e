"""What a normalizer does with single names: it resolves them, or tells why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from normalizer.errors import UsageError
from normalizer.matching.compiled.index import Index
from normalizer.matching.names.arguments import OneOrEach, asked_of, asked_of_each, many
from normalizer.matching.names.listed import Asked
from normalizer.matching.names.resolve import Resolver
from normalizer.matching.names.results import Candidate, Resolution

if TYPE_CHECKING:
    from normalizer.gazetteer.dates import Date
    from normalizer.matching.names.workers import Workers

_TOGETHER = 1 << 14
"""Names looked up together."""


class SingleNames:
    """The methods of `normalizer.Normalizer` for single names.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._resolver = Resolver(index)

    def resolve(
        self,
        text: object,
        *,
        context: str | None = None,
        type: str | None = None,
        date: Date | None = None,
        language: str | None = None,
        min_score: float | None = None,
        strictness: str = "1%",
    ) -> Resolution:
        """Resolve one name to an entity, or abstain.

        Args:
            text: The name. None, NaN and numbers are passed through with an abstention.
            context: Text around the name, in which words that a name requires or forbids count.
            type: The entity type that counts, such as ``"person"``.
            date: Date of the text: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``DD.MM.YYYY``, or a
                day of `datetime`.
            language: BCP 47 tag of the text's language, such as ``"fa"``.
            min_score: Probability, 0 to 1, from which a spelling that nobody listed is accepted;
                None for the one that `strictness` says.
            strictness: Share of the names that are not listed which may be accepted all the
                same: ``"0.1%"``, ``"1%"`` or ``"5%"``, as measured, see docs/accuracy.md.

        Returns:
            The resolution: an entity's ID, or None with the reason, and the evidence in words.

        Raises:
            UsageError: If an argument other than `text` is out of its range.
        """
        asked = asked_of(self.index, context, type, date, language, min_score, strictness)
        return self._resolver.resolve(text, asked)

    def resolve_many(
        self,
        texts: Iterable[object],
        *,
        context: str | Iterable[object] | None = None,
        type: str | Iterable[object] | None = None,
        date: Date | Iterable[object] | None = None,
        language: str | Iterable[object] | None = None,
        min_score: float | None = None,
        strictness: str = "1%",
        workers: Workers | None = None,
    ) -> list[Resolution]:
        """Resolve many names, each distinct one once.

        Args:
            texts: The names.
            context: As for `resolve`: one for all names, or one for each, such as a column of a
                data frame; None and NaN in it say nothing.
            type: Likewise.
            date: Likewise; in a column also dates of `datetime` or pandas.
            language: Likewise.
            min_score: As for `resolve`.
            strictness: As for `resolve`.
            workers: Processes that `workers` gave, for the names that are not listed; what they
                resolve comes without candidates.

        Returns:
            A resolution for each text, in order.

        Raises:
            UsageError: If an argument is out of its range, or a sequence is not as long as `texts`.
        """
        given = many(texts)
        asked = asked_of_each(
            self.index,
            len(given),
            _one_or_each(context),
            _one_or_each(type),
            _one_or_each(date),
            _one_or_each(language),
            min_score,
            strictness,
        )
        if _are_different(given, asked):
            return self._resolved(list(zip(given, asked, strict=True)), workers)
        # What is asked alike is one object, whose hash would cost more than a look-up.
        keys = [(text, id(each)) if isinstance(text, str) else None for text, each in
                zip(given, asked, strict=True)]  # fmt: skip
        different = {key: each for key, each in zip(keys, asked, strict=True) if key is not None}
        questions = [(text, each) for (text, _), each in different.items()]
        known = dict(zip(different, self._resolved(questions, workers), strict=True))
        return [
            self._resolver.resolve(text) if key is None else known[key]
            for text, key in zip(given, keys, strict=True)
        ]

    def _resolved(
        self, questions: Sequence[tuple[object, Asked]], workers: Workers | None
    ) -> list[Resolution]:
        """Resolve different names, a bounded number at a time."""
        found: list[Resolution] = []
        for first in range(0, len(questions), _TOGETHER):
            some = questions[first : first + _TOGETHER]
            found += self._resolver.resolve_many(some, workers)
        return found

    def workers(self, processes: int | None = None) -> Workers:
        """Return processes that resolve names for `resolve_many`; use it in a ``with`` statement.

        Args:
            processes: How many; as many as this process may use cores if None.

        Raises:
            UsageError: If they are none.
        """
        if processes is not None and processes < 1:
            raise UsageError(f"processes is {processes!r}; give a number, from 1.")
        from normalizer.matching.names.workers import Workers  # noqa: PLC0415  # seldom used

        return Workers(self.index, processes)

    def candidates(
        self,
        text: str,
        limit: int = 10,
        *,
        type: str | None = None,
        language: str | None = None,
    ) -> list[Candidate]:
        """Return the entities that a name may mean, also where `resolve` would abstain.

        Args:
            text: The name.
            limit: How many at most.
            type: The entity type that counts.
            language: BCP 47 tag of the text's language.

        Returns:
            Candidates by falling score, then by ID; none for a text without letters.

        Raises:
            UsageError: If an argument is out of its range.
        """
        _check_name(text)
        if not isinstance(limit, int) or limit < 1:
            raise UsageError(f"limit is {limit!r}; give the number of candidates, from 1.")
        asked = asked_of(self.index, None, type, None, language, None)
        return self._resolver.candidates(text, limit, asked)

    def explain(
        self,
        text: str,
        *,
        context: str | None = None,
        type: str | None = None,
        date: Date | None = None,
        language: str | None = None,
        min_score: float | None = None,
        strictness: str = "1%",
    ) -> str:
        """Tell step by step how a name is resolved.

        Args:
            text: The name.
            context: As for `resolve`.
            type: As for `resolve`.
            date: As for `resolve`.
            language: As for `resolve`.
            min_score: As for `resolve`.
            strictness: As for `resolve`.

        Returns:
            Lines of text for people.

        Raises:
            UsageError: If the name is no string, or an argument is out of its range.
        """
        from normalizer.matching.names.steps import explanation  # noqa: PLC0415  # seldom used

        _check_name(text)
        asked = asked_of(self.index, context, type, date, language, min_score, strictness)
        return explanation(self.index, self._resolver, text, asked)


def _one_or_each(given: Date | Iterable[object] | None) -> OneOrEach:
    """Return what is given for all names, or for each of them as a list of texts."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        return given
    return [value if isinstance(value, str) else _text_of(value) for value in many(given)]


def _text_of(value: Any) -> Any:
    """Return a date as text, None for what is missing, all else as it is, to be refused."""
    try:
        if value != value:  # noqa: PLR0124  # NaN and NaT are not what they are
            return None
    except TypeError:  # pandas' NA is neither
        return None
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value


def _are_different(texts: Sequence[object], asked: Sequence[Asked]) -> bool:
    """Tell whether these are different texts of which the same is asked."""
    if len(set(map(id, asked))) > 1 or not set(map(type, texts)) <= {str}:
        return False
    return len(set(texts)) == len(texts)


def _check_name(text: str) -> None:
    """Refuse what is no text, where `resolve` would abstain: there is nothing to tell of it."""
    if not isinstance(text, str):
        raise UsageError(f"The name is {text!r}; give a string.")
