"""Tell which of the scanner's hits spell a name and stand where a name may stand.

`standing_columns` does the same for hits in columns (see `in_columns`).
"""

from __future__ import annotations

from collections.abc import Iterable

from normalizer.matching.compiled.index import Index
from normalizer.matching.texts import affixes, bearers, guards
from normalizer.matching.texts.hits import (
    AFFIX_BEFORE,
    AFFIX_BEHIND,
    LOOK_ROUND,
    MAY_BE_PART,
    MAY_BE_SOMEBODYS,
    Hit,
    Hits,
)
from normalizer.matching.texts.longer_names import (
    BEFORE,
    BEHIND,
    QUOTES,
    borders,
    is_part,
    touched,
)
from normalizer.matching.texts.namesakes import told_beside
from normalizer.matching.texts.options import Options
from normalizer.matching.texts.other_bearers import OtherBearers
from normalizer.matching.texts.spans import Option
from normalizer.matching.texts.surfaces import NOTHING, Surface, Surfaces

NO_END = -2
"""In the place of where something ends that there is not; nothing stands beside it."""


class Standing:
    """Tells what the hits of a text may stand for where they stand.

    Args:
        index: The compiled gazetteer.
        surfaces: The spellings met so far.
        text: Composed text.
        options: What the search was told.

    Attributes:
        part_until: Where the last hit ends that was refused as part of a longer name, or as
            somebody else's: what stands inside it is refused, too.
        others: Whose surnames are somebody else's in the text.
    """

    def __init__(self, index: Index, surfaces: Surfaces, text: str, options: Options) -> None:
        self._index = index
        self._surfaces = surfaces
        self._text = text
        self._options = options
        self._has_code = "`" in text
        self._tails, self._heads = borders()
        self.part_until = 0
        self.others = OtherBearers(text)
        self._found: list[Option] = []

    @property
    def asks_each(self) -> bool:
        """Whether something asks of every hit to be looked at."""
        return self._has_code or self._options.types is not None

    def one_by_one(self, hits: Iterable[Hit]) -> list[Option]:
        """Return the hits that spell a name and stand where a name may stand.

        Args:
            hits: The hits, by start, the longer first.
        """
        for hit in hits:
            self._add_if_standing(*hit)
        return self.others.without_theirs(self._found)

    def at_once(self, hits: Hits) -> list[Option]:
        """Do what `one_by_one` does, but look only at hits that something asks to be looked at.

        Most are plain names with nothing beside them that counts.
        """
        starts, ends, keys, flags, beside = hits
        if self.asks_each:
            return self.one_by_one(zip(starts, ends, keys, flags, strict=True))
        surfaces = self._surfaces_of(hits)
        plain = list(map(Option._make, zip(starts, ends, surfaces, flags, strict=True)))
        at = 0
        for place in [
            place
            for place, (surface, flag, sign) in enumerate(zip(surfaces, flags, beside, strict=True))
            if flag
            or surface.asks
            or sign & MAY_BE_PART
            or (sign & MAY_BE_SOMEBODYS and surface.may_be_given)
        ]:
            self._add(plain[at:place])
            self._add_if_standing(starts[place], ends[place], keys[place], flags[place])
            at = place + 1
        self._add(plain[at:])
        return self.others.without_theirs(self._found)

    def _surfaces_of(self, hits: Hits) -> list[Surface]:
        """Return what the spellings of hits may stand for behind no particle."""
        text = self._text
        spelled = [text[start:end] for start, end in zip(hits.starts, hits.ends, strict=True)]
        surfaces = list(map(self._surfaces.without_particle.get, spelled))
        if None not in surfaces:
            return surfaces  # type: ignore[return-value]
        of = self._surfaces.of
        return [
            surface or (NOTHING if flag & AFFIX_BEFORE else of(spelling, key, ""))
            for surface, spelling, key, flag in zip(
                surfaces, spelled, hits.keys, hits.flags, strict=True
            )
        ]

    def _add(self, plain: list[Option]) -> None:
        """Add names that nothing speaks against but a longer one that was refused."""
        if plain and plain[0].start < self.part_until:
            plain = [option for option in plain if option.end > self.part_until]
        self._found += plain

    def _add_if_standing(self, start: int, end: int, key: int, flags: int) -> None:
        """Add a hit if it spells a name and stands where a name may stand."""
        last = self._found[-1].end if self._found else NO_END
        option = self.looked_at(start, end, key, flags, last)
        if option is not None:
            self._found.append(option)

    def looked_at(self, start: int, end: int, key: int, flags: int, last: int) -> Option | None:
        """Return a hit if it spells a name and stands where a name may stand.

        Args:
            start: Where it begins.
            end: Where it ends.
            key: The hash of its letters.
            flags: Its flags.
            last: Where what was found before it ends, `NO_END` if that is nothing.
        """
        text, surfaces = self._text, self._surfaces
        if flags & AFFIX_BEFORE:
            surface = surfaces.of(text[start:end], key, affixes.particle_before(text, start, flags))
        else:
            surface = surfaces.of(text[start:end], key, "")
        if (
            surface is NOTHING
            or (flags and not self._may_stand(start, end, flags))
            or (flags & AFFIX_BEHIND and surface.is_demonym)
            or (surface.may_be_bare and affixes.begins_sentence(text, start))
            or (
                surface.may_be_other_word
                and not affixes.is_name_there(text, start, end, surface.names[0])
            )
            or (surface.may_be_given and bearers.is_given_name(text, end))
            or (self._has_code and guards.in_code(text, start, end))
            or end <= self.part_until
        ):
            return None
        is_alone = not flags and start >= BEFORE
        if self._may_be_part(start, end, is_alone) and is_part(
            self._index, text, start, end, surface, is_alone=is_alone
        ):
            self.part_until = end
            return None
        told = 0
        if surface.may_be_namesake:
            follows = last >= start - 1
            bearer = told_beside(self._index, text, start, end, surface, follows_name=follows)
            if bearer is None:
                self.others.add(start, end, surface)
                self.part_until = max(self.part_until, end)  # nor does a part of it name him
                return None
            told = bearer
        if self._options.types is not None:
            surface = surfaces.of_types(surface, self._options.types)
            if surface is NOTHING:
                return None
        return Option(start, end, surface, flags | told)

    def _may_be_part(self, start: int, end: int, is_alone: bool) -> bool:
        """Tell whether the letters beside a name may make it part of a longer one."""
        text = self._text
        return (
            text[end : end + BEHIND] in self._heads
            or text[start - BEFORE : start] in self._tails
            or text[start - 1 : start] in QUOTES
            or (not is_alone and touched(text, start, end))
        )

    def _may_stand(self, start: int, end: int, flags: int) -> bool:
        """Tell whether a name may stand where something else than spaces touches it."""
        text = self._text
        if flags != LOOK_ROUND and not affixes.may_stand_beside(text, start, end, flags):
            return False
        if not affixes.on_border(text, start, end):
            return False
        return not guards.guarded(text, start, end, self._options.hashtags)
