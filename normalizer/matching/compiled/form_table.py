"""The forms of an index: found by hash, each with the names that have it.

A table is made of nothing and the names of entities, or of the table below and what a layer
changes. Both ways give the same table, so that a layer costs what it says and no more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from normalizer.arrays import Numbers
from normalizer.matching.compiled.inflected import Kind
from normalizer.matching.counted import Counted
from normalizer.matching.hashing import PREFIX, SPREAD, WHOLE
from normalizer.matching.hashing_many import letters_hashes
from normalizer.matching.joining import Join, Lines
from normalizer.spelling import fold, words

if TYPE_CHECKING:
    from normalizer.matching.compiled.container import Container


# A probe table this many times the number of its entries answers "not here" 31 times in 32.
_PROBE_FACTOR = 32
_FEWEST_BITS = 10


class Row(NamedTuple):
    """A form that a name has.

    Attributes:
        form: The folded form.
        name: The number of the name.
        kind: How the name is inflected; None where the form is the name itself.
    """

    form: str
    name: int
    kind: Kind | None = None


class FormTable(NamedTuple):
    """Forms, and which names have them.

    Attributes:
        keys: The hash of each form; forms are in the order of hashes, then of texts.
        texts: The forms.
        owners: Of each row the number of its form, ascending.
        names: Of each row the number of the name that has the form.
        endings: Of each row the number of its kind, from 1; 0 where the form is the name itself.
        kinds: The kinds of inflected forms, in order.
        prefixes: The beginnings of forms, by hash, with the number of forms that begin so.
        sizes: How many forms have how many words, letters of unspaced scripts counted as words.
    """

    keys: Numbers
    texts: Lines
    owners: Numbers
    names: Numbers
    endings: Numbers
    kinds: tuple[Kind, ...]
    prefixes: Counted
    sizes: Counter[int]

    @classmethod
    def empty(cls) -> FormTable:
        """Return a table without forms."""
        none = np.zeros(0, dtype=np.int64)
        return cls(none, Lines.of([]), none, none, none, (), Counted.of(()), Counter())

    @classmethod
    def read(cls, container: Container) -> FormTable:
        """Return the table of a compiled gazetteer."""

        def numbers(name: str) -> Numbers:
            return np.frombuffer(container.section(name), "<u4").astype(np.int64)

        starts, names, endings = map(numbers, ("form.names.offsets", "form.names", "form.endings"))
        owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        hidden, hidden_names, hidden_endings = numbers("form.hidden").reshape(3, -1)
        meta = container.meta
        return cls(
            numbers("form.keys"),
            Lines.read(container.section, "forms"),
            np.concatenate([owners, hidden]),
            np.concatenate([names, hidden_names]),
            np.concatenate([endings, np.zeros(len(names) - len(endings), int), hidden_endings]),
            tuple((language, tuple(cases)) for language, cases in meta["endings"]),
            Counted.read(container.section, "form.prefixes"),
            Counter({int(size): count for size, count in meta["form_sizes"].items()}),
        )

    def joined(self, rows: Sequence[Row], names: Join, entities: Numbers) -> FormTable:
        """Return the table with some names taken out and others put in.

        Args:
            rows: The forms of the names that are put in, those of one entity together; the names
                are numbered as `names` puts them in.
            names: How the names are numbered then.
            entities: The number of the entity of each name then, ascending.
        """
        remaining = np.flatnonzero(names.old[self.names] >= 0)
        counts = np.bincount(self.owners[remaining], minlength=len(self.keys))
        found, new = self._placed({row.form for row in rows})
        counts[list(found.values())] += 1
        gone = np.flatnonzero(counts == 0).tolist()
        forms = Join(len(self.keys), gone, [place for _, _, place in new])
        numbers = {form: int(forms.old[at]) for form, at in found.items()}
        numbers |= zip((form for _, form, _ in new), forms.new.tolist(), strict=True)
        kinds = list(dict.fromkeys([*self.kinds, *(row.kind for row in rows if row.kind)]))
        of_kind = {kind: number for number, kind in enumerate(kinds, 1)}
        owners = np.array([numbers[row.form] for row in rows], dtype=np.int64)
        own_names = names.new[np.array([row.name for row in rows], dtype=np.int64)]
        endings = np.array([of_kind[row.kind] if row.kind else 0 for row in rows], dtype=np.int64)
        owners = np.concatenate([forms.old[self.owners[remaining]], owners])
        own_names = np.concatenate([names.old[self.names[remaining]], own_names])
        endings = np.concatenate([self.endings[remaining], endings])
        order = np.lexsort((entities[own_names], owners))
        ordered, endings = _ordered_kinds(kinds, endings[order])
        gone_forms = [str(self.texts.line(at), "utf-8") for at in gone]
        prefixes, sizes = _beginnings(form for _, form, _ in new)
        gone_prefixes, gone_sizes = _beginnings(gone_forms)
        return FormTable(
            forms.rows(self.keys, np.array([key for key, _, _ in new], dtype=np.int64)),
            forms.lines(self.texts, Lines.of([form.encode() for _, form, _ in new])),
            owners[order],
            own_names[order],
            endings,
            ordered,
            self.prefixes.joined(gone_prefixes, prefixes),
            self.sizes + sizes - gone_sizes,
        )

    def sections(self) -> dict[str, bytes]:
        """Return the sections of an index that `matching.compiled.index.Index` reads.

        An inflected form that is a listed name, too, is the listed name. It is kept apart, for
        the case that a layer takes the listed name away.
        """
        has_listed = np.zeros(len(self.keys), dtype=bool)
        has_listed[self.owners[self.endings == 0]] = True
        counts = (self.endings == 0) | ~has_listed[self.owners]
        hidden = [rows[~counts] for rows in (self.owners, self.names, self.endings)]
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.owners[counts]))])
        endings = self.endings[counts]
        last = np.flatnonzero(endings)[-1:] + 1
        return {
            "form.keys": _bytes(self.keys),
            **self.texts.sections("forms"),
            "form.names": _bytes(self.names[counts]),
            "form.names.offsets": _bytes(starts),
            "form.endings": _bytes(endings[: last.sum()]),
            "form.hidden": _bytes(np.concatenate(hidden)),
            "probe": self._probe(),
            "longest": max(self.sizes, default=1).to_bytes(4, "little"),
            **self.prefixes.sections("form.prefixes"),
        }

    def _placed(self, forms: set[str]) -> tuple[dict[str, int], list[tuple[int, str, int]]]:
        """Return the numbers of the forms that are here; hash, text and place of the others."""
        unordered = list(forms)
        hashes = letters_hashes(list(map(words.letters_of, unordered))).tolist()
        listed = sorted(zip(hashes, unordered, strict=True))
        keys = np.array([key for key, _ in listed], dtype=np.int64)
        firsts = np.searchsorted(self.keys, keys, side="left").tolist()
        lasts = np.searchsorted(self.keys, keys, side="right").tolist()
        found: dict[str, int] = {}
        new = []
        for (key, form), first, last in zip(listed, firsts, lasts, strict=True):
            alike = [str(self.texts.line(at), "utf-8") for at in range(first, last)]
            if form in alike:
                found[form] = first + alike.index(form)
            else:
                new.append((key, form, first + bisect_left(alike, form)))
        return found, new

    def _probe(self) -> bytes:
        """Return the table that tells whether a form, or a longer one, may begin with a hash."""
        prefixes = self.prefixes.hashes
        entries = _PROBE_FACTOR * (len(self.keys) + len(prefixes))
        bits = max(_FEWEST_BITS, entries.bit_length())
        probe = np.zeros(1 << bits, dtype=np.uint8)
        for hashes, bit in ((self.keys, WHOLE), (prefixes, PREFIX)):
            spread = hashes.astype(np.uint64) * np.uint64(SPREAD)
            probe[spread >> np.uint64(64 - bits)] |= bit
        return probe.tobytes()


def _ordered_kinds(kinds: Sequence[Kind], endings: Numbers) -> tuple[tuple[Kind, ...], Numbers]:
    """Return the kinds that are in use, in order, and the rows numbered by them."""
    used = sorted((kinds[number - 1], number) for number in set(endings.tolist()) if number)
    numbers = np.zeros(len(kinds) + 1, dtype=np.int64)
    numbers[[number for _, number in used]] = np.arange(1, len(used) + 1)
    return tuple(kind for kind, _ in used), numbers[endings]


def _beginnings(forms: Iterable[str]) -> tuple[Counted, Counter[int]]:
    """Return the hashes of the beginnings of forms, and how many have how many words."""
    inner = list(map(_prefixes, forms))
    letters = Counter(chain.from_iterable(map(set, inner)))
    sizes = Counter(map(len, inner))
    return Counted.of_letters(letters), Counter({size + 1: sizes[size] for size in sizes})


def _prefixes(form: str) -> list[str]:
    """Return the letters of a form up to each joint, and to each letter of an unspaced script."""
    roles = fold.kinds(form)
    if fold.UNIT not in roles and form.replace(" ", "").isalnum():
        parts = form.split(" ")
        return ["".join(parts[:count]) for count in range(1, len(parts))]
    prefixes: list[str] = []
    letters: list[str] = []
    for char, role in zip(form, roles, strict=True):
        if role not in (fold.LETTER, fold.UNIT, fold.FOLLOW) or (letters and role == fold.UNIT):
            prefixes.append("".join(letters))
        if role in (fold.LETTER, fold.UNIT, fold.FOLLOW):
            letters.append(char)
    return prefixes


def _bytes(numbers: Numbers) -> bytes:
    return numbers.astype("<u4").tobytes()
