"""The normalizer: one object that resolves names, and finds and rewrites them in texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from normalizer.errors import UsageError
from normalizer.matching.arguments import (
    OneOrEach,
    asked_of,
    asked_of_each,
    checked_date,
    many,
    options_of,
    options_of_each,
)
from normalizer.matching.find import Finder, Options
from normalizer.matching.index import EntityRecord, Index
from normalizer.matching.resolve import Resolver
from normalizer.matching.results import Candidate, Mention, Resolution
from normalizer.matching.surnames import Span
from normalizer.rewriting.affixes import checked
from normalizer.rewriting.forms import Render, as_it_is, gives_names, reads_file, renderer
from normalizer.rewriting.markup import Markup, keeping, markup_named
from normalizer.rewriting.names_in_use import NamesInUse
from normalizer.rewriting.stream import rewritten_parts
from normalizer.rewriting.text import Rewrite, rewrite_spans
from normalizer.rewriting.wanted import WantedForms

if TYPE_CHECKING:
    from normalizer.matching.workers import Workers

_TOGETHER = 1 << 14
"""Names looked up together."""


class Normalizer:
    """A compiled gazetteer, ready to resolve names and to rewrite texts.

    Make one with `load` or `build`. It may be used from several threads.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._resolver = Resolver(index)
        self._finder = Finder(index, self._resolver)
        self._last_wanted: tuple[tuple[str, str | None] | None, WantedForms | None] = (None, None)

    def __repr__(self) -> str:
        count, names = self.index.entity_count, self.index.name_count
        return f"<Normalizer: {count:,} entities, {names:,} names>"

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[bytes, bytes | None]]:
        """Travel to other processes with the index; where both can, `load` there costs less."""
        return _from_images, self.index.images()

    def resolve(
        self,
        text: object,
        *,
        context: str | None = None,
        type: str | None = None,
        date: str | None = None,
        language: str | None = None,
        min_score: float | None = None,
        strictness: str = "1%",
    ) -> Resolution:
        """Resolve one name to an entity, or abstain.

        Args:
            text: The name. None, NaN and numbers are passed through with an abstention.
            context: Text around the name, in which words that a name requires or forbids count.
            type: The entity type that counts, such as ``"person"``.
            date: Date of the text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
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
        date: str | Iterable[object] | None = None,
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
        # What is asked alike is one object, whose hash would cost more than a look-up.
        keys = [(text, id(each)) if isinstance(text, str) else None for text, each in
                zip(given, asked, strict=True)]  # fmt: skip
        different = {key: each for key, each in zip(keys, asked, strict=True) if key is not None}
        questions = [(text, each) for (text, _), each in different.items()]
        found: list[Resolution] = []
        for first in range(0, len(questions), _TOGETHER):
            some = questions[first : first + _TOGETHER]
            found += self._resolver.resolve_many(some, workers)
        known = dict(zip(different, found, strict=True))
        return [
            self._resolver.resolve(text) if key is None else known[key]
            for text, key in zip(given, keys, strict=True)
        ]

    def workers(self, processes: int | None = None) -> Workers:
        """Return processes that resolve names for `resolve_many`; use it in a ``with`` statement.

        Args:
            processes: How many; as many as this process may use cores if None.
        """
        from normalizer.matching.workers import Workers  # noqa: PLC0415  # seldom used

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

    def find(
        self,
        text: str,
        *,
        date: str | None = None,
        types: Iterable[str] | None = None,
        hashtags: bool = False,
        unlisted: bool = False,
        markup: str = "none",
    ) -> list[Mention]:
        """Find the listed names of a running text.

        Args:
            text: The text.
            date: Date of the text; names not in use then do not count.
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
        date: str | None = None,
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
        to: str | Render = "name",
        *,
        date: str | None = None,
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
                ``"{name} [{id}]"``, or a function from a mention to text.
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
        to: str | Render = "name",
        *,
        date: str | None = None,
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

    def _wanted(self, to: str | Render, date: str | None, reader: Markup | None) -> WantedForms:
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

    def _spans(self, text: str, options: Options, reader: Markup | None) -> list[Span]:
        """Return the spans of the mentions in what a text shows."""
        if reader is None:
            return self._finder.spans(text, options)
        view = reader.view(text)
        return view.spans_in_source(self._finder.spans(view.text, options))

    def _spans_in_each(
        self, texts: list[str], options: Options, reader: Markup | None
    ) -> list[list[Span]]:
        """Return the spans of each of many texts, as `_spans` does."""
        if reader is None:
            return self._finder.spans_in_each(texts, options)
        return [self._spans(text, options, reader) for text in texts]

    def rewrite_parts(
        self,
        parts: Iterable[str],
        to: str | Render = "name",
        *,
        date: str | None = None,
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
        self, to: str, *, date: str | None = None, escape: Callable[[str], str] = as_it_is
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

    def explain(
        self,
        text: str,
        *,
        context: str | None = None,
        type: str | None = None,
        date: str | None = None,
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
        from normalizer.matching.steps import explanation  # noqa: PLC0415  # seldom used

        _check_name(text)
        asked = asked_of(self.index, context, type, date, language, min_score, strictness)
        return explanation(self.index, self._resolver, text, asked)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the compiled gazetteer as one file, which `load` maps into memory at once.

        Args:
            path: The file; its name must end in ``.names``.

        Raises:
            UsageError: If the name ends otherwise.
            OSError: If it cannot be written; what was there before is left as it was.
        """
        from normalizer.matching.store import COMPILED, save  # noqa: PLC0415

        file = os.fspath(path)
        if not file.endswith(COMPILED):
            raise UsageError(f"Cannot write to {file}: give it a name that ends in {COMPILED}.")
        save(self.index, file)

    def signature(self, **options: Any) -> dict[str, Any]:
        """Return what results depend on besides the input, with a short key of it.

        Args:
            options: What is asked for; strings, numbers, booleans and lists of them.

        Returns:
            The key under ``signature``, and what it is made of. The same signature on the same
            input gives the same bytes.
        """
        from normalizer.matching.signature import signature_of  # noqa: PLC0415  # hashlib: 5 ms

        return signature_of(self.index, options)

    def entity(self, entity_id: str) -> EntityRecord | None:
        """Return what is known of an entity.

        Args:
            entity_id: Its ID, or one that was given up for it (``redirects.yaml``).

        Returns:
            The entity under the ID in force, or None where there is none.
        """
        return self.index.entity_by_id(entity_id)


def _one_or_each(given: str | Iterable[object] | None) -> OneOrEach:
    """Return what is given for all names, or for each of them as a list of texts."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        return given
    return [value if isinstance(value, str) else _text_of(value) for value in given]


def _text_of(value: Any) -> Any:
    """Return a date as text, None for what is missing, all else as it is, to be refused."""
    try:
        if value != value:  # noqa: PLR0124  # NaN and NaT are not what they are
            return None
    except TypeError:  # pandas' NA is neither
        return None
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value


def _check_name(text: str) -> None:
    """Refuse what is no text, where `resolve` would abstain: there is nothing to tell of it."""
    if not isinstance(text, str):
        raise UsageError(f"The name is {text!r}; give a string.")


def _from_images(image: bytes, spellings: bytes | None) -> Normalizer:
    from normalizer.matching.store import image_index  # noqa: PLC0415

    return Normalizer(image_index(image, spellings))


def load(*paths: str | os.PathLike[str]) -> Normalizer:
    """Load a gazetteer, compiled once and then mapped into memory.

    Args:
        paths: A stack of folders or files of YAML, the lowest layer first: a later one adds to,
            replaces or silences what earlier ones say (docs/layers.md). ``"curated"`` is the
            curated gazetteer. Or the one file that `Normalizer.save` has written. If none is
            given, the environment variable NORMALIZER_GAZETTEER names them, or else it is the
            curated gazetteer alone.

    Returns:
        The normalizer.

    Raises:
        GazetteerError: If a path is missing or a file is wrong; it names file and line.
        IndexFileError: If a compiled gazetteer is damaged, or of another version.
        UsageError: If a compiled gazetteer is given as one of several.
    """
    from normalizer.gazetteer.locate import stack_paths  # noqa: PLC0415
    from normalizer.matching.store import COMPILED, open_file, open_index  # noqa: PLC0415

    stack = stack_paths(paths)
    compiled = [path for path in stack if path.endswith(COMPILED)]
    if compiled and len(stack) > 1:
        raise UsageError(
            f"{compiled[0]} is a compiled gazetteer and cannot be one layer of several; "
            "compile the whole stack into one file instead."
        )
    if compiled:
        return Normalizer(open_file(compiled[0]))
    return Normalizer(open_index(stack))


def build(entities: Iterable[Mapping[str, Any]]) -> Normalizer:
    """Build a normalizer in memory.

    Args:
        entities: Mappings in the form of the gazetteer's YAML. ``id``, ``type`` and ``name`` are
            needed; ``names`` holds strings or mappings.

    Returns:
        The normalizer.

    Raises:
        GazetteerError: If a mapping is wrong or two have one ID.
        UsageError: If `entities` is one mapping, or text.
    """
    from normalizer.gazetteer.read import entities_from_mappings  # noqa: PLC0415  # yaml
    from normalizer.matching.store import memory_index  # noqa: PLC0415

    return Normalizer(memory_index(entities_from_mappings(entities)))
