"""Compile what finds unlisted spellings of a layer on top of another gazetteer.

What the gazetteer below has compiled is copied; only what the layer changes is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from normalizer.matching.compiled.compile_spellings import Spelled, compile_spellings, packed
from normalizer.matching.joining import Join
from normalizer.matching.likeness import stored_forms, unlisted_keys
from normalizer.matching.likeness.near_table import NearTable
from normalizer.matching.likeness.shared_words import SharedTable
from normalizer.matching.likeness.slip_table import SlipTable
from normalizer.matching.likeness.typed_names import TypedTable

if TYPE_CHECKING:
    from normalizer.matching.compiled.index import Index


def is_on(index: Index, below: Index) -> bool:
    """Tell whether an index was compiled on top of another one."""
    joined = index.container.meta.get("joined")
    return joined is not None and joined["below"] == below.container.header_hash()


def join_spellings(index: Index, below: Index) -> bytes:
    """Compile the names of an index that was compiled on top of another.

    Args:
        index: The compiled stack.
        below: The index that `matching.compiled.compile.compile_index` put it on.

    Returns:
        What `matching.compiled.compile_spellings.compile_spellings` returns, but for forms that
        share a cell: those of the gazetteer below are kept.
    """
    lower = below.spellings()
    section = lower.section
    joined = index.container.meta["joined"]
    entities = Join.numbered(below.entity_count, joined["gone"], joined["new"])
    gone_names, new_names = below.names_among(joined["gone"]), index.names_among(joined["new"])
    gone, new = Spelled.among(below, gone_names), Spelled.among(index, new_names)
    owners = below.owners_of(range(below.name_count))
    new_owners = np.searchsorted(entities.new, index.owners_of(new_names))
    names = entities.of_owned(owners, new_owners)
    numbers_below = np.frombuffer(section("spelled.names"), "<u4").astype(np.int64)
    forms = names.of_owned(numbers_below, np.searchsorted(new_names, new.numbers))
    if not len(numbers_below) or not len(forms):
        return compile_spellings(index)
    numbers = forms.rows(names.old[numbers_below], np.array(new.numbers, dtype=np.int64))
    views = stored_forms.romanised_views(new.texts)
    come = new.spellings(views)
    left = gone.spellings(stored_forms.romanised_views(gone.texts))
    near = NearTable.read(section)
    known = near.known(dict(zip(gone.texts, np.flatnonzero(forms.old < 0).tolist(), strict=True)))
    shared = SharedTable.read(section).joined(SharedTable.of(come), forms)
    of_forms = index.owners_of(numbers)
    sections = {
        "spelled.names": numbers.astype("<u4").tobytes(),
        "spelled.entities": of_forms.astype("<u4").tobytes(),
        **stored_forms.join_views(section, stored_forms.build_views(new.texts, *views), forms),
        **unlisted_keys.join(
            section,
            zip(left, gone.personal, strict=True),
            zip(come, new.personal, strict=True),
        ),
        **shared.sections(of_forms),
        **SlipTable.read(section).joined(SlipTable.of(left), SlipTable.of(come), forms).sections(),
        **near.joined(forms, new.texts, known).sections(),
        **TypedTable.read(section).joined(new.typed, forms).sections(),
    }
    return packed(sections, index)
