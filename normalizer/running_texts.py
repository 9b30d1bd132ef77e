"""What a normalizer does with running texts: it finds names in them, and rewrites them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from normalizer.errors import UsageError
from normalizer.matching.compiled.index import Index
from normalizer.matching.names.arguments import checked_date, many, options_of, options_of_each
from normalizer.matching.names.resolve import Resolver
from normalizer.matching.names.results import Mention
from normalizer.matching.texts.find import Finder
from normalizer.matching.texts.options import Options
from normalizer.matching.texts.spans import Span
from normalizer.rewriting.affixes import checked
from normalizer.rewriting.forms import (
    GivenRender,
    Render,
    as_it_is,
    gives_names,
    reads_file,
    renderer,
)
from normalizer.rewriting.markup import Markup, keeping, markup_named
from normalizer.rewriting.names_in_use import NamesInUse
from normalizer.rewriting.stream import rewritten_parts
from normalizer.rewriting.text import Rewrite, rewrite_spans
from normalizer.rewriting.wanted import WantedForms

if TYPE_CHECKING:
    from normalizer.gazetteer.dates import Date


class RunningTexts:
    """The methods of `normalizer.Normalizer` for running texts.

    Args:
        index: The compiled gazetteer.
        resolver: Resolves names of it.
    """

    def __init__(self, index: Index, resolver: Resolver) -> None:
        self.index = index
        self._finder = Finder(index, resolver)
        self._last_wanted: tuple[tuple[str, Date | None] | None, WantedForms | None] = (None, None)

    def find(
        self,
        text: str,
        *,
        date: Date | None = None,
        types: Iterable[str] | None = None,
        hashtags: bool = False,
        unlisted: bool = False,
        markup: str = "none",
    ) -> list[Mention]:
        """Find the listed names of a running text.

        Args:
            text: The text.
            date: Date of the text, in the forms that `resolve` takes; names not in use then do
                not count.
            types: Entity types that count, or one of them; all by default.
            hashtags: Whether names in hashtags count.
            unlisted: Whether names count that are spelled in a way nobody has listed; see
                docs/text.md.
            markup: ``"html"`` or ``"markdown"`` where the text is one of these: then names count
                in its running text only, and where no markup stands inside them.

        Returns:
            Mentions in order, none overlapping another, with offsets in `text`.

        Raises:
            UsageError: If the text is no string, the date no date, or a type or the markup unknown.
        """
        options = options_of(self.index, text, date, types, hashtags, unlisted)
        reader = markup_named(markup)
        if reader is None:
            return self._finder.find(text, options)
        spans = self._spans(text, options, reader)
        return [self._finder.mention(text, span) for span in spans]

    def find_many(
        self,
        texts: Iterable[str],
        *,
        date: Date | None = None,
        types: Iterable[str] | None = None,
        hashtags: bool = False,
        unlisted: bool = False,
        markup: str = "none",
    ) -> list[list[Mention]]:
        """Find the listed names of many texts, such as a column of sentences.

        Gives what `find` gives for each of them; short texts take a fraction of the time.

        Args:
            texts: The texts.
            date: As for `find`, of all of them.
            types: As for `find`.
            hashtags: As for `find`.
            unlisted: As for `find`.
            markup: As for `find`.

        Returns:
            For each text its mentions.

        Raises:
            UsageError: As for `find`, or if one of the texts is no string.
        """
        given = many(texts)
        options = options_of_each(self.index, given, date, types, hashtags, unlisted)
        reader = markup_named(markup)
        if reader is None:
            return self._finder.find_in_each(given, options)
        mention = self._finder.mention
        each = self._spans_in_each(given, options, reader)
        return [
            [mention(text, span) for span in spans] for text, spans in zip(given, each, strict=True)
        ]

    def rewrite(
        self,
        text: str,
        to: str | GivenRender = "name",
        *,
        date: Date | None = None,
        types: Iterable[str] | None = None,
        hashtags: bool = False,
        unlisted: bool = False,
        markup: str = "none",
        affixes: str = "keep",
    ) -> Rewrite:
        """Rewrite the names of a text to one form each.

        Args:
            text: The text.
            to: ``"name"`` (canonical), ``"id"``, a language (``"ar"``), ``"as-of"`` (the name
                in use at the date), ``"style:FILE"`` (a house style), a template such as
                ``"{name} [{id}]"``, or a function from a mention to text, or to None where it is to
                stay as it stands.
            date: As for `find`.
            types: As for `find`.
            hashtags: As for `find`; there a name is written in one word: ``#IslamicState``.
            unlisted: As for `find`.
            markup: As for `find`. Names are escaped as it asks; a template's own words, and what
                a function returns, are taken to be markup.
            affixes: What to do where letters hang on a name or it is inflected: ``"keep"`` them
                as far as the new form allows it, ``"drop"`` them, or ``"skip"`` the mention; see
                docs/affixes.md.

        Returns:
            The rewritten text with its edits; ``.undo()`` gives the original back.

        Raises:
            UsageError: As for `find`, or if `to` or `affixes` is none of these.
            GazetteerError: If a style cannot be read.
        """
        checked(affixes)
        options = options_of(self.index, text, date, types, hashtags, unlisted)
        reader = markup_named(markup)
        wanted = self._wanted(to, date, reader)
        spans = self._spans(text, options, reader)
        return rewrite_spans(text, spans, wanted, affixes=affixes)

    def rewrite_many(
        self,
        texts: Iterable[str],
        to: str | GivenRender = "name",
        *,
        date: Date | None = None,
        types: Iterable[str] | None = None,
        hashtags: bool = False,
        unlisted: bool = False,
        markup: str = "none",
        affixes: str = "keep",
    ) -> list[Rewrite]:
        """Rewrite the names of many texts to one form each, as `rewrite` does.

        Args:
            texts: The texts.
            to: As for `rewrite`.
            date: As for `find`, of all texts.
            types: As for `find`.
            hashtags: As for `find`.
            unlisted: As for `find`.
            markup: As for `rewrite`.
            affixes: As for `rewrite`.

        Returns:
            For each text the rewritten one with its edits.

        Raises:
            UsageError: If one of the texts is no string, or an argument is out of its range.
            GazetteerError: If a style cannot be read.
        """
        checked(affixes)
        given = many(texts)
        options = options_of_each(self.index, given, date, types, hashtags, unlisted)
        reader = markup_named(markup)
        wanted = self._wanted(to, date, reader)
        each = self._spans_in_each(given, options, reader)
        return [
            rewrite_spans(text, spans, wanted, affixes=affixes)
            for text, spans in zip(given, each, strict=True)
        ]

    def _wanted(
        self, to: str | GivenRender, date: Date | None, reader: Markup | None
    ) -> WantedForms:
        """Return what gives wanted forms, as they are written in some markup."""
        if not isinstance(to, str) and not callable(to):
            raise UsageError(f"to is {to!r}; give the name of a form, a template, or a function.")
        plain: Callable[[str], str] | None = None
        if isinstance(to, str) and gives_names(to):
            plain = as_it_is if reader is None else reader.plain
        if reader is not None:
            if isinstance(to, str):
                to = self.renderer(to, date=date, escape=reader.escape)
            return WantedForms(keeping(to, reader.plain), self._finder.mention, plain)
        if not isinstance(to, str):
            return WantedForms(to, self._finder.mention)
        made, wanted = self._last_wanted
        if wanted is None or made != (to, date):
            wanted = WantedForms(self.renderer(to, date=date), self._finder.mention, plain)
            if not reads_file(to):  # which may have changed when it is asked for again
                self._last_wanted = (to, date), wanted
        return wanted

    def _spans(self, text: str, options: Options, reader: Markup | None) -> Sequence[Span]:
        """Return the spans of the mentions in what a text shows."""
        if reader is None:
            return self._finder.spans(text, options)
        view = reader.view(text)
        return view.spans_in_source(self._finder.spans(view.text, options))

    def _spans_in_each(
        self, texts: list[str], options: Options, reader: Markup | None
    ) -> list[Sequence[Span]]:
        """Return the spans of each of many texts, as `_spans` does."""
        if reader is None:
            return self._finder.spans_in_each(texts, options)
        return [self._spans(text, options, reader) for text in texts]

    def rewrite_parts(
        self,
        parts: Iterable[str],
        to: str | GivenRender = "name",
        *,
        date: Date | None = None,
        types: Iterable[str] | None = None,
        hashtags: bool = False,
        unlisted: bool = False,
        affixes: str = "keep",
    ) -> Iterator[Rewrite]:
        """Rewrite a text of any length, in memory that does not grow with it.

        Args:
            parts: The text in pieces, cut anywhere.
            to: As for `rewrite`.
            date: As for `find`.
            types: As for `find`.
            hashtags: As for `find`.
            unlisted: As for `find`.
            affixes: As for `rewrite`.

        Yields:
            Rewritten stretches of the text, in order, each with its edits and offsets. They are
            those of `rewrite` for the whole; see `normalizer.rewriting.stream` for the limits.

        Raises:
            UsageError: As for `rewrite`.
            GazetteerError: As for `rewrite`.
        """
        options = options_of(self.index, "", date, types, hashtags, unlisted)
        return rewritten_parts(
            parts,
            lambda text, memory: self._finder.spans(text, options, memory),
            self._wanted(to, date, None),
            affixes=checked(affixes),
        )

    def renderer(
        self, to: str, *, date: Date | None = None, escape: Callable[[str], str] = as_it_is
    ) -> Render:
        """Return the function that gives a mention's or resolution's wanted form.

        Args:
            to: As for `rewrite`.
            date: As for `rewrite`; ``"as-of"`` needs one.
            escape: Makes a name into what stands for it in some markup.

        Raises:
            UsageError: If `to` is no form, or the date no date.
            GazetteerError: If a style cannot be read or names an entity there is not.
        """
        return renderer(to, escape, NamesInUse(self.index, checked_date(date)))
