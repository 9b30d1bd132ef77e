"""What ``normalizer text`` does with one file, in this process or in one of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from normalizer.cli.shared import reason_of, shown, stdin_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from normalizer.api import Normalizer
    from normalizer.rewriting.text import Rewrite

    TextRecorder = Callable[[str, Iterable[Rewrite]], Iterator[Rewrite]]

TEXT, JSON, DIFF, IN_PLACE, CHECK = "text", "json", "diff", "in-place", "check"


@dataclass(frozen=True)
class Outcome:
    """What came of a file.

    Attributes:
        path: The file.
        edits: The number of edits.
        error: What went wrong, or None.
    """

    path: str
    edits: int
    error: str | None = None


@dataclass(frozen=True)
class TextTask:
    """What is to be done with each file.

    Attributes:
        output: `TEXT`, `JSON`, `DIFF`, `IN_PLACE`, `CHECK`, or a form of annotation.
        to: The wanted form.
        found: What else the search is told: date, types, hashtags.
        markup: The markup asked for, ``"auto"`` by default.
        encoding: The files' encoding.
        affixes: What to do with what hangs on a name: ``"keep"``, ``"drop"`` or ``"skip"``.
        record: Writes what is done into an audit log.
    """

    output: str
    to: str
    found: dict[str, Any]
    markup: str
    encoding: str
    affixes: str = "keep"
    record: TextRecorder | None = None

    def outcome(
        self, normalizer: Normalizer, path: str, out: BinaryIO, strict: bool = False
    ) -> Outcome:
        """Do it; an error in the data becomes a part of what came of it.

        Args:
            normalizer: Rewrites the names.
            path: The file, or ``-``.
            out: Takes what is to come out on standard output.
            strict: Whether wrong use is raised as an error, as for the only file there is.

        Raises:
            BrokenPipeError: If nobody reads the output any more.
            UsageError: If it cannot be done as asked, and `strict`.
        """
        from normalizer.errors import NormalizerError, UsageError

        try:
            return Outcome(path, self.run(normalizer, path, out))
        except BrokenPipeError:
            raise
        except (OSError, NormalizerError) as error:
            if strict and isinstance(error, UsageError):
                raise
            return Outcome(path, 0, reason_of(error, path))

    def run(self, normalizer: Normalizer, path: str, out: BinaryIO) -> int:
        """Do it.

        Args:
            normalizer: Rewrites the names.
            path: The file, or ``-``.
            out: Takes what is to come out on standard output.

        Returns:
            The number of edits.

        Raises:
            NormalizerError: If the text cannot be read or written in the encoding.
            OSError: If the file cannot be read or written.
        """
        from normalizer.rewriting.markup import NONE, markup_of_file

        markup = markup_of_file(path, self.markup)
        if markup == NONE and self.output in (TEXT, IN_PLACE, CHECK):
            return self._in_parts(normalizer, path, out)
        return self._whole(normalizer, path, out, markup)

    def _in_parts(self, normalizer: Normalizer, path: str, out: BinaryIO) -> int:
        from normalizer.rewriting.text_streams import TextEncoder, read_parts, rewrite_file

        def rewrite(pieces: Iterable[str]) -> Iterator[Rewrite]:
            parts = normalizer.rewrite_parts(pieces, self.to, affixes=self.affixes, **self.found)
            return parts if self.record is None else self.record(path, parts)

        if self.output == IN_PLACE:
            return rewrite_file(path, self.encoding, rewrite)
        encode = TextEncoder(self.encoding)
        edits = 0
        with _opened(path) as stream:
            for part in rewrite(read_parts(stream, self.encoding, shown(path))):
                edits += part.edit_count
                if self.output == TEXT:
                    out.write(encode(part.text))
        return edits

    def _whole(self, normalizer: Normalizer, path: str, out: BinaryIO, markup: str) -> int:
        from normalizer.rewriting.file_kinds import refuse_what_is_no_text
        from normalizer.rewriting.files import decode_text, encode_text
        from normalizer.rewriting.text_streams import rewrite_file

        def rewritten(text: str) -> Rewrite:
            rewrite = normalizer.rewrite(
                text, self.to, markup=markup, affixes=self.affixes, **self.found
            )
            if self.record is not None:
                (rewrite,) = self.record(path, [rewrite])
            return rewrite

        if self.output == IN_PLACE:
            return rewrite_file(path, self.encoding, lambda pieces: [rewritten("".join(pieces))])
        with _opened(path) as stream:
            data = stream.read()
        refuse_what_is_no_text(data, self.encoding)
        text = decode_text(data, self.encoding, shown(path))
        if self.output not in (TEXT, JSON, DIFF, CHECK):
            from normalizer.rewriting.annotate import annotate

            mentions = normalizer.find(text, markup=markup, **self.found)
            out.write(encode_text(annotate(text, mentions, self.output, markup), self.encoding))
            return 0
        rewrite = rewritten(text)
        if self.output == TEXT:
            out.write(encode_text(rewrite.text, self.encoding))
        elif self.output == JSON:
            from normalizer.rewriting.text_report import rewrite_json

            out.write(rewrite_json(path, rewrite).encode("utf-8", "surrogatepass"))
        elif self.output == DIFF:
            from normalizer.rewriting.text_report import rewrite_diff

            out.write(encode_text(rewrite_diff(path, rewrite), self.encoding))
        return rewrite.edit_count


def _opened(path: str) -> Any:
    """Open a file, or standard input, which stays open."""
    from contextlib import nullcontext

    return nullcontext(stdin_bytes()) if path == "-" else open(path, "rb")
