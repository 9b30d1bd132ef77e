"""JSON Lines: the wanted strings are rewritten, every other byte of a line stays as it was."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Sequence
from typing import BinaryIO, NamedTuple

from normalizer.errors import TableError, UsageError
from normalizer.rewriting.cell_outcomes import Outcome
from normalizer.rewriting.formats.json_fields import Field, Fields, paths_in
from normalizer.rewriting.formats.json_flat import flat_objects
from normalizer.rewriting.formats.json_paths import ITEMS, Node, parse_path
from normalizer.rewriting.formats.record import Place, Record
from normalizer.rewriting.formats.rows import Batch
from normalizer.rewriting.row_columns import NOT_TEXT, Unasked
from normalizer.rewriting.table_options import ADDED, TableOptions

_ROWS, _SIZE = 4096, 1 << 20
"""At most so many lines, and about so many bytes, make a batch."""


class JsonStrings:
    """How strings stand in JSON: a cell is a string as written, with its quotes."""

    def value(self, cell: str) -> tuple[str, bool]:
        """Return a string's text, and whether all beyond ASCII in it is written as escapes."""
        return json.loads(cell), "\\u" in cell and cell.isascii()

    def write(self, value: str, escaped: bool) -> str:
        """Return a text as a string."""
        lone = any("\ud800" <= sign <= "\udfff" for sign in value)
        return json.dumps(value, ensure_ascii=escaped or lone)

    def added(self, values: Sequence[str]) -> tuple[str, ...]:
        """Return texts as values: the score as a number, what is empty as null."""
        id, name, score, evidence = values
        try:
            number = float(score)
        except ValueError:  # several scores, joined
            return tuple(json.dumps(value or None, ensure_ascii=False) for value in values)
        written = (json.dumps(text or None, ensure_ascii=False) for text in (id, name))
        return (*written, str(number), json.dumps(evidence or None, ensure_ascii=False))


class JsonLines:
    """A table of JSON Lines, read from one stream and written to another.

    Args:
        source: The table, as a binary stream.
        target: Where it goes.
        options: What to do; columns are paths, see `parse_path`.

    Raises:
        UsageError: If a path is none, or the encoding is not UTF-8.
    """

    unit = "Line"

    def __init__(self, source: BinaryIO, target: BinaryIO, options: TableOptions) -> None:
        if options.encoding.lower() not in ("utf-8", "utf8", "utf-8-sig"):
            raise UsageError("JSON Lines are always UTF-8; leave out --encoding.")
        self.form = JsonStrings()
        self.record: Record | None = None
        self._source = source
        self._target = target
        self._replace = options.replace
        self._cap = options.row_cap
        self._root = Node()
        self._paths: list[str] = []
        for column in options.columns:
            if str(column) in self._paths:
                raise UsageError(f"The field {column!r} is given twice; give it once.")
            self._column(str(column))
        self._wanted = len(self._paths)
        bare = [path for path in self._paths if not _has_key(parse_path(path))]
        if bare and not self._replace:
            raise UsageError(f"No key can be added beside {bare[0]!r}; replace it (--replace).")
        self.row_columns = options.rows.find(lambda column: [self._column(str(column))])
        self._flat = flat_objects(self._root, not self._replace)
        self._seen = [False] * len(self._paths)
        self._sample: list[str] = []
        self._number = 0
        self._raws: list[bytes] = []
        self._lines: list[tuple[str, list[Field]]] = []
        self._numbers: list[int] = []
        self._starts: list[int] = []  # where the lines begin, in bytes
        self._passed = 0
        self._fields: list[list[Field]] = []
        self._at: list[list[int]] = []
        self._first = 0

    def _column(self, path: str) -> int:
        column = len(self._paths)
        self._root.add(parse_path(path), column)
        self._paths.append(path)
        return column

    def batches(self) -> Generator[Batch, None, None]:
        """Yield the table.

        Raises:
            TableError: For a line that is no JSON in UTF-8, or too long; it names the line.
            UsageError: At the end, if no line had a field of some path.
        """
        while self._read():
            yield Batch(
                len(self._lines),
                [self._cells(column) for column in range(self._wanted)],
                list(self._at),
                self._row_texts,
            )
        if self._sample and not all(self._seen):
            path = self._paths[self._seen.index(False)]
            raise UsageError(
                f"No line has a field {path!r}; the first line's are {', '.join(self._sample)}."
            )

    def _cells(self, column: int) -> list[str | Unasked | None]:
        found = zip(self._fields[column], self._at[column], strict=True)
        return [_cell(field, self._lines[at][0]) for field, at in found]

    def _read(self) -> bool:
        self._raws, self._lines, self._numbers, self._starts = [], [], [], []
        self._fields = [[] for _ in range(self._wanted)]
        self._at = [[] for _ in range(self._wanted)]
        self._first, size = self._number + 1, 0
        while len(self._raws) < _ROWS and size < _SIZE:
            raw = self._source.readline(self._cap + 1)
            if not raw:
                break
            self._number += 1
            size += len(raw)
            self._raws.append(raw)
            self._parse(raw)
            self._passed += len(raw)
        return bool(self._raws)

    def _parse(self, raw: bytes) -> None:
        if len(raw) > self._cap:
            raise TableError(f"Line {self._number}: it is longer than {self._cap:,} bytes.")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TableError(
                f"Line {self._number}: byte {error.start + 1} of it is not UTF-8, as JSON must be."
            ) from error
        mark = 1 if self._number == 1 and text.startswith("\ufeff") else 0
        if not text[mark:].strip(" \t\r\n"):
            return
        # The mark becomes a space, so that what is found has its place in the text.
        bare = " " + text[1:] if mark else text
        flat = None if self._flat is None else self._flat.field(bare)
        found = self._found(bare) if flat is None else [flat]
        if not self._sample:
            self._sample = paths_in(bare)[:50] or ["none"]
        at = len(self._lines)
        self._lines.append((text, found))
        self._numbers.append(self._number)
        self._starts.append(self._passed)
        for field in found:
            self._seen[field.column] = True
            if field.column < self._wanted:
                self._fields[field.column].append(field)
                self._at[field.column].append(at)

    def _found(self, bare: str) -> list[Field]:
        """Return the fields that paths lead to in a line."""
        try:
            fields = Fields(bare, self._root, 0 if self._replace else self._wanted)
        except ValueError as error:
            fault = f"Line {self._number}: it is not a JSON value: {error}."
            if bare.strip()[:1] == "{":
                fault += " To put a value on one line, use jq -c . FILE."
            elif bare.strip()[:1] == "[":
                fault += " To make each item of an array a line, use jq -c '.[]' FILE."
            raise TableError(fault) from error
        if fields.clashes:
            raise TableError(
                f"Line {self._number}: it has a key {fields.clashes[0]!r} already; rename that, or "
                "replace the strings instead of adding keys (--replace)."
            )
        return fields.found

    def _row_texts(self, column: int) -> list[str | None]:
        def shown(field: Field, text: str) -> str:
            return field.value if text[field.start] == '"' else text[field.start : field.end]

        lines = []
        for text, fields in self._lines:
            told = [f for f in fields if f.column == column and f.value is not None]
            lines.append("\n".join(shown(field, text) for field in told) or None)
        return lines

    def place(self, column: int, at: int) -> Place:
        """Return where a string is; its column is its path's number among those asked for."""
        line = self._numbers[self._at[column][at]]
        return Place(line, line, column + 1, self._paths[column])

    def put(self, outcomes: Sequence[Sequence[Outcome]]) -> None:
        """Write the lines, each as it was but for the strings replaced or the keys added."""
        changes: dict[int, list[_Change]] = defaultdict(list)
        for column, (rows, found) in enumerate(zip(self._at, outcomes, strict=True)):
            if self._replace:
                for number, (at, outcome) in enumerate(zip(rows, found, strict=True)):
                    if outcome.new is not None:
                        field, told = self._fields[column][number], [(column, number, outcome)]
                        changes[at].append(_Change(field.start, field.end, outcome.new, told))
            else:
                groups: dict[tuple[int, int], list[_Told]] = defaultdict(list)
                for number, (at, outcome) in enumerate(zip(rows, found, strict=True)):
                    groups[at, self._fields[column][number].after].append((column, number, outcome))
                for (at, after), group in groups.items():
                    keys = [(self._fields[column][told[1]], told[2]) for told in group]
                    changes[at].append(_Change(after, after, _keys_for(keys), group))
        for changed in changes.values():
            changed.sort(key=lambda change: change[:3])
        if self.record is not None:
            for at in sorted(changes):
                self._tell(self.record, at, changes[at])
        raws = self._raws
        for at, changed in changes.items():
            raws[self._numbers[at] - self._first] = _changed(self._lines[at][0], changed)
        self._target.write(b"".join(raws))

    def _tell(self, record: Record, line: int, changes: list[_Change]) -> None:
        """Tell of the changes of a line."""
        text, at, place = self._lines[line][0], 0, self._starts[line]
        for start, end, new, told in changes:
            place += len(text[at:start].encode())
            for index, (column, number, outcome) in enumerate(told):
                # Of the keys for the strings of an array the first string's edit tells.
                written = "" if index else new
                where = self.place(column, number)
                record.cell(where, outcome, text[start:end], written, place)
            at = start


_Told = tuple[int, int, Outcome]
"""A column, the number of a string in it, and what becomes of that."""


class _Change(NamedTuple):
    """A stretch of a line, what stands there now, and which strings' change it is."""

    start: int
    end: int
    new: str
    told: list[_Told]


def _has_key(steps: list[str | None]) -> bool:
    """Tell whether a path ends in a key, or in the items of an array that has one."""
    return steps[-1] is not ITEMS or (len(steps) > 1 and steps[-2] is not ITEMS)


def _cell(field: Field, text: str) -> str | Unasked | None:
    if field.value is None:
        return None
    return text[field.start : field.end] if text[field.start] == '"' else NOT_TEXT


def _keys_for(group: list[tuple[Field, Outcome]]) -> str:
    """Return the keys added behind one value, which is a string or an array of strings."""
    first = group[0][0]
    space = " " if first.is_spaced else ""
    written = ""
    for index, what in enumerate(ADDED):
        values = [outcome.added[index] for _, outcome in group]
        value = f"[{f',{space}'.join(values)}]" if first.is_item else values[0]
        written += f',{space}"{first.key}_{what}":{space}{value}'
    return written


def _changed(text: str, changes: list[_Change]) -> bytes:
    pieces, at = [], 0
    for start, end, new, _ in changes:
        pieces += [text[at:start], new]
        at = end
    return "".join((*pieces, text[at:])).encode("utf-8")
