"""The forms that the names of a text are to take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from normalizer.errors import UsageError
from normalizer.matching.compiled.index import NameRecord
from normalizer.matching.names.results import Mention
from normalizer.matching.texts.spans import Span
from normalizer.rewriting.forms import GivenRender
from normalizer.rewriting.hashtags import hash_before, hashtag_of
from normalizer.rewriting.in_place import before_form, with_capital

if TYPE_CHECKING:
    from normalizer.matching.texts.in_columns import SpansInColumns
    from normalizer.rewriting.plain_forms import PlainForms

_FULL_CACHE = 200_000


class WantedForms:
    """The wanted forms of names, made once for each name as it is written.

    Args:
        render: Gives a mention's wanted form; None or nothing leaves it as it stands.
        mention_of: Gives the mention at a span of a text.
        plain: Gives the name for which a form stands, so that it can be written in one word in a
            hashtag; None where forms are no names but IDs and templates, which stand as they are.

    Attributes:
        mention_of: As given.
        are_names: Whether forms are names, no IDs and templates.
    """

    def __init__(
        self,
        render: GivenRender,
        mention_of: Callable[[str, Span], Mention],
        plain: Callable[[str], str] | None = None,
    ) -> None:
        self.mention_of = mention_of
        self._plain = plain
        self.are_names = plain is not None
        self._render = render
        self._known: dict[tuple[int, str], tuple[str, tuple[int, ...]]] = {}
        # Of those that are in their place at most once: by the spelling with a space on either
        # side the name it stood for last, its form, and where it is in the form.
        self._plain_forms: dict[str, tuple[NameRecord, str, int | None]] = {}
        # The same by the numbers of spellings, for spans in columns.
        self._in_columns: PlainForms | None = None

    def plainly(self, text: str, spans: Sequence[Span]) -> list[str]:
        """Return the forms of mentions that stand between spaces, with nothing hanging on them.

        Args:
            text: The text.
            spans: The spans of its mentions.

        Returns:
            For each the form that stands for it as it is; empty where more must be looked at
            (`of`): also where that form may be there already, or its spelling was not met before.
        """
        if not isinstance(spans, list):
            return self._plainly_in_columns(text, cast("SpansInColumns", spans))
        spelled = [text[start - 1 : end + 1] for start, end, _, _, _, _ in spans]
        return [
            form[1]
            if form is not None
            and form[0] is name
            and not affix
            and (form[2] is None or not text.startswith(form[1], start - form[2]))
            else ""
            for (start, _, name, _, affix, _), form in zip(
                spans, map(self._plain_forms.get, spelled), strict=True
            )
        ]

    def _plainly_in_columns(self, text: str, spans: SpansInColumns) -> list[str]:
        """Do the same for spans of which most are plain names."""
        from normalizer.rewriting.plain_forms import PlainForms  # noqa: PLC0415  # numpy

        known, forms = spans.known, self._in_columns
        if forms is None or forms.known is not known:
            forms = self._in_columns = PlainForms(known)
        new = forms.new(spans)
        if new:
            numbers = spans.numbers.tolist()
            # In the order of the text, in which they may be numbered by what gives forms.
            met = dict(zip(reversed(numbers), range(len(numbers) - 1, -1, -1), strict=True))
            for span in spans.at(sorted([*spans.places, *map(met.__getitem__, new)])):
                self.of(text, span)
            for number in new:
                made = self._known.get((known.names[number].number, known.spelled[number]))
                if made is not None and len(made[1]) <= 1 and not made[0][:1].islower():
                    forms.add(number, made[0], next(iter(made[1]), None))
                else:
                    forms.add(number, "", None)
        return forms.of(text, spans)

    def of(self, text: str, span: Span) -> tuple[str, str]:
        """Return a mention as it is written and its wanted form; the same twice if that is there.

        Args:
            text: The text.
            span: The mention's span.

        Returns:
            Both; the form is empty where the mention is to stay as it stands.

        Raises:
            UsageError: If what gives forms gave something else than text.
        """
        start, end, name, _, _, _ = span
        before = text[start:end]
        known = self._known.get((name.number, before))
        if known is None:
            known = self._made(text, span, before)
        after, places = known
        if self.are_names and after[:1].islower():
            capital = with_capital(text, start, after)
            if capital != after:
                after, places = capital, _places(before, capital)
        if start and text[start - 1] != " " and self._plain is not None:
            sign = hash_before(text, start)
            if 0 <= sign < start - 1:  # a particle in one with it: no form fits into the hashtag
                return before, before
            if sign >= 0:
                after = hashtag_of(self._plain(after)) or before
                places = _places(before, after)
        return before, before if _is_there(text, start, after, places) else after

    def _made(self, text: str, span: Span, before: str) -> tuple[str, tuple[int, ...]]:
        after = self._render(self.mention_of(text, span)) or ""
        if not isinstance(after, str):
            kind = type(after).__name__
            raise UsageError(
                f"The function given as `to` made {after!r} of type {kind} of {before!r}; "
                "return a string, or None to leave the name as it is."
            )
        if len(self._known) >= _FULL_CACHE:
            self._known.clear()
            self._plain_forms.clear()
        made = self._known[span.name.number, before] = after, _places(before, after)
        if span.name.inflection is None and len(made[1]) <= 1 and not after[:1].islower():
            self._plain_forms[f" {before} "] = span.name, after, next(iter(made[1]), None)
        return made


def _is_there(text: str, start: int, form: str, places: tuple[int, ...]) -> bool:
    """Tell whether a form stands in the text already, around a mention that it holds.

    A form may be longer than what is recognised in it ("Islamic State group", "Iraq [iraq]");
    what was rewritten to it before is not rewritten once more.

    Args:
        text: The text.
        start: Where the mention begins.
        form: Its wanted form.
        places: Where the mention as it is written stands in the form.
    """
    return any(start >= at and text.startswith(form, start - at) for at in places)


def _places(part: str, whole: str) -> tuple[int, ...]:
    """Return where a text stands in another, or before which letter of it the other begins.

    An article or whose it is may stand before what is wanted: The Gambia, India's Border Force.
    """
    places = []
    lead = before_form(part)
    if lead and whole.startswith(part[lead:]):
        places.append(-lead)
    at = whole.find(part)
    while at >= 0:
        places.append(at)
        at = whole.find(part, at + 1)
    return tuple(places)
