"""``normalizer text``: rewrite the names in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from normalizer.cli.shared import (
    Progress,
    date_option,
    gazetteer_option,
    open_normalizer,
    quiet_option,
    reason_of,
    shown,
    stdin_bytes,
    type_option,
    write_stdout,
)

if TYPE_CHECKING:
    from normalizer.rewriting.text import Rewrite


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@gazetteer_option
@date_option
@type_option
@click.option(
    "--to",
    default="name",
    show_default=True,
    help='Wanted form: name, id, a language such as ar, or a template: "{name} [{id}]".',
)
@click.option("--json", "as_json", is_flag=True, help="Mentions and edits, a JSON object a file.")
@click.option("--diff", "as_diff", is_flag=True, help="A unified diff instead of the text.")
@click.option("--in-place", "-i", is_flag=True, help="Write each file back, whole or not at all.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--hashtags", is_flag=True, help="Rewrite names in hashtags, too.")
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the files.")
@quiet_option
def text(
    files: tuple[str, ...],
    gazetteers: tuple[str, ...],
    date: str | None,
    types: tuple[str, ...],
    to: str,
    as_json: bool,
    as_diff: bool,
    in_place: bool,
    check: bool,
    hashtags: bool,
    encoding: str,
    quiet: bool,
) -> int:
    """Rewrite the names in FILES (or standard input, -) to one form each.

    Only listed names are rewritten, where the words round them allow it; every other byte stays
    as it was. Addresses, e-mail addresses, paths, handles and code are not touched.

    \b
    normalizer text article.txt
    normalizer text --to id --diff *.txt
    cat article.txt | normalizer text --to ar > article.ar.txt
    """  # noqa: D301  # click wants the backspace itself
    if sum((as_json, as_diff, in_place, check)) > 1:
        raise click.UsageError("Give only one of --json, --diff, --in-place and --check.")
    inputs = files or ("-",)
    if in_place and "-" in inputs:
        raise click.UsageError("--in-place needs files; standard input cannot be written back.")
    from normalizer.errors import NormalizerError, UsageError
    from normalizer.rewriting.forms import renderer

    renderer(to)  # refuse a wrong form before reading anything
    normalizer = open_normalizer(gazetteers)
    progress = Progress("files", quiet or len(inputs) < 2)
    failed = changed = 0
    for number, path in enumerate(inputs):
        progress.show(number, len(inputs))
        try:
            content = _read(path, encoding)
            rewrite = normalizer.rewrite(
                content, to, date=date, types=types or None, hashtags=hashtags
            )
            changed += bool(rewrite.edits)
            if in_place:
                _write_back(path, rewrite, encoding)
            elif as_json:
                write_stdout(_json(path, rewrite).encode("utf-8", "surrogatepass"))
            elif as_diff:
                write_stdout(_encoded(_diff(path, rewrite), encoding))
            elif check:
                if rewrite.edits and not quiet:
                    click.echo(f"{shown(path)}: {len(rewrite.edits)} to rewrite", err=True)
            else:
                write_stdout(_encoded(rewrite.text, encoding))
        except BrokenPipeError:
            raise
        except (OSError, NormalizerError) as error:
            if isinstance(error, UsageError) and len(inputs) == 1:
                raise
            failed += 1
            click.echo(f"Error: {shown(path)}: {reason_of(error, path)}", err=True)
    progress.clear()
    return 1 if failed or (check and changed) else 0


def _read(path: str, encoding: str) -> str:
    from normalizer.rewriting.files import decode_text, read_text

    if path == "-":
        return decode_text(stdin_bytes().read(), encoding, shown(path))
    return read_text(path, encoding)


def _encoded(text: str, encoding: str) -> bytes:
    from normalizer.rewriting.files import encode_text

    return encode_text(text, encoding)


def _write_back(path: str, rewrite: Rewrite, encoding: str) -> None:
    from normalizer.errors import NormalizerError
    from normalizer.rewriting.files import write_text

    if "\0" in rewrite.original:
        raise NormalizerError(
            "There are NUL bytes in it, so it is no text in this encoding; it was left as it is. "
            "Give its own --encoding, or leave the file out."
        )
    if rewrite.edits:  # an unchanged file keeps its time, too
        write_text(path, rewrite.text, encoding)


def _json(path: str, rewrite: Rewrite) -> str:
    import json

    fields = {
        "file": path,
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "id": mention.id,
                "name": mention.name,
                "type": mention.type,
                "score": mention.score,
                "evidence": mention.evidence,
            }
            for mention in rewrite.mentions
        ],
        "edits": [
            {
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
                "id": edit.id,
                "score": edit.score,
                "evidence": edit.evidence,
            }
            for edit in rewrite.edits
        ],
        "text": rewrite.text,
    }
    line = json.dumps(fields, ensure_ascii=False)
    # Bytes that are not in the encoding have come in as lone surrogates; JSON escapes those.
    if any("\ud800" <= char <= "\udfff" for char in line):
        line = json.dumps(fields)
    return line + "\n"


def _diff(path: str, rewrite: Rewrite) -> str:
    import difflib
    import re

    # Only a line feed ends a line of a diff; splitlines knows nine more signs.
    before, after = (
        re.findall(r"[^\n]*\n|[^\n]+", part) for part in (rewrite.original, rewrite.text)
    )
    lines = []
    for line in difflib.unified_diff(before, after, path, path):
        lines.append(line)
        if not line.endswith("\n"):
            lines.append("\n\\ No newline at end of file\n")
    return "".join(lines)
